"""Where the goods go and where the invoice goes, as far as the mail itself says so.

An address counts by the cue before it ("Lieferadresse:", "send it to"). One without a cue counts as delivery address
when a private person wrote it as part of an order; a business signature never does. "The usual address" states none:
that is the customer's record. Two that differ are a Doubt, one that is incomplete is another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from inbox_agent.extract.address_block import Who
from inbox_agent.extract.address_parts import plain_name
from inbox_agent.extract.address_scan import Candidate, Use, scan
from inbox_agent.extract.address_streets import unfinished
from inbox_agent.extract.countries import TABLE
from inbox_agent.extract.found import Found
from inbox_agent.extract.phrases import lowered, mapping, mark, union
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Address, Doubt, Evidence, Finding, ParsedMail, Passage

INCOMPLETE = 0.6
FROM_SIGNATURE = 0.85

Statement = tuple[Use, Evidence]


def find_ship_to(passages: Sequence[Passage], parsed: ParsedMail, knowledge: Knowledge) -> Found[Address]:
    """The delivery address; every other address is ``seen``."""
    found, open_ends = _scan(passages, parsed, knowledge)
    chosen = [c for c in found if c.use in (Use.SHIP, Use.BOTH)]
    if not chosen and _says(passages, knowledge.rules, "same_ship"):
        chosen = [c for c in found if c.use is Use.BILL]
    if not chosen and not any(use is not Use.BILL for use, _ in open_ends):
        chosen = _without_cue(found, parsed, knowledge)[:1]
    return _conclude(chosen, found, [e for use, e in open_ends if use is not Use.BILL])


def find_bill_to(passages: Sequence[Passage], parsed: ParsedMail, knowledge: Knowledge) -> Found[Address]:
    """The invoice address; None when the mail says nothing of it."""
    found, open_ends = _scan(passages, parsed, knowledge)
    chosen = [c for c in found if c.use in (Use.BILL, Use.BOTH)]
    if chosen:
        return _conclude(chosen, found, ())
    if (same := _says(passages, knowledge.rules, "same")) is not None:
        ship_to = find_ship_to(passages, parsed, knowledge)
        if ship_to.finding:
            evidence = (same, *ship_to.finding.evidence)
            return Found(replace(ship_to.finding, evidence=evidence), ship_to.doubts, ship_to.seen)
    return _conclude((), found, [e for use, e in open_ends if use is not Use.SHIP])


def _scan(
    passages: Sequence[Passage], parsed: ParsedMail, knowledge: Knowledge
) -> tuple[list[Candidate], list[Statement]]:
    """Every address of the mail but our own, and the streets that no address came of."""
    sender = plain_name(parsed.sender.name, knowledge.rules)
    author = parsed.forwarded_from
    writer = plain_name(author.name, knowledge.rules) if author else None
    found: list[Candidate] = []
    open_ends: list[Statement] = []
    for passage in passages:
        me = sender if passage.source == "body" else writer
        who = Who(parsed, knowledge, me if passage.source == "forwarded" else sender, me)
        here = scan(passage, who)
        found += [c for c in here if not _is_ours(c.block.address, knowledge)]
        open_ends += unfinished(passage, here, who)
    return found, open_ends


def _is_ours(address: Address, knowledge: Knowledge) -> bool:
    """The company's own address stands on every order it gets."""
    own = knowledge.settings.company if knowledge.settings else None
    return (
        own is not None
        and bool(own.postcode)
        and _key(address) == _key(Address(street=own.street, postcode=own.postcode))
    )


def _without_cue(found: Iterable[Candidate], parsed: ParsedMail, knowledge: Knowledge) -> list[Candidate]:
    """A private person's address that stands in the mail without a word of what it is for."""
    known = knowledge.customers.find(parsed.sender.email) is not None
    plain = [c for c in found if c.use is Use.NONE and not c.business and c.evidence.source == "body"]
    stated = [c for c in plain if not (known and c.after_closing)]
    if stated or known or not parsed.signature:
        return stated
    sender = plain_name(parsed.sender.name, knowledge.rules)
    signature = scan(Passage("signature", parsed.signature), Who(parsed, knowledge, sender, sender))
    return [replace(c, sure=FROM_SIGNATURE) for c in signature if not c.business and not c.block.doubtful]


def _conclude(chosen: Sequence[Candidate], found: Sequence[Candidate], open_ends: Sequence[Evidence]) -> Found[Address]:
    """One address of those chosen; the fuller of two that are the same."""
    seen = tuple(c.evidence for c in found if c not in chosen) + (tuple(open_ends) if chosen else ())
    if not chosen:
        return Found(None, (Doubt("doubtful_address", tuple(open_ends)),) if open_ends else (), seen)
    best = max(chosen, key=lambda c: (not c.block.doubtful, _filled(c.block.address), c.sure))
    evidence = tuple(c.evidence for c in chosen)
    doubts: tuple[Doubt, ...] = ()
    if any(not same(best.block.address, c.block.address) for c in chosen):
        doubts += (Doubt("two_addresses", evidence),)
    if best.block.doubtful:
        doubts += (Doubt("doubtful_address", (best.evidence,)),)
    sure = INCOMPLETE if doubts else best.sure - (0 if best.block.address.country else 0.05)
    return Found(Finding(best.block.address, round(sure, 3), evidence), doubts, seen)


def _filled(address: Address) -> int:
    parts = (address.name, address.company, address.street, address.postcode, address.city, address.region)
    return sum(part is not None for part in parts)


def _key(address: Address) -> tuple[str, str]:
    street = re.sub(r"stra(?:ß|ss)e\b|street\b", "str", lowered(address.street or ""))
    return re.sub(r"\W|_", "", street), re.sub(r"\W", "", lowered(address.postcode or ""))


def same(one: Address, other: Address) -> bool:
    """The same postcode, and streets of which one may be written more fully."""
    (street, code), (street2, code2) = _key(one), _key(other)
    return code == code2 and (street in street2 or street2 in street)


@cache
def _statements(rules: Rules, key: str) -> re.Pattern[str]:
    return re.compile(union(mapping(rules, TABLE, "cues")[key]))


def _says(passages: Sequence[Passage], rules: Rules, key: str) -> Evidence | None:
    """Where the mail says that both addresses are the same."""
    for passage in passages:
        if match := _statements(rules, key).search(lowered(passage.text)):
            return mark(passage, match.start(), match.end(), f"address_{key}")
    return None
