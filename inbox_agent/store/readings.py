"""What was understood, each revision kept."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox_agent import codec
from inbox_agent.model import Decision, Document, Outcome, ParsedMail, PricedOrder, Reading
from inbox_agent.store.events import MACHINE
from inbox_agent.store.tables import Message, StoredReading


def add(uow: Session, mail: Message, outcome: Outcome, now: datetime, author: str = MACHINE) -> StoredReading:
    """The next revision. Attachments are kept without their bytes, which the raw message has."""
    parsed = replace(outcome.parsed, attachments=tuple(replace(a, data=b"") for a in outcome.parsed.attachments))
    row = StoredReading(
        mail_id=mail.id,
        revision=next_revision(uow, mail.id),
        author=author,
        customer=outcome.reading.customer,
        intent=outcome.reading.intent.value.value,
        parsed=codec.dump(parsed),
        documents=codec.dump(outcome.documents),
        reading=codec.dump(outcome.reading),
        priced=codec.dump(outcome.priced),
        decision=codec.dump(outcome.decision),
        versions=codec.dump(outcome.versions),
        created_at=now,
    )
    uow.add(row)
    return row


def latest(uow: Session, mail_id: int) -> StoredReading | None:
    query = select(StoredReading).where(StoredReading.mail_id == mail_id)
    return uow.scalars(query.order_by(StoredReading.revision.desc()).limit(1)).one_or_none()


def next_revision(uow: Session, mail_id: int) -> int:
    last = latest(uow, mail_id)
    return last.revision + 1 if last else 1


def outcome(row: StoredReading) -> Outcome:
    """As it was, without effects (they are in the outbox) and without the attachments' bytes."""
    return Outcome(
        parsed=codec.load(ParsedMail, row.parsed),
        documents=codec.load(tuple[Document, ...], row.documents),
        reading=codec.load(Reading, row.reading),
        priced=codec.load(PricedOrder, row.priced) if row.priced is not None else None,
        decision=codec.load(Decision, row.decision),
        effects=(),
        versions=row.versions,
    )
