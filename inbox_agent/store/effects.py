"""The outbox: what is to be done outside, each thing once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from inbox_agent.model import Effect, EffectKind
from inbox_agent.store.tables import EffectRow, Message, Order

TO_CUSTOMERS = (EffectKind.RECEIPT, EffectKind.QUESTION, EffectKind.ACKNOWLEDGEMENT)


def add(uow: Session, mail: Message, effects: Iterable[Effect], now: datetime, order: Order | None = None) -> None:
    """Writes effects down, due after their delay. ``order``: the one they tell of; its number goes into the payload
    of receipt and hand-off."""
    for effect in effects:
        tells = order is not None and effect.kind in (EffectKind.RECEIPT, EffectKind.HAND_OFF)
        number = {"order_number": order.number} if order is not None and tells else {}
        uow.add(
            EffectRow(
                mail_id=mail.id,
                order=order if tells else None,
                kind=effect.kind.value,
                key=effect.key,
                payload={**effect.payload, **number},
                state="pending",
                due_at=now + timedelta(seconds=effect.delay_seconds),
                recipient=effect.payload.get("recipient"),
            )
        )


def due(uow: Session, now: datetime, waive_retry: bool, after: int = 0) -> int | None:
    """The next effect to carry out, of those with a higher id than ``after``. ``waive_retry``: also what failed just
    now and would be tried again later only."""
    query = select(EffectRow.id).where(EffectRow.state == "pending", EffectRow.due_at <= now, EffectRow.id > after)
    if not waive_retry:
        query = query.where(or_(EffectRow.retry_at.is_(None), EffectRow.retry_at <= now))
    return uow.scalars(query.order_by(EffectRow.id).limit(1)).one_or_none()


def claim(uow: Session, effect_id: int, now: datetime) -> bool:
    """Takes an effect (compare and set); False when somebody else has, or it was cancelled."""
    query = update(EffectRow).where(EffectRow.id == effect_id, EffectRow.state == "pending")
    done = uow.execute(query.values(state="claimed", claimed_at=now, attempts=EffectRow.attempts + 1))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def cancel(uow: Session, effect_ids: Iterable[int]) -> int:
    """Takes back what nobody has claimed yet (compare and set); how many."""
    query = update(EffectRow).where(EffectRow.id.in_(list(effect_ids)), EffectRow.state == "pending")
    done = uow.execute(query.values(state="cancelled"))
    return int(done.rowcount)  # type: ignore[attr-defined]


def claimed(uow: Session, before: datetime | None = None) -> list[EffectRow]:
    """Claims, or only those taken before a moment."""
    query = select(EffectRow).where(EffectRow.state == "claimed")
    return list(uow.scalars(query if before is None else query.where(EffectRow.claimed_at < before)))


def sent_to(uow: Session, recipient: str, since: datetime) -> int:
    """How many messages an address was sent since a moment."""
    query = (
        select(func.count())
        .select_from(EffectRow)
        .where(
            EffectRow.recipient == recipient,
            EffectRow.kind.in_([kind.value for kind in TO_CUSTOMERS]),
            EffectRow.state.in_(["sent", "uncertain"]),
            EffectRow.sending_at >= since,
        )
    )
    return uow.scalars(query).one()


def is_ours(uow: Session, message_id: str) -> bool:
    """Whether this program sent a message of that Message-ID."""
    return uow.scalars(select(EffectRow.id).where(EffectRow.message_id == message_id).limit(1)).first() is not None


def sent_as(uow: Session, message_id: str) -> EffectRow | None:
    """The effect that left under that Message-ID, or may have."""
    query = select(EffectRow).where(EffectRow.message_id == message_id, EffectRow.state.in_(["sent", "uncertain"]))
    return uow.scalars(query.limit(1)).first()


def last_sent_to(uow: Session, recipients: Iterable[str], since: datetime) -> EffectRow | None:
    """The latest message to any of these addresses since a moment."""
    query = (
        select(EffectRow)
        .where(EffectRow.recipient.in_(list(recipients)), EffectRow.state.in_(["sent", "uncertain"]))
        .where(EffectRow.message_id.is_not(None), EffectRow.sending_at >= since)
    )
    return uow.scalars(query.order_by(EffectRow.id.desc()).limit(1)).first()


def of_mail(uow: Session, mail_id: int, kind: EffectKind | None = None) -> list[EffectRow]:
    query = select(EffectRow).where(EffectRow.mail_id == mail_id).order_by(EffectRow.id)
    return list(uow.scalars(query if kind is None else query.where(EffectRow.kind == kind.value)))


def undelivered(uow: Session, now: datetime) -> list[EffectRow]:
    """What is due and not done: waiting to be tried again, given up, or uncertain."""
    waiting = (EffectRow.state.in_(["pending", "claimed"])) & (EffectRow.due_at <= now)
    stuck = EffectRow.state.in_(["uncertain", "failed"])
    return list(uow.scalars(select(EffectRow).where(or_(waiting, stuck)).order_by(EffectRow.id)))
