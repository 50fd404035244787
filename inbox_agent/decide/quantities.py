"""How many: clear, allowed, plausible."""

from collections.abc import Iterable
from decimal import Decimal

from inbox_agent.catalogue.records import Product
from inbox_agent.decide.basis import Case, plain
from inbox_agent.model import Doubt, Line

USUAL_TIMES = 20  # of what the customer mostly orders: beyond it somebody looks
WITHOUT_PACK = Decimal(1000)  # units of a product that has no packs, or only small ones


def unclear_quantity(case: Case) -> Iterable[Doubt]:
    for line in case.reading.lines:
        if line.quantity is None or line.quantity <= 0:
            yield Doubt("unclear_quantity", line.evidence, {"item": line.name, "asked": _asked(line)})


def below_minimum(case: Case) -> Iterable[Doubt]:
    for lines, product, quantity in case.totals():
        if product.min_quantity is not None and 0 < quantity < product.min_quantity:
            yield _doubt("below_minimum", lines, product, quantity, limit=plain(product.min_quantity))


def off_step(case: Case) -> Iterable[Doubt]:
    """Not a multiple of the step, counted from nothing or from the minimum."""
    for line, product, quantity in case.ordered():
        step = product.quantity_step
        if step and quantity % step and (quantity - (product.min_quantity or 0)) % step:
            yield _doubt("off_step", (line,), product, quantity, limit=plain(step))


def absurd_quantity(case: Case) -> Iterable[Doubt]:
    """Far beyond what this customer usually orders; for one without a history, many times the largest pack."""
    for lines, product, quantity in case.totals():
        limit = _plausible(product, case)
        if quantity > limit:
            yield _doubt("absurd_quantity", lines, product, quantity, limit=plain(limit))


def _plausible(product: Product, case: Case) -> Decimal:
    packs = max(product.packs.values(), default=Decimal(0))
    usual = case.knowledge.history.usual_quantity.get(product.sku)
    if usual:
        return max(usual * USUAL_TIMES, packs)
    return max(packs * case.limits.absurd_times_largest_pack, WITHOUT_PACK)


def _doubt(code: str, lines: tuple[Line, ...], product: Product, quantity: Decimal, limit: str) -> Doubt:
    values = {"item": product.name, "quantity": plain(quantity), "unit": product.unit, "limit": limit}
    return Doubt(code, tuple(e for line in lines for e in line.evidence), values)


def _asked(line: Line) -> str:
    return " ".join(word for word in (line.asked.quantity, line.asked.unit, line.asked.item) if word)
