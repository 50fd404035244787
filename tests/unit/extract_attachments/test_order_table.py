"""The lines of tables as customers' programs and people make them."""

import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox_agent.extract import order_table
from inbox_agent.extract.order_table import TableLines
from inbox_agent.knowledge import Knowledge

from .conftest import Rows, table

LinesOf = Callable[..., TableLines]


def ordered(found: TableLines) -> list[tuple[str | None, str]]:
    return [(line.sku, "?" if line.quantity is None else f"{line.quantity:f}") for line in found.lines]


def codes(found: TableLines) -> list[str]:
    return [doubt.code for doubt in found.doubts]


CELLS = st.text(max_size=30) | st.sampled_from(
    [
        "Artikel",
        "Menge",
        "Pos.",
        "Ihre Art.-Nr.",
        "ME",
        "EP",
        "PE",
        "Gesamt",
        "Summe",
        "KB-50",
        "10025",
        "3",
        "0",
        "1.5",
        "-",
    ]
)
CLAMP, GLOVES, TAPE = "Schlauchschelle 16-27 mm", "Arbeitshandschuhe Größe 10", "Kreppband 50 mm x 50 m"
SIMPLE = [["Artikel", "Menge"], [CLAMP, "10"], [GLOVES, "24"]]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        pytest.param(SIMPLE, [("SC-1627", "10"), ("HA-10", "24")], id="names"),
        pytest.param(
            [["Nr", "Item", "How many"], ["1", "SC-1627", "10"], ["2", "HA-10", "24"]],
            [("SC-1627", "10"), ("HA-10", "24")],
            id="a thing that is a number",
        ),
        pytest.param(
            [["Our Part No", "Supplier Part", "Qty"], ["10026", "10025", "4"], ["10025", "10031", "5"]],
            [("10025", "4"), ("10031", "5")],
            id="their number is never ours",
        ),
        pytest.param(
            [["Art.-Nr.", "Lieferanten-Art.-Nr.", "Menge"], ["10026", "KB-50", "4"], ["10025", "KB-30", "5"]],
            [("KB-50", "4"), ("KB-30", "5")],
            id="the supplier's number before a plain one",
        ),
        pytest.param(
            [["Material", "Art.-Nr.", "Menge"], ["A-1", "SC-1627", "4"], ["A-2", "HA-10", "5"]],
            [("SC-1627", "4"), ("HA-10", "5")],
            id="of two numbers the known one",
        ),
        pytest.param(
            [["EAN", "Menge"], ["4051234500015", "4"], ["4051234500015 ", "0"]], [("KB-50", "4")], id="by GTIN"
        ),
        pytest.param([["SC-1627", "10"], ["HA-10", "24"]], [("SC-1627", "10"), ("HA-10", "24")], id="no heading"),
        pytest.param(
            [["1", CLAMP, "10", "0,89", "8,90"], ["2", GLOVES, "24", "3,40", "81,60"]],
            [("SC-1627", "10"), ("HA-10", "24")],
            id="no heading, with position, price and total",
        ),
        pytest.param(
            [["Artikel", "Bitte schicken"], [CLAMP, "10"], [GLOVES, "24"]],
            [("SC-1627", "10"), ("HA-10", "24")],
            id="an unknown heading over the only counts",
        ),
        pytest.param(
            [
                ["Bestell-", "Artikel-", "", ""],
                ["menge", "nummer", "Bezeichnung", "Einheit"],
                ["3", "PL-10", "", "Sack"],
            ],
            [("PL-10", "3")],
            id="a heading of two lines",
        ),
        pytest.param(
            [*SIMPLE[:2], ["Zwischensumme", "10"], [TAPE, "4"], ["Summe", "14"]],
            [("SC-1627", "10"), ("KB-50", "4")],
            id="a sum between the items",
        ),
        pytest.param(
            [*SIMPLE, SIMPLE[0], [TAPE, "4"]],
            [("SC-1627", "10"), ("HA-10", "24"), ("KB-50", "4")],
            id="the heading again on the next page",
        ),
        pytest.param([*SIMPLE, ["", "34"]], [("SC-1627", "10"), ("HA-10", "24")], id="the sum of all without a word"),
        pytest.param(
            [["Artikel", "Kartons"], [CLAMP, "2"], [TAPE, "1"]],
            [("SC-1627", "100"), ("KB-50", "24")],
            id="unit as heading",
        ),
        pytest.param([["Art.-Nr.", "Menge", "ME"], ["KB-50", "2", "KAR"]], [("KB-50", "?")], id="a unit nobody knows"),
        pytest.param([["Art.-Nr.", "Menge", "ME"], ["KB-50", "2", "BX"]], [("KB-50", "48")], id="a unit's code"),
        pytest.param([["Artikel", "Menge"], [CLAMP, "-3"]], [("SC-1627", "?")], id="a return"),
        pytest.param([["Artikel", "Menge"], [CLAMP, "=B7"]], [("SC-1627", "?")], id="a formula"),
        pytest.param(
            [["Artikel", "Menge"], [CLAMP, "10"], [GLOVES, "0"], [TAPE, ""]], [("SC-1627", "10")], id="a form"
        ),
        pytest.param(
            [["Bezeichnung", "Menge"], ["Besen 45 cm Ihre Art.-Nr.: HA-10", "3"]],
            [("HA-10", "3")],
            id="number in a label",
        ),
        pytest.param(
            [["Bezeichnung", "Menge"], [TAPE, "3"], ["Ihre Art.-Nr.: KB-50", ""]], [("KB-50", "3")], id="number below"
        ),
        pytest.param(
            [["Bezeichnung", "Menge"], [f"{TAPE} (Unsere Nr.: 10025)", "3"]],
            [("KB-50", "3")],
            id="their number in a label",
        ),
    ],
)
def test_what_is_ordered(lines_of: LinesOf, rows: Rows, wanted: list[tuple[str, str]]) -> None:
    assert ordered(lines_of(rows)) == wanted


@pytest.mark.parametrize(
    "rows",
    [
        [["Datum", "Ort"], ["1.10.", "Kiel"], ["2.10.", "Bonn"]],
        [["Artikel", "Preis"], [CLAMP, "0,89"], [GLOVES, "3,40"]],
        [["Schritt", "Dauer"], ["1", "10"], ["2", "20"]],
        [["", ""], ["", ""]],
    ],
)
def test_what_is_no_order_table(lines_of: LinesOf, rows: Rows) -> None:
    assert ordered(lines_of(rows)) == []


@pytest.mark.parametrize(
    ("rows", "sure"),
    [
        ([["Art.-Nr.", "Bezeichnung", "Menge"], ["10025", "Sechskantschraube M8 x 40", "10"]], True),
        ([["Art.-Nr.", "Bezeichnung", "Menge"], ["10025", "Rindenmulch", "10"]], False),
        ([["Art.-Nr.", "Bezeichnung", "Menge"], ["10025", "Zucker 5 kg", "10"]], False),
        ([["Ihre Art.-Nr.", "Bezeichnung", "Menge"], ["SC-1627", "Schlauchschelle 25-40 mm", "10"]], False),
        ([["Ihre Art.-Nr.", "EAN", "Menge"], ["SC-1627", "4051234500015", "10"]], False),
        ([["Artikel", "Menge", "VPE"], [CLAMP, "10", "50"]], False),
        ([["Artikel", "Menge", "VPE"], [CLAMP, "10", "1"]], True),
        ([["Artikel", "Menge", "ME", "VPE"], [CLAMP, "10", "Stück", "50"]], True),
        ([["Artikel", "Menge", "Menge"], [CLAMP, "10", "12"]], False),
        ([["Artikel", "Menge", "Bemerkung"], [CLAMP, "10", "also 2 Kartons"]], False),
        ([["Artikel", "Menge", "Preis"], ["Schlauchschelle Typ Norma 16-27 mm", "10", "0,89"]], True),
    ],
)
def test_what_is_not_sure_enough_to_be_confirmed(lines_of: LinesOf, rows: Rows, sure: bool) -> None:
    (line,) = lines_of(rows).lines
    assert (line.confidence >= 0.9) == sure


@pytest.mark.parametrize(
    ("cells", "price"),
    [
        ({"EP": "0,89"}, "0.89"),
        ({"EP": "1.250,00"}, "1250"),
        ({"EP": "24,00", "PE": "100"}, "0.24"),
        ({"EP": "24,00", "pro": "100 ST"}, "0.24"),
        ({"Preis/100": "24,00"}, "0.24"),
        ({"EP": "24,00 / 100"}, "0.24"),
        ({"EP": "=D2*2"}, None),
        ({"EP": ""}, None),
    ],
)
def test_the_price_of_one(lines_of: LinesOf, cells: dict[str, str], price: str | None) -> None:
    (line,) = lines_of([["Artikel", "Menge", *cells], [CLAMP, "10", *cells.values()]]).lines
    assert line.stated_price == (Decimal(price) if price else None)


@pytest.mark.parametrize(
    ("written", "prices", "quantity"),
    [("1.000", "0,89", "1000"), ("1.000", "0.89", "?"), ("1,000", "0.89", "1000"), ("1.5000", "0.89", "1.5")],
)
def test_the_table_says_how_it_writes_numbers(lines_of: LinesOf, written: str, prices: str, quantity: str) -> None:
    rows = [["Artikel", "Menge", "Preis"], ["Leinöl 5 l", written, prices]]
    assert ordered(lines_of(rows)) == [("LE-05", quantity)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([*SIMPLE, ["~~Besen 45 cm~~", "~~3~~"]], "unexplained"),
        ([["Artikel", "Menge", "Notiz"], [CLAMP, "10", "entfällt"]], "unexplained"),
        ([["Artikel", "Menge", "Notiz"], [CLAMP, "10", "storniert"]], "open_matter"),
        ([["Artikel", "Menge", "Notiz"], [CLAMP, "10", "nur wenn lieferbar bis Freitag"]], "condition"),
        ([["Artikel", "Menge", "Notiz"], [CLAMP, "10", "sonst die nächste Größe, falls nicht lieferbar"]], "condition"),
        ([*SIMPLE, ["nur in blau bitte", ""]], "unexplained"),
        ([*SIMPLE, ["", "7"]], "unexplained"),
        ([["Artikel", "Menge", "EP", "Gesamt"], [CLAMP, "10", "0,89", "89,00"]], "contradictory_quantity"),
    ],
)
def test_what_a_person_must_look_at(lines_of: LinesOf, rows: Rows, code: str) -> None:
    assert codes(lines_of(rows)) == [code]


@pytest.mark.parametrize(
    "remark", ["dringend", "für die Filiale", "Projekt Nord", "Kostenstelle 4711", "wie besprochen", "urgent", ""]
)
def test_remarks_that_change_nothing(lines_of: LinesOf, remark: str) -> None:
    assert codes(lines_of([["Artikel", "Menge", "Bemerkung"], [CLAMP, "10", remark], ["Kantine", "", ""]])) == []


def test_items_side_by_side(lines_of: LinesOf) -> None:
    rows = [["Artikel", "Menge", "Artikel", "Menge"], [CLAMP, "10", TAPE, ""], ["", "", GLOVES, "5"]]
    assert ordered(lines_of(rows)) == [("SC-1627", "10"), ("HA-10", "5")]


def test_evidence_is_the_row(lines_of: LinesOf) -> None:
    (evidence,) = lines_of(SIMPLE).lines[1].evidence
    assert (evidence.source, evidence.row, evidence.text) == ("o.csv", 3, f"{GLOVES}\t24")


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_table_breaks_it(lines_of: LinesOf, rows: Rows) -> None:
    found = lines_of(rows)
    assert all(line.evidence[0].row for line in found.lines)


@pytest.mark.parametrize("filler", ["a", "Nr. ", ": ", "1", ".", "#", "Menge ", "~"])
def test_a_cell_of_100_kb_takes_no_time(shop: Knowledge, filler: str) -> None:
    long = filler * (100_000 // len(filler))
    started = time.monotonic()
    order_table.read(table([["Artikel", "Menge", "Notiz"], [CLAMP + long[:4000], "3", long[:4000]]]), "de", shop)
    order_table.read(table([[long[:4000], "Menge"], [long[:4000], "3"], [CLAMP, "2"]]), "de", shop)
    assert time.monotonic() - started < 3
