"""Very much of something: what can be read is, the rest is said to be there, and nothing takes long."""

import base64
from collections.abc import Callable

import pytest

from inbox_agent.model import ParsedMail
from inbox_agent.parse import mime

Parser = Callable[..., ParsedMail]
HEAD = "From: Hanna <h@brandt.example>\nTo: o@laden.example\nSubject: Order\n"
FLOODS = ["a", "ü", "> ", "\t", ".", " ", "=", "(", '"', ";", ",", "@", "=?utf-8?q?", "=20", "\n\t", "a=b;", "<", "[1"]
HUGE = 100_000  # characters


def codes(mail: ParsedMail) -> list[str]:
    return [doubt.code for doubt in mail.doubts]


@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("name", ["From", "To", "Subject", "Date", "Message-ID", "References", "Return-Path",
                                  "Received", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding",
                                  'Content-Type: text/plain; name="'])  # fmt: skip
def test_a_huge_field(name: str, flood: str) -> None:
    """What stands beside it is read, and at once."""
    field = f"{name}{'' if ';' in name else ':'} {flood * (HUGE // len(flood))}\n"
    letter = mime.read(f"{field}X-Beside: here\n{HEAD}\n12 pots, please\n".encode())
    assert letter.head.shown("x-beside") == "here"


@pytest.mark.parametrize("flood", [*FLOODS, "&", "begin 644 x\n", "=C3=BC", "A" * 76 + "\n", "--b\n", "\r", "a \n",
                                   "ÃŸ", "-----BEGIN PGP SIGNED MESSAGE-----\n"])  # fmt: skip
@pytest.mark.parametrize("kind", ["text/plain", "text/plain; format=flowed", "multipart/mixed; boundary=b",
                                  "message/rfc822", "text/calendar", "application/ms-tnef"])  # fmt: skip
def test_a_huge_part(kind: str, flood: str) -> None:
    letter = mime.read(f"{HEAD}Content-Type: {kind}\n\n{flood * (HUGE // len(flood))}".encode())
    assert letter.head.shown("subject") == "Order"


def test_a_hundred_thousand_header_fields(read: Parser) -> None:
    mail = read((HEAD + "X-Junk: 1\n" * 100_000 + "\n12 pots, please\n").encode())
    assert (mail.subject, mail.body) == ("Order", "12 pots, please")


def test_a_header_of_two_megabytes(read: Parser) -> None:
    mail = read((HEAD + "X-Junk: and so on and on\n" * 80_000 + "\n12 pots, please\n").encode())
    assert (mail.subject, mail.body, codes(mail)) == ("Order", "12 pots, please", ["too_large"])


def test_ten_thousand_parts(read: Parser) -> None:
    part = "--b\nContent-Type: text/csv; name=order.csv\n\na;b\n"
    data = f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n12 pots\n{part * 10_000}--b--\n"
    mail = read(data.encode())
    assert (mail.body, codes(mail)) == ("12 pots", ["too_many_parts"])
    assert 900 < len(mail.attachments) <= 1_000


def test_mails_within_mails(read: Parser) -> None:
    data = f"{HEAD}\n12 pots"
    for n in range(150):
        part = f"--b{n}\nContent-Type: message/rfc822\n\n{data}\n--b{n}--\n"
        data = f"{HEAD}Content-Type: multipart/mixed; boundary=b{n}\n\n{part}"
    mail = read(data.encode())
    assert (mail.subject, codes(mail)) == ("Order", ["too_many_parts"])


def test_many_boundaries_over_many_lines(read: Parser) -> None:
    """Each is tried on each line by the library: this would take it an hour."""
    nest = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(300))
    file = base64.encodebytes(bytes(5_000_000)).decode()
    part = f"Content-Type: text/plain; name=a.txt\nContent-Transfer-Encoding: base64\n\n{file}"
    mail = read(f"{HEAD}{nest}{part}".encode())
    assert codes(mail) == ["too_many_parts"]
    assert len(mail.attachments[0].data) == 5_000_000


def test_a_letter_as_long_as_a_book(read: Parser) -> None:
    text = "Please send us twelve pots of the white paint, as always.\n" * 2_000
    mail = read(f"{HEAD}Content-Type: text/plain\n\n{text}".encode())
    assert len(mail.body) <= 40_000
    assert codes(mail) == ["too_long"]


def test_a_long_thread_is_quoted_whole(read: Parser) -> None:
    older = "> And so we wrote about the delivery, the paint and the brushes.\n" * 800
    text = f"12 pots, please\n\nOn 5 Oct 2026 at 10:00, Shop <o@laden.example> wrote:\n{older}"
    mail = read(f"{HEAD}In-Reply-To: <1@laden.example>\n\n{text}".encode())
    assert (mail.body, codes(mail)) == ("12 pots, please", [])
    assert len(mail.quoted) > 50_000


def test_the_same_character_on_end_is_shortened(letter: Parser) -> None:
    mail = letter("12 pots" + " " * 5_000 + "please" + "!" * 5_000)
    assert mail.body.startswith("12 pots ")
    assert len(mail.body) < 500


def test_a_deep_nest_of_signatures_ends(read: Parser) -> None:
    nested = b"\x30\x80" * 50_000
    head = f"{HEAD}Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
    assert codes(read(head.encode() + base64.encodebytes(nested))) == ["encrypted"]
