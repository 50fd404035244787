"""Bytes of one mail to a ParsedMail: who wrote, when, what now, and what is only carried along."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.message import Message

from inbox_agent.catalogue.customers import Customers
from inbox_agent.config import Settings
from inbox_agent.lexicon import Rules
from inbox_agent.model import Doubt, ParsedMail, Person, RawMail
from inbox_agent.parse import headers, letters, mime
from inbox_agent.parse.automatic import automatic
from inbox_agent.parse.files import distinct
from inbox_agent.parse.language import language
from inbox_agent.parse.trust import trust

_TNEF = "winmail.dat"  # Outlook's own wrapping of attachments
_EXPECTED = ("from", "to", "subject", "date", "message-id", "received")  # a mail has at least one of them


def parse(raw: RawMail, rules: Rules, customers: Customers, settings: Settings | None) -> ParsedMail:
    """Take a message apart. Never raises: what cannot be understood comes back with Doubt("unreadable")."""
    try:
        return _parse(raw, rules, customers, settings)
    except Exception:  # whatever a stranger's bytes break: a person looks at the message, the next one goes on
        return _hopeless(raw)


def _parse(raw: RawMail, rules: Rules, customers: Customers, settings: Settings | None) -> ParsedMail:
    letter = mime.read(raw.data)
    fields = headers.fields(letter.message)
    mail = _assembled(raw, letter, fields, rules)
    own = settings.own_addresses if settings else frozenset()
    mail = replace(mail, automatic=automatic(fields, mail, rules, own))
    return replace(mail, trust=trust(fields, mail, customers, _authserv_id(raw, settings)))


def _assembled(raw: RawMail, letter: mime.Letter, fields: Mapping[str, str], rules: Rules) -> ParsedMail:
    parts = letters.passages(letter, rules)
    message, subject = letter.message, _first(fields, "subject")
    files = distinct(letters.attachments(letter))
    return ParsedMail(
        source=raw.source,
        message_id=headers.message_id(_first(fields, "message-id")) or _made_id(raw.data, fields),
        sender=_sender(message),
        subject=subject,
        date=headers.date(headers.raw(message, "date")),
        received=raw.received or _received(message),
        body=parts.body,
        quoted=parts.quoted,
        forwarded=parts.forwarded,
        signature=parts.signature,
        forwarded_from=parts.author,
        language=language(rules, parts.body, parts.signature, parts.forwarded, subject),
        reply_to=tuple(p for p in headers.persons(message, "reply-to") if p.email),
        recipients=tuple(p.email for name in ("to", "cc") for p in headers.persons(message, name) if p.email),
        return_path=_return_path(fields),
        in_reply_to=next(iter(headers.message_ids(fields.get("in-reply-to", ""))), None),
        references=headers.message_ids(fields.get("references", "")),
        attachments=files,
        doubts=_doubts(letter, fields, [f.name for f in files]),
    )


def _doubts(letter: mime.Letter, fields: Mapping[str, str], files: list[str]) -> tuple[Doubt, ...]:
    found = []
    if letters.any_unreadable(letter) or not any(fields.get(name) for name in _EXPECTED):
        found.append(Doubt("unreadable"))
    if letters.any_encrypted(letter):
        found.append(Doubt("encrypted"))
    found += [Doubt("unreadable_attachment", values={"name": f}) for f in files if f.lower() == _TNEF]
    return tuple(found)


def _sender(message: Message) -> Person:
    """From; where a program left it out, Sender, then the envelope's."""
    everyone = [p for name in ("from", "sender", "return-path") for p in headers.persons(message, name)]
    return next((p for p in everyone if p.email), next(iter(everyone), Person("", "")))


def _return_path(fields: Mapping[str, str]) -> str | None:
    """The envelope's sender; "" is the null one of bounces (RFC 5321, 4.5.5)."""
    value = fields.get("return-path")
    return None if value is None else value.split("\n")[0].strip(" <>").lower()


def _received(message: Message) -> datetime | None:
    """When the last server had it, by its Received line."""
    return headers.date(headers.raw(message, "received").rpartition(";")[2])


def _made_id(data: bytes, fields: Mapping[str, str]) -> str:
    """An ID for a message that has none, the same whatever way it came (lessons: freescout#4740)."""
    text = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    named = "\n".join(fields.get(name, "") for name in ("date", "from", "subject"))
    digest = hashlib.sha256(named.encode() + b"\n\n" + text).hexdigest()
    return f"<{digest[:32]}@made-from-content.invalid>"


def _authserv_id(raw: RawMail, settings: Settings | None) -> str:
    boxes = settings.mailbox if settings else ()
    return next((box.authserv_id for box in boxes if box.name == raw.mailbox), "")


def _first(fields: Mapping[str, str], name: str) -> str:
    return fields.get(name, "").split("\n")[0]


def _hopeless(raw: RawMail) -> ParsedMail:
    """What is left when everything failed: the bytes, under an ID of their own."""
    return ParsedMail(
        source=raw.source,
        message_id=_made_id(raw.data, {}),
        sender=Person("", ""),
        subject="",
        date=None,
        received=raw.received,
        body="",
        doubts=(Doubt("unreadable"),),
    )
