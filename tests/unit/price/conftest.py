"""A small shop to price orders of."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer, PaymentTerms, Product
from inbox_agent.config import Settings
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Address

PRODUCTS = (
    Product("BROOM", "Street broom", "each", Decimal("12.90"), weight_kg=Decimal("0.8")),
    Product("SEED", "Sunflower seed", "kg", Decimal("3.333"), tax_class="reduced", weight_kg=Decimal(1)),
    Product("BOOK", "Garden almanac", "each", Decimal("20.00"), tax_class="zero"),
    Product("IMPORT", "Imported shears", "each", Decimal("30.00"), currency="USD"),
)
HOME = Address("Ole Jansen", "Nordlicht GmbH", "Kai 3", "24103", "Kiel", None, "DE")
OFFICE = Address("Accounts", "Nordlicht GmbH", "Markt 1", "24103", "Kiel", None, "DE")
CUSTOMERS = (
    Customer(
        "ole@nordlicht.example", vat_id="DE123456789", ship_to=HOME, bill_to=OFFICE,
        payment_terms=PaymentTerms("14 days", "invoice", 14),
    ),
    Customer(
        "eva@wiener.example", vat_id="ATU12345678",
        ship_to=Address("Eva", "Wiener", "Ring 1", "1010", "Wien", None, "AT"),
    ),
    Customer("max@privat.example", ship_to=Address("Max", None, "Ring 2", "1010", "Wien", None, "AT")),
)  # fmt: skip
COMPANY = {"name": "Gartenhaus", "email": "orders@gartenhaus.example", "country": "DE", "currency": "EUR"}
ZONES = [
    {"countries": ["DE"], "price": "4.90", "per_kg": "0.10", "free_from": "100"},
    {"countries": ["AT", "CH"], "price": "9.90"},
]


@pytest.fixture
def shop(rules: Rules) -> Callable[..., Knowledge]:
    """Knowledge with settings that a test changes by table: ``shop(shipping={})``."""

    def build(**tables: Any) -> Knowledge:
        settings = Settings.model_validate({"company": COMPANY, "shipping": {"zones": ZONES}, **tables})
        products, prices = ProductIndex(PRODUCTS, rules), PriceList((), settings.company.currency)
        return Knowledge(products, Customers(CUSTOMERS), prices, rules, settings)

    return build
