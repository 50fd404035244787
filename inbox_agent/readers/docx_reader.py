"""Word documents (Office Open XML, ECMA-376 part 1, 17): paragraphs, tables and text boxes, headers and footers.

Read as it would print: of tracked changes what was inserted is there and what was deleted is not; hidden text is not;
what is struck out stands in ~~ ~~, so that a person looks."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from inbox_agent.model import Attachment, Document, Passage
from inbox_agent.readers import archives, kinds, limits

KIND = "docx"
FOREIGN = True
accepts = kinds.is_word
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _R, _TBL, _TR, _TC, _BOX = (f"{_W}{tag}" for tag in ("p", "r", "tbl", "tr", "tc", "txbxContent"))
_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same once more, for old programs
_GONE = {f"{_W}del", f"{_W}moveFrom", _TWICE}
_WHITE = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")


@dataclass
class _Found:
    """What stands in a document, in its order."""

    texts: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)


def read(attachment: Attachment) -> Document:
    name, data = attachment.name, attachment.data
    if archives.is_encrypted(data):
        return Document(name, KIND, problem=archives.PASSWORD)
    found = _Found()
    try:
        with archives.verified(data) as archive:
            for part in _parts(archive):
                _blocks(archives.xml(archive, part), found)
    except ValueError as error:
        return Document(name, KIND, problem=str(error))
    tables = tuple(limits.table(name, rows) for rows in found.tables if any(any(row) for row in rows))
    text = "\n".join(found.texts).strip("\n")
    problem = limits.too_much_text(len(text)) if tables or text else "the document has no text"
    return Document(name, KIND, tables, (Passage(name, text[: limits.MAX_TEXT]),) if text else (), problem=problem)


def _parts(archive: zipfile.ZipFile) -> list[str]:
    """Page headers, the document, page footers."""
    margins = sorted(name for name in archive.namelist() if _MARGIN.fullmatch(name))
    headers, footers = ([m for m in margins if kind in m] for kind in ("header", "footer"))
    return [*headers, "word/document.xml", *footers]


def _blocks(element: Element, found: _Found) -> None:
    for child in element:
        if child.tag == _P:
            found.texts.append(_text(child))
            for box in _boxes(child):
                _blocks(box, found)
        elif child.tag == _TBL:
            rows: list[list[str]] = []
            found.tables.append(rows)
            rows += _rows(child, found)
        elif child.tag not in _GONE:
            _blocks(child, found)


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes that are anchored in a paragraph."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _GONE:
            yield from _boxes(child)


def _rows(table: Element, found: _Found) -> list[list[str]]:
    """The table's rows; a table within a cell becomes one of its own in ``found``."""
    rows: list[list[str]] = []
    for tr in _within(table, _TR, stop=_TBL):
        if tr.find(f"{_W}trPr/{_W}del") is not None:
            continue
        row: list[str] = []
        for tc in _within(tr, _TC, stop=_TBL):
            above = rows[-1][len(row)] if rows and len(row) < len(rows[-1]) else ""
            row += _cell(tc, above, found)
        rows.append(row)
    return rows


def _cell(tc: Element, above: str, found: _Found) -> list[str]:
    """The text of a cell, and "" for each further column that it spans (17.4.17). Words of a cell that goes on below
    (17.4.84) belong to each of its rows; a number is not repeated."""
    inner = _Found()
    _blocks(tc, inner)
    found.tables += inner.tables
    text = " ".join(" ".join(inner.texts).split())
    merge, span = tc.find(f"{_W}tcPr/{_W}vMerge"), tc.find(f"{_W}tcPr/{_W}gridSpan")
    if merge is not None and merge.get(f"{_W}val") != "restart" and not text and not above[:1].isdigit():
        text = above
    width = span.get(f"{_W}val", "1") if span is not None else "1"
    return [text] + [""] * (min(int(width), limits.MAX_COLUMNS) - 1 if width.isdigit() else 0)


def _within(element: Element, tag: str, stop: str) -> Iterator[Element]:
    """The nearest elements of that tag, also inside content controls and insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag != stop:
            yield from _within(child, tag, stop)


def _text(element: Element) -> str:
    """The text of a paragraph without that of its boxes."""
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == _R:
            yield _run(child)
        elif child.tag not in _GONE and child.tag != _BOX:
            yield from _pieces(child)


def _run(run: Element) -> str:
    if _is_on(run, "vanish"):
        return ""
    texts = (_WHITE.get(node.tag, node.text if node.tag == f"{_W}t" else "") for node in run)
    text = "".join(piece for piece in texts if piece)
    return f"~~{text}~~" if text.strip() and (_is_on(run, "strike") or _is_on(run, "dstrike")) else text


def _is_on(run: Element, name: str) -> bool:
    """A switch of a run's properties (17.17.4)."""
    switch = run.find(f"{_W}rPr/{_W}{name}")
    return switch is not None and switch.get(f"{_W}val", "true") not in ("0", "false", "off")
