"""The customer's own reference."""

from collections.abc import Callable

import pytest

from inbox_agent.catalogue.records import Customer
from inbox_agent.config import Company, Orders, Settings
from inbox_agent.extract.found import Found
from inbox_agent.extract.po_number import find
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Passage

from .conftest import mail, passages

Known = Callable[..., Knowledge]


def read(known: Known, body: str = "", **more: object) -> Found[str]:
    parsed = mail(body, **more)  # type: ignore[arg-type]
    return find(passages(parsed), parsed, known())


def value(found: Found[str]) -> str | None:
    return found.finding.value if found.finding else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("PO 123", "123"),
        ("Our PO is FB/4263.", "FB/4263"),
        ("PO: 883120, please confirm", "883120"),
        ("P.O. No.:  FR-2291", "FR-2291"),
        ("Purchase order number 4500077123 attached", "4500077123"),
        ("Please quote our order number FJ-26/118 on the invoice.", "FJ-26/118"),
        ("against our order FJG-40271 please supply", "FJG-40271"),
        ("Order FD-1182 is attached.", "FD-1182"),
        ("Order number FM-77-1242 covers this.", "FM-77-1242"),
        ("Please process FB/4391 as below.", "FB/4391"),
        ("Our order no. FGC 2026/031.", "FGC 2026/031"),
        ("next comes order 2026-0591, please:", "2026-0591"),
        ("Order no.      : 31-0718\nOrder date     : 05-11-2026", "31-0718"),
        ("Our ref: JOB-771", "JOB-771"),
        ("Customer reference #88-A12", "88-A12"),
        ("Our job no. 4411 for the invoice", "4411"),
        ("Unsere Bestellnummer: SF-26/3187", "SF-26/3187"),
        ("unsere Bestellnummer lautet SF-2613:", "SF-2613"),
        ("Bestell-Nr. 4500077123", "4500077123"),
        ("Bitte buchen unter unserer Nr. LF-31-471:", "LF-31-471"),
        ("hier unsere Bestellung HF-2026-0152 als Datei", "HF-2026-0152"),
        ("Wo bleibt die Ware zu unserer Bestellung SF-2026-0312?", "SF-2026-0312"),
        ("Unser Bestellzeichen: HF-2287-K", "HF-2287-K"),
        ("(unsere Referenz: TF-2026/71)", "TF-2026/71"),
        ("Kommission: Meyer-24", "Meyer-24"),
        ("auf Rechnung, Auftrag EF-26-47.", "EF-26-47"),
        ("Bestellung Nr.\t\tLF-26-3147", "LF-26-3147"),
        ("Purchase order\tCF-0193\nDate\t26/10/2026", "CF-0193"),
    ],
)
def test_theirs(known: Known, body: str, expected: str) -> None:
    found = read(known, body)
    assert (value(found), found.doubts) == (expected, ())
    assert found.finding and all(body[e.start : e.end] == e.text for e in found.finding.evidence)


@pytest.mark.parametrize(
    "body",
    [
        "You will get our PO number next week.",
        "PO: to follow",
        "We would order 2-3 of the green lamps.",
        "We order 2000 screws and 12000 washers.",
        "order 40 boxes please",
        "Bestellung 20 kg Mehl",
        "Bestellung vom 12.10.2026",
        "Bestellung KW44",
        "Has my order PF-30844 left you yet?",
        "A lamp of my last order (PF-30861) came broken.",
        "I read your order confirmation A-31-11204.",
        "About your quote Q-2187: fine.",
        "Ihre Auftragsbestätigung 217377 ist da.",
        "Rechnung 2026-77412 vom 29.10.",
        "(Ihre Bestellung E-3331)",
        "Kundennummer: 31117",
        "customer number 4711",
        "RFQ 31-214 for a stage",
        "Lieferschein 662203",
        "Tracking number 1Z999AA10123456784",
        "Order date: 05-11-2026",
        "order M8x30 bolts",
        "Order no. 30466 that I put in yesterday",
        "in order to finish by 20 November",
        "Meine Bestellung 99213 fehlt noch.",
    ],
)
def test_not_theirs(known: Known, body: str) -> None:
    assert value(read(known, body)) is None


def test_subject(known: Known) -> None:
    assert value(read(known, "see attached", subject="Bestellung HF-2026-0152")) == "HF-2026-0152"
    assert value(read(known, "see attached", subject="Fasteners PO 883120")) == "883120"
    assert value(read(known, "all fine", subject="Re: Order confirmation A-31-11204")) is None
    assert value(read(known, "is my order PF-30844 on its way?", subject="Order PF-30844")) is None


def test_companys_subject_that_begins_with_its_number(known: Known) -> None:
    parsed = mail("see below", subject="FGC-4491, the red lamps")
    company = Customer("nora@feldpost.example", company="Feld Garden Centre")
    assert value(find(passages(parsed), parsed, known(company))) == "FGC-4491"
    assert value(find(passages(parsed), parsed, known())) is None


def test_two_numbers_are_a_doubt(known: Known) -> None:
    found = read(known, "Our PO is FB/4263. Please also note our PO FB/4270.")
    assert [d.code for d in found.doubts] == ["contradictory_po"]
    assert found.finding and found.finding.confidence <= 0.5


def test_the_same_number_written_twice_is_one(known: Known) -> None:
    assert read(known, "Our PO is FB/4263.", subject="PO FB-4263").doubts == ()


def test_column_of_a_table(known: Known) -> None:
    parsed = mail("Order attached.")
    table = Passage("po.txt", "PO_NUMBER\tLINE\tITEM\tQTY\n883120\t1\tBolt\t40\n883120\t2\tNut\t24\n")
    assert value(find(passages(parsed, [table]), parsed, known())) == "883120"


def test_numbers_written_as_ours(known: Known) -> None:
    parsed = mail("Order PF-30844 please")
    base = known()
    company = Company(name="F", email="orders@f.example", country="GB", currency="GBP")
    settings = Settings(company=company, orders=Orders(number="PF-{sequence:05d}"))
    knowledge = Knowledge(base.products, base.customers, base.prices, base.rules, settings)
    found = find(passages(parsed), parsed, knowledge)
    assert value(found) is None
    assert [e.text for e in found.seen] == ["PF-30844"]


@pytest.mark.parametrize(
    "text", ["1" * 200_000, " " * 200_000, "order " * 33_000, "PO no. : # " * 18_000, "A-" * 100_000]
)
def test_long_input_ends(known: Known, text: str) -> None:
    read(known, text)
