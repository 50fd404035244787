"""A mail and what is known about its sender, in one line."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import ParsedMail, Passage, Person

MONDAY = "2026-11-02T09:30:00+01:00"


def mail(
    body: str = "",
    *,
    subject: str = "",
    date: str | None = MONDAY,
    sender: str = "Nora Feld <nora@feldpost.example>",
    language: str = "en",
    **more: object,
) -> ParsedMail:
    name, _, email = sender.rstrip(">").partition(" <")
    return ParsedMail(
        source="t.eml",
        message_id="<t@t>",
        sender=Person(name, email),
        subject=subject,
        date=datetime.fromisoformat(date) if date else None,
        received=None,
        body=body,
        language=language,
        **more,  # type: ignore[arg-type]
    )


def passages(parsed: ParsedMail, documents: Sequence[Passage] = ()) -> tuple[Passage, ...]:
    texts = [("body", parsed.body), ("subject", parsed.subject), ("forwarded", parsed.forwarded)]
    return (*(Passage(source, text) for source, text in texts if text), *documents)


@pytest.fixture(scope="session")
def known(rules: Rules) -> Callable[..., Knowledge]:
    """Knowledge with these customers."""

    def build(*customers: Customer) -> Knowledge:
        return Knowledge(ProductIndex((), rules), Customers(customers), PriceList(()), rules)

    return build
