"""What a format makes of a mail, and what it must not make of it."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_agent.extract import formats
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Evidence, Intent, Outcome, ParsedMail, Person, Route
from inbox_agent.pipeline import understand

from .conftest import HOME, Read, codes, lines

OTHER = "max@ganz.example"  # of whom no format knows
FORM = """Unsere Bestellung B-4711
Termin Fr, 20.11.2026

1 | 77 | BR-30 | 3 Karton | 2,50
2 | BR-30 | TP-25 | 1.000 Rolle
Blatt 1
"""


def evidence(outcome: Outcome) -> list[Evidence]:
    reading = outcome.reading
    fields = (reading.po_number, reading.requested_date, reading.payment_method, reading.instructions, reading.ship_to,
              reading.bill_to)  # fmt: skip
    return [
        *(e for line in reading.lines for e in line.evidence),
        *(e for field in fields if field for e in field.evidence),
        *(e for reason in outcome.decision.reasons for e in reason.evidence),
    ]


def assert_true(outcome: Outcome) -> None:
    """Every offset points at the text it claims."""
    for e in evidence(outcome):
        if e.start is not None and e.source in ("body", "subject", "forwarded"):
            assert outcome.parsed.passage(e.source)[e.start : e.end] == e.text


# ---- items -----------------------------------------------------------------------------------------------------------


def test_items_are_read_and_confirmed(read: Read) -> None:
    outcome = read(FORM)
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "1000")]
    assert outcome.decision.route is Route.ACCEPT, outcome.decision.reasons
    assert outcome.reading.lines[0].evidence[0].text == "1 | 77 | BR-30 | 3 Karton | 2,50"
    assert {e.rule for line in outcome.reading.lines for e in line.evidence} == {"format: Lines"}
    assert_true(outcome)


def test_without_a_format_the_same_text_is_not_understood(read: Read) -> None:
    assert read(FORM, OTHER).decision.route is Route.REVIEW


def test_their_number_is_never_ours(read: Read) -> None:
    assert lines(read("1 | 77 | XX-1 | 3 Karton")) == [(None, "3")]


def test_the_price_is_compared_with_ours(read: Read) -> None:
    assert "price_differs" not in codes(read("1 | 7 | BR-30 | 3 Stück | 2,50"))
    assert "price_differs" in codes(read("1 | 7 | BR-30 | 3 Stück | 2,40"))


def test_an_item_over_three_lines(read: Read) -> None:
    outcome = read("Artikel Malerkrepp 25 mm\n\nLieferant TP-25\n Menge 7 Rollen bis 20.11.2026\n")
    assert lines(outcome) == [("TP-25", "7")]
    assert outcome.reading.requested_date and outcome.reading.requested_date.value == date(2026, 11, 20)
    assert_true(outcome)


def test_a_record_that_is_cut_short_is_not_read_by_the_format(read: Read) -> None:
    outcome = read("Artikel Malerkrepp 25 mm\nMenge 7 Rollen\n")
    assert "format_reads_nothing" in codes(outcome)


def test_two_dates_of_two_items_are_a_doubt(read: Read) -> None:
    one = "Artikel Malerkrepp 25 mm\nLieferant TP-25\nMenge 7 Rollen bis 20.11.2026\n"
    other = "Artikel Flachpinsel 30 mm\nLieferant BR-30\nMenge 7 Stück bis 23.11.2026\n"
    assert "contradictory_date" in codes(read(one + other))


def test_none_of_an_item_is_no_item(read: Read) -> None:
    assert lines(read("1 | 7 | BR-30 | 0 Stück\n2 | 8 | TP-25 | 2 Rollen")) == [("TP-25", "2")]


def test_a_unit_that_the_form_does_not_name(read: Read) -> None:
    outcome = read("ORDER FORM Z1\n[3] flat brush 30 mm\n", OTHER)
    assert lines(outcome) == [("BR-30", "36")]


def test_number_and_words_that_disagree(read: Read) -> None:
    outcome = read("Artikel Leiter 7 Stufen\nLieferant TP-25\nMenge 7 Rollen\n")
    assert outcome.decision.route is Route.REVIEW


# ---- fields ----------------------------------------------------------------------------------------------------------


def test_fields(read: Read) -> None:
    outcome = read(
        FORM + "Zahlart ZA07\nHinweis: Bitte am Tor 2 abladen\nAn Maler West GmbH\nRingstraße 9\n50667 Köln\n\n"
        "Rechnung an: Maler Ost GmbH\nHafenweg 3\n20457 Hamburg\n\n"
    )
    reading = outcome.reading
    assert reading.po_number and (reading.po_number.value, reading.po_number.confidence) == ("B-4711", 0.99)
    assert reading.requested_date and reading.requested_date.value == date(2026, 11, 20)
    assert reading.payment_method and reading.payment_method.value == "direct_debit"
    assert reading.instructions and reading.instructions.value == "Bitte am Tor 2 abladen"
    assert reading.ship_to and (reading.ship_to.value.street, reading.ship_to.value.country) == ("Ringstraße 9", "DE")
    assert reading.bill_to and (reading.bill_to.value.company, reading.bill_to.value.city) == (
        "Maler Ost GmbH", "Hamburg",
    )  # fmt: skip
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "1000")]
    assert_true(outcome)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("11/20/2026", date(2026, 11, 20)),
        ("12/01/2026", date(2026, 12, 1)),  # not 12 January
        ("12-1-26", date(2026, 12, 1)),
        ("Tue 12/01/2026", date(2026, 12, 1)),
        ("December 1, 2026", date(2026, 12, 1)),
        ("12/01", date(2026, 12, 1)),
    ],
)
def test_a_date_in_the_order_of_the_form(day: str, expected: date, read: Read) -> None:
    outcome = read(f"ORDER FORM Z1\nDay: {day}\n[3] flat brush 30 mm\n", OTHER)
    assert outcome.reading.requested_date and outcome.reading.requested_date.value == expected
    assert "contradictory_date" not in codes(outcome)


@pytest.mark.parametrize("day", ["20/11/2026", "Fri 12/01/2026", "soon", "02/30/2027", "week 49"])
def test_a_day_that_cannot_be_is_a_doubt(day: str, read: Read) -> None:
    assert "contradictory_date" in codes(read(f"ORDER FORM Z1\nDay: {day}\n[3] flat brush 30 mm\n", OTHER))


def test_a_block_between_two_labels(read: Read) -> None:
    outcome = read("ORDER FORM Z1\n[3] flat brush 30 mm\nRemarks: ring twice,\n\nthen wait\nEnd of form\n", OTHER)
    assert outcome.reading.instructions and outcome.reading.instructions.value == "ring twice, then wait"


def test_a_method_that_is_always_the_same_and_another_in_words(read: Read) -> None:
    form = "ORDER FORM Z1\n[3] flat brush 30 mm\n"
    assert (method := read(form, OTHER).reading.payment_method) and method.value == "invoice"
    assert "contradictory_payment" in codes(read(form + "\nWe pay by direct debit this time.\n", OTHER))


def test_a_reference_that_the_words_give_otherwise(read: Read) -> None:
    assert "contradictory_po" in codes(read(FORM, subject="Bestellung PO-9999"))
    assert "contradictory_po" not in codes(read(FORM, subject="Bestellung B-4711"))


@pytest.mark.parametrize("method", ["in Muscheln", "ZA08"])
def test_a_method_that_nobody_knows(method: str, read: Read) -> None:
    assert read(f"{FORM}Zahlart {method}\n").decision.route is Route.REVIEW


def test_an_address_that_cannot_be_read(read: Read) -> None:
    assert "doubtful_address" in codes(read(FORM + "Rechnung an: die Zentrale\n"))


# ---- tables ----------------------------------------------------------------------------------------------------------

TABLE = "Mat;Lf-Ref;Abruf;ME\n77;BR-30;3;Karton\nBR-30;TP-25;12;Rolle\n"


def test_a_table_in_a_file_by_its_own_headings(read: Read) -> None:
    outcome = read("Anbei die Bestellung.", "max@spalten.example", files={"abruf.csv": TABLE})
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "12")]
    assert outcome.decision.route is Route.ACCEPT, outcome.decision.reasons
    proof = outcome.reading.lines[0].evidence[0]
    assert (proof.source, proof.row, proof.rule) == ("abruf.csv", 2, "format: Columns")


def test_a_table_in_the_mail(read: Read) -> None:
    outcome = read("Bitte liefern:\n\n" + TABLE.replace(";", "   "), "max@spalten.example")
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "12")]
    assert_true(outcome)


def test_what_stands_above_and_below_a_table(read: Read) -> None:
    file = "Bestellung;PO-4711;;\n;;;\n" + TABLE + "Summe;;15;\n"
    outcome = read("Anbei die Bestellung.", "max@spalten.example", files={"abruf.csv": file})
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "12")]
    assert outcome.reading.po_number and outcome.reading.po_number.value == "PO-4711"


def test_the_title_stands_in_the_mail_and_the_items_in_a_file(read: Read) -> None:
    outcome = read("ORDER FORM Z9\nReference: R-5\n", OTHER, files={"items.txt": "[3] flat brush 30 mm\n"})
    assert lines(outcome) == [("BR-30", "36")]
    assert outcome.reading.po_number and outcome.reading.po_number.value == "R-5"


def test_another_table_is_read_as_ever(read: Read) -> None:
    files = {"abruf.csv": TABLE, "mehr.csv": "Art.-Nr.;Menge\nBR-50;4\nTP-25;1\n"}
    outcome = read("Anbei die Bestellung.", "max@spalten.example", files=files)
    assert {"BR-30", "TP-25", "BR-50"} <= {line.sku for line in outcome.reading.lines}
    assert "format_leaves_lines" in codes(outcome)


def test_the_same_order_in_the_mail_and_in_a_file(read: Read) -> None:
    body = "Bitte liefern:\n\n3 Karton Flachpinsel 30 mm\n12 Rollen Malerkrepp 25 mm\n"
    outcome = read(body, "max@spalten.example", files={"abruf.csv": TABLE})
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "12")]
    assert "body_and_attachment" not in codes(outcome)


# ---- files -----------------------------------------------------------------------------------------------------------


def test_a_form_in_a_file(read: Read) -> None:
    outcome = read("Anbei unsere Bestellung.", files={"form.txt": FORM})
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "1000")]
    assert outcome.decision.route is Route.ACCEPT, outcome.decision.reasons
    assert outcome.reading.lines[0].evidence[0].source == "form.txt"


def test_rows_of_a_file_by_patterns(read: Read) -> None:
    rows = "Bestellschein;\n1 | 77 | BR-30 | 3 Karton;\n2 | 78 | TP-25 | 5 Rollen;\n"
    outcome = read("Anbei unsere Bestellung.", files={"form.csv": rows})
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "5")]
    assert outcome.reading.lines[1].evidence[0].row == 3


@pytest.mark.parametrize("odd", ["2 | 78 | TP-25 | ca. 5 Rollen", "Nr. 2, 78, TP-25", "5 weitere wie oben"])
@pytest.mark.parametrize("last", [False, True])
def test_a_row_among_the_items_that_no_pattern_fits(odd: str, last: bool, read: Read) -> None:
    rows = ["1 | 77 | BR-30 | 3 Karton", "3 | 79 | BR-50 | 2 Stück"]
    rows.insert(2 if last else 1, odd)
    outcome = read("Anbei unsere Bestellung.", files={"form.txt": "\n".join(["Bestellung", *rows])})
    assert {"unexplained", "format_leaves_lines"} & codes(outcome)


def test_sums_and_ignored_rows_of_a_file_need_no_explanation(read: Read) -> None:
    text = FORM.replace("Blatt 1", "Blatt 1\n3 | 79 | BR-50 | 2 Stück\nGesamt 1.005 Teile")
    outcome = read("Anbei unsere Bestellung.", files={"form.txt": text})
    assert "unexplained" not in codes(outcome) and len(outcome.reading.lines) == 3


# ---- what stands beside ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beside", "code"),
    [
        ("Das gilt aber nur, wenn Sie bis Freitag liefern können.", "condition"),
        ("Bitte machen Sie uns vorab ein Angebot.", None),
        ("Außerdem brauchen wir 4 Sack Zement.", None),
        ("Unsere Bankverbindung hat sich geändert: DE02120300000000202051.", None),
        ("Die letzte Lieferung war beschädigt, drei Rollen sind unbrauchbar.", "complaint"),
        ("3 Flachpinsel", "ambiguous_item"),
        ("Streichen Sie bitte die Bestellung von gestern.", None),
    ],
)
def test_what_speaks_against_confirming_is_never_lost(beside: str, code: str | None, read: Read) -> None:
    for body in (f"{FORM}\n{beside}\n", f"{beside}\n\n{FORM}"):
        outcome = read(body)
        assert outcome.decision.route is not Route.ACCEPT
        assert code is None or code in codes(outcome)


@pytest.mark.parametrize(
    ("lead", "intent"),
    [
        ("Folgende Positionen bitte stornieren:", Intent.CANCELLATION),
        ("Letzte Woche haben wir bestellt:", Intent.OTHER),
        ("Diese Artikel kamen beschädigt an:", Intent.COMPLAINT),
        ("Das ist noch keine Bestellung, nur zur Information:", Intent.OTHER),
        ("Können Sie uns dafür einen Preis nennen?", Intent.QUOTE_REQUEST),
    ],
)
def test_a_list_that_orders_nothing(lead: str, intent: Intent, read: Read) -> None:
    outcome = read(f"{lead}\n\n1 | 77 | BR-30 | 3 Karton\n2 | 78 | TP-25 | 5 Rollen\n", subject="Mail")
    assert outcome.reading.intent.value is intent and outcome.decision.route is not Route.ACCEPT
    assert lines(outcome) == []


@pytest.mark.parametrize("taken_back", ["Position 2 entfällt.", "Den Malerkrepp bitte weglassen.", "Bitte 6 statt 5."])
def test_what_is_taken_back_beside_the_form(taken_back: str, read: Read) -> None:
    items = "1 | 77 | BR-30 | 3 Karton\n2 | 78 | TP-25 | 5 Rollen\n"
    for body in (f"{taken_back}\n\n{items}", f"{items}\n{taken_back}\n"):
        assert read(body).decision.route is Route.REVIEW


def test_what_is_taken_back_beside_a_table(read: Read) -> None:
    table = "Artikel\tMenge\nFlachpinsel 30 mm\t3 Karton\nMalerkrepp 25 mm\t5 Rollen\n"
    assert read(table, OTHER).decision.route is Route.ACCEPT
    assert "correction" in codes(read(f"{table}\nPosition 2 entfällt.\n", OTHER))


def test_more_that_is_ordered_in_words_is_read_too(read: Read) -> None:
    outcome = read(FORM + "\nBitte liefern Sie außerdem 4 Flachpinsel 50 mm.\n")
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "1000"), ("BR-50", "4")]
    assert outcome.decision.route is Route.ACCEPT, outcome.decision.reasons


def test_what_a_remark_in_a_line_says(read: Read) -> None:
    assert read("1 | 77 | BR-30 | 3 Karton | 2,50 | nur falls in Rot").decision.route is Route.REVIEW
    assert read("1 | 77 | BR-30 | 3 Karton | 2,50 | bitte").decision.route is Route.ACCEPT


def test_what_is_ignored_needs_no_explanation(read: Read) -> None:
    footer = "Mindermengen unter 50 Stück\nwerden nicht geliefert.\nBlatt 7\n"
    outcome = read(FORM + footer)
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "1000")] and "unexplained" not in codes(outcome)
    assert "unexplained" in codes(read(FORM + footer.replace("Blatt", "Block")))


def test_older_words_that_are_answered_are_not_read(read: Read) -> None:
    outcome = read("> 1 | 77 | BR-30 | 3 Karton\nJa, so passt das.\n")
    assert outcome.reading.lines == ()


def test_no_format_makes_an_unproven_sender_good(read: Read, shop: Knowledge) -> None:
    assert read(FORM, "max@fremd.zeilen.example").decision.route is Route.REVIEW  # no such sender
    assert read(FORM, "new@zeilen.example").decision.route is Route.REVIEW  # no address on record
    assert shop.customers.find("max@zeilen.example") and HOME.city == "Hamburg"


# ---- which format ----------------------------------------------------------------------------------------------------


def test_two_formats_for_one_mail(read: Read) -> None:
    outcome = read("3 mal Flachpinsel 30 mm\n", "beide@doppelt.example")
    (reason,) = [r for r in outcome.decision.reasons if r.code == "two_formats"]
    assert "Twice one, Twice two" in reason.text and "{" not in reason.text
    assert {e.rule.startswith("format") for line in outcome.reading.lines for e in line.evidence} <= {False}
    one = read("3 mal Flachpinsel 30 mm\n", "one@doppelt.example")
    assert lines(one) == [("BR-30", "3")] and "two_formats" not in codes(one)


def test_one_that_is_switched_off(read: Read) -> None:
    outcome = read("3 mal Flachpinsel 30 mm\n", "max@aus.example")
    assert not any(e.rule.startswith("format") for line in outcome.reading.lines for e in line.evidence)


def test_one_that_reads_nothing_although_quantities_stand_there(read: Read) -> None:
    outcome = read("Bitte liefern Sie 3 Flachpinsel 30 mm.\n")
    assert lines(outcome) == [("BR-30", "3")]
    assert codes(outcome) == {"format_reads_nothing"}


@pytest.mark.parametrize("body", ["Wann sind Sie am Freitag zu erreichen?", "Vielen Dank für das Gespräch."])
def test_mail_without_quantities_is_no_form(body: str, read: Read) -> None:
    assert "format_reads_nothing" not in codes(read(body))


def test_a_form_that_is_passed_on(read: Read) -> None:
    head = "Von: Max <max@zeilen.example>\nDatum: Mo., 16. Nov. 2026 um 08:00 Uhr\nAn: <a@ganz.example>\n"
    body = f"Bitte so liefern.\n\n---------- Forwarded message ---------\n{head}\n{FORM}"
    outcome = read(body, "max@ganz.example", subject="Fwd: Bestellung")
    assert lines(outcome) == [("BR-30", "36"), ("TP-25", "1000")]
    assert {e.source for line in outcome.reading.lines for e in line.evidence} == {"forwarded"}
    assert_true(outcome)


def test_an_automatic_reply_stays_one(read: Read) -> None:
    outcome = read("Ich bin bis 20.11. nicht im Büro und antworte danach.", subject="Automatische Antwort: Bestellung")
    assert outcome.reading.intent.value is Intent.AUTO_REPLY and outcome.decision.route is Route.IGNORE


# ---- a stranger's bytes ----------------------------------------------------------------------------------------------

SOME = ["max@zeilen.example", OTHER]
PIECES = ["1 | 77 | BR-30 | 3 Karton", "Artikel Malerkrepp", "Lieferant TP-25", "Menge 7 Rollen bis 20.11.2026", "\n",
          "Termin ", "31.02.2026", "Rechnung an: ", "Ringstraße 9", "50667 Köln", "An ", "Zahlart ", "> ", "\t", " ",
          "1.000", "Hinweis: ", "nur wenn", "Blatt 7", "ORDER FORM Z1", "[3] ", "\x00", "ß",
          "Mat  Lf-Ref  Abruf"]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=30).map("".join), sender=st.sampled_from(SOME))
def test_no_text_makes_it_fail_and_all_evidence_is_true(text: str, sender: str, shop: Knowledge) -> None:
    mail = ParsedMail("x", "<x>", Person("", sender), "Bestellung", None, None, text, language="de")
    outcome = understand("", mail, shop)
    assert not any(doubt.code == "internal_error" for doubt in outcome.parsed.doubts)
    assert_true(outcome)


@pytest.mark.parametrize("piece", ["a", "1 | ", "\t", ". ", "1 | 7 | B", "Artikel \n", "1 | 77 | BR-30 | 3 Karton\n"])
def test_much_text_is_read_in_bounded_time(piece: str, shop: Knowledge) -> None:
    text = (piece * 100_000)[:100_000]
    mail = ParsedMail("x", "<x>", Person("", "max@zeilen.example"), "ORDER FORM Z1", None, None, text, language="de")
    start = time.monotonic()
    formats.read(mail, (), shop)
    assert time.monotonic() - start < 20
