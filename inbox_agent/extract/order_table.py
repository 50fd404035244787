"""Reads the lines of an order table, in an attachment or in the text itself."""

import re
from dataclasses import dataclass, field, replace

from inbox_agent.extract import columns, order_row
from inbox_agent.extract.columns import Columns, Roles
from inbox_agent.extract.order_row import Fields, Place
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Cell, Doubt, Line, Row, Table

_GAP = re.compile(r"\t+| {2,}|\s*\|\s*")
_RULER = re.compile(r" *[-=]{2,}(?: [-=]+)+ *")
_DECIMALS = re.compile(r"\d([.,])\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class TableLines:
    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...]
    covered: tuple[tuple[int, int], ...]  # of the passage, for a table that stands in text


def in_text(text: str, source: str) -> tuple[Table, ...]:
    """Tables that stand in text: two or more lines in a row with a tab, a bar, or gaps of two blanks between cells; or
    below a line of dashes that rules off the columns."""
    tables: list[Table] = []
    rows: list[Row] = []
    columns_at: tuple[int, ...] = ()
    at = 0
    written = [*text.split("\n"), ""]
    for number, line in enumerate(written, start=1):
        ruler = _ruler(written[number]) if number < len(written) else ()
        columns_at = ruler or _ruler(line) or (columns_at if line.strip() else ())
        cells = _ruled(line, at, columns_at) if columns_at else _cells(line, at)
        if len(cells) >= 2:
            rows.append(Row(number, cells))
        elif rows and not line.strip() and number <= text.count("\n"):
            pass  # a blank line within a table
        else:
            if len(rows) >= 2:
                tables.append(Table(source, tuple(rows)))
            rows = []
        at += len(line) + 1
    return tuple(tables)


def _ruler(line: str) -> tuple[int, ...]:
    """Where the columns begin below a line of dashes with single blanks between ("--- ------ ----"); () for others."""
    if not _RULER.fullmatch(line):
        return ()
    return tuple(match.start() for match in re.finditer(r"[-=]+", line))


def _ruled(line: str, at: int, starts: tuple[int, ...]) -> tuple[Cell, ...]:
    """Cells of a line between the columns of a ruler; a word that runs over a border belongs where it begins."""
    cells = []
    borders = [_word_start(line, start) for start in starts[1:]]
    for start, end in zip((0, *borders), (*borders, len(line)), strict=True):
        lead = len(line[start:end]) - len(line[start:end].lstrip())
        cells.append(Cell(line[start:end].strip(), at + min(start + lead, len(line))))
    return tuple(cells)


def _word_start(line: str, border: int) -> int:
    """The border, moved behind a word that runs over it."""
    while 0 < border < len(line) and line[border] != " " != line[border - 1]:
        border += 1
    return min(border, len(line))


def _cells(line: str, at: int) -> tuple[Cell, ...]:
    """Cells of a line with their offsets; blanks at its start do not make a cell."""
    cells = []
    start = len(line) - len(line.lstrip(" "))
    for gap in [*_GAP.finditer(line, start), None]:
        end = gap.start() if gap else len(line)
        if line[start:end].strip() or "\t" in line:
            lead = len(line[start:end]) - len(line[start:end].lstrip())
            cells.append(Cell(line[start:end].strip(), at + start + lead))
        start = gap.end() if gap else end
    return tuple(cells)


def read(table: Table, language: str, knowledge: Knowledge, text: str = "") -> TableLines | None:
    """The table's lines; None when it is no order table (no column of quantities beside one of items).

    ``text`` is the passage in which the table stands, for a table found by ``in_text``."""
    found = columns.find(table, knowledge)
    if found is None:
        return None
    lines = read_as(table, found, language, knowledge, text)
    return lines if found.body or any(line.sku or line.candidates for line in lines.lines) else None


def read_as(table: Table, found: Columns, language: str, knowledge: Knowledge, text: str = "") -> TableLines:
    """The lines of a table whose columns are known."""
    reading = _Reading(Place(table, found, language, _numbers(table, found, language), knowledge, text))
    for row in _rows(table, found, knowledge):
        reading.take(row)
    doubts = (*reading.doubts, *order_row.nameless(reading.loose, reading.lines, reading.place))
    used = [*table.rows[: found.body][-1:], *reading.used]
    return TableLines(tuple(reading.lines), doubts, tuple(map(order_row.span, used)) if text else ())


@dataclass
class _Reading:
    """What was read of a table so far."""

    place: Place
    lines: list[Line] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    used: list[Row] = field(default_factory=list)  # rows that are accounted for
    loose: list[Fields] = field(default_factory=list)  # quantities of nothing
    ended: bool = False  # by a sum; what stands below is an item only if it looks like one

    def take(self, row: Row) -> None:
        """A row below the heading."""
        if columns.is_total(row, self.place.knowledge.rules) and not order_row.is_item(row, self.place):
            self.ended = True
            self.used.append(row)
            return
        read = [order_row.read(row, roles, self.place) for roles in self.place.columns.blocks]
        self.lines += (one.line for one in read if one.line)
        self.doubts += (doubt for one in read for doubt in one.doubts)
        self.loose += (one.loose for one in read if one.loose and not self.ended)
        ordered = any(one.line for one in read)
        if ordered or not self.ended or order_row.has_number(row):
            self.used.append(row)
        if not (ordered or self.ended or self.place.text):
            self.doubts += order_row.between(row, self.place)


def _rows(table: Table, found: Columns, knowledge: Knowledge) -> list[Row]:
    """The rows below the heading; one that only gives a number to the row above ("Ihre Art.-Nr.: 4711") joined to it,
    headings that are repeated left out."""
    heading = [c.text for c in table.rows[found.body - 1].cells] if found.body else []
    rows: list[Row] = []
    for row in table.rows[found.body :]:
        if heading and [c.text for c in row.cells] == heading:
            continue
        filled = [i for i, c in enumerate(row.cells) if c.text.strip()]
        if rows and len(filled) == 1 and order_row.labelled(row.cells[filled[0]].text, knowledge.rules).numbers:
            rows[-1] = _joined(rows[-1], row.cells[filled[0]].text, found.blocks[0])
        else:
            rows.append(row)
    return rows


def _joined(row: Row, text: str, roles: Roles) -> Row:
    """A row with more words in its (last) column of names."""
    at = max((i for i, role in roles.items() if role == "name" and i < len(row.cells)), default=len(row.cells) - 1)
    cells = list(row.cells)
    cells[at] = replace(cells[at], text=f"{cells[at].text} {text}".strip())
    return replace(row, cells=tuple(cells))


def _numbers(table: Table, found: Columns, language: str) -> str:
    """The language whose numbers the table writes, by its amounts of money; else the mail's."""
    money = {i for block in found.blocks for i, role in block.items() if role in ("price", "total")}
    texts = (c.text for row in table.rows[found.body :] for i, c in enumerate(row.cells) if i in money)
    marks = {match[1] for text in texts if len(re.findall(r"[.,]", text)) == 1 and (match := _DECIMALS.search(text))}
    return {frozenset("."): "en", frozenset(","): "de"}.get(frozenset(marks), language)
