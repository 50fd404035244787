"""What files state under fields of their own, merged with what the mail's words say."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer, PriceRow, Product
from inbox_agent.extract import sources, stated
from inbox_agent.extract.found import Found
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Address, Asked, Document, Evidence, Finding, Intent, Line, ParsedMail, Person
from inbox_agent.readers.structured import Order, document

HOME = Address(None, "Elm Ltd", "1 Mill Lane", "LS1 4AP", "Leeds", None, "GB")
AWAY = Address(None, "Elm Ltd", "9 Dock Road", "LS9 8HY", "Leeds", None, "GB")
WORDS = Evidence("body", "words", "test", 0, 5)
MAIL = ParsedMail("1.eml", "<1@x.example>", Person("Elm", "buy@elm.example"), "Order",
                  datetime(2026, 11, 9, tzinfo=UTC), None, "words")  # fmt: skip


@pytest.fixture(scope="module")
def shop(rules: Rules) -> Knowledge:
    customers = Customers([Customer("buy@elm.example", "Elm", ship_to=HOME), Customer("new@elm.example", "Elm")])
    prices = PriceList([PriceRow("RO-1", Decimal(5), "USD", customer_email="usd@elm.example")], "GBP")
    return Knowledge(ProductIndex([Product("RO-1", "Rope", "each", Decimal(4))], rules), customers, prices, rules)


def file(name: str = "o.edi", **fields: str | Address) -> Document:
    order = Order(name, "test")
    for key, value in fields.items():
        order.say(key, value, f"raw {key}", 3)
    return document(name, "edifact", [order])


def said(value: object) -> Found:  # type: ignore[type-arg]
    return Found(Finding(value, 0.92, (WORDS,)))


# ---- one value -----------------------------------------------------------------------------------------------------


def test_only_the_file_says_it() -> None:
    found = stated.text("po_number", "contradictory_po", Found(), [file(po_number="A-1")])
    assert found.finding and (found.finding.value, found.finding.confidence) == ("A-1", stated.SURE)
    assert found.finding.evidence[0].row == 3


def test_only_the_words_say_it() -> None:
    assert stated.text("po_number", "contradictory_po", said("A-1"), [file()]) == said("A-1")


@pytest.mark.parametrize("written", ["A-1", "a1", "A/1"])
def test_both_say_the_same(written: str) -> None:
    found = stated.text("po_number", "contradictory_po", said(written), [file(po_number="A-1")])
    assert found.finding and found.finding.value == "A-1" and not found.doubts
    assert {e.source for e in found.finding.evidence} == {"body", "o.edi"}


@pytest.mark.parametrize("documents", [[file(po_number="A-2")], [file(po_number="A-1"), file("b", po_number="A-2")]])
def test_two_that_differ_are_a_doubt(documents: list[Document]) -> None:
    found = stated.text("po_number", "contradictory_po", said("A-1"), documents)
    assert [d.code for d in found.doubts] == ["contradictory_po"] and "A-2" in found.doubts[0].values["values"]
    assert found.finding and found.finding.confidence == 0.5


def test_two_orders_in_one_file_are_two_numbers() -> None:
    one, two = Order("o", "test"), Order("o", "test")
    one.say("po_number", "A-1", "raw")
    two.say("po_number", "A-2", "raw")
    found = stated.text("po_number", "contradictory_po", Found(), [document("o", "x12", [one, two])])
    assert [d.code for d in found.doubts] == ["contradictory_po"]


def test_dates() -> None:
    wanted = date(2026, 11, 20)
    same = stated.day(said(wanted), [file(requested_date="2026-11-20")])
    other = stated.day(said(wanted), [file(requested_date="2026-11-21")])
    assert same.finding and same.finding.value == wanted and not same.doubts
    assert [d.code for d in other.doubts] == ["contradictory_date"]


# ---- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "fields", "sender", "value", "doubtful"),
    [
        (None, {"ship_to": AWAY}, "buy@elm.example", AWAY, False),
        (AWAY, {"ship_to": AWAY}, "buy@elm.example", AWAY, False),
        (HOME, {"ship_to": AWAY}, "buy@elm.example", AWAY, True),
        (None, {"buyer": HOME}, "buy@elm.example", None, False),
        (None, {"buyer": HOME}, "stranger@elm.example", HOME, False),
        (None, {"buyer": HOME}, "new@elm.example", HOME, False),
        (AWAY, {"buyer": HOME}, "stranger@elm.example", AWAY, False),
        (None, {"buyer": HOME, "ship_to": AWAY}, "stranger@elm.example", AWAY, False),
    ],
)
def test_where_the_goods_go(
    shop: Knowledge,
    words: Address | None,
    fields: dict[str, Address],
    sender: str,
    value: Address | None,
    doubtful: bool,
) -> None:
    mail = ParsedMail("1", "<1>", Person("", sender), "", None, None, "")
    found = stated.address("ship_to", said(words) if words else Found(), [file(**fields)], mail, shop)
    assert (found.finding.value if found.finding else None) == value
    assert bool(found.doubts) is doubtful


@pytest.mark.parametrize(
    ("written", "code"),
    [("GB", "GB"), ("Deutschland", "DE"), ("United Kingdom", "GB"), ("gb", "GB"), ("Atlantis", None)],
)
def test_the_country_as_a_code_or_a_name(shop: Knowledge, written: str, code: str | None) -> None:
    place = Address(None, None, "1 Mill Lane", "LS1 4AP", "Leeds", None, written)
    found = stated.address("ship_to", Found(), [file(ship_to=place)], MAIL, shop)
    assert found.finding and found.finding.value.country == code


# ---- wishes and reasons --------------------------------------------------------------------------------------------


def test_wishes_of_mail_and_file_are_one_line() -> None:
    one = Order("o.edi", "test")
    one.say("instructions", "Ring twice", "raw")
    one.say("instructions", "Gate B.", "raw")
    words = Found(Finding("no plastic", 0.9, (Evidence("body", "no plastic", "test", 0, 10),)))
    found = stated.wishes(words, [document("o.edi", "edifact", [one])])
    assert found.finding and found.finding.value == "no plastic; Ring twice; Gate B."


def test_only_the_free_text_of_a_structured_order_is_searched() -> None:
    order = file(po_number="77-1", ship_to=AWAY, instructions="Ring at gate B", payment_terms="net 30")
    (passage,) = sources.passages(ParsedMail("1", "<1>", Person("", ""), "", None, None, ""), [order])
    assert passage.text.split() == ["Ring", "at", "gate", "B", "net", "30"]
    shown = order.passages[0].text
    assert [c for c, s in zip(passage.text, shown, strict=True) if c not in (s, " ")] == []


@pytest.mark.parametrize(
    ("currency", "sender", "code"),
    [
        ("GBP", "buy@elm.example", None),
        ("USD", "buy@elm.example", "mixed_currency"),
        ("USD", "usd@elm.example", None),
        ("GBP", "usd@elm.example", "mixed_currency"),
    ],
)
def test_a_currency_that_is_not_this_customers(shop: Knowledge, currency: str, sender: str, code: str | None) -> None:
    customers = Customers([Customer("usd@elm.example", "Elm")])
    known = Knowledge(shop.products, customers, shop.prices, shop.rules)
    mail = ParsedMail("1", "<1>", Person("", sender), "", datetime(2026, 11, 9, tzinfo=UTC), None, "")
    line = Line("RO-1", "Rope", Decimal(3), "each", Asked("3", None, "RO-1"), 0.99, (WORDS,))
    found = stated.doubts([file(currency=currency)], [line], mail, known)
    assert [d.code for d in found] == ([code] if code else [])


def test_what_the_file_leaves_open_is_a_reason(shop: Knowledge) -> None:
    (doubt,) = stated.doubts([file(open_matter="an allowance of 3 %")], (), MAIL, shop)
    assert doubt.code == "open_matter" and doubt.values["text"] == "an allowance of 3 %" and doubt.evidence[0].row == 3


def test_what_documents_say_that_they_are() -> None:
    found = stated.intents([file(intent="order"), file("b", intent="change"), file("c", intent="order")])
    assert [f.value for f in found] == [Intent.ORDER, Intent.CHANGE]
