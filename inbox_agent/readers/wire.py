"""What goes to the worker and comes back, as JSON values: codec.py's form, but tables as bare rows of texts, because a
sheet of some thousand rows is waited for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from inbox_agent import codec
from inbox_agent.model import Attachment, Cell, Document, Row, Table


def request(kind: str, attachment: Attachment) -> Any:
    """All of an attachment but its bytes."""
    return [kind, attachment.name, attachment.content_type, attachment.inline]


def attachment(head: Any, data: bytes) -> tuple[str, Attachment]:
    """(kind of reader, the attachment) of a request and the bytes sent with it."""
    kind, name, content_type, inline = head
    return kind, Attachment(name, content_type, data, inline)


def dump(document: Document) -> Any:
    tables = [
        [t.source, t.page, t.sheet, t.roles, [[row.number, [cell.text for cell in row.cells]] for row in t.rows]]
        for t in document.tables
    ]
    return {"tables": tables, "rest": codec.dump(replace(document, tables=()))}


def load(message: Mapping[str, Any]) -> Document:
    """The Document that was dumped. Raises ValueError, TypeError or KeyError for anything else."""
    tables = (
        Table(
            source,
            tuple(Row(number, tuple(map(Cell, texts))) for number, texts in rows),
            page,
            sheet,
            tuple(roles) if roles is not None else None,
        )
        for source, page, sheet, roles, rows in message["tables"]
    )
    return replace(codec.load(Document, message["rest"]), tables=tuple(tables))
