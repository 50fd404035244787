"""The message that a bounce, receipt or automatic answer is about."""

import re
from functools import cache

from inbox_agent.lexicon import Rules
from inbox_agent.model import ParsedMail
from inbox_agent.parse.headers import message_id, message_ids
from inbox_agent.parse.report import Report
from inbox_agent.wording import pattern, plain

_LOOKED_AT = 50_000  # characters
_MARGIN = r"^[ \t|>:*]{0,8}"
_TRACE = re.compile(rf"{_MARGIN}(?:Return-Path|Received|Delivered-To|X-Original-To|Message-ID):[ \t]", re.I | re.M)
_ID = re.compile(rf"{_MARGIN}(?:Original-)?Message-ID:?[ \t]*(?:\n[ \t|>]+)?(<[^<>\s]{{3,400}}>)", re.I | re.M)


def copy_at(body: str, rules: Rules) -> int:
    """Where a message that came back begins in the text around it; the end of the text when there is none."""
    text = plain(body[:_LOOKED_AT])
    worded = _introduced(rules).search(text)
    traced = _TRACE.search(text)
    return min([len(body), *(hit.start() for hit in (worded, traced) if hit)])


def concerns(parsed: ParsedMail, report: Report) -> str | None:
    """The Message-ID that the returned message has, or its header in the text, or the one that is answered."""
    if report.original:
        return report.original
    for text in (parsed.body, parsed.quoted, parsed.forwarded):
        if hit := _ID.search(text[:_LOOKED_AT]):
            return message_id(hit[1])
    return parsed.in_reply_to or next(iter(message_ids(" ".join(parsed.references[-1:]))), None)


@cache
def _introduced(rules: Rules) -> re.Pattern[str]:
    """The lines that programs write above a returned message."""
    return pattern(p for lexicon in rules.both() for p in lexicon.words("automatic", "returned_copy"))
