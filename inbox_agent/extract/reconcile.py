"""Makes one list of what body and attachments order: the same lines once, a contradiction is a doubt."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from inbox_agent.model import Doubt, Evidence, Line

Key = tuple[str | None, str, Decimal | None]  # product, or what was asked for where there is none; quantity


def reconcile(written: Sequence[Line], attached: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """The lines to go by, of those in the mail's own text and those in its attachments. One that only repeats a part of
    the other adds nothing; two that differ are a contradiction."""
    both = merged((attached, written))
    if len(both) in (len(written), len(attached)) or not written or not attached:
        return both, _twice(both)
    values = {"written": _words(written), "attached": _words(attached)}
    known = {line.sku for line in attached}
    lines = (*attached, *(line for line in written if line.sku is None or line.sku not in known))
    return lines, (Doubt("body_and_attachment", _evidence(written), values),)


def merged(lists: Iterable[Sequence[Line]]) -> tuple[Line, ...]:
    """The lines of several texts of one order: a line that stands in more than one is one line, with the evidence of
    each; within one text nothing is merged."""
    lines: list[Line] = []
    for one in lists:
        free = list(range(len(lines)))  # lines before that this text may repeat
        for line in one:
            same = next((i for i in free if _key(lines[i]) == _key(line)), None)
            if same is None:
                lines.append(line)
            else:
                free.remove(same)
                lines[same] = replace(lines[same], evidence=(*lines[same].evidence, *line.evidence))
    return tuple(lines)


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


def _key(line: Line) -> Key:
    return line.sku, "" if line.sku else " ".join(line.name.casefold().split()), line.quantity


def _evidence(lines: Sequence[Line]) -> tuple[Evidence, ...]:
    return tuple(e for line in lines for e in line.evidence)


def _words(lines: Sequence[Line]) -> str:
    return ", ".join(f"{line.quantity} {line.sku or line.name}" for line in lines)
