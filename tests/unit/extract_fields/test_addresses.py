"""Where the goods and the invoice go."""

from collections.abc import Callable
from dataclasses import asdict

import pytest

from inbox_agent.catalogue.records import Customer
from inbox_agent.extract.addresses import find_bill_to, find_ship_to
from inbox_agent.extract.found import Found
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Address, Passage, Person

from .conftest import mail, passages

Known = Callable[..., Knowledge]
NORA = "Nora Feld <nora@feldpost.example>"


def german(body: str) -> str:
    return "de" if any(w in body for w in ("itte", "dresse", "echnung", "iefer", "Gruß", "Grüße", "chrift")) else "en"


def read(known: Known, body: str, *customers: Customer, **more: object) -> Found[Address]:
    more.setdefault("language", german(body))
    parsed = mail(body, **more)  # type: ignore[arg-type]
    return find_ship_to(passages(parsed), parsed, known(*customers))


def told(found: Found[Address]) -> dict[str, str]:
    return {k: v for k, v in asdict(found.finding.value).items() if v} if found.finding else {}


OAK = {"street": "12 Birch Street", "city": "Fairfield", "region": "IA", "postcode": "52556", "country": "US"}
MILL = {"street": "4 Mill Lane", "city": "Skelby", "postcode": "YO7 4AB", "country": "GB"}
WEG = {"street": "Gartenweg 5", "city": "Albstadt", "postcode": "72458", "country": "DE"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # labelled blocks
        ("Ship to:\nNora Feld\n12 Birch Street\nFairfield, IA 52556\n", {"name": "Nora Feld", **OAK}),
        (
            "Deliver to:\nFeld Joinery Ltd\nFAO Tom Ash\n4 Mill Lane\nSkelby\nYO7 4AB\n",
            {"name": "Tom Ash", "company": "Feld Joinery Ltd", **MILL},
        ),
        (
            "SHIP TO\nFeld Joinery Ltd\n4 Mill Lane\nSkelby YO7 4AB\nUnited Kingdom",
            {"company": "Feld Joinery Ltd", **MILL},
        ),
        (
            "Delivery address:\n\nFeld Joinery Ltd, 4 Mill Lane, Skelby, YO7 4AB",
            {"company": "Feld Joinery Ltd", **MILL},
        ),
        (
            "Lieferadresse:\nFeld Metallbau GmbH\nz. Hd. Frau Inge Kern\nGartenweg 5\n72458 Albstadt\n",
            {"name": "Inge Kern", "company": "Feld Metallbau GmbH", **WEG},
        ),
        ("Lieferanschrift:\nInge Kern\nGartenweg 5\nD-72458 Albstadt\nDeutschland\n", {"name": "Inge Kern", **WEG}),
        ("Bitte liefern an\nInge Kern\nGartenweg 5\n72458 Albstadt", {"name": "Inge Kern", **WEG}),
        ("Anliefern bitte bei\n\nHotel Ährenfeld\nGartenweg 5\n72458 Albstadt", {"company": "Hotel Ährenfeld", **WEG}),
        ("Versandadresse: Firma Feld, Gartenweg 5, 72458 Albstadt", {"company": "Feld", **WEG}),
        (
            "Lieferadresse:\nName: Inge Kern\nStraße: Gartenweg 5\nPLZ, Ort: 72458 Albstadt\nLand: Deutschland",
            {"name": "Inge Kern", **WEG},
        ),
        # one line and prose
        (
            "Deliver to Skelby Realty, Nora Feld, 4 Mill Lane, Suite 9, Skelby YO7 4AB.",
            {"name": "Nora Feld", "company": "Skelby Realty", **MILL, "street": "4 Mill Lane, Suite 9"},
        ),
        (
            "Please send it to my brother Tom Ash, 12 Birch Street, Fairfield IA\n52556, and add a little card.",
            {"name": "Tom Ash", **OAK},
        ),
        (
            "The parcel is to be addressed to Tom Ash, Rose Cottage, 4 Mill\nLane, Skelby, "
            "North Yorkshire YO7 4AB, England. No hurry.",
            {"name": "Tom Ash", **MILL, "street": "Rose Cottage, 4 Mill Lane", "region": "North Yorkshire"},
        ),
        (
            "Could you post them straight to her: Ann Ash, 4 Mill Lane, Skelby YO7 4AB. Thanks",
            {"name": "Ann Ash", **MILL},
        ),
        (
            "delivered to the workshop (Feld Joinery, 4 Mill Lane, Skelby YO7 4AB), usual terms",
            {"company": "Feld Joinery", **MILL},
        ),
        (
            "Bitte schicken Sie das Paket an meine Schwester Inge Kern, Gartenweg 5, 72458 "
            "Albstadt, und legen Sie eine Karte bei.",
            {"name": "Inge Kern", **WEG},
        ),
        (
            "Bitte liefern Sie direkt zu ihr: Inge Kern, Gartenweg 5, 72458 Albstadt. Danke!",
            {"name": "Inge Kern", **WEG},
        ),
        ("Bitte an Inge Kern Gartenweg 5 72458 Albstadt liefern", {"name": "Inge Kern", **WEG}),
        (
            "Bitte nicht nach Ulm liefern, sondern in die neue Halle:\n\nFeld Gartenbau\nGartenweg 5\n72458 Albstadt",
            {"company": "Feld Gartenbau", **WEG},
        ),
        # without a label, a private person
        (
            "Two mugs please.\n\nNora Feld\n12 Birch Street\nFairfield, IA 52556\n\nI'll pay by card.",
            {"name": "Nora Feld", **OAK},
        ),
        (
            "Zwei Kisten Äpfel bitte.\n\nViele Grüße\nNora Feld\nGartenweg 5\n72458 Albstadt",
            {"name": "Nora Feld", **WEG},
        ),
        (
            "Zwei Kisten Äpfel bitte, zahle per Überweisung. Nora Feld, Gartenweg 5, 72458 Albstadt. Bin immer da.",
            {"name": "Nora Feld", **WEG},
        ),
        # flats, boxes, care of
        (
            "Ship to: Nora Feld, 12 Birch Street, Apt 3B, Fairfield, IA 52556-1234",
            {"name": "Nora Feld", **OAK, "street": "12 Birch Street, Apt 3B", "postcode": "52556-1234"},
        ),
        ("Send to Nora Feld, PO Box 118, Fairfield, Iowa 52556", {"name": "Nora Feld", **OAK, "street": "PO Box 118"}),
        (
            "Lieferadresse:\nInge Kern\nc/o Familie Baum\nGartenweg 5, 3. OG links\n72458 Albstadt",
            {"name": "Inge Kern", **WEG, "street": "c/o Familie Baum, Gartenweg 5, 3. OG links"},
        ),
        (
            "Deliver to:\nFeld Marine Ltd\nUnit 7, Harbour Yard\nDock Road\nSkelby\nYO7 4AB",
            {"company": "Feld Marine Ltd", **MILL, "street": "Unit 7, Harbour Yard, Dock Road"},
        ),
        ("Ship to:\nFlat 6, 4 Mill Lane\nSkelby\nYO7 4AB", {**MILL, "street": "Flat 6, 4 Mill Lane"}),
        # countries
        (
            "Lieferadresse: Inge Kern, Gartenweg 5, 6020 Innsbruck",
            {"name": "Inge Kern", "street": "Gartenweg 5", "postcode": "6020", "city": "Innsbruck", "country": "AT"},
        ),
        (
            "Lieferadresse: Inge Kern, Hofgasse 5/2/14, A-4810 Gmunden",
            {
                "name": "Inge Kern",
                "street": "Hofgasse 5/2/14",
                "postcode": "4810",
                "city": "Gmunden",
                "country": "AT",
            },
        ),
        (
            "Lieferadresse: Inge Kern, Dorfstrasse 5, 8400 Winterthur",
            {"name": "Inge Kern", "street": "Dorfstrasse 5", "postcode": "8400", "city": "Winterthur", "country": "CH"},
        ),
        (
            "Bitte liefern an: Inge Kern, Feldstraße 5, 15230 Frankfurt (Oder)",
            {
                "name": "Inge Kern",
                "street": "Feldstraße 5",
                "postcode": "15230",
                "city": "Frankfurt (Oder)",
                "country": "DE",
            },
        ),
        (
            "Bitte liefern an: Inge Kern, Am Ring 5, 87534 Oberstaufen im Allgäu",
            {
                "name": "Inge Kern",
                "street": "Am Ring 5",
                "postcode": "87534",
                "city": "Oberstaufen im Allgäu",
                "country": "DE",
            },
        ),
        (
            "Delivery: Feld Golf Club, Kilroe Road, Abbeyleix, Co. Laois, R32 Y6V9, Ireland",
            {
                "company": "Feld Golf Club",
                "street": "Kilroe Road",
                "city": "Abbeyleix",
                "region": "Co. Laois",
                "postcode": "R32 Y6V9",
                "country": "IE",
            },
        ),
        (
            "Please deliver to Joost Baan, Molenweg 15, 3511 AB Utrecht",
            {
                "name": "Joost Baan",
                "street": "Molenweg 15",
                "postcode": "3511 AB",
                "city": "Utrecht",
                "country": "NL",
            },
        ),
        (
            "Deliver to: Claire Petit, 5 rue Haute, 67000 Strasbourg, France",
            {
                "name": "Claire Petit",
                "street": "5 rue Haute",
                "postcode": "67000",
                "city": "Strasbourg",
                "country": "FR",
            },
        ),
        (
            "Send to Priya Rao, Uferstraße 20, 12047 Berlin. Any day will do.",
            {"name": "Priya Rao", "street": "Uferstraße 20", "postcode": "12047", "city": "Berlin", "country": "DE"},
        ),
        (
            "Deliver to: Stal Berg\nt.a.v. Wouter Maes\nLindedreef 31\n9000 Gent\nBelgië",
            {
                "name": "Wouter Maes",
                "company": "Stal Berg",
                "street": "Lindedreef 31",
                "postcode": "9000",
                "city": "Gent",
                "country": "BE",
            },
        ),
        (
            "Could you send these to our branch at 4 Mill Lane, Skelby YO7 4AB?",
            MILL,
        ),
        (
            "Ship to:\nNora Feld\n1 Bay Street, Unit 5\nToronto, ON M5E 1W7\nCanada",
            {
                "name": "Nora Feld",
                "street": "1 Bay Street, Unit 5",
                "postcode": "M5E 1W7",
                "city": "Toronto",
                "region": "ON",
                "country": "CA",
            },
        ),
        (
            "Lieferort: Kita Igel, Industriestr. 7, 67433 Neustadt an der Weinstraße, Kontakt Max Kern 0171 555012",
            {
                "name": "Max Kern",
                "company": "Kita Igel",
                "street": "Industriestr. 7",
                "postcode": "67433",
                "city": "Neustadt an der Weinstraße",
                "country": "DE",
            },
        ),
        # a sheet and a form with fixed columns
        ("Lieferanschrift\t\tFeld GmbH\n\t\tGartenweg 5\n\t\tD-72458 Albstadt", {"company": "Feld GmbH", **WEG}),
        (
            "Lieferung an:  Feld GmbH\n               Gartenweg 5\n               72458 "
            "Albstadt\nTermin:        17.11.2026",
            {"company": "Feld GmbH", **WEG},
        ),
        (
            "Deliver to\tFeld Ltd, 11 Ship Street, Skelby YO7 4AB\nPayment\tInvoice",
            {"company": "Feld Ltd", **MILL, "street": "11 Ship Street"},
        ),
    ],
)
def test_delivery_address(known: Known, body: str, expected: dict[str, str]) -> None:
    found = read(known, body)
    assert (told(found), found.doubts) == (expected, ())
    assert found.finding and found.finding.confidence >= 0.85
    assert all(body[e.start : e.end] == e.text for e in found.finding.evidence)


@pytest.mark.parametrize(
    "body",
    [
        "The usual address please.",
        "Die Anschrift ist unverändert.",
        "Bitte wie immer in die Kanzlei liefern.",
        "Deliver to the address in Tom's mail.",
        "Delivery in the courtyard as usual.",
        "Please ship to our gate, same as ever.",
        "Invoice us here, on account.",
        "Please quote stock and freight to Albany, NY 12207.",
        "200 x KLM-6305 bearings and 1000 Stück Blumenzwiebeln",
        "2026 Kalender und 5000 Blatt Papier, 80 Karton Umschläge",
        "Rechnungsdatum: 02.11.2026 Kundennummer: 31117\nIhre Bestellung: E-3331",
        "Thanks!\n\nNora Feld\nFeld Joinery Ltd\n4 Mill Lane, Skelby YO7 4AB\nTel 01632 960 120",
        "Viele Grüße\nInge Kern\nFeld Metallbau GmbH\nGartenweg 5 | 72458 Albstadt\nTelefon 07433 12 34 56",
        "Registered office: 4 Mill Lane, Skelby YO7 4AB. Company no. 00123456",
        "Absender: Inge Kern, Gartenweg 5, 72458 Albstadt",
        "Rechnungsadresse: Inge Kern, Gartenweg 5, 72458 Albstadt",
        "Please send 2 floor lamps and 3 park benches.",
    ],
)
def test_no_delivery_address(known: Known, body: str) -> None:
    found = read(known, body)
    assert (told(found), found.doubts) == ({}, ())


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        ("Please deliver to 12 Birch Street.", "doubtful_address"),
        ("Lieferadresse:\nInge Kern\nGartenweg 5\n", "doubtful_address"),
        ("Ship to: Nora Feld, 12 Birch Street, Fairfield, CA 52556", "doubtful_address"),
        ("Lieferadresse: Inge Kern, Gartenweg 5, D-7245 Albstadt", "doubtful_address"),
        ("Ship to:\nNora Feld\nFairfield, IA 52556", "doubtful_address"),
        (
            "Ship to: Nora Feld, 12 Birch Street, Fairfield, IA 52556\n\nDeliver to: Nora "
            "Feld, 4 Mill Lane, Skelby YO7 4AB",
            "two_addresses",
        ),
        (
            "Hälfte an Lieferadresse: Inge Kern, Gartenweg 5, 72458 "
            "Albstadt\n\nLieferadresse: Feld GmbH, Am Ring 8, 87534 Oberstaufen",
            "two_addresses",
        ),
    ],
)
def test_doubts(known: Known, body: str, doubt: str) -> None:
    found = read(known, body)
    assert doubt in {d.code for d in found.doubts}
    assert found.finding is None or found.finding.confidence < 0.8


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "The bill goes to me, not to her: Nora Feld, 12 Birch Street, Fairfield, IA 52556.",
            {"name": "Nora Feld", **OAK},
        ),
        ("Rechnungsanschrift:\nFeld GmbH\nGartenweg 5\n72458 Albstadt", {"company": "Feld GmbH", **WEG}),
        (
            "Ship to: Ann Ash, 4 Mill Lane, Skelby YO7 4AB\nBill to: Nora Feld, 12 Birch Street, Fairfield, IA 52556",
            {"name": "Nora Feld", **OAK},
        ),
        (
            "Lieferadresse: Ann Ash, Am Ring 8, 87534 Oberstaufen\nDie Rechnung bitte an "
            "mich: Nora Feld, Gartenweg 5, 72458 Albstadt. Danke",
            {"name": "Nora Feld", **WEG},
        ),
        ("Liefer- und Rechnungsadresse:\nInge Kern\nGartenweg 5\n72458 Albstadt", {"name": "Inge Kern", **WEG}),
        ("Lieferung und Rechnung an:\nInge Kern, Gartenweg 5, 72458 Albstadt", {"name": "Inge Kern", **WEG}),
        ("Shipping and billing address: Feld Ltd, 4 Mill Lane, Skelby YO7 4AB", {"company": "Feld Ltd", **MILL}),
        (
            "Lieferadresse: Inge Kern, Gartenweg 5, 72458 Albstadt. Rechnung an dieselbe Adresse.",
            {"name": "Inge Kern", **WEG},
        ),
        (
            "Ship to: Nora Feld, 12 Birch Street, Fairfield, IA 52556. Billing address is the same.",
            {"name": "Nora Feld", **OAK},
        ),
        ("Lieferadresse: Inge Kern, Gartenweg 5, 72458 Albstadt", {}),
        ("Rechnung wie immer.", {}),
    ],
)
def test_invoice_address(known: Known, body: str, expected: dict[str, str]) -> None:
    parsed = mail(body, language=german(body))
    assert told(find_bill_to(passages(parsed), parsed, known())) == expected


def test_goods_to_the_invoice_address(known: Known) -> None:
    body = "Bill to: Feld Ltd, 4 Mill Lane, Skelby YO7 4AB. Shipping address is the same as billing."
    assert told(read(known, body)) == {"company": "Feld Ltd", **MILL}


def test_me_is_the_writer(known: Known) -> None:
    block = "ship it here please:\nFeld Ltd\n4 Mill Lane\nSkelby\nYO7 4AB\nFAO me\n"
    assert told(read(known, block))["name"] == "Nora Feld"
    parsed = mail("Please supply as below.", forwarded=block, forwarded_from=Person("Tom Ash", "tom@x.example"))
    assert told(find_ship_to(passages(parsed), parsed, known()))["name"] == "Tom Ash"


PRIVATE = "Nora Feld\n12 Birch Street\nFairfield, IA 52556"


@pytest.mark.parametrize(
    ("signature", "known_sender", "expected"),
    [
        (PRIVATE, False, {"name": "Nora Feld", **OAK}),
        (PRIVATE, True, {}),
        (PRIVATE + "\nTel. 515 555 0138", False, {}),
        ("Feld Ltd\n4 Mill Lane\nSkelby YO7 4AB", False, {}),
    ],
)
def test_signature_of_an_unknown_private_person(
    known: Known, signature: str, known_sender: bool, expected: dict[str, str]
) -> None:
    customers = [Customer("nora@feldpost.example")] if known_sender else []
    found = read(known, "Two mugs please.", *customers, signature=signature)
    assert told(found) == expected
    if found.finding:
        assert found.finding.confidence == 0.85
        assert [e.source for e in found.finding.evidence] == ["signature"]


def test_known_customers_own_block_after_the_closing_states_nothing(known: Known) -> None:
    body = "Two crates of apples, and five boxes of pears please.\n\nRegards,\n" + PRIVATE
    assert told(read(known, body, Customer("nora@feldpost.example"))) == {}
    assert told(read(known, body)) == {"name": "Nora Feld", **OAK}


def test_attachment(known: Known) -> None:
    parsed = mail("Our order is attached.", sender="Feld GmbH <einkauf@feld.example>", language="de")
    text = (
        "Feld GmbH\nAm Ring 8 - 87534 Oberstaufen\nBestellung Nr. "
        "5822-2\nLieferanschrift\nFeld GmbH\nGartenweg 5\n72458 Albstadt\n"
        "Deutschland\n\nRechnungsanschrift\nFeld GmbH\nAm Ring 8\n87534 Oberstaufen\n"
    )
    pages = passages(parsed, [Passage("order.pdf", text, 1)])
    ship_to, bill_to = find_ship_to(pages, parsed, known()), find_bill_to(pages, parsed, known())
    assert told(ship_to) == {"company": "Feld GmbH", **WEG}
    assert told(bill_to)["street"] == "Am Ring 8"
    assert ship_to.finding and ship_to.finding.evidence[0].page == 1


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        " " * 200_000,
        "12345 Ab, " * 20_000,
        "YO7 4AB " * 25_000,
        "A" * 200_000,
        "1 Oak Street, " * 14_000,
    ],
)
def test_long_input_ends(known: Known, text: str) -> None:
    read(known, text)
