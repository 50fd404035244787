"""Machines are told from people, also from people who write about machines."""

import pytest

from inbox_agent.model import ParsedMail, Person
from inbox_agent.parse.automatic import automatic

OWN = frozenset({"orders@shop.example"})


def mail(subject="", body="", sender="anna@client.example", return_path="anna@client.example", language="en"):
    person = Person("", sender)
    return ParsedMail("1.eml", "<1@x>", person, subject, None, None, body, language=language, return_path=return_path)


def kind(rules, headers=None, **fields):
    found = automatic(headers or {}, mail(**fields), rules, OWN)
    if found is not None:
        assert found.evidence
    return found.kind if found else None


BY_HEADER = [
    ({"auto-submitted": "auto-replied"}, "auto_reply"),
    ({"auto-submitted": "auto-replied (vacation)"}, "auto_reply"),
    ({"auto-submitted": "auto-generated"}, "auto_reply"),
    ({"x-autoreply": "yes"}, "auto_reply"),
    ({"x-autorespond": "yes"}, "auto_reply"),
    ({"precedence": "auto_reply"}, "auto_reply"),
    ({"content-type": 'multipart/report; report-type="delivery-status"; boundary=x'}, "bounce"),
    ({"content-type": "multipart/report; report-type=disposition-notification"}, "report"),
    ({"content-type": "multipart/report; report-type=feedback-report"}, "report"),
    ({"content-type": "multipart/report; boundary=x"}, "bounce"),
    ({"content-type": "message/disposition-notification"}, "report"),
    ({"x-failed-recipients": "anna@client.example"}, "bounce"),
]


@pytest.mark.parametrize(("headers", "expected"), BY_HEADER)
def test_header_says_it(rules, headers, expected):
    assert kind(rules, headers, subject="Hello", body="Hello") == expected


MACHINES = [
    ("auto_reply", "Automatic reply: your invoice", "I am away."),
    ("auto_reply", "Out of Office: Re: order 12", "Back on Monday."),
    ("auto_reply", "Abwesenheitsnotiz: Ihre Sendung", "Bin am Montag wieder da."),
    ("auto_reply", "Automatische Antwort: Auftrag 7", "Danke."),
    ("auto_reply", "Auto-Reply", "Thanks."),
    ("auto_reply", "Re: your parcel",
     "Thank you for your email. I am out of the office until 5 May. "
     "In urgent cases contact my colleague."),
    ("auto_reply", "Re: confirmation", "I'm on annual leave until Monday and will reply to your email on my return."),
    ("auto_reply", "AW: Rechnung",
     "Vielen Dank für Ihre Nachricht. Ich bin bis 4.5. "
     "nicht im Büro. Ihre E-Mail wird nicht weitergeleitet."),
    ("auto_reply", "AW: Lieferung", "Ich bin vom 2. bis 9. Mai im Urlaub und danach wieder für Sie da."),
    ("auto_reply", "Re: delivery",
     "Thanks for your message. Our office is closed for the holidays. "
     "If it is urgent, please contact the warehouse."),
    ("auto_reply", "Re: Hinweis",
     "Danke für Ihre Mail. Wegen Betriebsurlaub bearbeiten wir Anfragen ab dem 7. "
     "Januar. In dringenden Fällen rufen Sie an."),
    ("auto_reply", "[Ticket #4411] We received your request",
     "Hello, your request has been received. "
     "One of our agents will get back to you within a day."),
    ("auto_reply", "Case number 10045: question about freight",
     "A ticket has been created. Please keep the subject line. "
     "This is an automated message."),
    ("auto_reply", "Ticket 8823 - Ihre Anfrage",
     "Ihre Anfrage wurde unter der Ticketnummer 8823 erfasst. "
     "Wir melden uns so bald wie möglich."),
    ("auto_reply", "Ihre Nachricht [#5512]",
     "Ihre Nachricht ist bei uns eingegangen, Vorgangsnummer 5512. "
     "Diese Nachricht wurde automatisch erstellt."),
    ("report", "Read: your offer", "Your message to: sales was read on Monday."),
    ("report", "Gelesen: Auftragsbestätigung 12", "Ihre Nachricht an Einkauf wurde gelesen am 3. Mai."),
    ("report", "Lesebestätigung: Lieferung", ""),
    ("report", "Delivered: receipt", "Your message was delivered to the following recipients."),
]


@pytest.mark.parametrize(("expected", "subject", "body"), MACHINES)
def test_words_say_it(rules, expected, subject, body):
    assert kind(rules, subject=subject, body=body) == expected


BOUNCES = [
    ("mailer-daemon@mx.example", "Undelivered Mail Returned to Sender", "This is the mail system at host mx.example."),
    ("mailer-daemon@mx.example", "failure notice", "Sorry, no such user."),
    ("postmaster@mx.example", "Undeliverable: order confirmation", "Delivery has failed to these recipients"),
    ("postmaster@mx.example", "Unzustellbar: Auftragsbestätigung", "Die Nachricht konnte nicht zugestellt werden."),
    ("anna@client.example", "Delivery Status Notification (Failure)", "550 5.1.1 user unknown"),
    ("system@client.example", "Mail delivery failed: returning message to sender",
     "A"
     " message that you sent could not be delivered."),
    ("system@client.example", "Zustellung fehlgeschlagen", "Empfänger unbekannt"),
]


@pytest.mark.parametrize(("sender", "subject", "body"), BOUNCES)
def test_delivery_failure(rules, sender, subject, body):
    assert kind(rules, sender=sender, subject=subject, body=body, return_path="") == "bounce"


NEWSLETTERS = [
    ({"list-unsubscribe": "<https://x.example/u>", "precedence": "bulk"}, "Spring sale: save up to 40%, order now!"),
    ({"list-unsubscribe": "<https://x.example/u>"}, "Sonderangebote nur bis Freitag, jetzt zugreifen!"),
    ({"list-unsubscribe": "<https://x.example/u>", "feedback-id": "1:x"}, "You are receiving this because you "
     "signed up."),
    ({"precedence": "bulk"}, "Unser Newsletter: 10 Sack bestellen, 1 gratis. Hier abmelden."),
]


@pytest.mark.parametrize(("headers", "body"), NEWSLETTERS)
def test_newsletter(rules, headers, body):
    assert kind(rules, headers, subject="News", body=body, sender="news@wholesale.example") == "newsletter"


PEOPLE = [
    "Sorry, I was out of office last week; please send 5 boxes of candles.",
    "I am out of the office until Monday, so please deliver the 10 bags to the workshop. "
    "In urgent cases contact my colleague.",
    "We are closed on Friday, please deliver 20 boxes on Thursday.",
    "I got your automatic reply, thank you. We need 5 sacks of flour.",
    "Our mail to Mr Miller came back as undeliverable, so I am writing to you: please send 12 mugs.",
    "My last email bounced. Here is the order again: 5 x candles, 3 x soap.",
    "Your newsletter says 10 % off, does that go for the candles too? We'd like 24.",
    "I opened ticket #4411 on your page and nobody answered. Where are my candles?",
    "You said a ticket has been created, but I need an answer today about invoice 7781.",
    "Please do not reply to this address but to my private one. I need two candles.",
    "Please unsubscribe me from the newsletter, and send us 4 boxes of tea.",
    "Thank you for your email. I will check with my colleague and get back to you on Monday.",
    "I am on holiday from Saturday on, so could you send the 12 mugs this week?",
    "Read your offer, looks good. We'll take 40.",
    "This is urgent: we need 200 candles, please contact me by phone.",
    "Purchase order 4500123 from our ERP system:\n10 x 4411 Candle\n20 x 4412 Soap",
    "New order #10044 placed in our web shop, please ship:\n3 x Tea\n2 x Mug",
    "The delivery to our branch could not be delivered to the door, the driver left again. What now?",
    "Ich war letzte Woche nicht im Büro, bitte liefern Sie die 5 Kisten erst jetzt.",
    "Bin bis Freitag im Urlaub, bitte schicken Sie die 10 Sack an meine Vertretung.",
    "Wir haben ab dem 24. geschlossen, wir brauchen die 12 Kartons also vorher.",
    "Ihre Abwesenheitsnotiz habe ich bekommen, trotzdem: wir bestellen 20 Kerzen.",
    "Meine letzte Mail kam als unzustellbar zurück, darum noch einmal: 5 Kisten Tee bitte.",
    "Im Ticket 8823 stand, Sie melden sich. Bisher habe ich nichts gehört, wo bleibt die Ware?",
    "In Ihrem Newsletter stand Tee im Angebot, davon hätten wir gern 12 Dosen.",
    "Vielen Dank für Ihre Nachricht. Die 5 Kisten nehmen wir gern.",
    "Bitte nicht an diese Adresse antworten, sondern an meine Kollegin. Wir benötigen 3 Eimer.",
    "Nach meinem Urlaub brauche ich 40 Kerzen, Lieferung ab dem 12.",
    "Danke für die schnelle Antwort! Wir bestellen 6 Tassen.",
    "Wir melden uns ab dem 7. Januar wegen der nächsten Lieferung, bis dahin alles Gute.",
    "Unser Büro ist umgezogen, bitte liefern Sie die 4 Pakete an die neue Adresse.",
    "Das Postfach meiner Kollegin ist voll, ihre Mail kam nicht an. Hier die Bestellung: 3 Kisten Tee.",
]


@pytest.mark.parametrize("body", PEOPLE)
def test_person_who_writes_about_machines(rules, body):
    assert kind(rules, subject="Hello", body=body) is None


@pytest.mark.parametrize(("headers", "subject"), [
    ({"auto-submitted": "no"}, "Order"),
    ({"x-auto-response-suppress": "All"}, "Order"),
    ({"list-id": "<purchasing.client.example>"}, "Order 12"),
    ({"list-id": "<buy.client.example>", "list-unsubscribe": "<mailto:x@y.example>", "precedence": "list"}, "Order 12"),
    ({"content-type": "multipart/mixed; boundary=report"}, "Delivery report for March"),
    ({}, "Out of stock: candles"),
    ({}, "Re: Automatic reply: order"),
    ({}, "Reading lamps"),
])  # fmt: skip
def test_ordinary_headers_and_subjects_are_no_sign(rules, headers, subject):
    assert kind(rules, headers, subject=subject, body="Please send us 12 candles.") is None


def test_null_return_path_is_a_machine(rules):
    assert kind(rules, subject="Hello", body="Hello", return_path="") == "auto_reply"


def test_system_that_orders_is_kept_apart_from_replies(rules):
    body = "Purchase order 4711\nPlease supply:\n10 x Candle"
    assert kind(rules, {"auto-submitted": "auto-generated"}, subject="PO 4711", body=body) == "generated"


def test_own_address_is_own(rules):
    assert kind(rules, sender="orders@shop.example", subject="Order", body="Please send 5") == "own"
