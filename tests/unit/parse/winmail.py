"""Makes winmail.dat files (MS-OXTNEF), as Outlook does, and worse."""

import struct
from collections.abc import Sequence

LZFU_END = 207  # where in its window a packed text begins


def attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
    """``name`` as in the specification: 0x9003 the properties of a message, 0x9005 those of a file, ..."""
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def text_property(name: int, value: str) -> bytes:
    return _property(name, 0x1F, (value + "\0").encode("utf-16-le"))


def binary_property(name: int, value: bytes) -> bytes:
    return _property(name, 0x102, value)


def properties(listed: Sequence[bytes], count: int | None = None) -> bytes:
    """``count`` is what the list says of itself."""
    return struct.pack("<I", len(listed) if count is None else count) + b"".join(listed)


def message(*listed: bytes) -> bytes:
    """The properties of the message."""
    return attribute(1, 0x9003, 6, properties(listed))


def file(name: str, data: bytes, *listed: bytes) -> bytes:
    begin = attribute(2, 0x9002, 6, bytes(14))
    title = attribute(2, 0x8010, 1, name.encode("cp1252") + b"\0")
    content = attribute(2, 0x800F, 6, data)
    return begin + title + content + (attribute(2, 0x9005, 6, properties(listed)) if listed else b"")


def winmail(*attributes: bytes) -> bytes:
    version = attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))
    codepage = attribute(1, 0x9007, 6, struct.pack("<II", 1252, 0))
    return b"\x78\x9f\x3e\x22\x01\x00" + version + codepage + b"".join(attributes)


def packed(rtf: bytes, *repeats: tuple[int, int]) -> bytes:
    """RTF in the packing of MS-OXRTFCP, every byte for itself, then pieces of it again: (place in the text, length)."""
    tokens = [rtf[n : n + 1] for n in range(len(rtf))]
    size = len(rtf)
    for place, length in repeats:
        tokens.append(struct.pack(">H", (LZFU_END + place) % 4096 << 4 | length - 2))
        size += length
    tokens.append(struct.pack(">H", (LZFU_END + size) % 4096 << 4))  # the end: a place that is where we are
    out = b""
    for n in range(0, len(tokens), 8):
        run = tokens[n : n + 8]
        out += bytes([sum((len(token) == 2) << bit for bit, token in enumerate(run))]) + b"".join(run)
    return struct.pack("<II4sI", len(out) + 12, size, b"LZFu", 0) + out


def _property(name: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + bytes(-len(value) % 4)
