"""The two forms of one text, plain and HTML: which one says what the sender wrote, and do both say the same?"""

import re
from collections import defaultdict
from dataclasses import dataclass

from inbox_agent.parse.html import to_text
from inbox_agent.parse.html_writer import DIVIDER

_STUB = 0.4  # a plain text with less than this share of the HTML's words stands in for it ("see HTML")
_WRAPPED_AT = 50  # a shorter line was not broken by a mail program
_KEY = 40  # characters by which a line is looked up
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What only one of the forms shows: addresses of links, names of pictures, marks of a numbered list.
_ONE_SIDED = re.compile(r"https?://\S+|<[^<>\n]{1,300}>|\[[^\[\]\n]{1,300}\]|^[ \t]*\(?\d{1,3}[.)](?=\s)", re.MULTILINE)
_OLDER = re.compile(rf"^(?:>|{DIVIDER}|-{{5}})", re.MULTILINE)  # where a quoted mail may begin


@dataclass(frozen=True, slots=True)
class Body:
    """A text in the forms that the message has it in."""

    plain: str = ""
    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.plain.strip() or self.html.strip())


@dataclass(frozen=True, slots=True)
class Chosen:
    """``text`` is the form to be read; ``differs``: a line of either with a number that the other form does not have,
    "" when both say the same."""

    text: str
    differs: str = ""


def choose(body: Body) -> Chosen:
    """Plain text, unless it is empty, a stub, or lacks what only HTML can hold: columns, words crossed out,
    and answers told from the quote by their colour.

    A person sees the HTML and a program the plain text: where their numbers differ, neither can be trusted."""
    if not body.html.strip():
        return Chosen(body.plain)
    page = to_text(body.html)
    if not page.text.strip():
        return Chosen(body.plain)
    if len(body.plain.split()) < len(page.text.split()) * _STUB:
        return Chosen(page.text)
    differs = "" if page.has_struck else _difference(body.plain, page.text)
    richer = page.has_table or page.has_struck or page.has_answers
    return Chosen(page.text if richer else rejoined(body.plain, page.text), differs)


def _difference(plain: str, html: str) -> str:
    """The first line of either text, above what it quotes, with a number that the other does not have anywhere."""
    if set(_NUMBER.findall(plain)) == set(_NUMBER.findall(html)):
        return ""
    plain, html = _ONE_SIDED.sub(" ", plain), _ONE_SIDED.sub(" ", html)
    for one, other in ((html, plain), (plain, html)):
        known = set(_NUMBER.findall(other))
        older = _OLDER.search(one)
        for number in _NUMBER.finditer(one, 0, older.start() if older else len(one)):
            if number[0] not in known:
                return _line(one, number.start())
    return ""


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return " ".join(text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)].split())


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
