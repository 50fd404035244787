"""The sums of an order whose every line, rate and zone is known."""

from collections.abc import Sequence
from decimal import Decimal

from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.config import Settings
from inbox_agent.model import Address, PricedLine, PricedOrder
from inbox_agent.money import total
from inbox_agent.price.shipping import shipping, weight, zone_of
from inbox_agent.price.tax import is_export, rate, taxes


def order(
    lines: Sequence[PricedLine],
    ship_to: Address,
    bill_to: Address,
    method: str | None,
    products: ProductIndex,
    settings: Settings,
) -> PricedOrder:
    """Net is rounded a line, tax a rate; shipping is taxed at its own class. Raises ValueError when a rate is missing:
    ``price`` looks for them before."""
    country = ship_to.country or settings.company.country
    net = total([line.net for line in lines], lines[0].net.currency)
    items = [(product, line.quantity) for line in lines if (product := products.get(line.sku))]
    cost = shipping(net, weight(items), zone_of(country, settings))
    bases = [(_percent(country, line.tax_class, settings), line.net) for line in lines]
    if cost.amount:
        bases.append((_percent(country, settings.shipping.tax_class, settings), cost))
    taxed = taxes(bases)
    gross = total([net, cost, *(t.tax for t in taxed)], net.currency)
    note = "export" if is_export(country, settings) else ""
    return PricedOrder(tuple(lines), net, taxed, cost, gross, ship_to, bill_to, method, note)


def _percent(country: str, tax_class: str, settings: Settings) -> Decimal:
    found = rate(country, tax_class, settings)
    if found is None:
        raise ValueError(f"no {tax_class} tax rate for {country}")
    return found
