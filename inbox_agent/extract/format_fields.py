"""What the fields of a form say, from what a format matched: reference, day, payment, wishes, addresses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from inbox_agent.catalogue.words import fold
from inbox_agent.extract import calendar, countries, payment, stated_notes
from inbox_agent.extract.address_block import Who
from inbox_agent.extract.address_parts import plain_name
from inbox_agent.extract.address_scan import scan
from inbox_agent.extract.calendar import Kind
from inbox_agent.extract.date_mentions import mentions
from inbox_agent.extract.dates import mail_day
from inbox_agent.extract.format_match import Match
from inbox_agent.extract.postcodes import postcodes
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon.formats import ADDRESS, Format
from inbox_agent.model import Address, Doubt, Evidence, ParsedMail, Passage, Stated

_DATE = re.compile(r"(?:\D*[^\d.,/-])?(\d{1,4})\W{1,3}(\d{1,2})(?:\W{1,3}(\d{1,4}))?(?:\D.*)?")  # in digits

Said = Stated | Doubt


def said(form: Format, matches: Sequence[Match], parsed: ParsedMail, knowledge: Knowledge) -> Iterator[Said]:
    """Each value, and a Doubt for what was matched and cannot be understood."""
    for match in matches:
        proof = match.sheet.proof(*match.span, rule(form))
        if match.kind == "line":
            if match.of("date"):
                yield _day(match.of("date"), form, proof, parsed, knowledge)
            continue
        text = match.of("value")
        match match.rule:
            case "po_number":
                yield Stated("po_number", text, proof)
            case "requested_date":
                yield _day(text, form, proof, parsed, knowledge)
            case "payment_method":
                yield _method(text, form, proof, parsed, knowledge)
            case "instructions":
                wish = Stated("instructions", text, proof)
                yield wish
                yield from stated_notes.doubts([wish], parsed.language, knowledge)
            case "ship_to" | "bill_to":
                yield _address(match, proof, parsed, knowledge)


def rule(form: Format) -> str:
    """By what a value was found, as evidence names it."""
    return f"format: {form.name}"


# ---- day and payment -------------------------------------------------------------------------------------------------


def _day(text: str, form: Format, proof: Evidence, parsed: ParsedMail, knowledge: Knowledge) -> Said:
    value = day(text, form.dates or "words", mail_day(parsed), knowledge)
    return Stated("requested_date", value.isoformat(), proof) if value else Doubt("contradictory_date", (proof,))


def day(text: str, order: str, today: date | None, knowledge: Knowledge) -> date | None:
    """The day that a form names. ``order``: of its day, month and year. None: no day, or its weekday is another one."""
    named = [m for m in mentions(text, today, order == "mdy", knowledge.rules) if m.kind is Kind.DAY]
    digits = _DATE.fullmatch(text.strip()) if order != "words" else None
    if digits is not None:
        value = _in_order(dict(zip(order, digits.groups(), strict=True)), today)
    else:
        value = named[0].value if len(named) == 1 else None
    return None if any(m.contradiction and m.value == value for m in named) else value


def _in_order(numbers: Mapping[str, str | None], today: date | None) -> date | None:
    """From "d", "m" and "y"; without a year the next such day."""
    day_, month, year = (int(numbers[part] or 0) for part in "dmy")
    if not numbers["y"] or not numbers["d"]:
        return calendar.occurrence(month, day_, today) if today and numbers["d"] else None
    return calendar.on(year + (2000 if year < 100 else 0), month, day_)


def _method(text: str, form: Format, proof: Evidence, parsed: ParsedMail, knowledge: Knowledge) -> Said:
    """By the form's own words, else by those that everybody uses."""
    given = form.stated.payment_method
    own = {fold(words): method for words, method in given.values.items()} if given else {}
    method = own.get(fold(text))
    if method is None and (found := payment.find([Passage("body", text)], parsed, knowledge).finding):
        method = found.value
    return Stated("payment_method", method, proof) if method else Doubt("unexplained", (proof,), {"text": proof.text})


# ---- addresses -------------------------------------------------------------------------------------------------------


def _address(match: Match, proof: Evidence, parsed: ParsedMail, knowledge: Knowledge) -> Said:
    groups = {name for name, _ in match.groups}
    found = _block(match, parsed, knowledge) if groups == {"value"} else _parts(match, parsed, knowledge)
    return Stated(match.rule, found, proof) if found else Doubt("doubtful_address", (proof,))


def _parts(match: Match, parsed: ParsedMail, knowledge: Knowledge) -> Address | None:
    given = {part: match.of(part) or None for part in sorted(ADDRESS)}
    place = Address(**given)
    if not (place.street and place.city):
        return None
    if place.country is None and place.postcode:
        code = next(iter(postcodes(f"{place.postcode} {place.city}")), None)
        named = code.country if code else None
        given["country"] = named or countries.of_digits(place.postcode, place.city, place.street, parsed, knowledge)
    return Address(**given)


def _block(match: Match, parsed: ParsedMail, knowledge: Knowledge) -> Address | None:
    """The one address that stands in some lines."""
    sender = plain_name(parsed.sender.name, knowledge.rules)
    text = next(cell.text for name, cell in match.groups if name == "value")
    found = scan(Passage("body", text), Who(parsed, knowledge, sender, sender))
    whole = [candidate.block.address for candidate in found if not candidate.block.doubtful]
    return whole[0] if len(found) == len(whole) == 1 else None
