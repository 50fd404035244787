"""kill -9 at the worst moments: one order, one receipt, and nothing sent again blindly."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from inbox_agent import app, config
from inbox_agent.service import review
from inbox_agent.store import orders
from inbox_agent.store.ledger import ledger
from inbox_agent.store.tables import EffectRow
from tests.integration import shop

ROOT = Path(__file__).parents[2]
ANN = "ann@harbour.example"
ONCE = """
import sys
from pathlib import Path
from inbox_agent import app, config, schedule
app.log_to_stderr()
with app.opened(config.load(Path(sys.argv[1]))) as service:
    sys.exit(0 if schedule.run_once(service) else 1)
"""
ALWAYS = ONCE.replace("sys.exit(0 if schedule.run_once(service) else 1)", "schedule.run(service)")
Process = subprocess.Popen[bytes]


@pytest.fixture
def launch() -> Iterator[Callable[..., Process]]:
    """Starts the service as a process of its own; whatever is left of it is killed in the end."""
    running: list[Process] = []

    def start(path: Path, program: str = ONCE) -> Process:
        search = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        process = subprocess.Popen([sys.executable, "-c", program, str(path)], env={**os.environ, "PYTHONPATH": search})
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


def finish(process: Process) -> int:
    return process.wait(timeout=120)


def kill(process: Process) -> None:
    assert process.poll() is None, "it ended before it was killed"
    process.send_signal(signal.SIGKILL)
    process.wait()


def state(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    with app.opened(config.load(path)) as service, service.store.read() as uow:
        return ledger(uow), list(orders.rows(uow))


def until(true: Callable[[], object], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


class Listener:
    """A TCP server of a few lines: ``handle`` gets each connection."""

    def __init__(self, port: int, handle: Callable[[socket.socket], None]) -> None:
        self.server, self.handle, self.open = socket.create_server(("127.0.0.1", port)), handle, [socket.socket()]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.open.append(connection)
            threading.Thread(target=self.handle, args=(connection,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)  # or the waiting accept() would keep it open
        for one in (self.server, *self.open):
            one.close()


def forward_to(port: int) -> Callable[[socket.socket], None]:
    """Lets a connection through to another server."""

    def pump(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def handle(near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=pump, args=(far, near), daemon=True).start()
        pump(near, far)

    return handle


def test_killed_between_commit_and_sending(
    launch: Callable[..., Process], dovecot: Any, sink: Any, user: str, tmp_path: Path
) -> None:
    dovecot.deliver(user, shop.mail())
    path = shop.write(tmp_path, sink.port, shop.mailbox(dovecot, user))
    sink.stop()
    came = threading.Event()
    server = Listener(sink.port, lambda connection: came.set())  # takes connections and says nothing
    process = launch(path)
    assert came.wait(90)
    kill(process)
    server.close()
    assert state(path)[0]["orders"] == 1
    assert state(path)[0]["effects"]["pending"] >= 1
    sink.start()
    assert finish(launch(path)) == 0
    got, (order,) = state(path)
    assert (got["received"], got["orders"], got["effects"]["uncertain"]) == (1, 1, 0)
    assert [message["Message-ID"] for message in sink.messages(ANN)] == [order["receipt_message_id"]]
    assert len(list((tmp_path / "handoff").glob("*.json"))) == 1
    assert finish(launch(path)) == 0
    assert len(sink.received) == 1


def test_killed_after_the_text_was_sent(
    launch: Callable[..., Process], dovecot: Any, sink: Any, user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has the message and never answered: nobody may send it again but a person who looked."""
    dovecot.deliver(user, shop.mail())
    path = shop.write(tmp_path, sink.port, shop.mailbox(dovecot, user))
    keep = sink.handle_DATA

    async def never_answers(server: Any, session: Any, envelope: Any) -> str:
        await keep(server, session, envelope)
        await asyncio.sleep(60)
        return "250 too late"

    sink.stop()
    sink.handle_DATA = never_answers
    sink.start()
    process = launch(path)
    until(lambda: sink.received)
    kill(process)
    sink.stop()
    sink.handle_DATA = keep
    sink.start()
    assert finish(launch(path)) == 1
    assert finish(launch(path)) == 1
    assert len(sink.messages(ANN)) == 1
    got, (order,) = state(path)
    assert (got["orders"], got["effects"]["uncertain"], got["effects"]["pending"]) == (1, 1, 0)
    assert order["receipt_message_id"] == sink.messages(ANN)[0]["Message-ID"]
    with app.opened(config.load(path)) as service:
        with service.store.read() as uow:
            (uncertain,) = uow.scalars(select(EffectRow.id).where(EffectRow.state == "uncertain"))
        review.settle(service, uncertain, "pending")
    assert finish(launch(path)) == 0
    first, second = sink.received
    assert first.content == second.content, "sent again, it is the very same message"


@pytest.mark.parametrize("sent", [1, 4])
def test_killed_while_receipts_leave(
    launch: Callable[..., Process], dovecot: Any, sink: Any, user: str, tmp_path: Path, sent: int
) -> None:
    """Whatever was under way: each mail is one order, and its receipt left once or is marked to be looked at."""
    mails = [shop.mail(f"Order {n}", f"{n} x PU-300") for n in range(1, 7)]
    dovecot.deliver(user, *mails)
    path = shop.write(tmp_path, sink.port, shop.mailbox(dovecot, user))
    process = launch(path)
    until(lambda: len(sink.received) >= sent)
    process.kill()
    process.wait()
    finish(launch(path))
    got, rows = state(path)
    assert got["received"] == got["by_state"]["accepted"] == got["orders"] == 6
    year = datetime.now(UTC).year
    assert sorted(row["number"] for row in rows) == [f"{year}-{n:05d}" for n in range(1, 7)]
    ids = [message["Message-ID"] for message in sink.messages(ANN)]
    assert len(ids) == len(set(ids))
    assert len(ids) + got["effects"]["uncertain"] >= 6
    assert got["effects"]["uncertain"] <= 1
    assert dovecot.subjects(user) == []


def test_sigterm_ends_a_running_service_in_order(
    launch: Callable[..., Process], dovecot: Any, sink: Any, user: str, tmp_path: Path
) -> None:
    path = shop.write(tmp_path, sink.port, shop.mailbox(dovecot, user), more="[schedule]\npoll_seconds = 1")
    process = launch(path, ALWAYS)
    dovecot.deliver(user, shop.mail("One"))
    until(lambda: len(sink.messages(ANN)) == 1)
    dovecot.deliver(user, shop.mail("Two", "3 x CL-200"))
    until(lambda: len(sink.messages(ANN)) == 2)
    process.send_signal(signal.SIGTERM)
    assert finish(process) == 0
    assert state(path)[0]["orders"] == 2


def test_a_running_service_outlives_its_servers(
    launch: Callable[..., Process], dovecot: Any, sink: Any, user: str, tmp_path: Path
) -> None:
    """The mailbox cannot be reached, then it can: the polls go on."""
    other = socket.create_server(("127.0.0.1", 0))
    port = other.getsockname()[1]
    other.close()
    boxes = shop.MAILBOX.format(name="orders", port=port, user=user, password="secret", more="timeout_seconds = 2")
    path = shop.write(tmp_path, sink.port, boxes, more="[schedule]\npoll_seconds = 1")
    process = launch(path, ALWAYS)
    time.sleep(3)
    assert process.poll() is None
    dovecot.deliver(user, shop.mail())
    server = Listener(port, forward_to(dovecot.port))
    until(lambda: len(sink.messages(ANN)) == 1)
    server.close()
    process.send_signal(signal.SIGTERM)
    assert finish(process) == 0
