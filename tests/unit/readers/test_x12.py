"""X12 850 as different programs write it: whole files beside what is read, then marks, envelopes and codes."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_agent.lexicon import Rules
from inbox_agent.model import Document
from tests.unit.readers.golden_orders import FOLDER, expected, inputs, one, plain


@pytest.mark.parametrize("path", inputs("x12"), ids=lambda path: path.name)
def test_golden(rules: Rules, path: Path) -> None:
    assert plain(one(rules, path.name, path.read_bytes())) == expected(path)


def transaction(
    *segments: str, mark: str = "*", end: str = "~", kind: str = "850", begin: str = "BEG*00*NE*A1**20261109"
) -> bytes:
    inner = [f"ST*{kind}*0001", *([begin] if begin else []), *segments]
    isa = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *261109*0800*U*00401*000000001*0*P*>"
    every = [
        isa,
        "GS*PO*A*B*20261109*0800*1*X*004010",
        *inner,
        f"SE*{len(inner) + 1}*0001",
        "GE*1*1",
        "IEA*1*000000001",
    ]
    return (end.join(every) + end).replace("*", mark).encode("latin-1")


def stated(document: Document) -> dict[str, object]:
    return {s.key: s.value for s in document.stated}


def settle(document: Document) -> list[str]:
    return [str(s.value) for s in document.stated if s.key == "open_matter"]


def cells(document: Document) -> dict[str, str]:
    (row,) = document.tables[0].rows
    return dict(zip(document.tables[0].roles or (), (cell.text for cell in row.cells), strict=True))


@pytest.mark.parametrize(("mark", "end"), [("*", "~"), ("|", "\n"), ("^", "'"), ("*", "~\r\n"), ("~", "\x85")])
def test_the_marks_are_those_of_the_first_segment(rules: Rules, mark: str, end: str) -> None:
    document = one(rules, "o.txt", transaction("PO1*1*5*EA*2*PE*VN*OUR-1", mark=mark, end=end))
    assert document.kind == "x12" and document.problem is None
    assert (cells(document)["sku"], cells(document)["quantity"]) == ("OUR-1", "5")


@pytest.mark.parametrize("text", ["ISA bella, 3 boxes; please", "ISA*", "ISABEL*00*x", "ISA|\n1|2\n3|4\n"])
def test_text_that_begins_alike_is_text(rules: Rules, text: str) -> None:
    assert one(rules, "note.txt", text.encode()).kind in ("text", "csv")


@pytest.mark.parametrize(
    ("price", "basis", "read"),
    [("2.50", "PE", "2.5"), (".48", "", "0.48"), ("72.4", "HP", "0.724"), ("480", "TP", "0.48"), ("", "PE", "")],
)
def test_the_price_for_one(rules: Rules, price: str, basis: str, read: str) -> None:
    assert cells(one(rules, "o.x12", transaction(f"PO1*1*5*EA*{price}*{basis}*VN*OUR-1")))["price"] == read


def test_whose_number_is_whose(rules: Rules) -> None:
    found = cells(one(rules, "o.x12", transaction("PO1*1*5*EA***BP*77-1*UP*952123000001*VN*OUR-1*MG*MK-9")))
    assert (found["sku"], found["their_sku"], found["gtin"]) == ("OUR-1", "77-1", "952123000001")


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        (("DTM*002*20261120",), "2026-11-20"),
        (("DTM*002*261120",), "2026-11-20"),
        (("DTM*010*20261118", "DTM*002*20261120"), "2026-11-20"),
        (("DTM*010*20261118",), "2026-11-18"),
        (("DTM*064*20261116", "DTM*063*20261120"), None),
        (("DTM*004*20261109",), None),
    ],
)
def test_the_day_of_delivery(rules: Rules, dates: tuple[str, ...], wanted: str | None) -> None:
    assert stated(one(rules, "o.x12", transaction(*dates))).get("requested_date") == wanted


@pytest.mark.parametrize(
    ("begin", "kind", "intent"),
    [
        ("BEG*00*NE*A1**20261109", "850", "order"),
        ("BEG*01*NE*A1**20261109", "850", "cancellation"),
        ("BEG*05*NE*A1**20261109", "850", "change"),
        ("BCH*04*NE*A1***20261110", "860", "change"),
    ],
)
def test_what_it_is_sent_for(rules: Rules, begin: str, kind: str, intent: str) -> None:
    assert stated(one(rules, "o.x12", transaction(begin=begin, kind=kind)))["intent"] == intent


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ("SAC*C*D240***500", "a charge"),
        ("FOB*CC", "freight"),
        ("DTM*001*20261130", "cancelled after 2026-11-30"),
        ("PO1*1*5*EA*0*NC*VN*OUR-1", "free of charge"),
        ("N1*ST**92*DC7", "without its address: DC7"),
    ],
)
def test_what_a_person_settles(rules: Rules, segment: str, words: str) -> None:
    assert any(words in text for text in settle(one(rules, "o.x12", transaction(segment))))


def test_one_address_for_goods_and_invoice(rules: Rules) -> None:
    found = stated(one(rules, "o.x12", transaction("N1*BS*Birch Co", "N3*1 Elm St", "N4*Salem*OR*97301*US")))
    assert found["ship_to"] == found["bill_to"]


@pytest.mark.parametrize("kind", ["810", "855", "997"])
def test_other_transactions_are_set_aside(rules: Rules, kind: str) -> None:
    document = one(rules, "o.x12", transaction(kind=kind, begin=""))
    assert "no order" in (document.aside or "") and document.problem is None


def test_a_transaction_that_nobody_knows_is_a_problem(rules: Rules) -> None:
    assert "204" in (one(rules, "o.x12", transaction(kind="204", begin="")).problem or "")


@pytest.mark.parametrize("share", [20, 50, 75, 90, 95])
def test_a_cut_file_says_so(rules: Rules, share: int) -> None:
    whole = transaction("PO1*1*5*EA*2*PE*VN*OUR-1", "CTT*1")
    assert one(rules, "o.x12", whole[: len(whole) * share // 100]).problem


@given(data=st.binary(max_size=300), at=st.integers(0, 900))
@settings(max_examples=40, deadline=None)
def test_damage_never_raises(rules: Rules, data: bytes, at: int) -> None:
    whole = (FOLDER / "x12" / "retail_5010.x12").read_bytes()
    assert isinstance(one(rules, "o.x12", whole[:at] + data + whole[at + 10 :]), Document)


@pytest.mark.parametrize("filler", ["*", "~", "PO1*1~", "N1*ST~", "\n", "a", " "])
def test_long_nonsense_takes_no_time(rules: Rules, filler: str) -> None:
    started = time.monotonic()
    one(rules, "o.x12", transaction(filler * (200_000 // len(filler))))
    assert time.monotonic() - started < 5
