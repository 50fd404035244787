"""Pairs a quantity with what it counts: every number of a piece may be the quantity, the rest is the item, and the
reading that the catalogue explains wins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from inbox_agent.catalogue.vocabulary import noise_words, unit_words
from inbox_agent.catalogue.words import Feature, features, fold
from inbox_agent.extract import ellipsis
from inbox_agent.extract.items import THIN, Item, identify, identify_features, in_own_unit
from inbox_agent.extract.masking import blanked
from inbox_agent.extract.phrase import trimmed
from inbox_agent.extract.pieces import is_pronoun, says_something
from inbox_agent.extract.quantities import Quantity
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Line

_MEASURES = frozenset({"kg", "g", "dag", "t", "lb", "oz", "l", "ml", "m", "ft"})
_MOST = 12  # numbers of a piece that are tried as its quantity: each reads all of it
_MARKS = " ,.;:-–\x00"  # around an item's words


@dataclass(frozen=True, slots=True)
class Pairing:
    """One way to read a piece: this quantity counts that item."""

    quantity: Quantity
    item: Item
    phrase: str
    start: int
    end: int
    behind: bool  # the quantity stands behind the item

    @property
    def rank(self) -> tuple[bool, float, bool, int]:
        """A reading that the catalogue explains wins; of those that it does not, the one that begins the piece."""
        resolved = self.item.product is not None or self.item.ambiguous
        return resolved, self.item.confidence if resolved else 0.0, not self.behind, -self.quantity.start


def best(
    sentence: str,
    start: int,
    end: int,
    counts: Sequence[Quantity],
    before: Sequence[Line],
    knowledge: Knowledge,
    lead: str,
) -> Pairing | None:
    """The reading of a piece that explains it best; None when there is no quantity with something to count. ``lead``
    are the sentence's words before its first quantity."""
    readings = []
    whole = sentence
    for quantity in counts[:_MOST]:
        sentence = _without_other_counts(whole, quantity, counts)
        behind = _counted(sentence, quantity, quantity.end, end, before, knowledge, False, lead)
        if behind is not None:
            readings.append(behind)
        if (ahead := _ahead(sentence, quantity, start, end, before, knowledge, lead)) is not None:
            readings.append(ahead)
        if quantity.start > start and (around := _around(sentence, quantity, start, end, knowledge)) is not None:
            readings.append(around)
    best = max(readings, key=lambda r: r.rank, default=None)
    return None if best is None else _with_other_numbers(best, whole, counts, knowledge)


def _without_other_counts(sentence: str, quantity: Quantity, counts: Sequence[Quantity]) -> str:
    """The sentence without other quantities that count packs or pieces: "200, that is 8 bundles". A weight or length
    stays, it may be a size."""
    gone = (q for q in counts if q is not quantity and (q.times or q.unit not in (None, *_MEASURES)))
    return blanked(sentence, ((q.start, q.end) for q in gone))


def _with_other_numbers(reading: Pairing, sentence: str, counts: Sequence[Quantity], knowledge: Knowledge) -> Pairing:
    """Every other number in the piece must be explained: as a size of the product, as its pack, or as the same quantity
    in another unit ("24, that is 2 boxes"). One that says something else makes the quantity unclear."""
    product = reading.item.product
    value = reading.quantity.value
    if product is None or value is None:
        return reading
    amount = in_own_unit(value, reading.quantity.unit, product, knowledge.rules)
    own = [f for f in features(sentence, knowledge.rules) if f.hard and knowledge.products.describes(product, f)]
    for other in counts:
        if other is reading.quantity or other.article or other.value is None:
            continue
        behind_a_pack = reading.quantity.unit is not None and other.start > reading.quantity.start
        if behind_a_pack and other.value in product.packs.values():  # "2 boxes of 12"
            continue
        if any(f.start <= other.end and other.start < f.end for f in own):
            continue
        again = in_own_unit(other.value, other.unit, product, knowledge.rules)
        if amount is None or again is None or again.quantity != amount.quantity:
            unclear = replace(reading.quantity, value=None)
            return replace(reading, quantity=unclear, end=max(reading.end, other.end))
        reading = replace(reading, end=max(reading.end, other.end))
    return reading


def _counted(
    sentence: str, quantity: Quantity, start: int, end: int, before: Sequence[Line], knowledge: Knowledge, behind: bool,
    lead: str = "",
) -> Pairing | None:  # fmt: skip
    """The item on one side of the quantity. ``lead``: the words before the sentence's first quantity."""
    first, last, said = trimmed(sentence, start, end, knowledge.products, lead=behind)
    phrase = sentence[first:last]
    sized = any(f.hard and knowledge.products.knows(f) for f in said)
    if not says_something(phrase, knowledge) and not (sized and lead):
        return None
    if not behind and quantity.unit is None and said and (slip := _misspelt_unit(said[0], knowledge)):
        quantity = replace(quantity, unit=slip, unit_text=said[0].text)
        said = said[1:]
        first = said[0].start if said else first
        phrase = sentence[first:last]
    previous = knowledge.products.get(before[-1].sku) if before and before[-1].sku else None
    item = ellipsis.same_again(phrase, said, previous, knowledge) or _identify(phrase, said, quantity.unit, knowledge)
    if item.product is None or item.confidence <= THIN:
        shared = ellipsis.shared_noun(said, lead, previous, knowledge)
        if shared is None and not says_something(phrase, knowledge):
            return None
        item = shared or item
    numbers_left = [f for f in features(sentence[start:first], knowledge.rules) if f.hard] if behind else []
    if numbers_left and item.product is not None:
        item = replace(item, confidence=min(item.confidence, 0.5))
    span = (min(first, quantity.start), max(last, quantity.end))
    return Pairing(quantity, item, phrase.strip(_MARKS), *span, behind)


def _misspelt_unit(feature: Feature, knowledge: Knowledge) -> str | None:
    """The unit that a word behind a number was meant to be ("3 Säke"), when it is no word of the catalogue."""
    word = fold(feature.text)
    if feature.kind != "word" or len(word) < 4 or feature.key in knowledge.products.vocabulary:
        return None
    near = {
        unit
        for known, unit in unit_words(knowledge.rules).items()
        if len(known) >= 4 and OSA.distance(word, known) == 1
    }
    return near.pop() if len(near) == 1 else None


def _ahead(
    sentence: str, quantity: Quantity, start: int, end: int, before: Sequence[Line], knowledge: Knowledge, lead: str
) -> Pairing | None:
    """The item in front of its quantity, as in lists: "Butter: 3 Kartons". "The blue one" counts nothing."""
    if is_pronoun(quantity, knowledge.rules) or says_something(sentence[quantity.end : end], knowledge):
        return None
    reading = _counted(sentence, quantity, start, quantity.start, before, knowledge, True, lead)
    listed = len(sentence.split()) <= 9 and (":" in sentence[: quantity.start] or quantity.unit is not None)
    return None if reading is None or (reading.item.unexplained and not listed) else reading


def _around(sentence: str, quantity: Quantity, start: int, end: int, knowledge: Knowledge) -> Pairing | None:
    """The item on both sides: "Butter 3 Kartons mild gesäuert"."""
    left = trimmed(sentence, start, quantity.start, knowledge.products, lead=True)
    right = trimmed(sentence, quantity.end, end, knowledge.products, lead=False)
    noise = noise_words(knowledge.rules)
    if not left[2] or not right[2] or not all(knowledge.products.knows(f) or f.key in noise for f in left[2]):
        return None
    sized = any(f.hard and knowledge.products.knows(f) for f in right[2])
    if not sized and not says_something(sentence[right[0] : right[1]], knowledge):
        return None
    phrase = f"{sentence[left[0] : left[1]]} {sentence[right[0] : right[1]]}"
    item = _identify(phrase, (*left[2], *right[2]), quantity.unit, knowledge)
    return Pairing(quantity, item, phrase.strip(_MARKS), left[0], right[1], True)


def _identify(phrase: str, said: tuple[Feature, ...], unit: str | None, knowledge: Knowledge) -> Item:
    if knowledge.products.codes_in(phrase):
        return identify(phrase, unit, knowledge.products)
    return identify_features(said, unit, knowledge.products)
