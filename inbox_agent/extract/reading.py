"""ParsedMail -> Reading: what the mail says, each value with the words that it rests on.

The finders of single fields come first: what they own (dates, addresses, phone numbers) is no quantity. Then lines are
read from attachments, tables and sentences; then the intent is judged, knowing whether anything was found to order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from inbox_agent.catalogue.words import features
from inbox_agent.extract import (
    addresses,
    contacts,
    dates,
    instructions,
    intent,
    leftover,
    lines,
    order_table,
    payment,
    phrase,
    pieces,
    po_number,
    reconcile,
    sources,
)
from inbox_agent.extract.found import Found
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Document, Doubt, Evidence, Intent, Line, ParsedMail, Passage, Reading

# Sentences that tell, ask or complain do not order; what they count is not read.
_NOT_ORDERING = frozenset({"complaint", "past", "question", "quote", "status", "change", "cancellation", "no_order"})
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)  # a line that the sender answers below
_PLAIN = 0.9  # text of an attachment is full of numbers: only what is plainly an item is one
_MAY_ADD = frozenset({"past", "question", "no_order"})  # what an item of an ordered list may say in passing


@dataclass(frozen=True, slots=True)
class _Text:
    """One passage that may order: its own words, and what in it belongs to others."""

    source: str
    text: str
    owned: tuple[tuple[int, int], ...]
    told: tuple[tuple[int, int], ...]  # sentences that do not order
    statements: tuple[tuple[int, int], ...]


def extract(parsed: ParsedMail, documents: Sequence[Document], knowledge: Knowledge) -> Reading:
    """Everything that the mail says. Pure: the same mail and knowledge give the same Reading."""
    passages = sources.passages(parsed, documents)
    ship_to = addresses.find_ship_to(passages, parsed, knowledge)
    bill_to = addresses.find_bill_to(passages, parsed, knowledge)
    date = dates.find(passages, parsed, knowledge)
    method = payment.find(passages, parsed, knowledge)
    po = _reference(po_number.find(passages, parsed, knowledge), passages, knowledge)
    wishes = instructions.find(passages, parsed, knowledge)
    contact = contacts.find(passages, parsed, knowledge)
    fields: tuple[Found[Any], ...] = (ship_to, bill_to, date, method, po, wishes, contact)

    found, doubts = _lines(parsed, documents, fields, knowledge)
    intents = intent.intents(parsed, documents, found, knowledge)
    orders = any(i.value is Intent.ORDER for i in intents)
    customer = knowledge.customers.find(parsed.sender.email)
    return Reading(
        intent=intents[0],
        also=tuple(i for i in intents[1:] if i.value is not intents[0].value),
        customer=customer.email if customer else None,
        lines=found if orders else (),
        ship_to=ship_to.finding,
        bill_to=bill_to.finding,
        instructions=wishes.finding,
        payment_method=method.finding,
        po_number=po.finding,
        requested_date=date.finding,
        doubts=(*(d for f in fields for d in f.doubts), *(doubts if orders else ())),
    )


def _lines(
    parsed: ParsedMail, documents: Sequence[Document], fields: Sequence[Found[Any]], knowledge: Knowledge
) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """What is ordered, from the body or, when that passes a list on, from the forwarded text; and from attachments."""
    written, doubts = _written(
        _text("body", parsed.body, parsed.language, fields, knowledge), parsed.language, knowledge
    )
    if not written and parsed.forwarded:
        written, doubts = _written(
            _text("forwarded", parsed.forwarded, parsed.language, fields, knowledge), parsed.language, knowledge
        )
        written, more = _without_excluded(written, parsed.body, knowledge)
        doubts = (*doubts, *more)
    attached = _attached(documents, parsed.language, knowledge)
    both, contradictions = reconcile.reconcile(written, attached)
    return both, (*doubts, *contradictions)


def _text(source: str, text: str, language: str, fields: Sequence[Found[Any]], knowledge: Knowledge) -> _Text:
    evidence = [e for f in fields for e in (*(f.finding.evidence if f.finding else ()), *f.seen)]
    owned = [
        (e.start, e.end)
        for e in evidence
        if e.source == source and e.start is not None and e.end is not None and not _counts(e, text, knowledge)
    ]
    told, statements = _told(text, language, knowledge)
    return _Text(source, text, tuple(owned), tuple(told), tuple(statements))


def _counts(evidence: Evidence, text: str, knowledge: Knowledge) -> bool:
    """Whether a number taken for a reference counts an item: "our order: 3 flat brushes"."""
    if not re.fullmatch(r"\W*\d{1,4}\W*", evidence.text) or evidence.end is None:
        return False
    behind = features(re.split(r"[,;.\n]", text[evidence.end : evidence.end + 60], maxsplit=1)[0], knowledge.rules)
    return any(f.kind == "word" and knowledge.products.knows(f) for f in behind[:4])


def _reference(found: Found[str], passages: Sequence[Passage], knowledge: Knowledge) -> Found[str]:
    """The customer's reference, unless it is a quantity."""
    if found.finding is None:
        return found
    texts = {p.source: p.text for p in passages}
    wrong = any(_counts(e, texts.get(e.source, ""), knowledge) for e in found.finding.evidence)
    return Found(None, (), found.seen) if wrong else found


def _told(text: str, language: str, knowledge: Knowledge) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Sentences that do not order, and those that may just tell something. An item of a list that an ordering sentence
    leads stays an item, also when it says beside that the customer has the other one already."""
    own = knowledge.rules.lexicon(language)
    others = [lexicon for lexicon in knowledge.rules.both() if lexicon is not own]
    told = [m.span() for pattern in (_QUOTED, _header(knowledge.rules)) for m in pattern.finditer(text)]
    statements: list[tuple[int, int]] = []
    leads = False
    for span, role in intent.sentence_roles(text, own, *others):
        if role == "order":
            leads = True
        elif role in _NOT_ORDERING:
            if not (leads and role in _MAY_ADD and _begins_with_quantity(span.text, language, knowledge)):
                told.append((span.start, span.end))
        elif role in ("statement", "courtesy") and not _begins_with_quantity(span.text, language, knowledge):
            statements.append((span.start, span.end))
    return told, statements


@cache
def _header(rules: Rules) -> re.Pattern[str]:
    """The lines with which a mail program names a forwarded mail: "Date: …", "Betreff: …"."""
    listed = (w for lexicon in rules.both() for ws in lexicon.mapping("quotes", "header_labels").values() for w in ws)
    return re.compile(rf"^\W*(?:{'|'.join(map(re.escape, listed))})\s*:.*$", re.IGNORECASE | re.MULTILINE)


def _begins_with_quantity(sentence: str, language: str, knowledge: Knowledge) -> bool:
    found = pieces.countable(sentence, language, knowledge)
    return bool(found) and pieces.begins(sentence, found[0])


def _written(text: _Text, language: str, knowledge: Knowledge) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """Lines of one passage: its tables first, then what is written around them."""
    found: list[Line] = []
    doubts: list[Doubt] = []
    covered: list[tuple[int, int]] = []
    for table in order_table.in_text(text.text, text.source):
        read = order_table.read(table, language, knowledge, text.text)
        if read is not None and read.lines:
            found.extend(read.lines)
            doubts.extend(read.doubts)
            covered.extend(read.covered)
    rest = lines.find(text.text, text.source, language, (*text.owned, *text.told, *covered), knowledge, text.statements)
    found.extend(rest.lines)
    covered.extend(rest.covered)
    told = [t for t in text.told if not _begins_with_quantity(text.text[slice(*t)], language, knowledge)]
    account = leftover.Account(text.owned, told, covered)
    odd = leftover.unexplained(text.text, text.source, language, account, knowledge)
    return tuple(found), (*doubts, *rest.doubts, *odd)


def _attached(documents: Sequence[Document], language: str, knowledge: Knowledge) -> tuple[Line, ...]:
    """Lines of the attachments' tables; of their text only when there is no order table at all."""
    tables = [t for d in documents for t in d.tables]
    read = [one for t in tables if (one := order_table.read(t, language, knowledge)) is not None]
    if read:
        return tuple(line for one in read for line in one.lines)
    found = [
        replace(line, evidence=_paged(line.evidence, passage.page))
        for document in documents
        for passage in document.passages
        for line in lines.find(passage.text, passage.source, language, (), knowledge).lines
    ]
    return tuple(line for line in found if line.sku is not None and line.confidence >= _PLAIN)


def _paged(evidence: Iterable[Evidence], page: int | None) -> tuple[Evidence, ...]:
    return tuple(replace(e, page=page, start=None, end=None) for e in evidence)


def _without_excluded(
    found: tuple[Line, ...], body: str, knowledge: Knowledge
) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """ "Everything on Ben's list, except the mugs": takes out what the sender's own words exclude. An exclusion that
    fits no line is a doubt."""
    kept = found
    doubts = []
    for start, end in phrase.exclusions(body, knowledge.rules):
        out = lines.meant(body[start:end], kept, knowledge)
        if out is None:
            continue
        if len(out) != 1:
            evidence = Evidence("body", body[start:end], "exclusion", start, end)
            doubts.append(Doubt("correction", (evidence,), {"text": body[start:end]}))
        kept = tuple(line for line in kept if line not in out)
    return kept, tuple(doubts)
