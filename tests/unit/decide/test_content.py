"""An order that hangs on something is for a person; a politeness with "if" is not."""

from dataclasses import replace

import pytest

HANGING = [
    ("en", "Please send 10 rolls of masking tape, but hold them until I give you the nod."),
    ("en", "We'd take 20 hose clamps if you can knock 10 % off."),
    ("en", "Put 6 bags of rye flour aside for me, I'll let you know on Friday whether we take them."),
    ("en", "12 pairs of work gloves please, unless they're still the scratchy ones."),
    ("en", "4 boxes printer paper, price as last year or not at all."),
    ("en", "Send 3 candles. Actually ring me first before anything goes out."),
    ("en", "I'll have 5 bags of coffee beans as long as they're roasted this month."),
    ("en", "30 paint brushes please, quantity to be finalised next week."),
    ("en", "We order 8 bags rye flour, delivery not before we have heard from our bank."),
    ("en", "2 buckets. If they cost more than 8 pounds each forget it."),
    ("en", "Please book 40 hose clamps, pending the go-ahead from head office."),
    ("en", "Could we have 24 candles on trial and return what we don't use?"),
    ("en", "10 masking tape, 5 to the yard and 5 to Mill Street."),
    ("en", "We want 100 paint brushes delivered as and when we call them off."),
    ("en", "Reserve 6 pairs of work gloves, my husband has the final say."),
    ("de", "Bitte 10 Rollen Kreppband, aber erst losschicken, wenn ich mich melde."),
    ("de", "Wir würden 20 Schlauchschellen nehmen, wenn Sie 10 % nachlassen."),
    ("de", "Legt mir 6 Sack Roggenmehl weg, ich sag am Freitag Bescheid, ob wir sie nehmen."),
    ("de", "12 Paar Arbeitshandschuhe, außer es sind noch die kratzigen."),
    ("de", "4 Kartons Druckerpapier zum Preis vom Vorjahr, ansonsten gar nicht."),
    ("de", "3 Kerzen bitte. Aber rufen Sie mich vorher an, bevor etwas rausgeht."),
    ("de", "Ich nehme 5 Sack Kaffeebohnen, solange die frisch geröstet sind."),
    ("de", "30 Pinsel, die genaue Menge klären wir nächste Woche."),
    ("de", "Wir bestellen 8 Sack Roggenmehl, Lieferung erst, sobald der Chef zugestimmt hat."),
    ("de", "2 Eimer. Wenn die mehr als 8 Euro kosten, lassen Sie's."),
    ("de", "40 Schlauchschellen vorbehaltlich der Zusage unserer Zentrale."),
    ("de", "24 Kerzen auf Probe bitte, was wir nicht brauchen, geht zurück."),
    ("de", "10 Kreppband, 5 auf den Hof und 5 in die Mühlgasse."),
    ("de", "I nimm 6 Paar Arbeitshandschuhe, aber bloß wanns morgen da san."),
    ("de", "100 Pinsel, geliefert wird nach und nach auf Zuruf."),
    ("en", "10 candles please, subject to them being beeswax."),
    ("en", "Send 4 boxes printer paper on condition that freight is free."),
    ("en", "12 hose clamps, but hang fire till my partner is back."),
    ("en", "I'd take 6 bags of rye flour at 18 a bag, deal?"),
    ("en", "20 paint brushes should the price still be 3.20."),
    ("en", "3 candles for my mother, 3 candles for my aunt at her own address."),
    ("en", "Please send 5 coffee beans every first Monday from now on."),
    ("en", "We intend to take 30 masking tape, confirmation follows."),
    ("en", "8 work gloves please, smaller size if L runs large."),
    ("en", "2 printer paper, and match the price from the competitor please."),
    ("de", "10 Kerzen bitte, sofern sie aus Bienenwachs sind."),
    ("de", "4 Kartons Druckerpapier unter der Bedingung, dass die Fracht frei ist."),
    ("de", "12 Schlauchschellen, aber wartet noch, bis mein Partner zurück ist."),
    ("de", "Ich würde 6 Sack Roggenmehl zu 18 Euro nehmen, abgemacht?"),
    ("de", "20 Pinsel, sollte der Preis noch bei 3,20 liegen."),
    ("de", "Bitte ab jetzt jeden ersten Montag 5 Sack Kaffeebohnen."),
    ("de", "Wir haben vor, 30 Kreppband zu nehmen, Bestätigung folgt."),
    ("de", "8 Paar Arbeitshandschuhe, eine Nummer kleiner, falls L groß ausfällt."),
    ("de", "2 Kartons Druckerpapier, bitte den Preis der Konkurrenz mitgehen."),
    ("en", "10 candles, but I want to see a picture before you send them."),
    ("en", "Send 4 printer paper only after our account has been cleared."),
    ("en", "6 rye flour, half now, half in January."),
    ("de", "10 Kerzen, aber ich will vorher ein Bild sehen."),
    ("de", "4 Kartons Druckerpapier, aber erst nachdem unser Konto freigeschaltet ist."),
    ("de", "6 Sack Roggenmehl, die Hälfte jetzt, die Hälfte im Januar."),
]
POLITE = [
    "Please send 12 red candles if you can.",
    "Please send 12 red candles. If nobody is in, leave them with the neighbour.",
    "Please send 12 red candles, by Friday if possible.",
    "12 red candles please. Let me know if there are any problems.",
    "12 red candles please. If you have any questions just ring.",
    "12 rote Kerzen bitte, wenn es geht bis Freitag.",
    "12 rote Kerzen bitte. Falls niemand da ist, bitte beim Nachbarn abgeben.",
    "12 rote Kerzen bitte. Bei Fragen gerne anrufen, wenn etwas unklar ist.",
    "12 rote Kerzen bitte, 2 to 3 days are fine.",
]
OPEN = {"condition", "alternative", "open_matter"}


@pytest.mark.parametrize(("language", "body"), HANGING)
def test_order_with_strings_attached_is_for_a_person(codes, mail, order, language, body):
    assert codes(replace(mail, body=body, language=language), order) & OPEN


@pytest.mark.parametrize("body", POLITE)
def test_politeness_hangs_on_nothing(codes, mail, order, body):
    assert not codes(replace(mail, body=body), order) & OPEN


def test_drawn_lines_cost_no_time(codes, mail, order):
    drawn = "Ruf an, leg es weg, in\n" + "-" * 74 + "\n"
    assert "condition" in codes(replace(mail, body=drawn * 20 + "12 candles, but only if they are red."), order)


def test_a_line_of_dashes_does_not_keep_the_search_busy() -> None:
    from inbox_agent.wording import pattern

    assert pattern(["send … later"]).search("send " + "-" * 5000 + " now") is None
