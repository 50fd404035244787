"""The second of the two commits: what a message means, and what follows from it, written down together."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from inbox_agent import pipeline
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import (
    Automatic,
    Decision,
    Doubt,
    EffectKind,
    Evidence,
    Finding,
    Intent,
    Outcome,
    ParsedMail,
    Person,
    RawMail,
    Reading,
    Reason,
    Route,
)
from inbox_agent.plan import plan
from inbox_agent.service.context import Service
from inbox_agent.service.identity import storable
from inbox_agent.service.intake import raw_mail
from inbox_agent.service.returned import note_returned
from inbox_agent.store import effects, events, history, messages, orders, readings
from inbox_agent.store.tables import Message, Order

ATTEMPTS = 3
LATE = timedelta(days=1)
STATES = {
    Route.ACCEPT: "accepted",
    Route.REVIEW: "review",
    Route.COMPLAINT: "complaint",
    Route.IGNORE: "ignored",
}


def process_pending(service: Service) -> int:
    """Understands every pending message, oldest first; how many. One that cannot be finished keeps nobody waiting: it
    is tried again in the next round, and set aside for a person when it has failed too often."""
    done = last = 0
    while not service.stopping.is_set():
        with service.store.read() as uow:
            mail_id = messages.pending(uow, after=last)
        if mail_id is None:
            break
        last = mail_id
        try:
            _process(service, mail_id)
        except Exception as error:
            service.log.error("not processed", mail=mail_id, error=type(error).__name__, exc_info=True)
        else:
            done += 1
    return done


def _process(service: Service, mail_id: int) -> None:
    """Attempts are counted before the work, in a commit of their own: a mail that kills the process is still known to
    have been tried."""
    with service.store.begin() as uow:
        attempts = messages.count_attempt(uow, mail_id)
        uow.commit()
    if attempts > ATTEMPTS:
        _set_aside(service, mail_id)
        return
    with service.store.read() as uow:
        mail = messages.get(uow, mail_id)
        raw = raw_mail(uow, mail)
        outcome = _understand(service, uow, mail, raw)
    with service.store.begin() as uow:
        _conclude(service, uow, messages.get(uow, mail_id), outcome)
        uow.commit()
    service.log.info("processed", mail=mail_id, decision=outcome.decision.route.value, reasons=_codes(outcome))
    service.told(mail_id, outcome)


def _understand(service: Service, uow: Session, mail: Message, raw: RawMail) -> Outcome:
    """What the mail means. Whatever fails in there, a person looks at the mail and the next one goes on."""
    parsed = ParsedMail(raw.source, mail.message_id, Person("", mail.sender), mail.subject, None, mail.received, "")
    knowledge = replace(service.knowledge, now=_now(mail.received, service.clock()))
    try:
        parsed = _with_facts(uow, mail, pipeline.parse(raw, knowledge))
        customer = knowledge.customers.find(parsed.sender.email)
        past = history.of(uow, parsed.sender.email, customer.email if customer else None, mail.id)
        return pipeline.understand(mail.key, parsed, replace(knowledge, history=past), mailbox=mail.mailbox)
    except Exception as error:
        service.log.error("understanding failed", mail=mail.id, error=type(error).__name__, exc_info=True)
        return _internal_error(mail, parsed, knowledge, error)


def _now(received: datetime | None, clock: datetime) -> datetime | None:
    """The moment from which the mail is read: its own, unless we are late (after an outage), when a day that it asks
    for may have passed."""
    return clock if received is not None and clock - received > LATE else None


def _with_facts(uow: Session, mail: Message, parsed: ParsedMail) -> ParsedMail:
    """What only the store knows of a message: that it is our own, that its body was never fetched."""
    if effects.is_ours(uow, parsed.message_id):
        own = Evidence("header", parsed.message_id, "own_message_id")
        parsed = replace(parsed, automatic=Automatic("own", (own,)))
    if mail.missing:
        doubt = Doubt(mail.missing, values={"size_mb": f"{mail.size / 1_000_000:.1f}"})
        parsed = replace(parsed, doubts=(*parsed.doubts, doubt))
    return parsed


def _internal_error(mail: Message, parsed: ParsedMail, knowledge: Knowledge, error: Exception) -> Outcome:
    nothing = Reading(Finding(Intent.OTHER, 0.0, ()))
    words = f"the program failed on this mail ({type(error).__name__}); please read it yourself"
    decision = Decision(Route.REVIEW, 0.0, (Reason("internal_error", Route.REVIEW, words),))
    follows = plan(mail.key, parsed, nothing, None, decision, knowledge, mailbox=mail.mailbox)
    return Outcome(parsed, (), nothing, None, decision, follows, knowledge.versions)


def _conclude(service: Service, uow: Session, mail: Message, outcome: Outcome) -> None:
    """Reading, decision, state, order and effects, all or nothing."""
    now = service.clock()
    parsed = outcome.parsed
    mail.message_id = storable(parsed.message_id) or mail.message_id  # else as the header has it, not understood
    mail.sender = storable(parsed.sender.email) or mail.sender
    mail.subject = storable(parsed.subject) or mail.subject
    mail.date = parsed.date
    mail.handled = _needs_nobody(outcome)
    revision = readings.add(uow, mail, outcome, now).revision
    enact(service, uow, mail, outcome, revision)
    note_returned(service, uow, mail, outcome)


def enact(service: Service, uow: Session, mail: Message, outcome: Outcome, revision: int) -> Order | None:
    """The state that a decision leads to, the order when it is accepted, and the effects. For the machine's decision
    and for a person's."""
    now, route = service.clock(), outcome.decision.route
    mail.state = STATES[route]
    order = None
    if route is Route.ACCEPT and outcome.priced is not None:
        order = orders.confirm(uow, mail, revision, outcome.reading, outcome.priced, service.settings, now)
    if not service.shadow:
        effects.add(uow, mail, outcome.effects, now, order)
    events.record(uow, "decided", now, mail.id, route=route.value, reasons=_codes(outcome), revision=revision)
    return order


def _needs_nobody(outcome: Outcome) -> bool:
    """Whether it is done without a look at the desk: also a complaint that customer service has and that orders
    nothing."""
    forwarded = any(effect.kind is EffectKind.COMPLAINT_FORWARD for effect in outcome.effects)
    return outcome.decision.route in (Route.ACCEPT, Route.IGNORE) or (forwarded and not outcome.reading.lines)


def _set_aside(service: Service, mail_id: int) -> None:
    with service.store.begin() as uow:
        mail = messages.get(uow, mail_id)
        mail.state = "failed"
        mail.reason = f"not finished in {ATTEMPTS} attempts"
        events.record(uow, "set_aside", service.clock(), mail_id, attempts=ATTEMPTS)
        uow.commit()
    service.log.error("set aside", mail=mail_id, attempts=ATTEMPTS)


def _codes(outcome: Outcome) -> list[str]:
    return [reason.code for reason in outcome.decision.reasons]
