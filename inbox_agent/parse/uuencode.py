"""Files written into the text as old programs do, between "begin 644 name" and "end" (POSIX, uuencode)."""

import binascii
import re
from collections.abc import Sequence

_BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,200})$")
_END = re.compile(r"end\s*$")
_LONGEST_LINE = 64  # characters of 45 bytes and their count, with some room


def taken_out(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """(the text without the files, name and bytes of each file)."""
    if "begin " not in text:
        return text, []
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        begun = _BEGIN.match(lines[at])
        end = _end(lines, at) if begun else None
        data = _data(lines[at + 1 : end]) if end is not None else None
        if begun and end is not None and data is not None:
            files.append((begun[1].strip(), data))
            at = end
        else:
            kept.append(lines[at])
        at += 1
    return "\n".join(kept), files


def decoded(data: bytes) -> bytes:
    """What is uuencoded in ``data``; ``data`` itself where nothing is."""
    _, files = taken_out(data.decode("latin-1").replace("\r", ""))
    return files[0][1] if files else data


def _end(lines: Sequence[str], begin: int) -> int | None:
    """The line that ends a file; None where the next one begins, or text goes on."""
    for number in range(begin + 1, len(lines)):
        if _END.match(lines[number]):
            return number
        if len(lines[number]) > _LONGEST_LINE or _BEGIN.match(lines[number]):
            return None
    return None


def _data(lines: Sequence[str]) -> bytes | None:
    """The file's bytes; None when a line is none of uuencode."""
    try:
        return b"".join(binascii.a2b_uu(line) for line in lines if line.strip(" `"))
    except (binascii.Error, ValueError):  # ValueError: characters beyond ASCII
        return None
