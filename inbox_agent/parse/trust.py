"""What is known of the sender's identity. Facts only: what follows from them is decided in ``decide``."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from inbox_agent.catalogue.customers import Customers
from inbox_agent.config import Settings
from inbox_agent.model import ParsedMail, Trust
from inbox_agent.parse import display_name
from inbox_agent.parse.authentication import Headers, Result, results, verdict
from inbox_agent.parse.domains import domain_of, same_organisation
from inbox_agent.parse.lookalike import Originals, imitated, originals

_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]@]{1,64}@[^\s<>,;:\"'()\[\]@]{1,255}")
_PRIVATE = 3  # records at one domain; with more it belongs to a mail provider


def trust(
    headers: Headers,
    parsed: ParsedMail,
    customers: Customers,
    settings: Settings | None = None,
    authserv_id: str = "",
    signatures: Sequence[Result] = (),
) -> Trust:
    """The facts about the sender. ``headers``: all of them in their order. ``authserv_id`` names the receiving server,
    "" when that is not known. ``signatures``: those that we checked ourselves."""
    domain = domain_of(parsed.sender.email)
    found = results(headers, authserv_id)
    others = _other_senders(headers, parsed.sender.email)
    authenticated = verdict((*found, *signatures), domain)
    if authenticated and others:
        authenticated = None  # one of them is proven, and nobody knows which
    known = customers.find(parsed.sender.email) is not None
    own = settings.own_addresses if settings else frozenset()
    return Trust(
        authenticated=authenticated,
        detail=" ".join(_told(found, signatures)),
        reply_to_elsewhere=_elsewhere(parsed, domain),
        lookalike_of=None if known else imitated(domain, _customers(customers)),
        name_of=None if known or authenticated else display_name.borrowed(parsed.sender, customers),
        other_senders=others,
        shown_address=display_name.address_shown(parsed.sender),
        poses_as_us=_poses_as_us(parsed, domain, own, settings) if not known else None,
    )


def _told(found: Sequence[Result], signatures: Sequence[Result]) -> Iterable[str]:
    yield from (f"{r.method}={r.verdict}" for r in found)
    yield from (f"{r.method}={r.verdict} (own check of {r.domain})" for r in signatures)


def _other_senders(headers: Headers, sender: str) -> tuple[str, ...]:
    """Addresses of other organisations in From, in one or several fields: which one a program shows, and which one was
    authenticated, is chance (RFC 7489, 6.6.1)."""
    domain = domain_of(sender)
    shown = (re.sub(r'"[^"]*"', " ", value[:5_000]) for name, value in headers if name == "from")
    found = (address.lower().strip(".") for value in shown for address in _ADDRESS.findall(value))
    return tuple(dict.fromkeys(a for a in found if domain and not same_organisation(domain_of(a), domain)))


def _elsewhere(parsed: ParsedMail, domain: str) -> str | None:
    given = (p.email for p in parsed.reply_to if p.email)
    return next((email for email in given if domain and not same_organisation(domain_of(email), domain)), None)


def _poses_as_us(parsed: ParsedMail, domain: str, own: frozenset[str], settings: Settings | None) -> str | None:
    """Our own domain or name, imitated from outside."""
    domains = frozenset(domain_of(address) for address in own)
    if settings is None or any(same_organisation(domain, one) for one in domains):
        return None
    if like := imitated(domain, _own(domains)):
        return like
    return settings.company.name if display_name.claims(parsed.sender, settings.company.name) else None


@lru_cache(maxsize=2)
def _own(domains: frozenset[str]) -> Originals:
    return originals(sorted(domains))


@lru_cache(maxsize=2)
def _customers(customers: Customers) -> Originals:
    counts = Counter(domain_of(customer.email) for customer in customers.all)
    return originals(domain for domain, n in counts.items() if n <= _PRIVATE)
