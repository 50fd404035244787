"""What a product costs a customer on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from inbox_agent.catalogue.records import Customer, PriceRow, Product
from inbox_agent.money import Money

Key = tuple[str, str, str]  # sku, customer's address or "", price group or ""


class PriceList:
    """The rows of prices.csv over the products' own prices. ``currency`` is the company's, for rows that name none."""

    def __init__(self, rows: Iterable[PriceRow] = (), currency: str | None = None) -> None:
        self._currency = currency
        self._rows: dict[Key, list[PriceRow]] = defaultdict(list)
        for row in rows:
            self._rows[_key(row)].append(row)
        for same in self._rows.values():
            same.sort(key=lambda row: (row.min_quantity, row.valid_from or date.min), reverse=True)

    def price(self, product: Product, customer: Customer | None, quantity: Decimal, on: date) -> Money | None:
        """The net price of one unit: the customer's own row before the group's before the list's, there the largest
        min_quantity reached, there the row that became valid last; else the product's own price. ``quantity`` is in
        the product's unit. None when nobody says in which currency."""
        for key in _keys(product.sku, customer):
            for row in self._rows.get(key, ()):
                if row.min_quantity <= quantity and _valid(row, on):
                    return self._money(row.price, row.currency or product.currency)
        return self._money(product.price, product.currency)

    def _money(self, amount: Decimal, currency: str | None) -> Money | None:
        named = currency or self._currency
        return Money(amount, named) if named else None


def _key(row: PriceRow) -> Key:
    if row.customer_email:
        return row.sku, row.customer_email.lower(), ""
    return row.sku, "", (row.price_group or "").lower()


def _keys(sku: str, customer: Customer | None) -> tuple[Key, ...]:
    """Where a price may stand, the most specific first."""
    if customer is None:
        return ((sku, "", ""),)
    group = (customer.price_group or "").lower()
    return (sku, customer.email.lower(), ""), (sku, "", group), (sku, "", "")


def _valid(row: PriceRow, on: date) -> bool:
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on <= row.valid_to)
