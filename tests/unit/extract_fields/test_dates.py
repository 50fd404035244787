"""When the customer wants the goods."""

from collections.abc import Callable
from datetime import date

import pytest

from inbox_agent.catalogue.records import Customer
from inbox_agent.extract.dates import find
from inbox_agent.extract.found import Found
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Address, Passage

from .conftest import mail, passages

Known = Callable[..., Knowledge]
MONDAY, THURSDAY = "2026-11-02T09:30:00+01:00", "2026-11-05T16:00:00+01:00"


def read(known: Known, body: str, written: str | None = MONDAY, **more: object) -> Found[date]:
    parsed = mail(body, date=written, **more)  # type: ignore[arg-type]
    return find(passages(parsed), parsed, known())


def iso(found: Found[date]) -> str | None:
    return found.finding.value.isoformat() if found.finding else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # a date in full
        ("Please deliver on 20 November 2026.", "2026-11-20"),
        ("We need these by 20th Nov, thanks", "2026-11-20"),
        ("Could we have them here by the 20th of November?", "2026-11-20"),
        ("Delivery date: 2026-11-24", "2026-11-24"),
        ("required by: 24/11/2026", "2026-11-24"),
        ("It would have to get here before December 3rd.", "2026-12-03"),
        ("Everything should reach us no later than Dec 11, 2026 please", "2026-12-11"),
        ("Please drop the lot off on Wednesday 18 November, the yard is open all day.", "2026-11-18"),
        ("We'd like delivery on Thursday the 12th of November", "2026-11-12"),
        ("Needed on site, Friday 13th November.", "2026-11-13"),
        ("We should be pleased to receive everything by\n3rd December, when the choir sings.", "2026-12-03"),
        ("If it could arrive by January 8th that would be lovely.", "2027-01-08"),
        ("Liefertermin: 24.11.2026", "2026-11-24"),
        ("Liefertermin 24.11.", "2026-11-24"),
        ("Wunschtermin: Mi., 25.11.26", "2026-11-25"),
        ("Bitte bis spätestens 13.11. liefern.", "2026-11-13"),
        ("Lieferung bitte am 18.11", "2026-11-18"),
        ("Wir brauchen die Ware bis Freitag, 13.11.:", "2026-11-13"),
        ("Die Sachen müssten bis zum 4. Dezember bei uns sein.", "2026-12-04"),
        ("Lieferung zum 1. Dezember 2026 bitte", "2026-12-01"),
        ("Anlieferung: Donnerstag, den 12. November, ab 7 Uhr", "2026-11-12"),
        ("Bitte liefert uns das am 5. Jänner.", "2027-01-05"),
        # a day of the month
        ("Please get it to us by the 20th.", "2026-11-20"),
        ("Bitte bis zum 20. liefern", "2026-11-20"),
        ("by the 1st if you can manage it", "2026-12-01"),
        # weekdays
        ("Please deliver on Friday", "2026-11-06"),
        ("For Tuesday we need:", "2026-11-03"),
        ("bitte für Donnerstag liefern:", "2026-11-05"),
        ("2 Kisten Äpfel\n5 Kilo Birnen\n\nam Freitag wenns geht bitte", "2026-11-06"),
        ("Wir bräuchten alles bis kommenden Mittwoch.", "2026-11-04"),
        ("Könnt ihr das Freitagvormittag bringen?", "2026-11-06"),
        ("we'd like the lot here by Friday week before the season starts", "2026-11-13"),
        ("Deliver a week on Thursday please", "2026-11-12"),
        ("please deliver Tuesday next week", "2026-11-10"),
        ("Lieferung nächste Woche Dienstag, danke!", "2026-11-10"),
        ("Bitte Mittwoch nächster Woche anliefern", "2026-11-11"),
        ("Bitte morgen liefern!", "2026-11-03"),
        ("we need it by tomorrow", "2026-11-03"),
        ("Können Sie übermorgen liefern?", "2026-11-04"),
        ("Guten Morgen,\nbitte bis morgen Mittag liefern.", "2026-11-03"),
        ("Lieferung schnellstmöglich, spätestens aber 12.11.", "2026-11-12"),
        ("Could we get it for the weekend of the 14th? Friday 13th at the latest.", "2026-11-13"),
        ("das Ganze bitte bis übernächsten Dienstag", "2026-11-10"),
        # a day within a week
        ("delivery KW 47, Friday at the latest", "2026-11-20"),
        ("Lieferung in KW 46, spätestens Mittwoch.", "2026-11-11"),
        ("Please deliver in week 48, on the Thursday", "2026-11-26"),
        # the day of arrival, not of dispatch
        ("Please post it tomorrow for Thursday delivery if you can.", "2026-11-05"),
        ("Please ship it on Thursday.", "2026-11-05"),
        # other dates beside it
        ("Datum: 30.10.2026 Liefertermin: 13.11.2026", "2026-11-13"),
        ("by the 20th Nov would suit, the fair opens its doors on the 23rd", "2026-11-20"),
        ("It ought to be there by November 24th, because on the 25th he flies to Rome.", "2026-11-24"),
        ("Your delivery of 12 Oct was fine. Next one by 12 Nov please.", "2026-11-12"),
        ("Unsere Bestellung vom 30.10. kam gut an. Die nächste bitte zum 12.11. liefern.", "2026-11-12"),
        ("I travel on the Friday, so I need it by Wednesday 11 November.", "2026-11-11"),
    ],
)
def test_asked_for(known: Known, body: str, expected: str) -> None:
    found = read(known, body, language="de" if any(w in body for w in ("itte", "iefer", "ir ")) else "en")
    assert (iso(found), found.doubts) == (expected, ())
    assert found.finding and all(body[e.start : e.end] == e.text for e in found.finding.evidence)


@pytest.mark.parametrize(
    "body",
    [
        "Delivery in the first week of November would suit us.",
        "Lieferung in der ersten Novemberwoche",
        "Lieferung KW 45",
        "We need it in two weeks.",
        "asap please!",
        "stock order w/c 9th",
        "Please deliver in the week of 16 November.",
        "Please deliver between 10 and 12 November.",
        "Lieferung zwischen dem 10.11. und dem 12.11.",
        "Anlieferung 10.-12.11. möglich",
        "Bitte nächste Woche liefern.",
        "Any time before the end of the month is fine.",
        "Deliver Monday to Friday, 8-12.",
        "Ihre Lieferung vom 26.10. war unvollständig.",
        "Your delivery of 12 Oct is short by two boxes.",
        "The delivery on Friday was two boxes short.",
        "Order date: 02/11/2026",
        "Bestelldatum: 02.11.2026",
        "Your quote is valid until 20 November 2026.",
        "Angebot gültig bis 20.11.2026",
        "We ordered on Tuesday and heard nothing.",
        "what became of my order (four lamps, placed on Tuesday)?",
        "Bitte rufen Sie mich am Donnerstag zurück.",
        "Let me have your prices by Friday.",
        "The invoice address will follow on Wednesday.",
        "Please confirm by Friday.",
        "Please note we are closed on Monday.",
        "Am Freitag haben wir geschlossen.",
        "Wir sind vom 23.12. bis 6.1. im Urlaub.",
        "The roof goes back on the barn on the 23rd.",
        "On the 25th she flies to the coast.",
        "Am Wochenende darauf ist Vereinsfest.",
        "Guten Morgen zusammen,",
        "Morgen zusammen,\n2 Kisten Äpfel",
        "heute Morgen kam alles an",
        "In der Lieferung heute ist etwas vertauscht.",
        "Invoice date 30.10.2026, payment due 13.11.2026",
        "not on Monday please",
        "3rd floor, ring twice",
        "24/7 service",
        "3/4 inch, 1/2 inch",
        "20.11 EUR",
        "a pocket diary for 2027",
        "May 20 boxes be enough?",
        "Zahlbar bis 16.11.2026",
        "We are open Mondays and Tuesdays.",
        "Montags und mittwochs ist jemand da.",
    ],
)
def test_not_asked_for(known: Known, body: str) -> None:
    found = read(known, body, language="de" if any(w in body for w in ("itte", "iefer", "ir ", "am ")) else "en")
    assert (iso(found), found.doubts) == (None, ())


@pytest.mark.parametrize(
    ("body", "written", "expected"),
    [
        ("For next Tuesday we need:", THURSDAY, "2026-11-10"),
        ("For next Tuesday we need:", MONDAY, "2026-11-10"),
        ("Please deliver next Friday", THURSDAY, "2026-11-13"),
        ("Bitte nächsten Dienstag liefern", THURSDAY, "2026-11-10"),
        ("Please deliver on Thursday", THURSDAY, "2026-11-12"),
        ("Please deliver by Friday", "2026-11-05T23:30:00-05:00", "2026-11-06"),
        ("Please deliver by tomorrow", "2026-11-05T23:30:00-05:00", "2026-11-06"),
        ("Lieferung bis 05.01.", "2026-12-28T08:00:00+01:00", "2027-01-05"),
        ("Please deliver by 3 February", "2026-12-28T08:00:00+00:00", "2027-02-03"),
    ],
)
def test_counted_from_the_mail(known: Known, body: str, written: str, expected: str) -> None:
    assert iso(read(known, body, written)) == expected


@pytest.mark.parametrize(
    ("written", "country", "expected", "doubted"),
    [
        ("2026-11-02T09:30:00-05:00", None, "2026-12-11", False),
        ("2026-11-02T09:30:00+00:00", None, "2026-11-12", False),
        ("2026-11-02T09:30:00+01:00", "US", "2026-12-11", False),
        ("2026-11-02T09:30:00-05:00", "GB", "2026-11-12", False),
        ("2026-11-02T09:30:00-05:00", "CA", "2026-11-12", True),
    ],
)
def test_day_or_month_first(known: Known, written: str, country: str | None, expected: str, doubted: bool) -> None:
    customers = [Customer("nora@feldpost.example", ship_to=Address(country=country))] if country else []
    parsed = mail("Delivery date: 12/11/2026", date=written)
    found = find(passages(parsed), parsed, known(*customers))
    assert (iso(found), bool(found.doubts)) == (expected, doubted)


@pytest.mark.parametrize(
    "body",
    [
        "Please deliver by Friday 14 November.",
        "Bitte liefern bis Mittwoch, 13.11.",
        "Please deliver on 20 November.\n\nEverything must be delivered by 24 November.",
        "Please deliver on Thursday, sorry, Friday.",
        "Bitte bis Freitag liefern, ach nein, besser Mittwoch.",
    ],
)
def test_contradictions_are_doubts(known: Known, body: str) -> None:
    found = read(known, body)
    assert "contradictory_date" in {d.code for d in found.doubts}
    assert found.finding is None or found.finding.confidence <= 0.5


def test_slip_into_the_past_is_kept_for_the_check(known: Known) -> None:
    assert iso(read(known, "Lieferung bis 30.10. bitte")) == "2026-10-30"


def test_subject_counts_when_it_is_no_reply(known: Known) -> None:
    assert iso(read(known, "order in the file", subject="order for Thursday")) == "2026-11-05"
    assert iso(read(known, "2 Kisten Äpfel", subject="Donnerstag", language="de")) == "2026-11-05"
    assert iso(read(known, "2 crates of apples", subject="Re: delivery on Thursday")) is None


def test_column_of_dates(known: Known) -> None:
    parsed = mail("Order attached.", date="2026-11-02T09:00:00-06:00")
    rows = "PO\tITEM\tQTY\tORDERED\tNEED_BY\n77\tBolt\t40\t11/02/2026\t11/13/2026\n77\tNut\t24\t11/02/2026\t%s\n"
    same, differ = (Passage("po.txt", rows % last) for last in ("11/13/2026", "11/20/2026"))
    found = find(passages(parsed, [same]), parsed, known())
    assert (iso(found), found.doubts) == ("2026-11-13", ())
    assert {e.text for e in found.seen} == {"11/02/2026"}
    found = find(passages(parsed, [differ]), parsed, known())
    assert [d.code for d in found.doubts] == ["contradictory_date"]


def test_other_dates_and_times_are_seen(known: Known) -> None:
    found = read(known, "Your delivery of 12 Oct was fine. We are in 8-12 Uhr or till 4. See KW 45.")
    assert [e.text for e in found.seen] == ["12 Oct", "8-12 Uhr", "till 4", "KW 45"]


def test_without_a_date_of_its_own_only_full_dates_count(known: Known) -> None:
    assert iso(read(known, "Please deliver by Friday", None)) is None
    assert iso(read(known, "Please deliver by 20 November 2026", None)) == "2026-11-20"


@pytest.mark.parametrize(
    "text", ["1" * 200_000, " " * 200_000, "12." * 70_000, "by the " * 30_000, "1 2 3 4/5/6 " * 16_000]
)
def test_long_input_ends(known: Known, text: str) -> None:
    read(known, text)
