"""How much of a file is read. What is beyond is said in words, so that a person looks."""

from collections.abc import Sequence

from inbox_agent.model import Cell, Row, Table

MAX_PAGES = 50
MAX_ROWS = 5_000  # of a table or sheet
MAX_COLUMNS = 200
MAX_TEXT = 200_000  # characters
MAX_UNPACKED = 200_000_000  # bytes within a ZIP
UNPACKED_TOO_LARGE = "the file unpacks to more than 200 MB and was not opened"


def table(source: str, rows: Sequence[Sequence[str]], sheet: str | None = None, page: int | None = None) -> Table:
    """A Table of the rows that have something in them; each keeps the number by which a person knows it."""
    numbered = ((n, row[:MAX_COLUMNS]) for n, row in enumerate(rows[:MAX_ROWS], start=1))
    filled = [Row(n, tuple(Cell(cell) for cell in row)) for n, row in numbered if any(row)]
    return Table(source, tuple(filled), page, sheet)


def too_many_rows(counts: Sequence[int]) -> str | None:
    longest = max(counts, default=0)
    return f"it has {longest} rows; the first {MAX_ROWS} were read" if longest > MAX_ROWS else None
