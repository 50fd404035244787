"""The five-minute read of the whole product: from a message's bytes to what is done about it.

    bytes -> parse -> read attachments -> extract -> price -> decide -> plan

Pure: the same mail and the same Knowledge give the same Outcome, so ``read``, ``--shadow``, replay and tests run the
very code that serves customers. Nothing raises: a stage that fails makes the mail a case for a person."""

from dataclasses import replace
from datetime import UTC, date, datetime

from inbox_agent import plan
from inbox_agent.decide import decide
from inbox_agent.extract.aside import judged
from inbox_agent.extract.reading import extract
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Document, Doubt, Finding, Intent, Outcome, ParsedMail, RawMail, Reading
from inbox_agent.parse import parse as parse_message
from inbox_agent.price import Priced, price
from inbox_agent.readers import read


def parse(raw: RawMail, knowledge: Knowledge) -> ParsedMail:
    """The message taken apart; hopeless bytes give a ParsedMail that says so."""
    return parse_message(raw, knowledge.rules, knowledge.customers, knowledge.settings, knowledge.dkim_keys)


def process(raw: RawMail, knowledge: Knowledge, key: str = "") -> Outcome:
    """All that follows from one message. ``key`` names the mail in the keys of its effects."""
    return understand(key, parse(raw, knowledge), knowledge, raw.mailbox)


def understand(key: str, parsed: ParsedMail, knowledge: Knowledge, mailbox: str | None = None) -> Outcome:
    """All that follows from a message already taken apart. Never raises."""
    try:
        documents = judged(read(parsed.attachments, knowledge.rules), parsed.attachments, knowledge)
        reading = extract(parsed, documents, knowledge)
    except Exception as error:  # one bad mail must not stop the next; its bytes are kept and a person looks at it
        return _failed(key, parsed, (), error, knowledge, mailbox)
    return conclude(key, parsed, documents, reading, knowledge, mailbox)


def conclude(
    key: str,
    parsed: ParsedMail,
    documents: tuple[Document, ...],
    reading: Reading,
    knowledge: Knowledge,
    mailbox: str | None = None,
    revision: int = 1,
) -> Outcome:
    """From a Reading onwards; a reviewer's corrected Reading enters here. Never raises."""
    try:
        priced = price(reading, knowledge, written_on(parsed, knowledge)) if reading.lines else Priced(None, ())
        decision = decide(parsed, documents, reading, priced.doubts, knowledge)
        effects = plan.plan(key, parsed, reading, priced.order, decision, knowledge, revision, mailbox)
    except Exception as error:
        return _failed(key, parsed, documents, error, knowledge, mailbox)
    return Outcome(parsed, documents, reading, priced.order, decision, effects, knowledge.versions)


def written_on(parsed: ParsedMail, knowledge: Knowledge) -> date:
    """The day the mail was written, in the sender's own zone: prices and "tomorrow" go by it."""
    moment = parsed.date or parsed.received or knowledge.now or datetime.now(UTC)
    return moment.date()


def _failed(
    key: str,
    parsed: ParsedMail,
    documents: tuple[Document, ...],
    error: Exception,
    knowledge: Knowledge,
    mailbox: str | None,
) -> Outcome:
    doubt = Doubt("internal_error", (), {"error": f"{type(error).__name__}: {error}"[:300]})
    parsed = replace(parsed, doubts=(*parsed.doubts, doubt))
    reading = Reading(Finding(Intent.OTHER, 0.0, ()))
    decision = decide(replace(parsed, automatic=parsed.automatic), (), reading, (), knowledge)
    effects = plan.plan(key, parsed, reading, None, decision, knowledge, 1, mailbox)
    return Outcome(parsed, documents, reading, None, decision, effects, knowledge.versions)
