"""What is stored comes back as it was."""

import json
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from inbox_agent import codec
from inbox_agent.model import (
    Address,
    Asked,
    Attachment,
    Automatic,
    Candidate,
    Decision,
    Doubt,
    Effect,
    EffectKind,
    Evidence,
    Finding,
    Intent,
    Line,
    ParsedMail,
    Person,
    PricedLine,
    PricedOrder,
    RawMail,
    Reading,
    Reason,
    Route,
    TaxAmount,
    Trust,
)  # fmt: skip
from inbox_agent.money import Money

EVIDENCE = (Evidence("order.csv", "3 Kisten", "quantity", 4, 12, row=3),)
DOUBTS = (Doubt("x"), Doubt("y", EVIDENCE, MappingProxyType({"item": "Öl"})))
ADDRESS = Address("Eva", None, "Ring 1", "1010", "Wien", None, "AT")
EURO = Money(Decimal("1.50"), "EUR")
OBJECTS = [
    RawMail(b"\xff\x00\r\n", received=datetime(2026, 3, 1, 8, tzinfo=ZoneInfo("Europe/Berlin"))),
    ParsedMail(
        "1.eml", "<a@b>", Person("Zoë", "z@b.example"), "s", datetime(2026, 3, 1, tzinfo=ZoneInfo("UTC")), None, "b",
        reply_to=(Person("", "r@b.example"),), references=("<c>",), trust=Trust(False, "dmarc=fail"), doubts=DOUBTS,
        attachments=(Attachment("a.bin", "x/y", bytes(range(256))),), automatic=Automatic("bounce", EVIDENCE),
    ),
    Reading(
        Finding(Intent.ORDER, 0.9, EVIDENCE), (Finding(Intent.COMPLAINT, 0.2, ()),), "z@b.example",
        (Line("A", "Öl", Decimal("1.50"), "l", Asked("1,5", "l", "Öl"), 0.8, EVIDENCE, (Candidate("A", 0.8),),
              Decimal("3.10")),),
        ship_to=Finding(ADDRESS, 0.7, EVIDENCE), requested_date=Finding(date(2026, 3, 4), 0.5, EVIDENCE), doubts=DOUBTS,
    ),
    PricedOrder(
        (PricedLine("A", "Öl", Decimal(1), "l", EURO, EURO, "reduced", Asked("1", None, "Öl")),), EURO,
        (TaxAmount(Decimal("7"), EURO, Money(Decimal("0.11"), "EUR")),), EURO, EURO, ADDRESS, ADDRESS, None,
    ),
    Decision(Route.REVIEW, 0.5, (Reason("x", Route.REVIEW, "…", EVIDENCE),)),
    Effect(EffectKind.MOVE, "k:move:1", {"a": [1, None, {"b": True}]}, 3),
]  # fmt: skip


@pytest.mark.parametrize("value", OBJECTS, ids=lambda value: type(value).__name__)
def test_round_trip(value: Any) -> None:
    assert codec.load(type(value), json.loads(json.dumps(codec.dump(value)))) == value


def test_numbers_stay_exact() -> None:
    assert codec.dump(Money(Decimal("1.10"), "EUR")) == {"amount": "1.10", "currency": "EUR"}


def test_a_finding_knows_what_it_holds() -> None:
    found = Finding(date(2026, 3, 4), 0.5, EVIDENCE)
    assert codec.load(Finding[date], codec.dump(found)) == found


def test_what_has_no_form_in_json() -> None:
    with pytest.raises(TypeError):
        codec.dump(object())
    with pytest.raises(ValidationError):
        codec.load(Address, {"street": 7, "nonsense": []})
