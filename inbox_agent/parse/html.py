"""HTML to the text that a reader of the mail sees.

A row of a data table is one line with a tab between cells; tables for layout are flattened. Quoted mail gets "> " or
a divider line, a marked signature the line "--", as plain text has it, so that the rest of this room needs to know
only one shape. Hidden and struck-out text is not there: who crosses a line out does not order it. A link is its words,
a picture nothing unless it is an emoji or all that there is."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from inbox_agent.parse import html_marks, html_style, html_table
from inbox_agent.parse.charset import clean
from inbox_agent.parse.html_style import Rgb, StyleSheet
from inbox_agent.parse.html_writer import DELIMITER, DIVIDER, Writer

_DROPPED = {"head", "style", "script", "title", "template", "noscript", "svg", "object", "select", "button"}
_STRUCK = {"s", "strike", "del"}
_BLOCKS = {"div", "p", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "hr", "section", "article",
           "header", "footer", "center", "address", "form", "fieldset", "dl", "dt", "dd", "caption", "figure",
           "h1", "h2", "h3", "h4", "h5", "h6", "body", "main", "aside", "nav", "details", "summary"}  # fmt: skip
_SPACED = {"h1", "h2", "h3", "h4", "h5", "h6", "table"}
_DEEPEST = 20_000  # elements left open; the parser's time grows with the square of the depth
_EMOJI = re.compile(r"[^\w\s]{1,8}")
_MACHINE_DATE = re.compile(r"\d{1,2}[:.]\d\d\b|\b20\d\d\b|@")  # what the line above a quoted mail has
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]{0,20})")
_UNCLOSED = {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "p", "li", "td", "th", "tr"}
_BULLET = re.compile(r"[^\w\s]|[o\u00a7\uf000-\uf0ff]")  # what Word's bullets are in their own fonts


@dataclass(frozen=True, slots=True)
class Page:
    """``text``; ``has_table``: rows and columns that plain text cannot hold; ``has_struck``: words crossed out;
    ``has_answers``: coloured words within a quoted mail, on lines that begin with ``html_writer.ANSWER``."""

    text: str = ""
    has_table: bool = False
    has_struck: bool = False
    has_answers: bool = False


@dataclass(slots=True)
class _Element:
    """An open element, and what leaving it undoes."""

    is_block: bool = False
    has_margin: bool = False
    is_quote: bool = False
    is_list: bool = False
    is_preformatted: bool = False
    inherited: tuple[Rgb | None, bool] | None = None  # colour and backdrop around it, when it has its own


def to_text(html: str) -> Page:
    """The visible text of an HTML mail."""
    if html.count("<") - 2 * html.count("</") > _DEEPEST and _deepest(html) > _DEEPEST:
        return Page(_without_tags(html))
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return Page()
    sheet = html_style.style_sheet(node.text() for node in tree.css("style"))
    walk = _Walk(Writer(), sheet, html_table.layout_tables(tree))
    walk.write(tree.body)
    if walk.out.pale > walk.out.shown:  # a dark screen's mail: what is pale was written to be read
        walk = _Walk(Writer(shows_pale=True), sheet, walk.layout)
        walk.write(tree.body)
    out, text = walk.out, walk.out.text()
    return Page(text or _pictures(tree), out.has_table, out.has_struck, out.has_answers)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One pass over the tree. ``layout``: ``mem_id`` of the tables that hold no data."""

    out: Writer
    sheet: StyleSheet
    layout: frozenset[int]

    def write(self, root: LexborNode) -> None:
        """Walk without recursion: mails nest thousands of elements."""
        todo: list[LexborNode | _Element] = [root]
        while todo:
            node = todo.pop()
            if isinstance(node, _Element):
                self._leave(node)
                continue
            if node.mem_id != root.mem_id and (after := node.next) is not None:
                todo.append(after)
            if node.is_text_node:
                self.out.write(node.text_content or "")
            elif node.is_element_node and (element := self._enter(node)) is not None:
                todo.append(element)
                if (child := node.first_child) is not None:
                    todo.append(child)

    def _enter(self, node: LexborNode) -> _Element | None:
        """Begin an element; None when nothing of it is shown, or all is written already."""
        tag, out = node.tag or "", self.out
        if tag == "br":
            if not out.line:
                out.gap = None
            out.end_line()
            return None
        if tag in _DROPPED:
            return None
        attributes = node.attributes
        style = html_style.compact(attributes.get("style") or "") if attributes else ""
        named = html_marks.names(attributes) if attributes else ""
        if self._is_hidden(node, tag, style, named, attributes):
            return None
        if tag == "img":
            out.write(_emoji(attributes.get("alt") or ""))
            return None
        if style and "mso-list:ignore" in style:
            self._word_bullet(node)
            return None
        if tag == "table" and self._write_table(node):
            return None
        element = self._element(tag, style, named, attributes)
        if html_marks.is_divider(tag, named, style):
            out.write_mark(DIVIDER)
            out.is_older = out.is_older or tag != "hr"
        if html_marks.is_signature(named) and _begins_with_words(node):
            out.write_mark(DELIMITER)
        return element

    def _element(self, tag: str, style: str, named: str, attributes: dict[str, str | None]) -> _Element:
        """Open an element: what it does to lines, depth and colours."""
        out = self.out
        element = _Element(is_block=tag in _BLOCKS)
        if element.is_block:
            out.start_line()
            element.has_margin = self._has_margin(tag, style, named)
            if element.has_margin:
                out.leave_gap()
        element.is_quote = self._is_quote(tag, named, style, attributes)
        out.depth += element.is_quote
        element.is_preformatted = tag == "pre" or "white-space:pre" in style
        out.preformatted += element.is_preformatted
        if tag in ("ul", "ol"):
            element.is_list = True
            out.lists.append(_first_number(attributes) if tag == "ol" else None)
        elif tag == "li":
            out.lead = self._item_mark()
        if attributes:
            self._paint(element, style, attributes)
        return element

    def _leave(self, element: _Element) -> None:
        out = self.out
        out.preformatted -= element.is_preformatted
        if element.is_block:
            out.start_line()
        out.depth -= element.is_quote
        if element.has_margin:
            out.leave_gap()
        if element.is_list:
            out.lists.pop()
        if element.inherited:
            out.colour, out.on_pale = element.inherited

    def _is_hidden(self, node: LexborNode, tag: str, style: str, named: str, attributes: dict[str, str | None]) -> bool:
        if tag in _STRUCK or "line-through" in style:
            self.out.has_struck = self.out.has_struck or bool(node.text(strip=True))
            return True
        if "hidden" in attributes or (style and html_style.is_hidden(style)):
            return True
        if not (named and self.sheet.hidden):
            return False
        called = [f".{name}" for name in (attributes.get("class") or "").lower().split()]
        return not self.sheet.hidden.isdisjoint([*called, f"#{(attributes.get('id') or '').lower()}"])

    def _is_quote(self, tag: str, named: str, style: str, attributes: dict[str, str | None]) -> bool:
        """A blockquote that nothing marks is a quote below a line with a date or an address, else an indent."""
        quote = html_marks.is_quote(tag, named, style, attributes)
        if quote is None:
            above = self.out.last_lines().rstrip()
            return above.endswith(":") and bool(_MACHINE_DATE.search(above))
        return quote

    def _has_margin(self, tag: str, style: str, named: str) -> bool:
        """Whether a blank line is seen around a block. Word's paragraphs are lines: their style has margin 0."""
        if tag in ("ul", "ol"):
            return not self.out.lists
        if tag != "p":
            return tag in _SPACED
        return not self.sheet.flat and "mso" not in named and not html_marks.is_close(style)

    def _item_mark(self) -> str:
        """What stands before a list's item: its number or a dash, indented by its depth."""
        lists = self.out.lists
        indent = "  " * max(len(lists) - 1, 0)
        if not lists or (number := lists[-1]) is None:
            return f"{indent}- "
        lists[-1] = number + 1
        return f"{indent}{number}. "

    def _word_bullet(self, node: LexborNode) -> None:
        """Word writes a list as paragraphs, with the mark as text in a font of symbols."""
        mark = node.text(strip=True)
        self.out.write("- " if _BULLET.fullmatch(mark) else f"{mark} ")

    def _paint(self, element: _Element, style: str, attributes: dict[str, str | None]) -> None:
        """Colour and backdrop of the words inside."""
        out = self.out
        own = html_style.text_colour(style, (attributes.get("color") or "").strip().lower())
        behind = html_style.backdrop(style, (attributes.get("bgcolor") or attributes.get("background") or "").lower())
        if own or behind:
            element.inherited = out.colour, out.on_pale
            out.colour = own or out.colour
            out.on_pale = out.on_pale if behind is None else behind == "pale"

    def _write_table(self, table: LexborNode) -> bool:
        """Write a table of data; False for one that is there for layout."""
        rows = [] if table.mem_id in self.layout else html_table.grid(table, self._cell)
        if not rows:
            return False
        out = self.out
        out.start_line()
        out.leave_gap()
        for row in rows:
            if any(row):
                out.write_row(row)
        filled = [row for row in rows if sum(map(bool, row)) > 1]
        out.has_table = out.has_table or len(filled) > 1
        out.leave_gap()
        return True

    def _cell(self, cell: LexborNode) -> str:
        """The text of a cell, written apart."""
        only = cell.first_child
        if only is not None and only.is_text_node and only.next is None and not cell.attributes:
            return only.text_content or ""
        out = Writer(self.out.shows_pale, colour=self.out.colour, on_pale=self.out.on_pale)
        _Walk(out, self.sheet, self.layout).write(cell)
        self.out.has_struck = self.out.has_struck or out.has_struck
        self.out.pale, self.out.shown = self.out.pale + out.pale, self.out.shown + out.shown
        out.start_line()
        return "\n".join(out.lines)


def _first_number(attributes: dict[str, str | None]) -> int | None:
    """Where a numbered list begins."""
    start = attributes.get("start") or "1"
    return int(start) if start.isdecimal() and len(start) < 7 else 1


def _begins_with_words(node: LexborNode) -> bool:
    """Whether an element says something, and does not bring the delimiter itself."""
    words = node.text(strip=True)
    return bool(words) and not words.startswith("--")


def _emoji(alt: str) -> str:
    """A smiley that the program made a picture; what other pictures are called is nobody's words."""
    return alt.strip() if _EMOJI.fullmatch(alt.strip()) else ""


def _pictures(tree: LexborHTMLParser) -> str:
    """What the pictures are said to show, for a mail that has nothing else."""
    shown = ((node.attributes.get("alt") or "").strip() for node in tree.css("body img[alt]"))
    return clean("\n".join(alt for alt in shown if " " in alt)).strip("\n")


def _deepest(html: str) -> int:
    """How many elements are open at most, about: elements that need no end tag do not count."""
    open_, deepest = 0, 0
    for found in _TAG.finditer(html):
        if found["end"]:
            open_ = max(open_ - 1, 0)
        elif found["name"].lower() not in _UNCLOSED:
            open_ += 1
            deepest = max(deepest, open_)
    return deepest


def _without_tags(html: str) -> str:
    return clean(re.sub(r"<[^<>]*>", "", re.sub(r"(?i)<br|</(?:p|div|tr|li)", r"\n\g<0>", html))).strip()
