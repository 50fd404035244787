"""The free text of structured orders. Programs put there what has no field: mostly wishes for the driver and terms that
stand on every order, now and then a sentence that makes the order depend on a person."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from inbox_agent.extract import lines
from inbox_agent.extract.phrases import lowered, pattern
from inbox_agent.extract.roles import read
from inbox_agent.extract.sentence import Sentence
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Document, Doubt, Passage, Stated

_KEYS = ("instructions", "payment_terms")
_ROLES = frozenset({"complaint", "cancellation", "change", "status", "quote", "question"})
_CONDITIONS = ("condition", "alternative", "elsewhere")


def passages(document: Document) -> tuple[Passage, ...]:
    """The free text where it stands in the order's readable form; all else is blank, so that offsets stay true."""
    parts = [s.value for s in document.stated if s.key in _KEYS and isinstance(s.value, str)]
    return tuple(replace(p, text=_only(p.text, parts)) for p in document.passages)


def _only(text: str, parts: Iterable[str]) -> str:
    shown = list(re.sub(r"[^\n]", " ", text))
    for part in parts:
        at = text.find(part)
        if at >= 0:
            shown[at : at + len(part)] = part
    return "".join(shown)


def doubts(stated: Sequence[Stated], language: str, knowledge: Knowledge) -> Iterator[Doubt]:
    """A doubt for each sentence that does more than wish: it changes, asks, sets a condition, names goods."""
    own = knowledge.rules.lexicon(language)
    lexicons = (own, *(lexicon for lexicon in knowledge.rules.both() if lexicon is not own))
    for said in stated:
        text = str(said.value)
        for sentence in read(text, lexicons, language):
            if _settles(sentence, knowledge.rules) or _orders(sentence.span.text, language, knowledge):
                yield Doubt("open_matter", (said.evidence,), {"text": sentence.span.text})


def _settles(sentence: Sentence, rules: Rules) -> bool:
    if sentence.role in _ROLES or sentence.has(*_CONDITIONS):
        return True
    negative = sentence.role == "no_order" or sentence.has("open_matter")  # "not before 8", "no partial deliveries"
    return negative and _wishes(rules).search(lowered(sentence.span.text)) is None


def _orders(text: str, language: str, knowledge: Knowledge) -> bool:
    """Whether a note names goods by their number, or with a quantity: more of them, or others instead."""
    if knowledge.products.codes_in(text):
        return True
    found = lines.find(text, "note", language, (), knowledge).lines
    return any(line.sku is not None for line in found)


@cache
def _wishes(rules: Rules) -> re.Pattern[str]:
    return pattern(rules, "instructions", "wishes")
