"""What stands below a letter, and what of it is the customer's message all the same."""

import pytest

from inbox_agent.lexicon import Rules
from inbox_agent.parse.signature import mark

TEXT = "Hello,\n\nplease send 3 boxes of pens."
ME = "Erika Beispiel"


def cut(text: str, sender: str, rules: Rules) -> tuple[str, str]:
    """(what stays, the signature)."""
    lines = text.split("\n")
    marked = list(zip(lines, mark(lines, sender, rules), strict=True))
    body, signature = (
        "\n".join(line for line, is_signature in marked if is_signature == part) for part in (False, True)
    )
    return body.strip("\n"), signature.strip("\n")


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
        "—\nErika Beispiel\nBeispiel Ltd\n+44 1632 960144",
        "Cheers 🎉\nErika",
        "Mit freundlichen Grüßen aus der Backstube am Markt, Ihre Erika Beispiel",
        "Danke & LG\n\nErika",
        "Thanks, regards Erika",
        "Thanks Martin,\nErika",
        "Thank you so much!!\n\nErika",
        "cheers Eri",
        "E. B.",
        "eb",
        "- E.",
        "Erika :)",
        "Eri",
        "Beste Grüße Ihre Erika Maria Beispiel",
        "Mit freundlichen Grüßen Dr. Erika Maria Beispiel",
        "Muster Metallbau\nIndustriestr. 4, 12345 Ort\nwww.muster-metallbau.example",
        "Eriki",
        "Erika Beispiel, Tel. 01632 960144",
        "Gruß\nErika\n\nAnschrift: Hauptstraße 1, 12345 Ort\nE-Mail: erika@beispiel.example",
        "Regards\nErika\n\nThis email and any attachments are confidential.\n\nOur general terms and conditions apply "
        "to all of our deliveries and offers.",
        "LG",
        "Erika and the team at the shop",
        "Bien à vous\nErika\n\nTélécharger Outlook pour iOS",
        "Warm wishes from all\nErika",
        "Thanks for all your help with this,\nErika",
        "Erika\n-- \nErika Beispiel, Beispiel Ltd\nA shop is like a garden: it never sleeps.",
        'Cheers\nErika\n\n-- \nErika Beispiel | Buyer\n"The best pens are those that nobody borrows twice." A. L.',
        "-- \nBest regards,\n Erika          mailto:erika@beispiel.example",
        "Regards\nErika\n\nTel. 01632 960 144\nOver Christmas our shop stays closed from 24 December to 3 January.",
        "Regards\n\nErika Beispiel\n01632 960 144\nWe are closed on Wednesdays in the summer months.",
        "Gruß\nErika\n\nDieses Schreiben wurde maschinell erstellt und ist ohne Unterschrift gültig.",
        "Gruß\nErika\n\nBeispiel eG\nVorstand: Max Muster (Vors.)\nGenossenschaftsregister Ort GnR 311",
        "Gruß\nErika\n\nBitte prüfen Sie der Umwelt zuliebe, ob diese E-Mail gedruckt werden muss.",
        "Regards\nErika\n\nDisclaimer\n\nThe information contained in this communication is for the addressee.\n\nThis "
        "email has been scanned for viruses and malware.",
        "Gruß\nErika\n\nDiese E-Mail wurde von einer Antivirus-Software auf Viren geprüft.\nwww.scanner.example",
        "Verzonden vanaf mijn iPhone",
        "Gruß\nErika\n\nBeispiel GmbH\n\n+++ Wir haben vom 23.12. bis einschließlich 6.1. geschlossen. +++",
        'Regards\nErika\n\n"Nobody borrows the same pen twice, said the owner of the pen."',
        "Gruß\nErika\n\nBitte beachten Sie unsere geänderten Öffnungszeiten: Di-Fr 9-13 Uhr",
        "Mit freundlichen Grüßen\nBeispiel GmbH - alles für Büro, Schule und Werkstatt, seit 1958 in Leeds und York",
        "Gruß\nErika\n\nOutlook für iOS<https://aka.shop.example/o0> beziehen",
        "Regards\nErika\n\nBeispiel Ltd\n\nVisit us at the stationery fair in Leeds, hall 4, stand 12.",
        "Gesendet mit der mobilen Mail App",
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
        "Das Tor ist offen",
        "Stifte 18 Stück\nTinte 2 Dosen",
        "Item\tQty\nPens\tten",
        "Adresse: Hauptstraße 1, 12345 Ort\nTel. für den Fahrer 0171 3920012",
        "Vom 23.12. bis zum 6. Januar ist bei uns geschlossen.",
        "Lieferadresse diesmal:\nFiliale Süd\nHafenweg 3\n48155 Münster",
        "Fahrer bitte vorher anrufen: 0171 3920012",
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
        "Hello,\n\n3 boxes\n\nDeliver to Erika Beispiel",
        "Hello,\n\nplease send\n\n3 Cola, Erika",
        "E",
        "Hello,\n\nplease send it to\n\nMuster Metalworks\n1 High Street\nLeeds\noffice@muster.example",
        "Hello,\n\nthank you for the offer.\n\nYours was the cheapest, go ahead.",
        "Hello,\n\n3 boxes\n\nErika Beispiel\n1 High Street\nLeeds\n\nHappy to pay by card on the phone or by a link.",
        "Servus,\n\nvom 3. bis 18. Oktober in Urlaub, Bestellungen bitte an Frau Muster unter 0676 555 01 99.",
        "Hello,\n\nof the two that you offer we take\n\nE",
        "Thanks for asking.\n\nEins",
        "Thanks for asking.\n\nBlue pens please",
        "3 boxes please.\n\nThanks!",
        "Hallo,\n\n3 Kisten\n\nZ. Hd. Erika Beispiel",
        "Thanks Martin,\n\nplease go ahead with the 3 boxes",
        "Erika here, 3 boxes please",
        "3 boxes please, thanks",
        "Best before dates must be in 2027.\n\n3 boxes",
        "Bitte behandeln Sie das vertraulich.\n\n3 Kisten Saft",
        "LG Monitor 27 Zoll, 2 Stück",
        "Bitte auf die Karte schreiben: viele Grüße von Oma\n\n3 Kisten Saft",
        "Hello,\n\n3 boxes\n\nNeeded by Friday, regards Erika",
        "Erika Beispiel\n\nPens\t3\nInk\t4",
        "Hello,\n\nmy address:\nErika Beispiel\n1 High Street\nLeeds",
        "Hello,\n\n-- blue pens, two of them --\n-- red pens, five of them --\n\nThe ink can wait.",
        "The intended recipient is my sister in Leeds.\n\n3 boxes",
        "Our VAT number is GB123 and the company number 456, please put both on the invoice.",
        "Sent from my garden: 3 boxes of apples, which you may want to photograph for the catalogue of next year.",
    ],
)
def test_the_letter_itself_stays(rules: Rules, text: str) -> None:
    assert cut(text, ME, rules) == (text, "")


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organisation.",
        "EXTERNAL EMAIL: Do not click links unless you recognise the sender.\n",
        "You don’t often get email from erika@shop.example. Learn why this is important\n",
        "Sie erhalten nicht oft E-Mails von erika@shop.example. Erfahren Sie, warum dies wichtig ist\n",
        "ACHTUNG: Diese E-Mail kommt von einem externen Absender.\n",
        "[EXTERN]",
    ],
)
def test_the_warning_of_a_mail_system_is_no_letter(rules: Rules, banner: str) -> None:
    body, signature = cut(f"{banner}\n{TEXT}", ME, rules)
    assert (body, signature) == (TEXT, banner.strip())


def test_a_postscript_stays_whatever_the_letter_ends_with(rules: Rules) -> None:
    assert cut(f"{TEXT}\n\nEri\n\nPS: make it 5", ME, rules) == (f"{TEXT}\n\nPS: make it 5", "Eri")
    below = "Sent from my iPhone\nPS: make it 5"
    assert cut(f"{TEXT}\n\n{below}", ME, rules) == (f"{TEXT}\n\nPS: make it 5", "Sent from my iPhone")


def test_an_order_below_a_closing_without_name_stays(rules: Rules) -> None:
    order = "5x pens\n3x ink\nShip to: Beispiel Ltd, 1 High Street, Leeds"
    assert cut(f"{TEXT}\n\nRegards Eri\n\n{order}", ME, rules) == (f"{TEXT}\n\n{order}", "Regards Eri")
