"""Hands messages to the mail server, and says of each failure whether it may be tried again.

SMTP delivers at least once: when the connection ends after the text and before the answer, nobody knows whether the
server has the message. That is ``MaybeDelivered``, and never repeated blindly (freescout#5457)."""

import asyncio
import re
import socket
from collections.abc import Coroutine, Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar

from aiosmtplib import SMTP, SMTPException, SMTPRecipientRefused, SMTPResponseException

from inbox_agent import config
from inbox_agent.errors import DeliveryError, MaybeDelivered, NeverDeliverable, TryLater

T = TypeVar("T")
GO_AHEAD, TAKEN = 354, 250
LOGIN_CODES = (454, 530, 534, 535, 538)  # RFC 4954: our login is wrong, which is not the message's fault
ANSWER_PATIENCE = 4  # times the timeout for the answer to a whole message: the server may scan it first


class Smtp:
    """One connection for several messages: ``with Smtp(settings.smtp, password) as smtp: smtp.send(...)``.

    Entering connects and logs in, and raises TryLater when that is not possible. Not for use within a running event
    loop, nor by two threads at once."""

    def __init__(self, settings: config.Smtp, password: str = "") -> None:
        self._where = f"SMTP server {settings.host}:{settings.port}"
        self._timeout = settings.timeout_seconds
        self._options: Mapping[str, Any] = {
            "hostname": settings.host,
            "port": settings.port,
            "timeout": settings.timeout_seconds,
            "use_tls": settings.tls == "implicit",
            "start_tls": settings.tls == "starttls",
            "username": settings.username or None,
            "password": password if settings.username else None,
            "local_hostname": socket.gethostname(),  # the full name would ask DNS, which can take long
        }

    def __enter__(self) -> "Smtp":
        self._runner = asyncio.Runner()
        self._client = self._run_or_close(self._connect())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._runner.run(self._quit())
        finally:
            self._runner.close()

    def send(self, message: bytes, sender: str, recipients: Sequence[str]) -> Mapping[str, str]:
        """Hand over one message (RFC 5322 bytes). Returns the recipients that the server refused, with its words, when
        it took the message for others. Raises TryLater, NeverDeliverable or MaybeDelivered."""
        return self._runner.run(self._send(message, sender, recipients))

    def _run_or_close(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._runner.run(work)
        except BaseException:
            self._runner.close()
            raise

    async def _connect(self) -> SMTP:
        client = SMTP(**self._options)
        try:
            await client.connect()
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            raise TryLater(f"{self._where}: cannot connect or log in: {error}") from error
        return client

    async def _quit(self) -> None:
        try:
            await self._client.quit()
        except (SMTPException, OSError):
            self._client.close()

    async def _send(self, message: bytes, sender: str, recipients: Sequence[str]) -> Mapping[str, str]:
        await self._wake()
        try:
            refused = await self._envelope(message, _ascii(sender), [_ascii(address) for address in recipients])
            await self._text(message)
        except SMTPResponseException as error:
            await self._reset()
            raise self._refusal(error.code, error.message) from error
        except ValueError as error:
            await self._reset()
            raise NeverDeliverable(f"{self._where}: {error}") from error
        except (SMTPException, OSError) as error:
            self._client.close()
            raise TryLater(f"{self._where}: the connection was lost before the message was sent: {error}") from error
        return refused

    async def _wake(self) -> None:
        """A server may have closed a connection that was idle; nothing is lost by asking first."""
        try:
            await self._client.noop()
        except (SMTPException, OSError):
            self._client.close()
            self._client = await self._connect()

    async def _envelope(self, message: bytes, sender: str, recipients: Sequence[str]) -> Mapping[str, str]:
        """MAIL and RCPT. Raises DeliveryError when no recipient is taken."""
        options = [f"SIZE={len(message)}"] if self._client.supports_extension("size") else []
        if not message.isascii() and self._client.supports_extension("8bitmime"):
            options.append("BODY=8BITMIME")
        await self._client.mail(sender, options=options)
        refused: dict[str, SMTPRecipientRefused] = {}
        for address in recipients:
            try:
                await self._client.rcpt(address)
            except SMTPRecipientRefused as error:
                refused[address] = error
        if len(refused) == len(recipients):
            await self._reset()
            temporary = [error for error in refused.values() if error.code < 500]
            first = (temporary or list(refused.values()))[0]
            raise self._refusal(first.code, f"{first.recipient}: {first.message}")
        return {address: f"{error.code} {error.message}" for address, error in refused.items()}

    async def _text(self, message: bytes) -> None:
        """DATA in its two steps, because what a lost connection means differs: before the text was sent it is only a
        failure, afterwards the server may have the message."""
        protocol = self._client.protocol
        if protocol is None:
            raise ConnectionError("closed")
        protocol.write(b"DATA\r\n")
        start = await protocol.read_response(timeout=self._timeout)
        if start.code != GO_AHEAD:
            raise SMTPResponseException(start.code, start.message)
        try:
            protocol.write(_dotted(message))
            answer = await protocol.read_response(timeout=self._timeout * ANSWER_PATIENCE)
        except (SMTPException, OSError) as error:
            self._client.close()
            why = f"no answer after the message was sent: {error}"
            raise MaybeDelivered(f"{self._where}: {why}; look whether it arrived before you send it again") from error
        if answer.code != TAKEN:
            raise SMTPResponseException(answer.code, answer.message)

    async def _reset(self) -> None:
        """So that the next message starts afresh."""
        try:
            await self._client.rset()
        except (SMTPException, OSError):
            self._client.close()

    def _refusal(self, code: int, words: str) -> DeliveryError:
        """4xx may work later, 5xx never will (RFC 5321 4.2.1)."""
        text = f"{self._where} refused: {code} {' '.join(words.split())}"
        return NeverDeliverable(text) if code >= 500 and code not in LOGIN_CODES else TryLater(text)


def _ascii(address: str) -> str:
    """The address as SMTP writes it; a domain of other letters in its own encoding (RFC 5891). Raises ValueError."""
    local, _, domain = address.rpartition("@")
    if not local or not domain or not local.isascii() or re.search(r"[\s<>]", address):
        raise ValueError(f'"{address}" is no address that mail can be sent to')
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _dotted(message: bytes) -> bytes:
    """The text as it goes over the wire: CRLF, dots at line starts doubled, a dot at the end (RFC 5321 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"
