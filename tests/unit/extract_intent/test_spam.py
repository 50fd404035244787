"""Unwanted mail is known by several signs of different kinds."""

import pytest

from inbox_agent.extract.intent import intents
from inbox_agent.model import Intent, ParsedMail, Person

UNWANTED = [
    (
        "en",
        "Boxes that sell themselves",
        "Hi there,\n\nI came across your website and was impressed. We help shops like yours get three times "
        "more traffic. Are you free for a quick 15 minutes call this week? If not interested just reply STOP.",
    ),
    (
        "en",
        "Quality hose clamp manufacturer",
        "Dear Sir/Madam,\n\nThis is Wei from Steelworks, a professional manufacturer of hose clamps with 20 "
        "years of experience. We have our own factory, competitive price and fast delivery. Please find our "
        "catalogue at www.steelworks.example. MOQ 1000 pcs.",
    ),
    (
        "en",
        "Your account has been limited",
        "Dear customer,\n\nwe noticed unusual activity. Please verify your account within 24 hours at "
        "https://paymentz.example/verify or it will be permanently closed.",
    ),
    (
        "en",
        "Your parcel is waiting",
        "Your package could not be delivered because of an unpaid customs fee of 1.99. Pay now within 24 hours: "
        "https://parcelz.example/pay\nDo not reply to this email.",
    ),
    (
        "en",
        "Dear beloved",
        "I am the widow of the late Mr. Paul and have the sum of 5.5 million dollars to donate to you as "
        "beneficiary. Reply with your full name and bank details.",
    ),
    (
        "de",
        "Mehr Umsatz für Ihren Shop",
        "Hallo,\n\nich bin auf Ihre Website gestoßen und begeistert. Wir helfen Händlern, dreimal so viele "
        "Kunden zu gewinnen. Hätten Sie diese Woche Zeit für ein kurzes Telefonat? Wenn kein Interesse besteht, "
        "antworten Sie einfach mit STOP.",
    ),
    (
        "de",
        "Ihr Konto wurde eingeschränkt",
        "Sehr geehrter Kunde,\n\nwir haben eine ungewöhnliche Anmeldung festgestellt. Bitte bestätigen Sie Ihre "
        "Daten innerhalb von 24 Stunden unter https://zahlungz.example/login, sonst wird Ihr Konto dauerhaft "
        "gesperrt.",
    ),
    (
        "de",
        "Ihre Sendung wartet",
        "Ihr Paket konnte wegen einer offenen Zollgebühr von 1,99 Euro nicht zugestellt werden. Zahlen Sie "
        "innerhalb von 24 Stunden: https://paketz.example/zahlen. Bitte antworten Sie nicht auf diese E-Mail.",
    ),
    (
        "de",
        "Wichtige Mitteilung",
        "Lieber Freund, ich bin die Witwe des verstorbenen Herrn Paul und möchte Ihnen 5 Millionen Euro als "
        "Begünstigter überlassen. Senden Sie mir Ihren vollen Namen und Ihre Bankverbindung.",
    ),
    (
        "en",
        "Quick question",
        "Hi, I noticed your website isn't on the first page of Google. We do SEO and web design for small "
        "companies. Can I send you a proposal? Reply STOP to opt out.",
    ),
]


@pytest.mark.parametrize(("language", "subject", "body"), UNWANTED)
def test_unwanted_mail_is_spam(toys, language, subject, body):
    stranger = Person("Sam", "sam@somewhere.example")
    mail = ParsedMail("1.eml", "<1@x.example>", stranger, subject, None, None, body, language=language)
    assert intents(mail, (), (), toys)[0].value is Intent.SPAM
