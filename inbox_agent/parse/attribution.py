"""The line above a quoted mail: "On Mon, 5 Oct 2026 at 10:00, Ann <ann@shop.example> wrote:".

Programs break it over up to four lines, put it before or within the quote marks, and write it in the language that
they are set to. A customer's sentence "On Monday I wrote to you:" is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbox_agent.parse.quoted_lines import bare, is_quoted
from inbox_agent.parse.thread_words import ThreadWords

MAIL = re.compile(r"[^\s<>\[\]\"(),;:]{1,64}@[^\s<>\[\]\"(),;:]{1,255}")
CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b(?![.\d])")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")
_DIGIT = re.compile(r"\d")
_DASHED = re.compile(r"-{2,} ?(?P<words>[^-].{0,300}?):? ?-{2,}")
_LINES, _LONGEST = 4, 400  # of an attribution, in lines and characters
_MARKUP = " *_\t"


@dataclass(frozen=True, slots=True)
class Attribution:
    """It stands on lines ``start`` to ``end`` (the line after). ``is_certain``: a program wrote it, for it has a mail
    address, or a date with a time."""

    start: int
    end: int
    text: str
    is_certain: bool
    is_quoted: bool  # stands within quote marks itself


def attributions(lines: Sequence[str], words: ThreadWords) -> list[Attribution]:
    """All lines that could be one, from the top."""
    found: list[Attribution] = []
    for last, line in enumerate(lines):
        if _may_end(line) and (one := _ending_at(lines, last, words)):
            found.append(one)
    return found


def _may_end(line: str) -> bool:
    """With a colon, between dashes (Zoho), or with the verb, where that stands alone behind an address."""
    if ":" not in line and "@" not in line and "--" not in line and "：" not in line:
        return False
    end = line.rstrip(" *_>")[-2:]
    if end.endswith((":", "：")):
        return True
    between = end == "--" and line.lstrip("> ").startswith("--") and _DIGIT.search(line) is not None
    return len(line) < _LONGEST and (between or "@" in line)


def _ending_at(lines: Sequence[str], last: int, words: ThreadWords) -> Attribution | None:
    """The attribution that ends with a line; it begins as late as it can: above it may be the customer's words."""
    quoted = is_quoted(lines[last])
    texts = _joined_upwards(lines, last, quoted)
    if not texts or not (words.attribution_hint.search(texts[-1].lower()) or MAIL.search(texts[-1])):
        return None
    texts = [_undashed(text) for text in texts]
    for matches in (words.attribution.fullmatch, words.open_attribution.fullmatch, _is_machine_made):
        for above, text in enumerate(texts):
            if text.endswith((":", "：")) and matches(text):
                above += _date_above(texts[above:])
                if words.attribution_not.search(texts[above]):
                    return None
                return Attribution(last - above, last + 1, texts[above], _is_certain(texts[above]), quoted)
    return None


def _joined_upwards(lines: Sequence[str], last: int, quoted: bool) -> list[str]:
    """What stands on a line; on it and the one above; and so on, within the paragraph."""
    texts: list[str] = []
    for first in range(last, max(last - _LINES, -1), -1):
        part = bare(lines[first]).strip(_MARKUP)
        if not part or is_quoted(lines[first]) != quoted or len(part) > _LONGEST:
            break
        texts.append(f"{part} {texts[-1]}" if texts else part)
    return [text for text in texts if len(text) <= _LONGEST]


def _date_above(texts: Sequence[str]) -> int:
    """How many lines above the first belong to it, because they bring the date that it does not have."""
    if _YEAR.search(texts[0]):
        return 0
    for above, text in enumerate(texts[1:], start=1):
        added = text.removesuffix(texts[above - 1])
        if re.search(r"[.!?]\s*$", added):  # a sentence ends here: the customer's
            return 0
        if _YEAR.search(added):
            return above
    return 0


def _undashed(text: str) -> str:
    """ "---- On ... wrote ----", or without the dashes, as others write it."""
    found = _DASHED.fullmatch(text)
    if found:
        return f"{found['words'].strip()}:"
    return text if text.endswith((":", "：")) or not _is_dated(text) else f"{text}:"


def _is_certain(text: str) -> bool:
    return bool(MAIL.search(text) or _is_dated(text))


def _is_dated(text: str) -> bool:
    return bool(CLOCK.search(text) and _YEAR.search(text))


def _is_machine_made(text: str) -> bool:
    """In whatever language: an address, a date and a time before a colon."""
    return bool(MAIL.search(text)) and _is_dated(text)
