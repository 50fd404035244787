"""Words on a page, by their places: lines, parts of lines, blocks that stand side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SAME_LINE = 0.5  # of a word's height, by which two words of a line may differ
_GAP, _WIDEST = 0.55, 0.75  # of a word's height: white wider than that parts columns
_TYPEWRITER = 1.2  # of a letter's width
_RIVER = 0.8  # of a word's height: white between blocks that stand side by side
_BAND = 2.2  # line heights; a larger distance ends a block
_LONG_BAND = 40  # lines


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
        if joined and word.x0 - joined[-1].x1 <= _space(joined[-1], word):
            word = _both(joined.pop(), word)
        joined.append(word)
    return joined


def _space(left: Word, right: Word) -> float:
    """How wide the white between two words of a sentence may be; that of a typewriter is as wide as its letters."""
    height = max(left.height, right.height)
    letter = min((word.x1 - word.x0) / len(word.text) for word in (left, right))
    return min(max(_GAP * height, _TYPEWRITER * letter), _WIDEST * height)


def _both(left: Word, right: Word) -> Word:
    top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
    return Word(f"{left.text} {right.text}", left.x0, right.x1, top, bottom)


def text(page: Sequence[Line]) -> str:
    """The text of lines, blocks that stand side by side one after the other."""
    return "\n\n".join("\n".join(_block(band)) for band in _bands(page))


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
