"""Things named by what they share with something already said: "6 in red and 3 of the same in blue", "steel bowls,
12 of the 16 cm and 12 of the 21 cm", "500 each of the flat washers M6 and M8"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from inbox_agent.catalogue.records import Product
from inbox_agent.catalogue.vocabulary import noise_words, quality_of
from inbox_agent.catalogue.words import Feature, features, fold
from inbox_agent.extract.items import Item, identify_features
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules

SAME, SHARED = 0.95, 0.93  # how sure a thing is that is named so
_LIST = re.compile(r"\s*(?:,|;|/|\+|&|(?<!\w)(?:and|und|sowie|or|oder)(?!\w))\s*", re.IGNORECASE)


@cache
def same_again_cue(rules: Rules) -> re.Pattern[str]:
    """Phrases that repeat the last product: "of the same", "vom gleichen"."""
    words = {w for lexicon in rules.both() for w in lexicon.words("items", "same_again")}
    return re.compile("|".join(rf"\b{re.escape(w)}\b" for w in sorted(words)), re.IGNORECASE)


def same_again(phrase: str, said: Sequence[Feature], last: Product | None, knowledge: Knowledge) -> Item | None:
    """The last product with what is said changed; None when the phrase repeats nothing."""
    cue = same_again_cue(knowledge.rules).search(phrase)
    if not cue:
        return None
    repeating = {fold(w) for w in re.findall(r"\w+", cue.group())}
    if last is None:
        return Item(None, 0.5, "same again", ambiguous=True)
    changed = _telling(said, knowledge)
    item = _varied(last, changed, knowledge)
    qualities = quality_of(knowledge.rules)
    unknown = [
        f
        for f in said
        if not f.hard
        and f.key not in qualities
        and f.key not in noise_words(knowledge.rules)
        and fold(f.text) not in repeating
    ]
    sure = SAME if changed and not unknown else 0.5
    return replace(item, rule="same again", confidence=min(item.confidence, sure))


def shared_noun(said: Sequence[Feature], lead: str, last: Product | None, knowledge: Knowledge) -> Item | None:
    """For words that only tell a size or colour: the noun stands before the first quantity, or in the last item."""
    telling = _telling(said, knowledge)
    if not telling or len(telling) != sum(knowledge.products.knows(f) for f in said):
        return None
    nouns = [f for f in features(lead, knowledge.rules) if knowledge.products.knows(f)]
    item = Item(None, 0.0, "shared noun")
    if _has_noun(nouns, knowledge):
        item = identify_features((*nouns, *telling), None, knowledge.products)
    if item.product is None and last is not None:
        item = _varied(last, telling, knowledge)
    return replace(item, rule="shared noun", confidence=min(item.confidence, SHARED)) if item.product else None


def each_of(phrase: str, unit: str | None, knowledge: Knowledge) -> tuple[Item, ...]:
    """The several things that one quantity counts each of; () when they are not all plain."""
    parts = [p for p in _LIST.split(phrase) if p.strip()]
    if len(parts) < 2:
        return ()
    said = [[f for f in features(p, knowledge.rules) if knowledge.products.knows(f)] for p in parts]
    said = [s for s in said if s]
    named = [s for s in said if _has_noun(s, knowledge)]
    varying = [s for s in said if not _has_noun(s, knowledge)]
    if varying and len(named) == 1:  # "flat washers M6 and M8": what has the noun is common to the rest
        qualities = quality_of(knowledge.rules)
        classes = {_class(f, qualities) for s in varying for f in s}
        common = [f for f in named[0] if _class(f, qualities) not in classes]
        first = [f for f in named[0] if _class(f, qualities) in classes]
        said = [[*common, *own] for own in (first, *varying) if own]
    items = [identify_features(s, unit, knowledge.products) for s in said]
    distinct = {i.product.sku for i in items if i.product is not None and not i.unexplained}
    if len(items) < 2 or len(distinct) != len(items):
        return ()
    return tuple(replace(i, rule="each of", confidence=min(i.confidence, SHARED)) for i in items)


def _varied(last: Product, changed: Sequence[Feature], knowledge: Knowledge) -> Item:
    """The product that is like the last one but for what was said: another colour replaces the colour."""
    qualities = quality_of(knowledge.rules)
    replaced = {_class(f, qualities) for f in changed}
    kept = [f for f in features(last.name, knowledge.rules) if _class(f, qualities) not in replaced]
    return identify_features((*kept, *changed), None, knowledge.products)


def _class(feature: Feature, qualities: Mapping[str, str]) -> str:
    """What kind of thing a feature tells: a colour, a length, a code."""
    if feature.kind == "measure":
        return "measure " + re.sub(r"[\d.x-]+", "", feature.key[2:])
    return qualities.get(feature.key, feature.kind if feature.hard else feature.key)


def _telling(said: Sequence[Feature], knowledge: Knowledge) -> list[Feature]:
    qualities = quality_of(knowledge.rules)
    return [f for f in said if knowledge.products.knows(f) and (f.hard or f.key in qualities)]


def _has_noun(said: Sequence[Feature], knowledge: Knowledge) -> bool:
    qualities = quality_of(knowledge.rules)
    return any(not f.hard and f.key not in qualities for f in said)
