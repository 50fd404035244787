"""An IMAP folder (RFC 9051). Reading changes nothing there; only ``move`` does."""

import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from inbox_agent.config import Mailbox as Config
from inbox_agent.errors import MailboxError
from inbox_agent.mailbox.base import BATCH_BYTES, BATCH_MESSAGES, Batch, Cursor, Fetched, Filed, Place
from inbox_agent.model import RawMail

Response = Mapping[bytes, Any]


class ImapMailbox:
    """A logged-in connection to one folder. Raises MailboxError in one line, from the constructor too."""

    def __init__(self, box: Config, password: str) -> None:
        self.box = box
        self._next_uid: int | None = None
        with in_words(box):
            self.client = _connect(box)
            try:
                _login(self.client, box.username, password)
            except BaseException:
                self.client.shutdown()
                raise

    def fetch_new(self, cursor: Cursor) -> Iterator[Batch]:
        """What came after the cursor, oldest first, in batches bounded in number and bytes. A folder whose UIDVALIDITY
        changed is read from its start."""
        with in_words(self.box):
            uidvalidity = self._select(readonly=True)
            last = cursor.uid if cursor.uidvalidity == uidvalidity else 0
            found = self.client.search(["UID", f"{last + 1}:*"])
            new = sorted(uid for uid in found if uid > last)  # "n:*" names the last message even when it is older
            for start in range(0, len(new), BATCH_MESSAGES):
                chunk = new[start : start + BATCH_MESSAGES]
                about = self.client.fetch(chunk, ["RFC822.SIZE", "INTERNALDATE"])
                for group in _by_bytes(chunk, about):
                    messages = self._fetch(group, about, uidvalidity)
                    yield Batch(messages, Cursor(uidvalidity, group[-1]))
            if not new:
                yield Batch((), Cursor(uidvalidity, last))

    def move(self, places: Sequence[Place], folder: str) -> None:
        """With MOVE (RFC 6851), else COPY and UID EXPUNGE (RFC 4315), else COPY and a \\Deleted flag: never a plain
        EXPUNGE, which would remove what other people have marked."""
        with in_words(self.box):
            uidvalidity = self._select(readonly=False)
            if self._folder_name(folder) != self._folder_name(self.box.folder):
                self._move([place.uid for place in places if place.uidvalidity == uidvalidity], folder)

    def refile(self, copies: Sequence[Filed], folder: str) -> None:
        """Found again by their Message-ID in the folder they were put into: their UIDs there are not known."""
        with in_words(self.box):
            for source in sorted({copy.folder for copy in copies} - {folder}):
                if self.client.folder_exists(self._folder_name(source)):
                    self.client.select_folder(self._folder_name(source))
                    ids = [copy.message_id for copy in copies if copy.folder == source and copy.message_id]
                    found = [uid for one in ids for uid in self.client.search(["HEADER", "MESSAGE-ID", one])]
                    self._move(found, folder)

    def close(self) -> None:
        """Says goodbye; a connection that is gone already is closed."""
        try:
            self.client.logout()
        except (IMAPClientError, OSError):
            with suppress(OSError):
                self.client.shutdown()

    def wait(self, seconds: float) -> bool:
        """Whether something new came since the last call, or comes within that time (IDLE, RFC 2177)."""
        with in_words(self.box):
            before, self._next_uid = self._next_uid, self._uidnext()
            if before not in (None, self._next_uid):
                return True
            self.client.idle()
            try:
                seen = self.client.idle_check(timeout=seconds)
            finally:
                self.client.idle_done()
        return any(len(response) > 1 and response[1] == b"EXISTS" for response in seen)

    @property
    def pushes(self) -> bool:
        """Whether ``wait`` can be used."""
        return bool(self.client.has_capability("IDLE"))

    # ---- steps

    def _select(self, readonly: bool) -> int:
        """Opens the folder; its UIDVALIDITY."""
        return int(self._open(readonly)[b"UIDVALIDITY"])

    def _uidnext(self) -> int:
        return int(self._open(readonly=True).get(b"UIDNEXT", 0))

    def _open(self, readonly: bool) -> Response:
        name = self._folder_name(self.box.folder)
        try:
            answer: Response = self.client.select_folder(name, readonly=readonly)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise MailboxError(
                f'mailbox {self.box.name} ({self.box.host}): folder "{name}" cannot be opened; '
                f"check `folder` in config.toml (the server said: {error})"
            ) from error
        return answer

    def _fetch(self, uids: Sequence[int], about: Mapping[int, Response], uidvalidity: int) -> tuple[Fetched, ...]:
        """The messages of one batch; what was deleted meanwhile is left out."""
        limit = self.box.max_message_mb * 1_000_000
        sizes = {uid: int(about[uid].get(b"RFC822.SIZE", 0)) for uid in uids if uid in about}
        whole = self._bodies([uid for uid, size in sizes.items() if size <= limit], "BODY.PEEK[]", b"BODY[]")
        missing = {uid: "too_large" for uid, size in sizes.items() if size > limit}
        missing |= {uid: "unreadable" for uid, data in whole.items() if data is None}
        headers = self._bodies(list(missing), "BODY.PEEK[HEADER]", b"BODY[HEADER]")
        messages = []
        for uid in sorted(whole.keys() | missing.keys()):
            data = whole.get(uid) or headers.get(uid) or b""
            raw = RawMail(
                data=data,
                source=f"{self.box.name}/{self.box.folder}/{uid}",
                mailbox=self.box.name,
                folder=self.box.folder,
                uidvalidity=uidvalidity,
                uid=uid,
                received=about[uid].get(b"INTERNALDATE"),
            )
            messages.append(Fetched(raw, sizes[uid], missing.get(uid)))
        return tuple(messages)

    def _bodies(self, uids: list[int], what: str, key: bytes) -> dict[int, bytes | None]:
        """Bytes by UID. When the server fails on the batch it is asked one by one; None: it fails on this one."""
        if not uids:
            return {}
        try:
            return {uid: answer.get(key) for uid, answer in self.client.fetch(uids, [what]).items() if key in answer}
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            if len(uids) == 1:
                return {uids[0]: None}
            return {uid: data for one in uids for uid, data in self._bodies([one], what, key).items()}

    def _move(self, uids: list[int], folder: str) -> None:
        """Out of the folder that is open."""
        target = self._folder_name(folder)
        if uids:
            self._make_folder(target)
        for start in range(0, len(uids), BATCH_MESSAGES):
            chunk = uids[start : start + BATCH_MESSAGES]
            if self.client.has_capability("MOVE"):
                self.client.move(chunk, target)
            else:
                self._copy_and_mark(chunk, target)

    def _copy_and_mark(self, uids: list[int], target: str) -> None:
        flags = self.client.get_flags(uids)
        left = [uid for uid in uids if uid in flags and b"\\Deleted" not in flags[uid]]  # the rest is moved or gone
        if left:
            self.client.copy(left, target)
            self.client.add_flags(left, [b"\\Deleted"], silent=True)
        if self.client.has_capability("UIDPLUS"):
            self.client.uid_expunge(uids)

    def _make_folder(self, name: str) -> None:
        if not self.client.folder_exists(name):
            self.client.create_folder(name)
            self.client.subscribe_folder(name)

    def _folder_name(self, folder: str) -> str:
        """``folder`` as config.toml writes it (with "/"), in the server's own separator and personal namespace."""
        if folder.upper() == "INBOX":
            return "INBOX"
        prefix, separator = self._namespace()
        name = folder.replace("/", separator) if separator else folder
        return name if name.startswith(prefix) else prefix + name

    def _namespace(self) -> tuple[str, str]:
        if self.client.has_capability("NAMESPACE"):
            personal = self.client.namespace().personal
            if personal:
                prefix, separator = personal[0]
                return str(prefix), str(separator or "")
        listed = self.client.list_folders("", "INBOX")
        return "", (listed[0][1] or b"").decode() if listed else "/"


def _connect(box: Config) -> IMAPClient:
    client = IMAPClient(
        box.host,
        port=box.port,
        ssl=box.tls == "implicit",
        ssl_context=ssl.create_default_context() if box.tls == "implicit" else None,
        timeout=SocketTimeout(connect=box.timeout_seconds, read=box.timeout_seconds),
    )
    client.normalise_times = False  # INTERNALDATE keeps its zone
    if box.tls == "starttls":
        try:
            client.starttls(ssl.create_default_context())
        except BaseException:
            client.shutdown()
            raise
    return client


def _login(client: IMAPClient, username: str, password: str) -> None:
    if (username + password).isascii():
        client.login(username, password)
    else:
        client.plain_login(username, password)  # LOGIN cannot carry anything else


def _by_bytes(uids: Sequence[int], about: Mapping[int, Response]) -> Iterator[list[int]]:
    """The UIDs in runs that weigh at most BATCH_BYTES together (a heavier message is a run of its own)."""
    run: list[int] = []
    weight = 0
    for uid in uids:
        size = int(about.get(uid, {}).get(b"RFC822.SIZE", 0))
        if run and weight + size > BATCH_BYTES:
            yield run
            run, weight = [], 0
        run.append(uid)
        weight += size
    if run:
        yield run


@contextmanager
def in_words(box: Config) -> Iterator[None]:
    """Whatever goes wrong within becomes a MailboxError: which server, and what to do."""
    where = f"mailbox {box.name} ({box.host}:{box.port})"
    try:
        yield
    except LoginError as error:
        said = f" (the server said: {error})"
        raise MailboxError(f"{where}: login refused; check username and password in config.toml{said}") from error
    except socket.gaierror as error:
        raise MailboxError(f"{where}: no such host; check `host` in config.toml") from error
    except ConnectionRefusedError as error:
        raise MailboxError(f"{where}: nothing answers there; is the server up, are host and port right?") from error
    except TimeoutError as error:
        raise MailboxError(f"{where}: no answer within {box.timeout_seconds:g} s; it is tried again") from error
    except ssl.SSLError as error:
        raise MailboxError(
            f"{where}: no secure connection ({error.reason or error}); check `tls` and `port`"
        ) from error
    except (IMAPClientError, OSError) as error:
        raise MailboxError(f"{where}: {error or type(error).__name__}; it is tried again") from error
