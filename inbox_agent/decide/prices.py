"""Prices that the customer names."""

from collections.abc import Iterable
from decimal import Decimal

from inbox_agent.catalogue.records import Product
from inbox_agent.decide.basis import Case, plain
from inbox_agent.model import Doubt


def price_differs(case: Case) -> Iterable[Doubt]:
    """A stated price that is neither ours for a unit, nor for a pack, nor for the line."""
    for line, product, quantity in case.ordered():
        if line.stated_price is None:
            continue
        ours = _prices(product, quantity, case)
        bases = {Decimal(1), quantity, *product.packs.values()}
        if not any(_same(line.stated_price, price * basis, case) for price in ours for basis in bases):
            values = {"item": product.name, "stated": plain(line.stated_price), "price": plain(ours[0])}
            yield Doubt("price_differs", line.evidence, values)


def _prices(product: Product, quantity: Decimal, case: Case) -> tuple[Decimal, ...]:
    """This customer's price first, then the list's: naming the list price is no dispute."""
    own = case.knowledge.prices.price(product, case.customer, quantity, case.day) if case.day else None
    return (own.amount, product.price) if own else (product.price,)


def _same(stated: Decimal, price: Decimal, case: Case) -> bool:
    """Equal within the tolerance, or when rounded to as many places as were stated."""
    places = Decimal(1).scaleb(int(stated.as_tuple().exponent))
    tolerance = price * case.limits.price_tolerance_percent / 100
    return abs(stated - price) <= tolerance or price.quantize(min(places, Decimal("0.01"))) == stated
