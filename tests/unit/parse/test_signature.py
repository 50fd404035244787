"""What stands below a letter, and what of it is the customer's message all the same."""

import pytest

from inbox_agent.lexicon import Rules
from inbox_agent.parse.signature import cut

TEXT = "Hello,\n\nplease send 3 boxes of pens."
ME = "Erika Beispiel"


@pytest.mark.parametrize(
    "below",
    [
        "Kind regards\nErika",
        "Best regards, Erika Beispiel",
        "Thanks,\nErika",
        "Thanks a million,\nErika",
        "Many thanks and regards from sunny Leeds\nErika",
        "Yours sincerely,\n\nErika Beispiel\nPurchasing Manager\nBeispiel Ltd\nTel. 01632 960 144",
        "I remain, yours faithfully,\n\nE. Beispiel",
        "Cheers\nErika\n\nSent from my iPhone",
        "Erika Beispiel\nBeispiel Ltd | www.beispiel.example",
        "Erika",
        "Le meas,\nErika",
        "Mit freundlichen Grüßen\n\ni. A. Erika Beispiel\nEinkauf\nBeispiel GmbH\nHauptstraße 1\n12345 Ort",
        "MfG E. Beispiel",
        "Viele Grüße aus Kiel\nErika",
        "Bis bald und herzliche Grüße\nErika",
        "Danke und Gruß\nErika",
        "Vielen Dank\nErika Beispiel (Empfang)",
        "LG Erika",
        "Mit vorzüglicher Hochachtung\nDr. Erika Beispiel",
        "-- \nErika Beispiel\nBeispiel GmbH - alles für das Büro, seit 1958 immer für Sie da!",
        "Von meinem iPhone gesendet",
        "Diese Nachricht wurde mit der Mail-App für Android gesendet.",
        "Gruß\nErika\n\nGeschäftsführer: Max Muster, Amtsgericht Ort HRB 1234\n\nDiese E-Mail kann vertrauliche "
        "Informationen enthalten. Sind Sie nicht der richtige Adressat, vernichten Sie diese Mail.",
        "Regards\nErika\n\nThis message is confidential. If you are not the intended recipient, please delete it.",
        "______________________\nErika Beispiel\nBeispiel Ltd\n+44 1632 960144",
    ],
)
def test_a_signature_is_set_apart(rules: Rules, below: str) -> None:
    body, signature = cut(f"{TEXT}\n\n{below}", ME, rules)
    assert body == TEXT
    assert signature.replace("\n", "") == below.replace("\n", "").strip()


@pytest.mark.parametrize(
    "below",
    [
        "PS: please make it 5 boxes",
        "P.S. Bitte auch 2 Kartons Papier",
        "2 boxes of ink",
        "und noch:\n10 x Papier\n5 Pack Stifte",
        "12 blue pens\n4 red pens",
        "Lieferadresse:\nErika Beispiel\nHauptstraße 1\n12345 Ort",
        "Deliver to:\n\nErika Beispiel\n1 High Street\nLeeds LS1 1AA",
        "Ship to: Erika Beispiel, 1 High Street, Leeds LS1 1AA",
        "Unsere Bestellnummer: 4711",
        "Bitte erst nach Freitag liefern",
        "Could you also add some ink?",
        "I forgot to say that the last delivery was two boxes short.",
    ],
)
@pytest.mark.parametrize(
    "closing", ["Kind regards\nErika", "Viele Grüße\nErika Beispiel\nBeispiel GmbH", "Thanks,\nErika"]
)
def test_the_customers_message_below_the_closing_stays(rules: Rules, closing: str, below: str) -> None:
    body, signature = cut(f"{TEXT}\n\n{closing}\n\n{below}", ME, rules)
    assert body == f"{TEXT}\n\n{below}"
    assert signature == closing


@pytest.mark.parametrize(
    "order", ["3 x Cola", "2 Kisten Saft", "Liefertermin: Freitag", "Lieferanschrift: Hauptstraße 1"]
)
def test_an_order_below_the_delimiter_stays(rules: Rules, order: str) -> None:
    assert order in cut(f"Hallo,\n\nhier die Bestellung\n-- \n{order}", ME, rules)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\n\n2 mugs please.\n\nErika Beispiel\n1 High Street\nLeeds\nLS1 1AA",
        "Hello,\n\nplease send it to\n\nErika Beispiel\n1 High Street\nLeeds\nLS1 1AA\n\nI will pay by card.",
        "Grüße aus Kiel,\n\nwir brauchen 3 Kisten Saft.",
        "Grüß Gott,\n\n3 Kisten Saft bitte",
        "Danke für die letzte Lieferung.\n\nDiesmal 3 Kisten bitte",
        "Thanks Martin,\n\nplease go ahead with the 3 boxes",
        "Erika here, 3 boxes please",
        "3 boxes please, thanks",
        "Best before dates must be in 2027.\n\n3 boxes",
        "Bitte behandeln Sie das vertraulich.\n\n3 Kisten Saft",
        "LG Monitor 27 Zoll, 2 Stück",
        "Bitte auf die Karte schreiben: viele Grüße von Oma\n\n3 Kisten Saft",
    ],
)
def test_the_letter_itself_stays(rules: Rules, text: str) -> None:
    assert cut(text, ME, rules) == (text, "")


def test_the_warning_of_a_mail_system_is_no_letter(rules: Rules) -> None:
    banner = "CAUTION: This email originated from outside of the organisation."
    assert cut(f"{banner}\n\n{TEXT}", ME, rules) == (TEXT, banner)
