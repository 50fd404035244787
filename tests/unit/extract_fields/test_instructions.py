"""What the customer wants besides the goods."""

from collections.abc import Callable

import pytest

from inbox_agent.extract.found import Found
from inbox_agent.extract.instructions import find
from inbox_agent.knowledge import Knowledge

from .conftest import mail, passages

Known = Callable[..., Knowledge]


def read(known: Known, body: str, language: str) -> Found[str]:
    parsed = mail(body, language=language)
    return find(passages(parsed), parsed, known())


@pytest.mark.parametrize(
    ("body", "language", "expected"),
    [
        ("Two mugs please. Please ring twice, the bell sticks.", "en", "Please ring twice, the bell sticks."),
        ("Two mugs. No plastic, please! Thanks", "en", "No plastic, please!"),
        ("Leave it with the neighbour at number 9.", "en", "Leave it with the neighbour at number 9."),
        ("If nobody is in put it behind the shed.", "en", "If nobody is in put it behind the shed."),
        ("Could you gift wrap the blue one, please.", "en", "Could you gift wrap the blue one, please."),
        ("Driver to call on arrival.", "en", "Driver to call on arrival."),
        (
            "Please deliver with a tail lift, we have no forklift.",
            "en",
            "Please deliver with a tail lift, we have no forklift.",
        ),
        (
            'Please send it to my son Tom, 12 Elm Road, Ames IA 50010, and slip in a card that says "Happy birthday".',
            "en",
            'slip in a card that says "Happy birthday".',
        ),
        ("Zwei Kisten Äpfel. Bitte zweimal klingeln.", "de", "Bitte zweimal klingeln."),
        ("Bitte ohne Plastik verpacken!", "de", "Bitte ohne Plastik verpacken!"),
        ("Das Paket bitte beim Nachbarn abgeben.", "de", "Das Paket bitte beim Nachbarn abgeben."),
        (
            "Bitte als Geschenk einpacken und eine Grußkarte dazu.",
            "de",
            "Bitte als Geschenk einpacken und eine Grußkarte dazu.",
        ),
        (
            "Legen Sie bitte keinen Lieferschein ins Paket.",
            "de",
            "Legen Sie bitte keinen Lieferschein ins Paket.",
        ),
        (
            "Der Fahrer soll vorher anrufen. Bitte nur komplett liefern.",
            "de",
            "Der Fahrer soll vorher anrufen. Bitte nur komplett liefern.",
        ),
    ],
)
def test_wishes(known: Known, body: str, language: str, expected: str) -> None:
    found = read(known, body, language)
    assert found.finding and found.finding.value == expected
    assert all(body[e.start : e.end] == e.text for e in found.finding.evidence)


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Two mugs and a box of pens, please.", "en"),
        ("Thank you for the kind handwritten note.", "en"),
        ("My neighbour has one of your mugs.", "en"),
        ("Please put the order number on the delivery note.", "en"),
        ("Bring it to the garage as usual.", "en"),
        ("The parcel was left on the porch in the rain.", "en"),
        ("Do you offer gift wrapping?", "en"),
        ("2 boxes bubble wrap", "en"),
        ("Bitte die Bestellnummer notieren.", "de"),
        ("Meine Nachbarin kauft auch bei Ihnen.", "de"),
        ("Der Fahrer hat nicht geklingelt, das Paket lag vor der Tür.", "de"),
        ("Bitte liefern Sie bis Freitag.", "de"),
        ("3 Rollen Geschenkpapier", "de"),
    ],
)
def test_no_wishes(known: Known, body: str, language: str) -> None:
    assert read(known, body, language).finding is None
