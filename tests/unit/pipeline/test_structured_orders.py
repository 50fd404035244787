"""Mails of order programs: next to nothing in the body, the order attached as EDIFACT, UBL, X12, cXML or openTRANS."""

from collections.abc import Callable
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import pytest

from inbox_agent import pipeline
from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer, Product
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Address, Outcome, RawMail, Route

ORDERS = Path(__file__).parents[2] / "golden" / "orders"
HOME = Address(None, "Lindenbau Handels GmbH", "Marktweg 1", "34117", "Kassel", None, "DE")
PRODUCTS = [
    Product("FK-200", "Faltkarton 200 x 150 x 100 mm", "each", Decimal("0.48"),
            ("9521230000017", "Folding box 200 x 150 x 100 mm"), {"pallet": Decimal(2400)}),
    Product("FK-300", "Faltkarton 300 x 215 x 140 mm", "each", Decimal("0.724"),
            ("Folding box 300 x 215 x 140 mm",), {"pallet": Decimal(1200)}),
    Product("KB-50", "Klebeband PP braun 50 mm x 66 m", "roll", Decimal("1.95"),
            ("9521230000031", "Packing tape brown 50 mm"), {"box": Decimal(36)}),
    Product("LP-120", "Luftpolsterfolie 120 cm", "m", Decimal("0.90"), ("9521230000055",)),
    Product("SF-20", "Stretchfolie 20 my transparent", "roll", Decimal("5.80"),
            ("9521230000062", "Stretch film 20 my"), {"box": Decimal(6)}),
]  # fmt: skip


@pytest.fixture(scope="module")
def shop(rules: Rules) -> Knowledge:
    customers = Customers([Customer("einkauf@lindenbau.example", "Lindenbau Handels GmbH", ship_to=HOME)])
    return Knowledge(ProductIndex(PRODUCTS, rules), customers, PriceList((), "EUR"), rules)


@pytest.fixture(scope="module")
def sent(shop: Knowledge) -> Callable[..., Outcome]:
    def sent(
        *files: tuple[str, bytes],
        body: str = "",
        subject: str = "Bestellung",
        sender: str = "einkauf@lindenbau.example",
    ) -> Outcome:
        mail = EmailMessage()
        mail["From"] = f"Einkauf <{sender}>"
        mail["To"] = "auftrag@packwerk.example"
        mail["Subject"] = subject
        mail["Message-ID"] = "<1@lindenbau.example>"
        mail["Date"] = "Mon, 09 Nov 2026 09:00:00 +0100"
        mail.set_content(body)
        for name, data in files:
            mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
        return pipeline.process(RawMail(mail.as_bytes()), shop)

    return sent


def file(path: str) -> tuple[str, bytes]:
    return path.rpartition("/")[2], (ORDERS / path).read_bytes()


def lines(outcome: Outcome) -> dict[str | None, str]:
    return {line.sku: str(line.quantity) for line in outcome.reading.lines}


MINIMAL = [
    "edifact/minimal.edi",
    "ubl/peppol_minimal.xml",
    "x12/minimal.x12",
    "cxml/minimal.xml",
    "opentrans/minimal.xml",
]
COVERS = [
    ("Bestellung 4711", ""),
    (
        "Bestellung",
        "Guten Tag,\n\nanbei unsere Bestellung.\n\nMit freundlichen Grüßen\nEinkauf\nLindenbau Handels GmbH",
    ),
    ("ORDERS 20261109", "Diese E-Mail enthält eine Bestellung im Anhang."),
    ("Purchase order", "Please find attached our purchase order.\n\nKind regards\nPurchasing"),
    ("New order", ""),
]


@pytest.mark.parametrize("path", MINIMAL)
@pytest.mark.parametrize(("subject", "body"), COVERS)
def test_accepted_with_no_more_than_the_file(sent: Callable[..., Outcome], path: str, subject: str, body: str) -> None:
    outcome = sent(file(path), body=body, subject=subject.removesuffix(" 4711"))
    assert outcome.decision.route is Route.ACCEPT, outcome.decision.reasons
    assert lines(outcome) == ({"KB-50": "24"} if "x12" in path else {"FK-200": "50"})


@pytest.mark.parametrize(
    ("path", "ordered"),
    [
        ("edifact/eancom_full.edi", {"FK-200": "400", "KB-50": "72", "LP-120": "1.5"}),
        ("edifact/wrapped_latin1.edi", {"SF-20": "6"}),
        ("x12/retail_5010.x12", {"FK-200": "400", "KB-50": "108", "FK-300": "100"}),
        ("ubl/sbdh_english.xml", {"SF-20": "12"}),
        ("cxml/procurement_full.xml", {"FK-200": "1200", "KB-50": "108"}),
        ("cxml/bare_utf16.xml", {"FK-300": "100"}),
        ("opentrans/version_1_0.xml", {"KB-50": "72"}),
        ("opentrans/shop_full.xml", {"FK-200": "400", "SF-20": "6"}),
    ],
)
def test_accepted_as_a_program_sends_it(
    sent: Callable[..., Outcome], path: str, ordered: dict[str | None, str]
) -> None:
    outcome = sent(file(path))
    assert outcome.decision.route is Route.ACCEPT, outcome.decision.reasons
    assert lines(outcome) == ordered


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("edifact/change.edi", {"change"}),
        ("edifact/cancelled.edi", {"cancellation"}),
        ("x12/change_860.x12", {"change"}),
        ("x12/cancelled.x12", {"cancellation"}),
        ("ubl/order_change.xml", {"change"}),
        ("ubl/order_cancellation.xml", {"cancellation"}),
        ("cxml/update.xml", {"change"}),
        ("cxml/delete.xml", {"cancellation"}),
        ("opentrans/order_change.xml", {"change"}),
        ("edifact/invoice.edi", {"other"}),
        ("ubl/invoice.xml", {"other"}),
        ("edifact/two_orders.edi", {"contradictory_po", "contradictory_date"}),
        ("x12/newlines_two_orders.x12", {"contradictory_po"}),
        ("edifact/truncated.edi", {"unreadable_attachment"}),
        ("edifact/wrong_counts.edi", {"unreadable_attachment"}),
        ("x12/truncated.x12", {"unreadable_attachment"}),
        ("x12/wrong_counts.x12", {"unreadable_attachment"}),
        ("ubl/truncated.xml", {"unreadable_attachment"}),
        ("ubl/entities.xml", {"unreadable_attachment"}),
        ("cxml/external_entity.xml", {"unreadable_attachment"}),
        ("opentrans/truncated.xml", {"unreadable_attachment"}),
        ("ubl/other_order.xml", {"unreadable_attachment"}),
        ("edifact/to_settle.edi", {"open_matter", "unclear_quantity"}),
        ("x12/to_settle.x12", {"open_matter", "mixed_currency", "unknown_unit", "price_differs"}),
        ("ubl/to_settle.xml", {"open_matter", "unclear_quantity", "unreadable_attachment"}),
        ("cxml/to_settle.xml", {"open_matter", "mixed_currency", "card_data", "price_differs"}),
        ("opentrans/to_settle.xml", {"open_matter", "unknown_unit", "card_data", "unreadable_attachment"}),
    ],
)
def test_left_to_a_person(sent: Callable[..., Outcome], path: str, codes: set[str]) -> None:
    outcome = sent(file(path))
    assert outcome.decision.route is Route.REVIEW
    assert codes <= {reason.code for reason in outcome.decision.reasons}


def test_every_field_comes_from_its_own_place(sent: Callable[..., Outcome]) -> None:
    reading = sent(file("cxml/procurement_full.xml"), subject="Purchase order 4500098765").reading
    assert reading.po_number and reading.po_number.value == "4500098765"
    assert {e.source for e in reading.po_number.evidence} == {"subject", "procurement_full.xml"}
    assert reading.requested_date and str(reading.requested_date.value) == "2026-11-26"
    assert reading.payment_method and reading.payment_method.value == "invoice"
    assert reading.ship_to and reading.ship_to.value.postcode == "LS9 8HY" and reading.ship_to.value.country == "GB"
    assert reading.bill_to and reading.bill_to.value.city == "York"
    assert reading.instructions and "Ring the bell at gate B." in reading.instructions.value
    assert [line.evidence[0].row for line in reading.lines] == [1, 2]


@pytest.mark.parametrize(
    ("subject", "body", "code"),
    [
        ("Order HW/3310", "", None),
        ("Order HW/3310", "Please deliver by 27 November 2026, order attached.", None),
        ("Order HW/3310", "Please deliver by 30 November 2026, order attached.", "contradictory_date"),
        ("Order HW/3311", "Order attached.", "contradictory_po"),
        ("Order", "Order attached. Please deliver to:\nJane Hill\n12 High Street\nYork\nYO1 8AB", "two_addresses"),
        ("Order", "Order attached. We pay by credit card.", "contradictory_payment"),
        ("Order", "Order attached. Please also send 5 rolls of packing tape brown 50 mm.", "body_and_attachment"),
        ("Order", "Order attached.\nThe last delivery was damaged and two rolls were missing.", "complaint"),
    ],
)
def test_mail_and_file_together(sent: Callable[..., Outcome], subject: str, body: str, code: str | None) -> None:
    outcome = sent(file("ubl/sbdh_english.xml"), subject=subject, body=body)
    codes = {reason.code for reason in outcome.decision.reasons}
    assert (code in codes) if code else not codes


PRINTED = "Pos;Artikel;Bezeichnung;Menge;Einheit\n1;FK-200;Faltkarton 200 x 150 x 100 mm;{0};Stück\n"


@pytest.mark.parametrize(("quantity", "route"), [("50", Route.ACCEPT), ("60", Route.REVIEW)])
def test_the_printed_form_beside_the_file_is_the_same_order(
    sent: Callable[..., Outcome], quantity: str, route: Route
) -> None:
    outcome = sent(file("edifact/minimal.edi"), ("bestellung.csv", PRINTED.format(quantity).encode()))
    assert outcome.decision.route is route
    assert lines(outcome) == {"FK-200": "50"}


@pytest.mark.parametrize(
    ("path", "place"), [("edifact/eancom_full.edi", "28217"), ("cxml/procurement_full.xml", "LS9 8HY")]
)
def test_a_new_customer_whose_file_gives_everything(sent: Callable[..., Outcome], path: str, place: str) -> None:
    outcome = sent(file(path), sender="neu@otter.example")
    assert outcome.decision.route is Route.ACCEPT, outcome.decision.reasons
    assert outcome.reading.ship_to and outcome.reading.ship_to.value.postcode == place


def test_the_buyer_is_where_goods_go_only_for_who_has_no_record(sent: Callable[..., Outcome]) -> None:
    known = sent(file("edifact/two_orders.edi")).reading
    new = sent(file("edifact/two_orders.edi"), sender="neu@otter.example").reading
    assert known.ship_to is None and known.bill_to is None
    assert new.ship_to and new.bill_to and new.ship_to.value.city == new.bill_to.value.city == "ULM"


def test_a_known_customers_new_address_from_an_unproven_sender(shop: Knowledge, sent: Callable[..., Outcome]) -> None:
    raw = b"Authentication-Results: mx.packwerk.example; dmarc=fail\n"
    name, data = file("cxml/procurement_full.xml")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "einkauf@lindenbau.example", "Bestellung"
    mail["Date"] = "Mon, 09 Nov 2026 09:00:00 +0100"
    mail.set_content("")
    mail.add_attachment(data, maintype="text", subtype="xml", filename=name)
    outcome = pipeline.process(RawMail(raw + mail.as_bytes()), shop)
    assert outcome.decision.route is Route.REVIEW


@pytest.mark.parametrize(
    "note",
    [
        "Bitte nicht vor 8 Uhr anliefern.",
        "Bitte Bestellnummer auf allen Rechnungen angeben.",
        "Es gelten ausschließlich unsere Einkaufsbedingungen.",
        "Keine Teillieferungen.",
        "Kommission: Müller",
        "Our general terms and conditions of purchase apply.",
        "Please confirm receipt of this order within 24 hours.",
    ],
)
def test_notes_that_every_order_carries(sent: Callable[..., Outcome], note: str) -> None:
    outcome = sent(noted(note))
    assert outcome.decision.route is Route.ACCEPT, outcome.decision.reasons
    assert outcome.reading.instructions and note.rstrip(".") in outcome.reading.instructions.value


@pytest.mark.parametrize(
    "note",
    [
        "Diese Bestellung ersetzt unsere Bestellung 4711.",
        "Bitte noch nicht liefern.",
        "Statt FK-200 bitte FK-300 liefern.",
        "Zusätzlich 3 Rollen Stretchfolie 20 my.",
        "Nur liefern, wenn der Preis unverändert ist.",
        "Was kostet das in 10 mm?",
        "Die letzte Lieferung war beschädigt.",
        "Liefertermin bitte auf den 1.12.2026 verschieben.",
        "Please cancel PO 4711.",
        "Only if it can be here by Friday.",
        "We have new bank details, please use them from now on.",
    ],
)
def test_notes_that_say_more_than_a_wish(sent: Callable[..., Outcome], note: str) -> None:
    assert sent(noted(note)).decision.route is Route.REVIEW


def noted(note: str) -> tuple[str, bytes]:
    """The smallest UBL order, with a note."""
    name, data = file("ubl/peppol_minimal.xml")
    return name, data.replace(
        b"<cbc:DocumentCurrencyCode>", f"<cbc:Note>{note}</cbc:Note><cbc:DocumentCurrencyCode>".encode()
    )
