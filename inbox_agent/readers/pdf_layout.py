"""Words on a page, by their places: lines, columns of a table without rules, blocks that stand side by side.

A table is found by its header: several separate words, below them lines in which some column always begins with a
digit (a quantity), and whose words leave white between the columns of the header."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SAME_LINE = 0.5  # of a word's height, by which two words of a line may differ
_GAP = 0.55  # of a word's height: white wider than that parts columns
_WRAP_PITCH = 1.6  # line distances up to which a line below is a cell's second line
_RIVER = 0.8  # of a word's height: white between blocks that stand side by side
_BAND = 2.2  # line heights; a larger distance ends a block
_LONG_BAND = 40  # lines
_TABLE_GAP = 4.0  # line heights; a larger distance ends a table


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


Line = list[Word]  # from left to right


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page: ``cuts`` are the x between its columns; ``headed``: its first row is a header."""

    rows: list[list[str]]
    cuts: tuple[float, ...]
    headed: bool = True


def lines(words: Sequence[Word]) -> list[Line]:
    """Words in lines, from the top down."""
    found: list[Line] = []
    for word in sorted(words, key=lambda w: (w.top + w.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        last = found[-1][0] if found else None
        if last and abs((last.top + last.bottom) / 2 - middle) <= _SAME_LINE * max(last.height, word.height):
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(line, key=lambda w: w.x0) for line in found]


def segments(line: Line) -> list[Word]:
    """The words of a line joined where only a space is between them."""
    joined: list[Word] = []
    for word in line:
        if joined and word.x0 - joined[-1].x1 <= _GAP * max(word.height, joined[-1].height):
            word = _both(joined.pop(), word)
        joined.append(word)
    return joined


def _both(left: Word, right: Word) -> Word:
    top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
    return Word(f"{left.text} {right.text}", left.x0, right.x1, top, bottom)


def find_table(page: Sequence[Line], above: Grid | None) -> tuple[Grid | None, list[Line]]:
    """(the first table of a page, the lines outside it). ``above``: the table of the page before, which may go on."""
    for start, line in enumerate(page):
        header = segments(line)
        if not _could_be_header(header):
            continue
        cuts, count = _extent(page, start, header)
        if count:
            rows = [_cells(row, cuts) for row in page[start : start + 1 + count]]
            rest = [*page[:start], *page[start + 1 + count :]]
            return Grid(_unwrapped(rows, page[start : start + 1 + count]), cuts), rest
    if above and (count := _count_fitting(page, above.cuts)):
        rows = [_cells(row, above.cuts) for row in page[:count]]
        return Grid(_unwrapped(rows, page[:count]), above.cuts, headed=False), list(page[count:])
    return None, list(page)


def text(page: Sequence[Line]) -> str:
    """The text of lines, blocks that stand side by side one after the other."""
    return "\n\n".join("\n".join(_block(band)) for band in _bands(page))


def _could_be_header(header: Sequence[Word]) -> bool:
    return len(header) > 1 and all(re.search(r"[^\W\d_]|#", s.text) and not re.search(r"[:\d]", s.text) for s in header)


def _extent(page: Sequence[Line], start: int, header: Sequence[Word]) -> tuple[tuple[float, ...], int]:
    """(cuts, number of lines below the header that belong to the table); 0 lines when it is none."""
    height = header[0].height
    count = 0
    for before, line in pairwise(page[start:]):
        if line[0].top - before[0].bottom > _TABLE_GAP * height:
            break
        count += 1
    while count:
        body = page[start + 1 : start + 1 + count]
        cuts = _cuts(header, [header, *body])
        fitting = _count_fitting(body, cuts)
        if fitting == count:
            enough = fitting > 1 or len(header) > 2
            return cuts, count if enough else 0
        count = fitting
    return (), 0


def _cuts(header: Sequence[Word], body: Sequence[Sequence[Word]]) -> tuple[float, ...]:
    """For each two neighbouring headings the x with the widest white, over all lines, from one to the other."""
    words = [word for line in body for word in line]
    return tuple(_widest_white(words, left.x0, right.x1) for left, right in pairwise(header))


def _widest_white(words: Sequence[Word], left: float, right: float) -> float:
    """The middle of the widest stretch between ``left`` and ``right`` that fewest words cover."""
    edges = sorted({left, right, *(x for w in words for x in (w.x0, w.x1) if left < x < right)})
    stretches = [(sum(w.x0 < (a + b) / 2 < w.x1 for w in words), a - b, (a + b) / 2) for a, b in pairwise(edges)]
    return min(stretches)[2] if stretches else (left + right) / 2


def _count_fitting(body: Sequence[Line], cuts: tuple[float, ...]) -> int:
    """How many lines from the first on are rows: the same column of each begins with a digit, another has words.

    A line with words in one column only is a cell's second line, and counts when a row is above it."""
    counted = set(range(len(cuts) + 1))
    count = last_row = 0
    for line in body:
        cells = _cells(line, cuts)
        filled = [n for n, cell in enumerate(cells) if cell]
        digits = {n for n in filled if re.match(r"[+-]?\d", cells[n])}
        worded = any(re.search(r"[^\W\d_]{2}", cells[n]) for n in filled)
        if len(filled) > 1 and worded and counted & digits:
            counted &= digits
            last_row = count = count + 1
        elif len(filled) == 1 and filled[0] > 0 and last_row and not re.search(r"\d[.,]\d\d\W*$", cells[filled[0]]):
            count += 1
        else:
            break
    return count


def _cells(line: Sequence[Word], cuts: tuple[float, ...]) -> list[str]:
    """The words of a line by column."""
    cells: list[list[str]] = [[] for _ in range(len(cuts) + 1)]
    for word in line:
        middle = (word.x0 + word.x1) / 2
        cells[sum(cut < middle for cut in cuts)].append(word.text)
    return [" ".join(cell) for cell in cells]


def _unwrapped(rows: list[list[str]], body: Sequence[Line]) -> list[list[str]]:
    """Rows with the second lines of their cells joined to them."""
    result: list[list[str]] = []
    for cells, line, above in zip(rows, body, [None, *body], strict=False):
        alone = sum(map(bool, cells)) == 1
        near = above is not None and line[0].top - above[0].top <= _WRAP_PITCH * 1.5 * line[0].height
        if alone and near and len(result) > 1:
            result[-1] = [f"{a} {b}".strip() for a, b in zip(result[-1], cells, strict=True)]
        else:
            result.append(cells)
    return result


def _bands(page: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines without a large distance."""
    band: list[Line] = []
    for line in page:
        if band and line[0].top - band[-1][0].bottom > _BAND * line[0].height:
            yield band
            band = []
        band.append(line)
    if band:
        yield band


def _block(band: Sequence[Line]) -> list[str]:
    """The lines of a band; where white runs down some of them, the left side before the right one."""
    parts = [segments(line) for line in band]
    for start, stop in _windows(len(parts)):
        cut = _river(parts[start:stop])
        if cut is not None:
            left = [side for line in parts[start:stop] if (side := [part for part in line if part.x1 <= cut])]
            right = [side for line in parts[start:stop] if (side := [part for part in line if part.x0 >= cut])]
            around = _block(parts[:start]), _block(parts[stop:])
            return _apart(around[0], _block(left), _block(right), around[1])
    return ["  ".join(part.text for part in line) for line in parts]


def _windows(count: int) -> Iterator[tuple[int, int]]:
    """Runs of three lines and more, the longest first; of a long band only the whole."""
    shortest = 3 if count <= _LONG_BAND else count
    for length in range(count, shortest - 1, -1):
        yield from ((start, start + length) for start in range(count - length + 1))
    if count == 2:
        yield 0, 2


def _apart(*blocks: list[str]) -> list[str]:
    """Blocks one below the other, with a blank line between them."""
    filled = [block for block in blocks if block]
    return [line for n, block in enumerate(filled) for line in ([""] if n else []) + block]


def _river(parts: Sequence[Sequence[Word]]) -> float | None:
    """An x that no text crosses, with blocks of two lines or more on both sides. Labels ("Date:") and numbers of a
    list belong to what stands right of them."""
    everything = [part for line in parts for part in line]
    if len(everything) < 4:
        return None
    reach = 0.0
    best: tuple[float, float] | None = None
    ordered = sorted(everything, key=lambda part: part.x0)
    for part, after in pairwise(ordered):
        reach = max(reach, part.x1)
        white = after.x0 - reach
        if white > _RIVER * after.height and (best is None or white > best[0]) and _sides(parts, reach, after.x0):
            best = white, (reach + after.x0) / 2
    return best[1] if best else None


def _sides(parts: Sequence[Sequence[Word]], left_end: float, right_start: float) -> bool:
    left = [part.text for line in parts for part in line if part.x1 <= left_end]
    right = [part for line in parts for part in line if part.x0 >= right_start]
    labels = sum(text.endswith(":") or len(text) < 5 for text in left)
    return len(left) > 1 and len(right) > 1 and labels * 2 < len(left)
