"""What delivery costs: by zone and weight."""

from collections.abc import Iterable
from decimal import Decimal

from inbox_agent.catalogue.records import Product
from inbox_agent.config import Settings, Zone
from inbox_agent.money import Money


def zone_of(country: str, settings: Settings) -> Zone | None:
    """The first zone that lists the country, or all countries ("*")."""
    return next((z for z in settings.shipping.zones if country in z.countries or "*" in z.countries), None)


def weight(items: Iterable[tuple[Product, Decimal]]) -> Decimal:
    """Kilograms of products in their quantities; what has no weight in the catalogue counts nothing."""
    return sum((product.weight_kg * quantity for product, quantity in items if product.weight_kg), Decimal(0))


def shipping(net: Money, kilograms: Decimal, zone: Zone | None) -> Money:
    """Net cost of delivery, for goods of ``net``. Without a zone it is free: the shop has configured no shipping."""
    if zone is None or (zone.free_from is not None and net.amount >= zone.free_from):
        return Money(Decimal(0), net.currency).rounded()
    return Money(zone.price + zone.per_kg * kilograms, net.currency).rounded()
