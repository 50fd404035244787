"""Products, customers and prices as their files give them (docs/catalogue files: README)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from inbox_agent.model import NOTHING, Address


@dataclass(frozen=True, slots=True)
class Product:
    """One row of products.csv. ``price`` is net, for one ``unit``; ``packs`` are multiples of ``unit``."""

    sku: str
    name: str
    unit: str
    price: Decimal
    aliases: tuple[str, ...] = ()
    packs: Mapping[str, Decimal] = field(default_factory=lambda: NOTHING)
    currency: str | None = None  # None: the company's
    tax_class: str = "standard"
    weight_kg: Decimal | None = None
    min_quantity: Decimal | None = None
    quantity_step: Decimal | None = None
    stock: Decimal | None = None
    active: bool = True
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """``method`` as in the contract (None: not understood), ``days`` until due; ``text`` as the file has it."""

    text: str = ""
    method: str | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """One row of customers.csv."""

    email: str
    name: str = ""
    company: str = ""
    language: str | None = None
    price_group: str | None = None
    vat_id: str | None = None
    ship_to: Address | None = None
    bill_to: Address | None = None
    payment_terms: PaymentTerms = PaymentTerms()


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row of prices.csv."""

    sku: str
    price: Decimal
    currency: str | None = None
    price_group: str | None = None
    customer_email: str | None = None
    min_quantity: Decimal = Decimal(0)
    valid_from: date | None = None
    valid_to: date | None = None
