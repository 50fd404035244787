"""EDIFACT ORDERS as different programs write it: whole files beside what is read, then the single marks and codes."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_agent.lexicon import Rules
from inbox_agent.model import Document
from tests.unit.readers.golden_orders import FOLDER, expected, inputs, one, plain


@pytest.mark.parametrize("path", inputs("edifact"), ids=lambda path: path.name)
def test_golden(rules: Rules, path: Path) -> None:
    assert plain(one(rules, path.name, path.read_bytes())) == expected(path)


def message(*segments: str, kind: str = "ORDERS:D:96A:UN", function: str = "9") -> bytes:
    """An interchange with one message, its counts right."""
    inner = ["UNH+1+" + kind, f"BGM+220+A1+{function}", *segments, "UNS+S"]
    return "'".join(["UNB+UNOC:3+A+B+261109:0800+7", *inner, f"UNT+{len(inner) + 1}+1", "UNZ+1+7", ""]).encode(
        "latin-1"
    )


def stated(document: Document) -> dict[str, object]:
    return {s.key: s.value for s in document.stated}


def settle(document: Document) -> list[str]:
    return [str(s.value) for s in document.stated if s.key == "open_matter"]


def cells(document: Document) -> dict[str, str]:
    (row,) = document.tables[0].rows
    return dict(zip(document.tables[0].roles or (), (cell.text for cell in row.cells), strict=True))


@pytest.mark.parametrize("name", ["order.edi", "order.txt", "order.csv", "ORDERS", "order.xml"])
def test_the_name_does_not_matter(rules: Rules, name: str) -> None:
    assert one(rules, name, message("LIN+1", "QTY+21:5:PCE")).kind == "edifact"


@pytest.mark.parametrize("text", ["UNBESTIMMT; 3 Stück\nUNA;4\n", "UNA said so", "UN+1\nBGM+2\n", "UNH"])
def test_text_that_begins_alike_is_text(rules: Rules, text: str) -> None:
    assert one(rules, "note.txt", text.encode()).kind in ("text", "csv")


@pytest.mark.parametrize(
    ("written", "read"),
    [("5", "5"), ("12,5", "12.5"), ("0100.000", "100"), ("1.125", "1.125"), ("-3", "-3"), ("1.000.000", "1.000.000")],
)
def test_numbers_have_either_decimal_mark_and_no_thousands(rules: Rules, written: str, read: str) -> None:
    assert cells(one(rules, "o.edi", message("LIN+1", f"QTY+21:{written}:KGM")))["quantity"] == read


@pytest.mark.parametrize(
    ("price", "read"),
    [
        ("PRI+AAA:12.50:CT::1:PCE", "12.5"),
        ("PRI+AAA:12,50:CT::100:PCE", "0.125"),
        ("PRI+AAB:9'PRI+AAA:8", "8"),
        ("PRI+INV:9", ""),
    ],
)
def test_the_net_price_for_one(rules: Rules, price: str, read: str) -> None:
    assert cells(one(rules, "o.edi", message("LIN+1", "QTY+21:5", price)))["price"] == read


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        ("DTM+2:20261120:102", "2026-11-20"),
        ("DTM+2:202611201430:203", "2026-11-20"),
        ("DTM+2:261120:101", "2026-11-20"),
        ("DTM+63:20261120:102", "2026-11-20"),
        ("DTM+64:20261120:102'DTM+63:20261120:102", "2026-11-20"),
        ("DTM+64:20261116:102'DTM+63:20261120:102", None),
        ("DTM+2:2026112020261120:718", "2026-11-20"),
        ("DTM+2:2026111620261120:718", None),
        ("DTM+2:202647:616", None),
        ("DTM+137:20261109:102", None),
        ("DTM+10:20261118:102'DTM+2:20261120:102", "2026-11-20"),
        ("DTM+10:20261118:102", "2026-11-18"),
        ("DTM+2:20261320:102", None),
    ],
)
def test_the_day_of_delivery(rules: Rules, dates: str, wanted: str | None) -> None:
    assert stated(one(rules, "o.edi", message(dates))).get("requested_date") == wanted


@pytest.mark.parametrize(
    ("dates", "wish"),
    [
        ("DTM+64:20261116:102'DTM+63:20261120:102", "Delivery 2026-11-16 – 2026-11-20"),
        ("DTM+2:202647:616", "Delivery 2026-W47"),
        ("DTM+2:20261120:102'DTM+64:20261118:102", "Delivery not before 2026-11-18"),
    ],
)
def test_a_span_is_passed_on_as_a_wish(rules: Rules, dates: str, wish: str) -> None:
    assert stated(one(rules, "o.edi", message(dates)))["instructions"] == wish


@pytest.mark.parametrize(
    ("function", "intent"),
    [("9", "order"), ("", "order"), ("1", "cancellation"), ("3", "cancellation"), ("4", "change"), ("5", "change"),
     ("6", "other"), ("7", "order")],
)  # fmt: skip
def test_what_the_message_is_for(rules: Rules, function: str, intent: str) -> None:
    assert stated(one(rules, "o.edi", message(function=function)))["intent"] == intent


def test_a_duplicate_is_to_be_settled(rules: Rules) -> None:
    assert settle(one(rules, "o.edi", message(function="7"))) == ["it is marked as a duplicate"]


@pytest.mark.parametrize(
    ("kind", "what"), [("INVOIC:D:96A:UN", "an invoice"), ("ORDRSP:D:96A:UN", "an order response")]
)
def test_other_messages_are_set_aside(rules: Rules, kind: str, what: str) -> None:
    document = one(rules, "o.edi", message(kind=kind))
    assert what in (document.aside or "") and not document.problem and not document.stated


def test_a_message_that_nobody_knows_is_a_problem(rules: Rules) -> None:
    assert "IFTMIN" in (one(rules, "o.edi", message(kind="IFTMIN:D:96A:UN")).problem or "")


def test_whose_number_is_whose(rules: Rules) -> None:
    lin, pia = "LIN+1++09521230000017:EN", "PIA+1+77-1:IN+OUR-1:SA+MK-9:MF"
    found = cells(one(rules, "o.edi", message(lin, pia, "QTY+21:5:PCE")))
    assert (found["sku"], found["their_sku"], found["gtin"]) == ("OUR-1", "77-1", "09521230000017")


def test_a_place_known_by_its_number_only_must_be_looked_up(rules: Rules) -> None:
    elsewhere = one(rules, "o.edi", message("NAD+BY+111::9", "NAD+DP+222::9"))
    at_home = one(rules, "o.edi", message("NAD+BY+111::9", "NAD+DP+111::9"))
    assert ["222" in text for text in settle(elsewhere)] == [True] and settle(at_home) == []


def test_a_second_interchange_in_one_file(rules: Rules) -> None:
    document = one(rules, "o.edi", message("LIN+1", "QTY+21:5") * 2)
    assert document.problem is None and len(document.tables) == 2


@pytest.mark.parametrize("cut", range(30, 150, 7))
def test_a_cut_file_says_so(rules: Rules, cut: int) -> None:
    whole = message("LIN+1", "PIA+5+OUR-1:SA", "QTY+21:5:PCE")
    assert one(rules, "o.edi", whole[: len(whole) * cut // 155]).problem


@given(data=st.binary(max_size=400), at=st.integers(0, 900))
@settings(max_examples=40, deadline=None)
def test_damage_never_raises(rules: Rules, data: bytes, at: int) -> None:
    whole = (FOLDER / "edifact" / "eancom_full.edi").read_bytes()
    assert isinstance(one(rules, "o.edi", whole[:at] + data + whole[at + 10 :]), Document)


@pytest.mark.parametrize("filler", [b"?", b"'", b"+", b":", b"a", b"?'", b"LIN+1'", b"\n", b"NAD+BY'"])
def test_long_nonsense_takes_no_time(rules: Rules, filler: bytes) -> None:
    started = time.monotonic()
    one(rules, "o.edi", b"UNB+UNOC:3+A+B+261109:0800+7'UNH+1+ORDERS:D:96A:UN'" + filler * (200_000 // len(filler)))
    assert time.monotonic() - started < 4


def test_too_large_a_file_is_not_read(rules: Rules) -> None:
    assert "5 MB" in (one(rules, "o.edi", b"UNB+UNOC:3+" + b"A" * 5_100_000).problem or "")
