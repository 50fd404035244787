"""How the customer wants to pay."""

from collections.abc import Callable

import pytest

from inbox_agent.extract.found import Found
from inbox_agent.extract.payment import find
from inbox_agent.knowledge import Knowledge

from .conftest import mail, passages

Known = Callable[..., Knowledge]


def read(known: Known, body: str) -> Found[str]:
    parsed = mail(body)
    return find(passages(parsed), parsed, known())


def value(found: Found[str]) -> str | None:
    return found.finding.value if found.finding else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Same place as ever, on the account please.", "invoice"),
        ("book it all on our account", "invoice"),
        ("everything on the farm account", "invoice"),
        ("and send us an invoice.", "invoice"),
        ("Payment: invoice, please quote the number", "invoice"),
        ("This one goes on our account, 30 days:", "invoice"),
        ("Terms net 30", "invoice"),
        ("wir bestellen auf Rechnung", "invoice"),
        ("Zahlung: auf Rechnung, 14 Tage netto.", "invoice"),
        ("Rechnung wie gehabt an den Chor.", "invoice"),
        ("Rechnung wie immer auf Ziel", "invoice"),
        ("I'll pay by card.", "card"),
        ("Card payment suits me, just send a link.", "card"),
        ("I'd rather pay by credit card, I don't have PayPal.", "card"),
        ("The same card again please.", "card"),
        ("Zahlung bitte per Kreditkarte", "card"),
        ("I'm paying with PayPal.", "paypal"),
        ("Zahle mit PayPal.", "paypal"),
        ("I would settle by bank transfer; kindly tell me your account", "bank_transfer"),
        ("Payment\tBank transfer\nNo.\tItem", "bank_transfer"),
        ("Wir zahlen per Vorkasse.", "bank_transfer"),
        ("Ich überweise, sobald Ihre Bestätigung da ist.", "bank_transfer"),
        ("Ich zahle per Überweisung, Bankeinzug mag ich nicht.", "bank_transfer"),
        ("bitte per Lastschrift abbuchen", "direct_debit"),
        ("Please collect by direct debit.", "direct_debit"),
        ("Lieferung bitte per Nachnahme", "cash_on_delivery"),
        ("we'll pay the driver", "cash_on_delivery"),
        ("I'd pay cash when I collect", "cash"),
        ("Ich zahle bar bei Abholung.", "cash"),
        ("Auf Rechnung, ich überweise dann gleich.", "invoice"),
        ("I'll pay by PayPal. Please send me the invoice by mail.", "paypal"),
    ],
)
def test_said(known: Known, body: str, expected: str) -> None:
    found = read(known, body)
    assert (value(found), found.doubts) == (expected, ())
    assert found.finding and all(body[e.start : e.end] == e.text for e in found.finding.evidence)


@pytest.mark.parametrize(
    "body",
    [
        "Terms as agreed.",
        "Zahlung wie besprochen.",
        "Two packs of thank-you cards and one gift card.",
        "50 business cards, 20 note cards",
        "Eine Grußkarte und zehn Visitenkarten",
        "Do you take PayPal?",
        "Can I pay by card?",
        "Kann man bei Ihnen mit PayPal zahlen?",
        "I paid by card last week.",
        "Please refund the amount to my credit card.",
        "Wir haben die Rechnung schon per Überweisung bezahlt.",
        "Bitte keine Lastschrift.",
        "not by card please",
        "Your invoice 2026-118 is wrong.",
        "Rechnungsadresse: Gartenweg 5",
        "Could we open an account with you?",
        "On account of the weather we need it later.",
        "Unsere Nummer gehört auf die Rechnung.",
        "a new card holder for the office",
        "Die Abbuchung war falsch.",
    ],
)
def test_not_said(known: Known, body: str) -> None:
    assert value(read(known, body)) is None


@pytest.mark.parametrize(
    "body",
    [
        "I'll pay by card. Payment by PayPal.",
        "Bitte auf Rechnung. Bitte per Lastschrift einziehen.",
        "By card or PayPal.",
    ],
)
def test_contradiction(known: Known, body: str) -> None:
    found = read(known, body)
    assert [d.code for d in found.doubts] == ["contradictory_payment"]


def test_terms_are_seen(known: Known) -> None:
    found = read(known, "30 days net, 2 % Skonto, 14 Tage Ziel")
    assert [e.text for e in found.seen] == ["30 days net", "2 % Skonto", "14 Tage Ziel"]


@pytest.mark.parametrize("text", ["1" * 200_000, " " * 200_000, "pay by " * 28_000, "invoice " * 25_000])
def test_long_input_ends(known: Known, text: str) -> None:
    read(known, text)
