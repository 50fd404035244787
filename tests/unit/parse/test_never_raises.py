"""Whatever arrives, parse() gives a ParsedMail."""

from collections.abc import Callable
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_agent import codec
from inbox_agent.model import ParsedMail

Parser = Callable[..., ParsedMail]


def _sample() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Jürgen <j@x.example>", "o@us.example", "Re: Bestellung für Küche"
    mail["Date"], mail["Message-ID"] = "Mon, 5 Oct 2026 08:00:00 +0200", "<1@x.example>"
    mail.set_content(
        "Hallo,\n\n3 Kisten Saft\n\nViele Grüße\nJürgen\n\nAm 1.10.2026 um 10:00 schrieb Wir <o@us.example>:\n> alt\n"
    )
    mail.add_alternative("<table><tr><td>Saft<td>3</table><blockquote type=cite>alt</blockquote>", subtype="html")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "a@x.example", "WG: Liste"
    inner.set_content("-----Ursprüngliche Nachricht-----\nVon: b@x.example\nBetreff: Liste\n\n5 Kisten")
    mail.add_attachment(inner)
    mail.add_attachment(b"a;b", maintype="text", subtype="csv", filename="ü.csv")
    return mail.as_bytes()


SAMPLE = _sample()


def _whole(mail: ParsedMail) -> None:
    """It can be stored: no lone surrogates, dates aware."""
    str(codec.dump(mail)).encode("utf-8")
    assert mail.message_id.startswith("<")
    assert mail.date is None or mail.date.utcoffset() is not None


@given(data=st.binary(max_size=600))
@settings(max_examples=120, deadline=None)
def test_any_bytes(read: Parser, data: bytes) -> None:
    _whole(read(data))


@given(
    at=st.integers(0, len(SAMPLE)),
    length=st.integers(0, 60),
    put=st.binary(max_size=30)
    | st.sampled_from([b"\n\n", b"=?utf-8?q?", b"--", b'"', b"<", b"\xff\xfe", b"charset=", b";"]),
)
@settings(max_examples=250, deadline=None)
def test_a_damaged_message(read: Parser, at: int, length: int, put: bytes) -> None:
    _whole(read(SAMPLE[:at] + put + SAMPLE[at + length :]))


@given(name=st.sampled_from(["From", "To", "Date", "Subject", "Message-ID", "References", "Content-Type",
                             "Content-Transfer-Encoding", "Content-Disposition", "Received", "Authentication-Results"]),
       value=st.text(max_size=80))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_a_header_of_nonsense(read: Parser, name: str, value: str) -> None:
    _whole(read(f"{name}: {value}\n".encode("utf-8", "replace") + SAMPLE))


@given(lines=st.lists(st.sampled_from([
    "", ">", "> x", "From: a@b.example", "Sent: today", "Subject: x", "On 5 Oct 2026 at 10:00, A <a@b.example> wrote:",
    "-----Original Message-----", "---------- Forwarded message ---------", "Viele Grüße", "-- ", "3 x Saft", "PS: y",
    ">>> A 1.1.2026 10:00 >>>", "_" * 32, "Erika", "Ship to:"]), max_size=25))  # fmt: skip
@settings(max_examples=250, deadline=None)
def test_no_line_is_lost(read: Parser, lines: list[str]) -> None:
    text = "\n".join(lines)
    mail = read(f"From: Erika <e@x.example>\nSubject: x\nContent-Type: text/plain\n\n{text}".encode())
    kept = "\n".join([mail.body, mail.quoted, mail.forwarded, mail.signature])
    for line in set(lines):
        assert line.strip("> ") in kept
