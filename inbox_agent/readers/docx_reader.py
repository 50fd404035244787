"""Word documents (Office Open XML, ECMA-376): paragraphs and tables, in their order. Deleted text is not there."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from inbox_agent.model import Attachment, Document, Passage
from inbox_agent.readers import kinds, limits

KIND = "docx"
FOREIGN = True
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHITE = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
accepts = kinds.is_word


def read(attachment: Attachment) -> Document:
    name, data = attachment.name, attachment.data
    if kinds.is_encrypted(data):
        return Document(name, KIND, problem="the file is protected by a password")
    if kinds.unpacked_size(data) > limits.MAX_UNPACKED:
        return Document(name, KIND, problem=limits.UNPACKED_TOO_LARGE)
    try:
        body = _body(data)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError) as error:
        return Document(name, KIND, problem=f"the document is damaged ({error})")
    tables = tuple(limits.table(name, rows) for rows in map(_rows, body.findall(f".//{_W}tbl")) if rows)
    text = "\n".join(_paragraph(p) for p in _outside_tables(body)).strip("\n")[: limits.MAX_TEXT]
    problem = None if tables or text else "the document has no text"
    return Document(name, KIND, tables, (Passage(name, text),) if text else (), problem=problem)


def _body(data: bytes) -> ElementTree.Element:
    """The document's root. Raises ValueError for XML with a DTD, by which a small file grows without end."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("it declares XML entities")
    return ElementTree.fromstring(xml)


def _rows(table: ElementTree.Element) -> list[list[str]]:
    return [
        [" ".join(" ".join(_paragraph(p) for p in cell.iter(f"{_W}p")).split()) for cell in row.findall(f"{_W}tc")]
        for row in table.findall(f"{_W}tr")
    ]


def _outside_tables(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for child in element:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag != f"{_W}tbl":
            yield from _outside_tables(child)


def _paragraph(paragraph: ElementTree.Element) -> str:
    parts = (_WHITE.get(node.tag, node.text if node.tag == f"{_W}t" else None) for node in paragraph.iter())
    return "".join(part for part in parts if part)
