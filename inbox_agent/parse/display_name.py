"""What the sender's display name claims, under an address that does not bear it out."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.records import Customer
from inbox_agent.model import Person
from inbox_agent.parse.domains import domain_of, same_organisation

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SHORTEST = 5  # letters of a name that is told apart from chance
_LONG = 10  # letters of a company's name that may stand within a longer display name


def address_shown(sender: Person) -> str | None:
    """A mail address in the display name that is of another organisation than the real one: many programs show only
    the name."""
    shown = (address.lower() for address in _ADDRESS.findall(sender.name[:500]))
    real = domain_of(sender.email)
    return next((address for address in shown if not same_organisation(domain_of(address), real)), None)


def borrowed(sender: Person, customers: Customers) -> str | None:
    """The address of the customer whose name the sender shows from somewhere else."""
    shown = squashed(sender.name)
    if len(shown) < _SHORTEST:
        return None
    emails = _owners(customers).get(shown) or next((e for c, e in _companies(customers).items() if c in shown), ())
    domain = domain_of(sender.email)
    if any(same_organisation(domain_of(email), domain) for email in emails):
        return None
    return next(iter(emails), None)


def squashed(name: str) -> str:
    """Letters and digits only, in lower case."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def claims(sender: Person, company: str) -> bool:
    """Whether the display name is, or begins with, that company's name."""
    own = squashed(company)
    return len(own) >= _SHORTEST and squashed(sender.name).startswith(own)


@lru_cache(maxsize=2)
def _companies(customers: Customers) -> Mapping[str, tuple[str, ...]]:
    """Names so long that nobody else has them as a part of theirs."""
    named = ((squashed(customer.company), customer.email) for customer in customers.all)
    return {company: (email,) for company, email in named if len(company) >= _LONG}


@lru_cache(maxsize=2)
def _owners(customers: Customers) -> Mapping[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for customer in customers.all:
        for name in _names(customer):
            owners[name] = (*owners.get(name, ()), customer.email)
    return owners


def _names(customer: Customer) -> set[str]:
    """A person's name counts when it is a full one: there is more than one "Info" and more than one "Anna"."""
    full = customer.name if len(customer.name.split()) > 1 else ""
    both = (full, customer.company, f"{customer.name} {customer.company}", f"{customer.company} {customer.name}")
    return {name for one in both if len(name := squashed(one)) >= _SHORTEST}
