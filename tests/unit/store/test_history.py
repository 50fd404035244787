"""What is known of a sender before the next mail is read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from inbox_agent.config import Settings
from inbox_agent.model import (
    Address,
    Asked,
    Decision,
    Evidence,
    Finding,
    Intent,
    Line,
    Outcome,
    ParsedMail,
    Person,
    PricedLine,
    PricedOrder,
    Reading,
    Route,
)
from inbox_agent.money import Money
from inbox_agent.store import Store, history, orders, readings
from inbox_agent.store.tables import Message

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANN, RECORD = "ann@buyer.example", "office@buyer.example"
WORDS = (Evidence("body", "12 ropes", "test"),)
ASKED = Asked("12", None, "ropes")
COMPANY = {"name": "Rope Works", "email": "o@rope.example", "country": "AT", "currency": "EUR"}


def reading(quantity: str = "12", intent: Intent = Intent.ORDER, customer: str | None = RECORD) -> Reading:
    line = Line("R-1", "Rope", Decimal(quantity), "m", ASKED, 0.9, WORDS)
    return Reading(
        Finding(intent, 0.9, WORDS),
        customer=customer,
        lines=(line, replace(line, sku=None)),
        po_number=Finding("PO-7", 0.9, WORDS),
        requested_date=Finding(date(2026, 3, 6), 0.9, WORDS),
    )


def outcome(read: Reading) -> Outcome:
    parsed = ParsedMail("x", "<x>", Person("Ann", ANN), "", NOON, NOON, "12 ropes")
    return Outcome(parsed, (), read, None, Decision(Route.REVIEW, 0.5), ())


@pytest.fixture
def remember(new_message: Callable[..., Message]) -> Callable[..., Message]:
    def add(uow: Session, key: str, read: Reading, sender: str = ANN, state: str = "review") -> Message:
        mail = new_message(uow, key, sender, state)
        readings.add(uow, mail, outcome(read), NOON)
        uow.flush()
        return mail

    return add


def test_an_earlier_order_of_the_sender_is_known(store: Store, remember: Callable[..., Message]) -> None:
    with store.begin() as uow:
        remember(uow, "a", reading())
        (past,) = history.of(uow, ANN, None, before=99).orders
    assert past.lines == (("R-1", Decimal(12)),)
    assert (past.message_id, past.date, past.po_number) == ("<a@buyer.example>", NOON, "PO-7")
    assert past.requested_date == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("change", "known"),
    [
        ({"sender": "colleague@buyer.example"}, True),  # by the customer's record
        ({"sender": "other@else.example", "read": reading(customer=None)}, False),
        ({"read": reading(intent=Intent.QUESTION)}, False),
        ({"state": "accepted"}, True),
        ({"state": "complaint"}, True),
        ({"state": "ignored"}, False),
    ],
)
def test_whose_past_it_is(store: Store, remember: Callable[..., Message], change: dict[str, str], known: bool) -> None:
    with store.begin() as uow:
        remember(uow, "a", **{"read": reading(), **change})
        assert bool(history.of(uow, ANN, RECORD, before=99).orders) is known


def test_only_what_came_before_is_past(store: Store, remember: Callable[..., Message]) -> None:
    with store.begin() as uow:
        first, second = remember(uow, "a", reading("1")), remember(uow, "b", reading("2"))
        assert [past.lines[0][1] for past in history.of(uow, ANN, None, before=second.id).orders] == [Decimal(1)]
        assert history.of(uow, ANN, None, before=first.id).orders == ()


def test_a_correction_counts_instead_of_what_the_machine_read(store: Store, remember: Callable[..., Message]) -> None:
    with store.begin() as uow:
        mail = remember(uow, "a", reading("12"))
        readings.add(uow, mail, outcome(reading("15")), NOON, "Eva")
        (past,) = history.of(uow, ANN, None, before=99).orders
    assert past.lines == (("R-1", Decimal(15)),)


def test_the_usual_quantity_is_the_median_of_confirmed_orders(store: Store, remember: Callable[..., Message]) -> None:
    def eur(amount: str) -> Money:
        return Money(Decimal(amount), "EUR")

    with store.begin() as uow:
        for key, quantity in (("a", "10"), ("b", "12"), ("c", "500"), ("d", "9")):
            mail = remember(uow, key, reading(quantity))
            line = PricedLine("R-1", "Rope", Decimal(quantity), "m", eur("1"), eur("1"), "standard", ASKED)
            priced = PricedOrder((line,), eur("1"), (), eur("0"), eur("1"), Address(), Address(), None)
            order = orders.confirm(uow, mail, 1, reading(quantity), priced, Settings(company=COMPANY), NOON)  # type: ignore[arg-type]
            order.state = "cancelled" if quantity == "9" else "handed_on"
        uow.flush()
        assert history.of(uow, ANN, RECORD, before=99).usual_quantity == {"R-1": Decimal(12)}


def test_a_reading_comes_back_as_it_was(store: Store, remember: Callable[..., Message]) -> None:
    with store.begin() as uow:
        mail = remember(uow, "a", reading())
        row = readings.latest(uow, mail.id)
        assert row is not None
        assert readings.outcome(row) == outcome(reading())
