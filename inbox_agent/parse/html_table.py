"""Tables of an HTML mail: which hold data, and their cells.

A table of data has rows of short cells; one with another table of data, a quote or a rule inside it, or with paragraphs
in its cells, is there for layout. A cell that spans columns or rows keeps the others in their columns."""

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from inbox_agent.parse.html_style import compact, is_hidden

_LONGEST_CELL, _LINES_IN_CELL = 250, 4  # beyond that a table holds paragraphs
_WIDEST = 50  # columns or rows that a cell may span


def layout_tables(tree: LexborHTMLParser) -> frozenset[int]:
    """``mem_id`` of every table around a quote, a rule, or another table that has columns."""
    found: set[int] = set()
    for node in tree.css("table blockquote, table hr"):
        _mark_around(node, found)
    for row in tree.css("table table tr"):
        if _is_wide(row):
            table = _table_of(row)
            if table is not None:
                _mark_around(table, found)
    return frozenset(found)


def grid(table: LexborNode, read: Callable[[LexborNode], str]) -> list[list[str]]:
    """The cells of a data table, each on one line; empty for a table that is there for layout. ``read``: the text
    of a cell."""
    rows = list(_rows(table))
    if not any(map(_is_wide, rows)):
        return []
    found: list[list[str]] = []
    below: dict[int, int] = {}  # column -> rows that a cell from above still covers
    for row in rows:
        cells: list[str] = []
        for cell in _cells(row):
            _fill(cells, below)
            words = _on_one_line(read(cell))
            if words is None:
                return []
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            if high > 1:
                below |= {len(cells) + n: high - 1 for n in range(wide)}
            cells += [words] + [""] * (wide - 1)
        _fill(cells, below)
        found.append(cells)
    return found


def _on_one_line(text: str) -> str | None:
    """A cell's text; None when it is more than a cell of data holds."""
    if "\n" in text:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > _LINES_IN_CELL:
            return None
        text = " ".join(lines)
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_CELL else None


def _fill(cells: list[str], below: dict[int, int]) -> None:
    """Columns that a cell of an earlier row covers are empty here."""
    while below.get(len(cells), 0):
        below[len(cells)] -= 1
        cells.append("")


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """The table's own rows, not those of a table within it."""
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child.iter() if row.tag == "tr")


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    for child in row.iter():
        if child.tag in ("td", "th") and not is_hidden(compact(child.attributes.get("style") or "")):
            yield child


def _is_wide(row: LexborNode) -> bool:
    return sum(child.tag in ("td", "th") for child in row.iter()) > 1


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(max(int(value), 1), _WIDEST) if value.isdecimal() else 1


def _table_of(row: LexborNode) -> LexborNode | None:
    node = row.parent
    while node is not None and node.tag != "table":
        node = node.parent
    return node


def _mark_around(node: LexborNode, found: set[int]) -> None:
    """Mark the tables around a node, up to one that is marked already."""
    around = node.parent
    while around is not None:
        if around.tag == "table":
            if around.mem_id in found:
                return
            found.add(around.mem_id)
        around = around.parent
