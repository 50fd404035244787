"""Machines that say what they are are believed, unless somebody orders; bulk headers alone make nobody a machine."""

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.config import Company, Settings
from inbox_agent.model import RawMail
from inbox_agent.parse import parse

SETTINGS = Settings(company=Company(name="Shop", email="orders@shop.example", country="GB", currency="GBP"))
ORDER = "Please send us 12 boxes of candles.\n"


@pytest.fixture
def told(rules):
    """Parses a message made of header lines and a body."""

    def make(head="", body="Hello\n", subject="Hello", sender="anna@client.example"):
        text = f"From: {sender}\nTo: orders@shop.example\nSubject: {subject}\nMessage-ID: <m@client.example>\n{head}"
        return parse(RawMail(f"{text.rstrip()}\n\n{body}".encode()), rules, Customers(), SETTINGS)

    return make


def kind(mail):
    if mail.automatic is not None:
        assert mail.automatic.evidence
    return mail.automatic.kind if mail.automatic else None


# ---- headers


@pytest.mark.parametrize(("head", "expected"), [
    ("Auto-Submitted: auto-replied", "auto_reply"),
    ("Auto-Submitted: auto-replied (vacation)", "auto_reply"),
    ("auto-submitted: Auto-Generated", "auto_reply"),
    ("Auto-Submitted: auto-notified", "auto_reply"),
    ("X-Autoreply: yes", "auto_reply"),
    ("X-Autorespond: 1", "auto_reply"),
    ("X-OTRS-Loop: yes", "auto_reply"),
    ("Precedence: auto_reply", "auto_reply"),
    ("Return-Path: <>", "auto_reply"),
    ("X-Failed-Recipients: kim@mill.example", "bounce"),
    ("X-MS-Exchange-Message-Is-Ndr:", "bounce"),
    ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", "bounce"),
    ("Content-Type: multipart/report; report-type=\"disposition-notification\"; boundary=x", "report"),
    ("Content-Type: multipart/report; report-type=feedback-report; boundary=x", "report"),
    ("Content-Type: multipart/report; report-type=tlsrpt; boundary=x", "report"),
    ("Content-Type: multipart/report; boundary=x", "bounce"),
    ("Content-Type: message/delivery-status", "bounce"),
    ("Content-Type: message/disposition-notification", "report"),
    ("Auto-Submitted: no", None),
    ("X-Autoreply: no", None),
    ("X-Auto-Response-Suppress: All", None),
    ("Precedence: bulk", None),
    ("Precedence: list\nList-Id: <buying.client.example>", None),
    ("List-Unsubscribe: <mailto:x@client.example>", None),
    ("Content-Type: multipart/mixed; boundary=report", None),
])  # fmt: skip
def test_header(told, head, expected):
    assert kind(told(head)) == expected


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.example", "mailer-daemon@mx.example", "maildaemon@mx.example"])
def test_mail_of_a_daemon_is_a_bounce(told, sender):
    assert kind(told(sender=sender)) == "bounce"


@pytest.mark.parametrize("head", [
    "Auto-Submitted: auto-generated", "Auto-Submitted: auto-replied", "X-Autoreply: yes", "Return-Path: <>",
    "Auto-Submitted: auto-generated\nPrecedence: bulk",
])  # fmt: skip
@pytest.mark.parametrize("body", [ORDER, "2 x tea\n3 x coffee\n", "Wir bestellen 40 Kerzen.\n"])
def test_a_system_that_orders_is_neither_answered_nor_lost(told, head, body):
    mail = told(head, body, "Purchase order 4711")
    assert (kind(mail), mail.automatic.certain) == ("generated", True)


@pytest.mark.parametrize("head", [
    "X-Auto-Response-Suppress: All", "Precedence: bulk", "Auto-Submitted: no",
    "Precedence: list\nList-Id: <buying.client.example>\nList-Post: <mailto:buying@client.example>\n"
    "List-Unsubscribe: <mailto:buying-request@client.example>\nX-Mailman-Version: 2.1.39",
    "Precedence: bulk\nList-Unsubscribe: <https://gateway.client.example/preferences>",
    "List-Unsubscribe: <https://crm.example/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nFeedback-ID: 1:crm",
])  # fmt: skip
@pytest.mark.parametrize("body", [
    ORDER, "10 Packungen Tee\n5 Packungen Kaffee\n\nLieferung bitte an Tor 3.\n",
    "Hello,\n\nwe'd like 3 of the blue mugs and a teapot.\n\n_______________\nbuying mailing list\n",
])  # fmt: skip
def test_an_order_in_spite_of_its_headers(told, head, body):
    assert kind(told(head, body, "Order")) is None


LISTED = "List-Unsubscribe: <https://x.example/u>\n"


@pytest.mark.parametrize(("head", "body"), [
    (LISTED + "Precedence: bulk", "Spring sale: save up to 40%, order now!"),
    (LISTED, "Sonderangebote nur bis Freitag, jetzt zugreifen!"),
    (LISTED + "Feedback-ID: 1:x", "You are receiving this because you signed up."),
    (LISTED + "Precedence: bulk", "10 Sack bestellen, 1 Sack gratis! Jetzt zugreifen. Hier abmelden."),
    ("Precedence: bulk", "Unser Newsletter: 10 Sack bestellen, 1 gratis. Hier abmelden."),
    (LISTED + "List-Id: <talk.example>\nPrecedence: list\nList-Post: <mailto:talk@talk.example>",
     "I think class B is good enough for schools.\n"),
])  # fmt: skip
def test_newsletter(told, head, body):
    assert kind(told(head, body, "News", "news@wholesale.example")) == "newsletter"


@pytest.mark.parametrize(("subject", "expected"), [
    ("Automatic reply: your invoice", "auto_reply"), ("Out of Office: order 12", "auto_reply"),
    ("[Auto-Reply] your invoice", "auto_reply"), ("Abwesenheitsnotiz: Ihre Sendung", "auto_reply"),
    ("Automatische Antwort: Auftrag 7", "auto_reply"), ("Réponse automatique : facture", "auto_reply"),
    ("Re: Automatic reply: order", None), ("Out of stock: candles", None), ("Reading lamps", None),
    ("Fwd: Undelivered Mail Returned to Sender", None), ("WG: Abwesenheitsnotiz", None),
])  # fmt: skip
def test_subject(told, subject, expected):
    assert kind(told(subject=subject)) == expected


def test_own_mail_is_own(told):
    assert kind(told(sender="orders@shop.example", body=ORDER)) == "own"


@pytest.mark.parametrize(("subject", "body"), [
    ("Mail delivery failed: returning message to sender", "A message that you sent could not be delivered."),
    ("Zustellung fehlgeschlagen", "Empfänger unbekannt"),
    ("failure notice", "Sorry, no such user here. (#5.1.1)"),
])  # fmt: skip
def test_bounce_with_a_null_return_path(told, subject, body):
    assert kind(told("Return-Path: <>", body, subject, "system@mx.example")) == "bounce"


# ---- orders that a program wrote without a header that says so


@pytest.mark.parametrize(("sender", "body", "certain"), [
    ("buying@client.example", "Order 4500\n10  EA  candle\n\nThis document is valid without signature.\n", False),
    ("einkauf@kunde.example", "Bestellung 4500\n10 Stück Kerze\n\nDer Beleg wurde maschinell erstellt.\n", False),
    ("no-reply@portal.example", "You have a new order.\n10 pcs candle\nDeliver to gate 3.\n", True),
    ("portal@portal.example", "Eine neue Bestellung ist eingegangen:\n10 Stück Kerze\nBitte antworten Sie nicht auf "
     "diese E-Mail.\n", True),
])  # fmt: skip
def test_program_that_orders(told, sender, body, certain):
    mail = told(body=body, subject="Purchase order 4500", sender=sender)
    assert (kind(mail), mail.automatic.certain) == ("generated", certain)


@pytest.mark.parametrize("body", [
    "10 x candle\nsent from our ERP, please do not reply to this address but to kim@client.example\n",
    "Bitte 10 Stück Kerze, automatisch verlängern wollen wir nichts.\n",
])  # fmt: skip
def test_person_who_orders(told, body):
    assert kind(told(body=body)) is None


# ---- reports, and the message that they are about


def report(kind, *parts):
    boundary = "".join(f"--b\nContent-Type: {part}\n\n" for part in ("text/plain", *()))
    inner = "".join(f"--b\nContent-Type: {of}\n\n{text}\n" for of, text in parts)
    return f"Content-Type: multipart/report; report-type={kind}; boundary=b", f"{boundary}A report.\n{inner}--b--\n"


def status(action):
    return ("message/delivery-status", "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; kim@mill.example\n"
            f"Action: {action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no\n  such user\n")  # fmt: skip


ORIGINAL = "From: orders@shop.example\nMessage-ID: <ours@shop.example>\nSubject: Your order\nReferences: <a@x>\n"


@pytest.mark.parametrize(("action", "expected", "delayed"), [
    ("failed", "bounce", False), ("Failed (retry)", "bounce", False), ("delayed", "bounce", True),
    ("delivered", "report", False), ("relayed", "report", False), ("expanded", "report", False),
])  # fmt: skip
def test_delivery_status(told, action, expected, delayed):
    mail = told(*report("delivery-status", status(action), ("text/rfc822-headers", ORIGINAL)))
    assert (kind(mail), mail.automatic.delayed, mail.concerns) == (expected, delayed, "<ours@shop.example>")


@pytest.mark.parametrize("part", [
    ("message/rfc822", ORIGINAL + "\n12 boxes of candles\n"),
    ("text/rfc822-headers", ORIGINAL),
    ("message/rfc822-headers", ORIGINAL),
    ("message/global", ORIGINAL + "\nHello\n"),
    ("text/rfc822-headers", ORIGINAL.replace("\n", "\r\n")),
])  # fmt: skip
def test_returned_message(told, part):
    mail = told(*report("delivery-status", status("failed"), part))
    assert (kind(mail), mail.concerns) == ("bounce", "<ours@shop.example>")
    assert "12 boxes" not in mail.body


def test_what_was_said_is_evidence(told):
    mail = told(*report("delivery-status", status("failed")))
    assert any("550 5.1.1 no such user" in e.text for e in mail.automatic.evidence)


def test_receipt_names_its_message_in_a_field(told):
    notice = ("message/disposition-notification", "Final-Recipient: rfc822; kim@mill.example\nOriginal-Message-ID: "
              "<ours@shop.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n")  # fmt: skip
    mail = told(*report("disposition-notification", notice))
    assert (kind(mail), mail.concerns) == ("report", "<ours@shop.example>")


def test_feedback_names_its_message(told):
    parts = (("message/feedback-report", "Feedback-Type: abuse\nVersion: 1\n"), ("message/rfc822", ORIGINAL + "\nHi\n"))
    mail = told(*report("feedback-report", *parts))
    assert (kind(mail), mail.concerns) == ("report", "<ours@shop.example>")


def test_full_mailbox_told_as_a_disposition_is_a_bounce(told):
    notice = ("message/disposition-notification", "Disposition: automatic-action/MDN-sent-automatically; deleted\n")
    assert kind(told(*report("disposition-notification", notice), subject="Automatically rejected mail")) == "bounce"


def test_report_within_what_a_gateway_put_around_it(told):
    head, body = report("delivery-status", status("failed"), ("message/rfc822", ORIGINAL + "\nHi\n"))
    wrapped = f"--g\n{head}\n\n{body}\n--g\nContent-Type: text/plain\n\nChecked for viruses.\n--g--\n"
    mail = told("Content-Type: multipart/mixed; boundary=g", wrapped)
    assert (kind(mail), mail.concerns) == ("bounce", "<ours@shop.example>")


def test_bounce_that_a_person_passes_on_is_a_person_s(told):
    head, body = report("delivery-status", status("failed"))
    attached = f"--g\nContent-Type: message/rfc822\n\nFrom: m@x.example\n{head}\n\n{body}--g--\n"
    text = f"--g\nContent-Type: text/plain\n\n{ORDER}\n{attached}"
    mail = told("Content-Type: multipart/mixed; boundary=g", text, "Fwd: Undelivered Mail")
    assert (kind(mail), mail.concerns) == (None, None)


@pytest.mark.parametrize("text", [
    "Hi. This is the qmail-send program at mx.example.\n\n<kim@mill.example>:\nSorry, no mailbox here by that name. "
    "(#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <orders@shop.example>\n"
    "Message-ID: <ours@shop.example>\nSubject: Your order\n\n12 boxes of candles\n",
    "Your message to kim@mill.example couldn't be delivered. 550 5.1.10 not found\n\nOriginal message headers:\n\n"
    "From: orders@shop.example\nMessage-ID:\n\t<ours@shop.example>\n",
    "Ihre Nachricht an kim@mill.example konnte nicht zugestellt werden: 550 unbekannt\n\nEs folgen die Kopfzeilen "
    "Ihrer Nachricht.\n\n| From: orders@shop.example\n| Message-ID: <ours@shop.example>\n| Subject: Bestellung\n",
])  # fmt: skip
def test_bounce_names_its_message_in_its_text(told, text):
    mail = told("Return-Path: <>", text, "failure notice", "postmaster@mx.example")
    assert (kind(mail), mail.concerns) == ("bounce", "<ours@shop.example>")


def test_answer_names_the_message_that_it_answers(told):
    mail = told("Auto-Submitted: auto-replied\nIn-Reply-To: <ours@shop.example>\nReferences: <a@x> <ours@shop.example>")
    assert mail.concerns == "<ours@shop.example>"
    last = told("Auto-Submitted: auto-replied\nReferences: <a@x.example> <ours@shop.example>")
    assert last.concerns == "<ours@shop.example>"


def test_person_s_answer_concerns_nothing(told):
    assert told("In-Reply-To: <ours@shop.example>", "Thank you.").concerns is None


@pytest.mark.parametrize(("method", "expected"), [
    ("REPLY", "auto_reply"), ("COUNTER", "auto_reply"), ("REQUEST", None), ("PUBLISH", None),
])  # fmt: skip
def test_calendar(told, method, expected):
    calendar = f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nSUMMARY:Call\nEND:VEVENT\nEND:VCALENDAR\n"
    body = f"--c\nContent-Type: text/plain\n\nCall about ropes\n--c\nContent-Type: text/calendar\n\n{calendar}--c--\n"
    assert kind(told("Content-Type: multipart/alternative; boundary=c", body)) == expected


# ---- strangers' bytes


@pytest.mark.parametrize("long", ["a" * 100_000, "> " * 50_000, "\t" * 100_000, "." * 100_000, "your message " * 8_000,
                                  '"' * 100_000, "- " * 50_000, "1 x " * 25_000, "until " * 20_000, "a@" * 50_000,
                                  "Message-ID: " * 9_000, "\n" * 100_000, "<" * 100_000])  # fmt: skip
def test_a_long_mail_costs_no_time(told, long):
    for head in ("", "Return-Path: <>", "Content-Type: multipart/report; report-type=delivery-status; boundary=x"):
        told(head, long, "Undeliverable")
