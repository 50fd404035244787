"""The receipt: everything a customer needs, in their language, as text, HTML and PDF."""

import email
import email.policy
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from email.message import EmailMessage
from typing import Any

import pdfplumber
import pytest

from inbox_agent import codec
from inbox_agent.config import Settings
from inbox_agent.model import EffectKind, PricedOrder
from inbox_agent.render import render

Build = Callable[..., dict[str, Any]]
Shop = Callable[..., Settings]


def message(payload: dict[str, Any], settings: Settings) -> EmailMessage:
    data = render(EffectKind.RECEIPT, "key:receipt:1", payload, settings)
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(parsed: EmailMessage, kind: str) -> str:
    body = parsed.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\u00a0", " ").replace("\r\n", "\n")


def pdf_text(parsed: EmailMessage) -> str:
    (attachment,) = parsed.iter_attachments()
    assert attachment.get_content_type() == "application/pdf"
    with pdfplumber.open(io.BytesIO(attachment.get_content())) as document:
        return "\n".join(page.extract_text() for page in document.pages).replace("\u00a0", " ")


GERMAN = [
    "2026-00042", "Screws", "SCREW-4", "2.400 Stück", "0,015 €", "36,00 €", "2,5 kg", "494,40 €", "1.236,00 €",
    "1.272,00 €", "19 %", "7,77 €", "7 %", "86,52 €", "4,90 €", "1.371,19 €", "Nordlicht GmbH", "Kai 3", "24103 Kiel",
    "1 High Street", "SW1A 1AA", "Vereinigtes Königreich", "Rechnung", "14 Tagen", "DE02 1203 0000 0000 2020 51",
    "PO-7", "Ring twice", "9. Juni 2026", "2. Juni 2026",
]  # fmt: skip
ENGLISH = [
    "2026-00042", "Screws", "SCREW-4", "2,400 pcs", "€0.015", "€36.00", "2.5 kg", "€494.40", "€1,236.00", "€1,272.00",
    "19%", "€7.77", "€86.52", "€4.90", "€1,371.19", "24103 Kiel", "United Kingdom", "Invoice", "14 days",
    "PO-7", "Ring twice", "9 June 2026",
]  # fmt: skip


@pytest.mark.parametrize(("language", "words"), [("de", GERMAN), ("en", ENGLISH)])
def test_text_html_and_pdf_say_the_same(receipt: Build, settings: Shop, language: str, words: list[str]) -> None:
    parsed = message(receipt(language=language), settings())
    for content in (part(parsed, "plain"), part(parsed, "html"), pdf_text(parsed)):
        flat = " ".join(content.split())
        assert [word for word in words if word not in flat] == []


def test_the_customers_own_words_are_shown_where_they_differ(receipt: Build, settings: Shop) -> None:
    text = part(message(receipt(), settings()), "plain")
    assert "you ordered: 12 boxes" in text
    assert "2,5 kg" not in text


def test_html_is_escaped(receipt: Build, settings: Shop) -> None:
    html = part(message(receipt(instructions="<script>alert(1)</script>"), settings()), "html")
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "Screws &lt;4 x 40&gt; &amp; plugs" in html


def test_what_the_customer_did_not_say_is_left_out(receipt: Build, settings: Shop) -> None:
    bare = receipt(po_number=None, requested_date=None, instructions=None, recipient_name="")
    text = part(message(bare, settings()), "plain")
    assert "Your reference" not in text and "Requested" not in text and "None" not in text
    assert text.startswith("Hello,\n")


@pytest.mark.parametrize(
    ("method", "days", "said"),
    [
        ("invoice", None, "You will receive our invoice"),
        ("bank_transfer", None, "in advance"),
        ("direct_debit", 14, "direct debit"),
        ("card", None, "by card"),
        (None, None, "as agreed"),
    ],
)
def test_how_to_pay(
    receipt: Build, settings: Shop, order: PricedOrder, method: str | None, days: int | None, said: str
) -> None:
    payload = receipt(order=codec.dump(replace(order, payment_method=method)), payment_days=days)
    text = part(message(payload, settings()), "plain")
    assert said in text
    assert ("IBAN" in text) == (method in ("invoice", "bank_transfer"))


def test_the_shops_own_words_and_link(receipt: Build, settings: Shop, order: PricedOrder) -> None:
    card = {"text": "Pay {total} here:", "link": "https://pay.example/{number}?amount={total}"}
    payload = receipt(order=codec.dump(replace(order, payment_method="card")))
    parsed = message(payload, settings(payment={"card": card}))
    assert "Pay €1,371.19 here:" in part(parsed, "plain")
    assert 'href="https://pay.example/2026-00042?amount=1371.19"' in part(parsed, "html")


def test_american_and_austrian_habits(receipt: Build, settings: Shop) -> None:
    american = part(message(receipt(), settings({"country": "US"})), "plain")
    assert "June 9, 2026" in american and "Sales tax" in american
    austrian = part(message(receipt(language="de"), settings({"country": "AT"})), "plain")
    assert "€ 1.371,19" in austrian


def test_a_unit_without_a_word_is_shown_as_it_is(receipt: Build, settings: Shop, order: PricedOrder) -> None:
    odd = replace(order, lines=(replace(order.lines[0], unit="Fuder", quantity=Decimal(1)),))
    assert "1 Fuder" in part(message(receipt(order=codec.dump(odd)), settings()), "plain")


@pytest.mark.parametrize("name", ["Łukasz Śliwiński", "Владимир", "江川", "A & B <Ltd>"])
def test_a_pdf_for_any_name(receipt: Build, settings: Shop, order: PricedOrder, name: str) -> None:
    payload = receipt(order=codec.dump(replace(order, ship_to=replace(order.ship_to, name=name))))
    assert "2026-00042" in pdf_text(message(payload, settings()))


def test_a_long_order_has_numbered_pages(receipt: Build, settings: Shop, order: PricedOrder) -> None:
    text = pdf_text(message(receipt(order=codec.dump(replace(order, lines=order.lines * 40))), settings()))
    assert "Page 1 of" in text and "Page 3 of" in text


def test_endless_words_of_a_customer_do_not_break_the_pdf(receipt: Build, settings: Shop, order: PricedOrder) -> None:
    long = "word " * 3000
    lines = (replace(order.lines[0], name=long, asked=replace(order.lines[0].asked, unit=long)),)
    everywhere = replace(order, lines=lines, ship_to=replace(order.ship_to, street=long), note=long)
    payload = receipt(order=codec.dump(everywhere), instructions=long, po_number="x" * 5000)
    assert "1,371.19" in pdf_text(message(payload, settings()))
