"""Who writes. Only what the receiving server says counts; saying nothing is no suspicion."""

import re
import unicodedata
from collections.abc import Iterable

from inbox_agent.decide.basis import Case
from inbox_agent.model import Address, Doubt, Evidence

_SPELLINGS = (("strasse", "str"), ("street", "st"), ("road", "rd"), ("avenue", "ave"),
              ("ä", "ae"), ("ö", "oe"), ("ü", "ue"))  # fmt: skip


def failed_authentication(case: Case) -> Iterable[Doubt]:
    if case.parsed.trust.authenticated is False and not case.unwanted:
        yield Doubt("failed_authentication", _header(case), {"email": case.parsed.sender.email, **_detail(case)})


def new_address(case: Case) -> Iterable[Doubt]:
    """A known customer wants the goods elsewhere, and that it is the customer is not proven."""
    trust, stated = case.parsed.trust, case.reading.ship_to
    record = case.customer.ship_to if case.customer else None
    if not case.orders or stated is None or record is None or _same(stated.value, record):
        return
    if trust.authenticated is False or (trust.authenticated is None and trust.detail):
        yield Doubt("new_address_unauthenticated", stated.evidence, _detail(case))


def lookalike(case: Case) -> Iterable[Doubt]:
    """A sender that imitates a customer's domain or name."""
    trust = case.parsed.trust
    imitated = trust.lookalike_of or trust.name_of
    if imitated and not case.unwanted:
        yield Doubt("lookalike_sender", _header(case), {"email": case.parsed.sender.email, "like": imitated})


def poses_as_us(case: Case) -> Iterable[Doubt]:
    """A sender from outside that imitates our own domain or name."""
    imitated = case.parsed.trust.poses_as_us
    if imitated and not case.unwanted:
        yield Doubt("poses_as_us", _header(case), {"email": case.parsed.sender.email, "like": imitated})


def several_senders(case: Case) -> Iterable[Doubt]:
    """More than one address in From: who is answered, and who was authenticated, is chance."""
    others = case.parsed.trust.other_senders
    if others and not case.unwanted:
        evidence = (Evidence("header", f"From: {', '.join((case.parsed.sender.email, *others))}"[:300], "sender"),)
        yield Doubt("several_senders", evidence, {"emails": ", ".join((case.parsed.sender.email, *others[:5]))})


def shown_address(case: Case) -> Iterable[Doubt]:
    """The display name shows another mail address than the one that the mail is from."""
    shown = case.parsed.trust.shown_address
    if shown and not case.unwanted:
        yield Doubt("shown_address", _header(case), {"email": case.parsed.sender.email, "shown": shown})


def reply_to_elsewhere(case: Case) -> Iterable[Doubt]:
    elsewhere = case.parsed.trust.reply_to_elsewhere
    if elsewhere and case.orders:
        evidence = (Evidence("header", f"Reply-To: {elsewhere}", "reply_to_elsewhere"),)
        yield Doubt("reply_to_elsewhere", evidence, {"email": case.parsed.sender.email, "reply_to": elsewhere})


def _header(case: Case) -> tuple[Evidence, ...]:
    sender = case.parsed.sender
    return (Evidence("header", f"From: {sender.name} <{sender.email}>".replace("  ", " "), "sender"),)


def _detail(case: Case) -> dict[str, str]:
    return {"detail": case.parsed.trust.detail or "–"}


def _same(one: Address, other: Address) -> bool:
    """The same place: street, and postcode or city, whatever the spelling. What is not stated does not differ."""
    pairs = ((one.street, other.street), (one.postcode, other.postcode), (one.city, other.city))
    return all(_squash(a) == _squash(b) for a, b in pairs if a and b)


def _squash(text: str) -> str:
    """A street or town without its spelling: "Hauptstraße 5" = "Hauptstr. 5"."""
    lower = text.casefold()
    for long, short in _SPELLINGS:
        lower = lower.replace(long, short)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", bare)
