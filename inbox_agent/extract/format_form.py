"""What a format read of a mail, and what that leaves to the general rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from inbox_agent.extract import attached, reconcile
from inbox_agent.extract.format_lines import Items
from inbox_agent.extract.format_match import Match, without
from inbox_agent.extract.format_sheet import MAIL, Sheet, Span, sheet_of
from inbox_agent.extract.found import Found
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon.formats import Format
from inbox_agent.model import Document, Doubt, Evidence, Line, Passage, Row, Stated, Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a format applies to a mail, and why or why not, in words."""

    format: Format
    applies: bool
    why: str


@dataclass(frozen=True, slots=True)
class Form:
    """What was read by a format. ``items`` by source: body, forwarded, or a file's name."""

    verdicts: tuple[Verdict, ...] = ()
    format: Format | None = None
    sheets: tuple[Sheet, ...] = ()  # that it was applied to
    taken: Mapping[Sheet, tuple[Match, ...]] = field(default_factory=dict)
    items: Mapping[str, Items] = field(default_factory=dict)
    stated: tuple[Stated, ...] = ()
    doubts: tuple[Doubt, ...] = ()  # of the mail as a whole and of its fields
    tables: Mapping[Table, int] = field(default_factory=dict)  # read by their headings, with the heading's position

    @property
    def matches(self) -> tuple[Match, ...]:
        return tuple(match for matches in self.taken.values() for match in matches)

    @property
    def files(self) -> frozenset[str]:
        """Names of the files in which items were read."""
        return frozenset(source for source, read in self.items.items() if read.lines and source not in MAIL)

    @property
    def document(self) -> Document:
        """Its fields, as those of a structured order are stated."""
        return Document(f"format: {self.format.name if self.format else ''}", "format", stated=self.stated)

    def of(self, source: str) -> Items:
        return self.items.get(source, Items())

    def spans(self, source: str, *kinds: str) -> tuple[Span, ...]:
        """The stretches of body, subject or forwarded that matches of these kinds took."""
        here = (m for sheet, matches in self.taken.items() if sheet.source == source for m in matches)
        return tuple(span for match in here if match.kind in kinds for span in match.spans)

    def unread(self, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """The passages with what was read as blanks."""
        return tuple(replace(p, text=self._left(p)) for p in passages) if self.taken else tuple(passages)

    def rest(self, documents: Sequence[Document]) -> tuple[Document, ...]:
        """The documents with what was read as blanks; of a table that was read by its headings, what is above them."""
        if not self.taken:
            return tuple(documents)
        return tuple(
            replace(d, passages=self.unread(d.passages), tables=tuple(map(self._table, d.tables))) for d in documents
        )

    def _left(self, passage: Passage) -> str:
        return without(passage.text, [m for s in self.sheets if s.passage == passage for m in self.taken.get(s, ())])

    def _table(self, table: Table) -> Table:
        sheet = sheet_of(table)
        left = self._left(sheet.passage)
        above = zip(table.rows[: self.tables.get(table)], sheet.rows, strict=False)
        return replace(table, rows=tuple(_as_in(row, left[slice(*span)]) for row, span in above))


def _as_in(row: Row, text: str) -> Row:
    """A row with its cells as they stand in that text of it."""
    cells, at = [], 0
    for cell in row.cells:
        cells.append(replace(cell, text=text[at : at + len(cell.text)].strip()))
        at += len(cell.text) + 1
    return replace(row, cells=tuple(cells))


# ---- beside the general rules ----------------------------------------------------------------------------------------


def beside(
    form: Form, printed: Sequence[Line], documents: Sequence[Document], knowledge: Knowledge
) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """One list of what the format and what the general rules read in files. Where the general rules find more, or the
    same otherwise, a person looks."""
    read = {document.name: form.of(document.name) for document in documents}
    lines = reconcile.merged(one.lines for one in read.values())
    if not lines:
        return tuple(printed), tuple(doubt for one in read.values() for doubt in one.doubts)
    both, contradictions = reconcile.reconcile(printed, lines)
    name = form.format.name if form.format else ""
    more = [_more(doubt, name) if doubt.code == "body_and_attachment" else doubt for doubt in contradictions]
    ordering = [document for document in documents if read[document.name].lines]
    own = (doubt for one in read.values() for doubt in one.doubts)
    return both, (*own, *more, *attached.beside(ordering, knowledge))


def _more(doubt: Doubt, name: str) -> Doubt:
    return Doubt("format_leaves_lines", doubt.evidence, {"format": name, "text": doubt.values["written"]})


def shown(found: Found[T], passages: Sequence[Passage]) -> Found[T]:
    """Evidence that was found in texts with blanks, with the words that truly stand there."""
    texts = {passage.source: passage.text for passage in passages if passage.source in MAIL}

    def true(e: Evidence) -> Evidence:
        words = texts[e.source][e.start : e.end] if e.source in texts and e.start is not None else e.text
        return replace(e, text=words)

    finding = found.finding and replace(found.finding, evidence=tuple(map(true, found.finding.evidence)))
    doubts = tuple(replace(d, evidence=tuple(map(true, d.evidence))) for d in found.doubts)
    return Found(finding, doubts, tuple(map(true, found.seen)))
