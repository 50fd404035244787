"""Reading + price -> Decision: where a mail goes, and every reason for it.

Each check is a function of its own that yields doubts. rules/policy.toml says where a doubt sends the mail,
rules/<language>/reasons.toml how a person reads it. Adding a check is one function and one line in CHECKS."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from inbox_agent.decide.attachments import attachments
from inbox_agent.decide.basis import Case, Check
from inbox_agent.decide.certainty import confidence, unsure
from inbox_agent.decide.content import (
    alternatives,
    bank_data,
    conditions,
    elsewhere,
    forwarded_order,
    language,
    missing_attachment,
    open_matters,
)
from inbox_agent.decide.intents import intents, nothing_ordered
from inbox_agent.decide.items import ambiguous_items, beyond_stock, discontinued, unknown_items
from inbox_agent.decide.prices import price_differs
from inbox_agent.decide.quantities import absurd_quantity, below_minimum, off_step, unclear_quantity
from inbox_agent.decide.repeats import repeat_order, repeat_po
from inbox_agent.decide.sender import (
    failed_authentication,
    lookalike,
    new_address,
    poses_as_us,
    reply_to_elsewhere,
    several_senders,
    shown_address,
)
from inbox_agent.decide.where_and_when import date_past, no_address
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Decision, Document, Doubt, ParsedMail, Reading, Reason, Route

CHECKS: tuple[Check, ...] = (
    intents,
    nothing_ordered,
    language,
    unknown_items,
    ambiguous_items,
    discontinued,
    beyond_stock,
    unclear_quantity,
    below_minimum,
    off_step,
    absurd_quantity,
    price_differs,
    conditions,
    alternatives,
    open_matters,
    elsewhere,
    missing_attachment,
    forwarded_order,
    no_address,
    date_past,
    repeat_order,
    repeat_po,
    failed_authentication,
    new_address,
    lookalike,
    poses_as_us,
    several_senders,
    shown_address,
    reply_to_elsewhere,
    bank_data,
    attachments,
)
_PRECEDENCE = (Route.IGNORE, Route.COMPLAINT, Route.REVIEW)


def decide(
    parsed: ParsedMail,
    documents: Sequence[Document],
    reading: Reading,
    priced_doubts: Sequence[Doubt],
    knowledge: Knowledge,
) -> Decision:
    """As a careful clerk would, with every reason found. A machine's mail or spam is ignored; else a complaint goes to
    customer service; else any reason at all asks for a person; else the order is accepted."""
    case = Case(parsed, tuple(documents), reading, tuple(priced_doubts), knowledge)
    found = [*parsed.doubts, *reading.doubts, *priced_doubts, *(d for check in CHECKS for d in check(case))]
    reasons = _reasons(found or unsure(case), knowledge)
    route = next((r for r in _PRECEDENCE if any(reason.route is r for reason in reasons)), Route.ACCEPT)
    return Decision(route, confidence(route, reasons, case), reasons)


def _reasons(doubts: Iterable[Doubt], knowledge: Knowledge) -> tuple[Reason, ...]:
    """Each doubt with its route and words; what reads the same is one reason with all the evidence."""
    merged: dict[tuple[str, str], Reason] = {}
    for one in (reason(doubt, knowledge) for doubt in doubts):
        same = merged.get((one.code, one.text))
        evidence = tuple(dict.fromkeys((*same.evidence, *one.evidence))) if same else one.evidence
        merged[one.code, one.text] = replace(one, evidence=evidence)
    return tuple(merged.values())


def reason(doubt: Doubt, knowledge: Knowledge) -> Reason:
    """A doubt with the route of rules/policy.toml and the words of rules/<language>/reasons.toml."""
    named = knowledge.rules.policy.get(doubt.code, "review")
    route = Route(named) if named in _PRECEDENCE else Route.REVIEW
    return Reason(doubt.code, route, _words(doubt, knowledge), doubt.evidence)


def _words(doubt: Doubt, knowledge: Knowledge) -> str:
    """The reason in the company's language; the code itself for one that rules/ has no words for."""
    lexicon = knowledge.rules.lexicon(knowledge.settings.company.language if knowledge.settings else "en")
    template = str(lexicon.mapping("reasons", "reasons").get(doubt.code, doubt.code.replace("_", " ")))
    return template.format_map(_Values(doubt.values))


class _Values(dict[str, str]):
    """What fills the words; a value that a doubt does not have is left open, it must not break the decision."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__({name: str(value) for name, value in values.items()})

    def __missing__(self, name: str) -> str:
        return "…"
