"""Makes one list of what body and attachments order: the same lines once, a contradiction is a doubt."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from inbox_agent.model import Doubt, Line


def reconcile(written: Sequence[Line], attached: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """The lines to go by, of those in the mail's own text and those in its attachments."""
    if not written or not attached:
        lines = tuple(written or attached)
        return lines, _twice(lines)
    if _counted(written) == _counted(attached):
        return tuple(attached), _twice(attached)
    extra = [line for line in written if line.sku not in {a.sku for a in attached}]
    both = (*attached, *extra)
    values = {"written": _words(written), "attached": _words(attached)}
    return both, (Doubt("body_and_attachment", tuple(e for line in written for e in line.evidence), values),)


def _twice(lines: Sequence[Line]) -> tuple[Doubt, ...]:
    """A product that stands in two lines: two deliveries, or one and a slip? A person asks."""
    seen: dict[str, Line] = {}
    doubts = []
    for line in lines:
        if line.sku is not None and line.sku in seen:
            evidence = (*seen[line.sku].evidence, *line.evidence)
            values = {"item": line.name, "asked": f"{seen[line.sku].asked.quantity}, {line.asked.quantity}"}
            doubts.append(Doubt("contradictory_quantity", evidence, values))
        elif line.sku is not None:
            seen[line.sku] = line
    return tuple(doubts)


def _counted(lines: Sequence[Line]) -> Counter[tuple[str | None, Decimal | None]]:
    return Counter((line.sku, line.quantity) for line in lines)


def _words(lines: Sequence[Line]) -> str:
    return ", ".join(f"{line.quantity} {line.sku or line.name}" for line in lines)
