"""Who writes: facts become reasons for a person to look, and words that sound like a machine's are weighed."""

from dataclasses import replace

import pytest

from inbox_agent.model import Automatic, Intent, Person, Route, Trust
from tests.unit.decide.shop import WORDS, found


@pytest.mark.parametrize(("trust", "code"), [
    (Trust(poses_as_us="candles.example"), "poses_as_us"),
    (Trust(other_senders=("x@evil.example",)), "several_senders"),
    (Trust(shown_address="kim@chapel-crafts.example"), "shown_address"),
])  # fmt: skip
def test_suspicious_sender_is_looked_at(mail, order, decided, trust, code):
    decision = decided(replace(mail, trust=trust), order)
    assert decision.route is Route.REVIEW
    assert [reason.code for reason in decision.reasons] == [code]
    assert decision.reasons[0].evidence
    assert any(value in decision.reasons[0].text for value in ("evil", "candles", "kim@"))


def test_suspicious_sender_of_a_newsletter_is_no_matter(mail, order, codes):
    trust = Trust(poses_as_us="candles.example", other_senders=("x@evil.example",), shown_address="a@b.example")
    machine = replace(mail, trust=trust, automatic=Automatic("newsletter", WORDS))
    assert codes(machine, replace(order, intent=found(Intent.SPAM), lines=())) == {"newsletter"}


def test_stranger_without_any_result_is_no_suspicion(mail, order, decided):
    stranger = replace(mail, sender=Person("Lea", "lea@elsewhere.example"), trust=Trust())
    assert "failed_authentication" not in {r.code for r in decided(stranger, order).reasons}


@pytest.mark.parametrize("kind", ["auto_reply", "bounce", "newsletter"])
def test_goods_ordered_in_what_only_sounds_like_a_machine_are_seen_by_a_person(mail, order, decided, kind):
    sounding = replace(mail, automatic=Automatic(kind, WORDS, certain=False))
    decision = decided(sounding, order)
    assert decision.route is Route.REVIEW
    assert [reason.code for reason in decision.reasons] == ["maybe_automatic"]


def test_what_sounds_like_a_machine_and_orders_nothing_is_filed(mail, order, decided):
    reading = replace(order, intent=found(Intent.AUTO_REPLY), lines=())
    sounding = replace(mail, automatic=Automatic("auto_reply", WORDS, certain=False))
    assert decided(sounding, reading).route is Route.IGNORE


def test_order_of_a_program_that_does_not_ask_for_silence_is_an_order(mail, order, decided):
    assert decided(replace(mail, automatic=Automatic("generated", WORDS, certain=False)), order).route is Route.ACCEPT
    assert decided(replace(mail, automatic=Automatic("generated", WORDS)), order).route is Route.REVIEW
