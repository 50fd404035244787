"""Reading -> PricedOrder, or the doubts for which it cannot be priced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inbox_agent.catalogue.records import Customer, Product
from inbox_agent.config import Settings
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Address, Doubt, Line, PricedLine, PricedOrder, Reading
from inbox_agent.money import Money
from inbox_agent.price.addresses import bill_to, ship_to
from inbox_agent.price.shipping import zone_of
from inbox_agent.price.tax import rate, reverse_charge
from inbox_agent.price.totals import order


@dataclass(frozen=True, slots=True)
class Priced:
    """``order`` is None when it has no price: no settings, nothing ordered, a line not understood, no address (reasons
    that other stages give), or one of ``doubts``."""

    order: PricedOrder | None
    doubts: tuple[Doubt, ...] = ()


def price(reading: Reading, knowledge: Knowledge, on: date) -> Priced:
    """What the customer owes for what the mail orders. ``on`` is the day of the order, for prices that change."""
    settings = knowledge.settings
    if settings is None or not reading.lines:
        return Priced(None)
    customer = knowledge.customers.find(reading.customer) if reading.customer else None
    address = ship_to(reading, customer, settings.company.country)
    lines, doubts = _lines(reading.lines, knowledge, customer, on)
    doubts += _one_currency(lines, settings)
    if address is not None:
        doubts += _tax_doubts(lines, address, customer, settings)
        doubts += _zone_doubts(address, settings)
    if doubts or address is None or len(lines) < len(reading.lines):
        return Priced(None, doubts)
    stated = reading.payment_method.value if reading.payment_method else None
    method = stated or (customer.payment_terms.method if customer else None)
    return Priced(order(lines, address, bill_to(reading, customer, address), method, knowledge.products, settings))


def _lines(
    asked: Sequence[Line], knowledge: Knowledge, customer: Customer | None, on: date
) -> tuple[tuple[PricedLine, ...], tuple[Doubt, ...]]:
    """The lines that can be priced, and a doubt for each understood line that has no price."""
    lines, doubts = [], []
    for line in asked:
        product = knowledge.products.get(line.sku) if line.sku else None
        if product is None or line.quantity is None:
            continue  # extract has its own doubt for it
        unit_price = knowledge.prices.price(product, customer, line.quantity, on)
        if unit_price is None:
            doubts.append(Doubt("no_price", line.evidence, {"sku": product.sku, "item": product.name}))
            continue
        lines.append(_line(line, product, line.quantity, unit_price))
    return tuple(lines), tuple(doubts)


def _line(line: Line, product: Product, quantity: Decimal, unit_price: Money) -> PricedLine:
    net = (unit_price * quantity).rounded()
    return PricedLine(
        product.sku, product.name, quantity, product.unit, unit_price, net, product.tax_class, line.asked
    )  # fmt: skip


def _one_currency(lines: Sequence[PricedLine], settings: Settings) -> tuple[Doubt, ...]:
    """Nothing is converted: goods in two currencies, or shipping in another than theirs, have no sum."""
    currencies = {line.net.currency for line in lines}
    if lines and settings.shipping.zones:
        currencies.add(settings.company.currency)
    return (Doubt("mixed_currency", (), {"currencies": ", ".join(sorted(currencies))}),) if len(currencies) > 1 else ()


def _tax_doubts(
    lines: Sequence[PricedLine], address: Address, customer: Customer | None, settings: Settings
) -> tuple[Doubt, ...]:
    """What has no tax rate in the country of delivery. ``tax_class`` "reverse charge" says that a person must check."""
    country = address.country or settings.company.country
    if reverse_charge(country, customer, settings):
        return (Doubt("no_tax_rate", (), {"country": country, "tax_class": "reverse charge"}),)
    classes = {line.tax_class for line in lines}
    if settings.shipping.zones:
        classes.add(settings.shipping.tax_class)
    missing = sorted(c for c in classes if rate(country, c, settings) is None)
    return tuple(Doubt("no_tax_rate", (), {"country": country, "tax_class": c}) for c in missing)


def _zone_doubts(address: Address, settings: Settings) -> tuple[Doubt, ...]:
    country = address.country or settings.company.country
    if settings.shipping.zones and zone_of(country, settings) is None:
        return (Doubt("no_shipping_zone", (), {"country": country}),)
    return ()
