"""Cuts a sentence where a quantity begins something new, and says which numbers may be quantities at all."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from inbox_agent.catalogue.vocabulary import noise_words, unit_words
from inbox_agent.catalogue.words import Feature, features, fold
from inbox_agent.extract import quantities
from inbox_agent.extract.ellipsis import same_again_cue
from inbox_agent.extract.quantities import Quantity
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules

_SEPARATOR = re.compile(r"[,;&+\n\t/]|(?<!\w)(?:and|und|sowie|plus|außerdem|or|oder|–|-)(?!\w)", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-–—*•·>+]\s*|\(?\d{1,2}[.)]\s+(?=\S*\d|\S*\s))?")


def countable(sentence: str, language: str, knowledge: Knowledge) -> list[Quantity]:
    """The quantities of a sentence without list numbers, sizes that the catalogue has, and counts of rows."""
    return [
        q
        for q in quantities.find(sentence, language, knowledge.rules)
        if not _is_list_number(q, sentence)
        and not _is_size(q, sentence, knowledge)
        and not _counts_positions(q, sentence, knowledge.rules)
    ]


def is_bullet(sentence: str) -> bool:
    """Whether a sentence stands as an item of a list."""
    return re.match(r"\s*(?:[-–—*•·>+]\s|\(?\d{1,2}[.)]\s)", sentence) is not None


def begins(sentence: str, quantity: Quantity) -> bool:
    """Whether the quantity comes first, behind a bullet at most."""
    return _BULLET.sub("", sentence[: quantity.start], count=1).strip(" \t\x00") == ""


def _is_list_number(quantity: Quantity, sentence: str) -> bool:
    """ "1." or "2)" in front of a list item that has a quantity of its own."""
    before = sentence[: quantity.start].strip(" \t([")
    return not before and re.match(r"[.)]\s", sentence[quantity.end :]) is not None and quantity.unit is None


def _is_size(quantity: Quantity, sentence: str, knowledge: Knowledge) -> bool:
    """ "60-100" is a size where the catalogue has it, and no "60 to 100 pieces"."""
    if quantity.value is not None or quantity.unit is not None:
        return False
    described = features(sentence, knowledge.rules)
    return any(f.hard and f.start <= quantity.start < f.end and knowledge.products.knows(f) for f in described)


def _counts_positions(quantity: Quantity, sentence: str, rules: Rules) -> bool:
    """ "6 lines" below a table counts its rows."""
    words = "|".join(re.escape(w) for lexicon in rules.both() for w in lexicon.words("numbers", "positions"))
    return re.match(rf"\s*(?:{words})\s*(?:$|[.,;:])", sentence[quantity.end :], re.IGNORECASE) is not None


def pieces(sentence: str, counts: Sequence[Quantity], knowledge: Knowledge) -> list[tuple[int, int, list[Quantity]]]:
    """Cuts a sentence where a quantity begins something new: (start, end, quantities within)."""
    if not counts:
        return []
    starts = [0]
    for one, other in pairwise(counts):
        if _begins_anew(sentence, one, other, counts, knowledge):
            starts.append(_cut(sentence, one.end, other.start))
    ends = [*starts[1:], len(sentence)]
    return [(s, e, [q for q in counts if s <= q.start < e]) for s, e in zip(starts, ends, strict=True)]


def _begins_anew(
    sentence: str, one: Quantity, other: Quantity, counts: Sequence[Quantity], knowledge: Knowledge
) -> bool:
    between = sentence[one.end : other.start]
    following = next((q.start for q in counts if q.start > other.start), len(sentence))
    behind = _SEPARATOR.split(sentence[other.end : following], maxsplit=1)[0]
    separators = list(_SEPARATOR.finditer(between))
    if not separators and ". " not in between:
        return False
    sized = any(f.hard and knowledge.products.knows(f) for f in features(behind, knowledge.rules))
    if separators and ":" in sentence[: counts[0].start] and not sized and not says_something(behind, knowledge):
        own = features(between[separators[-1].end() :], knowledge.rules)  # "Halter: pony 2, cob 4"
        return bool(own) and all(knowledge.products.knows(f) for f in own)
    if not sized and not says_something(behind, knowledge):
        return False
    near = between[separators[-1].end() :] if separators else between
    return not any(f.hard for f in features(near, knowledge.rules))


def _cut(sentence: str, start: int, end: int) -> int:
    """Where between two quantities the new one's words begin: behind the last separator."""
    separators = list(_SEPARATOR.finditer(sentence, start, end))
    return separators[-1].end() if separators else end


def says_something(words: str, knowledge: Knowledge) -> bool:
    """Whether words name a thing: one that the catalogue knows, or one that nobody knows. Units alone name none."""
    if same_again_cue(knowledge.rules).search(words) or knowledge.products.codes_in(words):
        return True
    return any(_names(feature, knowledge) for feature in features(words, knowledge.rules))


def _names(feature: Feature, knowledge: Knowledge) -> bool:
    if feature.kind != "word":
        return feature.kind == "code"
    if len(feature.text) < 2 or fold(feature.text) in unit_words(knowledge.rules):
        return False
    return feature.key not in noise_words(knowledge.rules) or knowledge.products.knows(feature)


def is_pronoun(quantity: Quantity, rules: Rules) -> bool:
    """Whether "one" stands for a thing ("the blue one") and counts nothing."""
    return quantity.unit is None and (quantity.article or quantity.number_text.casefold() in _pronouns(rules))


@cache
def _pronouns(rules: Rules) -> frozenset[str]:
    return frozenset(w for lexicon in rules.both() for w in lexicon.words("numbers", "pronouns"))
