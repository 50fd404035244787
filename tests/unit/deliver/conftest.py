"""Real SMTP servers on free loopback ports: one that behaves (aiosmtpd), and one that breaks off where a test says."""

import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult, Envelope, Session

from inbox_agent.config import Smtp


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Postbox:
    """What the server took, and what it answers to some recipients and texts."""

    messages: list[Envelope] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)
    refuse: dict[str, str] = field(default_factory=dict)  # recipient -> answer
    answer: str = "250 OK"
    settings: Smtp | None = None

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.messages.append(envelope)
            self.sessions.add(id(session))
        return self.answer


@pytest.fixture
def serve() -> Iterator[Callable[..., Postbox]]:
    """Starts a server; its options are aiosmtpd's. The Postbox has the settings to reach it."""
    running: list[Controller] = []

    def start(tls: str = "none", username: str = "", **options: Any) -> Postbox:
        box, port = Postbox(), free_port()
        controller = Controller(box, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        box.settings = Smtp(host="127.0.0.1", port=port, tls=tls, username=username, timeout_seconds=5)  # type: ignore[arg-type]
        return box

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def login() -> Callable[..., AuthResult]:
    """An authenticator that knows one password."""

    def check(server: Server, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.login == b"shop" and data.password == b"secret", handled=False)

    return check


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's TLS, with a certificate of its own that this process trusts."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
               "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


@pytest.fixture
def broken() -> Iterator[Callable[[str], Smtp]]:
    """A server that answers as it should until ``at`` (MAIL, DATA, text), and then hangs up; "silence" never answers
    the text."""
    servers: list[socketserver.ThreadingTCPServer] = []

    def start(at: str) -> Smtp:
        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 hello\r\n")
                for line in self.rfile:
                    verb = line.strip().upper().split(b" ")[0].decode()
                    if verb == at:
                        return
                    self.wfile.write(b"354 go\r\n" if verb == "DATA" else b"250 ok\r\n")
                    if verb == "DATA":
                        while self.rfile.readline() not in (b".\r\n", b""):
                            pass
                        if at == "silence":
                            self.rfile.read(1)  # until the client has had enough
                        return

        class Loopback(socketserver.ThreadingTCPServer):
            daemon_threads = True

        server = Loopback(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return Smtp(host="127.0.0.1", port=server.server_address[1], tls="none", timeout_seconds=0.3)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
