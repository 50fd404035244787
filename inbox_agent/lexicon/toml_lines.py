"""Where in a TOML file each table and key stands: the standard library's reader does not tell."""

import re
from collections import defaultdict
from collections.abc import Mapping

Path = tuple[str | int, ...]
_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_KEYS = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_KEYS})\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(rf"\s*({_KEYS})\s*=")
_LONG = re.compile(r'"""|' + "'''")


def positions(text: str) -> dict[Path, int]:
    """Line numbers, from 1, by path: ``("line", 0, "pattern")`` is the key ``pattern`` of the first [[line]]."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = defaultdict(int)
    table: Path = ()
    closing = ""  # of the text in three quotes within which we are
    for number, line in enumerate(text.split("\n"), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if header := _TABLE.fullmatch(line):
            table = _parts(header[2])
            if header[1] == "[[":
                counts[table] += 1
                table = (*table, counts[table] - 1)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
        marks = _LONG.findall(line)
        closing = marks[-1] if len(marks) % 2 else ""
    return found


def line_of(path: Path, found: Mapping[Path, int]) -> int:
    """The line of that key (of a list of tables: of its first), or of what it stands in, as near as is known."""
    while path:
        line = found.get(path) or found.get((*path, 0))
        if line is not None:
            return line
        path = path[:-1]
    return 1


def _parts(keys: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, keys))
