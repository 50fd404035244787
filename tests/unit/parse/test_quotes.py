"""What the sender writes now, apart from older and forwarded mail."""

import time
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
    "date without year": "From: Us <orders@us.example>\nSent: 5 October 10:00\nTo: Erika\nSubject: Your order",
    "an address, no subject": "Von: Wir <orders@us.example>\nAn: Erika",
    "lines far apart": "From: Us <o@us.example>\n\nSent: 5 October 2026 10:00\n\nTo: Erika\n\nSubject: x",
    "phone": "-------- Ursprüngliche Nachricht --------\nVon: Wir\nDatum: 05.10.26 10:00 (GMT+1)\nAn: E\nBetreff: x",
    "webmail": "-------- Originalnachricht --------\nBetreff: x\nDatum: 2026-10-05 10:00\nAbsender: Wir\nEmpfänger: E",
    "tabs": "From:\tUs/HQ/SHOP\nTo:\tErika\nDate:\t05.10.2026 10:00\nSubject:\tYour order",
    "unknown marker": "-----Tekst oryginalny-----\nFrom: Us\nDate: 05.10.2026 10:00\nSubject: x",
    "no dashes": "  Original Message  \nFrom: Us\nSent: Monday\nTo: Erika\nSubject: x",
    "French": "De : Us <orders@us.example>\nEnvoyé : lundi 5 octobre 2026 10:00\nÀ : Erika\nObjet : commande",
    "Dutch": "Van: Us <orders@us.example>\nVerzonden: maandag 5 oktober 2026 10:00\nAan: Erika\nOnderwerp: order",
    "Polish": "Od: Us <orders@us.example>\nWysłano: 5 października 2026 10:00\nDo: Erika\nTemat: zamówienie",
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
    "Quoting Us <orders@us.example>:",
    "Unser Laden <orders@us.example> hat am 05.10.2026 10:00 CEST geschrieben:",
    "Am Freitag, dem 05.10.2026 um 10:00 +0200 schrieb Unser Laden:",
    "Am 2026-10-05 10:00, schrieb Unser Laden:",
    "Am 5. Okt. 2026, um 10:00, Us <orders@us.example> schrieb:",
    "On 5. Oct 2026, 10:00 +0200, Us <orders@us.example>, wrote:",
    "On Monday, October 5th, 2026 at 10:00 AM, Us <orders@us.example> wrote:",
    "Monday, October 5, 2026, 10:00:00 AM, Us <orders@us.example> wrote:",
    "5. Okt. 2026, 10:00 von orders@us.example:",
    '05.10.2026, 10:00, "Us" <orders@us.example>:',
    "Il giorno lun 5 ott 2026 alle ore 10:00 Us <orders@us.example> ha scritto:",
    "El lun, 5 oct 2026 a las 10:00, Us (<orders@us.example>) escribió:",
    "W dniu 5.10.2026 o 10:00, Us pisze:",
    "Dne 5. 10. 2026 v 10:00 Us <orders@us.example> napsal(a):",
    "Den mån 5 okt. 2026 kl 10:00 skrev Us <orders@us.example>:",
    "pe 5. lokakuuta 2026 klo 10.00 Us\n<orders@us.example> kirjoitti:",
    "On Oct 5, 2026,\nat 10:00 AM,\nUs <orders@us.example> wrote:",
    "---- On Mon, 05 Oct 2026 10:00:00 +0200 Us <orders@us.example> wrote ----",
    "On Mon, 5 Oct 2026 10:00:00 +0200 Us <orders@us.example> wrote",
]


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_outlook_header_lines(rules: Rules, head: str) -> None:
    parts = split(f"{NEW}\n\n{head}\n\n{OLD}", "Re: Your order", True, rules)
    assert parts.body == NEW
    assert OLD in parts.quoted and not parts.forwarded


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_line_drawn_above_header_lines_is_no_text(rules: Rules, head: str) -> None:
    below = f"{NEW}\n\nSent from my iPhone\n\n{'_' * 32}\n\n{head}\n\n{OLD}"
    parts = split(below, "Re: Your order", True, rules, "Erika")
    assert (parts.body, parts.signature) == (NEW, "Sent from my iPhone")


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
        "##- Please type your reply above this line -##",
        "----- Bitte antworten Sie oberhalb dieser Zeile -----",
        "-----Us wrote: -----\nTo: Erika\nFrom: Us <orders@us.example>\nDate: 05.10.2026 10:00\nSubject: Your order",
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
        "Please move it:\n\nVon: Lager 2\nAn: Lager 5\nDatum: 5.10.2026\n\n3 Kisten",
        "Von: Lager 2 An: Lager 5\n3 Kisten",
        "Am 3. schrieb ich Ihnen, was fehlt:\n3 Kisten",
        "On Monday we wrote:\n3 boxes",
        "Am 5.11. schrieb Frau Sommer mir:\n\n3 Kisten sind vorrätig",
        "DN>50 pipes: 3",
        "| pens | 3 |\n| ink | 4 |",
        "From: now on please invoice the bursar\nTo: be safe, ring first",
    ],
)
def test_the_customers_own_words_stay(rules: Rules, text: str) -> None:
    assert split(text, "Order", False, rules).body == text


@pytest.mark.parametrize(
    "text",
    [
        "Please move it:\n\nVon: Lager 2\nAn: Lager 5\nDatum: 5.10.2026\n\n3 Kisten",
        "On Monday we wrote:\n3 boxes",
        "Am Freitag um 10:00 schrieb ich:\n3 Kisten",
        "| pens | 3 |\n| ink | 4 |",
        "We need:\n> 3 boxes of pens\n> 2 boxes of ink",
        "The label says\n\n> 3 boxes of pens\n\nbut there were two.",
    ],
)
def test_they_stay_in_an_answer_too(rules: Rules, text: str) -> None:
    assert split(text, "Re: Order", True, rules).body == text
    quoted = f"{text}\n\n{ATTRIBUTIONS[0]}\n> {OLD}"
    assert split(quoted, "Re: Order", True, rules).body == text


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
        ("list", "This is a forwarded message\nFrom: Ann <ann@shop.example>\nDate: today\nSubject: list"),
        ("Fwd: list", "------- Forwarded Message -------\nFrom: Ann <ann@shop.example>\nDate: On 5 May\nSubject: list"),
        ("WG: list", "----- Weitergeleitete Mail -----\nVon: Ann <ann@shop.example>\nGesendet: heute\nBetreff: list"),
        ("Tr: list", "De : Ann <ann@shop.example>\nEnvoyé : lundi 5 octobre 2026 10:00\nObjet : list"),
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


def test_what_no_answer_needs_is_quoted(rules: Rules) -> None:
    text = f"{ATTRIBUTIONS[0]}\n> Dear Erika,\n>\n> how many?\nFive.\n> And when?\nMonday.\n>\n> Yours, Us\n\n"
    text += "Regards\nErika"
    parts = split(text, "Re: x", True, rules, "Erika")
    assert parts.body == "> how many?\nFive.\n> And when?\nMonday."
    assert parts.quoted == f"{ATTRIBUTIONS[0]}\n> Dear Erika,\n>\n>\n> Yours, Us"
    assert parts.signature == "Regards\nErika"


def test_one_question_that_was_left_of_the_quote_stays_with_its_answer(rules: Rules) -> None:
    assert split("> Red or blue?\n\nBlue.", "Re: x", True, rules).body == "> Red or blue?\n\nBlue."


@pytest.mark.parametrize(
    "quote",
    [
        "    Dear Erika,\n\n    in stock.\n\n    Us",
        "| Dear Erika,\n|\n| in stock.\n|\n| Us",
        "AB> Dear Erika,\nAB>\nAB> in stock.\nAB>\nAB> Us",
        "> Dear Erika,\n> we have a line that was broken by the mail program of somebody on the\nway\n> in stock.",
    ],
)
def test_other_marks_of_a_quote_above_the_answer(rules: Rules, quote: str) -> None:
    assert split(f"{ATTRIBUTIONS[0]}\n\n{quote}\n\n{NEW}", "Re: x", True, rules).body == NEW


@pytest.mark.parametrize("hint", ["My answers are below in red.", "Antworten siehe unten.", ""])
def test_answers_within_a_quote_that_has_a_head(rules: Rules, hint: str) -> None:
    text = f"{hint}\n\n{HEADS['english']}\n\n> How many?\nFive boxes.\n> When?\nOn Monday."
    body = split(text.strip(), "Re: x", True, rules).body
    assert body.removeprefix(hint).strip() == "> How many?\nFive boxes.\n> When?\nOn Monday."


def test_an_older_answer_within_the_quote_is_not_the_senders(rules: Rules) -> None:
    text = f"{NEW}\n\n{HEADS['english']}\n\n> How many?\nWe have five.\n> When?\nOn Monday."
    assert split(text, "Re: x", True, rules).body == NEW


def test_answers_marked_with_arrows(rules: Rules) -> None:
    text = f"See below.\n\n{HEADS['german']}\n\nHow many?\n-> five\nWhen?\n=> Monday"
    assert split(text, "Re: x", True, rules).body == "See below.\n\n-> five\n=> Monday"


def test_answers_in_a_colour(html: Parser) -> None:
    quoted = "<p>How many?</p><p><span style='color:#C00000'>Five.</span></p><p>When?</p>"
    quoted += "<p><font color=red>Monday.</font></p>"
    head = (
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>From: Us &lt;o@us.example&gt;<br>Sent: 5 May 10:00"
    )
    head += "<br>Subject: x</p></div>"
    own = html(f"<p>Hello,</p><p>my answers in red.</p><p>Regards<br>Erika</p>{head}{quoted}", subject="Re: x")
    assert own.body.split("\n\n") == ["Hello,", "my answers in red.", "Five.", "Monday."]
    assert "How many?" in own.quoted and "Five" not in own.quoted
    assert own.signature == "Regards\nErika"
    other = html(f"<p>Thank you, three boxes.</p>{head}{quoted}", subject="Re: x")
    assert other.body == "Thank you, three boxes."
    assert "Five" in other.quoted


def test_lines_far_apart_are_set_closer(rules: Rules) -> None:
    """Outlook's plain text has an empty line below each paragraph, and three where the sender left one."""
    text = "Hello,\n\n\n\n3 pens\n\n5 ink\n\n\n\nRegards\n\n\n\nErika\n\nBuyer"
    parts = split(text, "Order", False, rules, "Erika")
    assert (parts.body, parts.signature) == ("Hello,\n\n3 pens\n5 ink", "Regards\n\nErika\nBuyer")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See www.list.example<http://www.list.example/>, please", "See www.list.example, please"),
        (
            "Mail erika@shop.example<mailto:erika@shop.example>. [cid:i1.png@01D] Three",
            "Mail erika@shop.example.  Three",
        ),
        ("two of these<https://list.example/p/1>", "two of these<https://list.example/p/1>"),
        ("From <https://list.example/1>: 3", "From <https://list.example/1>: 3"),
    ],
)
def test_what_outlook_adds_to_words_is_left_out(rules: Rules, text: str, shown: str) -> None:
    assert split(text, "Order", False, rules).body == shown


H = ATTRIBUTIONS[0]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "> " * 50_000,
        "\t" * 100_000 + "x",
        "." * 100_000,
        "x" + " " * 100_000 + "x",
        "- " * 50_000,
        "a:" * 50_000,
        "1 " * 50_000,
        "a@" * 50_000,
        "On x wrote " * 9_000 + ":",
        "a:\n" * 15_000,
        "> x\n\n" * 15_000,
        "From:\nx\n" * 10_000,
        "_____________\n\n" * 5_000,
        "On x@y wrote\n" * 4_000,
        "--\nx\n" * 15_000,
        "Kind regards\n" * 7_000,
        f"{H}\n" + "> x\nyes\n" * 10_000,
        f"{H}\n" * 1_500,
        "---------- Forwarded message ---------\nFrom: a@b.example\nSubject: x\n\n" * 1_000,
        "\u2063x\ny\n" * 15_000,
    ],
    ids=range(21),
)
def test_nothing_takes_long(rules: Rules, text: str) -> None:
    started = time.monotonic()
    split(text, "Re: x", True, rules, "Erika Beispiel")
    assert time.monotonic() - started < 8


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
