"""Which attachments are no order, and why; and which are one though they look like something else."""

import time

import pytest

from inbox_agent.extract.aside import judged
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Attachment, Document, Passage, Table

from .conftest import Rows, table

ITEMS = [["Artikel", "Menge"], ["Besen 45 cm", "3"], ["Eimer 10 l", "2"]]
STRANGE = [["Artikel", "Menge"], ["Wartung der Heizung", "1"], ["Anfahrt", "1"]]


@pytest.mark.parametrize("filler", ["1.", "a ", "-", "Rechnung ", ": "])
def test_100_kb_take_no_time(shop: Knowledge, filler: str) -> None:
    started = time.monotonic()
    judged([document("x.pdf", "Rechnung " + filler * (100_000 // len(filler)))], [], shop)
    assert time.monotonic() - started < 2


def test_a_picture_within_the_letter_counts_only_when_it_orders(shop: Knowledge) -> None:
    shown = [Attachment("a.png", "image/png", b"", inline=True)]
    for text, aside in (("Visit us at the fair, hall 7", True), ("10 Besen 45 cm", False)):
        picture = Document("a.png", "image", (), (Passage("a.png", text),), recognised=True)
        assert (judged([picture], shown, shop)[0].aside is not None) == aside
        assert judged([picture], [], shop)[0].aside is None


def document(name: str, text: str = "", rows: Rows = ()) -> Document:
    tables: tuple[Table, ...] = (table(rows),) if rows else ()
    return Document(name, "pdf", tables, (Passage(name, text),) if text else ())


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (document("RE-4711.pdf", "Heizung Ott GmbH\nRechnung Nr. 4711\nIhre Bestellung vom 3.9.", STRANGE), "invoice"),
        (document("x.pdf", "INVOICE #2026-118\nDate: 1 October 2026", ITEMS), "invoice"),
        (document("x.pdf", "Tax Invoice", ITEMS), "invoice"),
        (document("doc1.pdf", "Lieferschein 551203\nBestellung: 4711", ITEMS), "delivery note"),
        (document("x.pdf", "Auftragsbestätigung AB-2026-77 vom 2.10.2026", ITEMS), "order confirmation"),
        (document("x.pdf", "Order Confirmation\nYour order 4711", ITEMS), "order confirmation"),
        (document("x.pdf", "Angebot Nr. A-88", ITEMS), "quotation"),
        (document("x.pdf", "Preisanfrage\nBitte um Angebot", ITEMS), "request"),
        (document("x.pdf", "2. Mahnung"), "reminder"),
        (document("x.pdf", "Allgemeine Geschäftsbedingungen der Ott GmbH\n§ 1 Geltung"), "terms"),
        (document("x.pdf", "Ott Ltd - Conditions of Purchase\n1. Scope"), "terms"),
        (document("AGB_2026.pdf", "§ 1 Geltung der folgenden Regeln"), "terms"),
        (document("Terms and Conditions.pdf", "1. Scope"), "terms"),
        (document("Katalog 2026.pdf", "Neue Besen\nNeue Eimer"), "catalogue"),
        (document("firmenlogo.pdf"), "artwork"),
        (document("plan.dwg"), "drawing"),
        (document("business card.vcf"), "visiting card"),
        (document("archive.zip/Datenschutz.pdf", "Wir achten Ihre Daten."), "privacy"),
    ],
)
def test_no_order(shop: Knowledge, given: Document, what: str) -> None:
    (found,) = judged([given], [], shop)
    assert found.aside is not None and what in found.aside and "\n" not in found.aside


@pytest.mark.parametrize(
    "given",
    [
        document("Bestellung.pdf", "Bestellung 4711\nIhr Angebot: A-88\nRechnung an: Ott GmbH", ITEMS),
        document("x.pdf", "PURCHASE ORDER\nInvoice to: Ott Ltd\nInvoice address: Kiel", ITEMS),
        document("x.pdf", "Ott GmbH\nRechnungsanschrift\nBestellung Nr. 4711\nLieferschein bitte beilegen"),
        document("Katalog_Bestellung.xlsx", rows=ITEMS),
        document("Preisliste 2026.xlsx", rows=ITEMS),
        document("logo-mugs.xlsx", rows=ITEMS),
        document("liste.txt", "3 Besen\n2 Eimer"),
        document("scan0001.pdf"),
        document("order confirmation wanted.txt", "Please send an order confirmation.\n3 brooms"),
    ],
)
def test_an_order_stays_one(shop: Knowledge, given: Document) -> None:
    (found,) = judged([given], [], shop)
    assert found.aside is None
