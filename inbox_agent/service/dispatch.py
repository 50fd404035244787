"""Carries out what was written down: each effect claimed, done, finished; a crash repeats the claim, never the key.

SMTP gives a message at least once: when it is not known whether the server took it, the effect is ``uncertain`` and a
person looks at it. It is not sent again blindly (lessons: a customer mailed again and again)."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser

from inbox_agent.deliver import folder
from inbox_agent.deliver.smtp import Smtp
from inbox_agent.errors import DeliveryError, InboxAgentError, MaybeDelivered, NeverDeliverable, TryLater
from inbox_agent.model import EffectKind
from inbox_agent.render import render
from inbox_agent.service.context import Service
from inbox_agent.service.filing import Move, move_all
from inbox_agent.store import effects, events, messages
from inbox_agent.store.tables import EffectRow, Message

BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))  # four days (RFC 5321, 4.5.4)
STALE = timedelta(minutes=15)  # longer than any server may take to answer
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Result:
    """How an attempt ended: the effect's next state, and the problem when it is not ``sent``."""

    state: str  # sent | pending | uncertain | failed
    problem: str = ""


@dataclass
class Round:
    """What one dispatch shares: one SMTP connection, opened when first needed, and the moves, done together."""

    service: Service
    stack: ExitStack = field(default_factory=ExitStack)
    smtp: Smtp | None = None
    no_smtp: str = ""  # why the server cannot be reached: the other messages of this round are not tried
    moves: list[Move] = field(default_factory=list)

    def connection(self) -> Smtp:
        """Raises TryLater when the server cannot be reached."""
        if self.smtp is None:
            settings = self.service.settings
            password = settings.secret(settings.smtp.password, "smtp: password")
            try:
                self.smtp = self.stack.enter_context(Smtp(settings.smtp, password))
            except TryLater as error:
                self.no_smtp = str(error)
                raise
        return self.smtp


def dispatch_due(service: Service, waive_retry: bool = False) -> int:
    """Carries out every effect that is due; how many were done. ``waive_retry``: also those that failed lately and
    would wait for their next attempt."""
    if service.shadow:
        return 0
    done = last = 0
    this = Round(service)
    with this.stack:
        while not service.stopping.is_set():
            with service.store.read() as uow:
                effect_id = effects.due(uow, service.clock(), waive_retry, after=last)
            if effect_id is None:
                break
            last = effect_id
            done += _carry_out(this, effect_id)
    for effect_id, problem in move_all(service, this.moves):
        done += _finish(service, effect_id, Result("pending", problem) if problem else Result("sent"))
    return done


def sweep(service: Service, everything: bool = False) -> int:
    """Takes up claims that a crash left behind; how many. ``everything``: all of them, when no other process can hold
    one. Whatever the server may have becomes uncertain, the rest is done again."""
    with service.store.begin() as uow:
        left = effects.claimed(uow, None if everything else service.clock() - STALE)
        for row in left:
            row.state = "uncertain" if row.sending_at else "pending"
            row.problem = "the program ended while it was being sent; look whether it arrived" if row.sending_at else ""
            events.record(uow, "claim_swept", service.clock(), row.mail_id, effect=row.key, state=row.state)
        uow.commit()
        return len(left)


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """When to try again after that many attempts; None: give up.

    >>> retry_at(2, datetime(2026, 3, 2, 12, 0))
    datetime.datetime(2026, 3, 2, 12, 5)
    """
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


def _carry_out(this: Round, effect_id: int) -> bool:
    """Claims one effect and does it; True when it is done for good."""
    service = this.service
    with service.store.begin() as uow:
        row = uow.get_one(EffectRow, effect_id)
        kind, mail_id, payload = EffectKind(row.kind), row.mail_id, row.payload
        is_mail = kind not in (EffectKind.MOVE, EffectKind.HAND_OFF)
        if (is_mail and this.no_smtp) or not effects.claim(uow, effect_id, service.clock()):
            return False
        uow.commit()
    if kind is EffectKind.MOVE:
        this.moves.append(Move(effect_id, mail_id, payload["folder"]))
        return False
    try:
        result = _send(this, effect_id) if is_mail else _hand_off(service, effect_id)
    except NeverDeliverable as error:
        result = Result("failed", str(error))
    except MaybeDelivered as error:
        result = Result("uncertain", str(error))
    except InboxAgentError as error:
        result = Result("pending", str(error))
    except Exception as error:  # a template that fails, a bug: the next effect is not to wait for it
        service.log.error("effect failed", effect=effect_id, error=type(error).__name__, exc_info=True)
        result = Result("pending", f"{type(error).__name__}: {error}")
    return _finish(service, effect_id, result)


def _send(this: Round, effect_id: int) -> Result:
    """The same bytes at every attempt; the moment of sending is in the store before the server gets them."""
    service = this.service
    message, recipient, problem = _frozen(service, effect_id)
    if problem:
        return Result("failed", problem)
    smtp = this.connection()
    with service.store.begin(durable=True) as uow:
        uow.get_one(EffectRow, effect_id).sending_at = service.clock()
        uow.commit()
    try:
        smtp.send(message, service.settings.company.email, [recipient])
    except DeliveryError:
        raise
    except Exception as error:  # whatever it was, the server may have the message
        raise MaybeDelivered(f"{type(error).__name__}: {error}") from error
    return Result("sent")


def _frozen(service: Service, effect_id: int) -> tuple[bytes, str, str]:
    """(message, recipient, why it must not be sent): rendered at the first attempt and kept."""
    settings = service.settings
    with service.store.read() as uow:
        row = uow.get_one(EffectRow, effect_id)
        kind, recipient, frozen = EffectKind(row.kind), str(row.payload["recipient"]), row.frozen
        if frozen is not None:
            return frozen, recipient, ""
        sent = effects.sent_to(uow, recipient, service.clock() - DAY) if kind in effects.TO_CUSTOMERS else 0
        if sent >= settings.replies.max_per_sender_per_day:
            return b"", recipient, f"{recipient} got {sent} messages within a day (replies.max_per_sender_per_day)"
        original = messages.raw(uow, row.mail_id) if kind is EffectKind.COMPLAINT_FORWARD else None
        message = render(kind, row.key, row.payload, settings, original)
    with service.store.begin() as uow:
        row = uow.get_one(EffectRow, effect_id)
        row.frozen, row.recipient = message, recipient
        row.message_id = str(BytesHeaderParser().parsebytes(message)["Message-ID"])
        uow.commit()
    return message, recipient, ""


def _hand_off(service: Service, effect_id: int) -> Result:
    """Writes the order for fulfilment; the same order again is the same file again."""
    with service.store.read() as uow:
        row = uow.get_one(EffectRow, effect_id)
        key, payload = row.key, row.payload
    target = service.settings.hand_off.folder
    if target is None:
        return Result("pending", "hand_off.folder is no longer set in config.toml")
    folder.write(service.settings.path(target), key, payload)
    return Result("sent")


def _finish(service: Service, effect_id: int, result: Result) -> bool:
    """Writes down how it ended; True when it is done."""
    now = service.clock()
    with service.store.begin() as uow:
        row = uow.get_one(EffectRow, effect_id)
        row.retry_at = retry_at(row.attempts, now) if result.state == "pending" else None
        given_up = result.state == "pending" and row.retry_at is None
        row.state = "failed" if given_up else result.state
        row.problem = result.problem
        if row.state == "sent":
            row.sent_at = now
            _order_follows(row)
        elif row.state != "uncertain":
            row.sending_at = None
        events.record(uow, f"effect_{row.state}", now, row.mail_id, effect=row.key, problem=result.problem)
        state, kind = row.state, row.kind
        mail = uow.get_one(Message, row.mail_id)
        service.log.info("effect", kind=kind, state=state, mail=mail.id, problem=result.problem or None)
        uow.commit()
    return state == "sent"


def _order_follows(row: EffectRow) -> None:
    if row.kind == EffectKind.HAND_OFF and row.order is not None and row.order.state == "confirmed":
        row.order.state = "handed_on"
