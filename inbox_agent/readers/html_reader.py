"""HTML files, also those that a program calls .xls: tables as tables, the text around them by its blocks.

Nothing is loaded and no script is run. What is hidden is not read; what is struck out stands in ~~ ~~."""

import re
from dataclasses import dataclass, field
from typing import Any

from inbox_agent.model import Attachment, Document, Passage
from inbox_agent.readers import limits
from inbox_agent.readers.kinds import is_text
from inbox_agent.tables import decode

KIND = "html"
FOREIGN = True
_BEGINS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body|meta|table|div|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DROPPED = {"head", "style", "script", "title", "template", "noscript", "svg", "object", "iframe", "img"}
_BLOCKS = {"div", "p", "ul", "ol", "li", "table", "tr", "blockquote", "pre", "hr", "section", "article", "header",
           "footer", "center", "address", "form", "dl", "dt", "dd", "br", "h1", "h2", "h3", "h4", "h5"}  # fmt: skip
_STRUCK = {"s", "strike", "del"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_LONGEST_CELL = 300  # characters; a table of longer ones is there for the layout


@dataclass
class _Found:
    text: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)


def accepts(attachment: Attachment) -> bool:
    """By its first words: programs call HTML .xls and .doc, and other things .html."""
    return is_text(attachment.data) and _BEGINS.match(decode(attachment.data[:4000])) is not None


def read(attachment: Attachment) -> Document:
    from selectolax.lexbor import LexborHTMLParser

    name = attachment.name
    found = _Found()
    _walk(LexborHTMLParser(_decoded(attachment.data)).root, found)
    tables = tuple(limits.table(name, rows) for rows in found.tables)
    text = _plain("".join(found.text))
    problem = limits.too_many_rows([len(rows) for rows in found.tables]) or limits.too_much_text(len(text))
    if not tables and not text:
        problem = "the page has no text"
    return Document(name, KIND, tables, (Passage(name, text[: limits.MAX_TEXT]),) if text else (), problem=problem)


def _decoded(data: bytes) -> str:
    """By the encoding that the page names, unless it cannot be right."""
    named = _CHARSET.search(data[:2000])
    try:
        return data.decode(named[1].decode()) if named else decode(data)
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _walk(node: Any, found: _Found) -> None:
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag == "-text":
            found.text.append(child.text_content or "")
        elif tag in _DROPPED or tag.startswith("-") or _is_hidden(child):
            continue
        elif tag == "table" and (rows := _data(child)):
            found.tables.append(rows)
            found.text.append("\n")
        elif tag in ("input", "select"):
            found.text.append(f" {_filled_in(child)} ")
        elif tag in _STRUCK:
            found.text.append(_struck(child))
        else:
            _walk(child, found)
            found.text.append("\n" if tag in _BLOCKS else "\t" if tag in ("td", "th") else "")


def _data(table: Any) -> list[list[str]]:
    """The rows of a table that holds data; none for one that holds paragraphs or other tables with data."""
    if len(table.css("table")) > 1:
        return []
    rows: list[list[str]] = []
    spans: dict[int, tuple[int, str]] = {}  # column -> rows that a cell above still covers, and its words
    for tr in table.css("tr"):
        if not _is_hidden(tr):
            rows.append(_cells(tr, spans))
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    if len(filled) < 2 or max(len(cell) for row in rows for cell in row) > _LONGEST_CELL:
        return []
    return rows


def _cells(tr: Any, spans: dict[int, tuple[int, str]]) -> list[str]:
    cells: list[str] = []
    for td in [*(c for c in tr.iter() if c.tag in ("td", "th") and not _is_hidden(c)), None]:
        while len(cells) in spans:
            left, words = spans.pop(len(cells))
            if left > 1:
                spans[len(cells)] = left - 1, words
            cells.append(words)
        if td is None or len(cells) > limits.MAX_COLUMNS:
            return cells
        inner = _Found()
        _walk(td, inner)
        text = " ".join("".join(inner.text).split())
        for n in range(_number(td, "colspan")):
            if _number(td, "rowspan") > 1:
                spans[len(cells)] = _number(td, "rowspan") - 1, "" if n or text[:1].isdigit() else text
            cells.append("" if n else text)
    return cells


def _number(td: Any, name: str) -> int:
    value = td.attributes.get(name) or "1"
    return max(1, min(int(value), limits.MAX_COLUMNS)) if value.isdecimal() and len(value) < 6 else 1


def _filled_in(control: Any) -> str:
    """What somebody entered in a form that was saved as a page."""
    if control.tag == "select":
        chosen = control.css_first("option[selected]")
        return chosen.text(strip=True) if chosen else ""
    kind = (control.attributes.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "x" if "checked" in control.attributes else ""
    return control.attributes.get("value") or "" if kind in ("text", "number", "tel", "email", "date") else ""


def _struck(node: Any) -> str:
    text = node.text(deep=True, strip=True)
    return f"~~{text}~~" if text else ""


def _is_hidden(node: Any) -> bool:
    return "hidden" in node.attributes or _HIDDEN.search(node.attributes.get("style") or "") is not None


def _plain(text: str) -> str:
    lines = (re.sub(r"[ \xa0]+", " ", line).strip(" ") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip("\t") for line in lines)).strip("\n")
