"""Machines that do not mark their mail are told by their words; people who write alike are not taken for them."""

import pytest

from inbox_agent.model import ParsedMail, Person
from inbox_agent.parse.automatic import automatic

UNMARKED = [
    (
        "auto_reply",
        "jo@mill.example",
        "Re: Your confirmation",
        "Hello,\n\nI'm away from the office this week and will be picking up messages again from Monday 12th. "
        "If it can't wait, try the front desk on 01234 567890.",
    ),
    (
        "auto_reply",
        "office@mill.example",
        "We have received your email",
        "This is to let you know that your email has reached us. We aim to answer within two working days. "
        "Please do not reply to this message.",
    ),
    (
        "auto_reply",
        "helpdesk@mill.example",
        "[#88231] Your confirmation",
        "Hi, your message has been received and assigned the reference 88231. A colleague will get back to you "
        "as soon as possible.",
    ),
    (
        "bounce",
        "postmaster@mx.example",
        "Message blocked",
        "Your message to buyer@mill.example has been blocked. The address couldn't be found or is unable to "
        "receive mail. 550 5.1.1",
    ),
    (
        "bounce",
        "mailer-daemon@mx.example",
        "Delivery incomplete",
        "There was a temporary problem delivering your message to buyer@mill.example. We will retry for 45 more hours.",
    ),
    (
        "report",
        "jo@mill.example",
        "Accepted: Stock call",
        "Jo Mill has accepted this meeting invitation.",
    ),
    (
        "newsletter",
        "promo@packs.example",
        "Autumn deals inside",
        "Up to 40% off all tape this week only! Shop now. Use code AUTUMN at checkout. You are receiving this "
        "because you bought from us. Unsubscribe here.",
    ),
    (
        "auto_reply",
        "jo@muehle.example",
        "AW: Ihre Bestellung",
        "Guten Tag,\n\nich bin diese Woche unterwegs und lese meine Mails erst ab Montag wieder. Wenn es eilt, "
        "hilft Ihnen die Zentrale unter 01234 5678 weiter.",
    ),
    (
        "auto_reply",
        "jo@muehle.example",
        "AW: Auftragsbestätigung",
        "Ich arbeite nicht mehr für die Mühle GmbH. Bitte wenden Sie sich künftig an info@muehle.example.",
    ),
    (
        "auto_reply",
        "info@muehle.example",
        "Ihre Nachricht an uns",
        "Vielen Dank, Ihre E-Mail ist bei uns angekommen. Wir bemühen uns, sie innerhalb von zwei Werktagen zu "
        "beantworten. Dies ist eine automatische Nachricht, bitte antworten Sie nicht darauf.",
    ),
    (
        "auto_reply",
        "support@muehle.example",
        "[Vorgang #88231] Auftragsbestätigung",
        "Guten Tag, wir haben Ihre Nachricht erhalten und unter 88231 abgelegt. Ein Kollege meldet sich bei Ihnen.",
    ),
    (
        "bounce",
        "postmaster@mx.example",
        "Zustellung nicht möglich",
        "Ihre Nachricht an einkauf@muehle.example konnte nicht übermittelt werden: Der Empfänger ist auf diesem "
        "Server nicht bekannt. 550 5.1.1",
    ),
    (
        "report",
        "jo@muehle.example",
        "Angenommen: Termin Lager",
        "Jo Müller hat diese Besprechung angenommen.",
    ),
    (
        "newsletter",
        "angebote@kartons.example",
        "Herbstpreise",
        "Nur diese Woche: bis zu 40% Rabatt auf alles. Jetzt zugreifen! Gutscheincode HERBST. Sie erhalten "
        "diese E-Mail, weil Sie bei uns eingekauft haben. Hier abmelden.",
    ),
    (
        "auto_reply",
        "jo@mill.example",
        "Re: delivery",
        "I'm off until Thursday and won't see this before then. Ask Pat on extension 12 if it's urgent. Thank "
        "you for your email.",
    ),
    (
        "auto_reply",
        "support@desk.example",
        "Request received: 99812",
        "Your request (99812) has been received and is being reviewed by our support staff. To add additional "
        "comments, reply to this email.",
    ),
    (
        "auto_reply",
        "jo@muehle.example",
        "AW: Lieferung",
        "Bis Donnerstag bin ich nicht da und sehe Ihre Mail vorher nicht. In dringenden Fällen fragen Sie bitte "
        "Frau Pätzold, Durchwahl 12. Danke für Ihre Nachricht.",
    ),
    (
        "auto_reply",
        "support@desk.example",
        "Anfrage 99812 eingegangen",
        "Ihre Anfrage (99812) wurde aufgenommen und wird von unserem Team geprüft. Ticketnummer: 99812.",
    ),
]
PEOPLE = [
    ("Order #88231", "Parcel #88231 has been received with two broken jars, reference number 5512. Please call me."),
    ("Undelivered order 8812", "Our order was not delivered. 550 pieces are still missing."),
    ("Delivery incomplete", "Half of the delivery could not be found on the pallet."),
    ("Accepted: your offer of Monday", "Please go ahead."),
    ("Re: Lieferung", "Wir haben bis Montag geschlossen. Die Ware ist beschädigt, bitte wenden Sie sich an Herrn Ott."),
]


def kind(rules, sender, subject, body):
    mail = ParsedMail("1.eml", "<1@x>", Person("", sender), subject, None, None, body, return_path=sender)
    found = automatic({}, mail, rules, frozenset())
    return found.kind if found else None


@pytest.mark.parametrize(("expected", "sender", "subject", "body"), UNMARKED)
def test_unmarked_machine_is_known_by_its_words(rules, expected, sender, subject, body):
    assert kind(rules, sender, subject, body) == expected


@pytest.mark.parametrize(("subject", "body"), PEOPLE)
def test_person_is_no_machine(rules, subject, body):
    assert kind(rules, "anna@client.example", subject, body) is None


def test_only_the_beginning_of_a_long_mail_is_looked_at(rules):
    notice = "I'm on annual leave until Monday and will reply to your email on my return."
    assert kind(rules, "anna@client.example", "Re: parcel", notice + " word" * 60_000) == "auto_reply"
    assert kind(rules, "anna@client.example", "Re: parcel", "word " * 60_000 + notice) is None
