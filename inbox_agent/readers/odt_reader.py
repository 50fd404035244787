"""OpenDocument texts (ODF 1.2 part 1), as LibreOffice writes them: paragraphs and tables. Deleted text of tracked
changes is not read."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from inbox_agent.model import Attachment, Document, Passage
from inbox_agent.readers import archives, kinds, limits

KIND = "odt"
FOREIGN = True
accepts = kinds.is_open_document_text
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_WHITE = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}
_GONE = {f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls", f"{_TEXT}note"}
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}


def read(attachment: Attachment) -> Document:
    name = attachment.name
    try:
        with archives.verified(attachment.data) as archive:
            root = archives.xml(archive, "content.xml")
    except ValueError as error:
        return Document(name, KIND, problem=str(error))
    found = (_rows(table) for table in root.iter(f"{_TABLE}table"))
    tables = tuple(limits.table(name, rows) for rows in found if any(any(row) for row in rows))
    text = "\n".join(_paragraphs(root)).strip("\n")
    problem = limits.too_much_text(len(text)) if tables or text else "the document has no text"
    return Document(name, KIND, tables, (Passage(name, text[: limits.MAX_TEXT]),) if text else (), problem=problem)


def _paragraphs(element: Element) -> Iterator[str]:
    """Those outside tables."""
    for child in element:
        if child.tag in _PARAGRAPHS:
            yield "".join(_pieces(child))
        elif child.tag not in _GONE and child.tag != f"{_TABLE}table":
            yield from _paragraphs(child)


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _GONE:
            yield _WHITE.get(child.tag) or "".join(_pieces(child))
        yield child.tail or ""


def _rows(table: Element) -> list[list[str]]:
    return [_cells(row) for row in table.iter(f"{_TABLE}table-row")]


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times = cell.get(f"{_TABLE}number-columns-repeated", "1")
            text = " ".join(" ".join(_paragraphs(cell)).split())
            cells += [text] * (min(int(times), limits.MAX_COLUMNS) if times.isdigit() else 1)
    return cells[: limits.MAX_COLUMNS]
