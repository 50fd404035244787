"""How the customer wants to pay: invoice, card, paypal, bank_transfer, direct_debit, cash_on_delivery, cash.

"Send us an invoice" counts only when nothing else is said, and "on invoice, I'll transfer it then" is invoice: the
terms count, not the way the money travels. "The usual way" states nothing: that is the customer's record."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from inbox_agent.extract.found import Found
from inbox_agent.extract.phrases import lowered, mapping, mark, union
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Doubt, Evidence, Finding, ParsedMail, Passage

TABLE = "payment"
BEFORE = 70  # letters before a phrase in which "not" or "can I" counts
_CLAUSE = re.compile(r"[.!?;:\n](?=\s|$)|,(?=\s)|\n\s*\n")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n\s*\n")
_TERMS = re.compile(
    r"\b\d{1,3}\s(?:days?|tagen?)\b(?:\s(?:net(?:to)?|ziel|credit|from invoice|skonto))?|\bnet\s\d{1,3}\b"
    r"|\b\d{1,2}\s?%\s?(?:skonto|discount)"
    r"|\b(?:vat|mwst\.?|ust\.?)\s\d{1,2}\s?%|\d{1,2}\s?%\s(?:vat|mwst|ust)"
)


@dataclass(frozen=True, eq=False)
class Patterns:
    certain: dict[str, re.Pattern[str]]
    weak: dict[str, re.Pattern[str]]
    no: re.Pattern[str]
    not_behind: re.Pattern[str]
    past: re.Pattern[str]
    question: re.Pattern[str]
    no_payment: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Said:
    method: str
    certain: bool
    evidence: Evidence


@cache
def _patterns(rules: Rules) -> Patterns:
    context = mapping(rules, TABLE, "context")
    return Patterns(
        certain={m: re.compile(union(p)) for m, p in mapping(rules, TABLE, "methods").items()},
        weak={m: re.compile(union(p)) for m, p in mapping(rules, TABLE, "weak").items() if p},
        no=re.compile(union(context["not"])),
        not_behind=re.compile(union(context["not_behind"])),
        past=re.compile(union(context["past"])),
        question=re.compile(union(context["question"])),
        no_payment=re.compile(union(context["no_payment"])),
    )


def find(passages: Sequence[Passage], parsed: ParsedMail, knowledge: Knowledge) -> Found[str]:
    """The payment method. Two that exclude each other are a Doubt; "30 days", "2 % Skonto" are ``seen``."""
    p = _patterns(knowledge.rules)
    said: list[Said] = []
    seen: list[Evidence] = []
    for passage in passages:
        lower = lowered(passage.text)
        said += _said(p, passage, lower)
        seen += [mark(passage, m.start(), m.end(), "payment_terms") for m in _TERMS.finditer(lower)]
    chosen = [s for s in said if s.certain] or said
    methods = {s.method for s in chosen}
    if "invoice" in methods and methods <= {"invoice", "bank_transfer"}:
        chosen = [s for s in chosen if s.method == "invoice"]
        methods = {"invoice"}
    if not chosen:
        return Found(None, (), tuple(seen))
    evidence = tuple(s.evidence for s in chosen)
    if len(methods) > 1:
        return Found(Finding(chosen[0].method, 0.5, evidence), (Doubt("contradictory_payment", evidence),), tuple(seen))
    return Found(Finding(chosen[0].method, 0.96 if chosen[0].certain else 0.9, evidence), (), tuple(seen))


def _said(p: Patterns, passage: Passage, lower: str) -> Iterator[Said]:
    """Every method named, the longest phrase where several begin."""
    taken = [m.span() for m in p.no_payment.finditer(lower)]
    for certain, table in ((True, p.certain), (False, p.weak)):
        found = [(m.start(), m.end(), method) for method, pattern in table.items() for m in pattern.finditer(lower)]
        for start, end, method in sorted(found, key=lambda f: (f[0], -f[1])):
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            if _meant(p, lower, start, end):
                yield Said(method, certain, mark(passage, start, end, f"payment_{method}"))


def _meant(p: Patterns, lower: str, start: int, end: int) -> bool:
    """Not denied, not past, not asked about."""
    before = lower[max(0, start - BEFORE) : start]
    clause = before[_cut(_CLAUSE, before) :]
    sentence = before[_cut(_SENTENCE, before) :] + lower[start:end]
    stop = _CLAUSE.search(lower, end)
    behind = lower[end : min(stop.start() if stop else len(lower), end + 50)]
    line = behind.split("\n")[0]
    if p.no.search(clause) or p.past.search(clause) or p.past.search(behind) or p.not_behind.search(line):
        return False
    asked = re.search(r"[.!?](?:\s|$)|\n\n", lower[end : end + 120])
    is_question = asked is not None and asked[0].startswith("?")
    return not (p.question.search(sentence) and (is_question or p.question.search(clause + lower[start:end])))


def _cut(pattern: re.Pattern[str], text: str) -> int:
    cut = 0
    for match in pattern.finditer(text):
        cut = match.end()
    return cut
