"""Lines of structured orders: which product, how many of its own unit, and what is left to a person."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Product
from inbox_agent.extract import stated_lines
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Document, Doubt, Line
from inbox_agent.readers.structured import Order, OrderLine

PRODUCTS = [
    Product("TW-10", "Twine natural 10 m", "each", Decimal("2"), ("9521230000017", "MK-9001"), {"box": Decimal(24)}),
    Product("TW-50", "Twine natural 50 m", "each", Decimal("6"), ("9521230000024",), {"case": Decimal(10)}),
    Product("GL-7", "Gloves size 7", "pair", Decimal("3"), (), {"pack": Decimal(12)}),
    Product("SA-1", "Sand", "kg", Decimal("0.4")),
    Product("PA-A4", "Paper A4", "box", Decimal("20")),
]
Read = Callable[..., tuple[Line, tuple[Doubt, ...]]]


@pytest.fixture(scope="module")
def shop(rules: Rules) -> Knowledge:
    return Knowledge(ProductIndex(PRODUCTS, rules), Customers(()), PriceList((), "EUR"), rules)


@pytest.fixture(scope="module")
def read(shop: Knowledge) -> Read:
    def read(kind: str = "edifact", **cells: str) -> tuple[Line, tuple[Doubt, ...]]:
        order = Order("o", kind)
        order.add(OrderLine(10, **{"quantity": "2", **cells}))
        (line,), doubts = stated_lines.read(Document("o", kind, (order.table(),)), shop)
        return line, doubts

    return read


@pytest.mark.parametrize(
    ("kind", "sku", "quantity", "unit", "wanted"),
    [
        ("edifact", "TW-10", "5", "PCE", "5"),
        ("edifact", "TW-10", "5", "", "5"),
        ("ubl", "TW-10", "5", "C62", "5"),
        ("ubl", "TW-10", "5", "H87", "5"),
        ("ubl", "TW-10", "2", "XBX", "48"),
        ("cxml", "TW-10", "2", "BX", "48"),
        ("cxml", "TW-10", "5", "Each", "5"),
        ("opentrans", "TW-10", "5", "Stück", "5"),
        ("opentrans", "TW-10", "2", "Karton", "48"),
        ("edifact", "TW-10", "3", "DZN", "36"),
        ("x12", "TW-10", "3", "DZ", "36"),
        ("x12", "TW-50", "3", "CA", "30"),
        ("ubl", "TW-50", "3", "CS", "30"),
        ("ubl", "GL-7", "4", "PR", "4"),
        ("ubl", "GL-7", "2", "PK", "24"),
        ("edifact", "SA-1", "1.125", "KGM", "1.125"),
        ("edifact", "SA-1", "1500", "GRM", "1.5"),
        ("x12", "SA-1", "25", "KG", "25"),
        ("edifact", "SA-1", "2", "PCE", None),
        ("edifact", "TW-10", "3", "LTR", None),
        ("x12", "TW-10", "3", "PL", None),
        ("edifact", "TW-10", "1.000.000", "PCE", None),
        ("edifact", "TW-10", "", "PCE", None),
        ("edifact", "TW-10", "1e3", "PCE", None),
        ("edifact", "TW-10", "0", "PCE", "0"),
    ],
)
def test_how_many(read: Read, kind: str, sku: str, quantity: str, unit: str, wanted: str | None) -> None:
    line, _ = read(kind, sku=sku, quantity=quantity, unit=unit)
    assert line.sku == sku
    assert line.quantity == (Decimal(wanted) if wanted is not None else None)


def test_a_unit_that_nobody_knows_is_named(read: Read) -> None:
    line, (doubt,) = read(sku="TW-10", unit="Q7X")
    assert line.quantity is None and doubt.code == "unknown_unit" and doubt.values["unit"] == "Q7X"


@pytest.mark.parametrize(
    ("cells", "sku"),
    [
        ({"sku": "TW-10"}, "TW-10"),
        ({"sku": "tw 10"}, "TW-10"),
        ({"gtin": "9521230000017"}, "TW-10"),
        ({"gtin": "09521230000017"}, "TW-10"),
        ({"gtin": "MK-9001"}, "TW-10"),
        ({"sku": "TW-10", "gtin": "9521230000017", "name": "Twine natural 10 m"}, "TW-10"),
        ({"sku": "TW-10", "gtin": "9999999999994"}, "TW-10"),
        ({"their_sku": "77", "name": "Twine natural 50 m"}, "TW-50"),
        ({"name": "Twine natural 50 m"}, "TW-50"),
        ({"sku": "OLD-1", "name": "Twine natural 50 m"}, "TW-50"),
    ],
)
def test_which_product(read: Read, cells: dict[str, str], sku: str) -> None:
    line, _ = read(**cells)
    assert line.sku == sku and line.confidence >= 0.9


@pytest.mark.parametrize(
    "cells",
    [
        {"sku": "TW-10", "gtin": "9521230000024"},
        {"sku": "TW-10", "name": "Twine natural 50 m"},
        {"sku": "TW-10", "name": "Gloves size 7"},
        {"sku": "TW-10", "note": "50 m please"},
        {"sku": "XX-1"},
        {"their_sku": "TW-10"},
        {"sku": "XX-1", "name": "Twine"},
        {"name": "Rope"},
        {},
    ],
)
def test_what_is_not_certain_is_not_confirmed(read: Read, cells: dict[str, str]) -> None:
    line, _ = read(**cells)
    assert line.sku is None or line.confidence < 0.9


@pytest.mark.parametrize(
    ("cells", "differs"),
    [
        ({"price": "2", "total": "4"}, False),
        ({"price": "2", "total": "4.01"}, False),
        ({"price": "2", "total": "5"}, True),
        ({"unit": "BX", "price": "2", "total": "96"}, False),
        ({"unit": "BX", "price": "48", "total": "96"}, False),
        ({"unit": "DZN", "price": "24", "total": "48"}, False),
        ({"price": "2"}, False),
        ({"total": "9"}, False),
    ],
)
def test_a_total_that_is_no_product(read: Read, cells: dict[str, str], differs: bool) -> None:
    _, doubts = read(sku="TW-10", **cells)
    assert [doubt.code for doubt in doubts] == (["contradictory_quantity"] if differs else [])


def test_the_price_of_a_dozen_is_compared_for_one(read: Read) -> None:
    line, _ = read(sku="TW-10", unit="DZN", price="24")
    assert line.stated_price == Decimal(2)


def test_the_evidence_is_the_line_as_the_file_numbers_it(read: Read) -> None:
    line, _ = read(sku="TW-10", unit="PCE")
    assert line.evidence[0].row == 10 and line.evidence[0].text == "TW-10\t2\tPCE"
    assert line.asked == replace(line.asked, quantity="2", unit="PCE", item="TW-10")


def test_every_code_is_a_word_for_a_unit(rules: Rules) -> None:
    words = rules.lexicon("en").mapping("units", "units")
    for codes in rules.unit_codes.values():
        assert {word.rpartition(" ")[2] for word in codes.values()} <= words.keys()
