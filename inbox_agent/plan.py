"""Decision -> effects: what is to be done outside, as data. Nothing is sent, moved or numbered here.

A payload has JSON values only. The service adds ``order_number`` when the order is confirmed; ``render`` reads it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from inbox_agent import codec
from inbox_agent.catalogue.records import Customer
from inbox_agent.config import Settings
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Decision, Effect, EffectKind, ParsedMail, PricedOrder, Reading, Route

# Addresses that no person reads (RFC 2142 roles, RFC 3834 section 2, list managers).
MACHINE = re.compile(
    r"(.*[-_.])?(do[-_.]?not|no)[-_.]?reply([-+_.].*)?|mailer-?daemon|postmaster|bounces?([-+_.].*)?|"
    r"listserv|majordomo|owner-.*|.*-(owner|bounces?|request)"
)
LANGUAGES = ("en", "de")
EXCERPT = 1200  # characters of a complaint in the summary: what a screen shows


def plan(
    key: str,
    parsed: ParsedMail,
    reading: Reading,
    priced: PricedOrder | None,
    decision: Decision,
    knowledge: Knowledge,
    revision: int = 1,
    mailbox: str | None = None,
) -> tuple[Effect, ...]:
    """What follows from a decision. ``key`` names the message for ever, ``revision`` counts decisions about it,
    ``mailbox`` is the name of the one that it lies in. Without settings nothing follows. Raises ValueError when an
    order is accepted that has no price."""
    settings = knowledge.settings
    if settings is None:
        return ()
    effects: list[tuple[EffectKind, Mapping[str, Any]]]
    match decision.route:
        case Route.ACCEPT:
            effects = _accepted(parsed, reading, priced, knowledge, settings)
        case Route.COMPLAINT:
            effects = _complaint(parsed, reading, decision, knowledge, settings)
        case Route.REVIEW if settings.replies.acknowledge_review and _may_acknowledge(parsed, settings):
            effects = [(EffectKind.ACKNOWLEDGEMENT, _reply(parsed, reading, knowledge, settings) | {"about": "review"})]
        case _:
            effects = []
    delay = settings.replies.delay_seconds if decision.route is Route.ACCEPT else 0
    planned = [Effect(kind, _key(key, kind, revision), payload, delay) for kind, payload in effects]
    if move := _move(parsed, decision.route, settings, mailbox):
        planned.append(Effect(EffectKind.MOVE, _key(key, EffectKind.MOVE, revision), move))
    return tuple(planned)


def question(
    key: str, parsed: ParsedMail, reading: Reading, missing: Sequence[str], knowledge: Knowledge, revision: int = 1
) -> Effect | None:
    """A reviewer asks back: one mail that lists everything that is ``missing``, in the customer's language. None when
    the sender must not be answered."""
    settings = knowledge.settings
    if settings is None or not may_answer(parsed, settings):
        return None
    payload = _reply(parsed, reading, knowledge, settings) | {"missing": list(missing)}
    return Effect(EffectKind.QUESTION, _key(key, EffectKind.QUESTION, revision), payload)


def may_answer(parsed: ParsedMail, settings: Settings) -> bool:
    """Whether a reply may go out at all: never to a machine (but to the buyer whose program wrote the order without
    asking for silence), a null return path (RFC 3834), an address that nobody reads, or one of the company's own."""
    machine = parsed.automatic
    if machine is not None and (machine.certain or machine.kind != "generated"):
        return False
    if parsed.return_path == "":
        return False
    return _is_person(parsed.sender.email, settings)


def reply_address(parsed: ParsedMail, settings: Settings) -> str:
    """Reply-To when it is in the sender's own domain, else From: a forged mail must not redirect a receipt."""
    domain = parsed.sender.email.rpartition("@")[2]
    for person in parsed.reply_to:
        if person.email.rpartition("@")[2] == domain and _is_person(person.email, settings):
            return person.email
    return parsed.sender.email


def language(parsed: ParsedMail, customer: Customer | None, settings: Settings) -> str:
    """The mail's, else the record's, else the company's language."""
    wanted = (parsed.language, customer.language if customer else None)
    return next((code for code in wanted if code in LANGUAGES), settings.company.language)


def _key(key: str, kind: EffectKind, revision: int) -> str:
    return f"{key}:{kind}:{revision}"


def _is_person(email: str, settings: Settings) -> bool:
    local, at, _ = email.lower().rpartition("@")
    return bool(at and local) and not MACHINE.fullmatch(local) and email.lower() not in settings.own_addresses


def _may_acknowledge(parsed: ParsedMail, settings: Settings) -> bool:
    """Nobody saw this mail yet: a sender who failed authentication may be forged, and the answer would hit a
    stranger."""
    return may_answer(parsed, settings) and parsed.trust.authenticated is not False


def _customer(reading: Reading, knowledge: Knowledge) -> Customer | None:
    return knowledge.customers.find(reading.customer) if reading.customer else None


def _reply(parsed: ParsedMail, reading: Reading, knowledge: Knowledge, settings: Settings) -> dict[str, Any]:
    """What every mail to the customer needs."""
    customer = _customer(reading, knowledge)
    when = knowledge.now or parsed.received or parsed.date
    return {
        "recipient": reply_address(parsed, settings),
        "recipient_name": parsed.sender.name or (customer.name if customer else ""),
        "subject": parsed.subject,
        "in_reply_to": parsed.message_id,
        "references": list(parsed.references),
        "language": language(parsed, customer, settings),
        "date": when.isoformat() if when else None,
    }


def _accepted(
    parsed: ParsedMail, reading: Reading, priced: PricedOrder | None, knowledge: Knowledge, settings: Settings
) -> list[tuple[EffectKind, Mapping[str, Any]]]:
    """The receipt, when the sender may be answered, and the hand-off to fulfilment."""
    if priced is None:
        raise ValueError("an order without a price cannot be accepted")
    reply = _reply(parsed, reading, knowledge, settings)
    order = _order(parsed, reading, priced, knowledge)
    effects: list[tuple[EffectKind, Mapping[str, Any]]] = []
    if may_answer(parsed, settings):
        effects.append((EffectKind.RECEIPT, reply | order))
    if settings.hand_off.folder:
        effects.append((EffectKind.HAND_OFF, order | {"language": reply["language"], "date": reply["date"]}))
    return effects


def _order(parsed: ParsedMail, reading: Reading, priced: PricedOrder, knowledge: Knowledge) -> dict[str, Any]:
    customer = _customer(reading, knowledge)
    terms = customer.payment_terms if customer else None
    own_terms = terms is not None and terms.method == priced.payment_method
    return {
        "order": codec.dump(priced),
        "customer": customer.email if customer else parsed.sender.email,
        "message_id": parsed.message_id,
        "payment_days": terms.days if terms and own_terms else None,
        "po_number": reading.po_number.value if reading.po_number else None,
        "requested_date": reading.requested_date.value.isoformat() if reading.requested_date else None,
        "instructions": reading.instructions.value if reading.instructions else None,
    }


def _complaint(
    parsed: ParsedMail, reading: Reading, decision: Decision, knowledge: Knowledge, settings: Settings
) -> list[tuple[EffectKind, Mapping[str, Any]]]:
    """On to customer service, with a summary; an acknowledgement to the customer."""
    reply = _reply(parsed, reading, knowledge, settings)
    effects: list[tuple[EffectKind, Mapping[str, Any]]] = []
    if settings.complaints.forward_to:
        effects.append((EffectKind.COMPLAINT_FORWARD, _forward(parsed, reading, decision, knowledge, settings)))
    if _may_acknowledge(parsed, settings):
        effects.append((EffectKind.ACKNOWLEDGEMENT, reply | {"about": "complaint"}))
    return effects


def _forward(
    parsed: ParsedMail, reading: Reading, decision: Decision, knowledge: Knowledge, settings: Settings
) -> dict[str, Any]:
    """The summary: who, what, which orders are named, in which language; in the company's own language."""
    customer = _customer(reading, knowledge)
    when = knowledge.now or parsed.received or parsed.date
    return {
        "recipient": settings.complaints.forward_to,
        "subject": parsed.subject,
        "language": settings.company.language,
        "date": when.isoformat() if when else None,
        "sender": {"name": parsed.sender.name, "email": parsed.sender.email},
        "customer": {"name": customer.name, "company": customer.company} if customer else None,
        "written_in": parsed.language,
        "excerpt": _excerpt(parsed.body),
        "orders_named": _orders_named(parsed, reading, settings),
        "holds_order": bool(reading.lines),
        "attachments": [a.name for a in parsed.attachments if not a.inline],
        "reasons": [reason.text for reason in decision.reasons],
    }


def _excerpt(text: str) -> str:
    text = text.strip()
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(maxsplit=1)[0] + " …"


def _orders_named(parsed: ParsedMail, reading: Reading, settings: Settings) -> list[str]:
    """Our own order numbers in the mail or the thread below it, and the customer's own reference."""
    ours = _number_pattern(settings.orders.number).findall("\n".join((parsed.subject, parsed.body, parsed.quoted)))
    theirs = [reading.po_number.value] if reading.po_number else []
    return list(dict.fromkeys([*ours, *theirs]))


def _number_pattern(form: str) -> re.Pattern[str]:
    """What an order number looks like: ``{year}-{sequence:05d}`` is four digits, a hyphen, and five or more."""
    pattern = ""
    for part in re.split(r"(\{.*?\})", form):
        width = re.search(r":0?(\d+)d?\}$", part)
        if part.startswith("{year"):
            pattern += r"\d{4}"
        elif part.startswith("{"):
            pattern += rf"\d{{{width[1] if width else 1},}}"
        else:
            pattern += re.escape(part)
    return re.compile(rf"(?<![\w-]){pattern}(?![\w-])")


def _move(parsed: ParsedMail, route: Route, settings: Settings, mailbox: str | None) -> dict[str, Any] | None:
    """To the folder of its state; None when it lies in no configured mailbox or stays where it is."""
    box = next((box for box in settings.mailbox if box.name == mailbox), None)
    if box is None:
        return None
    folders = box.folders
    target = {
        Route.ACCEPT: folders.accepted,
        Route.REVIEW: folders.review,
        Route.COMPLAINT: folders.complaint,
        Route.IGNORE: folders.ignored,
    }[route]
    return {"mailbox": box.name, "source": parsed.source, "folder": target} if target else None
