"""The lines in which a program names an older mail: "From: ... Sent: ... To: ... Subject: ...", and what it writes
above them: a rule, "-----Original Message-----", "Begin forwarded message:"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inbox_agent.parse.attribution import CLOCK, MAIL
from inbox_agent.parse.quoted_lines import skip_blank
from inbox_agent.parse.thread_words import ABOVE, FORWARD, ThreadWords

_LINE = re.compile(r"[_=*-]{10,}")
_GROUPWISE = re.compile(r">>> .*(?:\d.*>>>|:)")
_LABELLED = re.compile(r"[>\s*_|]*+(?P<label>[^\W\d_][\w -]{0,22}?)[\s*_]*+[:：][\s*_]*+(?P<value>.*)")
_DASHES = "-—_=*# "
_FIRST = frozenset("-—_=*#")  # a head has a colon, or begins so, or is known by its words
_RULE, _UNREAD = "rule", "unread"  # a line above header lines, when it is not FORWARD or ORIGINAL
_LONGEST_MARKER, _LONGEST_BLOCK = 200, 24  # characters, lines


@dataclass(frozen=True, slots=True)
class Head:
    """Lines ``start`` to ``end`` (the line after) name an older mail. ``is_forward``: they say that it is passed on;
    ``is_certain``: nobody would write them by hand; ``needs_text``: only below a reply they mean anything."""

    start: int
    end: int
    is_forward: bool
    is_certain: bool
    needs_text: bool = False
    values: Mapping[str, str] = field(default_factory=dict)  # from, sent, to, cc, subject


@dataclass(frozen=True, slots=True)
class _Block:
    end: int
    values: Mapping[str, str]

    @property
    def is_certain(self) -> bool:
        return bool(MAIL.search(self.values["from"]) or CLOCK.search(self.values.get("sent", "")))


def head(lines: Sequence[str], start: int, words: ThreadWords) -> Head | None:
    """The head of an older mail that begins at a line, if one does."""
    line = lines[start]
    if ":" not in line and line.strip("> \t")[:1] not in _FIRST and line.strip(" .").lower() not in words.markers:
        return None
    kind, alone = _marker(line, words)
    if kind:
        block = _block(lines, skip_blank(lines, start + 1), words)
        if block:
            return Head(start, block.end, kind == FORWARD, kind != _RULE or block.is_certain, values=block.values)
        return Head(start, start + 1, kind == FORWARD, True, kind == ABOVE) if alone else None
    if line.startswith(">>> ") and len(line) < _LONGEST_MARKER and _GROUPWISE.fullmatch(line):
        return Head(start, start + 1, False, True, values={"from": line.strip("> ")})
    block = _block(lines, start, words)
    return Head(start, block.end, False, block.is_certain, values=block.values) if block else None


def _marker(line: str, words: ThreadWords) -> tuple[str, bool]:
    """What a line like "---------- Forwarded message ---------" is (FORWARD, ORIGINAL, a rule, something between
    dashes that we cannot read, or ""), and whether it is that without header lines below."""
    if len(line) > _LONGEST_MARKER:
        return "", False
    line = line.strip("> \t")
    said = line.strip(_DASHES).lower()
    if not said:
        return (_RULE if _LINE.fullmatch(line) else ""), False
    if line[:2].strip(_DASHES):  # no dashes before the words
        kind = words.markers.get(said.rstrip(":. "), "")
        return kind, kind == ABOVE or said.endswith(":")
    kind = next((kind for phrase, kind in words.markers.items() if said.startswith(phrase)), "")
    return kind or ("" if line[-2:].strip(_DASHES) else _UNREAD), bool(kind)


def _block(lines: Sequence[str], start: int, words: ThreadWords) -> _Block | None:
    """Labelled lines with From, and two others or an address in it; lists of recipients may go on over the next
    lines."""
    values: dict[str, str] = {}
    end, at, last = start, start, ""
    while at < min(len(lines), start + _LONGEST_BLOCK) and at - end <= (2 if last in ("to", "cc") else 1):
        found = _LABELLED.fullmatch(lines[at])
        label = words.labels.get(" ".join(found["label"].lower().split())) if found else None
        if found and label:
            values.setdefault(label, found["value"].strip())
            end, last = at + 1, label
        elif at == start:
            return None
        at += 1
    if "from" not in values or not values.keys() & {"subject", "sent", "to"}:
        return None
    return _Block(end, values) if len(values) > 2 or MAIL.search(values["from"]) else None
