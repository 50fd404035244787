"""Mail from a real server through the whole service to a real sink."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from inbox_agent import app, schedule
from inbox_agent.service import Service, review
from inbox_agent.service.intake import intake
from inbox_agent.store import effects, messages, orders
from inbox_agent.store.ledger import ledger
from inbox_agent.store.tables import EffectRow, Order
from tests.integration import shop

ANN, SERVICE = "ann@harbour.example", "service@ropeworks.example"
Start = Callable[..., Service]


@pytest.fixture
def start(tmp_path: Path, dovecot: Any, sink: Any, user: str) -> Iterator[Start]:
    """Opens the service of the shop, as a new process would; options go to the mailbox and the settings."""
    with ExitStack() as stack:

        def open_it(boxes: str | None = None, box: str = "", **more: Any) -> Service:
            boxes = shop.mailbox(dovecot, user, more=box) if boxes is None else boxes
            settings = shop.settings(tmp_path, sink.port, boxes, **more)
            return stack.enter_context(app.opened(settings))

        yield open_it


def count(service: Service) -> dict[str, Any]:
    with service.store.read() as uow:
        return ledger(uow)


def order_rows(service: Service) -> list[dict[str, Any]]:
    with service.store.read() as uow:
        return list(orders.rows(uow))


def reasons(service: Service) -> list[list[str]]:
    return [[reason["code"] for reason in row["reasons"]] for row in review.listing(service)]


def later(service: Service, **time: float) -> Service:
    return replace(service, clock=lambda: datetime.now(UTC) + timedelta(**time))


# ---- the way of one mail


def test_a_delivered_order_ends_priced_confirmed_and_filed(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail("Rope", "12 m RP-100\n2 x CL-200", message_id="<one@harbour.example>"))
    service = start()
    assert schedule.run_once(service)
    (order,) = order_rows(service)
    year = datetime.now(UTC).year
    assert (order["number"], order["state"]) == (f"{year}-00001", "handed_on")
    assert (order["net"], order["tax"], order["gross"]) == ("27.40", "5.48", "32.88")
    assert order["message_id"] == "<one@harbour.example>"
    assert [(line["sku"], line["quantity"]) for line in order["lines"]] == [("RP-100", "12"), ("CL-200", "2")]
    (receipt,) = sink.messages(ANN)
    assert receipt["Message-ID"] == order["receipt_message_id"]
    assert receipt["In-Reply-To"] == "<one@harbour.example>"
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert order["number"] in receipt.get_body(("plain",)).get_content()
    assert dovecot.subjects(user) == []
    assert dovecot.subjects(user, "Orders/Done") == ["Rope"]
    (handed,) = (service.settings.base / "handoff").glob("*.json")
    assert json.loads(handed.read_text())["order_number"] == order["number"]


def test_a_second_run_does_nothing(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail())
    schedule.run_once(start())
    before = count(start())
    assert schedule.run_once(start())
    assert count(start()) == before
    assert len(sink.received) == 1


def test_a_complaint_goes_to_customer_service_and_confirms_nothing(
    start: Start, dovecot: Any, sink: Any, user: str
) -> None:
    complaint = shop.mail("Complaint", body="The pulley block arrived broken. I want my money back.\n")
    dovecot.deliver(user, complaint)
    service = start()
    assert schedule.run_once(service)
    (forwarded,) = sink.messages(SERVICE)
    (original,) = [part for part in forwarded.walk() if part.get_content_type() == "message/rfc822"]
    assert original.get_payload(0)["Subject"] == "Complaint"
    assert len(sink.messages(ANN)) == 1  # the acknowledgement
    assert order_rows(service) == []
    assert dovecot.subjects(user, "Orders/Complaint") == ["Complaint"]


def test_every_message_is_accounted_for(start: Start, dovecot: Any, user: str) -> None:
    dovecot.deliver(
        user,
        shop.mail("Order"),
        shop.mail("Unknown", "3 x ZZ-999"),
        shop.mail("Complaint", body="The pulley block arrived broken.\n"),
        shop.mail("Ours", sender="orders@ropeworks.example"),
    )
    service = start()
    assert schedule.run_once(service)
    got = count(service)
    assert got["received"] == 4 == sum(got["by_state"].values())
    assert got["by_state"] == {"accepted": 1, "review": 1, "complaint": 1, "ignored": 1, "failed": 0, "pending": 0}
    assert got["effects"]["pending"] == got["effects"]["uncertain"] == got["effects"]["failed"] == 0
    assert (got["orders"], got["duplicates"]) == (1, 0)


def test_the_grace_time_is_waited_for(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail())
    patient = start(delay=120)
    assert schedule.run_once(patient), "what waits in its grace time is not due"
    assert sink.received == []
    assert schedule.run_once(later(patient, seconds=130))
    assert len(sink.messages(ANN)) == 1


# ---- identity


def test_the_same_content_again_is_received_once(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    when = datetime(2026, 3, 2, 9, tzinfo=UTC)
    first = shop.mail(trace="Received: from a.example\r\n", date=when)
    again = shop.mail(trace="Received: from b.example\r\nX-Spam: no\r\n", date=when)
    dovecot.deliver(user, first)
    service = start()
    schedule.run_once(service)
    dovecot.deliver(user, again)
    assert schedule.run_once(service)
    got = count(service)
    assert (got["received"], got["duplicates"], got["orders"]) == (1, 1, 1)
    assert len(sink.messages(ANN)) == 1
    assert dovecot.subjects(user, "Orders/Done") == ["Order", "Order"], "the copy is filed with the first"


def test_a_reused_message_id_with_other_content_is_another_message(start: Start, dovecot: Any, user: str) -> None:
    dovecot.deliver(
        user, shop.mail(lines="12 m RP-100", message_id="<x@y>"), shop.mail(lines="3 x CL-200", message_id="<x@y>")
    )
    service = start()
    schedule.run_once(service)
    assert count(service)["received"] == 2


def test_an_empty_message_id_stops_nothing(start: Start, dovecot: Any, user: str) -> None:
    nameless = shop.mail("Nameless").replace(b"Message-ID: ", b"Message-ID:\r\nX-Was: ")
    dovecot.deliver(user, nameless, shop.mail("Next", "3 x CL-200"))
    service = start()
    assert schedule.run_once(service)
    assert count(service)["by_state"]["accepted"] == 2


def test_a_uidvalidity_reset_is_read_again_without_duplicates(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    stay = '[mailbox.folders]\naccepted = ""\n'
    dovecot.deliver(user, shop.mail("One"), shop.mail("Two", "3 x CL-200"))
    schedule.run_once(start(box=stay))
    dovecot.reset_uidvalidity(user)
    dovecot.deliver(user, shop.mail("Three", "4 x PU-300"))
    service = start(box=stay)
    assert schedule.run_once(service)
    got = count(service)
    assert (got["received"], got["duplicates"], got["orders"]) == (3, 0, 3)
    assert len(sink.messages(ANN)) == 3


def test_the_same_mail_in_two_mailboxes_is_one_message(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    other = user + "b"
    same = shop.mail(date=datetime(2026, 3, 2, 9, tzinfo=UTC))
    dovecot.deliver(user, same)
    dovecot.deliver(other, same)
    service = start(shop.mailbox(dovecot, user) + shop.mailbox(dovecot, other, name="sales"))
    assert schedule.run_once(service)
    assert (count(service)["received"], count(service)["duplicates"]) == (1, 1)
    assert len(sink.messages(ANN)) == 1
    assert dovecot.subjects(user) == dovecot.subjects(other) == []


# ---- which mail is not for us


def test_mail_from_before_since_is_filed_unread_and_never_answered(
    start: Start, dovecot: Any, sink: Any, user: str
) -> None:
    dovecot.deliver(user, shop.mail("Old"), received=datetime(2026, 1, 31, 20, tzinfo=UTC))
    dovecot.deliver(user, shop.mail("New", "3 x CL-200"), received=datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    service = start(box="since = 2026-02-01")  # in Vienna the second came on 1 February
    assert schedule.run_once(service)
    got = count(service)["by_state"]
    assert (got["ignored"], got["accepted"]) == (1, 1)
    assert len(sink.received) == 1
    assert dovecot.subjects(user) == ["Old"]


def test_connecting_an_old_mailbox_answers_nobody(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail("Last year"), received=datetime.now(UTC) - timedelta(days=2))
    service = start()
    assert schedule.run_once(service)
    dovecot.deliver(user, shop.mail("Today", "3 x CL-200"))
    assert schedule.run_once(later(service, days=1)), "the day of the first connection is remembered"
    assert count(service)["by_state"]["ignored"] == 1
    assert len(sink.received) == 1


def test_our_own_mail_is_not_answered(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail())
    service = start()
    schedule.run_once(service)
    receipt = bytes(sink.received[0].content)
    returned = receipt.replace(b"From: Rope Works <orders@ropeworks.example>", b"From: Bob <bob@marina.example>")
    assert returned != receipt
    dovecot.deliver(user, receipt, returned)
    assert schedule.run_once(service)
    assert count(service)["by_state"]["ignored"] == 2
    assert len(sink.received) == 1


def test_an_address_gets_no_more_than_its_share_a_day(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, *(shop.mail(f"Order {n}", f"{n} x PU-300") for n in range(1, 5)))
    service = start(replies="max_per_sender_per_day = 2")
    assert not schedule.run_once(service)
    assert len(sink.messages(ANN)) == 2
    with service.store.read() as uow:
        failed = list(uow.scalars(select(EffectRow).where(EffectRow.state == "failed")))
    assert len(failed) == 2
    assert all("max_per_sender_per_day" in effect.problem for effect in failed)
    assert count(service)["orders"] == 4, "the orders stand"


# ---- what goes wrong


def test_a_bad_mail_among_good_ones_keeps_nobody_waiting(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    bad = b"\x00\xff\xfe From nowhere\r\n: : :\r\nContent-Type: multipart/mixed\r\n\r\n\x80\x81\r\n"
    dovecot.deliver(user, shop.mail("One"), bad, shop.mail("Two", "3 x CL-200"))
    service = start()
    assert schedule.run_once(service)
    got = count(service)["by_state"]
    assert (got["accepted"], got["review"]) == (2, 1)
    assert len(sink.messages(ANN)) == 2


def test_a_failure_while_understanding_is_a_case_for_a_person(
    start: Start, dovecot: Any, sink: Any, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise RuntimeError("the index is broken")

    service = start()
    dovecot.deliver(user, shop.mail("One"), shop.mail("Two", "3 x CL-200"))
    broken: Any = Broken()
    schedule.run_once(replace(service, knowledge=replace(service.knowledge, products=broken)))
    assert [(row["subject"], "internal_error" in row["reasons"][0].values()) for row in review.listing(service)] == [
        ("One", True),
        ("Two", True),
    ]
    assert sink.received == []
    dovecot.deliver(user, shop.mail("Three", "4 x PU-300"))
    assert schedule.run_once(service)
    assert count(service)["by_state"]["accepted"] == 1


def test_a_mail_that_ends_the_process_is_set_aside_after_three_attempts(
    start: Start, dovecot: Any, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.deliver(user, shop.mail("Deadly"), shop.mail("Next", "3 x CL-200"))
    for _ in range(3):
        service = start()

        def dies(email: str) -> Any:
            raise KeyboardInterrupt  # what no handler for errors catches, as a kill

        monkeypatch.setattr(service.knowledge.customers, "find", dies)
        with pytest.raises(KeyboardInterrupt):
            schedule.run_once(service)
    service = start()
    schedule.run_once(service)
    got = count(service)["by_state"]
    assert (got["failed"], got["accepted"], got["pending"]) == (1, 1, 0)
    assert [row["subject"] for row in review.listing(service)] == ["Deadly"]


def test_a_mail_that_is_too_large_is_reviewed(start: Start, dovecot: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail("Large", body="12 m RP-100\n" + "x" * 1_100_000))
    service = start(box="max_message_mb = 1")
    assert schedule.run_once(service)
    (found,) = reasons(service)
    assert "too_large" in found


def test_a_wrong_password_stops_only_that_mailbox(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail())
    broken = shop.mailbox(dovecot, user + "x", name="sales", password="wrong")
    service = start(broken + shop.mailbox(dovecot, user))
    assert not schedule.run_once(service)
    assert len(sink.messages(ANN)) == 1


def test_when_the_mail_server_is_down_the_next_run_delivers(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail(), shop.mail("Two", "3 x CL-200"))
    sink.stop()
    service = start()
    assert not schedule.run_once(service)
    assert count(service)["by_state"]["accepted"] == 2
    assert dovecot.subjects(user, "Orders/Done") == ["Order", "Two"]
    sink.start()
    assert schedule.run_once(start())
    assert len(sink.messages(ANN)) == 2
    assert len({message["Message-ID"] for message in sink.messages(ANN)}) == 2


def test_a_refused_recipient_is_given_up_and_shown(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    sink.refuse[ANN] = "550 no such user"
    dovecot.deliver(user, shop.mail())
    service = start()
    assert not schedule.run_once(service)
    assert not schedule.run_once(service)
    with service.store.read() as uow:
        (receipt,) = [e for e in effects.undelivered(uow, datetime.now(UTC)) if e.kind == "receipt"]
        assert (receipt.state, receipt.attempts) == ("failed", 1)
        assert "550" in receipt.problem


def test_a_refusal_for_now_is_tried_again_later(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    sink.refuse[ANN] = "451 come back later"
    dovecot.deliver(user, shop.mail())
    service = start()
    assert not schedule.run_once(service)
    first = count(service)["effects"]
    assert (first["pending"], first["uncertain"]) == (1, 0)
    sink.refuse.clear()
    assert schedule.run_once(service)
    assert len(sink.messages(ANN)) == 1


def test_mail_that_came_while_nobody_polled_is_read_however_late(start: Start, dovecot: Any, user: str) -> None:
    service = start()
    schedule.run_once(service)
    dovecot.deliver(user, shop.mail(), received=datetime.now(UTC))
    assert schedule.run_once(later(service, days=40))
    assert count(service)["received"] == 1


def test_two_services_do_not_work_on_one_store(start: Start) -> None:
    service = start()
    with schedule.alone(service), pytest.raises(Exception, match="another `inbox-agent run`"):
        schedule.run_once(service)


def test_a_problem_with_a_mailbox_is_remembered_until_it_is_gone(start: Start, dovecot: Any, user: str) -> None:
    service = start()
    (box,) = service.settings.mailbox
    intake(service, box)
    wrong = box.model_copy(update={"folder": "INBOX", "port": 1})
    with pytest.raises(Exception, match="nothing answers"):
        intake(service, wrong)
    with service.store.read() as uow:
        row = messages.cursor(uow, box.name, box.folder)
        assert row is not None
        assert "nothing answers" in row.problem
        assert row.polled_at is not None
    intake(service, box)
    with service.store.read() as uow:
        row = messages.cursor(uow, box.name, box.folder)
        assert row is not None
        assert row.problem == ""


# ---- shadow


def test_a_shadow_run_decides_and_does_nothing(
    start: Start, dovecot: Any, sink: Any, user: str, tmp_path: Path
) -> None:
    dovecot.deliver(user, shop.mail(), shop.mail("Unknown", "3 x ZZ-999"))
    settings = start().settings
    for _ in range(2):
        told: list[str] = []
        with app.opened_shadow(settings, lambda mail_id, outcome, told=told: told.append(outcome.decision.route)) as s:
            assert schedule.run_once(s)
        assert told == ["accept", "review"]
    assert sink.received == []
    assert len(dovecot.subjects(user)) == 2
    assert count(start())["received"] == 0
    assert schedule.run_once(start())
    assert len(sink.messages(ANN)) == 1


# ---- a person decides


def test_an_approved_order_leaves_through_the_same_outbox(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail("Rope", "12 x ZZ-100"))
    service = start()
    schedule.run_once(service)
    (waiting,) = review.listing(service)
    missing = review.approve(service, waiting["id"], by="Eva").missing
    assert any("line.1.sku" in words for words in missing)
    assert count(service)["orders"] == 0
    number = review.approve(service, waiting["id"], ["line.1.sku=RP-100", "ship_to.city=Graz"], by="Eva").order_number
    assert schedule.run_once(service)
    (order,) = order_rows(service)
    assert order["number"] == number
    assert order["ship_to"]["city"] == "Graz"
    assert order["ship_to"]["street"] == "Quay Road 4"
    assert len(sink.messages(ANN)) == 1
    assert count(service)["by_state"]["accepted"] == 1
    assert dovecot.subjects(user, "Orders/Review") == []
    assert dovecot.subjects(user, "Orders/Done") == ["Rope"]
    with pytest.raises(review.ReviewError, match="is accepted"):
        review.approve(service, waiting["id"])


def test_a_forwarded_mail_counts_as_a_complaint(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail("Unknown", "3 x ZZ-999"))
    service = start()
    schedule.run_once(service)
    review.forward(service, review.listing(service)[0]["id"])
    assert schedule.run_once(service)
    assert count(service)["by_state"]["complaint"] == 1
    assert len(sink.messages(SERVICE)) == 1
    assert dovecot.subjects(user, "Orders/Complaint") == ["Unknown"]


def test_a_rejected_mail_stays_in_review_handled(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail("Unknown", "3 x ZZ-999"))
    service = start()
    schedule.run_once(service)
    review.reject(service, review.listing(service)[0]["id"])
    assert review.listing(service) == []
    assert count(service)["by_state"]["review"] == 1
    assert schedule.run_once(service)
    assert sink.received == []


def test_asking_back_lists_what_is_missing(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail("Unknown", "3 x ZZ-999"))
    service = start()
    schedule.run_once(service)
    review.ask(service, review.listing(service)[0]["id"], ["Which product is ZZ-999?"])
    assert schedule.run_once(service)
    (question,) = sink.messages(ANN)
    assert "Which product is ZZ-999?" in question.get_body(("plain",)).get_content()


def test_an_order_can_be_taken_back_within_its_grace_time(start: Start, dovecot: Any, sink: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail())
    service = start(delay=120)
    schedule.run_once(service)
    (order,) = order_rows(service)
    review.take_back(service, order["number"])
    assert schedule.run_once(later(service, hours=1))
    assert sink.received == []
    assert list(service.settings.base.glob("handoff/*")) == []
    assert order_rows(service)[0]["state"] == "cancelled"
    again = review.approve(service, review.listing(service)[0]["id"]).order_number
    assert again is not None and again != order["number"]
    schedule.run_once(later(service, hours=2))
    assert len(sink.messages(ANN)) == 1
    with pytest.raises(review.ReviewError, match="has left already"):
        review.take_back(service, again)


def test_orders_are_never_made_twice_of_one_reading(start: Start, dovecot: Any, user: str) -> None:
    dovecot.deliver(user, shop.mail())
    service = start()
    schedule.run_once(service)
    with service.store.read() as uow:
        assert [(order.mail_id, order.revision) for order in uow.scalars(select(Order))] == [(1, 1)]
