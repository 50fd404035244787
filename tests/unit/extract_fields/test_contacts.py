"""Numbers that are no quantities."""

from collections.abc import Callable

import pytest

from inbox_agent.extract.contacts import find
from inbox_agent.extract.found import Found
from inbox_agent.knowledge import Knowledge

from .conftest import mail, passages

Known = Callable[..., Knowledge]


def read(known: Known, body: str) -> Found[str]:
    parsed = mail(body)
    return find(passages(parsed), parsed, known())


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("Telefon 08331 / 77 18 40 | Fax 08331 / 77 18 41", ["08331 / 77 18 40", "08331 / 77 18 41"]),
        ("0731 7799 470", ["0731 7799 470"]),
        ("01632 960 120", ["01632 960 120"]),
        ("ring me on 07700 900123 whenever", ["07700 900123"]),
        ("(415) 555-0113", ["(415) 555-0113"]),
        ("T +31 20 555 0123", ["+31 20 555 0123"]),
        ("call 415-555-0138", ["415-555-0138"]),
        ("VAT GB123456789. BTW NL123456789B01", ["GB123456789", "NL123456789B01"]),
        ("USt-IdNr.: DE123456789", ["DE123456789"]),
        ("Steuernr. 123/4567/8901", ["123/4567/8901"]),
        ("Amtsgericht Ulm HRB 11223", ["11223"]),
        ("Company no. 00123456", ["00123456"]),
        ("IBAN DE02 1203 0000 0000 2020 51", ["DE02 1203 0000 0000 2020 51"]),
        (
            "https://shop.feld.example/a?u=8812 or www.feld.example",
            ["https://shop.feld.example/a?u=8812", "www.feld.example"],
        ),
        ("write to j2@feld.example", ["j2@feld.example"]),
        ("your order 30844", ["30844"]),
        ("About Q-2187: quote Q-2187", ["Q-2187"]),
        ("Kundennummer 4711", ["4711"]),
        ("Kd.-Nr.: 118", ["118"]),
        ("Auftragsbestätigung 217377", ["217377"]),
        ("Lieferschein-Nr. 662203", ["662203"]),
        # quantities, prices and products are not
        ("invoice 300 bolts, on account 500 nuts", []),
        ("500 x KLM-6305-2 at 0.75, 12 bags of 2,5 kg", []),
        ("1.000 Stk KLM-0840-2, 20 Karton", []),
        ("Angebot für 30 Tulpen", []),
        ("collection confirmation for 3 pallets", []),
    ],
)
def test_seen(known: Known, body: str, numbers: list[str]) -> None:
    found = read(known, body)
    assert [e.text for e in found.seen] == numbers
    assert all(body[e.start : e.end] == e.text for e in found.seen)
    assert (found.finding, found.doubts) == (None, ())


@pytest.mark.parametrize(
    ("body", "doubts"),
    [
        ("My card is 4111 1111 1111 1111, exp 12/28", ["card_data"]),
        ("Amex 378282246310005", ["card_data"]),
        ("EAN 4006381333931 and 4111 1111 1111 1112", []),
        ("Our bank details have changed, please note the new IBAN.", ["bank_data"]),
        ("Bitte buchen Sie ab sofort von unserem neuen Konto ab.", ["bank_data"]),
        ("Wir haben eine neue Bankverbindung.", ["bank_data"]),
        ("IBAN DE02 1203 0000 0000 2020 51 wie bekannt", []),
    ],
)
def test_doubts(known: Known, body: str, doubts: list[str]) -> None:
    assert [d.code for d in read(known, body).doubts] == doubts


@pytest.mark.parametrize(
    "text",
    ["1" * 200_000, " " * 200_000, "1 " * 100_000, "a." * 100_000, "+" * 200_000, "DE12 " * 40_000, "tel " * 50_000],
)
def test_long_input_ends(known: Known, text: str) -> None:
    read(known, text)
