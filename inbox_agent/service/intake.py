"""The first of the two commits: what the server has is in the store before anything is done with it."""

from datetime import date

from sqlalchemy.orm import Session

from inbox_agent.config import Mailbox as Config
from inbox_agent.errors import MailboxError
from inbox_agent.mailbox import Batch, Cursor, Fetched, open_mailbox
from inbox_agent.model import Effect, EffectKind, RawMail
from inbox_agent.service.context import Service
from inbox_agent.service.identity import content_key, shown
from inbox_agent.store import effects, events, messages
from inbox_agent.store.tables import CursorRow, Message, RawMessage, Sighting


def intake(service: Service, box: Config) -> int:
    """Reads what is new in one mailbox; how many messages were new. Raises MailboxError, which is remembered as the
    mailbox's problem until the next good poll."""
    try:
        mailbox = open_mailbox(box, service.settings)
        try:
            new = 0
            for batch in mailbox.fetch_new(_cursor(service, box)):
                new += _store(service, box, batch)
                if service.stopping.is_set():
                    break
        finally:
            mailbox.close()
    except MailboxError as error:
        _note(service, box, str(error))
        raise
    _note(service, box, "")
    return new


def _cursor(service: Service, box: Config) -> Cursor:
    """Where the last poll ended. The first one begins at the start, and remembers the day as the default of `since`."""
    with service.store.begin() as uow:
        row = messages.cursor(uow, box.name, box.folder)
        if row is None:
            today = service.clock().astimezone(service.settings.company.zone).date()
            row = CursorRow(mailbox=box.name, folder=box.folder, since=today, uid=0)
            uow.add(row)
        cursor = Cursor(row.uidvalidity, row.uid)
        uow.commit()
    return cursor


def _store(service: Service, box: Config, batch: Batch) -> int:
    """One batch and how far it reaches, in one commit that survives a power cut."""
    with service.store.begin(durable=True) as uow:
        row = messages.cursor(uow, box.name, box.folder)
        assert row is not None
        if row.uidvalidity not in (None, batch.cursor.uidvalidity):
            events.record(uow, "uidvalidity_changed", service.clock(), mailbox=box.name, was=row.uidvalidity)
        row.uidvalidity, row.uid = batch.cursor.uidvalidity, batch.cursor.uid
        since = box.since or row.since
        places = [fetched.raw.uid for fetched in batch.messages if fetched.raw.uid is not None]
        known = messages.seen(uow, box.name, box.folder, batch.cursor.uidvalidity or 0, places)
        new = sum(_sight(service, uow, f, since) for f in batch.messages if f.raw.uid not in known)
        uow.commit()
    return new


def _sight(service: Service, uow: Session, fetched: Fetched, since: date) -> bool:
    """Notes one message seen at its place; True when its content is new."""
    raw, now = fetched.raw, service.clock()
    assert raw.mailbox is not None and raw.folder is not None and raw.uidvalidity is not None and raw.uid is not None
    key = content_key(raw.data, fetched.size if fetched.missing else None)
    mail = messages.by_key(uow, key)
    new = mail is None
    if mail is None:
        mail = _new_message(service, fetched, key)
        uow.add(mail)
        uow.flush()
        if _before(raw, since, service):
            mail.state, mail.reason = "ignored", "before_since"
    duplicate = messages.is_another_copy(mail, raw.mailbox, raw.folder, raw.uidvalidity)
    sighting = Sighting(
        mailbox=raw.mailbox,
        folder=raw.folder,
        uidvalidity=raw.uidvalidity,
        uid=raw.uid,
        duplicate=duplicate,
        seen_at=now,
    )
    mail.sightings.append(sighting)
    uow.flush()
    if not new:
        _follow(uow, mail, sighting)
    events.record(uow, "received" if new else "seen_again", now, mail.id, mailbox=raw.mailbox, uid=raw.uid)
    return new


def _new_message(service: Service, fetched: Fetched, key: str) -> Message:
    raw = fetched.raw
    message_id, sender, subject = shown(raw.data)
    return Message(
        key=key,
        state="pending",
        missing=fetched.missing,
        size=fetched.size,
        message_id=message_id,
        sender=sender,
        subject=subject,
        received=raw.received,
        mailbox=raw.mailbox,
        created_at=service.clock(),
        raw=RawMessage(data=raw.data),
    )


def _before(raw: RawMail, since: date, service: Service) -> bool:
    """Whether the server had it before the day from which mail counts (in the company's zone)."""
    return raw.received is not None and raw.received.astimezone(service.settings.company.zone).date() < since


def _follow(uow: Session, mail: Message, sighting: Sighting) -> None:
    """One more copy of a message that was moved already goes to the same folder."""
    moves = effects.of_mail(uow, mail.id, EffectKind.MOVE)
    if moves:
        move = Effect(EffectKind.MOVE, f"{mail.key}:{EffectKind.MOVE}:copy-{sighting.id}", moves[-1].payload)
        effects.add(uow, mail, [move], sighting.seen_at)


def _note(service: Service, box: Config, problem: str) -> None:
    """When the mailbox was last read, or why it could not be."""
    with service.store.begin() as uow:
        row = messages.cursor(uow, box.name, box.folder)
        if row is not None:
            row.problem = problem
            row.polled_at = row.polled_at if problem else service.clock()
            uow.commit()


def raw_mail(uow: Session, mail: Message) -> RawMail:
    """The message as it was fetched."""
    first = mail.sightings[0]
    return RawMail(
        data=messages.raw(uow, mail.id),
        source=f"{first.mailbox}/{first.folder}/{first.uid}",
        mailbox=first.mailbox,
        folder=first.folder,
        uidvalidity=first.uidvalidity,
        uid=first.uid,
        received=mail.received,
    )
