"""What is known of the sender's identity: the receiving server's verdict, and names that imitate a customer's.

Only the receiving server's own Authentication-Results count (RFC 8601, section 5): anybody can write such a header,
but the last hop puts its own above all others."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.records import Customer
from inbox_agent.model import ParsedMail, Trust

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(\w+)([^;]*)", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:header\.(?:d|i|from)|smtp\.(?:mailfrom|helo))\s*=\s*\"?(?:[^\s;\"@]*@)?([\w.-]+)", re.I)
_TWO_LEVELS = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "gv", "or", "ltd", "plc", "me"})  # as in co.uk
_LOOKS_LIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("5", "s"), ("3", "e"), ("i", "l"),
               ("-", ""))  # fmt: skip
_SHORTEST = 5  # letters of a name below which two names are alike by chance


@dataclass(frozen=True, slots=True)
class _Result:
    method: str
    verdict: str
    domain: str


def trust(headers: Mapping[str, str], parsed: ParsedMail, customers: Customers, authserv_id: str) -> Trust:
    """The facts about the sender. ``headers`` as in ``automatic``; ``authserv_id`` names the receiving server, "" when
    that is not known: then the topmost header is taken for its own."""
    results = tuple(r for value in _own_results(headers, authserv_id) for r in _read(value))
    domain = _domain_of(parsed.sender.email)
    authenticated = _verdict(results, domain)
    known = customers.find(parsed.sender.email) is not None
    return Trust(
        authenticated=authenticated,
        detail=" ".join(f"{r.method}={r.verdict}" for r in results),
        reply_to_elsewhere=_elsewhere(parsed, domain),
        lookalike_of=None if known else _imitated(domain, customers),
        name_of=None if known or authenticated else _borrowed_name(parsed, domain, customers),
    )


# ---- Authentication-Results ------------------------------------------------------------------------------------------


def _own_results(headers: Mapping[str, str], authserv_id: str) -> Iterable[str]:
    """The receiving server's header(s): all on top that carry its name; the very first when its name is not known."""
    values = [v for v in headers.get("authentication-results", "").split("\n") if v.strip()]
    if not authserv_id:
        return values[:1]
    own: list[str] = []
    for value in values:
        if _server(value) != authserv_id.lower():
            break
        own.append(value)
    return own


def _server(value: str) -> str:
    words = _COMMENT.sub(" ", value).partition(";")[0].split()
    return words[0].lower() if words else ""


def _read(value: str) -> Iterable[_Result]:
    for method, verdict, rest in _RESULT.findall(_COMMENT.sub(" ", value)):
        named = dict.fromkeys(d.lower() for d in _DOMAIN.findall(rest))
        yield _Result(method.lower(), verdict.lower(), next(iter(named), ""))


def _verdict(results: tuple[_Result, ...], domain: str) -> bool | None:
    """True: proven. False: refuted. None: nothing is known. DMARC decides; else an aligned DKIM or SPF pass."""
    said = {(r.method, r.verdict) for r in results}
    if ("dmarc", "pass") in said:
        return True
    if ("dmarc", "fail") in said:
        return False
    passes = [r for r in results if r.method in ("dkim", "spf") and r.verdict == "pass"]
    if any(_organisation(r.domain) == _organisation(domain) for r in passes if r.domain):
        return True
    if ("spf", "fail") in said and ("dkim", "pass") not in said:
        return False
    return None


# ---- imitations ------------------------------------------------------------------------------------------------------


def _elsewhere(parsed: ParsedMail, domain: str) -> str | None:
    given = (p.email for p in parsed.reply_to if p.email)
    other = (email for email in given if _organisation(_domain_of(email)) != _organisation(domain))
    return next(other, None) if domain else None


def _imitated(domain: str, customers: Customers) -> str | None:
    """The customer's domain that ``domain`` looks like without being it."""
    name, whole = _name_of(domain), _organisation(domain)
    if not name:
        return None
    found = (o for o in _customer_domains(customers) if _organisation(o) != whole and _alike(name, _name_of(o)))
    return next(found, None)


def _alike(name: str, real: str) -> bool:
    """Whether a name is another's with a letter changed, look-alike signs, a word added, or another top level."""
    if len(real) < _SHORTEST:
        return False
    if _skeleton(name) == _skeleton(real) or real in name.split("-"):
        return True
    bare, real_bare = name.replace("-", ""), real.replace("-", "")
    if len(real_bare) >= 8 and real_bare in bare:
        return True
    allowed = 1 if len(real) < 8 else 2
    return OSA.distance(name, real, score_cutoff=allowed) <= allowed


@lru_cache(maxsize=50_000)
def _skeleton(name: str) -> str:
    """What is left of a name when signs that look alike are the same sign."""
    for sign, plain in _LOOKS_LIKE:
        name = name.replace(sign, plain)
    return name


def _borrowed_name(parsed: ParsedMail, domain: str, customers: Customers) -> str | None:
    """The customer whose name the sender shows under an address that is not theirs."""
    owners = _owners_of_names(customers).get(_squash(parsed.sender.name), ())
    if any(_organisation(_domain_of(email)) == _organisation(domain) for email in owners):
        return None
    return next(iter(owners), None)


@lru_cache(maxsize=2)
def _owners_of_names(customers: Customers) -> Mapping[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for customer in customers.all:
        for name in _names(customer):
            owners[name] = (*owners.get(name, ()), customer.email)
    return owners


def _names(customer: Customer) -> set[str]:
    """A person's name counts when it is a full one: there is more than one "Info" and more than one "Anna"."""
    full = customer.name if len(customer.name.split()) > 1 else ""
    both = (full, customer.company, f"{customer.name} {customer.company}", f"{customer.company} {customer.name}")
    return {squashed for name in both if len(squashed := _squash(name)) >= _SHORTEST}


def _squash(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


@lru_cache(maxsize=2)
def _customer_domains(customers: Customers) -> tuple[str, ...]:
    """Domains of customers' own; one that more than three records share belongs to a mail provider."""
    counts = Counter(_domain_of(customer.email) for customer in customers.all)
    return tuple(domain for domain, n in counts.items() if n <= 3)


def _domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower().strip(".") if "@" in email else ""


def _organisation(domain: str) -> str:
    """The registrable part: "mail.shop.co.uk" -> "shop.co.uk"."""
    labels = domain.lower().split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in _TWO_LEVELS and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])


def _name_of(domain: str) -> str:
    """The registrable part without its top level."""
    return _organisation(domain).partition(".")[0]
