"""What follows from a decision."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from inbox_agent import codec
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import (
    Address,
    Asked,
    Automatic,
    Decision,
    Effect,
    EffectKind,
    Finding,
    Intent,
    Line,
    ParsedMail,
    Person,
    PricedLine,
    PricedOrder,
    Reading,
    Reason,
    Route,
    TaxAmount,
    Trust,
)  # fmt: skip
from inbox_agent.money import Money
from inbox_agent.plan import may_answer, plan, question, reply_address

Shop = Callable[..., Knowledge]
Mail = Callable[..., ParsedMail]
EURO = Money(Decimal("10.00"), "EUR")
HOME = Address(street="Kai 3", postcode="24103", city="Kiel", country="DE")
ORDER = PricedOrder(
    (PricedLine("BROOM", "Broom", Decimal(1), "each", EURO, EURO, "standard", Asked("1", None, "broom")),),
    EURO, (TaxAmount(Decimal(19), EURO, Money(Decimal("1.90"), "EUR")),), Money(Decimal("0.00"), "EUR"),
    Money(Decimal("11.90"), "EUR"), HOME, HOME, "invoice",
)  # fmt: skip
READING = Reading(
    Finding(Intent.ORDER, 1.0, ()),
    customer="ole@nordlicht.example",
    po_number=Finding("PO-7", 1.0, ()),
    requested_date=Finding(date(2026, 6, 9), 1.0, ()),
)
FORWARD = {"complaints": {"forward_to": "service@gartenhaus.example"}}
HAND_OFF = {"hand_off": {"folder": "out"}}


def planned(
    mail: ParsedMail, route: Route, knowledge: Knowledge, reading: Reading = READING, revision: int = 1
) -> dict[EffectKind, Effect]:
    decision = Decision(route, 0.99, (Reason("complaint", Route.COMPLAINT, "It is broken."),))
    priced = ORDER if route is Route.ACCEPT else None
    effects = plan("key", mail, reading, priced, decision, knowledge, revision, "orders")
    assert len({effect.key for effect in effects}) == len(effects)
    for effect in effects:
        json.dumps(dict(effect.payload))  # JSON values only
    return {effect.kind: effect for effect in effects}


def test_an_accepted_order_gets_a_receipt_a_hand_off_and_is_filed(shop: Shop, mail: Mail) -> None:
    effects = planned(mail(), Route.ACCEPT, shop(replies={"delay_seconds": 90}, **HAND_OFF))
    assert set(effects) == {EffectKind.RECEIPT, EffectKind.HAND_OFF, EffectKind.MOVE}
    assert effects[EffectKind.RECEIPT].delay_seconds == effects[EffectKind.HAND_OFF].delay_seconds == 90
    assert effects[EffectKind.MOVE].delay_seconds == 0
    receipt = effects[EffectKind.RECEIPT].payload
    assert receipt["recipient"] == "ole@nordlicht.example"
    assert (receipt["in_reply_to"], receipt["references"]) == ("<a@nordlicht.example>", ["<z@nordlicht.example>"])
    assert codec.load(PricedOrder, receipt["order"]) == ORDER
    assert (receipt["po_number"], receipt["requested_date"], receipt["payment_days"]) == ("PO-7", "2026-06-09", 14)
    assert effects[EffectKind.MOVE].payload["folder"] == "Orders/Done"


def test_the_terms_of_the_record_count_only_for_its_own_method(shop: Shop, mail: Mail) -> None:
    decision = Decision(Route.ACCEPT, 1.0)
    (receipt,) = plan("key", mail(), READING, replace(ORDER, payment_method="paypal"), decision, shop())
    assert receipt.payload["payment_days"] is None


def test_keys_are_stable_and_new_with_each_revision(shop: Shop, mail: Mail) -> None:
    first = planned(mail(), Route.ACCEPT, shop())[EffectKind.RECEIPT]
    again = planned(mail(), Route.ACCEPT, shop())[EffectKind.RECEIPT]
    second = planned(mail(), Route.ACCEPT, shop(), revision=2)[EffectKind.RECEIPT]
    assert first == again
    assert (first.key, second.key) == ("key:receipt:1", "key:receipt:2")


def test_an_order_without_a_price_is_never_accepted(shop: Shop, mail: Mail) -> None:
    with pytest.raises(ValueError):
        plan("key", mail(), READING, None, Decision(Route.ACCEPT, 1.0), shop())


def test_a_complaint_is_forwarded_and_acknowledged(shop: Shop, mail: Mail) -> None:
    reading = replace(READING, lines=(Line("BROOM", "Broom", Decimal(1), "each", Asked("1", None, "x"), 1.0, ()),))
    complaint = mail(body="Order 2026-00012 arrived broken on 2026-05-03.", quoted="> 2025-00007")
    effects = planned(complaint, Route.COMPLAINT, shop(**FORWARD), reading)
    assert set(effects) == {EffectKind.COMPLAINT_FORWARD, EffectKind.ACKNOWLEDGEMENT, EffectKind.MOVE}
    summary = effects[EffectKind.COMPLAINT_FORWARD].payload
    assert summary["recipient"] == "service@gartenhaus.example"
    assert summary["language"] == "de"  # of the company's own people
    assert (summary["written_in"], summary["holds_order"]) == ("en", True)
    assert summary["orders_named"] == ["2026-00012", "2025-00007", "PO-7"]
    assert summary["reasons"] == ["It is broken."]
    assert effects[EffectKind.ACKNOWLEDGEMENT].payload["about"] == "complaint"
    assert effects[EffectKind.ACKNOWLEDGEMENT].payload["language"] == "en"
    assert effects[EffectKind.MOVE].payload["folder"] == "Orders/Complaint"


def test_a_complaint_with_nowhere_to_go_waits(shop: Shop, mail: Mail) -> None:
    assert set(planned(mail(), Route.COMPLAINT, shop())) == {EffectKind.ACKNOWLEDGEMENT, EffectKind.MOVE}


def test_a_review_is_acknowledged_only_when_wanted(shop: Shop, mail: Mail) -> None:
    assert set(planned(mail(), Route.REVIEW, shop())) == {EffectKind.MOVE}
    effects = planned(mail(), Route.REVIEW, shop(replies={"acknowledge_review": True}))
    assert effects[EffectKind.ACKNOWLEDGEMENT].payload["about"] == "review"


def test_ignored_mail_is_only_filed(shop: Shop, mail: Mail) -> None:
    effects = planned(mail(), Route.IGNORE, shop(replies={"acknowledge_review": True}, **FORWARD))
    assert set(effects) == {EffectKind.MOVE}
    assert effects[EffectKind.MOVE].payload["folder"] == "Orders/Ignored"


def test_nothing_is_moved_where_nothing_is_configured(shop: Shop, mail: Mail) -> None:
    box = {"name": "orders", "folders": {"ignored": ""}}
    assert not planned(mail(), Route.IGNORE, shop(mailbox=[box]))
    assert not plan("key", mail(), READING, None, Decision(Route.IGNORE, 1.0), shop())
    assert not plan("key", mail(), READING, ORDER, Decision(Route.ACCEPT, 1.0), replace(shop(), settings=None))


NEVER = [
    "", "no-reply@x.example", "noreply@x.example", "DoNotReply@x.example", "do-not-reply@x.example",
    "orders.noreply@x.example", "no_reply+7@x.example", "MAILER-DAEMON@x.example", "postmaster@x.example",
    "bounces+ole@x.example", "owner-list@x.example", "list-request@x.example", "orders@gartenhaus.example",
    "info@gartenhaus.example", "postfach@gartenhaus.example",
]  # fmt: skip


@pytest.mark.parametrize("email", NEVER)
def test_nobody_answers_machines_or_ourselves(shop: Shop, mail: Mail, email: str) -> None:
    knowledge = shop(replies={"acknowledge_review": True}, **FORWARD, **HAND_OFF)
    assert knowledge.settings is not None
    machine = mail(sender=Person("", email))
    assert not may_answer(machine, knowledge.settings)
    assert set(planned(machine, Route.REVIEW, knowledge)) == {EffectKind.MOVE}
    assert set(planned(machine, Route.COMPLAINT, knowledge)) == {EffectKind.COMPLAINT_FORWARD, EffectKind.MOVE}
    assert set(planned(machine, Route.ACCEPT, knowledge)) == {EffectKind.HAND_OFF, EffectKind.MOVE}
    assert question("key", machine, READING, ["?"], knowledge) is None


@pytest.mark.parametrize("email", ["ole@nordlicht.example", "noreen@x.example", "reply@x.example", "bouncer@x.example"])
def test_people_are_answered(shop: Shop, mail: Mail, email: str) -> None:
    settings = shop().settings
    assert settings is not None
    assert may_answer(mail(sender=Person("", email)), settings)


def test_a_null_return_path_and_automatic_mail_are_not_answered(shop: Shop, mail: Mail) -> None:
    settings = shop().settings
    assert settings is not None
    assert not may_answer(mail(return_path=""), settings)
    assert not may_answer(mail(automatic=Automatic("auto_reply", ())), settings)
    assert not may_answer(mail(automatic=Automatic("auto_reply", (), certain=False)), settings)
    assert not may_answer(mail(automatic=Automatic("generated", ())), settings)
    assert may_answer(mail(automatic=Automatic("generated", (), certain=False)), settings)
    assert may_answer(mail(return_path="ole@nordlicht.example"), settings)


def test_a_sender_who_may_be_forged_gets_no_acknowledgement_but_an_approved_receipt(shop: Shop, mail: Mail) -> None:
    forged = mail(trust=Trust(authenticated=False))
    assert EffectKind.ACKNOWLEDGEMENT not in planned(forged, Route.COMPLAINT, shop(**FORWARD))
    assert EffectKind.RECEIPT in planned(forged, Route.ACCEPT, shop())


@pytest.mark.parametrize(
    ("reply_to", "expected"),
    [
        ("office@nordlicht.example", "office@nordlicht.example"),
        ("ole@elsewhere.example", "ole@nordlicht.example"),
        ("noreply@nordlicht.example", "ole@nordlicht.example"),
    ],
)
def test_where_a_reply_goes(shop: Shop, mail: Mail, reply_to: str, expected: str) -> None:
    settings = shop().settings
    assert settings is not None
    assert reply_address(mail(reply_to=(Person("", reply_to),)), settings) == expected


@pytest.mark.parametrize(
    ("written", "customer", "answered"),
    [("en", "ole@nordlicht.example", "en"), ("fr", "ole@nordlicht.example", "de"), ("fr", None, "de")],
)
def test_the_language_of_the_answer(
    shop: Shop, mail: Mail, written: str, customer: str | None, answered: str
) -> None:  # fmt: skip
    effect = question("key", mail(language=written), replace(READING, customer=customer), ["Which size?"], shop(), 3)
    assert effect is not None
    assert (effect.payload["language"], effect.payload["missing"]) == (answered, ["Which size?"])
    assert effect.key == "key:question:3"
