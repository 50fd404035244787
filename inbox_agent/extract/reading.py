"""ParsedMail -> Reading: what the mail says, each value with the words that it rests on.

The finders of single fields come first: what they own (dates, addresses, phone numbers) is no quantity. Then lines are
read from attachments, tables and sentences; then the intent is judged, knowing whether anything was found to order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from inbox_agent.catalogue.words import features
from inbox_agent.extract import (
    addresses,
    attached,
    contacts,
    corrections,
    dates,
    format_form,
    formats,
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
    stated,
    stated_lines,
)
from inbox_agent.extract.format_form import Form
from inbox_agent.extract.found import Found
from inbox_agent.extract.masking import blanked
from inbox_agent.extract.nlp import sentences
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Address, Document, Doubt, Evidence, Intent, Line, ParsedMail, Passage, Reading

T = TypeVar("T")
# Sentences that tell, ask or complain do not order; what they count is not read.
_NOT_ORDERING = frozenset({"complaint", "past", "question", "quote", "status", "change", "cancellation", "no_order"})
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)  # a line that the sender answers below
_MAY_ADD = frozenset({"past", "question", "no_order"})  # what an item of an ordered list may say in passing


@dataclass(frozen=True, slots=True)
class _Text:
    """One passage that may order: its own words, and what in it belongs to others."""

    source: str
    text: str
    language: str
    owned: tuple[tuple[int, int], ...]
    told: tuple[tuple[int, int], ...]  # sentences that do not order
    statements: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Fields:
    """What was found of each field."""

    ship_to: Found[Address]
    bill_to: Found[Address]
    date: Found[date]
    method: Found[str]
    po: Found[str]
    wishes: Found[str]
    contact: Found[str]

    @property
    def all(self) -> tuple[Found[Any], ...]:
        return self.ship_to, self.bill_to, self.date, self.method, self.po, self.wishes, self.contact


def extract(parsed: ParsedMail, documents: Sequence[Document], knowledge: Knowledge) -> Reading:
    """Everything that the mail says. Pure: the same mail and knowledge give the same Reading."""
    form = formats.read(parsed, documents, knowledge)
    fields = _fields(parsed, documents, form, knowledge)
    found, doubts = _lines(parsed, documents, fields, form, knowledge)
    intents = intent.intents(parsed, documents, found, knowledge)
    orders = any(i.value is Intent.ORDER for i in intents)
    customer = knowledge.customers.find(parsed.sender.email)
    return Reading(
        intent=intents[0],
        also=tuple(i for i in intents[1:] if i.value is not intents[0].value),
        customer=customer.email if customer else None,
        lines=found if orders else (),
        ship_to=fields.ship_to.finding,
        bill_to=fields.bill_to.finding,
        instructions=fields.wishes.finding,
        payment_method=fields.method.finding,
        po_number=fields.po.finding,
        requested_date=fields.date.finding,
        doubts=(*(d for f in fields.all for d in f.doubts), *form.doubts, *(doubts if orders else ())),
    )


def _fields(parsed: ParsedMail, documents: Sequence[Document], form: Form, knowledge: Knowledge) -> _Fields:
    """Each field from words, from structured orders, and from the format of a known sender."""
    every = sources.passages(parsed, documents)
    passages = form.unread(every)
    said = (*documents, form.document)

    def found(value: Found[T]) -> Found[T]:
        return format_form.shown(value, every) if form.taken else value

    ship_to = found(addresses.find_ship_to(passages, parsed, knowledge))
    bill_to = found(addresses.find_bill_to(passages, parsed, knowledge))
    method = found(payment.find(passages, parsed, knowledge))
    po = found(_reference(po_number.find(passages, parsed, knowledge), passages, knowledge))
    return _Fields(
        stated.address("ship_to", ship_to, said, parsed, knowledge),
        stated.address("bill_to", bill_to, said, parsed, knowledge),
        stated.day(found(dates.find(passages, parsed, knowledge)), said),
        stated.text("payment_method", "contradictory_payment", method, said),
        stated.text("po_number", "contradictory_po", po, said),
        stated.wishes(found(instructions.find(passages, parsed, knowledge)), said),
        found(contacts.find(passages, parsed, knowledge)),
    )


def _lines(
    parsed: ParsedMail, documents: Sequence[Document], fields: _Fields, form: Form, knowledge: Knowledge
) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """What is ordered, from the body or, when that passes a list on, from the forwarded text; and from attachments."""
    written, doubts = _written(_text("body", parsed.body, parsed.language, fields, form, knowledge), form, knowledge)
    if not written and parsed.forwarded:
        passed_on = _text("forwarded", parsed.forwarded, parsed.language, fields, form, knowledge)
        written, doubts = _written(passed_on, form, knowledge)
        written, more = _without_excluded(written, parsed.body, knowledge)
        doubts = (*doubts, *more)
    from_files, more = _attached(documents, parsed, form, knowledge)
    both, contradictions = reconcile.reconcile(written, from_files)
    return both, (*doubts, *more, *contradictions)


def _text(source: str, text: str, language: str, fields: _Fields, form: Form, knowledge: Knowledge) -> _Text:
    evidence = [e for f in fields.all for e in (*(f.finding.evidence if f.finding else ()), *f.seen)]
    owned = [
        (e.start, e.end)
        for e in evidence
        if e.source == source and e.start is not None and e.end is not None and not _counts(e, text, knowledge)
    ]
    told, statements = _told(text, language, knowledge)
    owned += form.spans(source, "field", "ignore")
    return _Text(source, text, language, tuple(owned), tuple(told), tuple(statements))


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


def _written(text: _Text, form: Form, knowledge: Knowledge) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """Lines of one passage: what a format reads first, then its tables, then what is written around them."""
    listed, doubts = _by_format(text, form)
    covered = list(form.spans(text.source, "line", "heading"))
    rest = blanked(text.text, (*covered, *form.spans(text.source, "field", "ignore")))
    for table in order_table.in_text(rest, text.source):
        read = order_table.read(table, text.language, knowledge, text.text)
        if read is not None and read.lines:
            listed.extend(read.lines)
            doubts.extend(read.doubts)
            covered.extend(read.covered)
    owned = (*text.owned, *text.told, *covered)
    said = lines.find(text.text, text.source, text.language, owned, knowledge, text.statements)
    covered.extend(said.covered)
    doubts.extend(_revoked(text, covered, knowledge) if listed else ())
    told = [t for t in text.told if not _begins_with_quantity(text.text[slice(*t)], text.language, knowledge)]
    account = leftover.Account(text.owned, told, covered)
    odd = leftover.unexplained(text.text, text.source, text.language, account, knowledge)
    return (*listed, *said.lines), (*doubts, *said.doubts, *odd)


def _by_format(text: _Text, form: Form) -> tuple[list[Line], list[Doubt]]:
    """The lines that a format read, but for those in sentences that do not order ("please cancel: ...")."""
    read = form.of(text.source)
    told = [line for line in read.lines if any(a <= (line.evidence[0].start or 0) < b for a, b in text.told)]
    doubts = [Doubt("unexplained", line.evidence, {"text": line.evidence[0].text[:120]}) for line in told]
    return [line for line in read.lines if line not in told], [*read.doubts, *doubts]


def _revoked(text: _Text, covered: Sequence[tuple[int, int]], knowledge: Knowledge) -> Iterator[Doubt]:
    """Sentences beside a list that take something of it back: "item 2 is no longer needed"."""
    for sentence in sentences(blanked(text.text, covered), text.language):
        if corrections.corrects(sentence.text, knowledge.rules):
            words = text.text[sentence.start : sentence.end]
            evidence = Evidence(text.source, words, "correction", sentence.start, sentence.end)
            yield Doubt("correction", (evidence,), {"text": " ".join(words.split())[:120]})


def _attached(
    documents: Sequence[Document], parsed: ParsedMail, form: Form, knowledge: Knowledge
) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """Lines of the attachments. A structured order is often sent with its printed form: the same lines once."""
    others = [d for d in documents if not stated.is_structured(d)]
    printed, printed_doubts = attached.read(form.rest(others), parsed.language, knowledge, form.files)
    printed, doubts_beside = format_form.beside(form, printed, others, knowledge)
    printed_doubts = (*printed_doubts, *doubts_beside)
    structured = [stated_lines.read(d, knowledge) for d in documents if stated.is_structured(d)]
    if not structured:
        return printed, printed_doubts
    found, contradictions = reconcile.reconcile(printed, [line for read, _ in structured for line in read])
    doubts = (doubt for _, own in structured for doubt in own)
    return found, (*doubts, *printed_doubts, *contradictions, *stated.doubts(documents, found, parsed, knowledge))


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
