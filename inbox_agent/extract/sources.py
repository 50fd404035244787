"""Which texts a value may be read from, in order of authority: what the sender wrote now, then what came with it."""

from collections.abc import Sequence

from inbox_agent.extract import stated, stated_notes
from inbox_agent.model import Document, ParsedMail, Passage, Table


def passages(parsed: ParsedMail, documents: Sequence[Document]) -> tuple[Passage, ...]:
    """Body, subject, forwarded text, then attachments: their text, and their tables as lines with tabs; of a structured
    order only its free text."""
    written = [Passage("body", parsed.body), Passage("subject", parsed.subject), Passage("forwarded", parsed.forwarded)]
    attached = [p for d in documents for p in (stated_notes.passages(d) if stated.is_structured(d) else _all(d))]
    return tuple(p for p in (*written, *attached) if p.text.strip())


def _all(document: Document) -> tuple[Passage, ...]:
    return (*document.passages, *(as_text(table) for table in document.tables))


def as_text(table: Table) -> Passage:
    """A table's rows as lines, cells with a tab between."""
    rows = ("\t".join(cell.text for cell in row.cells).rstrip() for row in table.rows)
    return Passage(table.source, "\n".join(rows), table.page)
