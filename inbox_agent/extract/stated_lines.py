"""The lines of a structured order: what each column is, how numbers are written and which code a unit has is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.records import Product
from inbox_agent.catalogue.vocabulary import unit_words
from inbox_agent.catalogue.words import features, fold
from inbox_agent.extract.items import BY_NUMBER, UNEXPLAINED, Item, identify
from inbox_agent.extract.lines import make_line
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Asked, Candidate, Document, Doubt, Evidence, Line, Row, Table

_LISTS = {"x12": "x12"}  # kind of document -> its list in rules/unit_codes.toml; "un" for all others
_WHOLE_NAME, _OTHER_NAME = 0.93, 0.85  # named in full, or almost, beside a number of ours that nobody knows
_CENT, _SHARE = Decimal("0.02"), Decimal("0.001")  # by which a total may differ

Cells = Mapping[str, str]  # role -> text


def read(document: Document, knowledge: Knowledge) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """All lines of a structured document, and what is doubtful in them."""
    lines: list[Line] = []
    doubts: list[Doubt] = []
    codes = knowledge.rules.unit_codes.get(_LISTS.get(document.kind, "un"), {})
    for table in document.tables:
        for row in table.rows:
            line, found = _line(row, table, codes, knowledge)
            lines.append(line)
            doubts += found
    return tuple(lines), tuple(doubts)


def _line(row: Row, table: Table, codes: Mapping[str, str], knowledge: Knowledge) -> tuple[Line, list[Doubt]]:
    cells = dict(zip(table.roles or (), (cell.text for cell in row.cells), strict=True))
    value, price, total = (_decimal(cells[role]) for role in ("quantity", "price", "total"))
    unit, factor = _unit(cells["unit"], codes, knowledge.rules)
    item = _item(cells, unit, knowledge.products)
    written = "\t".join(cell.text for cell in row.cells if cell.text)
    evidence = (Evidence(table.source, written, f"line: {item.rule}", row=row.number),)
    said = cells["name"] or cells["sku"] or cells["gtin"] or cells["their_sku"] or f"# {row.number}"
    asked = Asked(cells["quantity"] or None, cells["unit"] or None, said)
    stated = price / factor if price is not None else None
    line = make_line(item, value * factor if value is not None else None, unit, asked, evidence, knowledge, stated)
    return line, [*_unit_doubts(line, cells, unit), *_total_differs(line, value, price, total)]


def _decimal(text: str) -> Decimal | None:
    """A number as readers/structured.py writes it; None for anything else."""
    return Decimal(text) if re.fullmatch(r"-?\d{1,15}(?:\.\d{1,12})?", text) else None


def _unit(code: str, codes: Mapping[str, str], rules: Rules) -> tuple[str | None, Decimal]:
    """(our unit, how many of it): "12 each" for a dozen. A code that nobody knows never converts."""
    plain = code.strip()
    if not plain:
        return None, Decimal(1)
    capital = plain.upper()
    named = codes.get(capital) or (codes.get(capital[1:]) if capital[:1] == "X" and len(capital) == 3 else None)
    if named is None:
        return unit_words(rules).get(fold(plain), f"?{plain}"), Decimal(1)
    count, _, unit = named.rpartition(" ")
    return unit, Decimal(count or 1)


# ---- which product ---------------------------------------------------------------------------------------------------


def _item(cells: Cells, unit: str | None, index: ProductIndex) -> Item:
    """By our number, by GTIN, else by name. Numbers that disagree, with each other or with the name, name nothing."""
    numbered = {p.sku: p for p in (_numbered(cells["sku"], index), _coded(cells["gtin"], index)) if p is not None}
    named = identify(cells["name"], unit, index) if cells["name"] else None
    if len(numbered) > 1:
        candidates = tuple(Candidate(sku, 0.8) for sku in numbered)
        return Item(None, UNEXPLAINED, "numbers disagree", candidates, ambiguous=True)
    if numbered:
        return _checked(next(iter(numbered.values())), named, " ".join((cells["name"], cells["note"])), index)
    if named is None:
        return Item(None, 0.5, "unknown number")
    most = _WHOLE_NAME if named.rule == "whole name" else _OTHER_NAME
    strange = cells["sku"] and named.rule != "number"  # it is said to be our number, and nobody knows it
    return replace(named, confidence=min(named.confidence, most)) if strange else named


def _numbered(number: str, index: ProductIndex) -> Product | None:
    """Our own number, exactly or however it was copied."""
    exact = index.get(number.strip())
    if exact is not None:
        return exact
    hits = index.codes_in(number)
    products = hits[0].products if len(hits) == 1 and number[hits[0].start : hits[0].end] == number.strip() else ()
    return products[0] if len(products) == 1 else None


def _coded(gtin: str, index: ProductIndex) -> Product | None:
    """By GTIN, which is written with more or fewer zeros before it; or by a maker's number."""
    forms = (gtin, gtin.lstrip("0"), gtin.zfill(13), gtin.zfill(14)) if gtin.isdigit() else (gtin,)
    return next((product for form in forms if form and (product := _numbered(form, index))), None)


def _checked(product: Product, named: Item | None, said: str, index: ProductIndex) -> Item:
    """The numbered product, unless the words beside the number are those of another one."""
    wrong = index.contradicts(product, features(said, index.rules))
    other = named.product if named is not None and named.confidence >= _WHOLE_NAME and not named.unexplained else None
    if not wrong and (other is None or other.sku == product.sku):
        return Item(product, BY_NUMBER, "number", (Candidate(product.sku, BY_NUMBER),))
    skus = dict.fromkeys((product.sku, *([other.sku] if other else [])))
    candidates = tuple(Candidate(sku, 0.8) for sku in skus)
    return Item(product, UNEXPLAINED, "number, described otherwise", candidates, unexplained=wrong)


# ---- what is doubtful ------------------------------------------------------------------------------------------------


def _unit_doubts(line: Line, cells: Cells, unit: str | None) -> Sequence[Doubt]:
    if unit is None or not unit.startswith("?"):
        return ()
    return (Doubt("unknown_unit", line.evidence, {"item": line.name, "unit": cells["unit"]}),)


def _total_differs(line: Line, value: Decimal | None, price: Decimal | None, total: Decimal | None) -> Sequence[Doubt]:
    """Quantity times price is not the line's total: one of the three is a slip."""
    if value is None or price is None or total is None:
        return ()
    sums = {quantity * price for quantity in (value, line.quantity) if quantity is not None}
    if any(abs(total - one) <= max(_CENT, abs(total) * _SHARE) for one in sums):
        return ()
    values = {"item": line.name, "asked": f"{value} × {price}", "total": str(total)}
    return (Doubt("contradictory_quantity", line.evidence, values),)
