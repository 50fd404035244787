"""The syntax of ANSI X12: interchange, groups, transactions, segments (X12.5 and X12.6).

The marks are those that ISA, the first segment, itself uses."""

import re
from dataclasses import dataclass, field

from inbox_agent.readers.structured import MAX_SEGMENTS, TOO_MANY_SEGMENTS, one_line, unwrapped
from inbox_agent.tables import decode

# Closing segment: what it closes, what it counts; opening segment: its element with the control number.
_CLOSES = {"SE": ("ST", "segments"), "GE": ("GS", "transactions"), "IEA": ("ISA", "groups")}
_REFERENCES = {"ST": 2, "GS": 6, "ISA": 13}


@dataclass(frozen=True, slots=True)
class Segment:
    """``number`` counts from 1 in its file; ``get(1)`` is the first element behind the tag."""

    elements: tuple[str, ...]
    number: int
    raw: str

    @property
    def tag(self) -> str:
        return self.elements[0]

    def get(self, element: int) -> str:
        return self.elements[element].strip() if element < len(self.elements) else ""


@dataclass
class Transaction:
    """``kind``: 850, 810, …; ``segments`` are those between ST and SE."""

    kind: str
    segments: list[Segment] = field(default_factory=list)
    test: bool = False


def looks_like(data: bytes) -> bool:
    """Whether bytes begin as an interchange does."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*ISA[^\w\s]\d\d\W", data[:200]) is not None


def transactions(data: bytes) -> tuple[list[Transaction], list[str]]:
    """The transactions of a file, and what is wrong with their envelopes."""
    segments = _segments(decode(data))
    sent: list[Transaction] = []
    problems = [TOO_MANY_SEGMENTS] if len(segments) > MAX_SEGMENTS else []
    open_ones: dict[str, Segment] = {}
    inside = {"ST": 0, "GS": 0, "ISA": 0}
    for segment in segments:
        inside["ST"] += 1
        if segment.tag in _REFERENCES:
            if segment.tag in open_ones:
                problems.append(f"{segment.tag} is opened again before it is closed (segment {segment.number})")
            open_ones[segment.tag], inside[segment.tag] = segment, 1 if segment.tag == "ST" else 0
            if segment.tag == "ST":
                test = "ISA" in open_ones and open_ones["ISA"].get(15) == "T"
                sent.append(Transaction(segment.get(1), test=test))
        elif segment.tag in _CLOSES:
            opened, what = _CLOSES[segment.tag]
            problems += _wrong_end(segment, open_ones.pop(opened, None), inside[opened], what)
            if outer := {"ST": "GS", "GS": "ISA"}.get(opened):
                inside[outer] += 1
        elif "ST" in open_ones:
            sent[-1].segments.append(segment)
    if open_ones:
        problems.append(f"it ends without closing {', '.join(open_ones)}: a part is missing")
    return sent, problems


def _wrong_end(closing: Segment, opening: Segment | None, counted: int, what: str) -> list[str]:
    if opening is None:
        return [f"{closing.tag} closes nothing (segment {closing.number})"]
    problems = []
    if closing.get(1).lstrip("0") != str(counted):
        problems.append(f"{closing.tag} says {closing.get(1)[:20]} {what}, there are {counted}")
    reference = opening.get(_REFERENCES[opening.tag])
    if closing.get(2).lstrip("0") != reference.lstrip("0"):
        problems.append(f"{closing.tag} closes {closing.get(2)[:20]}, open is {reference[:20]}")
    return problems


def _segments(text: str) -> list[Segment]:
    """Split by the marks of ISA: its fourth character parts elements; its 16th element is one character, the next one
    ends the segment (also where ISA is not padded to its fixed length)."""
    text = unwrapped(text.lstrip("\ufeff \t\r\n"))
    mark = text[3:4] or "*"
    fields = text[:400].split(mark, 16)
    if len(fields) < 17 or len(fields[16]) < 2:
        return []
    pieces = text.splitlines() if fields[16][1] in "\r\n" else text.split(fields[16][1])
    raws = (one_line(piece.strip(" \t\r\n\0\x1a")) for piece in pieces[: MAX_SEGMENTS + 1])
    return [Segment(tuple(raw.split(mark)), n, raw) for n, raw in enumerate(filter(None, raws), start=1)]
