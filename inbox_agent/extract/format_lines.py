"""The ordered items of a form: from lines that its patterns matched, and from tables by its own headings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from inbox_agent.catalogue.words import fold
from inbox_agent.extract import order_row, order_table
from inbox_agent.extract.columns import Columns
from inbox_agent.extract.format_fields import rule
from inbox_agent.extract.format_match import Match
from inbox_agent.extract.format_sheet import Sheet
from inbox_agent.extract.headings import Heading, heading
from inbox_agent.extract.order_row import Place
from inbox_agent.extract.order_table import TableLines
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.lexicon.formats import NAMING, Format
from inbox_agent.model import Cell, Doubt, Line, Row, Table

_HEAD = 60  # rows in which the headings are looked for
_OURS = frozenset({"sku", "number"})
_AS = {"item": "name", "thing": "name"}  # a number or words: the catalogue decides


@dataclass(frozen=True, slots=True)
class Items:
    """Lines, what is doubtful in them, and the rows or lines that they were read from."""

    lines: tuple[Line, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    matches: tuple[Match, ...] = ()


def joined(parts: Iterable[Items]) -> Items:
    every = list(parts)
    return Items(
        tuple(line for one in every for line in one.lines),
        tuple(doubt for one in every for doubt in one.doubts),
        tuple(match for one in every for match in one.matches),
    )


# ---- by patterns -----------------------------------------------------------------------------------------------------


def of_match(form: Format, match: Match, language: str, knowledge: Knowledge) -> Items:
    """What a match of a [[line]] orders; nothing for a quantity of 0."""
    sheet, groups = match.sheet, match.groups
    roles = {i: _AS.get(name, name) for i, (name, _) in enumerate(groups)}
    row = Row(match.number, tuple(cell for _, cell in groups))
    table = Table(sheet.source, (row,), sheet.passage.page)
    place = Place(table, Columns(0, (roles,), form.unit), language, form.numbers or language, knowledge)
    proof = sheet.proof(*match.span, rule(form))
    read = order_row.read(row, roles, place)
    lines = (replace(read.line, evidence=(proof,)),) if read.line else ()
    doubts = tuple(replace(doubt, evidence=(proof,)) for doubt in read.doubts)
    if read.loose:
        doubts += (Doubt("unexplained", (proof,), {"text": proof.text[:120]}),)
    return Items(lines, doubts, (match,))


# ---- by headings -----------------------------------------------------------------------------------------------------


def of_table(form: Format, table: Table, sheet: Sheet, language: str, knowledge: Knowledge) -> tuple[Items, int] | None:
    """What a table with the headings of [columns] orders, and the position of its heading. None: another table."""
    for at, row in enumerate(table.rows[:_HEAD]):
        if columns := _columns(form, row, at, knowledge.rules):
            text = "" if sheet.table else sheet.text
            numbers = form.numbers or language
            read = order_table.read_as(table, columns, numbers, knowledge, text)
            return _items(form, table, columns, read, sheet), at
    return None


def _columns(form: Format, row: Row, at: int, rules: Rules) -> Columns | None:
    """The columns below a row of headings: those that the format names, else as everybody calls them. A number that is
    not said to be ours is not, where the format names the column that is."""
    named = {_plain(words): role for words, role in form.columns.items()}
    own = {i: _AS.get(role, role) for i, c in enumerate(row.cells) if (role := named.get(_plain(c.text)))}
    general = {i: found for i, c in enumerate(row.cells) if i not in own and (found := heading(c.text, rules))}
    taken = set(own.values()) | (_OURS if set(own.values()) & _OURS else set())
    roles = {**{i: _free(found, taken) for i, found in general.items()}, **own}
    if not own or "quantity" not in roles.values() or not NAMING & set(roles.values()):
        return None
    unit = next((found.unit for i, found in general.items() if roles[i] == "quantity" and found.unit), None)
    price = next((found for i, found in general.items() if roles[i] == "price"), Heading("price"))
    return Columns(at + 1, (roles,), form.unit or unit, price.per)


def _free(found: Heading, taken: set[str]) -> str:
    role = _AS.get(found.role, found.role)
    return "other" if role in taken else role


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+|[#%]", fold(words)))


def _items(form: Format, table: Table, columns: Columns, read: TableLines, sheet: Sheet) -> Items:
    """With the format as the evidence's rule; each row that orders is a match, the headings and sums are another."""
    lines = tuple(
        replace(line, evidence=tuple(replace(e, rule=rule(form)) for e in line.evidence)) for line in read.lines
    )
    ordered = {e.row if e.start is None else e.start for line in lines for e in line.evidence}
    spans = sheet.rows if sheet.table else tuple(map(order_row.span, table.rows))
    rows = [i for i, row in enumerate(table.rows) if (row.number if sheet.table else spans[i][0]) in ordered]
    matches = [Match("line", "columns", sheet, _groups(table.rows[i], columns), (spans[i],)) for i in rows]
    known = {spans[i] for i in rows}
    others = [span for span in read.covered or (spans[columns.body - 1],) if span not in known]
    headings = Match("heading", "columns", sheet, (), tuple(sorted(others)))
    return Items(lines, read.doubts, (headings, *matches))


def _groups(row: Row, columns: Columns) -> tuple[tuple[str, Cell], ...]:
    roles = columns.blocks[0]
    return tuple((roles[i], cell) for i, cell in enumerate(row.cells) if i in roles and cell.text.strip())
