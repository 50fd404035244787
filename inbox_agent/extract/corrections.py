"""Applies what a customer changes within the same mail: "make that 5", "yellow instead of red", "scratch the mugs".

A correction that fits exactly one line is applied and shown; any other is a doubt, never a guess."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from inbox_agent.catalogue.vocabulary import quality_of
from inbox_agent.catalogue.words import Feature, features
from inbox_agent.extract import quantities
from inbox_agent.extract.items import identify_features, in_own_unit
from inbox_agent.extract.leftover import strange
from inbox_agent.extract.masking import blanked
from inbox_agent.extract.nlp import Span
from inbox_agent.extract.phrase import exclusions
from inbox_agent.extract.pieces import is_pronoun
from inbox_agent.extract.quantities import Quantity
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Doubt, Evidence, Line

CORRECTED = 0.95  # how sure a correction that fits exactly one line is


@dataclass(frozen=True, slots=True)
class Corrected:
    """The lines after a correcting sentence, and a doubt when it could not be applied."""

    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...] = ()


def apply(
    sentence: Span, text: str, source: str, language: str, before: Sequence[Line], knowledge: Knowledge
) -> Corrected | None:
    """None when the sentence corrects nothing."""
    if not before:
        return None
    removes = _cues(knowledge.rules, "removals").search(sentence.text)
    changes = _cues(knowledge.rules, "changes").search(sentence.text)
    hints = _cues(knowledge.rules, "hints").search(sentence.text)
    if not (removes or changes or hints):
        return None
    written = text[sentence.start : sentence.end]
    evidence = Evidence(source, written, "correction", sentence.start, sentence.end)
    for attempt in (_changed, _swapped, _removed) if changes or hints else (_removed,):
        result = attempt(sentence.text, language, before, evidence, knowledge)
        if result is not None:
            return Corrected(result)
    strong = bool(removes or changes) and "\x00" not in sentence.text
    if not strong and not _about_items(sentence.text, language, before, knowledge):
        return None
    return Corrected(tuple(before), (Doubt("correction", (evidence,), {"text": written[:120]}),))


def corrects(text: str, rules: Rules) -> bool:
    """Whether the words alone say that something said before no longer holds."""
    return any(_cues(rules, key).search(text) for key in ("changes", "removals"))


def _split(text: str, rules: Rules) -> tuple[str, str]:
    """(what holds, what does not): "8 boxes rather than six" -> "8 boxes", "rather than six"."""
    spans = exclusions(text, rules)
    return blanked(text, spans), "".join(f" {text[start:end]}" for start, end in spans)


def _named(words: str, knowledge: Knowledge) -> tuple[Feature, ...]:
    """The features that the catalogue knows, without bare numbers."""
    return tuple(f for f in features(words, knowledge.rules) if knowledge.products.knows(f) and f.kind != "number")


def _fitting(said: Sequence[Feature], among: Sequence[Line], knowledge: Knowledge) -> list[int]:
    """Positions of lines whose product explains all that was said."""
    if not said:
        return []
    skus = knowledge.products.fitting(said, (line.sku for line in among if line.sku))
    return [i for i, line in enumerate(among) if line.sku in skus]


def _changed(
    text: str, language: str, before: Sequence[Line], evidence: Evidence, knowledge: Knowledge
) -> tuple[Line, ...] | None:
    """A new quantity for one line."""
    holds, gone = _split(text, knowledge.rules)
    counts = [q for q in quantities.find(holds, language, knowledge.rules) if not q.article and q.value is not None]
    said = [f for f in _named(holds, knowledge) if not any(q.start <= f.start < q.end for q in counts)]
    counts = [q for q in counts if not is_pronoun(q, knowledge.rules)]
    if not said and strange(_without_cues(holds, counts, knowledge.rules), knowledge):
        return None  # "we have two new apprentices": a number, and no word about the order
    places = _fitting(said, before, knowledge) if said else [len(before) - 1]
    if len(counts) != 1 or len(places) != 1:
        return None
    line = before[places[0]]
    if line.sku is None or not _old_number_agrees(gone, language, line, knowledge):
        return None
    new = _recounted(line, counts[0], knowledge)
    if new is None:
        return None
    corrected = replace(new, evidence=(*line.evidence, evidence), confidence=min(new.confidence, CORRECTED))
    return (*before[: places[0]], corrected, *before[places[0] + 1 :])


def _without_cues(text: str, counts: Sequence[Quantity], rules: Rules) -> str:
    text = blanked(text, ((q.start, q.end) for q in counts), by=" ")
    for key in ("changes", "hints"):
        text = _cues(rules, key).sub(" ", text)
    return text


def _recounted(line: Line, count: Quantity, knowledge: Knowledge) -> Line | None:
    product = knowledge.products.get(line.sku or "")
    unit_text = count.unit_text or line.asked.unit
    unit = count.unit
    if unit is None and line.asked.unit:
        named = quantities.find(f"1 {line.asked.unit}", "en", knowledge.rules)
        unit = named[0].unit if named else None
    if product is None or count.value is None:
        return None
    amount = in_own_unit(count.value, unit, product, knowledge.rules)
    if amount is None:
        return None
    asked = replace(line.asked, quantity=count.number_text, unit=unit_text)
    return replace(
        line, quantity=amount.quantity.normalize() + 0, asked=asked, confidence=line.confidence * amount.confidence
    )


def _old_number_agrees(gone: str, language: str, line: Line, knowledge: Knowledge) -> bool:
    """ "…, not 3": the 3 must be what was asked before."""
    old = [q.value for q in quantities.find(gone, language, knowledge.rules) if not q.article]
    asked = [q.value for q in quantities.find(line.asked.quantity or "", language, knowledge.rules)]
    return not old or not asked or old[0] == asked[0]


def _swapped(
    text: str, language: str, before: Sequence[Line], evidence: Evidence, knowledge: Knowledge
) -> tuple[Line, ...] | None:
    """Another variety for one line: the quantity stays."""
    holds, gone = _split(text, knowledge.rules)
    new_words, old_words = _named(holds, knowledge), _named(gone, knowledge)
    if not new_words or not old_words:
        return None
    qualities = quality_of(knowledge.rules)
    nouns = tuple(f for f in new_words if f.key not in qualities and not f.hard)
    places = _fitting((*nouns, *old_words), before, knowledge)
    item = identify_features(
        [f for f in new_words if f.kind != "measure" or not _is_count(f, holds, language, knowledge)],
        None,
        knowledge.products,
    )
    if len(places) != 1 or item.product is None or item.unexplained:
        return None
    line = before[places[0]]
    counts = [q for q in quantities.find(holds, language, knowledge.rules) if not q.article]
    if any(_recounted(line, q, knowledge) not in (None, line) and _differs(line, q, knowledge) for q in counts):
        return None
    confidence = min(line.confidence, item.confidence, CORRECTED)
    swapped = replace(
        line, sku=item.product.sku, name=item.product.name, unit=item.product.unit, candidates=item.candidates,
        evidence=(*line.evidence, evidence), confidence=confidence,
    )  # fmt: skip
    return (*before[: places[0]], swapped, *before[places[0] + 1 :])


def _is_count(feature: Feature, text: str, language: str, knowledge: Knowledge) -> bool:
    return any(q.start <= feature.start < q.end for q in quantities.find(text, language, knowledge.rules))


def _differs(line: Line, count: Quantity, knowledge: Knowledge) -> bool:
    again = _recounted(line, count, knowledge)
    return again is not None and again.quantity != line.quantity


def _removed(
    text: str, language: str, before: Sequence[Line], evidence: Evidence, knowledge: Knowledge
) -> tuple[Line, ...] | None:
    """Takes one line out again."""
    if not _cues(knowledge.rules, "removals").search(text) or quantities.find(text, language, knowledge.rules):
        return None
    places = _fitting(_named(text, knowledge), before, knowledge)
    if len(places) != 1:
        return None
    return (*before[: places[0]], *before[places[0] + 1 :])


def _about_items(text: str, language: str, before: Sequence[Line], knowledge: Knowledge) -> bool:
    """Whether the sentence speaks of what is ordered: it names a line, or a quantity."""
    nouns = [f for f in _named(text, knowledge) if f.key not in quality_of(knowledge.rules) and not f.hard]
    if nouns and _fitting(nouns, before, knowledge):
        return True
    return any(not is_pronoun(q, knowledge.rules) for q in quantities.find(text, language, knowledge.rules))


@cache
def _cues(rules: Rules, key: str) -> re.Pattern[str]:
    words = {w for lexicon in rules.both() for w in lexicon.words("corrections", key)}
    pieces = (
        re.escape(w).replace(r"\ ", r"\s+").replace("…", r"(?:\S+\s+){0,4}")
        for w in sorted(words, key=len, reverse=True)
    )
    return re.compile(r"(?<!\w)(?:" + "|".join(pieces) + r")(?!\w)", re.IGNORECASE)
