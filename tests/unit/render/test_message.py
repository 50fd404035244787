"""What every message that leaves has, whatever it says."""

import email
import email.policy
from collections.abc import Callable
from typing import Any

import pytest

from inbox_agent.config import Settings
from inbox_agent.errors import NeverDeliverable
from inbox_agent.model import EffectKind
from inbox_agent.render import render

Build = Callable[..., dict[str, Any]]
Shop = Callable[..., Settings]
FORWARD = {
    "recipient": "service@gartenhaus.example", "subject": "Kaputt", "language": "de",
    "date": "2026-06-01T08:00:00+00:00", "sender": {"name": "", "email": "ole@nordlicht.example"}, "customer": None,
    "written_in": "de", "excerpt": "Der Besen ist <b>kaputt</b>.", "orders_named": ["2026-00011"], "holds_order": True,
    "attachments": [], "reasons": ["Schaden gemeldet"],
}  # fmt: skip


def test_headers_of_a_reply(receipt: Build, settings: Shop) -> None:
    data = render(EffectKind.RECEIPT, "key:receipt:1", receipt(), settings())
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    assert parsed["From"] == "Gartenhaus GmbH <orders@gartenhaus.example>"
    assert parsed["To"] == "Ole Jansen <ole@nordlicht.example>"
    assert parsed["Subject"] == "Order confirmation 2026-00042"
    assert parsed["In-Reply-To"] == "<a@nordlicht.example>"
    assert parsed["References"].split() == ["<z@nordlicht.example>", "<a@nordlicht.example>"]
    assert parsed["Auto-Submitted"] == "auto-replied"
    assert parsed["X-Auto-Response-Suppress"] == "All"
    assert parsed["Message-ID"].endswith("@gartenhaus.example>")
    assert parsed["Date"].datetime.isoformat() == "2026-06-01T22:30:00+00:00"


def test_the_same_effect_is_the_same_message(receipt: Build, settings: Shop) -> None:
    first, second = (render(EffectKind.RECEIPT, "k:receipt:1", receipt(), settings()) for _ in range(2))
    assert first == second
    other = render(EffectKind.RECEIPT, "k:receipt:2", receipt(), settings())
    ids = [email.message_from_bytes(data)["Message-ID"] for data in (first, other)]
    assert ids[0] != ids[1]


def test_lines_and_bytes_that_any_server_carries(receipt: Build, settings: Shop) -> None:
    payload = receipt(language="de", instructions="ä" * 3000, recipient_name="Jürgen " + "Ö" * 200)
    data = render(EffectKind.RECEIPT, "k", payload, settings())
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("field", ["subject", "recipient_name", "order_number"])
def test_nobody_writes_headers_for_us(receipt: Build, settings: Shop, field: str) -> None:
    payload = receipt(**{field: "x\r\nBcc: everybody@example.com\r\n\r\nhello"}, missing=["?"])
    for kind in (EffectKind.RECEIPT, EffectKind.QUESTION):
        parsed = email.message_from_bytes(render(kind, "k", payload, settings()))
        assert parsed["Bcc"] is None


def test_long_ids_keep_the_thread(receipt: Build, settings: Shop) -> None:
    long = [f"<{'x' * 150}{n}@{'y' * 60}.example>" for n in range(60)]
    payload = receipt(in_reply_to=long[-1], references=[*long[:-1], "not an id", "<broken"])
    parsed = email.message_from_bytes(render(EffectKind.RECEIPT, "k", payload, settings()))
    ids = parsed["References"].split()
    assert ids[0] == long[0] and ids[-3:] == long[-3:] and len(ids) < 30
    assert parsed["In-Reply-To"].strip() == long[-1]


def test_a_mail_without_an_id_is_answered_without_a_thread(receipt: Build, settings: Shop) -> None:
    parsed = email.message_from_bytes(render(EffectKind.RECEIPT, "k", receipt(in_reply_to=""), settings()))
    assert parsed["In-Reply-To"] is None and parsed["References"] is None


@pytest.mark.parametrize("address", ["", "nobody", "@x.example", "a b@x.example", "jürgen@x.example"])
def test_a_recipient_that_is_no_address(receipt: Build, settings: Shop, address: str) -> None:
    with pytest.raises(NeverDeliverable):
        render(EffectKind.RECEIPT, "k", receipt(recipient=address), settings())


def test_a_domain_with_umlauts(receipt: Build, settings: Shop) -> None:
    parsed = email.message_from_bytes(
        render(EffectKind.RECEIPT, "k", receipt(recipient="ole@bürste.example"), settings())
    )
    assert "ole@xn--brste-kva.example" in parsed["To"]


def test_a_question_lists_everything(receipt: Build, settings: Shop) -> None:
    payload = receipt(missing=["Which size?", "Which address?"], subject="Order for <us>")
    data = render(EffectKind.QUESTION, "k", payload, settings())
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    for kind in ("plain", "html"):
        content = parsed.get_body((kind,)).get_content()  # type: ignore[union-attr, attr-defined]
        assert "Which size?" in content and "Which address?" in content
    assert "Order for <us>" in parsed["Subject"]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("about", ["complaint", "review"])
def test_acknowledgements(receipt: Build, settings: Shop, language: str, about: str) -> None:
    payload = receipt(language=language, about=about)
    parsed = email.message_from_bytes(render(EffectKind.ACKNOWLEDGEMENT, "k", payload, settings()))
    assert parsed["Auto-Submitted"] == "auto-replied"
    assert not [part for part in parsed.walk() if part.get_content_disposition() == "attachment"]


ORIGINALS = {
    "plain": b"From: a@b.example\r\nSubject: x\r\n\r\nhello\r\n",
    "bare line feeds": b"From: a@b.example\nSubject: x\n\nhello\n",
    "eight bits": "From: a@b.example\r\nSubject: x\r\n\r\nGrüße\r\n".encode("latin-1"),
    "no header at all": b"hello",
    "a placeholder of its own": b"Subject: original-00000000\r\n\r\noriginal-\r\n.\r\n.. dots\r\n",
    "empty": b"",
}


@pytest.mark.parametrize("original", ORIGINALS.values(), ids=ORIGINALS)
def test_a_complaint_carries_the_original_whole(settings: Shop, original: bytes) -> None:
    data = render(EffectKind.COMPLAINT_FORWARD, "k", FORWARD, settings(), original)
    wire = original.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert b"\r\n\r\n" + wire in data
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["In-Reply-To"] is None
    text = parsed.get_body(("plain",)).get_content()  # type: ignore[union-attr, attr-defined]
    assert "2026-00011" in text and "Schaden gemeldet" in text and "kaputt" in text
    if original:
        assert "message/rfc822" in [part.get_content_type() for part in parsed.walk()]


def test_an_original_with_endless_lines_can_still_be_sent(settings: Shop) -> None:
    long = "<p>" + "Grüße " * 1000 + "</p>"
    original = f"From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{long}\r\n".encode()
    data = render(EffectKind.COMPLAINT_FORWARD, "k", FORWARD, settings(), original)
    assert max(map(len, data.split(b"\r\n"))) <= 998
    (inner,) = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "message/rfc822"]
    carried = inner.get_payload(0)
    assert carried["From"] == "a@b.example"  # type: ignore[index]
    assert long in carried.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_an_original_that_no_server_carries_is_a_file(settings: Shop) -> None:
    original = b"Subject: " + b"x" * 5000 + b"\r\n\r\nhello\0\r\n"
    data = render(EffectKind.COMPLAINT_FORWARD, "k", FORWARD, settings(), original)
    (file,) = email.message_from_bytes(data, policy=email.policy.default).iter_attachments()  # type: ignore[attr-defined]
    assert file.get_content() == original
