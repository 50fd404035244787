"""Reads the lines of an order table, in an attachment or in the text itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from inbox_agent.catalogue.words import features
from inbox_agent.extract import columns, quantities
from inbox_agent.extract.items import UNEXPLAINED, Item, identify, in_own_unit
from inbox_agent.extract.lines import make_line
from inbox_agent.extract.numbers import parse_digits
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Asked, Cell, Doubt, Evidence, Line, Row, Table

DOUBTED = 0.8  # a remark beside a row says another quantity
_GAP = re.compile(r"\t+| {2,}|\s*\|\s*")
_MONEY = re.compile(r"\d+(?:[.,'’]\d+)*")


@dataclass(frozen=True, slots=True)
class TableLines:
    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...]
    covered: tuple[tuple[int, int], ...]  # of the passage, for a table that stands in text


def in_text(text: str, source: str) -> tuple[Table, ...]:
    """Tables that stand in text: two or more lines in a row with a tab, a bar, or gaps of two blanks between cells."""
    tables: list[Table] = []
    rows: list[Row] = []
    at = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        cells = _cells(line, at)
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
    found = columns.header(table, knowledge.rules) or columns.guessed(table, knowledge.products)
    if found is None:
        return None
    at, roles = found
    lines: list[Line] = []
    doubts: list[Doubt] = []
    used: list[Row] = [table.rows[at]] if at >= 0 else []
    for row in table.rows[at + 1 :]:
        if columns.is_total(row, knowledge.rules):
            used.extend(r for r in table.rows[table.rows.index(row) :] if _only_sums(r))
            break
        line = _line(row, table, roles, language, knowledge, text)
        used.append(row)
        if line is not None:
            lines.append(line)
            doubts.extend(_sum_differs(line, row, roles, language))
    if not any(line.sku or line.candidates for line in lines) and at < 0:
        return None
    return TableLines(tuple(lines), tuple(doubts), tuple(_span(row) for row in used if row.cells[0].start is not None))


def _span(row: Row) -> tuple[int, int]:
    starts = [c.start for c in row.cells if c.start is not None]
    return min(starts), max(c.start + len(c.text) for c in row.cells if c.start is not None)


def _only_sums(row: Row) -> bool:
    return any(_MONEY.search(c.text) for c in row.cells)


def _line(
    row: Row, table: Table, roles: Mapping[int, str], language: str, knowledge: Knowledge, text: str
) -> Line | None:
    def cell(role: str) -> str:
        return " ".join(c.text.strip() for i, c in enumerate(row.cells) if roles.get(i) == role and c.text.strip())

    said = ", ".join(filter(None, (cell("name"), cell("size"))))
    number = cell("sku")
    written = cell("quantity")
    if not (said or number) or not re.search(r"\w", written):
        return None
    value, unit, unit_text = _quantity(written, cell("unit"), language, knowledge)
    if value == 0:  # a stock sheet lists what is not needed, too
        return None
    item = _item(number, said, unit, knowledge)
    evidence = (_evidence(row, table, item.rule, text),)
    asked = Asked(written, unit_text, said or number)
    price = _price(cell("price"))
    line = make_line(item, value, unit, asked, evidence, knowledge, price)
    remarks = [c.text for i, c in enumerate(row.cells) if roles.get(i) == "note" or i > max(roles)]
    remarks = [text for text in remarks if re.search(r"[^\W\d_]{3}", text)]
    return _with_remarks(line, value, remarks, language, knowledge)


def _with_remarks(
    line: Line, value: Decimal | None, remarks: Sequence[str], language: str, knowledge: Knowledge
) -> Line:
    """A quantity in a remark beside the row must be the row's own, said otherwise ("2 boxes"), or that of its pack."""
    product = knowledge.products.get(line.sku or "")
    if product is None or line.quantity is None:
        return line
    known = {line.quantity, value, *product.packs.values()}
    for remark in remarks:
        sizes = [f for f in features(remark, knowledge.rules) if f.hard and knowledge.products.describes(product, f)]
        for said in quantities.find(remark, language, knowledge.rules):
            if (
                said.value is None
                or said.value in known
                or any(f.start < said.end and said.start < f.end for f in sizes)
            ):
                continue
            amount = in_own_unit(said.value, said.unit, product, knowledge.rules)
            if amount is not None and amount.quantity != line.quantity:
                return replace(line, confidence=min(line.confidence, DOUBTED))
    return line


def _quantity(
    written: str, unit_cell: str, language: str, knowledge: Knowledge
) -> tuple[Decimal | None, str | None, str | None]:
    """Value and unit of a quantity cell ("3", "3 Sack", "1.000") and the unit column beside it."""
    found = quantities.find(written, language, knowledge.rules)
    if len(found) != 1:
        plain = re.fullmatch(r"\d+(?:[.,]\d+)?", written.strip())
        value = parse_digits(plain.group(), language) if plain else None
        unit, unit_text = None, None
    else:
        value, unit, unit_text = found[0].value, found[0].unit, found[0].unit_text
    if unit_cell:
        named = quantities.find(f"1 {unit_cell}", language, knowledge.rules)
        if named and (named[0].unit or named[0].value != 1) and value is not None and named[0].value is not None:
            value, unit, unit_text = value * named[0].value, named[0].unit, unit_cell  # "doz" is twelve
        elif unit is None:
            unit, unit_text = f"?{unit_cell}", unit_cell  # a unit that nobody knows never converts
    return value, unit, unit_text


def _item(number: str, said: str, unit: str | None, knowledge: Knowledge) -> Item:
    """By number, checked against the description beside it; by description when the number is not ours."""
    index = knowledge.products
    exact = index.get(number.strip()) if number else None
    if exact is not None and not index.codes_in(number):
        return _checked(Item(exact, 0.99, "number"), said, knowledge)
    if number and index.codes_in(number):
        return _checked(identify(number, unit, index), said, knowledge)
    if not said:
        return identify(number, unit, index)
    item = identify(said, unit, index)
    if number and item.product is not None and item.rule != "number" and re.search(r"\d", number):
        return replace(item, confidence=min(item.confidence, 0.93))  # their own number, or an old one of ours
    return item


def _checked(item: Item, said: str, knowledge: Knowledge) -> Item:
    if item.product is None or not said:
        return item
    wrong = knowledge.products.contradicts(item.product, features(said, knowledge.rules))
    return replace(item, confidence=UNEXPLAINED, unexplained=wrong) if wrong else item


def _price(written: str) -> Decimal | None:
    numbers = _MONEY.findall(written)
    if len(numbers) != 1:
        return None
    return money(numbers[0])


def money(written: str) -> Decimal:
    """An amount of money: the last mark with one, two or four digits behind it is the decimal one, in any language.

    >>> money("1.234,50"), money("0.015"), money("12,90"), money("1,250.00")
    (Decimal('1234.50'), Decimal('0.015'), Decimal('12.90'), Decimal('1250.00'))
    """
    marks = re.findall(r"[.,'’]", written)
    if not marks:
        return Decimal(written)
    whole, _, rest = written.rpartition(marks[-1])
    if len(rest) == 3 and whole != "0" and len(marks) == 1 and marks[0] != ".":
        return Decimal(whole + rest)
    return Decimal(re.sub(r"[.,'’]", "", whole) + "." + rest)


def _sum_differs(line: Line, row: Row, roles: Mapping[int, str], language: str) -> list[Doubt]:
    """Quantity times price is not the row's total: one of the three is a slip."""
    totals = [_price(c.text) for i, c in enumerate(row.cells) if roles.get(i) == "total"]
    if line.stated_price is None or line.asked.quantity is None or len(totals) != 1 or totals[0] is None:
        return []
    asked = parse_digits(re.sub(r"[^\d.,'’].*", "", line.asked.quantity) or "0", language)
    candidates = {q * line.stated_price for q in (asked, line.quantity) if q is not None}
    if not candidates or any(
        abs(c - totals[0]) <= max(Decimal("0.02"), totals[0] * Decimal("0.001")) for c in candidates
    ):
        return []
    values = {"item": line.name, "asked": line.asked.quantity, "total": str(totals[0])}
    return [Doubt("contradictory_quantity", line.evidence, values)]


def _evidence(row: Row, table: Table, rule: str, text: str) -> Evidence:
    if text:
        start, end = _span(row)
        return Evidence(table.source, text[start:end], f"table: {rule}", start, end)
    written = "\t".join(c.text for c in row.cells)
    return Evidence(table.source, written, f"table: {rule}", row=row.number, page=table.page)
