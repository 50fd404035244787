"""Handing a message to the mail server, and what a failure means."""

import ssl
import time
from collections.abc import Callable
from typing import Any

import pytest

from inbox_agent.config import Smtp as Settings
from inbox_agent.deliver.smtp import Smtp
from inbox_agent.errors import MaybeDelivered, NeverDeliverable, TryLater

MESSAGE = b"From: shop@x.example\r\nTo: a@y.example\r\nSubject: x\r\n\r\nhello\r\n.\r\n..dots\r\n"
FROM, TO = "shop@x.example", ["a@y.example"]
Serve = Callable[..., Any]


def test_a_message_arrives_as_it_was(serve: Serve) -> None:
    box = serve()
    with Smtp(box.settings) as smtp:
        assert smtp.send(MESSAGE, FROM, TO) == {}
    (envelope,) = box.messages
    assert (envelope.content, envelope.mail_from, envelope.rcpt_tos) == (MESSAGE, FROM, TO)


def test_eight_bits_arrive(serve: Serve) -> None:
    box = serve()
    message = "Subject: x\r\n\r\nGrüße\r\n".encode("latin-1")
    with Smtp(box.settings) as smtp:
        smtp.send(message, FROM, ["a@bürste.example"])
    assert box.messages[0].content == message
    assert box.messages[0].rcpt_tos == ["a@xn--brste-kva.example"]


def test_one_connection_for_several_messages(serve: Serve) -> None:
    box = serve()
    with Smtp(box.settings) as smtp:
        for _ in range(3):
            smtp.send(MESSAGE, FROM, TO)
    assert len(box.messages) == 3
    assert len(box.sessions) == 1


def test_a_connection_that_the_server_closed_is_opened_again(serve: Serve) -> None:
    box = serve(timeout=0.2)
    with Smtp(box.settings) as smtp:
        smtp.send(MESSAGE, FROM, TO)
        time.sleep(0.5)
        smtp.send(MESSAGE, FROM, TO)
    assert len(box.messages) == 2


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_encrypted(serve: Serve, certificate: ssl.SSLContext, tls: str) -> None:
    options = {"ssl_context": certificate} if tls == "implicit" else {"tls_context": certificate}
    box = serve(tls=tls, **options)
    with Smtp(box.settings) as smtp:
        smtp.send(MESSAGE, FROM, TO)
    assert len(box.messages) == 1


def test_a_certificate_of_nobody_is_not_trusted(
    serve: Serve, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = serve(tls="starttls", tls_context=certificate)
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(TryLater, match=str(box.settings.port)), Smtp(box.settings):
        pass


def test_a_server_without_starttls_gets_nothing_in_the_clear(serve: Serve) -> None:
    box = serve(tls="starttls")
    with pytest.raises(TryLater), Smtp(box.settings):
        pass
    assert not box.messages


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # of the test's server, on loopback
def test_login(serve: Serve, login: Any) -> None:
    box = serve(username="shop", authenticator=login, auth_required=True, auth_require_tls=False)
    with Smtp(box.settings, "secret") as smtp:
        smtp.send(MESSAGE, FROM, TO)
    assert len(box.messages) == 1
    with pytest.raises(TryLater), Smtp(box.settings, "wrong"):
        pass


def test_no_server(serve: Serve) -> None:
    box = serve()
    nobody = box.settings.model_copy(update={"port": 1})
    with pytest.raises(TryLater, match=r"127\.0\.0\.1:1:"), Smtp(nobody):
        pass


@pytest.mark.parametrize(
    ("answer", "error"), [("451 later", TryLater), ("552 too big", NeverDeliverable), ("550 spam", NeverDeliverable)]
)
def test_a_refused_text(serve: Serve, answer: str, error: type[Exception]) -> None:
    box = serve()
    box.answer = answer
    with Smtp(box.settings) as smtp:
        with pytest.raises(error, match=answer):
            smtp.send(MESSAGE, FROM, TO)
        box.answer = "250 OK"
        smtp.send(MESSAGE, FROM, TO)  # the connection is good for the next
    assert len(box.messages) == 1


@pytest.mark.parametrize(("answer", "error"), [("450 full", TryLater), ("550 unknown", NeverDeliverable)])
def test_a_refused_recipient(serve: Serve, answer: str, error: type[Exception]) -> None:
    box = serve()
    box.refuse["a@y.example"] = answer
    with Smtp(box.settings) as smtp:
        with pytest.raises(error, match=r"a@y\.example"):
            smtp.send(MESSAGE, FROM, TO)
        smtp.send(MESSAGE, FROM, ["b@y.example"])
    assert box.messages[0].rcpt_tos == ["b@y.example"]


def test_some_refused_recipients_are_told(serve: Serve) -> None:
    box = serve()
    box.refuse["a@y.example"] = "550 unknown"
    with Smtp(box.settings) as smtp:
        refused = smtp.send(MESSAGE, FROM, ["a@y.example", "b@y.example"])
    assert refused == {"a@y.example": "550 unknown"}
    assert box.messages[0].rcpt_tos == ["b@y.example"]


def test_all_refused_and_one_for_now_is_tried_again(serve: Serve) -> None:
    box = serve()
    box.refuse.update({"a@y.example": "550 unknown", "b@y.example": "451 later"})
    with Smtp(box.settings) as smtp, pytest.raises(TryLater):
        smtp.send(MESSAGE, FROM, ["a@y.example", "b@y.example"])


@pytest.mark.parametrize("address", ["", "nobody", "a@", "ä@y.example", "a@y.example>\r\nRCPT TO:<b@y.example"])
def test_what_is_no_address(serve: Serve, address: str) -> None:
    box = serve()
    with Smtp(box.settings) as smtp, pytest.raises(NeverDeliverable):
        smtp.send(MESSAGE, FROM, [address])
    assert not box.messages


@pytest.mark.parametrize(
    ("at", "error"),
    [("MAIL", TryLater), ("RCPT", TryLater), ("DATA", TryLater), ("text", MaybeDelivered), ("silence", MaybeDelivered)],
)
def test_a_connection_that_breaks(broken: Callable[[str], Settings], at: str, error: type[Exception]) -> None:
    with Smtp(broken(at)) as smtp, pytest.raises(error):
        smtp.send(MESSAGE, FROM, TO)
