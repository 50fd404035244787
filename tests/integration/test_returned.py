"""A message of ours that comes back: people see it beside the mail that it answers; nothing is sent, no order falls."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from inbox_agent import app, schedule
from inbox_agent.service import Service, review
from inbox_agent.store import orders
from inbox_agent.store.ledger import ledger
from inbox_agent.store.tables import EffectRow, Event
from tests.integration import shop

ANN, SERVICE = "ann@harbour.example", "service@ropeworks.example"
Start = Callable[[], Service]


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


@pytest.fixture
def service(tmp_path: Path, incoming: Path, sink: Any) -> Iterator[Service]:
    """The shop's service on SQLite, its mailbox a folder of files."""
    box = f'[[mailbox]]\nname = "orders"\nkind = "folder"\npath = "{incoming}"\nsince = 2020-01-01\n'
    with ExitStack() as stack:
        yield stack.enter_context(app.opened(shop.settings(tmp_path, sink.port, box)))


def run(service: Service, incoming: Path, name: str, mail: bytes) -> None:
    (incoming / f"{name}.eml").write_bytes(mail)
    assert schedule.run_once(service)


def report(message_id: str, action: str = "failed") -> bytes:
    """A delivery status notification (RFC 3464) about one of our messages."""
    return (
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.harbour.example>\r\n"
        "To: orders@ropeworks.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Date: Mon, 5 Oct 2026 10:00:00 +0200\r\nMessage-ID: <{action}@mx.harbour.example>\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNo delivery to ann@harbour.example.\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.harbour.example\r\n\r\n"
        f"Final-Recipient: rfc822; ann@harbour.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: Your order\r\nMessage-ID: {message_id}\r\n\r\n"
        "--b--\r\n"
    ).encode()


def plain(text: str) -> bytes:
    """A bounce that keeps to no standard."""
    return (
        "Return-Path: <>\r\nFrom: postmaster@harbour.example\r\nTo: orders@ropeworks.example\r\n"
        "Subject: Undeliverable: Your order\r\nDate: Mon, 5 Oct 2026 10:00:00 +0200\r\n"
        "Message-ID: <plain@harbour.example>\r\n\r\n" + text.replace("\n", "\r\n")
    ).encode()


def waiting(service: Service) -> list[tuple[str, str, list[str]]]:
    return [(r["subject"], r["state"], [x["code"] for x in r["reasons"]]) for r in review.listing(service)]


def state(service: Service) -> dict[str, int]:
    with service.store.read() as uow:
        counted = ledger(uow)
    return {name: n for name, n in counted["by_state"].items() if n}


def events(service: Service, kind: str) -> int:
    with service.store.read() as uow:
        return len(list(uow.scalars(select(Event).where(Event.kind == kind))))


def test_a_receipt_that_came_back_is_shown_and_the_order_stands(service: Service, incoming: Path, sink: Any) -> None:
    run(service, incoming, "order", shop.mail("Rope"))
    assert waiting(service) == []
    (receipt,) = sink.messages(ANN)
    run(service, incoming, "bounce", report(receipt["Message-ID"]))
    assert waiting(service) == [("Rope", "accepted", ["returned"])]
    (row,) = review.listing(service)
    assert ANN in row["reasons"][0]["text"] and "550 5.1.1 no such user" in row["reasons"][0]["text"]
    assert state(service) == {"accepted": 1, "ignored": 1}
    assert len(sink.received) == 1, "nobody answers a bounce"
    with service.store.read() as uow:
        assert [order["state"] for order in orders.rows(uow)] == ["handed_on"]


def test_who_has_seen_it_closes_it_and_no_second_order_is_made(service: Service, incoming: Path, sink: Any) -> None:
    run(service, incoming, "order", shop.mail("Rope"))
    run(service, incoming, "bounce", report(sink.messages(ANN)[0]["Message-ID"]))
    (row,) = review.listing(service)
    with pytest.raises(review.ReviewError, match="is accepted"):
        review.approve(service, row["id"])
    review.reject(service, row["id"], by="Eva")
    assert waiting(service) == []
    assert state(service) == {"accepted": 1, "ignored": 1}
    with pytest.raises(review.ReviewError, match="is accepted"):
        review.reject(service, row["id"])


def test_a_complaint_that_customer_service_never_got_is_shown(service: Service, incoming: Path, sink: Any) -> None:
    run(service, incoming, "complaint", shop.mail("Broken", body="The pulley block arrived broken.\n"))
    assert waiting(service) == []
    (forwarded,) = sink.messages(SERVICE)
    run(service, incoming, "bounce", report(forwarded["Message-ID"]))
    ((subject, where, reasons),) = waiting(service)
    assert (subject, where) == ("Broken", "complaint")
    assert "returned" in reasons


def test_a_delay_is_written_down_and_troubles_nobody(service: Service, incoming: Path, sink: Any) -> None:
    run(service, incoming, "order", shop.mail("Rope"))
    run(service, incoming, "warning", report(sink.messages(ANN)[0]["Message-ID"], action="delayed"))
    assert waiting(service) == []
    assert (events(service, "delivery_delayed"), events(service, "came_back")) == (1, 0)


@pytest.mark.parametrize("text", [
    "Your message could not be delivered.\nThe original message headers follow.\n\nFrom: orders@ropeworks.example\n"
    "Message-ID: {id}\nSubject: Your order\n",
    "Your message to ann@harbour.example couldn't be delivered: 550 5.1.1 no such user.\n",
])  # fmt: skip
def test_a_bounce_in_plain_words_finds_its_message(service: Service, incoming: Path, sink: Any, text: str) -> None:
    run(service, incoming, "order", shop.mail("Rope"))
    (receipt,) = sink.messages(ANN)
    run(service, incoming, "bounce", plain(text.format(id=receipt["Message-ID"])))
    assert waiting(service) == [("Rope", "accepted", ["returned"])]


def test_a_bounce_of_somebody_else_s_mail_changes_nothing(service: Service, incoming: Path, sink: Any) -> None:
    run(service, incoming, "order", shop.mail("Rope"))
    run(service, incoming, "bounce", report("<invoice-7@accounts.ropeworks.example>"))
    assert waiting(service) == []
    assert state(service) == {"accepted": 1, "ignored": 1}


def test_what_came_back_was_sent(service: Service, incoming: Path, sink: Any) -> None:
    run(service, incoming, "order", shop.mail("Rope"))
    run(service, incoming, "bounce", report(sink.messages(ANN)[0]["Message-ID"]))
    with service.store.read() as uow:
        (effect,) = uow.scalars(select(EffectRow).where(EffectRow.kind == "receipt"))
        assert (effect.state, effect.problem) == ("sent", "came back: smtp; 550 5.1.1 no such user")
