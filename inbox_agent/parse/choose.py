"""The two forms of one text, plain and HTML: which one says what the sender wrote?"""

import re
from collections import defaultdict
from dataclasses import dataclass

from inbox_agent.parse.html import to_text

_WORD = re.compile(r"\w{2,}")
_STUB = 0.4  # a plain text with less than this share of the HTML's words stands in for it ("see HTML")
_WRAPPED_AT = 50  # a shorter line was not broken by a mail program
_KEY = 40  # characters by which a line is looked up


@dataclass(frozen=True, slots=True)
class Body:
    """A text in the forms that the message has it in."""

    plain: str = ""
    html: str = ""


def choose(body: Body) -> str:
    """Plain text, unless it is empty, a stub, or lacks what only HTML can hold: columns, and words crossed out."""
    if not body.html:
        return body.plain
    page = to_text(body.html)
    if not body.plain.strip() or page.has_table or page.has_struck:
        return page.text or body.plain
    shown = len(_WORD.findall(page.text))
    if len(_WORD.findall(body.plain)) < shown * _STUB:
        return page.text
    return rejoined(body.plain, page.text)


def rejoined(plain: str, html: str) -> str:
    """``plain`` with the lines joined that the mail program broke and its HTML shows as one."""
    whole: dict[str, list[str]] = defaultdict(list)
    for line in (" ".join(line.split()) for line in html.split("\n")):
        whole[line[:_KEY]].append(line)
    result: list[str] = []
    target = ""  # the HTML line that the last line of the result begins
    for line in plain.split("\n"):
        joined = f"{result[-1].rstrip()} {line.strip()}" if target and line.strip() else ""
        if joined and _begins(joined, target):
            result[-1] = joined
        else:
            result.append(line)
        last = " ".join(result[-1].split())
        longer = whole[last[:_KEY]] if len(last) >= _WRAPPED_AT else []
        target = next((w for w in longer if len(w) > len(last) and _begins(last, w)), "")
    return "\n".join(result)


def _begins(line: str, whole: str) -> bool:
    """Whether ``whole`` begins with the words of ``line``, and at the end of a word."""
    words = " ".join(line.split())
    return whole.startswith(words) and whole[len(words) : len(words) + 1] in ("", " ")
