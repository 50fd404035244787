"""What headings of order programs mean, in both languages."""

from decimal import Decimal

import pytest

from inbox_agent.extract.headings import heading, is_total_word
from inbox_agent.lexicon import Rules

ROLES = {
    "position": ["Pos.", "Pos", "#", "Line", "Lfd. Nr.", "No.", "Position", "LINE_NO"],
    "sku": [
        "Ihre Art.-Nr.",
        "Ihre Artikelnummer",
        "Lieferanten-Artikelnummer",
        "Lief.-Art.-Nr.",
        "Lieferanten-Nr.",
        "Your ref",
        "Your Part No.",
        "Supplier Part",
        "Supplier Part Number",
        "VENDOR_ITEM",
        "Vendor SKU",
        "Your code",
    ],
    "number": [
        "Art.-Nr.",
        "Artikelnummer",
        "ARTIKELNR",
        "Mat.-Nr.",
        "Part No",
        "Part #",
        "Item No.",
        "SKU",
        "Item Code",
    ],
    "their_sku": ["Unsere Art.-Nr.", "Unsere Mat.-Nr.", "Our part no.", "OUR_ITEM", "Kd.-Art.-Nr.", "Customer Part No"],
    "gtin": ["EAN", "GTIN", "EAN-Code", "Barcode"],
    "thing": ["Artikel", "Item", "Product", "Material"],
    "name": [
        "Bezeichnung",
        "Artikelbezeichnung",
        "Description",
        "Our text",
        "Art.-Nr. / Bezeichnung",
        "Item / Description",
    ],
    "quantity": [
        "Menge",
        "Anzahl",
        "Stück",
        "Bestell-\nmenge",
        "Bestellmenge",
        "Bitte Menge eintragen",
        "Ihre Bestellung",
        "Ihre Bestellmenge (bitte ausfüllen)",
        "Qty",
        "Quantity Ordered",
        "Order Qty",
        "Qty/UoM",
        "Menge/ME",
        "Menge (Stk)",
    ],
    "unit": ["ME", "Einheit", "UoM", "U/M", "Unit", "BME"],
    "pack_size": ["VPE", "Pack size", "Verpackungseinheit"],
    "price": [
        "E-Preis",
        "EP",
        "Einzelpreis (netto)",
        "Preis/ME €",
        "Unit price",
        "Unit Price USD",
        "GBP ea",
        "Preis USD",
    ],
    "price_per": ["PE", "pro", "Per", "Preiseinheit"],
    "total": ["Gesamt", "GP EUR", "Gesamt €", "Ext.", "Line total", "Wert USD", "Amount", "Extended Price"],
    "date": ["Liefertermin", "Due", "NEED_BY", "Termin", "Required by"],
    "note": ["Bemerkung", "Notes", "Remark"],
    "other": ["Bestand", "Mindestmenge", "MwSt.", "In stock", "Delivered", "Kostenstelle", "Gewicht"],
}


@pytest.mark.parametrize(("role", "text"), [(role, text) for role, texts in ROLES.items() for text in texts])
def test_the_role_of_a_heading(rules: Rules, role: str, text: str) -> None:
    found = heading(text, rules)
    assert found is not None and found.role == role


@pytest.mark.parametrize(
    "text", ["Muster GmbH", "Lieferanschrift", "10", "Sehr geehrte Damen und Herren", "-", "Betreff"]
)
def test_what_is_no_heading(rules: Rules, text: str) -> None:
    assert heading(text, rules) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Menge in kg", "kg"),
        ("Qty (boxes)", "box"),
        ("Anzahl Kartons", "box"),
        ("Menge (Stk)", "each"),
        ("Menge", None),
    ],
)
def test_the_unit_that_a_heading_names(rules: Rules, text: str, unit: str | None) -> None:
    found = heading(text, rules)
    assert found is not None and found.unit == unit


@pytest.mark.parametrize(
    ("text", "per"), [("Price per 100", 100), ("EP € / 100 Stk", 100), ("Preis pro 1000", 1000), ("Preis/ME", 1)]
)
def test_how_many_a_price_is_for(rules: Rules, text: str, per: int) -> None:
    found = heading(text, rules)
    assert found is not None and found.role == "price" and found.per == Decimal(per)


@pytest.mark.parametrize(
    "text", ["Summe", "Zwischensumme EUR", "Total EUR", "MwSt. 19 %", "Freight", "Gesamtnettowert ohne MwSt."]
)
def test_rows_that_sum_up(rules: Rules, text: str) -> None:
    assert is_total_word(text, rules)


@pytest.mark.parametrize("text", ["Besen 45 cm", "Totalreiniger 5 l", "4711", "", "Summenzähler"])
def test_rows_that_do_not(rules: Rules, text: str) -> None:
    assert not is_total_word(text, rules)
