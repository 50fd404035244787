"""Order numbers: in sequence, without gaps."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from inbox_agent.config import Settings
from inbox_agent.model import (
    Address,
    Asked,
    Effect,
    EffectKind,
    Evidence,
    Finding,
    Intent,
    PricedLine,
    PricedOrder,
    Reading,
    TaxAmount,
)
from inbox_agent.money import Money
from inbox_agent.store import Store, effects, orders
from inbox_agent.store.tables import Message, Order

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # 2027 already in Vienna
SUMMER = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
HOME = Address(name="Ann Buyer", street="Long Row 1", postcode="1010", city="Wien", country="AT")
WORDS = (Evidence("body", "12 ropes", "test"),)


def settings(number: str = "{year}-{sequence:05d}") -> Settings:
    return Settings.model_validate(
        {
            "company": {
                "name": "Rope Works",
                "email": "orders@rope.example",
                "country": "AT",
                "currency": "EUR",
                "timezone": "Europe/Vienna",
            },
            "orders": {"number": number},
        }
    )


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


READING = Reading(
    Finding(Intent.ORDER, 0.99, WORDS),
    po_number=Finding("PO-7", 0.9, WORDS),
    requested_date=Finding(date(2026, 7, 3), 0.9, WORDS),
)
PRICED = PricedOrder(
    lines=(
        PricedLine("R-1", "Rope", Decimal("12"), "each", eur("2.50"), eur("30.00"), "standard", Asked("12", None, "x")),
    ),
    net=eur("30.00"),
    taxes=(TaxAmount(Decimal(20), eur("35.00"), eur("7.00")),),
    shipping=eur("5.00"),
    gross=eur("42.00"),
    ship_to=HOME,
    bill_to=HOME,
    payment_method="invoice",
)


@pytest.fixture
def confirm(store: Store, new_message: Callable[..., Message]) -> Callable[..., str]:
    def run(key: str, now: datetime = SUMMER, number: str = "{year}-{sequence:05d}", commit: bool = True) -> str:
        with store.begin() as uow:
            mail = new_message(uow, key)
            order = orders.confirm(uow, mail, 1, READING, PRICED, settings(number), now)
            effects.add(uow, mail, [Effect(EffectKind.RECEIPT, f"{key}:receipt:1", {})], now, order)
            got = order.number
            if commit:
                uow.commit()
        return got

    return run


def test_numbers_follow_each_other_and_start_again_each_year(confirm: Callable[..., str]) -> None:
    assert [confirm("a"), confirm("b")] == ["2026-00001", "2026-00002"]
    assert confirm("c", NEW_YEAR) == "2027-00001"


def test_a_rolled_back_order_leaves_no_gap(confirm: Callable[..., str]) -> None:
    assert confirm("a") == "2026-00001"
    assert confirm("b", commit=False) == "2026-00002"
    assert confirm("c") == "2026-00002"


def test_a_form_without_the_year_counts_on_over_the_years(confirm: Callable[..., str]) -> None:
    assert [confirm("a", SUMMER, "A{sequence}"), confirm("b", NEW_YEAR, "A{sequence}")] == ["A1", "A2"]


def test_a_number_given_under_an_earlier_form_is_not_given_again(confirm: Callable[..., str]) -> None:
    assert confirm("a", SUMMER, "{year}-{sequence}") == "2026-1"
    assert confirm("b", SUMMER, "2026-{sequence}") == "2026-2"


def test_an_order_is_shown_as_the_contract_has_it(store: Store, confirm: Callable[..., str]) -> None:
    number = confirm("a")
    with store.read() as uow:
        (row,) = orders.rows(uow)
    assert row == {
        "number": number,
        "message_id": "<a@buyer.example>",
        "customer": "ann@buyer.example",
        "state": "confirmed",
        "lines": [
            {"sku": "R-1", "name": "Rope", "quantity": "12", "unit": "each", "unit_price": "2.50", "net": "30.00"}
        ],
        "net": "30.00",
        "tax": "7.00",
        "shipping": "5.00",
        "gross": "42.00",
        "currency": "EUR",
        "ship_to": {"name": "Ann Buyer", "street": "Long Row 1", "postcode": "1010", "city": "Wien", "country": "AT"},
        "bill_to": {"name": "Ann Buyer", "street": "Long Row 1", "postcode": "1010", "city": "Wien", "country": "AT"},
        "payment_method": "invoice",
        "po_number": "PO-7",
        "requested_date": "2026-07-03",
        "receipt_message_id": None,
    }


def test_the_receipt_knows_its_order_number(store: Store, confirm: Callable[..., str]) -> None:
    number = confirm("a")
    with store.read() as uow:
        (receipt,) = effects.of_mail(uow, 1, EffectKind.RECEIPT)
        assert receipt.payload["order_number"] == number
        assert uow.get_one(Order, 1).effects == [receipt]
