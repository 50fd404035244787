"""Which message is the same as which."""

import pytest

from inbox_agent.service.identity import content_key, shown

MAIL = (
    b"Received: from a.example by b.example\r\nFrom: Ann <ann@buyer.example>\r\nSubject: Order\r\n"
    b"Date: Mon, 2 Mar 2026 09:00:00 +0100\r\nMessage-ID: <1@buyer.example>\r\n\r\n12 x rope\r\n"
)


@pytest.mark.parametrize(
    "same",
    [
        MAIL.replace(b"Received: from a.example by b.example", b"Received: from c.example by d.example\r\nX-Spam: no"),
        MAIL.replace(b"\r\n", b"\n"),
        MAIL.replace(b"From: Ann <ann", b"from: Ann\r\n <ann"),
        MAIL + b"\r\n\r\n",
        b"Subject: Order\r\n" + MAIL,  # the first of two headers is what counts, and it is the same here
    ],
    ids=["trace headers", "line ends", "folding", "blank lines at the end", "a repeated header"],
)
def test_how_it_travelled_does_not_matter(same: bytes) -> None:
    assert content_key(same) == content_key(MAIL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<1@buyer.example>", b"<2@buyer.example>"),
        (b"09:00:00", b"09:00:01"),
        (b"ann@", b"bob@"),
        (b"Subject: Order", b"Subject: Order 2"),
        (b"12 x rope", b"13 x rope"),
        (b"Subject: Order\r\n", b""),
    ],
)
def test_what_it_says_does(old: bytes, new: bytes) -> None:
    assert content_key(MAIL.replace(old, new)) != content_key(MAIL)


def test_a_header_name_in_the_body_is_body() -> None:
    assert content_key(MAIL + b"Subject: Other\r\n") != content_key(MAIL)


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\xff\xfe\x00", b"no header at all", b"From: \xff\r\n\r\n"])
def test_hopeless_bytes_have_an_identity(data: bytes) -> None:
    assert len(content_key(data)) == 64
    assert len(shown(data)) == 3


def test_of_a_header_without_body_the_size_counts() -> None:
    header = MAIL.partition(b"12 x")[0]
    assert content_key(header, 1000) == content_key(header, 1000)
    assert len({content_key(header, 1000), content_key(header, 2000), content_key(header)}) == 3


def test_what_a_person_is_shown_before_it_was_read() -> None:
    encoded = MAIL.replace(b"Subject: Order", b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=")
    assert shown(encoded) == ("<1@buyer.example>", "ann@buyer.example", "Grüße")


@pytest.mark.parametrize("bad", [b"=?utf-8?b?!!!?=", b"=?klingon?q?x?=", b"=?utf-8?q?=FF=FE?="])
def test_a_malformed_subject_is_shown_somehow(bad: bytes) -> None:
    assert isinstance(shown(b"Subject: " + bad + b"\r\n\r\n")[2], str)
