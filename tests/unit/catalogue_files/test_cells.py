"""Single cells: numbers as people type them, countries, payment terms."""

from decimal import Decimal

import pytest

from inbox_agent.catalogue import cells
from inbox_agent.catalogue.terms import payment_terms


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"), ("12.50", "12.5"), ("12,50", "12.5"), ("0,125", "0.125"), (".5", "0.5"), ("1.234", "1.234"),
        ("1.234,50", "1234.5"), ("1,234.50", "1234.5"), ("1'234.50", "1234.5"), ("1 234,50", "1234.5"),
        ("1,234,567", "1234567"), ("1.234.567,5", "1234567.5"), ("100", "100"), ("0", "0"),
    ],
)  # fmt: skip
def test_numbers(text: str, value: str) -> None:
    assert cells.number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1,234", "999,000", "-3", "12 €", "1.2.3", "12,34,5", "ten", "1e3", "NaN"])
def test_no_numbers(text: str) -> None:
    with pytest.raises(ValueError):
        cells.number(text)


@pytest.mark.parametrize(
    ("text", "code"), [("de", "DE"), ("Germany", "DE"), ("Österreich", "AT"), ("UK", "GB"), ("United Kingdom", "GB")]
)
def test_countries(text: str, code: str) -> None:
    assert cells.country(text) == code


@pytest.mark.parametrize(
    ("text", "method", "days"),
    [
        ("invoice 14 days", "invoice", 14),
        ("14 days net", "invoice", 14),
        ("net 30", "invoice", 30),
        ("30 days", "invoice", 30),
        ("2% 10 days, 30 days net", "invoice", 30),
        ("Rechnung, 14 Tage netto", "invoice", 14),
        ("auf Rechnung", "invoice", None),
        ("direct debit", "direct_debit", None),
        ("SEPA-Lastschrift", "direct_debit", None),
        ("prepaid", "bank_transfer", None),
        ("Vorkasse", "bank_transfer", None),
        ("bank transfer 30 days", "bank_transfer", 30),
        ("Credit card", "card", None),
        ("PayPal", "paypal", None),
        ("Nachnahme", "cash_on_delivery", None),
        ("cash", "cash", None),
        ("as discussed with Tom", None, None),
        ("", None, None),
    ],
)
def test_payment_terms(text: str, method: str | None, days: int | None) -> None:
    terms = payment_terms(text)
    assert (terms.method, terms.days, terms.text) == (method, days, text)
