"""How much of a file is read, and for how long. What is beyond is said in words, so that a person looks."""

from collections.abc import Sequence

from inbox_agent.model import Cell, Row, Table

MAX_BYTES = 30_000_000  # of a file
MAX_TEXT_BYTES = 5_000_000  # of a text file
MAX_PAGES = 50
MAX_SHEETS = 30
MAX_ROWS = 5_000  # of a table or sheet
MAX_COLUMNS = 200
MAX_CELL = 4_000  # characters
MAX_TEXT = 200_000  # characters
MAX_MEMBERS = 2_000  # within a ZIP
MAX_UNPACKED = 200_000_000  # bytes within a ZIP
MAX_SECONDS = 30.0  # for one file
MAX_SECONDS_OF_MAIL = 90.0  # for all files of a mail
TEXT_TOO_LARGE = "the file has more than 5 MB of text and was not read"
UNPACKED_TOO_LARGE = "the file unpacks to more than 200 MB and was not opened"


def table(source: str, rows: Sequence[Sequence[str]], sheet: str | None = None, page: int | None = None) -> Table:
    """A Table of the rows that have something in them; each keeps the number by which a person knows it."""
    numbered = ((n, row[:MAX_COLUMNS]) for n, row in enumerate(rows[:MAX_ROWS], start=1))
    filled = [Row(n, tuple(map(Cell, [cell[:MAX_CELL] for cell in row]))) for n, row in numbered if any(row)]
    return Table(source, tuple(filled), page, sheet)


def too_many_rows(counts: Sequence[int]) -> str | None:
    longest = max(counts, default=0)
    return f"it has {longest} rows; the first {MAX_ROWS} were read" if longest > MAX_ROWS else None


def too_much_text(length: int) -> str | None:
    return f"it has {length} characters; the first {MAX_TEXT} were read" if length > MAX_TEXT else None
