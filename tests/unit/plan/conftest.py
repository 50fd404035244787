"""A mail, what was read from it, and the shop it came to."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer, PaymentTerms
from inbox_agent.config import Settings
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import ParsedMail, Person

COMPANY = {
    "name": "Gartenhaus", "email": "orders@gartenhaus.example", "country": "DE", "currency": "EUR", "language": "de",
    "addresses": ["info@gartenhaus.example"],
}  # fmt: skip
MAILBOX = {"name": "orders", "username": "postfach@gartenhaus.example"}
CUSTOMER = Customer("ole@nordlicht.example", "Ole", "Nordlicht", "de", payment_terms=PaymentTerms("x", "invoice", 14))


@pytest.fixture
def shop(rules: Rules) -> Callable[..., Knowledge]:
    """Knowledge with settings that a test changes by table."""

    def build(**tables: Any) -> Knowledge:
        settings = Settings.model_validate({"company": COMPANY, "mailbox": [MAILBOX], **tables})
        now = datetime(2026, 6, 1, 8, tzinfo=UTC)
        return Knowledge(ProductIndex((), rules), Customers([CUSTOMER]), PriceList(), rules, settings, now)

    return build


@pytest.fixture
def mail() -> Callable[..., ParsedMail]:
    """A person's mail with some fields changed."""

    def build(**fields: Any) -> ParsedMail:
        plain: dict[str, Any] = {
            "source": "orders/INBOX/7", "message_id": "<a@nordlicht.example>",
            "sender": Person("Ole Jansen", "ole@nordlicht.example"), "subject": "Order", "date": None, "received": None,
            "body": "Two brooms, please.", "language": "en", "references": ("<z@nordlicht.example>",),
        }  # fmt: skip
        return ParsedMail(**{**plain, **fields})

    return build
