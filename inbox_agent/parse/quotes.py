"""Where the sender's own words end: quoted mail, forwarded mail, answers between quoted lines.

A reply's quote is ``quoted``; a mail passed on for its content is ``forwarded``. Answers between quoted lines keep the
line that they answer, with its ">". Text that nothing marks as older stays in the body: a quote that is taken for an
order is seen by the checks, an order that is taken for a quote is not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from inbox_agent.lexicon import Rules
from inbox_agent.model import Person

_DATED = re.compile(r"\d.*\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2}\b.*\b(19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_CLOCK = re.compile(r"\d[:.]\d{2}\b|\b20\d{2}\b")  # a time or a year: what people leave out and programs do not
_MAIL = re.compile(r"[^\s<>\[\]\"(),;:]+@[^\s<>\[\]\"(),;:]+")
_GROUPWISE = re.compile(r">>> .*(\d.*>>>|:)$")
_DIVIDER = re.compile(r"[_=*-]{10,}$")
_LABELLED = re.compile(r"[>\s*]*(?P<label>[^\W\d_][\w -]{0,22}?)\s*\**\s*:\**\s*(?P<value>.*)$")
_MARKED = re.compile(r"[\s>]*(?P<open>[-—_=*]{2,})?\s*(?P<words>.*?)\s*(?P<close>[-—_=*]{2,}|:)?$")
_DEEPEST = 20  # forwarded mails within one another
_SHORT_QUOTE = 5  # lines; a longer quote that is answered once, below, is the whole mail and not a question
_WRAPPED_AT = 60  # characters; a quoted line of this length goes on in the next


@dataclass(frozen=True, slots=True)
class Split:
    """A text taken apart. ``author`` wrote the forwarded mail."""

    body: str
    quoted: str = ""
    forwarded: str = ""
    author: Person | None = None


@dataclass(frozen=True)
class _Words:
    """rules/<language>/quotes.toml of all languages, compiled."""

    attribution: re.Pattern[str]  # beginning with a word of its own: "On ... wrote:"
    open_attribution: re.Pattern[str]  # beginning with anybody's name: "... wrote:"
    attribution_not: re.Pattern[str]
    original: tuple[str, ...]
    forward: tuple[str, ...]
    labels: Mapping[str, str]
    reply_prefix: re.Pattern[str]
    forward_prefix: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines in which a program names the older mail. ``end`` is the line after them."""

    end: int
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Cut:
    """From line ``start`` on, everything is an older mail; its own words begin at ``text``."""

    start: int
    text: int
    passed_on: bool
    values: Mapping[str, str] = field(default_factory=dict)


def split(text: str, subject: str, is_reply: bool, rules: Rules, depth: int = 0) -> Split:
    """Take a message's text apart. ``is_reply``: a header or the subject says that it answers an earlier mail;
    ``depth``: how often it was passed on."""
    words = _words(rules)
    lines = text.split("\n")
    is_reply = is_reply or bool(words.reply_prefix.match(subject))
    passes_on = bool(words.forward_prefix.match(subject))
    cut = _first_cut(lines, words)
    if cut is not None and not is_reply and not passes_on and not cut.passed_on and not _any(lines[: cut.start]):
        cut = None  # a form that begins with "From: ... Subject: ...", not a quote: nobody wrote anything else
    body, quotes = _own_words(lines[: cut.start] if cut else lines, is_reply, words)
    if cut is None:
        return Split(_join(body), _join(quotes))
    if not (cut.passed_on or passes_on):
        return Split(_join(body), _join([*quotes, *lines[cut.start :]]))
    if depth > _DEEPEST:
        return Split(_join(body), _join(quotes), _join(lines[cut.start :]), _person(cut.values.get("from", "")))
    return _passed_on(_join(body), _join(quotes), lines, cut, rules, depth)


def _passed_on(body: str, quoted: str, lines: Sequence[str], cut: _Cut, rules: Rules, depth: int) -> Split:
    """The forwarded mail with its header lines; what that mail quotes itself is quoted, unless it says nothing."""
    head, text = list(lines[cut.start : cut.text]), list(lines[cut.text :])
    if all(line.startswith(">") for line in [*head[1:], *text] if line.strip()):
        head, text = [_unprefixed(line) for line in head], [_unprefixed(line) for line in text]
    inner = split(_join(text), cut.values.get("subject", ""), True, rules, depth + 1)
    older = inner.quoted
    passed = [_join(head), inner.body, inner.forwarded]
    if not re.search(r"\d", inner.body + inner.forwarded):  # "see below": what it quotes was meant
        passed, older = [*passed, older], ""
    author = _person(cut.values.get("from", "")) or inner.author
    return Split(body, _paragraphs([quoted, older]), _paragraphs(passed), author)


@cache
def _words(rules: Rules) -> _Words:
    def every(key: str) -> list[str]:
        return [word for lexicon in rules.both() for word in lexicon.words("quotes", key)]

    def prefix(key: str) -> re.Pattern[str]:
        return re.compile(rf"\s*(\[[^\]]*\]\s*)?({_either(every(key))})(\[\d+\]|\(\d+\))?\s*:", re.IGNORECASE)

    labels = [lexicon.mapping("quotes", "header_labels") for lexicon in rules.both()]
    return _Words(
        attribution=_phrases([p for p in every("attribution") if not p.startswith("…")]),
        open_attribution=_phrases([p for p in every("attribution") if p.startswith("…")]),
        attribution_not=re.compile(rf"\b({_either(every('attribution_not'))})\b", re.IGNORECASE),
        original=tuple(every("original_markers")),
        forward=tuple(every("forward_markers")),
        labels={word: key for table in labels for key, found in table.items() for word in found},
        reply_prefix=prefix("reply_prefixes"),
        forward_prefix=prefix("forward_prefixes"),
    )


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in words)


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    """Any of the phrases, … standing for some words."""
    patterns = [".{1,200}?".join(re.escape(part) for part in phrase.split("…")) for phrase in phrases]
    return re.compile("|".join(patterns), re.IGNORECASE)


def _first_cut(lines: Sequence[str], words: _Words) -> _Cut | None:
    """The first line from which on all is an older mail."""
    for start, line in enumerate(lines):
        if not line.strip():
            continue
        if line.startswith(">") and not _GROUPWISE.match(line):
            continue
        if cut := _cut_at(lines, start, words):
            return cut
    return None


def _cut_at(lines: Sequence[str], start: int, words: _Words) -> _Cut | None:
    """A header block, with or without a marker line above; a marker alone; or an attribution without ">" lines."""
    line = lines[start]
    marker = _marker(line, words)
    if marker or _DIVIDER.match(line):
        below = _skip_blank(lines, start + 1)
        block = _block(lines, below, words) or (_foreign_block(lines, below) if not marker else None)
        if block:
            return _Cut(start, block.end, marker == "forward", block.values)
        return _Cut(start, start + 1, marker == "forward") if marker else None
    if _GROUPWISE.match(line):
        return _Cut(start, start + 1, False, {"from": line.strip("> ")})
    if block := _block(lines, start, words):
        return _Cut(start, block.end, False, block.values)
    end = _attribution_end(lines, start, words)
    if end is None or _is_quoted(lines, _skip_blank(lines, end)):
        return None
    joined = " ".join(lines[start:end])
    certain = re.search(r"<\s?\S+@\S+>", joined) or (_DATED.search(joined) and _CLOCK.search(joined))
    return _Cut(start, end, False, {"from": joined}) if certain else None


def _marker(line: str, words: _Words) -> str:
    """ "forward", "original" or "" for a line like "---------- Forwarded message ---------"."""
    found = _MARKED.match(line)
    if found is None or not (found["open"] or found["close"] == ":"):
        return ""
    said = found["words"].lower()
    if any(said == w or (found["open"] and said.startswith(w)) for w in words.forward):
        return "forward"
    return "original" if any(said == w or (found["open"] and said.startswith(w)) for w in words.original) else ""


def _block(lines: Sequence[str], start: int, words: _Words) -> _Block | None:
    """The header lines of an older mail: From with an address or two others, and Sent or Subject."""
    values: dict[str, str] = {}
    end, at, last = start, start, ""
    while at < len(lines) and at - end <= (2 if last in ("to", "cc") else 1):
        found = _LABELLED.match(lines[at])
        label = words.labels.get(found["label"].lower().strip()) if found else None
        if found and label:
            values.setdefault(label, found["value"].strip())
            end, last = at + 1, label
        elif at == start:
            return None
        at += 1
    complete = "from" in values and ("subject" in values or "sent" in values)
    known = len(values) > 2 or _MAIL.search(values.get("from", ""))
    return _Block(end, values) if complete and known else None


def _foreign_block(lines: Sequence[str], start: int) -> _Block | None:
    """Below a divider, header lines in a language that we do not know: three labels, a mail address, a date."""
    found: list[str] = []
    while start + len(found) < len(lines) and (line := _LABELLED.match(lines[start + len(found)])):
        found.append(line["value"])
    values = " ".join(found)
    if len(found) < 3 or not _MAIL.search(values) or not _DATED.search(values):
        return None
    return _Block(start + len(found), {"from": next(v for v in found if _MAIL.search(v)), "subject": found[-1]})


def _attribution_end(lines: Sequence[str], start: int, words: _Words) -> int | None:
    """The line after "On ... wrote:", which mail programs break over up to three lines.

    It begins as late as it can: the line before may be the customer's last sentence."""
    if not any(line.rstrip().endswith(":") for line in lines[start : start + 3]):
        return None
    for end in range(start + 1, min(start + 3, len(lines)) + 1):
        part = [line.strip() for line in lines[start:end]]
        if not part[-1]:
            return None
        joined = [" ".join(part[n:]) for n in range(len(part))]
        if words.attribution_not.search(joined[0]):
            return None
        for pattern in (words.attribution, words.open_attribution):
            if matching := [n for n, text in enumerate(joined) if pattern.fullmatch(text)]:
                return end if matching == [0] else None
    return None


def _own_words(lines: Sequence[str], is_reply: bool, words: _Words) -> tuple[list[str], list[str]]:
    """(body, quoted) of a text with ">" lines. Without a sign of an older mail they are somebody's list marks."""
    older = [line.startswith(">") for line in lines]
    if not any(older):
        return list(lines), []
    attributed = False
    for start in range(len(lines)):
        end = _attribution_end(lines, start, words) if not older[start] else None
        if end is not None and _is_quoted(lines, _skip_blank(lines, end)):
            older[start:end] = [True] * (end - start)
            attributed = True
    if not attributed and not is_reply:
        return list(lines), []
    return _with_answered(lines, older), [line for line, old in zip(lines, older, strict=True) if old]


def _with_answered(lines: Sequence[str], older: Sequence[bool]) -> list[str]:
    """The own lines, and above an answer the quoted line that it answers."""
    runs: list[tuple[bool, list[str]]] = []
    for line, old in zip(lines, older, strict=True):
        if runs and (runs[-1][0] == old or not line.strip()):
            runs[-1][1].append(line)
        else:
            runs.append((old, [line]))
    answers = [run for (before, _), (_, run) in pairwise(runs) if before and _is_answer(run)]
    body: list[str] = []
    for n, (old, run) in enumerate(runs):
        if not old:
            body += run
        elif n + 1 < len(runs) and _is_answer(runs[n + 1][1]) and (len(answers) > 1 or len(run) <= _SHORT_QUOTE):
            body += _last_statement(run)
    return body


def _is_answer(run: Sequence[str]) -> bool:
    """Own words below a quote; a signature there answers nothing."""
    first = next((line for line in run if line.strip()), "")
    return bool(first) and not first.startswith(">") and not re.fullmatch(r"--\s*", first)


def _last_statement(run: Sequence[str]) -> list[str]:
    """The last quoted line, with those before it that run on into it."""
    filled = [line for line in run if line.strip("> ")]
    first = len(filled) - 1
    while first > 0 and len(filled[first - 1]) >= _WRAPPED_AT and filled[first - 1][-1] not in ".?!:;":
        first -= 1
    return filled[max(first, 0) :] + ([""] if not run[-1].strip() else [])


def _person(value: str) -> Person | None:
    """The name and address in a From line of the text."""
    mail = _MAIL.search(value)
    name = re.split(r"[<\[(]|mailto:", value)[0].strip(" \"'*:>")
    if mail is None:
        return Person(name, "") if name else None
    return Person("" if "@" in name else name, mail[0].lower().removeprefix("mailto:"))


def _unprefixed(line: str) -> str:
    return re.sub(r"^> ?", "", line)


def _is_quoted(lines: Sequence[str], at: int) -> bool:
    return at < len(lines) and lines[at].startswith(">")


def _skip_blank(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _any(lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines)


def _join(lines: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _paragraphs(texts: Sequence[str]) -> str:
    return "\n\n".join(t for t in texts if t)
