"""A document page by page, from words with their places: its tables, also over several pages, and the text around."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from inbox_agent.model import Document, Passage
from inbox_agent.readers import limits
from inbox_agent.readers.pdf_layout import Word, lines, text
from inbox_agent.readers.pdf_table import Grid, find_table

_PAIR = re.compile(r"^([^\W\d][\w.-]{0,30}) ?/ ?([^\W\d][\w.-]{0,30})\n(\S{1,30}) / (\S{1,30})$", re.MULTILINE)


@dataclass
class _Table:
    """A table that may go on over several pages."""

    first: int
    last: int  # the page on which it ends so far
    header: list[str]
    rows: list[list[str]] = field(default_factory=list)


class Pages:
    """Takes pages in their order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0
        self._tables: list[_Table] = []
        self._passages: list[Passage] = []
        self._above: Grid | None = None  # the table that may go on upon the next page

    @property
    def filled(self) -> bool:
        return bool(self._tables or self._passages)

    def add(self, words: Sequence[Word], ruled: Sequence[Grid] = (), aside: str = "") -> None:
        """A page: its words, without those of ``ruled``, tables that were found by their rules; and text that stands
        elsewhere on it (a stamp)."""
        self._count += 1
        grids = list(ruled)
        grid, rest = find_table(lines(words), None if ruled else self._above)
        while grid:
            grids.append(grid)
            grid, rest = find_table(rest, None)
        for grid in grids:
            self._take(grid)
        self._above = grids[-1] if grids else None
        if around := "\n\n".join(filter(None, (_paired(text(rest)).strip("\n"), aside))):
            self._passages.append(Passage(self._name, around[: limits.MAX_TEXT], self._count))

    def document(self, kind: str, problem: str | None = None, recognised: bool = False) -> Document:
        tables = tuple(limits.table(self._name, table.rows, page=table.first) for table in self._tables)
        return Document(self._name, kind, tables, tuple(self._passages), problem=problem, recognised=recognised)

    def _take(self, grid: Grid) -> None:
        """A table of its own, or the next page of the last one: its header again, or none."""
        last = self._tables[-1] if self._tables and self._tables[-1].last == self._count - 1 else None
        if last and grid.rows[0] == last.header:
            last.rows += grid.rows[1:]
        elif last and len(grid.rows[0]) == len(last.header) and (not grid.headed or _has_number(grid.rows[0])):
            last.rows += grid.rows
        else:
            self._tables.append(_Table(self._count, self._count, grid.rows[0], list(grid.rows)))
            return
        last.last = self._count


def _paired(around: str) -> str:
    """With labels of two values taken apart: "Number/Date" over "4711 / 1.10.2026" is "Number: 4711", "Date: …"."""
    return _PAIR.sub(r"\1: \3\n\2: \4", around)


def _has_number(row: Sequence[str]) -> bool:
    return any(re.match(r"\d", cell) for cell in row)
