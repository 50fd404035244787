"""What a person decides: see, approve with corrections, reject, ask back, pass on, take back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from inbox_agent import codec
from inbox_agent.decide import decide, reason
from inbox_agent.errors import InboxAgentError
from inbox_agent.model import Decision, Doubt, EffectKind, Outcome, Reading, Reason, Route
from inbox_agent.pipeline import written_on
from inbox_agent.plan import plan, question
from inbox_agent.price import Priced, price
from inbox_agent.service.context import Service
from inbox_agent.service.edits import edited
from inbox_agent.service.processing import enact
from inbox_agent.service.returned import RETURNED
from inbox_agent.store import effects, events, messages, orders, readings
from inbox_agent.store.tables import EffectRow, Message

OPEN = ("review", "complaint", "failed")
SHOWN = (*OPEN, "accepted")  # an accepted order whose receipt came back waits too


class ReviewError(InboxAgentError):
    """What was asked cannot be done with this message or order."""


@dataclass(frozen=True, slots=True)
class Approval:
    """``order_number``, or what is ``missing`` for an order, in words that name the correction."""

    order_number: str | None
    missing: tuple[str, ...] = ()


def listing(service: Service) -> list[dict[str, Any]]:
    """The messages that wait for a person, oldest first."""
    with service.store.read() as uow:
        return [_row(service, uow, mail) for mail in messages.in_states(uow, SHOWN, handled=False)]


def show(service: Service, mail_id: int) -> dict[str, Any]:
    """All that is known of one message, as JSON values; ``outcome`` is None before it was understood."""
    with service.store.read() as uow:
        mail = messages.get(uow, mail_id)
        latest = readings.latest(uow, mail_id)
        return {
            **_row(service, uow, mail),
            "outcome": codec.dump(readings.outcome(latest)) if latest else None,
            "effects": [
                {"id": e.id, "kind": e.kind, "state": e.state, "recipient": e.recipient, "problem": e.problem}
                for e in effects.of_mail(uow, mail_id)
            ],
        }


def approve(service: Service, mail_id: int, edits: Sequence[str] = (), by: str = "reviewer") -> Approval:
    """Makes the order of it, with the corrections. It is priced anew and leaves through the same outbox as the
    machine's. Raises EditError, ReviewError."""
    with service.store.begin() as uow:
        mail, before, revision = _open(uow, mail_id, ("review", "complaint"))
        reading = edited(before.reading, edits, service.knowledge, by)
        priced = price(reading, service.knowledge, written_on(before.parsed, service.knowledge))
        if priced.order is None:
            return Approval(None, _missing(before, reading, priced, service))
        decision = _by_hand(Route.ACCEPT, f"approved by {by}")
        after = replace(before, reading=reading, priced=priced.order, decision=decision)
        order = _decide(service, uow, mail, after, revision, by)
        number = order.number if order else None
        uow.commit()
    return Approval(number)


def forward(service: Service, mail_id: int, by: str = "reviewer") -> None:
    """Passes the message on to customer service; from then on it counts as a complaint."""
    if not service.settings.complaints.forward_to:
        raise ReviewError("complaints.forward_to is empty in config.toml: there is no customer service to send it to")
    with service.store.begin() as uow:
        mail, before, revision = _open(uow, mail_id, ("review", "failed"))
        decision = _by_hand(Route.COMPLAINT, f"passed to customer service by {by}")
        _decide(service, uow, mail, replace(before, decision=decision), revision, by)
        uow.commit()


def reject(service: Service, mail_id: int, by: str = "reviewer") -> None:
    """Closes the message; nothing is sent, it stays in its state, handled. An accepted order of which the receipt came
    back stays an order."""
    with service.store.begin() as uow:
        mail = messages.get(uow, mail_id)
        _must_be(mail, OPEN if mail.handled else SHOWN)
        mail.handled = True
        events.record(uow, "closed" if mail.state == "accepted" else "rejected", service.clock(), mail_id, by)
        uow.commit()


def ask(service: Service, mail_id: int, missing: Sequence[str] = (), by: str = "reviewer") -> None:
    """Asks the customer back for what is ``missing`` (default: every reason found); it stays in review, handled."""
    with service.store.begin() as uow:
        mail, before, _ = _open(uow, mail_id, ("review",))
        asked = list(missing) or [reason.text for reason in before.decision.reasons]
        turn = 1 + len(effects.of_mail(uow, mail_id, EffectKind.QUESTION))
        effect = question(mail.key, before.parsed, before.reading, asked, service.knowledge, turn)
        if effect is None:
            raise ReviewError(f"message {mail_id}: {mail.sender} must not be answered (a machine, or our own address)")
        effects.add(uow, mail, [effect], service.clock())
        mail.handled = True
        events.record(uow, "asked_back", service.clock(), mail_id, by, missing=asked)
        uow.commit()


def take_back(service: Service, number: str, by: str = "reviewer") -> None:
    """Cancels an order of which nothing has left yet: receipt and hand-off together. Its message is in review again."""
    with service.store.begin() as uow:
        order = orders.by_number(uow, number)
        leaving = [e.id for e in order.effects]
        if effects.cancel(uow, leaving) != len(leaving):
            raise ReviewError(f"order {number}: its receipt or hand-off has left already; it cannot be taken back")
        order.state = "cancelled"
        order.message.state, order.message.handled = "review", False
        events.record(uow, "taken_back", service.clock(), order.mail_id, by, order=number)
        uow.commit()


def try_again(service: Service, mail_id: int, by: str = "reviewer") -> None:
    """Lets the machine read a message again that was set aside."""
    with service.store.begin() as uow:
        mail = messages.get(uow, mail_id)
        _must_be(mail, ("failed",))
        mail.state, mail.attempts, mail.reason, mail.handled = "pending", 0, "", False
        events.record(uow, "tried_again", service.clock(), mail_id, by)
        uow.commit()


def settle(service: Service, effect_id: int, state: str, by: str = "reviewer") -> None:
    """What a person found out about an effect that is uncertain or failed: it was ``sent``, it is to be sent once more
    (``pending``), or it is dropped (``cancelled``). Raises IllegalTransition for anything else."""
    with service.store.begin() as uow:
        row = uow.get(EffectRow, effect_id)
        if row is None or row.state not in ("uncertain", "failed"):
            raise ReviewError(f"effect {effect_id} is not one that waits for a person")
        row.state = state
        row.attempts, row.retry_at, row.problem = 0, None, ""
        row.sent_at = service.clock() if state == "sent" else None
        row.sending_at = row.sending_at if state == "sent" else None
        events.record(uow, "effect_settled", service.clock(), row.mail_id, by, effect=row.key, state=state)
        uow.commit()


def _open(uow: Session, mail_id: int, states: Sequence[str]) -> tuple[Message, Outcome, int]:
    """A message in one of the states, what was understood of it, and the number of the next reading."""
    mail = messages.get(uow, mail_id)
    _must_be(mail, states)
    latest = readings.latest(uow, mail_id)
    if latest is None:
        raise ReviewError(f"message {mail_id} could not be read; look at it in the mailbox")
    return mail, readings.outcome(latest), latest.revision + 1


def _must_be(mail: Message, states: Sequence[str]) -> None:
    if mail.state not in states:
        raise ReviewError(f"message {mail.id} is {mail.state}; this can be done only in {' or '.join(states)}")


def _decide(service: Service, uow: Session, mail: Message, outcome: Outcome, revision: int, by: str) -> Any:
    """Plans and enacts a person's decision as one of the machine's."""
    follows = plan(
        mail.key,
        outcome.parsed,
        outcome.reading,
        outcome.priced,
        outcome.decision,
        replace(service.knowledge, now=service.clock()),
        revision=revision,
        mailbox=mail.mailbox,
    )
    outcome = replace(outcome, effects=follows, versions=service.knowledge.versions)
    readings.add(uow, mail, outcome, service.clock(), by)
    mail.handled = True
    return enact(service, uow, mail, outcome, revision)


def _by_hand(route: Route, words: str) -> Decision:
    return Decision(route, 1.0, (Reason("by_hand", route, words),))


def _missing(outcome: Outcome, reading: Reading, priced: Priced, service: Service) -> tuple[str, ...]:
    """Why there is no price, and the correction that would give one."""
    found = [] if reading.lines else ["nothing is ordered; add line.1.sku=… and line.1.quantity=…"]
    for number, line in enumerate(reading.lines, start=1):
        if line.sku is None:
            near = ", ".join(candidate.sku for candidate in line.candidates[:3])
            hint = f" (perhaps {near})" if near else ""
            found.append(f'line {number} ("{line.asked.item}") has no product; set line.{number}.sku=…{hint}')
        if line.quantity is None:
            found.append(f'line {number} ("{line.asked.item}") has no quantity; set line.{number}.quantity=…')
    unpriced = {doubt.code for doubt in priced.doubts}
    decision = decide(outcome.parsed, outcome.documents, reading, priced.doubts, service.knowledge)
    found += [reason.text for reason in decision.reasons if reason.code in unpriced]
    if not found:
        found.append("there is no complete delivery address; set ship_to.street=…, ship_to.postcode=…, ship_to.city=…")
    return tuple(found)


def _row(service: Service, uow: Session, mail: Message) -> dict[str, Any]:
    latest = readings.latest(uow, mail.id)
    found = list(latest.decision["reasons"]) if latest else []
    if mail.reason == RETURNED:
        found.append(codec.dump(_returned(service, uow, mail)))
    return {
        "id": mail.id,
        "state": mail.state,
        "handled": mail.handled,
        "reason": mail.reason,
        "message_id": mail.message_id,
        "sender": mail.sender,
        "subject": mail.subject,
        "received": mail.received.isoformat() if mail.received else None,
        "reasons": found,
    }


def _returned(service: Service, uow: Session, mail: Message) -> Reason:
    """Why a mail waits again: what was answered to it did not arrive."""
    back = [row for row in effects.of_mail(uow, mail.id) if row.problem and row.message_id]
    recipients = dict.fromkeys(row.recipient or "" for row in back)
    values = {"recipient": ", ".join(recipients), "problem": "; ".join(dict.fromkeys(row.problem for row in back))}
    return reason(Doubt(RETURNED, values=values), service.knowledge)
