"""The same order again."""

import re
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from inbox_agent.decide.basis import Case
from inbox_agent.knowledge import PastOrder
from inbox_agent.model import Doubt


def repeat_order(case: Case) -> Iterable[Doubt]:
    """Mostly the same lines as a few days ago, without a word (another date, another reference) that it is a new order.

    Mostly: people who ask again write it anew, and leave out or change a line."""
    lines = {(product.sku, quantity) for _, product, quantity in case.totals()}
    if not case.orders or not lines:
        return
    for past in case.knowledge.history.orders:
        if _alike(lines, set(past.lines)) and _again(past, case):
            day = past.date.date().isoformat() if past.date else "…"
            yield Doubt("repeat_order", case.reading.intent.evidence, {"date": day, "message_id": past.message_id})
            return


def repeat_po(case: Case) -> Iterable[Doubt]:
    """A reference of the customer's that an earlier order carried already."""
    po = case.reading.po_number
    if not case.orders or po is None:
        return
    for past in case.knowledge.history.orders:
        if past.po_number and _squashed(past.po_number) == _squashed(po.value):
            day = past.date.date().isoformat() if past.date else "…"
            yield Doubt("repeat_po", po.evidence, {"po_number": po.value, "date": day})
            return


def _alike(lines: set[tuple[str, Decimal]], earlier: set[tuple[str, Decimal]]) -> bool:
    """Two thirds of the products are the same, and of these half in the same quantity."""
    same = {sku for sku, _ in lines} & {sku for sku, _ in earlier}
    if not same or 3 * len(same) < 2 * max(len(lines), len(earlier)):
        return False
    return 2 * len(lines & earlier) >= len(same)


def _again(past: PastOrder, case: Case) -> bool:
    if past.message_id == case.parsed.message_id:
        return True
    wanted, reference = case.reading.requested_date, case.reading.po_number
    if wanted and past.requested_date and wanted.value != past.requested_date:
        return False
    if reference and past.po_number and _squashed(reference.value) != _squashed(past.po_number):
        return False
    written = case.parsed.date or case.parsed.received
    if written is None or past.date is None:
        return True
    return abs(written - past.date) <= timedelta(days=case.limits.repeat_days)


def _squashed(reference: str) -> str:
    return re.sub(r"[\W_]+", "", reference).casefold()
