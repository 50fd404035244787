"""What the mail wants besides, or instead of, an order."""

from collections.abc import Iterable

from inbox_agent.decide.basis import Case
from inbox_agent.model import Doubt, Intent

# A machine's mail that nobody need see: its kind is the reason.
_MACHINE = {kind: kind for kind in ("auto_reply", "bounce", "newsletter", "report")} | {"own": "own_mail"}
CERTAIN_SPAM = 0.95


def intents(case: Case) -> Iterable[Doubt]:
    """Each intent that is no order. Uncertain spam is only "something else": ignored mail is seen by nobody. An order
    that a program wrote without saying that it wants no answer is an order like any other."""
    automatic = case.parsed.automatic
    if automatic is not None and case.filed:
        yield Doubt(_MACHINE[automatic.kind], automatic.evidence)
        return
    if automatic is not None and (automatic.certain or automatic.kind != "generated"):
        yield Doubt("generated" if automatic.kind == "generated" else "maybe_automatic", automatic.evidence)
    for finding in (case.reading.intent, *case.reading.also):
        if finding.value is Intent.ORDER:
            continue
        unsure_spam = finding.value is Intent.SPAM and finding.confidence < CERTAIN_SPAM
        yield Doubt(Intent.OTHER.value if unsure_spam else finding.value.value, finding.evidence)


def nothing_ordered(case: Case) -> Iterable[Doubt]:
    """An order in which nothing was found to order."""
    if case.orders and not case.reading.lines:
        yield Doubt("nothing_ordered", case.reading.intent.evidence)
