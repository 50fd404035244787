"""HTML to the text that a reader of the mail sees.

A row of a data table is one line with a tab between cells; tables for layout are flattened. Quoted mail gets "> " or
a divider line, as plain text has it, so that quotes.py needs to know only one shape. Hidden and struck-out text is
not there: who crosses a line out does not order it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from inbox_agent.parse.charset import clean

DIVIDER = "_" * 32  # what Outlook itself writes above a quoted mail in plain text
_DROPPED = {"head", "style", "script", "title", "template", "noscript", "svg", "object", "select", "button", "img"}
_NOT_IN_DATA = {"table", "blockquote", "hr"}
_STRUCK = {"s", "strike", "del"}
_BLOCKS = {"div", "p", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "hr", "section", "article",
           "header", "footer", "center", "address", "form", "fieldset", "dl", "dt", "dd", "caption", "figure",
           "h1", "h2", "h3", "h4", "h5", "h6", "body", "main"}  # fmt: skip
_SPACED = {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0\s*(;|$)"
    r"|font-size\s*:\s*0(\.0+)?\s*(px|pt|em|%)?\s*(;|!|$)|max-height\s*:\s*0(px)?\s*(;|$)"
)
_DEEPEST = 20_000  # elements left open; the parser's time grows with the square of the depth
_LONGEST_CELL, _LINES_IN_CELL = 250, 4  # beyond that a table holds paragraphs: it is there for layout


@dataclass
class Page:
    """``text``; ``has_table``: rows and columns that plain text cannot hold; ``has_struck``: words crossed out."""

    text: str = ""
    has_table: bool = False
    has_struck: bool = False


def to_text(html: str) -> Page:
    """The visible text of an HTML mail."""
    if html.count("<") - 2 * html.count("</") > _DEEPEST:
        return Page(clean(re.sub(r"<[^>]*>", "", re.sub(r"(?i)<br|</(p|div|tr|li)", r"\n\g<0>", html))).strip())
    body = LexborHTMLParser(html).body
    if body is None:
        return Page()
    writer = _Writer()
    _write(body, writer)
    return Page(writer.text(), writer.has_table, writer.has_struck)


@dataclass
class _Writer:
    """Lines under construction. ``depth`` is that of quotation."""

    lines: list[str] = field(default_factory=list)
    line: str = ""
    depth: int = 0
    preformatted: int = 0
    gap: int | None = None  # the depth in which a blank line is due
    has_table: bool = False
    has_struck: bool = False

    def write(self, words: str) -> None:
        if self.preformatted:
            *whole, last = words.split("\n")
            for part in whole:
                self.line += part
                self.end_line()
            self.line += last
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", words)
        if not self.line or self.line.endswith(" "):
            words = words.lstrip(" ")
        if words and not self.line:
            self._blank()
        self.line += words

    def write_row(self, cells: list[str]) -> None:
        self._blank()
        self.line = "\t".join(cells)
        self.end_line()

    def end_line(self) -> None:
        self.lines.append("> " * self.depth + self.line)
        self.line = ""

    def start_line(self) -> None:
        """A block begins or ends: what follows starts a new line."""
        if self.line.strip(" "):
            self.end_line()
        self.line = ""

    def leave_gap(self) -> None:
        self.gap = self.depth if self.gap is None else min(self.gap, self.depth)

    def _blank(self) -> None:
        if self.gap is not None and self.lines and self.lines[-1].strip("> \u00a0"):
            self.lines.append("> " * min(self.gap, self.depth))
        self.gap = None

    def text(self) -> str:
        self.start_line()
        return re.sub(r"\n{3,}", "\n\n", clean("\n".join(self.lines))).strip("\n")


def _write(root: LexborNode, out: _Writer) -> None:
    """Walk without recursion: mails nest thousands of elements."""
    todo: list[tuple[LexborNode, bool]] = [(root, False)]
    while todo:
        node, leaving = todo.pop()
        if leaving:
            _leave(node, out)
        elif node.tag == "-text":
            out.write(node.text(deep=False))
        elif not _skipped(node, out):
            if node.tag == "table" and (grid := _grid(node, out)):
                _write_grid(grid, out)
                continue
            _enter(node, out)
            todo.append((node, True))
            todo.extend((child, False) for child in reversed(list(node.iter(include_text=True))))


def _skipped(node: LexborNode, out: _Writer) -> bool:
    tag = node.tag or "-"
    if tag in _DROPPED or tag.startswith("-") or "hidden" in node.attributes:
        return True
    style = _style(node)
    if tag in _STRUCK or "line-through" in style:
        out.has_struck = out.has_struck or bool(node.text(strip=True))
        return True
    return bool(_HIDDEN.search(style))


def _enter(node: LexborNode, out: _Writer) -> None:
    if node.tag == "br":
        if not out.line:
            out.gap = None
        out.end_line()
        return
    if node.tag in _BLOCKS:
        out.start_line()
    if _has_margin(node):
        out.leave_gap()
    if _is_quote(node):
        out.depth += 1
    if _is_divider(node) and (not out.lines or out.lines[-1] != DIVIDER):
        out.lines.append(DIVIDER)
    if _is_signature(node):
        out.lines.append("--")
    if node.tag == "li":
        out.write("- ")
    out.preformatted += _is_preformatted(node)


def _leave(node: LexborNode, out: _Writer) -> None:
    out.preformatted -= _is_preformatted(node)
    if node.tag in _BLOCKS:
        out.start_line()
    if _is_quote(node):
        out.depth -= 1
    if _has_margin(node):
        out.leave_gap()


def _style(node: LexborNode) -> str:
    return (node.attributes.get("style") or "").lower()


def _names(node: LexborNode) -> str:
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()


def _has_margin(node: LexborNode) -> bool:
    """Whether a blank line is seen around a block. Word's paragraphs are lines: their style sheet has margin 0."""
    if node.tag != "p":
        return node.tag in _SPACED
    return "mso" not in _names(node) and not re.search(r"margin(-top|-bottom)?\s*:\s*0", _style(node))


def _is_quote(node: LexborNode) -> bool:
    """Gmail, Apple, Thunderbird: blockquote; Yahoo: a div. An indent made with blockquote has no border."""
    if node.tag == "blockquote":
        return "border:none" not in _style(node).replace(" ", "")
    return "yahoo_quoted" in _names(node)


def _is_divider(node: LexborNode) -> bool:
    """A rule, or the top of the block in which Outlook names sender and date of the quoted mail."""
    style = _style(node).replace(" ", "")
    outlook = node.tag == "div" and ("border:none;border-top:solid" in style or "divrplyfwdmsg" in _names(node))
    return node.tag == "hr" or outlook


def _is_signature(node: LexborNode) -> bool:
    return bool(re.search(r"\bgmail_signature(?!_)\b|\bmoz-signature\b|\bapplemailsignature\b", _names(node)))


def _is_preformatted(node: LexborNode) -> bool:
    return node.tag == "pre" or "white-space:pre" in _style(node).replace(" ", "")


def _grid(table: LexborNode, out: _Writer) -> list[list[str]]:
    """The cells of a data table; empty for a table that is there for layout or holds paragraphs."""
    if any(node.tag in _NOT_IN_DATA and node.mem_id != table.mem_id for node in table.traverse()):
        return []
    rows: list[list[str]] = []
    below: dict[int, int] = {}  # column -> rows that a cell from above still covers
    for tr in table.css("tr"):
        cells: list[str] = []
        for td in _cells(tr):
            while below.get(len(cells), 0):
                below[len(cells)] -= 1
                cells.append("")
            inner = _cell(td, out)
            if inner is None:
                return []
            below |= {len(cells): _span(td, "rowspan") - 1}
            cells += [inner] + [""] * (_span(td, "colspan") - 1)
        rows.append(cells)
    return rows if any(len(row) > 1 for row in rows) else []


def _cell(td: LexborNode, out: _Writer) -> str | None:
    """A cell on one line; None when it holds more than a cell of data does."""
    writer = _Writer()
    _write(td, writer)
    out.has_struck = out.has_struck or writer.has_struck
    lines = [line for line in writer.text().split("\n") if line]
    joined = " ".join(" ".join(lines).split())
    return None if len(joined) > _LONGEST_CELL or len(lines) > _LINES_IN_CELL else joined


def _cells(tr: LexborNode) -> Iterator[LexborNode]:
    return (child for child in tr.iter() if child.tag in ("td", "th") and not _HIDDEN.search(_style(child)))


def _span(td: LexborNode, name: str) -> int:
    value = td.attributes.get(name) or "1"
    return min(max(int(value), 1), 50) if value.isdecimal() else 1


def _write_grid(grid: list[list[str]], out: _Writer) -> None:
    out.start_line()
    out.leave_gap()
    for row in grid:
        if any(row):
            out.write_row(row)
    filled = [row for row in grid if sum(map(bool, row)) > 1]
    out.has_table = out.has_table or len(filled) > 1
    out.leave_gap()
