"""A message of ours that came back is shown to a person, beside the mail that it answers.

The bounce itself stays ignored. The order stands: a person says whether it is cancelled or sent to another address."""

import re
from datetime import timedelta

from sqlalchemy.orm import Session

from inbox_agent.model import Outcome, ParsedMail, Route
from inbox_agent.service.context import Service
from inbox_agent.store import effects, events, messages
from inbox_agent.store.tables import EffectRow, Message

RETURNED = "returned"  # Message.reason, and a key of rules/<language>/reasons.toml
RECENT = timedelta(days=7)  # how long a server tries at most, and a little more (RFC 5321, 4.5.4)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TELLING = ("automatic.diagnosis", "automatic.status_code", "automatic.bounce_stock", "automatic.bounce_texts")
_MOST_ADDRESSES = 20


def note_returned(service: Service, uow: Session, bounce: Message, outcome: Outcome) -> None:
    """Marks the mail whose answer came back: it waits for a person again. A mere delay is only written down."""
    automatic = outcome.parsed.automatic
    if automatic is None or automatic.kind != "bounce" or outcome.decision.route is not Route.IGNORE:
        return
    row = _about(service, uow, outcome.parsed)
    if row is None:
        return
    kind = "delivery_delayed" if automatic.delayed else "came_back"
    events.record(uow, kind, service.clock(), row.mail_id, effect=row.key, bounce=bounce.id)
    if not automatic.delayed:
        row.problem = f"came back: {_diagnosis(outcome.parsed)}"
        mail = messages.get(uow, row.mail_id)
        mail.reason, mail.handled = RETURNED, False


def _about(service: Service, uow: Session, parsed: ParsedMail) -> EffectRow | None:
    """The effect that left under the Message-ID that the bounce names; else the latest to an address that it names."""
    if parsed.concerns:
        return effects.sent_as(uow, parsed.concerns)
    named = [address.lower() for address in _ADDRESS.findall(parsed.body)][:_MOST_ADDRESSES]
    return effects.last_sent_to(uow, named, service.clock() - RECENT) if named else None


def _diagnosis(parsed: ParsedMail) -> str:
    evidence = parsed.automatic.evidence if parsed.automatic else ()
    told = {e.rule: e.text.removeprefix("Diagnostic-Code: ") for e in reversed(evidence)}
    return next((told[rule] for rule in _TELLING if rule in told), parsed.subject)[:200]
