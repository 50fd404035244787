"""A reviewer's corrections."""

from datetime import date
from decimal import Decimal

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer, Product
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Address, Asked, Evidence, Finding, Intent, Line, Reading
from inbox_agent.service.edits import EditError, edited

WORDS = (Evidence("body", "two ropes", "test", 0, 9),)
ASKED = Asked("two", None, "ropes")
READING = Reading(
    Finding(Intent.ORDER, 0.9, WORDS),
    lines=(
        Line(None, "ropes", Decimal(2), None, ASKED, 0.4, WORDS),
        Line("C-2", "Cleat", None, "each", ASKED, 0.6, WORDS),
    ),
    po_number=Finding("PO-1", 0.9, WORDS),
)
RECORD = Address(street="Quay 4", postcode="1010", city="Wien", country="AT")


@pytest.fixture(scope="module")
def knowledge(rules: Rules) -> Knowledge:
    products = [Product("R-1", "Rope", "m", Decimal("1.20")), Product("C-2", "Cleat", "each", Decimal("6.50"))]
    customers = Customers([Customer("ann@buyer.example", ship_to=RECORD)])
    return Knowledge(ProductIndex(products, rules), customers, PriceList(), rules)


def test_a_line_gets_its_product_and_keeps_what_was_asked(knowledge: Knowledge) -> None:
    (line, _) = edited(READING, ["line.1.sku=R-1"], knowledge, "Eva").lines
    assert (line.sku, line.name, line.unit, line.quantity) == ("R-1", "Rope", "m", Decimal(2))
    assert (line.asked, line.confidence) == (ASKED, 1.0)
    assert line.evidence == (*WORDS, Evidence("reviewer", "line.1.sku=R-1", "edit by Eva"))


@pytest.mark.parametrize(("written", "quantity"), [("12", "12"), ("2.5", "2.5"), ("2,5", "2.5")])
def test_a_line_gets_its_quantity(knowledge: Knowledge, written: str, quantity: str) -> None:
    lines = edited(READING, [f"line.2.quantity={written}"], knowledge, "Eva").lines
    assert lines[1].quantity == Decimal(quantity)


def test_lines_are_added_and_taken_away(knowledge: Knowledge) -> None:
    reading = edited(READING, ["line.3.sku=R-1", "line.3.quantity=5", "line.1.delete=yes"], knowledge, "Eva")
    assert [(line.sku, line.quantity) for line in reading.lines] == [("C-2", None), ("R-1", Decimal(5))]


def test_a_part_of_the_address_on_record_is_corrected(knowledge: Knowledge) -> None:
    reading = edited(READING, ["customer=ann@buyer.example", "ship_to.city=Linz"], knowledge, "Eva")
    assert reading.ship_to is not None
    assert reading.ship_to.value == Address(street="Quay 4", postcode="1010", city="Linz", country="AT")


def test_fields_are_set_and_cleared(knowledge: Knowledge) -> None:
    edits = ["po_number=", "requested_date=2026-05-31", "payment_method=card", "bill_to.country=de"]
    reading = edited(READING, edits, knowledge, "Eva")
    assert reading.po_number is None
    assert reading.requested_date is not None and reading.requested_date.value == date(2026, 5, 31)
    assert reading.payment_method is not None and reading.payment_method.value == "card"
    assert reading.bill_to is not None and reading.bill_to.value == Address(country="DE")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ("colour=red", "write one of line, ship_to"),
        ("line.1.sku", "write one of line, ship_to"),
        ("line.1.sku=ZZ", 'the catalogue has no "ZZ"'),
        ("line.9.quantity=1", "there are lines 1 to 2; 3 adds one"),
        ("line.1.colour=red", "line.N.sku"),
        ("line.1.quantity=many", "a number above 0"),
        ("line.1.quantity=-1", "a number above 0"),
        ("line.1.quantity=1.234,5", "a number above 0"),
        ("ship_to.planet=Mars", "ship_to.{name|company|street"),
        ("ship_to.country=Austria", "two letters"),
        ("requested_date=31.05.2026", "2026-05-31"),
        ("payment_method=gold", "invoice, card"),
        ("customer=nobody@nowhere.example", "no customer has"),
    ],
)
def test_what_cannot_be_done_is_said(knowledge: Knowledge, edit: str, words: str) -> None:
    with pytest.raises(EditError) as error:
        edited(READING, [edit], knowledge, "Eva")
    assert edit in str(error.value)
    assert words in str(error.value)
