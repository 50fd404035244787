"""The snapshot that understanding a mail may use. Same mail + same Knowledge = same Outcome."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.config import Settings
from inbox_agent.lexicon import Rules
from inbox_agent.model import NOTHING


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An earlier order mail of the same sender, as far as it matters for reading the next one."""

    message_id: str
    date: dt.datetime | None
    lines: tuple[tuple[str, Decimal], ...]  # (sku, quantity), sorted
    po_number: str | None
    requested_date: dt.date | None


@dataclass(frozen=True, slots=True)
class History:
    """What was looked up about the sender before the mail is understood."""

    orders: tuple[PastOrder, ...] = ()
    usual_quantity: Mapping[str, Decimal] = field(default_factory=lambda: NOTHING)  # median by sku


@dataclass(frozen=True, slots=True)
class Knowledge:
    """``settings`` is None when there is only a catalogue (``read --products``): checks that need company settings
    are left out and nothing is priced."""

    products: ProductIndex
    customers: Customers
    prices: PriceList
    rules: Rules
    settings: Settings | None = None
    now: dt.datetime | None = None  # aware; None: the mail's own date is "now" (replay over old mail)
    history: History = History()
    versions: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    dkim_keys: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # "s1._domainkey.shop.example" -> its record
