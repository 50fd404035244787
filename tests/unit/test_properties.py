"""What holds of every message: whatever the bytes, an object comes out, and nothing in it is lost or misquoted."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_agent import pipeline, read
from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.files import load_products
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Evidence, Outcome, RawMail
from inbox_agent.parse.charset import clean

PRODUCTS = """sku,name,aliases,unit,packs,price,currency
PB-40,Flat brush 40 mm,Flachpinsel 40 mm,each,box=12,4.00,EUR
KR-19,Masking tape 19 mm,Kreppband 19 mm,roll,,2.50,EUR
KF-01,Chalk paint white 1 l,Kalkfarbe weiß 1 l,pot,,12.00,EUR
"""
LINES = st.sampled_from([
    "Hello,", "Guten Tag,", "", "please send us 12 flat brushes 40 mm", "bitte 3 Rollen Kreppband 19 mm",
    "2 x KF-01", "- 5 pots of chalk paint", "PB-40\t24", "Item\tQuantity", "by Friday, please", "to Mill Lane 4",
    "Lieferung an: Hanna Brandt, Am Kai 7, 20457 Hamburg", "our order number: 4711-B", "10 boxes or 12, as you like",
    "Where is our last order?", "two of the brushes were broken", "Kind regards", "Mit freundlichen Grüßen", "Hanna",
    "-- ", "> 7 pots of paint", "> as usual", "On 5 Oct 2026 at 10:00, Shop <shop@laden.example> wrote:",
    "---------- Forwarded message ---------", "From: ole@brandt.example", "Subject: list", "+49 40 5550 123", "€ 48,00",
    "\u00fc\u0308\u200b \u00a0x", "🙂 12 🙂", "KW 42", "IBAN DE02 1203 0000 0000 2020 51", "_" * 32, "1) one 2) two",
])  # fmt: skip


Process = Callable[[bytes], Outcome]


@pytest.fixture(scope="module")
def process(rules: Rules, tmp_path_factory: pytest.TempPathFactory) -> Process:
    """Process bytes; an object that JSON can hold comes of them, by no error of ours."""
    file = Path(tmp_path_factory.mktemp("shop")) / "products.csv"
    file.write_text(PRODUCTS, "utf-8")
    known = Knowledge(ProductIndex(load_products(file), rules), Customers(), PriceList((), "EUR"), rules)

    def processed(data: bytes) -> Outcome:
        outcome = pipeline.process(RawMail(data), known)
        assert [r.text for r in outcome.decision.reasons if r.code == "internal_error"] == []
        json.dumps(read.as_json(outcome)).encode("utf-8")
        return outcome

    return processed


def all_evidence(outcome: Outcome) -> list[Evidence]:
    reading, parsed = outcome.reading, outcome.parsed
    found = [*reading.intent.evidence, *(e for intent in reading.also for e in intent.evidence)]
    found += [e for line in reading.lines for e in line.evidence]
    fields = (reading.ship_to, reading.bill_to, reading.instructions, reading.payment_method, reading.po_number,
              reading.requested_date)  # fmt: skip
    found += [e for field in fields if field for e in field.evidence]
    found += [e for doubt in (*reading.doubts, *parsed.doubts) for e in doubt.evidence]
    found += [e for reason in outcome.decision.reasons for e in reason.evidence]
    return [*found, *(parsed.automatic.evidence if parsed.automatic else ())]


def points_where_it_says(outcome: Outcome) -> None:
    passages = {name: outcome.parsed.passage(name) for name in ("body", "subject", "quoted", "forwarded", "signature")}
    for evidence in all_evidence(outcome):
        if evidence.start is not None and evidence.source in passages:
            assert passages[evidence.source][evidence.start : evidence.end] == evidence.text, evidence


@given(data=st.binary(max_size=800))
@settings(max_examples=60, deadline=None)
def test_any_bytes_make_an_object(process: Process, data: bytes) -> None:
    process(data)


@given(text=st.text(max_size=300), subject=st.text(max_size=40), kind=st.sampled_from(["plain", "html", "calendar"]))
@settings(max_examples=60, deadline=None)
def test_any_text_makes_an_object(process: Process, text: str, subject: str, kind: str) -> None:
    head = f"From: a@b.example\nSubject: {subject}\nContent-Type: text/{kind}; charset=utf-8\n\n"
    points_where_it_says(process((head + text).encode("utf-8", "replace")))


@given(lines=st.lists(LINES, max_size=14), more=st.sampled_from(["", "In-Reply-To: <1@laden.example>\n"]))
@settings(max_examples=80, deadline=None)
def test_evidence_points_at_the_words_it_claims(process: Process, lines: list[str], more: str) -> None:
    head = f"From: Hanna <h@brandt.example>\nTo: shop@laden.example\nSubject: 3 pots\n{more}"
    text = "\n".join(lines)
    points_where_it_says(process(f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@given(lines=st.lists(LINES, max_size=20), more=st.sampled_from(["", "In-Reply-To: <1@laden.example>\n"]))
@settings(max_examples=150, deadline=None)
def test_every_word_goes_into_one_passage(process: Process, lines: list[str], more: str) -> None:
    """Only a quoted line that the sender answers below it stands in two."""
    text = "\n".join(lines)
    head = f"From: h@brandt.example\nSubject: paint\n{more}Content-Type: text/plain; charset=utf-8\n\n"
    mail = process((head + text).encode()).parsed
    sent, kept = words(clean(text)), words("\n".join([mail.body, mail.quoted, mail.forwarded, mail.signature]))
    assert sent - kept == Counter()
    if not any(line.startswith(">") for line in lines):
        assert kept == sent
