"""Tables without rules, found by the places of their words.

A table begins with its heading: several separate words, in one line or stacked in up to three; below them lines whose
words leave white between the columns, and some column of which has nothing but numbers (a quantity)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inbox_agent.readers.pdf_layout import Line, Word, segments

_WRAP_PITCH = 2.4  # line heights from line to line, up to which a line below may be a cell's second line
_STACKED = 1.7  # line heights from line to line within a heading
_TABLE_GAP = 4.0  # line heights of white; more ends a table
_ALIGNED = 0.5  # of a line's height, by which the edges of a column may differ
_PLAIN = 0.6  # share of the words of a heading that have no digit
_DEEPEST = 3  # lines of a heading
_COUNT = re.compile(r"[+-]?\d\S*(?:\s\S+)?$")  # "12", "1.250,00", "3 Sack", and not "1140 Orchard Road"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page: ``cuts`` are the x between its columns; ``headed``: its first row is a heading."""

    rows: list[list[str]]
    cuts: tuple[float, ...]
    headed: bool = True


def find_table(page: Sequence[Line], above: Grid | None) -> tuple[Grid | None, list[Line]]:
    """(the first table of a page, the lines outside it). ``above``: the table of the page before, which may go on."""
    written = [line for line in page if not _is_ruler(line)]
    at = {id(line): n for n, line in enumerate(page)}
    for start in range(len(written)):
        ruler = page[at[id(written[start])] + 1 :][:1]
        for depth in range(_DEEPEST, 0, -1):
            stack, body = written[start : start + depth], written[start + depth :]
            heading, cuts, count = _ruled_off(stack, ruler, body) if depth == 1 else ([], (), 0)
            if not count:
                heading = _heading(stack) if body else []
                cuts, count = _extent(heading, body) if heading else ((), 0)
            if count:
                grid = Grid([_cells(heading, cuts), *_rows(body[:count], cuts)], cuts)
                return grid, [*written[:start], *body[count:]]
    if above and above.cuts and (count := _count_fitting(written, above.cuts, None)):
        return Grid(_rows(written[:count], above.cuts), above.cuts, headed=False), written[count:]
    return None, written


def _is_ruler(line: Line) -> bool:
    """Dashes with white between them, as typewriters and old printers rule off a heading."""
    return all(set(word.text) <= set("-=_|+.") for word in line)


def _ruled_off(
    stack: Sequence[Line], ruler: Sequence[Line], body: Sequence[Line]
) -> tuple[list[Word], tuple[float, ...], int]:
    """As ``_extent``, with the heading, where dashes below the heading tell the columns."""
    if not ruler or not _is_ruler(ruler[0]) or len(ruler[0]) < 2 or not _is_plain(stack[0]):
        return [], (), 0
    cuts = tuple((left.x1 + right.x0) / 2 for left, right in pairwise(ruler[0]))
    return list(stack[0]), cuts, _count_fitting(body, cuts, None)


def _heading(stack: Sequence[Line]) -> list[Word]:
    """The headings of columns in one line or stacked ("Unit" over "Price"); none when these lines are no heading."""
    parts = segments(stack[0])
    if len(parts) < 2 or not _is_plain(parts):
        return []
    for before, line in pairwise(stack):
        below = segments(line)
        if line[0].top - before[0].top > _STACKED * line[0].height or not _is_plain(below):
            return []
        for part in below:
            over = [i for i, p in enumerate(parts) if p.x0 < part.x1 and part.x0 < p.x1]
            if len(over) > 1:
                return []
            if over:
                parts[over[0]] = _stacked(parts[over[0]], part)
            else:
                parts = sorted([*parts, part], key=lambda p: p.x0)
    return parts


def _stacked(upper: Word, lower: Word) -> Word:
    text = f"{upper.text} {lower.text}"
    return Word(text, min(upper.x0, lower.x0), max(upper.x1, lower.x1), upper.top, lower.bottom)


def _is_plain(parts: Sequence[Word]) -> bool:
    """Whether words can be headings: all have letters (or "#", "€"), none is a label ("Date:"), most have no digits."""
    plain = sum(not re.search(r"\d", part.text) for part in parts)
    lettered = all(re.search(r"[^\W\d_]|[#€$£%]", part.text) and ":" not in part.text for part in parts)
    return lettered and plain >= _PLAIN * len(parts)


def _extent(heading: Sequence[Word], body: Sequence[Line]) -> tuple[tuple[float, ...], int]:
    """(cuts, number of lines below the heading that belong to the table); 0 lines when it is none."""
    bottom, count = max(part.bottom for part in heading), 0
    for line in body:
        if line[0].top - bottom > _TABLE_GAP * line[0].height:
            break
        bottom = line[0].bottom
        count += 1
    while count:
        cuts = _cuts(heading, body[:count])
        fitting = _count_fitting(body[:count], cuts, heading)
        if fitting == count:
            enough = fitting > 1 or len(heading) > 2
            return cuts, count if enough else 0
        count = fitting
    return (), 0


def _cuts(heading: Sequence[Word], body: Sequence[Line]) -> tuple[float, ...]:
    """For each two neighbouring headings the x with the widest white, over all lines, from one to the other."""
    words = [*heading, *(word for line in body for word in line)]
    return tuple(_widest_white(words, left.x0, right.x1) for left, right in pairwise(heading))


def _widest_white(words: Sequence[Word], left: float, right: float) -> float:
    """The middle of the widest stretch between ``left`` and ``right`` that fewest words cover."""
    edges = sorted({left, right, *(x for w in words for x in (w.x0, w.x1) if left < x < right)})
    stretches = [(sum(w.x0 < (a + b) / 2 < w.x1 for w in words), a - b, (a + b) / 2) for a, b in pairwise(edges)]
    return min(stretches)[2] if stretches else (left + right) / 2


def _count_fitting(body: Sequence[Line], cuts: tuple[float, ...], heading: Sequence[Word] | None) -> int:
    """How many lines from the first on are rows: some column has numbers in them and nothing else, and one has words.

    A line with words in one column only is a cell's second line, and counts when a row is above it; one without a
    number (a form in which not everything is ordered) counts when its words stand where the columns begin."""
    numbers = set(range(len(cuts) + 1))
    edges = [part.x0 for part in heading] if heading and len(heading) == len(cuts) + 1 else []
    count = 0
    numbered = False
    for line in body:
        cells = _cells(line, cuts)
        filled = [n for n, cell in enumerate(cells) if cell]
        digits = {n for n in filled if _COUNT.match(cells[n])}
        worded = any(re.search(r"[^\W\d_]{2}", cells[n]) for n in filled)
        left = numbers - (set(filled) - digits)
        apart = len(filled) > 1 and len(segments(line)) > 1
        if apart and worded and left and (left & digits or _is_aligned(line, edges)):
            numbers = left
            numbered = numbered or bool(left & digits)
        elif not (len(filled) == 1 and count and _may_go_on(cells[filled[0]], filled[0])):
            break
        count += 1
    return count if numbered else 0


def _may_go_on(text: str, column: int) -> bool:
    """Whether the only words of a line may be the second line of a cell: no sum, and not in the first column."""
    return column > 0 and not re.search(r"\d[.,]\d\d\W*$", text)


def _is_aligned(line: Line, edges: Sequence[float]) -> bool:
    """Whether every part of a line begins where a heading does."""
    slack = _ALIGNED * line[0].height
    return bool(edges) and all(any(abs(part.x0 - edge) <= slack for edge in edges) for part in segments(line))


def _cells(line: Sequence[Word], cuts: tuple[float, ...]) -> list[str]:
    """The words of a line by column."""
    cells: list[list[str]] = [[] for _ in range(len(cuts) + 1)]
    for word in line:
        middle = (word.x0 + word.x1) / 2
        cells[sum(cut < middle for cut in cuts)].append(word.text)
    return [" ".join(cell) for cell in cells]


def _rows(body: Sequence[Line], cuts: tuple[float, ...]) -> list[list[str]]:
    """The rows, with the second lines of their cells joined to them."""
    result: list[list[str]] = []
    for line, before in zip(body, [None, *body], strict=False):
        cells = _cells(line, cuts)
        alone = sum(map(bool, cells)) == 1
        if alone and result and before and line[0].top - before[0].top <= _WRAP_PITCH * line[0].height:
            result[-1] = [f"{a} {b}".strip() for a, b in zip(result[-1], cells, strict=True)]
        else:
            result.append(cells)
    return result
