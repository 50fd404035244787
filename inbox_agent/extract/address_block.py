"""One address, read around its postcode: what stands before it back to where the address begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inbox_agent.extract import countries
from inbox_agent.extract.address_parts import (
    SIGNS,
    Segment,
    Words,
    country_of,
    head,
    is_company,
    is_street,
    person,
    same_person,
    vocabulary,
)
from inbox_agent.extract.postcodes import Postcode, valid
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Address, ParsedMail

WRAP = 55  # a line at least this long may be wrapped in the middle of an address
SEGMENTS = 8
LONGEST = 9  # words in one piece of an address
# What parts two pieces of an address; a line break only where the line was not wrapped.
_PARTS = re.compile(
    r"\s*[,;|·•\t]\s*|\s[-–—/]\s|\s{3,}|(?<=[a-zäöüß.])\s+(?=(?:[A-Z]{1,2}[- ]{1,3})?\d{4,5}\s[A-ZÄÖÜ])|\s*\n\s*"
)
_ITEM = re.compile(r"\s*(?:[-*•–+]\s*)?\d+\s*(?:x|×|stk|stück|st\.|pcs|kg|boxes|box|kisten|karton)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """An address as read. ``start`` is where its first word stands."""

    address: Address
    start: int
    end: int
    doubtful: bool  # no street, no town, or a postcode that cannot be


@dataclass(frozen=True, slots=True)
class Who:
    """What the reading of an address may know of the mail."""

    parsed: ParsedMail
    knowledge: Knowledge
    sender: str | None  # the sender's name when it is a person's
    me: str | None  # the writer of these words: whom "FAO me" means


def segments(text: str, start: int, end: int) -> list[Segment]:
    """The pieces between separators, without the signs around them."""
    found, position = [], start
    for part in _PARTS.finditer(text, start, end):
        if part[0].strip(" ") == "\n" and _wrapped(text, part.start()):
            continue
        found.append((position, part.start()))
        position = part.end()
    found.append((position, end))
    return [s for a, b in found if (s := _trimmed(text, a, b)) is not None]


def _wrapped(text: str, newline: int) -> bool:
    begin = text.rfind("\n", 0, newline) + 1
    line = text[begin:newline]
    return len(line) >= WRAP and "\t" not in line and "   " not in line.strip()


def _trimmed(text: str, start: int, end: int) -> Segment | None:
    raw = text[start:end]
    stripped = SIGNS.sub("", raw)
    if not stripped:
        return None
    at = start + raw.find(stripped)
    return Segment(at, at + len(stripped), " ".join(stripped.split()))


def read(text: str, begin: int, code: Postcode, who: Who) -> Block:
    """The address whose postcode this is, between ``begin`` and the postcode (and the country behind it)."""
    w = vocabulary(who.knowledge.rules)
    before = [s for s in segments(text, begin, code.start) if not _ITEM.match(s.text)][-SEGMENTS:]
    before = _from_sender(w, _unglued(w, text, _without_fields(w, before)), who.sender)
    address = Address(postcode=code.code, city=code.town, region=code.region, country=code.country)
    if code.town is None:
        before, address = _town(w, before, address)
    named, used = head(w, before, who.sender, who.me, who.parsed.sender.email.rpartition("@")[2])
    streets = before[used:]
    streets, named = _attention_behind(w, streets, named, who)
    address = replace(
        address, name=named.name, company=named.company, street=", ".join(s.text for s in streets) or None
    )
    end, address = _behind(w, text, code, address, who)
    address = _with_country(address, who)
    doubtful = not address.street or not address.city or not _fits(address)
    return Block(address, before[0].start if before else code.start, end, doubtful)


def _without_fields(w: Words, before: list[Segment]) -> list[Segment]:
    """ "Street: 5 High Street" without its label. Sentences, and words in lower case before the first name, are no
    address."""
    result: list[Segment] = []
    for segment in before:
        if len(segment.text.split()) > LONGEST:
            result = []
            continue
        label = w.field.match(segment.text.lower())
        text = segment.text[label.end() :] if label and not w.attention.match(segment.text.lower()) else segment.text
        small = text[:1].islower() and not is_street(w, text) and not w.attention.match(text.lower())
        if text and not (small and not result):
            result.append(Segment(segment.end - len(text) if label else segment.start, segment.end, text))
    return result


def _unglued(w: Words, text: str, before: list[Segment]) -> list[Segment]:
    """ "Anna Meier Hauptstraße 5" without a comma, as two pieces."""
    result = []
    for segment in before:
        raw = text[segment.start : segment.end]
        glued = w.glued_street.search(raw)
        if glued and len(raw[: glued.start()].split()) >= 2:
            cut = segment.start + glued.start()
            result += [
                Segment(segment.start, cut, raw[: glued.start()].strip()),
                Segment(cut, segment.end, raw[glued.start() :]),
            ]
        else:
            result.append(segment)
    return result


def _from_sender(w: Words, before: list[Segment], sender: str | None) -> list[Segment]:
    """Lines above the sender's own name are no address, but for a company's."""
    for number, segment in enumerate(before):
        if number and sender and same_person(segment.text, sender) and not is_company(w, before[number - 1].text):
            short = all(len(s.text.split()) <= 4 for s in before[:number])
            return before if short and number == 1 and not is_street(w, before[0].text) else before[number:]
    return before


def _town(w: Words, before: list[Segment], address: Address) -> tuple[list[Segment], Address]:
    """Where the town stands before the postcode: "Exeter, Devon EX1 1AA", "Ennis, Co. Clare, V95 A1B2"."""
    rest = list(before)
    if rest and address.region is None and w.region.fullmatch(rest[-1].text.lower()):
        address = replace(address, region=rest.pop().text)
    if rest and address.country == "CA" and (province := re.fullmatch(r"(.*?)\s?\b([A-Z]{2})", rest[-1].text)):
        address, last = replace(address, region=province[2]), rest.pop()
        rest += [Segment(last.start, last.end - 3, province[1])] if province[1] else []
    if rest and not (rest[-1].text[:1].isdigit() and is_street(w, rest[-1].text)):
        address = replace(address, city=rest.pop().text)
    return rest, address


def _attention_behind(w: Words, streets: Sequence[Segment], named: Address, who: Who) -> tuple[list[Segment], Address]:
    """ "FAO …" or the sender's name in the middle of the street lines is the person."""
    kept = []
    for segment in streets:
        label = w.attention.match(segment.text.lower())
        if label and named.name is None:
            named = replace(named, name=person(w, segment.text[label.end() :], who.me))
        elif named.name is None and who.sender and same_person(segment.text, who.sender):
            named = replace(named, name=segment.text)
        else:
            kept.append(segment)
    return kept, named


def _behind(w: Words, text: str, code: Postcode, address: Address, who: Who) -> tuple[int, Address]:
    """A country and "FAO …" behind the postcode."""
    end = code.end
    for segment in segments(text, code.end, min(len(text), code.end + 80))[:2]:
        gap = text[end : segment.start]
        label = w.attention.match(segment.text.lower())
        first = re.split(r"[.:!?)]\s|[.)]$", segment.text)[0]
        if len(gap.strip(" ,\n\t\r-–|·")) or gap.count("\n") > 1:
            break
        if country := country_of(w, first):
            address, end = replace(address, country=country), segment.start + len(first)
        elif label and address.name is None:
            address, end = replace(address, name=person(w, segment.text[label.end() :], who.me)), segment.end
        else:
            break
    if address.city and (country := _last_word_country(w, address.city)):
        address = replace(address, city=address.city.rsplit(None, 1)[0], country=country)
    return end, address


def _last_word_country(w: Words, city: str) -> str | None:
    """ "8010 Graz Österreich"."""
    return country_of(w, city.rsplit(None, 1)[-1]) if " " in city else None


def _with_country(address: Address, who: Who) -> Address:
    if address.country or not address.postcode:
        return address
    street, town = address.street or "", address.city or ""
    return replace(address, country=countries.of_digits(address.postcode, town, street, who.parsed, who.knowledge))


def _fits(address: Address) -> bool:
    region = address.region if address.country == "US" else None
    return not (address.country and address.postcode) or valid(address.country, address.postcode, region)
