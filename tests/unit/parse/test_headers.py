"""Who wrote, when, under which ID, whatever programs do to headers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from inbox_agent.model import ParsedMail, Person

Parser = Callable[..., ParsedMail]


@pytest.mark.parametrize(
    ("value", "name", "email"),
    [
        ("Erika Beispiel <Erika@Shop.Example>", "Erika Beispiel", "erika@shop.example"),
        ('"Beispiel, Erika" <e@shop.example>', "Beispiel, Erika", "e@shop.example"),
        ("e@shop.example (Erika)", "Erika", "e@shop.example"),
        ("=?utf-8?q?J=C3=BCrgen_K=C3=B6hler?= <j@shop.example>", "Jürgen Köhler", "j@shop.example"),
        ("=?iso-8859-1?q?M=FCller=2C_Jan?= <j@shop.example>", "Müller, Jan", "j@shop.example"),
        ("Jürgen <j@shop.example>", "Jürgen", "j@shop.example"),
        ("<j@shop.example", "", "j@shop.example"),
        ('"known@bank.example" <other@evil.example>', "known@bank.example", "other@evil.example"),
        ('"=?utf-8?q?J=C3=BCrgen?=" <j@shop.example>', "Jürgen", "j@shop.example"),
        ("Erika Beispiel <e@shop.example>, Zweite <z@shop.example>", "Erika Beispiel", "e@shop.example"),
        ("Erika <e@shop.example> <x@evil.example>", "Erika", "e@shop.example"),
        ("e@shop.example", "", "e@shop.example"),
        ("Erika", "Erika", ""),
        ("", "", ""),
    ],
)
def test_sender(letter: Parser, value: str, name: str, email: str) -> None:
    assert letter("x", sender=value).sender == Person(name, email)


def test_raw_latin1_in_a_header(read: Parser) -> None:
    mail = read("From: Jürgen <j@x.example>\nSubject: Bestellung für Büro\n\nx".encode("latin-1"))
    assert (mail.sender.name, mail.subject) == ("Jürgen", "Bestellung für Büro")


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        ("=?utf-8?q?Bestellung_f=C3=BCr_K=C3?=\n =?utf-8?q?=BCche?=", "Bestellung für Küche"),
        ("=?utf-8?b?QmVzdGVsbHVuZw==?= vom Montag", "Bestellung vom Montag"),
        ("=?windows-1252?q?100_=80?=", "100 €"),
        ("=?iso-8859-1?q?100_=80?=", "100 €"),
        ("=?no-such-charset?q?Gr=FC=DFe?=", "Grüße"),
        ("=?utf-8?b?broken", "=?utf-8?b?broken"),
        ("a long subject\n that is folded", "a long subject that is folded"),
        ("B=?utf-8?q?=C3=BC?=ro=?utf-8?q?_2?=", "Büro 2"),
        ("=?utf-8?q?one?= =?utf-8?q?two?=   =?iso-8859-1?q?thr=EBe?=", "onetwothrëe"),
        ("=?utf-8*en?q?with_a_language?=", "with a language"),
        ("=?utf-8?b?R3LDvMOfZQ?= without its padding", "Grüße without its padding"),
        ("=?utf-8?q?a raw blank?=", "a raw blank"),
        ("=?utf-8?x?neither?= nor =?utf-8?q?broken", "=?utf-8?x?neither?= nor =?utf-8?q?broken"),
        ("is 2 =? 3 ?= 4", "is 2 =? 3 ?= 4"),
        ("=?utf-8?q?line=0D=0ABcc=3A_all?=", "line Bcc: all"),
    ],
)
def test_subject(letter: Parser, value: str, subject: str) -> None:
    assert letter("x", subject=value).subject == subject


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (
            "Fri, 9 Oct 2026 12:20:55 +0100 (BST)",
            datetime(2026, 10, 9, 12, 20, 55, tzinfo=timezone(timedelta(hours=1))),
        ),
        ("21 Oct 2026 19:03 +0200", datetime(2026, 10, 21, 19, 3, tzinfo=timezone(timedelta(hours=2)))),
        ("Fri, 9 Oct 2026 12:20:55 CEST", datetime(2026, 10, 9, 12, 20, 55, tzinfo=timezone(timedelta(hours=2)))),
        ("Fri, 9 Oct 2026 12:20:55 -0000", datetime(2026, 10, 9, 12, 20, 55, tzinfo=UTC)),
        ("Di, 6. Okt. 2026 09:15:00 +0200", datetime(2026, 10, 6, 9, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("Dienstag, 6. Oktober 2026 09:15", datetime(2026, 10, 6, 9, 15, tzinfo=UTC)),
        ("5 Mai 2026 09:15:00 MESZ", datetime(2026, 5, 5, 9, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("2026-10-06T09:15:00Z", datetime(2026, 10, 6, 9, 15, tzinfo=UTC)),
        ("2026-10-06 09:15:00+02:00", datetime(2026, 10, 6, 9, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("06.10.2026 09:15 MEZ", datetime(2026, 10, 6, 9, 15, tzinfo=timezone(timedelta(hours=1)))),
        ("Tue, 6 Oct 2026 09:15:00 GMT+02:00", datetime(2026, 10, 6, 9, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("Tue, 6 Oct 2026 09:15:00 +02:00", datetime(2026, 10, 6, 9, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("Tuesday, October 6, 2026 9:15 AM", datetime(2026, 10, 6, 9, 15, tzinfo=UTC)),
        ("Tue, 6 Oct 26 09:15:00 -0400", datetime(2026, 10, 6, 9, 15, tzinfo=timezone(timedelta(hours=-4)))),
        ("31.02.2026 09:15", None),
        ("Tue, 6 Oct 2026 09:15:00 +9999", None),
        ("12 x 34.56.7890", None),
        ("yesterday", None),
        ("Fri, 99 Oct 2026 12:20:55 +0100", None),
        ("Mon, 1 Jan 1800 00:00:00 +0000", None),
    ],
)
def test_date_in_the_senders_own_zone(read: Parser, value: str, date: datetime | None) -> None:
    found = read(f"From: a@b.example\nDate: {value}\n\nx".encode()).date
    assert found == date
    assert found is None or found.utcoffset() == date.utcoffset()  # type: ignore[union-attr]


def test_message_id(read: Parser) -> None:
    assert read(b"From: a@b.example\nMessage-ID: <x@y>\n\nhi").message_id == "<x@y>"
    assert read(b"From: a@b.example\nMessage-ID: x@y \n\nhi").message_id == "<x@y>"


def test_a_missing_message_id_is_made_from_the_content(read: Parser) -> None:
    one = read(b"Received: by a\nFrom: a@b.example\nMessage-ID:\n\nhi").message_id
    again = read(b"Received: by z\nFrom: a@b.example\r\n\r\nhi").message_id
    other = read(b"From: a@b.example\n\nho").message_id
    assert one == again != other


def test_recipients_thread_and_return_path(read: Parser) -> None:
    mail = read(
        b'Return-Path: <>\nFrom: a@b.example\nTo: "X, Y" <O@us.example>; c@us.example\nCc: undisclosed-recipients:;\n'
        b"Reply-To: Z <Z@z.example>\nIn-Reply-To: <1@x>\nReferences: <0@x>\n <1@x>\n\nhi"
    )
    assert mail.return_path == ""
    assert set(mail.recipients) == {"o@us.example", "c@us.example"}
    assert mail.reply_to == (Person("Z", "z@z.example"),)
    assert (mail.in_reply_to, mail.references) == ("<1@x>", ("<0@x>", "<1@x>"))
    assert read(b"From: a@b.example\n\nhi").return_path is None
