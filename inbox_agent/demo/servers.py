"""Two small mail servers within this process: IMAP (pymap, in memory) and SMTP (aiosmtpd). Needs the extra `demo`."""

import asyncio
import socket
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from imapclient import IMAPClient
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService
from pysasl.hashing import BuiltinHash

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the SMTP server took."""

    recipients: tuple[str, ...]
    data: bytes


@dataclass
class Servers:
    """Where they listen; ``sent`` is what was handed in, except mail to ``address``, which lands in the mailbox."""

    address: str
    password: str
    imap_port: int
    smtp_port: int
    sent: list[Sent] = field(default_factory=list)

    def deliver(self, data: bytes) -> None:
        """Puts a message into the mailbox, as a mail server would."""
        client = IMAPClient(HOST, self.imap_port, ssl=False, timeout=10)
        try:
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 40 ms a message
            client.login(self.address, self.password)
            client.append("INBOX", data)
        finally:
            client.logout()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # the name aiosmtpd calls
        """A message for the shop goes into its mailbox, any other is the shop's own that leaves."""
        recipients = tuple(r.lower() for r in envelope.rcpt_tos)
        if self.address in recipients:
            await asyncio.to_thread(self.deliver, envelope.content)
        else:
            self.sent.append(Sent(recipients, envelope.content))
        return "250 OK"


@contextmanager
def running(address: str, password: str) -> Iterator[Servers]:
    """Both servers, until the block is left."""
    servers = Servers(address, password, _free_port(), _free_port())
    smtp = Controller(servers, hostname=HOST, port=servers.smtp_port, enable_SMTPUTF8=True)
    with _imap(servers):
        smtp.start()
        try:
            yield servers
        finally:
            smtp.stop()


@contextmanager
def _imap(servers: Servers) -> Iterator[None]:
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    ready = threading.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=[_serve(servers, ready.set, stop)], daemon=True)
    thread.start()
    if not ready.wait(10):
        raise RuntimeError("the embedded IMAP server did not start")
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)


async def _serve(servers: Servers, ready: Callable[[], None], stop: asyncio.Event) -> None:
    options = Namespace(
        demo_data=False,
        demo_user=servers.address,
        demo_password=servers.password,
        host=[HOST],
        port=str(servers.imap_port),
        cert=None,
        key=None,
        tls=False,
        proxy_protocol=None,
        debug=False,
        inherited_sockets=None,
        passlib_cfg=None,
    )
    async with AsyncExitStack() as stack:
        quick = BuiltinHash(rounds=1)  # a password hash that is safe takes half a second a login
        backend, config = await DictBackend.init(options, hash_context=quick)
        config.apply_context()
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)
        ready()
        await stop.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
