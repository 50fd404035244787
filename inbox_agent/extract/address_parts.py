"""The parts of an address: which words are a person, a company, a street, a town."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from inbox_agent.extract.countries import TABLE, names
from inbox_agent.extract.phrases import NEVER, lowered, mapping, union
from inbox_agent.lexicon import Rules
from inbox_agent.model import Address

HEAD = 4  # lines before the street at most: company, department, person, c/o
SIGNS = re.compile(r"^[\s\-–*•>:.,;()\"'„“”]+|[\s,;:()\"'„“”|]+$")
_CAPITAL = r"[A-ZÄÖÜÉÁÓŁŠ][\w'’-]*\.?"
_PERSON = re.compile(
    rf"(?:{_CAPITAL}|[a-zäöü]{{2,3}})(?:[ \xa0](?:{_CAPITAL}|van|von|der|den|de|zu|ter|&|und|and)){{1,4}}"
)
_HOUSE_NUMBER = re.compile(
    r"^\d{1,5}[a-zA-Z]?\b|\s\d{1,5}\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d{0,4}[a-zA-Z]?)?$|\b\d{1,4}[a-z]?\b"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an address: one line, or what stands between two commas."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, eq=False)
class Words:
    attention: re.Pattern[str]
    me: re.Pattern[str]
    care_of: re.Pattern[str]
    field: re.Pattern[str]
    titles: re.Pattern[str]
    relations: re.Pattern[str]
    company_label: re.Pattern[str]
    company: re.Pattern[str]
    street: re.Pattern[str]
    region: re.Pattern[str]
    country: dict[str, str]
    before_number: re.Pattern[str]
    glued_street: re.Pattern[str]  # "Anna Meier Hauptstraße 5": where the street begins


@cache
def vocabulary(rules: Rules) -> Words:
    table = mapping(rules, TABLE, "words")
    counties = union(mapping(rules, TABLE, "regions").get("counties", []))
    country = names(rules)
    endings = "|".join(map(re.escape, table["road_endings"]))
    return Words(
        attention=re.compile(rf"\(?{union(table['attention'])}\s*[:.]?\s+"),
        me=re.compile(union(table["me"])),
        care_of=re.compile(rf"{union(table['care_of'])}\s"),
        field=re.compile(rf"{union(table['fields'])}\s*(?::\s*|$)"),
        titles=re.compile(rf"(?:{union(table['titles'])}\s+)+(?=\S+\s+\S)"),
        relations=re.compile(rf"(?:{union(table['relations'])}[\s,:]+)+"),
        company_label=re.compile(rf"{union(table['company_label'])}\s*:?\s+"),
        company=re.compile(_suffixes(table["company"])),
        street=re.compile(_suffixes(table["street"])),
        region=re.compile(rf"(?:{counties if counties != NEVER else NEVER}|(?:co\.|county)\s[a-z]+)"),
        country=country,
        before_number=re.compile(rf".{{1,60}}{union(table['before_number'])}\s(?=\d)"),
        glued_street=re.compile(rf"(?<=\w\s)[A-ZÄÖÜ][\w.-]*(?i:{endings})\s\d"),
    )


def _suffixes(phrases: Sequence[str]) -> str:
    """Words that a line contains; "*straße" is any word that ends so, "handels*" any that begins so."""
    whole = [p for p in phrases if "*" not in p]
    ends = [p.removeprefix("*") for p in phrases if p.startswith("*")]
    begins = [p.removesuffix("*") for p in phrases if p.endswith("*")]
    parts = [rf"(?<!\w){re.escape(p)}(?!\w)" for p in sorted(whole, key=len, reverse=True)]
    parts += [rf"\w{re.escape(p)}(?!\w)" for p in ends] + [rf"(?<!\w){re.escape(p)}\w" for p in begins]
    return "|".join(parts)


def is_street(w: Words, text: str) -> bool:
    """A house number, or a word for a street or a building, and no company's name."""
    lower = lowered(text)
    if w.care_of.match(lower):
        return True
    if _HOUSE_NUMBER.search(text) and not _legal(w, lower):
        return True
    return w.street.search(lower) is not None and (lower.startswith("the ") or not w.company.search(lower))


def _legal(w: Words, lower: str) -> bool:
    return not lower[:1].isdigit() and w.company.search(lower) is not None and not w.street.search(lower)


def is_company(w: Words, text: str) -> bool:
    return w.company.search(lowered(text)) is not None


def is_person(text: str) -> bool:
    """Two to five capitalised words."""
    return _PERSON.fullmatch(text.strip()) is not None


def country_of(w: Words, text: str) -> str | None:
    return w.country.get(lowered(SIGNS.sub("", text)).rstrip("."))


def same_person(one: str, other: str) -> bool:
    """ "Max Kern" and "Maximilian Kern", "M. Kern" and "Maria Kern"."""
    a, b = (re.findall(r"[\w'’-]+", lowered(name)) for name in (one, other))
    if not a or not b:
        return False
    return a == b or (a[-1] == b[-1] and a[0][:1] == b[0][:1]) or sorted(a) == sorted(b)


def plain_name(display: str, rules: Rules) -> str | None:
    """The person of a mail's From, when it is one: "Kern, Maria" is "Maria Kern", a company is None."""
    w = vocabulary(rules)
    if display.count(",") == 1:
        last, first = (part.strip() for part in display.split(","))
        display = f"{first} {last}" if len(last.split()) == 1 and not is_company(w, display) else display
    return display.strip() if is_person(display) and not is_company(w, display) else None


def head(w: Words, segments: Sequence[Segment], sender: str | None, me: str | None, domain: str) -> tuple[Address, int]:
    """Person and company, and how many segments they take. ``me``: whom "FAO me" means; ``domain``: the sender's."""
    address, used = Address(), 0
    for segment in segments[:HEAD]:
        text = segment.text
        label = w.attention.match(lowered(text))
        if label:
            address = _named(address, person(w, text[label.end() :], me))
        elif sender and same_person(text, sender):
            address = _named(address, text)
        elif is_street(w, text):
            break
        elif address.company is None and _names(domain, text):
            address = replace(address, company=text)
        else:
            address = _plain(w, address, text)
        used += 1
    return address, used


def _named(address: Address, name: str | None) -> Address:
    """A name that is certain; what was taken for a name before is the company."""
    return replace(address, name=name, company=address.company or address.name) if name else address


def _names(domain: str, text: str) -> bool:
    """Whether a mail domain is made of that name."""
    letters = re.sub(r"[\W\d_]", "", lowered(text))
    return len(letters) >= 6 and letters in re.sub(r"[\W\d_]", "", domain)


def _plain(w: Words, address: Address, text: str) -> Address:
    """A line without a label: a company by its words, else a person, else one more line of the company."""
    label = w.company_label.match(lowered(text))
    if label or is_company(w, text):
        company = text[label.end() :] if label else text
        return replace(address, company=f"{address.company}, {company}" if address.company else company)
    name = person(w, text, None)
    if name and is_person(name) and address.name is None:
        return replace(address, name=name)
    if address.company is None:
        return replace(address, company=text) if address.name or not is_person(text) else replace(address, name=text)
    return replace(address, company=f"{address.company}, {text}")


def person(w: Words, text: str, me: str | None) -> str | None:
    """The name in words behind "Attn:": without title and telephone number; "me" is the writer."""
    text = SIGNS.sub("", re.split(r"\s[+(]?\d", text)[0])
    if w.me.fullmatch(lowered(text)):
        return me
    title = w.titles.match(lowered(text))
    return text[title.end() :] if title else text or None


def without_relations(w: Words, text: str) -> int:
    """How many letters "my sister " takes before a name."""
    match = w.relations.match(lowered(text))
    return match.end() if match and match.end() < len(text) else 0
