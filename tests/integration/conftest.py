"""A real Dovecot and an SMTP sink, each with a port of its own, stopped when the tests are done."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from imapclient import IMAPClient

PASSWORD = "secret"
CONFIG = """
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
{users}
first_valid_uid = 0
mail_home = {dir}/mail/%u
mail_location = maildir:{dir}/mail/%u/Maildir
mail_fsync = never
{extra}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={dir}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on port {port}")


@dataclass
class Dovecot:
    """A running server; every user name exists, with the same password."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def client(self, user: str) -> IMAPClient:
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False, timeout=10)
        client.login(user, PASSWORD)
        return client

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX", received: datetime | None = None) -> None:
        """Puts messages into a folder, received now or then."""
        with self.client(user) as client:
            for mail in mails:
                client.append(folder, mail, msg_time=received)

    def subjects(self, user: str, folder: str = "INBOX") -> list[str]:
        """What stands in a folder, in order; [] when there is no such folder."""
        with self.client(user) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            fetched = client.fetch(client.search(), ["BODY.PEEK[HEADER]"])
            return [message_from_bytes(m[b"BODY[HEADER]"])["Subject"] for _, m in sorted(fetched.items())]

    def flags(self, user: str, folder: str = "INBOX") -> list[tuple[bytes, ...]]:
        with self.client(user) as client:
            client.select_folder(folder, readonly=True)
            return [tuple(m) for _, m in sorted(client.get_flags(client.search()).items())]

    def reset_uidvalidity(self, user: str) -> None:
        """What happens when a server is restored from a backup: the same mail under new numbers."""
        for file in (self.folder / "mail" / user / "Maildir").glob("dovecot*"):
            file.unlink()
        time.sleep(1.1)  # UIDVALIDITY is a time in seconds

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=10)


def start_dovecot(folder: Path, separator: str = "/", prefix: str = "", extra: str = "") -> Dovecot:
    """Starts a server of its own as whoever runs the tests; skips where Dovecot is not installed (fails in CI)."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        reason = "dovecot is not installed (Debian: dovecot-imapd)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    me, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    users, owner = f"default_internal_user = {me}\ndefault_internal_group = {group}\ndefault_login_user = {me}", me
    if os.getuid() == 0:
        users, owner = "default_internal_user = dovecot\ndefault_login_user = dovenull", "nobody"
        group = grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mail").mkdir(exist_ok=True)
    if os.getuid() == 0:
        shutil.chown(folder / "mail", "nobody", group)
    port = free_port()
    config = CONFIG.format(
        dir=folder, users=users, uid=owner, gid=group, port=port, password=PASSWORD,
        separator=separator, prefix=prefix, extra=extra,
    )  # fmt: skip
    (folder / "dovecot.conf").write_text(config)
    process = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")])
    try:
        wait_for_port(port)
    except TimeoutError:
        process.terminate()
        log = folder / "dovecot.log"
        pytest.fail(f"dovecot did not start: {log.read_text() if log.exists() else 'no log'}")
    return Dovecot(folder, port, process)


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A folder with a short name (a socket's path has at most 107 bytes) that every user may enter."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="ia-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def dovecot(server_folder: Path) -> Iterator[Dovecot]:
    running = start_dovecot(server_folder / "d")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def old_dovecot(server_folder: Path) -> Iterator[Dovecot]:
    """A server without MOVE and UIDPLUS, with "." between folders and all of them below INBOX."""
    extra = "imap_capability = IMAP4rev1 NAMESPACE LITERAL+"
    running = start_dovecot(server_folder / "o", separator=".", prefix="INBOX.", extra=extra)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def plain_log() -> None:
    """One line an event, as the program itself logs."""
    structlog.configure(processors=[structlog.processors.LogfmtRenderer(key_order=["event"])])


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A mail account that no other test uses."""
    return "u" + str(abs(hash(request.node.nodeid)) % 10**9)


@dataclass
class Sink:
    """An SMTP server that keeps what it gets. ``behave`` maps a recipient to the answer after its RCPT."""

    port: int
    received: list[Envelope] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    controller: Controller | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.received.append(envelope)
        return "250 kept"

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True)
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def messages(self, recipient: str | None = None) -> list[EmailMessage]:
        """The messages as mail, all of them or one recipient's."""
        kept = [e for e in self.received if recipient is None or recipient in e.rcpt_tos]
        return [message_from_bytes(bytes(e.content or b""), policy=policy.default) for e in kept]  # type: ignore[arg-type,misc]


@pytest.fixture
def sink() -> Iterator[Sink]:
    running = Sink(free_port())
    running.start()
    yield running
    running.stop()
