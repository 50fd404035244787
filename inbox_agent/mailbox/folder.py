"""Mail in files: a folder of .eml files, a Maildir, an mbox; as a mailbox, or just to be read."""

import hashlib
import mailbox as standard
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from inbox_agent.config import Mailbox as Config
from inbox_agent.config import Settings
from inbox_agent.errors import MailboxError
from inbox_agent.mailbox.base import BATCH_BYTES, BATCH_MESSAGES, Batch, Cursor, Fetched, Filed, Place
from inbox_agent.model import RawMail

UIDVALIDITY = 1  # files have none: a message's "UID" is the hash of its name and bytes


def read_paths(paths: Sequence[Path]) -> Iterator[RawMail]:
    """Every message of files, folders (in name order), Maildirs and mboxes. Raises MailboxError for a path that is not
    there or cannot be read."""
    for path in paths:
        for name, data, _ in _messages(path):
            yield RawMail(data, source=name)


class FolderMailbox:
    """A folder, Maildir or mbox that is polled like a mailbox. Messages of an mbox cannot be moved: they stay."""

    def __init__(self, box: Config, settings: Settings) -> None:
        if box.path is None:
            raise MailboxError(f'mailbox {box.name}: kind = "folder" needs `path` in config.toml')
        self.box = box
        self.path = settings.path(box.path)
        if not self.path.exists():
            raise MailboxError(f"mailbox {box.name}: {self.path} does not exist; check `path` in config.toml")

    def fetch_new(self, cursor: Cursor) -> Iterator[Batch]:
        """All that is there: names do not tell what is new, the store does."""
        here = Cursor(UIDVALIDITY, 0)
        run: list[Fetched] = []
        weight = 0
        for name, data, received in _messages(self.path):
            uid, source = _uid(name, data), f"{self.box.name}/{name}"
            raw = RawMail(data, source, self.box.name, self.box.folder, UIDVALIDITY, uid, received)
            run.append(Fetched(raw, len(data)))
            weight += len(data)
            if len(run) >= BATCH_MESSAGES or weight >= BATCH_BYTES:
                yield Batch(tuple(run), here)
                run, weight = [], 0
        yield Batch(tuple(run), here)

    def move(self, places: Sequence[Place], folder: str) -> None:
        """Moves the files into a sub-folder (in a Maildir: into the Maildir++ folder of that name)."""
        if self.path.is_dir():
            self._move(_files(self.path), {place.uid for place in places}, folder)

    def refile(self, copies: Sequence[Filed], folder: str) -> None:
        """Moves files from one sub-folder to another."""
        for source in {copy.folder for copy in copies} - {folder}:
            inner = self._inner(source)
            if inner.is_dir():
                self._move(_files(inner), {copy.uid for copy in copies if copy.folder == source}, folder)

    def close(self) -> None:
        """Nothing is open."""

    def _inner(self, folder: str) -> Path:
        return self.path / ("." + folder.replace("/", ".") if _is_maildir(self.path) else folder)

    def _move(self, files: Sequence[Path], uids: set[int], folder: str) -> None:
        target = self._inner(folder)
        parts = [target / part for part in ("cur", "new", "tmp")] if _is_maildir(self.path) else [target]
        try:
            for part in parts:
                part.mkdir(parents=True, exist_ok=True)
            for file in files:
                if _uid(_bare(file.name), file.read_bytes()) in uids:
                    with suppress(FileNotFoundError):
                        file.rename(parts[0] / file.name)
        except OSError as error:
            raise MailboxError(f"mailbox {self.box.name}: {error.filename}: {error.strerror}") from error


def _uid(name: str, data: bytes) -> int:
    """Stable for the same file, and within the 63 bits that every database has."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogateescape") + b"\0" + data).digest()[:8]) >> 1


def _messages(path: Path) -> Iterator[tuple[str, bytes, datetime]]:
    """(name, bytes, when the file was written) of each message at ``path``."""
    try:
        if path.is_dir():
            for file in _files(path):
                yield _bare(file.name), file.read_bytes(), _written(file)
        elif path.is_file():
            yield from _of_file(path)
        else:
            raise MailboxError(f"{path}: no such file or folder")
    except OSError as error:
        raise MailboxError(f"{error.filename or path}: cannot be read: {error.strerror}") from error


def _of_file(path: Path) -> Iterator[tuple[str, bytes, datetime]]:
    """One message, or those of an mbox (which begins with a "From " line, RFC 4155)."""
    with path.open("rb") as file:
        is_mbox = re.match(rb"From \S+ .*\d{4}", file.readline(500)) is not None
    if not is_mbox:
        yield path.name, path.read_bytes(), _written(path)
        return
    box = standard.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), start=1):
            data = re.sub(rb"(?m)^>(>*From )", rb"\1", box.get_bytes(key))
            yield f"{path.name}#{number}", data, _written(path)
    finally:
        box.close()


def _files(path: Path) -> list[Path]:
    folders = [path / "new", path / "cur"] if _is_maildir(path) else [path]
    files = [file for folder in folders for file in folder.iterdir() if file.is_file()]
    return sorted((file for file in files if not file.name.startswith(".")), key=lambda file: file.name)


def _is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _bare(name: str) -> str:
    """A Maildir name without its flags, which change while the message stays the same."""
    return re.sub(r":2,[A-Za-z]*$", "", name)


def _written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
