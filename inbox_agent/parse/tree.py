"""Bytes to the tree of MIME parts, by the standard library's parser.

mail-parser builds on the same tree, but merges the text of an attached mail into the sender's own, drops files that
have no name and loses what is mislabelled; its addresses are better, and headers.py takes them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes
from email.message import Message
from itertools import islice
from typing import Any

from inbox_agent.parse.headers import guarded
from inbox_agent.parse.repair import header_end, repaired

MAX_PARTS = 1_000  # mail that people send has twenty
MAX_DEPTH = 100  # parts within parts; mail that people send has six
_MOST_PIECES = 20_000  # of which most may be nothing but the beginning of the next
_LONGEST_FIELD, _MOST_PARAMETERS = 4_000, 50  # the library takes minutes for parameters of 100 kB
_MOST_WORK = 20_000_000  # lines times boundaries: the library tries every boundary on every line
_BOUNDARY = re.compile(rb"boundary\s{0,9}=\s{0,9}\"?([^\"\s;]{1,200})", re.IGNORECASE)
_DELIMITER = re.compile(rb"^--([^\r\n]{1,200}?)(?:--)?[ \t]*\r?$", re.MULTILINE)
_LIKELY_DELIMITER = re.compile(rb"^--([^\r\n]{1,70}?)[ \t]*\r?\n(?=content-)", re.IGNORECASE | re.MULTILINE)


class Part(Message):
    """A part with its fields as they were sent: the library's own ``get`` turns 8-bit characters into U+FFFD."""

    def get(self, name: str, failobj: Any = None) -> Any:
        """The first value of a field, 8-bit characters as surrogates; ``failobj`` when there is none."""
        wanted = name.lower()
        for field, value in self.raw_items():
            if len(field) == len(wanted) and field.lower() == wanted:
                return ";".join(str(value)[:_LONGEST_FIELD].split(";")[:_MOST_PARAMETERS])
        return failobj

    def parameters(self) -> Mapping[str, str]:
        """The parameters of the content type, names and values in lower case; {} when they cannot be read."""
        nothing: list[tuple[str, Any]] = []
        listed = guarded(lambda: self.get_params(nothing), nothing) or nothing
        return {name.lower(): str(value[2] if isinstance(value, tuple) else value).lower() for name, value in listed}

    def encoded(self) -> bytes:
        """What it holds, its transfer encoding not undone; b"" when it holds parts."""
        held: Any = getattr(self, "_payload", None)  # get_payload() would decode it, and lose what does not decode
        return held.encode("utf-8", errors="surrogateescape") if isinstance(held, str) else b""

    def parts(self) -> list["Part"]:
        """The parts within this one."""
        held = self.get_payload() if self.is_multipart() else []
        return [part for part in held if isinstance(part, Part)]


def message(data: bytes) -> tuple[Part, str]:
    """(the message, the code of a Doubt when it is beyond what is taken apart, else ""). Never raises."""
    data, whole = repaired(data)
    part = _parsed(data) if data.lower().count(b"boundary") * data.count(b"\n") <= _MOST_WORK else None
    if part is not None and not _is_too_deep(part):
        return part, "" if whole else "too_large"
    root = _parsed(data[: header_end(data)[0]])
    return _side_by_side(Part() if root is None else root, data, _BOUNDARY.findall(data)), "too_many_parts"


def reopened(part: Part, data: bytes) -> Part | None:
    """The parts of a multipart whose header names no boundary, or another than is used, or whose body is encoded as a
    whole; None when there are none. ``data`` is what the part holds."""
    used = _LIKELY_DELIMITER.search(data)
    return _side_by_side(part, data, [used[1]]) if used else None


def _side_by_side(root: Part, data: bytes, boundaries: Sequence[bytes]) -> Part:
    """``root`` with the parts of ``data`` directly in it, however deep they are nested."""
    parts = map(_parsed, islice(_pieces(data, frozenset(boundaries)), _MOST_PIECES))
    held = (p for p in parts if p is not None and (p.parts() or p.get_content_maintype() != "multipart"))
    root.set_payload(list(islice(held, MAX_PARTS)))
    return root


def _is_too_deep(part: Part) -> bool:
    level, depth = [part], 0
    while level and depth <= MAX_DEPTH:
        level, depth = [inner for outer in level for inner in outer.parts()], depth + 1
    return bool(level)


def _parsed(data: bytes) -> Part | None:
    """The library's tree; None where it fails: RecursionError of deep nesting, and whatever odd headers raise."""
    parsed: Part | None = guarded(lambda: message_from_bytes(data, _class=Part), None)
    return parsed


def _pieces(data: bytes, boundaries: frozenset[bytes]) -> Iterator[bytes]:
    """What stands between delimiter lines."""
    start: int | None = None
    for found in _DELIMITER.finditer(data):
        if found[1] in boundaries:
            if start is not None:
                yield data[start : found.start()].removesuffix(b"\n").removesuffix(b"\r")
            start = found.end() + 1
    if start is not None:
        yield data[start:]
