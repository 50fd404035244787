"""Bytes of one mail to a ParsedMail: who wrote, when, what now, and what is only carried along."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from inbox_agent.catalogue.customers import Customers
from inbox_agent.config import Settings
from inbox_agent.lexicon import Rules
from inbox_agent.model import NOTHING, Doubt, Evidence, ParsedMail, Person, RawMail
from inbox_agent.parse import dkim_check, headers, letters, mime, report, tree
from inbox_agent.parse.authentication import in_order
from inbox_agent.parse.automatic import judged
from inbox_agent.parse.dates import date
from inbox_agent.parse.dkim_check import Keys
from inbox_agent.parse.files import distinct
from inbox_agent.parse.language import language
from inbox_agent.parse.letter import Letter
from inbox_agent.parse.trust import trust

_LONGEST_SUBJECT = 1_000  # characters
_EXPECTED = ("from", "to", "subject", "date", "message-id", "received")  # a mail has at least one of them


def parse(
    raw: RawMail, rules: Rules, customers: Customers, settings: Settings | None, dkim_keys: Keys = NOTHING
) -> ParsedMail:
    """Take a message apart. Never raises: what cannot be understood comes back with Doubt("unreadable")."""
    try:
        return _parse(raw, rules, customers, settings, dkim_keys)
    except Exception as error:  # whatever a stranger's bytes break: a person looks at it, the next one goes on
        return _hopeless(raw, error)


def _parse(raw: RawMail, rules: Rules, customers: Customers, settings: Settings | None, dkim_keys: Keys) -> ParsedMail:
    letter = mime.read(raw.data)
    own = settings.own_addresses if settings else frozenset()
    mail = _assembled(raw, letter, own, rules)
    mail = judged(mail, letter.head.fields, report.read(letter.message), rules, own)
    trace, signatures = in_order(letter.message), dkim_check.check(raw.data, dkim_keys, mail.received or mail.date)
    facts = trust(trace, mail, customers, settings, _authserv_id(raw, settings), signatures)
    return replace(mail, trust=facts)


def _assembled(raw: RawMail, letter: Letter, own_addresses: frozenset[str], rules: Rules) -> ParsedMail:
    letters.set_own_mail_apart(letter, own_addresses)
    parts = letters.passages(letter, rules)
    head, subject = letter.head, mime.within_reason(letter.head.shown("subject"), letter, _LONGEST_SUBJECT)
    dates = (date(value) for value in head.raw.get("date", ()))
    return ParsedMail(
        source=raw.source,
        message_id=headers.message_id(head.shown("message-id")) or _made_id(raw.data, head.fields),
        sender=letter.sender,
        subject=subject,
        date=next((moment for moment in dates if moment), None),
        received=raw.received or date(head.first("received").rpartition(";")[2]),
        body=parts.body,
        quoted=parts.quoted,
        forwarded=parts.forwarded,
        signature=parts.signature,
        forwarded_from=parts.author,
        language=language(rules, parts.body, parts.signature, parts.forwarded, subject),
        reply_to=tuple(p for p in headers.persons(head, "reply-to") if p.email),
        recipients=tuple(p.email for name in ("to", "cc") for p in headers.persons(head, name) if p.email),
        return_path=headers.return_path(head),
        in_reply_to=next(iter(headers.message_ids(head.fields.get("in-reply-to", ""))), None),
        references=headers.message_ids(head.fields.get("references", "")),
        attachments=distinct(letters.attachments(letter)),
        doubts=_doubts(letter, parts.body),
    )


def _doubts(letter: Letter, body: str) -> tuple[Doubt, ...]:
    """What was noticed in the letter and in the mails that it passes on, with the words in the body if it is any."""
    found = [] if any(letter.head.fields.get(name) for name in _EXPECTED) else [Doubt("unreadable")]
    found += [doubt for one in letter.all() for doubt in one.doubts]
    return tuple({(d.code, *d.values.values()): _located(d, body) for d in found}.values())


def _located(doubt: Doubt, body: str) -> Doubt:
    words = doubt.values.get("text", "")
    start = body.find(words) if words else -1
    evidence = Evidence("body", words, f"mime.{doubt.code}", start, start + len(words))
    return doubt if start < 0 else replace(doubt, evidence=(evidence,))


def _made_id(data: bytes, fields: Mapping[str, str]) -> str:
    """An ID for a message that has none, the same whatever way it came (lessons: freescout#4740)."""
    plain = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    named = "\n".join(fields.get(name, "") for name in ("date", "from", "subject"))
    text = plain.partition(b"\n\n")[2] if named.strip() else plain
    digest = hashlib.sha256(named.encode() + b"\n\n" + text).hexdigest()
    return f"<{digest[:32]}@made-from-content.invalid>"


def _authserv_id(raw: RawMail, settings: Settings | None) -> str:
    boxes = settings.mailbox if settings else ()
    return next((box.authserv_id for box in boxes if box.name == raw.mailbox), "")


def _hopeless(raw: RawMail, error: Exception) -> ParsedMail:
    """What is left when everything failed: the bytes, and of the header what can be read."""
    failure = Doubt("internal_error", (), {"error": f"{type(error).__name__}: {error}"[:300]})
    head = headers.guarded(lambda: headers.read(tree.message(raw.data)[0]), headers.Head({}, {}))
    nobody: tuple[Person, ...] = ()
    return ParsedMail(
        source=raw.source,
        message_id=headers.message_id(head.shown("message-id")) or _made_id(raw.data, head.fields),
        sender=next(iter(headers.guarded(lambda: headers.persons(head, "from"), nobody)), Person("", "")),
        subject=head.shown("subject"),
        date=date(head.first("date")),
        received=raw.received,
        body="",
        doubts=(Doubt("unreadable"), failure),
    )
