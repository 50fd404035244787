"""What the sender writes now, apart from older and forwarded mail."""

from collections.abc import Callable

import pytest

from inbox_agent.lexicon import Rules
from inbox_agent.model import ParsedMail
from inbox_agent.parse.quotes import split

Parser = Callable[..., ParsedMail]
OLD = "Thank you for your order of 10 boxes."
NEW = "This time 5 boxes, please."
HEADS = {
    "english": "From: Us <orders@us.example>\nSent: Monday, 5 October 2026 10:00\nTo: Erika\nSubject: Your order",
    "german": "Von: Wir <orders@us.example>\nGesendet: Montag, 5. Oktober 2026 10:00\nAn: E\nBetreff: Bestellung",
    "german, subject first": "Betreff: Bestellung\nDatum: Mon, 5 Oct 2026 10:00 +0200\nVon: Wir <o@us.example>\nAn: e",
    "bold": "*From:* Us <orders@us.example>\n*Sent:* Monday\n*To:* Erika\n*Subject:* Your order",
    "long list of recipients": "From: Us <o@us.example>\nSent: today\nTo: a@x.example;\n  b@x.example\nSubject: x",
    "without addresses": "Von: Wir\nGesendet: Montag, 5. Oktober 2026 10:00\nAn: Erika\nBetreff: Ihre Bestellung",
    "foreign language": "_" * 32 + "\nDa: Noi <o@us.example>\nInviato: 5 ottobre 2026 10:00\nA: Erika\nOggetto: ordine",
}
ATTRIBUTIONS = [
    "On Mon, 5 Oct 2026 at 10:00, Us <orders@us.example> wrote:",
    "On Mon, 5 Oct 2026 at 10:00, Our Company Limited\n<orders@us.example> wrote:",
    "On Oct 5, 2026, at 10:00 AM, Us <orders@us.example>\nwrote:",
    "Am 05.10.26 um 10:00 schrieb Unser Laden:",
    "Am Mo., 5. Okt. 2026 um 10:00 Uhr schrieb Unser Laden <\norders@us.example>:",
    "Am Montag, 5. Oktober 2026 um 10:00:00 MESZ hat Unser Laden <orders@us.example> Folgendes geschrieben:",
    "Unser Laden <orders@us.example> schrieb am Mo., 5. Okt. 2026, 10:00:",
    "Op ma 5 okt. 2026 om 10:00 schreef Us <orders@us.example>:",
    "Le lun. 5 oct. 2026 à 10:00, Us <orders@us.example> a écrit :",
    "Zitat von Unser Laden <orders@us.example>:",
]


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_outlook_header_lines(rules: Rules, head: str) -> None:
    parts = split(f"{NEW}\n\n{head}\n\n{OLD}", "Re: Your order", True, rules)
    assert parts.body == NEW
    assert OLD in parts.quoted and not parts.forwarded


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("prefix", ["> ", ""])
def test_attribution_lines(rules: Rules, attribution: str, prefix: str) -> None:
    parts = split(f"{NEW}\n\n{attribution}\n\n{prefix}{OLD}", "Re: Your order", True, rules)
    assert parts.body == NEW
    assert OLD in parts.quoted


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_the_customers_last_line_is_not_taken_for_part_of_the_attribution(rules: Rules, attribution: str) -> None:
    assert split(f"{NEW}\n{attribution}\n> {OLD}", "Re: x", True, rules).body == NEW


@pytest.mark.parametrize(
    "marker",
    [
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "----- Originalnachricht -----",
        ">>> Us <orders@us.example> 05.10.2026 10:00 >>>",
        "________________________________\nFrom: Us <orders@us.example>\nSent: today\nSubject: Your order",
    ],
)
def test_marker_lines(rules: Rules, marker: str) -> None:
    parts = split(f"{NEW}\n\n{marker}\n{OLD}", "AW: Order", True, rules)
    assert parts.body == NEW
    assert OLD in parts.quoted


@pytest.mark.parametrize(
    "text",
    [
        "Am Freitag schrieb ich schon, dass drei Kisten fehlen:\n\n3 x Saft",
        "Am 5.10.2026 um 10:00 schrieb ich Ihnen:\n\nbitte 3 Kisten",
        "On 5 October 2026 at 10:00 I wrote to you about the order:\n\n3 boxes",
        "Am Montag, 5.10.2026, hat uns Ihr Fahrer um 10:00 geschrieben:\n\n3 Kisten fehlen",
        "From: Hamburg\nTo: Berlin\n3 boxes",
        "Von Montag bis Freitag: 3 Kisten\nAn: die Küche\nBetreff: egal",
        "Original message is what the card should say: 3 boxes",
        "Please forward: 3 boxes to our yard",
        "> 3 boxes of pens\n> 2 boxes of ink",
        "Name: Erika\nDatum: 5.10.2026\nArtikel: 3 Kisten",
        "From: Web form <form@shop.example>\nSubject: Order\nDate: 5 Oct 2026\n\nMessage:\n3 boxes of pens",
        "----------\n3 boxes\n----------",
    ],
)
def test_the_customers_own_words_stay(rules: Rules, text: str) -> None:
    assert split(text, "Order", False, rules).body == text


@pytest.mark.parametrize(
    ("subject", "marker"),
    [
        (
            "Fwd: list",
            "---------- Forwarded message ---------\nFrom: Ann <ann@shop.example>\nDate: today\nSubject: list",
        ),
        ("list", "Begin forwarded message:\n\nFrom: Ann <ann@shop.example>\nSubject: list\nDate: today"),
        ("list", "Anfang der weitergeleiteten Nachricht:\n\nVon: Ann <ann@shop.example>\nBetreff: list\nDatum: heute"),
        (
            "Fwd: list",
            "-------- Weitergeleitete Nachricht --------\nBetreff:\tlist\nDatum:\theute\nVon:\tAnn <ann@shop.example>",
        ),
        ("WG: list", "Von: Ann <ann@shop.example>\nGesendet: heute\nAn: Erika\nBetreff: list"),
        ("FW: list", "-----Original Message-----\nFrom: Ann <ann@shop.example>\nSent: today\nSubject: list"),
        (
            "Order / list",
            "----- Forwarded by Erika on 05.10.2026 10:00 -----\nFrom: Ann <ann@shop.example>\nDate: now\nSubject: x",
        ),
    ],
)
@pytest.mark.parametrize("comment", ["Please send what Ann wants.", ""])
def test_forwarded_mail(rules: Rules, subject: str, marker: str, comment: str) -> None:
    parts = split(f"{comment}\n\n{marker}\n\n5 boxes of pens\n\nAnn".strip(), subject, False, rules)
    assert parts.body == comment
    assert "5 boxes of pens" in parts.forwarded and not parts.quoted
    assert parts.author is not None and parts.author.email == "ann@shop.example"


def test_a_forwarded_mail_with_quote_marks_is_shown_without_them(rules: Rules) -> None:
    head = "> From: Ann <ann@shop.example>\n> Subject: list\n> Date: today"
    text = f"See below\n\nBegin forwarded message:\n\n{head}\n>\n> 5 boxes"
    assert split(text, "Fwd: list", False, rules).forwarded.endswith("\n\n5 boxes")


def test_what_a_forwarded_mail_quotes_is_older(rules: Rules) -> None:
    older = "-----Original Message-----\nFrom: Us <o@us.example>\nSent: May\nSubject: offer\n\n99 boxes"
    head = "From: Ann <ann@shop.example>\nSent: today\nSubject: RE: offer"
    parts = split(f"Please send.\n\n{head}\n\nI need 5 boxes\n\n{older}", "FW: offer", False, rules)
    assert "5 boxes" in parts.forwarded and "99 boxes" not in parts.forwarded
    assert "99 boxes" in parts.quoted


def test_a_mail_passed_on_twice_keeps_what_was_meant(rules: Rules) -> None:
    first = "From: Ann <ann@shop.example>\nSent: today\nSubject: FW: list\n\nCan you order this?\n\n"
    second = "From: Bob <bob@shop.example>\nSent: today\nSubject: list\n\n5 boxes"
    assert "5 boxes" in split(f"Please.\n\n{first}{second}", "FW: FW: list", False, rules).forwarded


def test_an_answer_between_quoted_lines_keeps_its_question(rules: Rules) -> None:
    text = (
        "Hello,\n\nOn Mon, 5 Oct 2026 at 10:00, Us <o@us.example> wrote:\n> Dear Erika,\n>\n"
        "> how many boxes of pens?\n\n"
        "Five.\n\n> And which colour of the two that we have had in stock since the spring\n"
        "> would you like?\n\nBlue.\n"
    )
    body = split(text, "Re: x", True, rules).body
    assert "> how many boxes of pens?\n\nFive." in body
    assert (
        "> And which colour of the two that we have had in stock since the spring\n> would you like?\n\nBlue." in body
    )
    assert "Dear Erika" not in body


def test_an_answer_below_a_whole_mail_stands_alone(rules: Rules) -> None:
    quote = "\n".join(f"> line {n}" for n in range(12))
    assert split(f"Am 05.10.2026 um 10:00 schrieb Wir:\n{quote}\n\n{NEW}", "Re: x", True, rules).body == NEW


def test_a_signature_below_the_quote_answers_nothing(rules: Rules) -> None:
    text = f"{NEW}\n\nOn 5 Oct 2026 at 10:00, Us wrote:\n> How many?\n\n-- \nErika"
    assert split(text, "Re: x", True, rules).body == f"{NEW}\n\n-- \nErika"


def test_gmail_in_html(html: Parser) -> None:
    mail = html(
        f'<div>{NEW}</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, 5 Oct 2026 at 10:00, Us &lt;'
        f"<a>o@us.example</a>&gt; wrote:<br></div><blockquote class=gmail_quote>{OLD}</blockquote></div>"
    )
    assert mail.body == NEW and OLD in mail.quoted


def test_outlook_in_html(html: Parser) -> None:
    mail = html(
        f'<p class=MsoNormal>{NEW}</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal>'
        f"<b>Von:</b> Wir &lt;o@us.example&gt;<br><b>Gesendet:</b> Montag<br><b>An:</b> E<br>"
        f"<b>Betreff:</b> Re</p></div></div><p class=MsoNormal>{OLD}</p>"
    )
    assert mail.body == NEW and OLD in mail.quoted


def test_yahoo_in_html(html: Parser) -> None:
    mail = html(
        f'<div>{NEW}</div><div class="yahoo_quoted"><div>Am Montag, 5. Oktober 2026, 10:00:00 MESZ hat Wir '
        f"&lt;o@us.example&gt; Folgendes geschrieben:</div><div>{OLD}</div></div>",
        subject="Re: x",
    )
    assert mail.body == NEW and OLD in mail.quoted
