"""Lines with a quote mark: ">", also with initials before it ("AB> "), as RFC 3676 (4.5) and older programs have it."""

import re
from collections.abc import Sequence
from itertools import pairwise

_MARK = re.compile(r" ?(?:>(?!:$)|[A-Z]{1,3}>(?=[> ]|$)) ?")  # ">:" is the end of a wrapped attribution
_MARKS = re.compile(r"(?: ?(?:>(?!:$)|[A-Z]{1,3}>(?=[> ]|$)))+ ?")
_FARTHEST = 5  # characters that may stand before a mark, and the mark
_MOSTLY = 0.8  # of all gaps between lines


def is_quoted(line: str) -> bool:
    return ">" in line[:_FARTHEST] and _MARK.match(line) is not None


def unquoted(line: str) -> str:
    """The line with one mark less."""
    found = _MARK.match(line)
    return line[found.end() :] if found else line


def bare(line: str) -> str:
    """The words of a line, without any marks."""
    found = _MARKS.match(line)
    return line[found.end() :].strip() if found else line.strip()


def skip_blank(lines: Sequence[str], at: int) -> int:
    """The first line from ``at`` on that has words."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def joined(lines: Sequence[str]) -> str:
    """Lines as a passage: no empty ones around it, and not more than one between paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def single_spaced(lines: Sequence[str]) -> list[str]:
    """Outlook's plain text has an empty line below every paragraph, so that a list falls apart and an empty line is
    three: where nearly all lines stand alone, every gap shrinks to what the sender saw."""
    gaps = _gaps(lines)
    if not any(gap >= 3 for gap in gaps) or sum(gap > 0 for gap in gaps) < _MOSTLY * len(gaps):
        return list(lines)
    result: list[str] = []
    blank = 0
    for line in lines:
        if line.strip():
            result += [""] * ((blank - 1) // 2) + [line]
            blank = 0
        else:
            blank += 1
    return result


def _gaps(lines: Sequence[str]) -> list[int]:
    """How many empty lines stand between each line with words and the next."""
    filled = [n for n, line in enumerate(lines) if line.strip()]
    return [below - above - 1 for above, below in pairwise(filled)]
