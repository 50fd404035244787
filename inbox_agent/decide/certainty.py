"""How sure a decision is."""

from collections.abc import Iterable, Sequence

from inbox_agent.decide.basis import Case
from inbox_agent.model import Doubt, Intent, Reason, Route

_MOST = 0.99
_REVIEWED = 0.97  # a reason of fact (an unknown item, no address) is rarely wrong
_WORDED = frozenset(intent.value for intent in Intent)  # reasons that rest on the intent's own confidence


def unsure(case: Case) -> Iterable[Doubt]:
    """Nothing speaks against the order, and yet it was not read with enough certainty to be confirmed unseen."""
    if (sure := _order(case)) < case.limits.accept_at:
        yield Doubt("low_confidence", case.reading.intent.evidence, {"confidence": f"{sure:.2f}"})


def confidence(route: Route, reasons: Sequence[Reason], case: Case) -> float:
    """Of mails decided so with that confidence, this share is decided rightly. 0 to 1."""
    if route is Route.ACCEPT:
        return _order(case)
    if route is Route.IGNORE:
        return min(_MOST, case.reading.intent.confidence)
    if route is Route.COMPLAINT:
        found = [f for f in (case.reading.intent, *case.reading.also) if f.value is Intent.COMPLAINT]
        return max((f.confidence for f in found), default=case.reading.intent.confidence)
    if any(r.code not in _WORDED and r.code != "low_confidence" for r in reasons):
        return _REVIEWED
    return round(1 - _order(case), 3) if not any(r.code in _WORDED for r in reasons) else case.reading.intent.confidence


def _order(case: Case) -> float:
    """An order is as certain as the least certain thing that would be confirmed."""
    reading = case.reading
    sure = [f.confidence for f in (reading.intent, reading.ship_to, reading.requested_date) if f is not None]
    sure += [line.confidence for line in reading.lines]
    return round(min(_MOST, *sure), 3)
