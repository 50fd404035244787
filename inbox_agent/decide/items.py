"""Which products: found, still sold, in stock."""

from collections.abc import Iterable

from inbox_agent.decide.basis import Case, plain
from inbox_agent.model import Doubt, Line

_NAMED = 4  # candidates named in a reason
_LIKELY = 0.75  # share of the customer's words that a product must explain to be one that may be meant


def unknown_items(case: Case) -> Iterable[Doubt]:
    """Asked for, and no product comes near."""
    for line in case.reading.lines:
        if line.sku is None and not _may_be(line):
            yield Doubt("unknown_item", line.evidence, {"item": line.asked.item, "near": _names(line, case)})


def ambiguous_items(case: Case) -> Iterable[Doubt]:
    """Several products may be meant."""
    for line in case.reading.lines:
        if line.sku is None and _may_be(line):
            yield Doubt("ambiguous_item", line.evidence, {"item": line.asked.item, "candidates": _names(line, case)})


def discontinued(case: Case) -> Iterable[Doubt]:
    for line in case.reading.lines:
        product = case.knowledge.products.get(line.sku) if line.sku is not None else None
        if product is not None and not product.active:
            yield Doubt("discontinued", line.evidence, {"item": product.name, "sku": product.sku})


def beyond_stock(case: Case) -> Iterable[Doubt]:
    for lines, product, quantity in case.totals():
        if product.stock is not None and quantity > product.stock:
            values = {"item": product.name, "quantity": plain(quantity), "stock": plain(product.stock)}
            yield Doubt("beyond_stock", tuple(e for line in lines for e in line.evidence), values)


def _may_be(line: Line) -> bool:
    """Whether two products or more are likely enough to be asked between."""
    return sum(candidate.score >= _LIKELY for candidate in line.candidates) > 1


def _names(line: Line, case: Case) -> str:
    products = (case.knowledge.products.get(c.sku) for c in line.candidates[:_NAMED])
    return "; ".join(f"{p.sku} {p.name}" for p in products if p is not None) or "–"
