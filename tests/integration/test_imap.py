"""The IMAP mailbox against a real server."""

import socket
import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from inbox_agent.config import Mailbox as Config
from inbox_agent.errors import MailboxError
from inbox_agent.mailbox import Batch, Cursor, Place
from inbox_agent.mailbox import imap as room
from inbox_agent.mailbox.imap import ImapMailbox

PASSWORD = "secret"
START = Cursor()


def mail(subject: str, body: str = "text") -> bytes:
    return f"From: ann@buyer.example\r\nSubject: {subject}\r\n\r\n{body}\r\n".encode()


def config(server: Any, user: str, **more: Any) -> Config:
    data = {"name": "orders", "host": "127.0.0.1", "port": server.port, "tls": "none", "username": user}
    return Config.model_validate({**data, **more})


def fetch(server: Any, user: str, cursor: Cursor = START, **more: Any) -> list[Batch]:
    box = ImapMailbox(config(server, user, **more), PASSWORD)
    try:
        return list(box.fetch_new(cursor))
    finally:
        box.close()


def bodies(batches: list[Batch]) -> list[bytes]:
    return [m.raw.data for batch in batches for m in batch.messages]


def move(server: Any, user: str, places: list[Place], folder: str, **more: Any) -> None:
    box = ImapMailbox(config(server, user, **more), PASSWORD)
    try:
        box.move(places, folder)
    finally:
        box.close()


def places(batches: list[Batch]) -> list[Place]:
    return [Place(m.raw.uidvalidity or 0, m.raw.uid or 0) for batch in batches for m in batch.messages]


# ---- reading


def test_mail_comes_byte_for_byte_oldest_first_and_unseen(dovecot: Any, user: str) -> None:
    dovecot.deliver(user, mail("one"), mail("two"))
    assert bodies(fetch(dovecot, user)) == [mail("one"), mail("two")]
    assert all(b"\\Seen" not in flags for flags in dovecot.flags(user))


def test_only_what_is_new_is_read(dovecot: Any, user: str) -> None:
    dovecot.deliver(user, mail("one"))
    cursor = fetch(dovecot, user)[-1].cursor
    assert bodies(fetch(dovecot, user, cursor)) == []
    dovecot.deliver(user, mail("two"))
    assert bodies(fetch(dovecot, user, cursor)) == [mail("two")]


def test_an_empty_folder_still_tells_how_far_it_was_read(dovecot: Any, user: str) -> None:
    (batch,) = fetch(dovecot, user)
    assert batch.messages == ()
    assert batch.cursor.uidvalidity is not None


def test_the_time_of_arrival_keeps_its_zone(dovecot: Any, user: str) -> None:
    arrived = datetime(2026, 1, 5, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    dovecot.deliver(user, mail("one"), received=arrived)
    (batch,) = fetch(dovecot, user)
    assert batch.messages[0].raw.received == arrived
    assert batch.messages[0].raw.received.tzinfo is not None


def test_batches_are_bounded_in_number_and_weight(dovecot: Any, user: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "BATCH_MESSAGES", 3)
    monkeypatch.setattr(room, "BATCH_BYTES", 2000)
    light, heavy = mail("light"), mail("heavy", "x" * 1500)
    dovecot.deliver(user, light, light, light, light, heavy, heavy)
    batches = fetch(dovecot, user)
    assert [len(batch.messages) for batch in batches] == [3, 2, 1]
    assert batches[-1].cursor.uid == 6


def test_a_mail_that_is_too_large_comes_with_its_header_only(dovecot: Any, user: str) -> None:
    dovecot.deliver(user, mail("small"), mail("large", "x" * 1_100_000))
    small, large = (m for batch in fetch(dovecot, user, max_message_mb=1) for m in batch.messages)
    assert (small.missing, small.raw.data) == (None, mail("small"))
    assert large.missing == "too_large"
    assert large.size > 1_100_000
    assert b"Subject: large" in large.raw.data
    assert len(large.raw.data) < 1000


def test_a_changed_uidvalidity_is_read_from_the_start(dovecot: Any, user: str) -> None:
    dovecot.deliver(user, mail("one"), mail("two"))
    before = fetch(dovecot, user)[-1].cursor
    dovecot.reset_uidvalidity(user)
    again = fetch(dovecot, user, before)
    assert sorted(bodies(again)) == [mail("one"), mail("two")]
    assert again[-1].cursor.uidvalidity != before.uidvalidity


def test_mail_deleted_meanwhile_is_skipped(dovecot: Any, user: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dovecot.deliver(user, mail("gone"), mail("here"))
    box = ImapMailbox(config(dovecot, user), PASSWORD)
    plain = box._bodies

    def after_a_deletion(uids: list[int], what: str, key: bytes) -> dict[int, bytes | None]:
        with dovecot.client(user) as other:
            other.select_folder("INBOX")
            other.delete_messages([1])
            other.uid_expunge([1])
        box.client.noop()
        return plain(uids, what, key)

    monkeypatch.setattr(box, "_bodies", after_a_deletion)
    batches = list(box.fetch_new(Cursor()))
    box.close()
    assert bodies(batches) == [mail("here")]
    assert batches[-1].cursor.uid == 2


# ---- moving


def test_moving_makes_the_folder(dovecot: Any, user: str) -> None:
    dovecot.deliver(user, mail("one"), mail("two"), mail("three"))
    first, _, third = places(fetch(dovecot, user))
    move(dovecot, user, [first, third], "Orders/Done")
    assert dovecot.subjects(user) == ["two"]
    assert dovecot.subjects(user, "Orders/Done") == ["one", "three"]


def test_moving_what_is_gone_is_no_error(dovecot: Any, user: str) -> None:
    dovecot.deliver(user, mail("one"))
    there = places(fetch(dovecot, user))
    move(dovecot, user, there, "Orders/Done")
    move(dovecot, user, there, "Orders/Done")
    assert dovecot.subjects(user, "Orders/Done") == ["one"]


def test_a_number_of_an_earlier_uidvalidity_moves_nothing(dovecot: Any, user: str) -> None:
    dovecot.deliver(user, mail("one"))
    (there,) = places(fetch(dovecot, user))
    move(dovecot, user, [Place(there.uidvalidity - 1, there.uid)], "Orders/Done")
    assert dovecot.subjects(user) == ["one"]


def test_a_server_without_move_and_uidplus_gets_a_copy_and_a_mark(old_dovecot: Any, user: str) -> None:
    old_dovecot.deliver(user, mail("one"), mail("two"), mail("theirs"))
    with old_dovecot.client(user) as other:
        other.select_folder("INBOX")
        other.delete_messages([3])  # somebody else marked it, and has not expunged yet
    first = places(fetch(old_dovecot, user))[0]
    for _ in range(2):  # the second time, after a crash, makes no second copy
        move(old_dovecot, user, [first], "Orders/Done")
    assert old_dovecot.subjects(user) == ["one", "two", "theirs"]
    assert [b"\\Deleted" in flags for flags in old_dovecot.flags(user)] == [True, False, True]
    assert old_dovecot.subjects(user, "INBOX.Orders.Done") == ["one"]


def test_a_folder_is_named_with_a_slash_whatever_the_server_uses(old_dovecot: Any, user: str) -> None:
    with old_dovecot.client(user) as client:
        client.create_folder("INBOX.Shop.Web")
    old_dovecot.deliver(user, mail("one"), folder="INBOX.Shop.Web")
    assert bodies(fetch(old_dovecot, user, folder="Shop/Web")) == [mail("one")]


# ---- waiting


def test_the_server_announces_new_mail(dovecot: Any, user: str) -> None:
    box = ImapMailbox(config(dovecot, user), PASSWORD)
    assert box.pushes
    assert not box.wait(0.1)
    later = threading.Timer(0.3, dovecot.deliver, [user, mail("one")])
    later.start()
    assert box.wait(10)
    later.join()
    box.close()


def test_what_came_between_two_waits_is_noticed(dovecot: Any, user: str) -> None:
    box = ImapMailbox(config(dovecot, user), PASSWORD)
    assert not box.wait(0.1)
    dovecot.deliver(user, mail("one"))
    assert box.wait(0.1)
    assert not box.wait(0.1)
    box.close()


# ---- what goes wrong, in words


def test_a_wrong_password(dovecot: Any, user: str) -> None:
    with pytest.raises(MailboxError, match=r"orders \(127.0.0.1:\d+\): login refused; check username and password"):
        ImapMailbox(config(dovecot, user), "wrong")


def test_a_password_that_is_not_ascii_is_sent(dovecot: Any, user: str) -> None:
    with pytest.raises(MailboxError, match="login refused"):
        ImapMailbox(config(dovecot, user), "pässwört")


def test_no_such_folder(dovecot: Any, user: str) -> None:
    with pytest.raises(MailboxError, match=r'folder "Nowhere" cannot be opened; check `folder`'):
        fetch(dovecot, user, folder="Nowhere")


def test_nothing_listens(user: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        box = Config(name="orders", host="127.0.0.1", port=unused.getsockname()[1], tls="none", username=user)
    with pytest.raises(MailboxError, match="nothing answers there"):
        ImapMailbox(box, PASSWORD)


def test_a_server_that_is_silent(user: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        box = Config(name="orders", host="127.0.0.1", port=port, tls="none", username=user, timeout_seconds=0.2)
        with pytest.raises(MailboxError, match=r"no answer within 0\.2 s"):
            ImapMailbox(box, PASSWORD)


def test_tls_where_there_is_none(dovecot: Any, user: str) -> None:
    with pytest.raises(MailboxError, match=r"no secure connection.*check `tls`"):
        ImapMailbox(config(dovecot, user, tls="implicit"), PASSWORD)
    with pytest.raises(MailboxError, match=r"orders \(127"):
        ImapMailbox(config(dovecot, user, tls="starttls"), PASSWORD)


def test_errors_are_one_line(dovecot: Any, user: str) -> None:
    with pytest.raises(MailboxError) as error:
        ImapMailbox(config(dovecot, user), "wrong")
    assert "\n" not in str(error.value)
    assert "wrong" not in str(error.value)


def test_arrival_is_aware_even_in_utc(dovecot: Any, user: str) -> None:
    dovecot.deliver(user, mail("one"), received=datetime(2026, 7, 1, tzinfo=UTC))
    (batch,) = fetch(dovecot, user)
    assert batch.messages[0].raw.received == datetime(2026, 7, 1, tzinfo=UTC)
