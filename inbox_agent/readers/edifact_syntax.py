"""The syntax of EDIFACT (ISO 9735, versions 1 to 4): interchange, messages, segments, elements, components."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from inbox_agent.readers.structured import MAX_SEGMENTS, TOO_MANY_SEGMENTS, one_line, unwrapped
from inbox_agent.tables import decode

MOST = 100  # elements of a segment, components of an element
_START = re.compile(r"\s*(?:UNA(?P<advice>.{6})\s*)?(?=UN[BH])", re.DOTALL)
# UNA or not; UNB with its syntax, or UNH with its reference and kind of message
_LOOKS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:UNA.{6}\s*)?UN(?:B\WUNO[A-Z]|H\W\w[^']{0,13}\W[A-Z]{6}\W)", re.DOTALL)
_DEFAULT = ":+.? '"
_BLANK = " \t\r\n\f\0\x1a"  # the last ends files of old systems
# Syntax identifiers whose bytes are not what unlabelled text mostly is (ISO 8859-1, UTF-8).
_CHARSETS = {"UNOD": "iso8859-2", "UNOE": "iso8859-5", "UNOF": "iso8859-7", "UNOH": "iso8859-4", "UNOI": "iso8859-6",
             "UNOJ": "iso8859-8", "UNOK": "iso8859-9"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """``number`` counts from 1 in its file. Element 1 is the first behind the tag, as in the directories."""

    tag: str
    elements: tuple[tuple[str, ...], ...]
    number: int
    raw: str

    def get(self, element: int, component: int = 1) -> str:
        """A component, "" where the segment is shorter."""
        parts = self.elements[element - 1] if element <= len(self.elements) else ()
        return parts[component - 1].strip() if component <= len(parts) else ""

    def all(self, element: int) -> tuple[str, ...]:
        return self.elements[element - 1] if element <= len(self.elements) else ()


@dataclass
class Message:
    """``kind``: ORDERS, INVOIC, …; ``segments`` are those between UNH and UNT."""

    kind: str
    segments: list[Segment] = field(default_factory=list)


@dataclass
class Interchange:
    messages: list[Message] = field(default_factory=list)
    test: bool = False  # UNB says that it is sent to try the connection
    problems: list[str] = field(default_factory=list)


def looks_like(data: bytes) -> bool:
    """Whether bytes begin as an interchange or a bare message does."""
    return _LOOKS.match(data[:200]) is not None


def interchange(data: bytes) -> Interchange:
    """The messages of a file, and what is wrong with their envelopes. Raises ValueError when it has none."""
    segments = _segments(_text(data))
    if not segments:
        raise ValueError("it begins as EDIFACT and has no segments")
    read = Interchange(problems=[TOO_MANY_SEGMENTS] if len(segments) > MAX_SEGMENTS else [])
    envelope: Segment | None = None  # UNB
    before, groups = 0, 0  # messages of earlier interchanges in the file; groups of messages in this one
    opening: Segment | None = None  # UNH
    for segment in segments:
        if segment.tag == "UNB":
            envelope, before, groups = segment, len(read.messages), 0
            read.test = read.test or segment.get(11) == "1"
        elif segment.tag == "UNG":
            groups += 1
        elif segment.tag == "UNH":
            if opening is not None:
                read.problems.append(f"a message ends without UNT before segment {segment.number}")
            opening = segment
            read.messages.append(Message(segment.get(2)))
        elif segment.tag == "UNT" and opening is not None:
            read.problems += _wrong_end(segment, opening, 1, len(read.messages[-1].segments) + 2, "segments")
            opening = None
        elif segment.tag == "UNZ" and envelope is not None:
            read.problems += _wrong_end(segment, envelope, 5, groups or len(read.messages) - before, "messages")
            envelope = None
        elif opening is not None:
            read.messages[-1].segments.append(segment)
    if opening is not None or envelope is not None:
        read.problems.append(f"it ends without {'UNT' if opening else 'UNZ'}: a part is missing")
    return read


def _wrong_end(closing: Segment, opening: Segment, reference: int, counted: int, what: str) -> list[str]:
    """What is wrong with UNT or UNZ: its count, or the reference that it repeats."""
    problems = []
    if closing.get(1).lstrip("0") != str(counted):
        problems.append(f"{closing.tag} says {closing.get(1)[:20]} {what}, there are {counted}")
    if closing.get(2).lstrip("0") != opening.get(reference).lstrip("0"):
        problems.append(f"{closing.tag} closes {closing.get(2)[:20]}, open is {opening.get(reference)[:20]}")
    return problems


def _text(data: bytes) -> str:
    named = re.search(rb"UNB.(UNO[A-Z])", data[:400], re.DOTALL)
    charset = _CHARSETS.get(named[1].decode()) if named else None
    return data.decode(charset, errors="replace") if charset else decode(data)


def _segments(text: str) -> list[Segment]:
    text = unwrapped(text.strip(_BLANK))
    start = _START.match(text)
    if start is None:
        return []
    advice = start["advice"] or _DEFAULT
    component, element, release, terminator = advice[0], advice[1], advice[3].strip(), advice[5]
    found: list[Segment] = []
    for raw in split(text[start.end() :], terminator, release)[: MAX_SEGMENTS + 1]:
        if raw := one_line(raw.strip(_BLANK)):
            tag, *rest = split(raw, element, release)[:MOST]
            parts = tuple(tuple(_plain(c, release) for c in split(e, component, release)[:MOST]) for e in rest)
            found.append(Segment(tag.partition(component)[0].strip(), parts, len(found) + 1, raw))
    return found


def split(text: str, mark: str, release: str) -> list[str]:
    """Parts between marks; one that stands behind a release character parts nothing.

    >>> split("a?+b+c??+d", "+", "?")
    ['a?+b', 'c??', 'd']
    """
    if not release or release not in text:
        return text.split(mark)
    parts: list[str] = []
    held: list[str] = []
    for piece in text.split(mark):
        held.append(piece)
        if (len(piece) - len(piece.rstrip(release))) % 2 == 0:
            parts.append(mark.join(held))
            held = []
    return [*parts, mark.join(held)] if held else parts


def _plain(text: str, release: str) -> str:
    if not release or release not in text:
        return text
    return re.sub(re.escape(release) + r"(.)", r"\1", text, flags=re.DOTALL)


def joined(parts: Sequence[str]) -> str:
    """Components that are one text cut into pieces."""
    return " ".join(part.strip() for part in parts if part.strip())
