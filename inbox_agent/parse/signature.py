"""The signature below a letter: closing formula, name, contact lines, disclaimers, what a phone adds.

It is taken off line by line and paragraph by paragraph, and only what looks like one: an order line, a P.S. or
labelled data below the closing formula is the customer's and stays (lessons: freescout#5624)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from inbox_agent.lexicon import Rules

_DELIMITER = re.compile(r"--\s*$")
_RULE = re.compile(r"(—|\*{3,}|_{5,}|-{3,}|={5,})\s*$")
_PHONE = re.compile(r"(\+|\(?0)[\d\s()/.–-]{6,}\d|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}[-.]\d{3}[-.]\d{4}\b")
_WEB = re.compile(r"\S+@\S+\.\w+|https?://|\bwww\.")
_BAR = re.compile(r"\S +[|·•] +\S")  # "Tel. 123 | www.shop.example"
_POSTCODE = re.compile(r"\b(\d{4,5}|\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b")
_NUMBER = r"\d+(?:[.,]\d+)*"
_COUNTED = re.compile(r"\W*\d{1,4}\s+[^\W\d_]{2,}")
_LONGEST_CLOSING, _LONGEST_NAME, _LONGEST_FOOTER = 8, 5, 12  # words
_LONGEST_DISCLAIMER = 5_000  # characters
_LONGEST_NAME_BLOCK, _LONGEST_BELOW = 10, 60  # lines


@dataclass(frozen=True)
class _Words:
    """rules/<language>/quotes.toml [signature] of all languages, compiled."""

    closing: re.Pattern[str]
    alone: re.Pattern[str]
    footer: re.Pattern[str]
    disclaimer: re.Pattern[str]
    banner: re.Pattern[str]
    postscript: re.Pattern[str]
    label: re.Pattern[str]
    request: re.Pattern[str]
    order: re.Pattern[str]
    contact: re.Pattern[str]
    role: re.Pattern[str]


def cut(text: str, sender: str, rules: Rules) -> tuple[str, str]:
    """(body, signature). ``sender`` is the display name in From: a mail may end with it and no closing formula."""
    words = _words(rules)
    lines = text.split("\n")
    taken = [False] * len(lines)
    paragraphs = _paragraphs(lines)
    _take_banner(lines, paragraphs, taken, words)
    _take_footers(lines, paragraphs, taken, words)
    start = _start(lines, taken, set(re.findall(r"\w{3,}", sender.lower())), words)
    if start is not None:
        _take_below(lines, start, taken, words)
    _take_blanks(lines, taken)
    body = [line for line, gone in zip(lines, taken, strict=True) if not gone]
    signature = [line for line, gone in zip(lines, taken, strict=True) if gone]
    return "\n".join(body).strip("\n"), "\n".join(signature).strip("\n")


@cache
def _words(rules: Rules) -> _Words:
    def either(key: str) -> str:
        found = [w for lexicon in rules.both() for w in lexicon.mapping("quotes", "signature").get(key, ())]
        return "|".join(re.escape(w) for w in sorted(found, key=len, reverse=True))

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    closings = either("closings")
    return _Words(
        closing=compiled(rf"\W*({closings})(?!\w)|.*\b({closings})\W*$|.*\b({either('closing_words')})\b"),
        alone=compiled(rf"\W*({either('closings_alone')})(?!\w)(?P<rest>.*)"),
        footer=compiled(rf"\W*({either('mobile_footers')})"),
        disclaimer=compiled(either("disclaimers")),
        banner=compiled(either("banners")),
        postscript=compiled(rf"\W*({either('postscripts')})(?=[\s:.,])"),
        label=compiled(rf"\W*({either('labels')})(?!\w)(\s*$|[^:.]{{0,25}}:)"),
        request=compiled(rf"\W*({either('requests')})(?!\w)"),
        order=compiled(rf"\W*(pos\.?\s*)?{_NUMBER}\s*-?\s*(({either('order_units')})(?!\w)|×)"),
        contact=compiled(rf"\b({either('contact_words')})(?!\w)"),
        role=compiled(rf"\b({either('roles')})(?!\w)"),
    )


def _paragraphs(lines: Sequence[str]) -> list[range]:
    """Runs of lines without a blank one."""
    found: list[range] = []
    for n, line in enumerate(lines):
        if not line.strip():
            continue
        if found and found[-1].stop == n:
            found[-1] = range(found[-1].start, n + 1)
        else:
            found.append(range(n, n + 1))
    return found


def _take(taken: list[bool], where: range) -> None:
    for n in where:
        taken[n] = True


def _take_blanks(lines: Sequence[str], taken: list[bool]) -> None:
    """Blank lines go with what stands above them."""
    for n, line in enumerate(lines[1:], start=1):
        if not line.strip():
            taken[n] = taken[n - 1]


def _take_banner(lines: Sequence[str], paragraphs: Sequence[range], taken: list[bool], words: _Words) -> None:
    """The warning that a mail system puts above mail from outside."""
    if len(paragraphs) > 1 and words.banner.search(" ".join(lines[n] for n in paragraphs[0])):
        _take(taken, paragraphs[0])


def _take_footers(lines: Sequence[str], paragraphs: Sequence[range], taken: list[bool], words: _Words) -> None:
    """From the end up: what phones and mail services add, and legal paragraphs."""
    for where in reversed(paragraphs):
        text = " ".join(lines[n] for n in where)[:_LONGEST_DISCLAIMER]
        if len(set(words.disclaimer.findall(text.lower()))) > 1 and not _is_kept(lines, where, words):
            _take(taken, where)
            continue
        if not _is_footer(lines[where[-1]], words):
            break
        _take(taken, where[-1:])
        if len(where) > 1:
            break


def _is_footer(line: str, words: _Words) -> bool:
    return bool(words.footer.match(line)) and len(line.split()) <= _LONGEST_FOOTER


def _start(lines: Sequence[str], taken: Sequence[bool], sender: set[str], words: _Words) -> int | None:
    """The line with which the signature begins. Only a delimiter may be the first line of the letter."""
    left = [n for n, line in enumerate(lines) if line.strip() and not taken[n]]
    for at, n in enumerate(left):
        line, below = lines[n], [lines[m] for m in left[at + 1 : at + _LONGEST_BELOW]]
        if _DELIMITER.match(line):
            return n
        if at == 0:
            continue
        if _is_closing(line, below, sender, words):
            return n
        if (_RULE.match(line) or _is_name(line, sender)) and _is_name_block(line, below, words):
            return n
    return None


def _is_closing(line: str, below: Sequence[str], sender: set[str], words: _Words) -> bool:
    """A closing formula, with a name or nothing or an address below it, but no sentence."""
    if len(line.split()) > _LONGEST_CLOSING or re.search(r"\d", line) or words.request.match(line):
        return False
    if words.closing.match(line):
        return not below or not _is_statement(below[0], words)
    if line.endswith(",") and below and _is_name(below[0], sender) and _could_be_name(line):  # in any language
        return not any(_is_statement(b, words) for b in below) or bool(words.alone.match(line))
    found = words.alone.match(line)
    rest = found["rest"].strip(" ,.!:;-)") if found else ""
    if found is None or len(rest.split()) > _LONGEST_NAME:
        return False
    if rest:
        named = bool(sender & set(re.findall(r"\w{3,}", rest.lower())))
        return named and not any(_is_statement(b, words) for b in below)
    return bool(below) and _could_be_name(below[0]) and not _is_statement(below[0], words)


def _could_be_name(line: str) -> bool:
    return len(line.split()) <= _LONGEST_NAME and not re.search(r"[\d:?]", line)


def _is_name(line: str, sender: set[str]) -> bool:
    """A line that has the sender's name and little else."""
    said = set(re.findall(r"\w{3,}", line.lower()))
    return _could_be_name(line) and bool(sender & said) and len(said) <= len(sender & said) + 2


def _is_name_block(line: str, below: Sequence[str], words: _Words) -> bool:
    """Whether a mail that has no closing formula ends here: contact lines follow, not an address to deliver to."""
    if len(below) > _LONGEST_NAME_BLOCK or any(_is_statement(b, words) for b in below):
        return False
    if _RULE.match(line) and not below:
        return False
    contact = any(_is_contact(b, words) or words.role.search(b) for b in below)
    return contact or not any(_POSTCODE.search(b) for b in below)


def _take_below(lines: Sequence[str], start: int, taken: list[bool], words: _Words) -> None:
    """The closing with the name below it, and every later paragraph that is not the customer's message."""
    delimited = bool(_DELIMITER.match(lines[start]))
    label_alone = False
    for where in _paragraphs(lines):
        if where.stop <= start:
            continue
        if where.start <= start:
            rest = range(start + 1, where.stop)
            kept = (n for n in rest if _is_kept(lines, range(n, n + 1), words, delimited))
            _take(taken, range(start, next(kept, where.stop)))
        elif not (label_alone or _is_kept(lines, where, words, delimited)):
            _take(taken, where)
        label_alone = not taken[where[-1]] and lines[where[-1]].endswith(":")


def _is_kept(lines: Sequence[str], where: range, words: _Words, delimited: bool = False) -> bool:
    """Whether a paragraph below the closing is the customer's: P.S., labelled data, an order line, a sentence.

    Below the delimiter "-- " a sentence is a slogan."""
    part = [lines[n] for n in where]
    if any(words.postscript.match(line) or words.label.match(line) or words.order.match(line) for line in part):
        return True
    if words.disclaimer.search(" ".join(part)) or _is_footer(part[0], words):
        return False
    if not delimited and any(_is_statement(line, words) for line in part):
        return True
    contact = any(_is_contact(line, words) or _POSTCODE.search(line) for line in part)
    return len(part) > 1 and not contact and any(_COUNTED.match(line) for line in part)


def _is_contact(line: str, words: _Words) -> bool:
    return any(pattern.search(line) for pattern in (_PHONE, _WEB, _BAR, words.contact))


def _is_statement(line: str, words: _Words) -> bool:
    """A line that says something: an order line, labelled data, a request, a sentence."""
    if words.postscript.match(line) or words.order.match(line) or words.label.match(line):
        return True
    if _WEB.search(line) or words.disclaimer.search(line) or _is_footer(line, words):
        return False
    count = len(re.findall(r"[^\W\d_]{2,}", line))
    sentence = count > 9 or (count > 5 and line.endswith((".", "!", "?", ":")))
    return sentence or bool(words.request.match(line))
