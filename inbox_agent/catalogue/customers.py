"""The customers on record, found by the address that a mail comes from."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from inbox_agent.catalogue.records import Customer

SHORTEST_NAME = 4  # letters of a domain that can be told apart from chance ("gmx" is within many a company's name)


class Customers:
    """All records; looking one up takes the same time for ten and for a hundred thousand."""

    def __init__(self, customers: Iterable[Customer] = ()) -> None:
        self.all: tuple[Customer, ...] = tuple(customers)
        self._by_email = {c.email.lower(): c for c in self.all}
        self._by_domain: dict[str, list[Customer]] = defaultdict(list)
        for customer in self.all:
            self._by_domain[_domain(customer.email)].append(customer)

    def find(self, email: str) -> Customer | None:
        """The record of that address; else of a colleague: the only record at the same domain, when its company's
        name resembles the domain (so that two private people at one mail provider are never taken for colleagues)."""
        email = email.strip().lower()
        if exact := self._by_email.get(email):
            return exact
        colleagues = self._by_domain.get(_domain(email), [])
        if len(colleagues) == 1 and _resembles(_domain(email), colleagues[0].company):
            return colleagues[0]
        return None


def _domain(email: str) -> str:
    return email.lower().rpartition("@")[2]


def _resembles(domain: str, company: str) -> bool:
    """Whether a domain is a company's own by its name.

    >>> _resembles("mueller-soehne.example", "Müller & Söhne GmbH"), _resembles("mailbox.example", "Müller GmbH")
    (True, False)
    """
    label = max(domain.split(".")[:-1], key=len, default="")
    parts = [part for part in label.split("-") if len(part) > 2]
    letters = "".join(parts)
    if len(letters) < SHORTEST_NAME:
        return False
    for words in _spellings(company):
        named = sum(len(word) for word in words if len(word) > 2 and word in letters)
        if all(part in "".join(words) for part in parts) or named >= len(letters) * 0.6:
            return True
    return False


def _spellings(name: str) -> tuple[list[str], list[str]]:
    """A name's words in the two ways that they are written in a domain: with ä as ae, and as a."""
    lower = name.lower()
    written_out = lower.translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"})
    return _words(written_out), _words(lower.replace("ß", "ss"))


def _words(text: str) -> list[str]:
    """Words of letters and digits, without accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in bare).split()
