"""What structured orders (EDIFACT, UBL, X12, cXML, openTRANS) state under fields of their own, merged with what the
mail's words say: the same value is one Finding with the evidence of both, two that differ are a Doubt."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from inbox_agent.extract import addresses, countries, stated_notes
from inbox_agent.extract.dates import mail_day
from inbox_agent.extract.found import Found
from inbox_agent.extract.phrases import lowered
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Address, Document, Doubt, Evidence, Finding, Intent, Line, ParsedMail, Stated

T = TypeVar("T")
SURE = 0.99
_CONTRADICTED = 0.5
_REASONS = ("open_matter", "card_data")  # keys under which a reader states a reason for a person to look


def is_structured(document: Document) -> bool:
    """Whether the format says what is what; then nothing of it is guessed."""
    return bool(document.stated) or any(table.roles for table in document.tables)


# ---- fields ----------------------------------------------------------------------------------------------------------


def text(key: str, doubt: str, found: Found[str], documents: Sequence[Document]) -> Found[str]:
    """po_number or payment_method, from words and files."""
    return _merged(found, [(str(s.value), s.evidence) for s in _stated(key, documents)], doubt, _same_text)


def day(found: Found[date], documents: Sequence[Document]) -> Found[date]:
    """The requested date, from words and files."""
    said = [(date.fromisoformat(str(s.value)), s.evidence) for s in _stated("requested_date", documents)]
    return _merged(found, said, "contradictory_date", lambda a, b: a == b)


def address(
    key: str, found: Found[Address], documents: Sequence[Document], parsed: ParsedMail, knowledge: Knowledge
) -> Found[Address]:
    """ship_to or bill_to, from words and files. A buyer without a record has the goods at home if nothing is named."""
    said = list(_stated(key, documents))
    customer = knowledge.customers.find(parsed.sender.email)
    recorded = customer is not None and (customer.ship_to or customer.bill_to) is not None
    if not said and found.finding is None and not recorded:
        said = list(_stated("buyer", documents))
    values = [(_with_country(s.value, knowledge), s.evidence) for s in said if isinstance(s.value, Address)]
    return _merged(found, values, "two_addresses", addresses.same)


def wishes(found: Found[str], documents: Sequence[Document]) -> Found[str]:
    """All that is wished for, in words and files."""
    said = list(_stated("instructions", documents))
    if not said:
        return found
    files = {document.name for document in documents if is_structured(document)}
    written = tuple(e for e in (found.finding.evidence if found.finding else ()) if e.source not in files)
    every = [*(" ".join(e.text.split()) for e in written), *(str(s.value) for s in said)]
    evidence = (*written, *(s.evidence for s in said))
    return replace(found, finding=Finding(_one_line(dict.fromkeys(every)), 0.9, evidence))


def _one_line(parts: Iterable[str]) -> str:
    """Wishes one behind the other, with a sign between where none ends the one before."""
    marked = (part if part.endswith((".", "!", "?", ";")) else f"{part};" for part in parts)
    return " ".join(" ".join(part.split()) for part in marked).rstrip(";")


def _stated(key: str, documents: Sequence[Document]) -> Iterator[Stated]:
    return (s for document in documents for s in document.stated if s.key == key)


def _merged(found: Found[T], said: Sequence[tuple[T, Evidence]], doubt: str, same: Callable[[T, T], bool]) -> Found[T]:
    if not said:
        return found
    value = said[0][0]
    values = [*(v for v, _ in said), *([found.finding.value] if found.finding else [])]
    evidence = (*(found.finding.evidence if found.finding else ()), *(e for _, e in said))
    if all(same(value, other) for other in values):
        return replace(found, finding=Finding(value, _CONTRADICTED if found.doubts else SURE, evidence))
    differ = Doubt(doubt, evidence, {"values": ", ".join(dict.fromkeys(str(v) for v in values))})
    return replace(found, finding=Finding(value, _CONTRADICTED, evidence), doubts=(*found.doubts, differ))


def _same_text(one: str, other: str) -> bool:
    return re.sub(r"[\W_]", "", one).casefold() == re.sub(r"[\W_]", "", other).casefold()


def _with_country(place: Address, knowledge: Knowledge) -> Address:
    """With the country as ISO 3166-1 alpha-2, whether the file has a code or a name."""
    if place.country is None or re.fullmatch(r"[A-Z]{2}", place.country):
        return place
    code = countries.names(knowledge.rules).get(lowered(place.country), place.country.upper())
    return replace(place, country=code if len(code) == 2 else None)


# ---- reasons ---------------------------------------------------------------------------------------------------------


def intents(documents: Sequence[Document]) -> tuple[Finding[Intent], ...]:
    """What structured documents say that they are, each once."""
    found: dict[Intent, Finding[Intent]] = {}
    for said in _stated("intent", documents):
        found.setdefault(Intent(str(said.value)), Finding(Intent(str(said.value)), SURE, (said.evidence,)))
    return tuple(found.values())


def doubts(
    documents: Sequence[Document], ordered: Sequence[Line], parsed: ParsedMail, knowledge: Knowledge
) -> tuple[Doubt, ...]:
    """What a person must settle: terms beside the lines, free text that does more than order, another currency."""
    found = [Doubt(key, (s.evidence,), {"text": str(s.value)}) for key in _REASONS for s in _stated(key, documents)]
    notes = stated_notes.doubts(list(_stated("instructions", documents)), parsed.language, knowledge)
    return (*found, *notes, *_currencies(documents, ordered, parsed, knowledge))


def _currencies(
    documents: Sequence[Document], ordered: Sequence[Line], parsed: ParsedMail, knowledge: Knowledge
) -> Iterator[Doubt]:
    """A currency that is not the one in which this customer pays for these goods."""
    ours = {currency for line in ordered if (currency := _currency(line, parsed, knowledge))}
    said = list(_stated("currency", documents))
    theirs = {str(s.value) for s in said}
    if said and (len(theirs) > 1 or (ours and not theirs <= ours)):
        values = {"currencies": ", ".join(sorted(theirs | ours))}
        yield Doubt("mixed_currency", tuple(s.evidence for s in said), values)


def _currency(line: Line, parsed: ParsedMail, knowledge: Knowledge) -> str | None:
    product: Any = knowledge.products.get(line.sku) if line.sku else None
    if product is None or line.quantity is None:
        return None
    customer, on = knowledge.customers.find(parsed.sender.email), mail_day(parsed)
    price = knowledge.prices.price(product, customer, line.quantity, on) if on else None
    return price.currency if price else product.currency
