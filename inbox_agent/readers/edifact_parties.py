"""Parties of an EDIFACT message: NAD with the contacts (CTA) that follow it."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from inbox_agent.model import Address
from inbox_agent.readers.edifact_syntax import Segment, joined
from inbox_agent.readers.structured import MOST_PARTIES, Order, address

_DELIVERY = ("DP", "ST", "CN", "UC")  # delivery party first
_INVOICEE = ("IV", "BT")
_BUYER = ("BY", "OB")
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}[- ])?(\d{4,5})\s+(\D.*)")


def parties(order: Order, segments: Sequence[Segment]) -> None:
    """Who buys, where the goods go, who gets the invoice."""
    found: dict[str, tuple[Segment, str]] = {}
    for party, contact in islice(_with_contacts(segments), MOST_PARTIES):
        found.setdefault(party.get(1), (party, contact))
    at_home = [value for code in _BUYER if code in found for value in _names(found[code][0])]
    for code in [code for code in _DELIVERY if code in found][:1]:
        party, contact = found[code]
        named = next(iter(_names(party)), "")
        order.deliver_to(_address(party, contact), named, at_home, party.raw, party.number)
    for key, codes in (("bill_to", _INVOICEE), ("buyer", _BUYER)):
        for code in [code for code in codes if code in found][:1]:
            party, _ = found[code]
            order.say(key, _address(party, ""), party.raw, party.number)


def places(order: Order, line: Sequence[Segment]) -> None:
    """Where the goods of one line go, when it says so."""
    for party, contact in _with_contacts(line):
        if party.get(1) in _DELIVERY:
            order.deliver_to(_address(party, contact), party.get(2) or party.raw, (), party.raw, party.number)


def _names(nad: Segment) -> list[str]:
    """The number of a party, its name."""
    return [value for value in (nad.get(2), nad.get(4) or nad.get(3)) if value]


def _with_contacts(segments: Sequence[Segment]) -> Iterator[tuple[Segment, str]]:
    """Each NAD with the name of its contact (CTA)."""
    for at, segment in enumerate(segments):
        if segment.tag == "NAD":
            behind = segments[at + 1 : at + 8]
            own = behind[: next((i for i, s in enumerate(behind) if s.tag == "NAD"), len(behind))]
            yield segment, next((s.get(2, 2) for s in own if s.tag == "CTA" and s.get(2, 2)), "")


def _address(nad: Segment, contact: str) -> Address | None:
    """Name, street, town, region, postcode, country; or up to five lines of text (C058)."""
    names, lines = nad.all(4), [line.strip() for line in nad.all(3) if line.strip()]
    if nad.get(6) or nad.get(8) or nad.get(5):
        company, *more = [name.strip() for name in names if name.strip()] or [*lines[:1], ""]
        within, region = ", ".join(filter(None, (*more, contact))), nad.get(7, 4) or nad.get(7)
        return address(within, company, nad.all(5), nad.get(8), nad.get(6), region, nad.get(9))
    for at, line in enumerate(lines):
        if at and (town := _POSTCODE.fullmatch(line)):
            first = joined(names) or lines[0]
            street = lines[at - 1 : at] if lines[at - 1] != first else []
            return address(contact, first, street, town[1], town[2], "", nad.get(9))
    return None
