"""Messages, their bytes, and where copies of them were seen."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from inbox_agent.errors import StoreError
from inbox_agent.store.tables import CursorRow, Message, RawMessage, Sighting


def get(uow: Session, mail_id: int) -> Message:
    """Raises StoreError when there is no such message."""
    row = uow.get(Message, mail_id)
    if row is None:
        raise StoreError(f"there is no message {mail_id}; `inbox-agent review list` shows the open ones")
    return row


def by_key(uow: Session, key: str) -> Message | None:
    return uow.scalars(select(Message).where(Message.key == key)).one_or_none()


def in_states(uow: Session, states: Iterable[str], handled: bool | None = None) -> list[Message]:
    """Oldest first. ``handled`` None: both."""
    query = select(Message).where(Message.state.in_(list(states))).order_by(Message.id)
    return list(uow.scalars(query if handled is None else query.where(Message.handled == handled)))


def pending(uow: Session, after: int = 0) -> int | None:
    """The oldest message still to be understood, of those with a higher id than ``after``."""
    query = select(Message.id).where(Message.state == "pending", Message.id > after).order_by(Message.id).limit(1)
    return uow.scalars(query).one_or_none()


def count_attempt(uow: Session, mail_id: int) -> int:
    """One attempt more; how many there are now."""
    uow.execute(update(Message).where(Message.id == mail_id).values(attempts=Message.attempts + 1))
    return uow.scalars(select(Message.attempts).where(Message.id == mail_id)).one()


def raw(uow: Session, mail_id: int) -> bytes:
    return uow.scalars(select(RawMessage.data).where(RawMessage.mail_id == mail_id)).one()


def cursor(uow: Session, mailbox: str, folder: str) -> CursorRow | None:
    return uow.get(CursorRow, (mailbox, folder))


def seen(uow: Session, mailbox: str, folder: str, uidvalidity: int, uids: Iterable[int]) -> set[int]:
    """Which of these were read before."""
    query = select(Sighting.uid).where(
        Sighting.mailbox == mailbox,
        Sighting.folder == folder,
        Sighting.uidvalidity == uidvalidity,
        Sighting.uid.in_(list(uids)),
    )
    return set(uow.scalars(query))


def is_another_copy(message: Message, mailbox: str, folder: str, uidvalidity: int) -> bool:
    """Whether one more sighting is a message delivered again, rather than the one seen before under a UIDVALIDITY
    that the server has given up since."""
    places = [(s.mailbox, s.folder, s.uidvalidity) for s in message.sightings]
    before_reset = [p for p in places if p[:2] == (mailbox, folder) and p[2] != uidvalidity]
    since_reset = [p for p in places if p == (mailbox, folder, uidvalidity)]
    return bool(places) and (bool(since_reset) or not before_reset)
