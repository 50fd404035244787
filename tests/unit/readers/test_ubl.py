"""UBL and Peppol orders: whole files beside what is read, then what single elements mean."""

from pathlib import Path

import pytest

from inbox_agent.lexicon import Rules
from inbox_agent.model import Document
from tests.unit.readers.golden_orders import expected, inputs, one, plain

SPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{0}-2"'
    ' xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"'
)


@pytest.mark.parametrize("path", inputs("ubl"), ids=lambda path: path.name)
def test_golden(rules: Rules, path: Path) -> None:
    assert plain(one(rules, path.name, path.read_bytes())) == expected(path)


def order(inner: str, root: str = "Order") -> bytes:
    return f"<{root} {SPACES.format(root)}><ID>A1</ID>{inner}</{root}>".encode()


def line(inner: str) -> bytes:
    return order(f"<OrderLine><LineItem><ID>1</ID>{inner}</LineItem></OrderLine>")


def stated(document: Document) -> dict[str, object]:
    return {s.key: s.value for s in document.stated}


def cells(document: Document) -> dict[str, str]:
    (row,) = document.tables[0].rows
    return dict(zip(document.tables[0].roles or (), (cell.text for cell in row.cells), strict=True))


@pytest.mark.parametrize(
    ("period", "wanted", "wish"),
    [
        ("<StartDate>2026-11-20</StartDate>", "2026-11-20", None),
        ("<EndDate>2026-11-20</EndDate>", "2026-11-20", None),
        ("<StartDate>2026-11-20</StartDate><EndDate>2026-11-20</EndDate>", "2026-11-20", None),
        ("<StartDate>2026-11-16</StartDate><EndDate>2026-11-20</EndDate>", None, "Delivery 2026-11-16 – 2026-11-20"),
        ("<StartDate>soon</StartDate>", None, None),
    ],
)
def test_the_day_of_delivery(rules: Rules, period: str, wanted: str | None, wish: str | None) -> None:
    found = stated(
        one(rules, "o.xml", order(f"<Delivery><RequestedDeliveryPeriod>{period}</RequestedDeliveryPeriod></Delivery>"))
    )
    assert (found.get("requested_date"), found.get("instructions")) == (wanted, wish)


@pytest.mark.parametrize(
    ("code", "method"), [("48", "card"), ("59", "direct_debit"), ("10", "cash"), ("30", None), ("58", None)]
)
def test_a_credit_transfer_names_no_method(rules: Rules, code: str, method: str | None) -> None:
    means = f"<PaymentMeans><PaymentMeansCode>{code}</PaymentMeansCode></PaymentMeans>"
    assert stated(one(rules, "o.xml", order(means))).get("payment_method") == method


@pytest.mark.parametrize(
    ("price", "read"),
    [
        ("<PriceAmount>48.00</PriceAmount><BaseQuantity unitCode='C62'>100</BaseQuantity>", "0.48"),
        ("<PriceAmount>1.95</PriceAmount>", "1.95"),
        ("<PriceAmount>1.95</PriceAmount><BaseQuantity>0</BaseQuantity>", "1.95"),
        ("", ""),
    ],
)
def test_the_price_for_one(rules: Rules, price: str, read: str) -> None:
    assert cells(one(rules, "o.xml", line(f"<Quantity>5</Quantity><Price>{price}</Price>")))["price"] == read


@pytest.mark.parametrize(("written", "read"), [("5", "5"), ("5.00", "5"), ("1,000.00", "1000"), ("1,000", "1,000")])
def test_numbers_that_can_be_read_in_two_ways_stay_as_they_are(rules: Rules, written: str, read: str) -> None:
    assert cells(one(rules, "o.xml", line(f"<Quantity>{written}</Quantity>")))["quantity"] == read


@pytest.mark.parametrize(("scheme", "read"), [(' schemeID="0160"', "952"), ("", "952"), (' schemeID="0002"', "")])
def test_only_a_gtin_is_one(rules: Rules, scheme: str, read: str) -> None:
    item = f"<Item><StandardItemIdentification><ID{scheme}>952</ID></StandardItemIdentification></Item>"
    assert cells(one(rules, "o.xml", line(item)))["gtin"] == read


@pytest.mark.parametrize(
    ("root", "intent"), [("Order", "order"), ("OrderChange", "change"), ("RequestForQuotation", "quote_request")]
)
def test_what_the_document_is_for(rules: Rules, root: str, intent: str) -> None:
    assert stated(one(rules, "o.xml", order("", root)))["intent"] == intent


@pytest.mark.parametrize("root", ["OrderResponse", "DespatchAdvice", "CreditNote"])
def test_other_documents_are_set_aside(rules: Rules, root: str) -> None:
    assert "no order" in (one(rules, "o.xml", order("", root)).aside or "")


def test_a_place_without_its_address_must_be_looked_up(rules: Rules) -> None:
    delivery = "<Delivery><DeliveryParty><PartyName><Name>{}</Name></PartyName></DeliveryParty></Delivery>"
    buyer = "<BuyerCustomerParty><Party><PartyName><Name>Elm Ltd</Name></PartyName></Party></BuyerCustomerParty>"
    elsewhere = stated(one(rules, "o.xml", order(buyer + delivery.format("Oak Ltd"))))
    assert "Oak Ltd" in str(elsewhere.get("open_matter"))
    assert "open_matter" not in stated(one(rules, "o.xml", order(buyer + delivery.format("Elm Ltd"))))
