"""The real command in a process of its own, with a shop of its own."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

import inbox_agent.demo

COMMAND = Path(sys.executable).with_name("inbox-agent")
DEMO = Path(inbox_agent.demo.__file__).parent / "shop"

Command = Callable[..., subprocess.CompletedProcess[str]]


def command_in(folder: Path) -> Command:
    """``command("read", "-", stdin=b"...")`` runs it in that folder."""

    def run(*words: str | Path, stdin: bytes = b"", cwd: Path = folder) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [COMMAND, *map(str, words)],
            input=stdin,
            capture_output=True,
            cwd=cwd,
            timeout=120,
            env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": ""},
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )

    return run


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command in an empty folder."""
    return command_in(tmp_path)


@dataclass
class Sink:
    """An SMTP server that keeps what it gets."""

    port: int
    messages: list[tuple[list[str], bytes]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append((list(envelope.rcpt_tos), envelope.content))
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found = Sink(probe.getsockname()[1])
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    yield found
    controller.stop()


@dataclass(frozen=True)
class Shop:
    """A folder with config.toml; its mailbox is the folder ``mail`` in it."""

    folder: Path
    command: Command

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self.command(*words, cwd=self.folder)

    def receive(self, name: str) -> None:
        """Puts a mail of the demo into the mailbox."""
        (self.folder / "mail" / name).write_bytes((DEMO / "mail" / name).read_bytes())

    def change(self, old: str, new: str) -> None:
        path = self.folder / "config.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def shop(tmp_path: Path, command: Command, sink: Sink) -> Shop:
    """The demo's shop with a folder as its mailbox and the sink as its SMTP server."""
    folder = tmp_path / "shop"
    (folder / "mail").mkdir(parents=True)
    for name in ("products.csv", "customers.csv", "prices.csv"):
        (folder / name).write_bytes((DEMO / name).read_bytes())
    text = (DEMO / "config.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^\[\[mailbox\]\]$", '[[mailbox]]\nkind = "folder"\npath = "mail"', text)
    text = re.sub(r"(?m)^\[smtp\]$", f"[smtp]\nport = {sink.port}", text)
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return Shop(folder, command)
