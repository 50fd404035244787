"""What every kind of mailbox can do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from inbox_agent.model import RawMail

BATCH_MESSAGES = 200
BATCH_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder was read: every message up to ``uid`` of that ``uidvalidity`` (RFC 9051, 2.3.1.1)."""

    uidvalidity: int | None = None
    uid: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message as fetched. ``missing`` is the doubt code why ``raw.data`` is its header only: too_large, unreadable
    (the server could not give it)."""

    raw: RawMail
    size: int
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some new messages; when they are stored, ``cursor`` is how far the folder was read."""

    messages: tuple[Fetched, ...]
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands within a mailbox's folder."""

    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Filed:
    """A message that was moved before: the folder it was put into, its UID before that, and its Message-ID."""

    folder: str
    uid: int
    message_id: str


class Mailbox(Protocol):
    """A connection to one mailbox; every method raises MailboxError."""

    def fetch_new(self, cursor: Cursor) -> Iterator[Batch]:
        """What came after the cursor, oldest first, without changing anything there."""
        ...

    def move(self, places: Sequence[Place], folder: str) -> None:
        """Puts messages into a folder, which is made when it is missing. One that is gone already is no error."""
        ...

    def refile(self, copies: Sequence[Filed], folder: str) -> None:
        """Puts messages that were moved before into another folder. One that a person took away is no error."""
        ...

    def close(self) -> None: ...
