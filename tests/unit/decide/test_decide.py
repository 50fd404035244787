"""What a careful clerk would confirm, and what not; every reason is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import PriceRow
from inbox_agent.config import Company, Settings
from inbox_agent.knowledge import History, PastOrder
from inbox_agent.model import (
    Address,
    Attachment,
    Automatic,
    Candidate,
    Document,
    Doubt,
    Evidence,
    Intent,
    Person,
    Route,
    Trust,
)
from tests.unit.decide.shop import HOME, WORDS, a_line, found


def test_clear_order_is_accepted(mail, order, decided):
    decision = decided(mail, order)
    assert decision.route is Route.ACCEPT
    assert decision.reasons == ()
    assert 0.9 <= decision.confidence <= 0.99


def test_new_customer_who_gives_an_address_is_accepted(mail, order, decided):
    stranger = replace(mail, sender=Person("Lea", "lea@elsewhere.example"))
    reading = replace(order, customer=None, ship_to=found(HOME))
    assert decided(stranger, reading).route is Route.ACCEPT


# ---- which wins --------------------------------------------------------------------------------------------------


def test_machine_wins_over_complaint_and_complaint_over_review(mail, order, decided):
    unknown = replace(order, intent=found(Intent.COMPLAINT), also=(found(Intent.ORDER),), lines=(a_line(None),))
    decision = decided(mail, unknown)
    assert decision.route is Route.COMPLAINT
    assert {r.code for r in decision.reasons} == {"complaint", "unknown_item"}
    machine = replace(mail, automatic=Automatic("bounce", WORDS))
    assert decided(machine, unknown).route is Route.IGNORE


@pytest.mark.parametrize("intent", [
    Intent.CHANGE, Intent.CANCELLATION, Intent.QUOTE_REQUEST, Intent.QUESTION, Intent.STATUS, Intent.OTHER,
])  # fmt: skip
def test_what_is_no_order_is_reviewed_alone_and_beside_one(mail, order, decided, intent):
    assert decided(mail, replace(order, intent=found(intent), lines=())).route is Route.REVIEW
    beside = decided(mail, replace(order, also=(found(intent),)))
    assert (beside.route, [r.code for r in beside.reasons]) == (Route.REVIEW, [intent.value])


@pytest.mark.parametrize(("kind", "code"), [
    ("auto_reply", "auto_reply"), ("bounce", "bounce"), ("newsletter", "newsletter"), ("report", "report"),
    ("own", "own_mail"),
])  # fmt: skip
def test_machines_are_ignored(mail, order, decided, kind, code):
    reading = replace(order, intent=found(Intent.OTHER), lines=())
    decision = decided(replace(mail, automatic=Automatic(kind, WORDS)), reading)
    assert decision.route is Route.IGNORE
    assert [r.code for r in decision.reasons] == [code]


def test_order_that_a_system_marked_automatic_is_not_lost(mail, order, decided):
    assert decided(replace(mail, automatic=Automatic("generated", WORDS)), order).route is Route.REVIEW


def test_only_certain_spam_is_ignored(mail, order, decided):
    reading = replace(order, lines=())
    assert decided(mail, replace(reading, intent=found(Intent.SPAM, 0.97))).route is Route.IGNORE
    assert decided(mail, replace(reading, intent=found(Intent.SPAM, 0.8))).route is Route.REVIEW


def test_doubts_of_every_stage_become_reasons_once(mail, order, decided):
    doubt = Doubt("two_addresses", WORDS)
    priced = (doubt, Doubt("no_price"))
    decision = decided(replace(mail, doubts=(doubt,)), replace(order, doubts=(doubt,)), doubts=priced)
    assert [r.code for r in decision.reasons] == ["two_addresses", "no_price"]


def test_a_code_without_a_route_or_words_is_reviewed(mail, order, decided):
    decision = decided(mail, replace(order, doubts=(Doubt("never_heard_of"),)))
    assert (decision.route, decision.reasons[0].text) == (Route.REVIEW, "never heard of")


def test_unsure_reading_is_reviewed_only_when_nothing_else_is_said(mail, order, decided):
    unsure = replace(order, lines=(a_line(confidence=0.7),))
    assert [r.code for r in decided(mail, unsure).reasons] == ["low_confidence"]
    assert "low_confidence" not in {r.code for r in decided(replace(mail, language="nl"), unsure).reasons}


def test_reasons_are_in_the_company_s_language(mail, order, decided, shop):
    german = Settings(company=Company(name="K", email="o@k.example", country="DE", currency="EUR", language="de"))
    reading = replace(order, lines=(a_line(None),))
    text = decided(mail, reading, knowledge=replace(shop, settings=german)).reasons[0].text
    assert text.startswith("Nicht im Katalog")
    assert "red candles" in text


def test_every_policy_code_has_words_in_both_languages(rules):
    for lexicon in rules.both():
        worded = lexicon.mapping("reasons", "reasons")
        assert set(rules.policy) <= set(worded)


# ---- items and quantities ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("line", "code"), [
    (a_line(None), "unknown_item"),
    (a_line(None, candidates=(Candidate("RED", 0.3),)), "unknown_item"),
    (a_line(None, candidates=(Candidate("RED", 0.9), Candidate("MIN", 0.9))), "ambiguous_item"),
    (a_line(quantity=None), "unclear_quantity"),
    (a_line("MIN", "5"), "below_minimum"),
    (a_line("STEP", "20"), "off_step"),
    (a_line("OLD"), "discontinued"),
    (a_line("FEW", "11"), "beyond_stock"),
    (a_line("RED", "5000"), "absurd_quantity"),
    (a_line("BARE", "1001"), "absurd_quantity"),
    (a_line(stated_price=Decimal("2.20")), "price_differs"),
])  # fmt: skip
def test_line_that_a_person_must_see(mail, order, codes, line, code):
    assert codes(mail, replace(order, lines=(line,))) == {code}


@pytest.mark.parametrize("line", [
    a_line("MIN", "6"), a_line("STEP", "24"), a_line("FEW", "10"), a_line("RED", "480"), a_line("BARE", "1000"),
    a_line(stated_price=Decimal("2.50")), a_line(stated_price=Decimal("2.5")), a_line(stated_price=Decimal("30.00")),
    a_line(quantity="7", stated_price=Decimal("17.50")),
])  # fmt: skip
def test_line_that_is_fine(mail, order, codes, line):
    assert codes(mail, replace(order, lines=(line,))) == set()


def test_candidates_are_named(mail, order, decided):
    line = a_line(None, candidates=(Candidate("RED", 0.9), Candidate("MIN", 0.9)))
    text = decided(mail, replace(order, lines=(line,))).reasons[0].text
    assert "RED Candle RED" in text
    assert "MIN Candle MIN" in text


def test_stock_counts_for_all_lines_of_a_product(mail, order, codes):
    assert codes(mail, replace(order, lines=(a_line("FEW", "6"), a_line("FEW", "6")))) == {"beyond_stock"}


def test_far_more_than_this_customer_usually_orders(mail, order, codes, shop):
    usual = replace(shop, history=History(usual_quantity={"RED": Decimal(30)}))
    assert codes(mail, replace(order, lines=(a_line("RED", "601"),)), knowledge=usual) == {"absurd_quantity"}
    assert codes(mail, replace(order, lines=(a_line("RED", "600"),)), knowledge=usual) == set()


def test_customer_s_own_price_and_the_list_price_are_both_right(mail, order, codes, shop):
    row = PriceRow("RED", Decimal("2.10"), customer_email=mail.sender.email)
    special = replace(shop, prices=PriceList([row], "GBP"))
    for price, expected in (("2.10", set()), ("2.50", set()), ("1.90", {"price_differs"})):
        line = a_line(stated_price=Decimal(price))
        assert codes(mail, replace(order, lines=(line,)), knowledge=special) == expected


def test_order_in_which_nothing_was_found(mail, order, codes):
    assert codes(mail, replace(order, lines=())) == {"nothing_ordered"}


# ---- where and when ----------------------------------------------------------------------------------------------


def test_no_address_anywhere(mail, order, codes):
    stranger = replace(mail, sender=Person("", "lea@elsewhere.example"))
    reading = replace(order, customer=None)
    assert codes(stranger, reading) == {"no_address"}
    assert codes(stranger, replace(reading, ship_to=found(Address(city="York")))) == {"no_address"}


def test_date_before_the_mail(mail, order, codes):
    assert codes(mail, replace(order, requested_date=found(date(2026, 5, 1)))) == {"date_past"}
    assert codes(mail, replace(order, requested_date=found(date(2026, 5, 4)))) == set()


# ---- the same again ----------------------------------------------------------------------------------------------


def past(days=2, **fields):
    day = datetime(2026, 5, 4 - days, 9, 0, tzinfo=UTC)
    base = PastOrder("<0@chapel-crafts.example>", day, (("RED", Decimal(12)),), None, None)
    return History(orders=(replace(base, **fields),))


@pytest.mark.parametrize(("history", "po", "wanted", "expected"), [
    (past(), None, None, {"repeat_order"}),
    (past(po_number="A-1"), "A-2", None, set()),
    (past(po_number="A-1"), "a 1", None, {"repeat_order", "repeat_po"}),
    (past(requested_date=date(2026, 5, 6)), None, date(2026, 5, 13), set()),
    (past(requested_date=date(2026, 5, 6)), None, date(2026, 5, 6), {"repeat_order"}),
    (past(lines=(("RED", Decimal(24)),)), None, None, set()),
    (past(date=datetime(2026, 3, 1, tzinfo=UTC)), None, None, set()),
    (past(date=datetime(2026, 3, 1, tzinfo=UTC), po_number="A-1"), "A-1", None, {"repeat_po"}),
])  # fmt: skip
def test_same_order_again(mail, order, codes, shop, history, po, wanted, expected):
    reading = replace(order, po_number=found(po) if po else None, requested_date=found(wanted) if wanted else None)
    assert codes(mail, reading, knowledge=replace(shop, history=history)) == expected


# ---- who ---------------------------------------------------------------------------------------------------------

ELSEWHERE = Address(street="Unit 9, Dock Road", postcode="HU1 1AA", city="Hull")


@pytest.mark.parametrize(("trust", "ship_to", "expected"), [
    (Trust(), None, set()),
    (Trust(True, "dmarc=pass"), ELSEWHERE, set()),
    (Trust(None, ""), ELSEWHERE, set()),
    (Trust(None, "spf=softfail"), None, set()),
    (Trust(None, "spf=softfail"), ELSEWHERE, {"new_address_unauthenticated"}),
    (Trust(None, "spf=softfail"), Address(street="2 Kiln La.", city="York"), {"new_address_unauthenticated"}),
    (Trust(None, "spf=softfail"), Address(street="2, KILN LANE", city="York"), set()),
    (Trust(False, "dmarc=fail"), None, {"failed_authentication"}),
    (Trust(False, "dmarc=fail"), ELSEWHERE, {"failed_authentication", "new_address_unauthenticated"}),
    (Trust(lookalike_of="chapel-crafts.example"), None, {"lookalike_sender"}),
    (Trust(name_of="kim@chapel-crafts.example"), None, {"lookalike_sender"}),
    (Trust(reply_to_elsewhere="x@y.example"), None, {"reply_to_elsewhere"}),
])  # fmt: skip
def test_sender(mail, order, codes, trust, ship_to, expected):
    reading = replace(order, ship_to=found(ship_to) if ship_to else None)
    assert codes(replace(mail, trust=trust), reading) == expected


def test_stranger_who_fails_authentication(mail, order, codes):
    stranger = replace(mail, sender=Person("", "lea@elsewhere.example"), trust=Trust(False, "dmarc=fail"))
    assert codes(stranger, replace(order, customer=None, ship_to=found(HOME))) == {"failed_authentication"}


# ---- what the words say ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "code"), [
    ("But only if they arrive by Friday.", "condition"),
    ("The order is subject to a 5 % discount.", "condition"),
    ("If you can’t make Tuesday do not ship any of it.", "condition"),
    ("We take them provided that the price still holds.", "condition"),
    ("Wir nehmen sie nur, wenn sie bis Freitag da sind.", "condition"),
    ("Unter der Bedingung, dass es Rabatt gibt.", "condition"),
    ("Sonst bitte nichts liefern.", "condition"),
    ("If you don't have red, send green.", "alternative"),
    ("If out of stock, the white ones are fine.", "alternative"),
    ("Falls keine roten da sind, dann grüne.", "alternative"),
    ("Wenn es die nicht gibt, ersatzweise die weißen.", "alternative"),
])  # fmt: skip
def test_strings_attached(mail, order, codes, text, code):
    assert code in codes(replace(mail, body=f"Please send 12 red candles. {text}"), order)


@pytest.mark.parametrize("text", [
    "On Friday, if possible.", "If you can, deliver in the morning.", "If you need anything, call me.",
    "If you have any questions, ring the office.", "If nobody is in, leave them with the neighbour.",
    "Am Freitag, wenn es geht.", "Falls möglich vormittags.", "Wenn Sie Fragen haben, rufen Sie an.",
    "Falls niemand da ist, bitte beim Nachbarn abgeben.", "Bei Rückfragen gern anrufen.", "Thanks, as always.",
])  # fmt: skip
def test_courtesy_attaches_no_strings(mail, order, codes, text):
    assert codes(replace(mail, body=f"Please send 12 red candles. {text}"), order) == set()


def test_other_language(mail, order, codes):
    assert codes(replace(mail, language="nl"), order) == {"other_language"}


def test_new_bank_details(mail, order, codes):
    reading = replace(order, intent=found(Intent.OTHER), lines=())
    assert "bank_data" in codes(replace(mail, body="Please note our new bank details."), reading)


def test_list_passed_on_without_a_word(mail, order, codes):
    words = (Evidence("forwarded", "12 candles", "test", 0, 10),)
    reading = replace(order, intent=replace(order.intent, evidence=words), lines=(a_line(evidence=words),))
    assert codes(replace(mail, body="", forwarded="12 candles"), reading) == {"forwarded_order"}
    assert codes(replace(mail, forwarded="12 candles"), replace(order, lines=reading.lines)) == set()


@pytest.mark.parametrize(("document", "expected"), [
    (Document("order.pdf", "pdf", problem="damaged"), {"unreadable_attachment"}),
    (Document("list.zip", "other", problem="not a kind that is read"), {"unreadable_attachment"}),
    (Document("AGB_2026.pdf", "pdf", problem="damaged", aside="terms and conditions"), set()),
    (Document("visit.vcf", "other", aside="a visiting card"), set()),
    (Document("photo.jpg", "image", aside="a picture without text"), set()),
    (Document("photo.jpg", "image", problem="its text was not read"), set()),
    (Document("scan.pdf", "pdf", recognised=True), {"scan"}),
    (Document("read.pdf", "pdf"), {"unreadable_attachment"}),
])  # fmt: skip
def test_attachment_that_may_be_the_order(mail, order, codes, document, expected):
    assert codes(mail, order, (document,)) == expected


def test_inline_picture_is_no_reason(mail, order, codes):
    logo = replace(mail, attachments=(Attachment("image001.bin", "application/octet-stream", b"", inline=True),))
    assert codes(logo, order, (Document("image001.bin", "other", problem="not a kind that is read"),)) == set()


def test_picture_where_the_order_should_be(mail, order, codes):
    assert codes(mail, replace(order, lines=()), (Document("list.jpg", "image"),)) == {"nothing_ordered", "scan"}
