"""The texts that a format reads, line by line: passages, and tables as lines."""

from bisect import bisect_right
from dataclasses import dataclass

from inbox_agent.extract.sources import as_text
from inbox_agent.model import Evidence, Passage, Table

MAIL = ("body", "subject", "forwarded")  # texts of the mail itself; all others are files

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A text that a format reads: a passage, or the rows of a table as lines. ``rows``: where each row of it stands."""

    passage: Passage
    table: Table | None = None
    rows: tuple[Span, ...] = ()

    @property
    def source(self) -> str:
        return self.passage.source

    @property
    def text(self) -> str:
        return self.passage.text

    def proof(self, start: int, end: int, rule: str) -> Evidence:
        """Evidence for a stretch: offsets in the mail's own texts, page and row in an attachment."""
        words = self.text[start:end]
        if self.source in MAIL:
            return Evidence(self.source, words, rule, start, end)
        row = self.table.rows[bisect_right(self.rows, (start, len(self.text))) - 1].number if self.table else None
        return Evidence(self.source, words, rule, row=row, page=self.passage.page)


def sheet_of(table: Table) -> Sheet:
    """The rows of a table as lines (a cell may have several)."""
    spans, at = [], 0
    for row in table.rows:
        end = at + len("\t".join(cell.text for cell in row.cells).rstrip())
        spans.append((at, end))
        at = end + 1
    return Sheet(as_text(table), table, tuple(spans))


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a text, without the blanks around it, and where it begins."""

    text: str
    start: int


def written(text: str) -> list[Written]:
    """The lines that say something and are no older words that the sender answers."""
    found, at = [], 0
    for line in text.split("\n"):
        said = line.strip()
        if said and not said.startswith(">"):
            found.append(Written(said, at + line.index(said)))
        at += len(line) + 1
    return found
