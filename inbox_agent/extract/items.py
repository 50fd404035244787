"""Decides which product a phrase means and how many of its own unit, or says what is left open."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inbox_agent.catalogue.codes import CodeHit
from inbox_agent.catalogue.index import Answer, Match, ProductIndex
from inbox_agent.catalogue.records import Product
from inbox_agent.catalogue.vocabulary import quality_of, unit_words
from inbox_agent.catalogue.words import Feature, features, fold
from inbox_agent.extract.masking import blanked
from inbox_agent.lexicon import Rules
from inbox_agent.model import Candidate

# How sure a way of naming a thing is. Hand-set; calibration replaces them when there is reviewed mail to fit on.
BY_NUMBER, WHOLE_NAME, ONLY_ONE, PLAIN_TWIN, BY_CODE, BY_UNIT, BY_WORD = 0.99, 0.98, 0.96, 0.93, 0.93, 0.95, 0.88
CONTRADICTED, THIN, UNEXPLAINED = 0.60, 0.70, 0.55

# Units that customers use for one another: a box may be a carton or a case.
_SAME = (
    frozenset({"box", "carton", "case", "crate"}),
    frozenset({"bucket", "tub"}),
    frozenset({"roll", "reel", "coil"}),
    frozenset({"pack", "sleeve", "bundle"}),
    frozenset({"crate", "tray"}),
    frozenset({"can", "bottle", "jar"}),
    frozenset({"bag", "pack"}),
)
_CONTAINERS = frozenset(
    {"box", "carton", "case", "crate", "tray", "pack", "bundle", "sleeve", "coil", "drum", "tube", "bag"}
)
_BOXES = frozenset({"box", "carton", "case", "crate", "tray"})
_BULK = frozenset({"box", "carton", "case", "crate", "pallet", "drum"})
_HANDLED_SINGLY = frozenset(
    {"roll", "bottle", "bucket", "canister", "can", "jar", "tube", "set", "pad", "tub", "drum", "bag", "bale", "pot"}
)
# What holds one portion: of a thing whose name says how much ("5 l", "750 ml", "50 m") each of them is one.
_PORTIONS = frozenset(
    {"bottle", "bucket", "canister", "can", "jar", "tube", "tub", "drum", "barrel", "roll", "reel", "coil", "bag"}
    | {"pack"}
)
# What is one by itself.
_ONES = frozenset({"sheet", "stick", "pot", "bale", "pad", "slab", "wheel", "set"})
_MANY = Decimal(27_720_000)  # divisible by every usual pack size, so that only the kind of unit decides
_METRIC = {
    "kg": ("g", Decimal(1000)), "g": ("g", Decimal(1)), "dag": ("g", Decimal(10)),
    "l": ("ml", Decimal(1000)), "ml": ("ml", Decimal(1)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """What a phrase means. ``product`` None: nothing, or several (then ``candidates`` has them, ``ambiguous``)."""

    product: Product | None
    confidence: float
    rule: str
    candidates: tuple[Candidate, ...] = ()
    ambiguous: bool = False
    unexplained: tuple[Feature, ...] = ()


def identify(phrase: str, unit: str | None, index: ProductIndex) -> Item:
    """The product that a customer's words mean. ``unit`` is what was counted ("box"); it may decide between twins."""
    hits = index.codes_in(phrase)
    if hits:
        return _by_number(phrase, [p for hit in hits for p in hit.products], hits, index)
    return identify_features(features(phrase, index.rules), unit, index)


def identify_features(said: Sequence[Feature], unit: str | None, index: ProductIndex) -> Item:
    """As ``identify``, from features already read and without looking for product numbers."""
    answer = index.search_features(said)
    if not answer.matches:
        near = tuple(Candidate(m.product.sku, round(m.score, 2)) for m in answer.near)
        close = tuple(c for c in near if c.score >= 0.5)
        return Item(None, 0.5, "unknown", close, ambiguous=False, unexplained=answer.unexplained)
    item = _choose(answer, unit, index)
    if not answer.unexplained or item.product is None:
        return item
    if index.is_only(item.product, said, answer.unexplained):
        return Item(item.product, min(item.confidence, BY_CODE), "code", item.candidates)
    nearly = len(answer.said) >= 2 * len(answer.unexplained) and not any(f.hard for f in answer.unexplained)
    return Item(item.product if nearly else None, UNEXPLAINED, item.rule, item.candidates, False, answer.unexplained)


def _by_number(phrase: str, products: list[Product], hits: Sequence[CodeHit], index: ProductIndex) -> Item:
    distinct = list({p.sku: p for p in products}.values())
    if len(distinct) > 1:
        return Item(None, 0.5, "number", tuple(Candidate(p.sku, 0.5) for p in distinct), ambiguous=True)
    product = distinct[0]
    rest = blanked(phrase, ((hit.start, hit.end) for hit in hits), by=" ")
    wrong = index.contradicts(product, features(rest, index.rules))
    confidence = CONTRADICTED if wrong else BY_NUMBER
    return Item(product, confidence, "number", (Candidate(product.sku, confidence),), unexplained=wrong)


def _choose(answer: Answer, unit: str | None, index: ProductIndex) -> Item:
    """One of the compatible products, or none when the words leave more than one open."""
    matches, said = answer.matches, answer.said
    scored = tuple(
        Candidate(m.product.sku, round(m.weakest * (0.98 if not m.uncovered else 0.9), 2)) for m in matches[:5]
    )
    fitting = [m for m in matches if unit in (None, "each") or in_own_unit(_MANY, unit, m.product, index.rules)]
    whole = [m for m in fitting if not m.uncovered]
    if answer.more and len(whole) != 1:
        return Item(None, 0.5, "ambiguous", scored, ambiguous=True)
    for group, rule, confidence in (
        (whole, "whole name", WHOLE_NAME),
        (fitting, "only one", ONLY_ONE if len(matches) == 1 else BY_UNIT),
        (_plainest(fitting), "plain twin", PLAIN_TWIN),
        ([m for m in fitting if m.weakest == 1.0], "same word", BY_WORD),
        (list(matches) if not fitting else [], "only one", ONLY_ONE),
    ):
        if len(group) == 1:
            return _sure(group[0], rule, confidence, scored, said, index)
    return Item(None, 0.5, "ambiguous", scored, ambiguous=True)


def _sure(
    match: Match,
    rule: str,
    confidence: float,
    scored: tuple[Candidate, ...],
    said: Sequence[Feature],
    index: ProductIndex,
) -> Item:
    confidence *= match.weakest
    if rule != "whole name" and not _names_a_thing(said, index):
        confidence = min(confidence, THIN)
    return Item(match.product, confidence, rule, scored)


def _names_a_thing(said: Sequence[Feature], index: ProductIndex) -> bool:
    """Whether there is a noun among the words; "the blue ones" alone names nothing."""
    qualities = quality_of(index.rules)
    return any(f.kind == "word" and f.key not in qualities for f in said) or any(f.kind == "code" for f in said)


def _plainest(matches: Sequence[Match]) -> list[Match]:
    """The product whose every word was said and that differs from each other one by saying less: "Mozzarella" beside
    "Mozzarella gerieben". Sizes that were not said must be the same for all."""
    for match in matches:
        if any(not k.startswith("m:") for k in match.uncovered):
            continue
        if all(other is match or match.uncovered < other.uncovered for other in matches):
            return [match]
    return []


# ---- quantities --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity in the product's own unit, and how sure the conversion is."""

    quantity: Decimal
    confidence: float


def in_own_unit(asked: Decimal, unit: str | None, product: Product, rules: Rules) -> Amount | None:
    """3 boxes of 12 -> 36. None when the unit does not fit the product ("5 kg" of a thing sold by the roll)."""
    own = canonical_unit(product.unit, rules)
    packs = {canonical_unit(name, rules): size for name, size in product.packs.items()}
    if unit is None:
        return Amount(asked, _without_unit(asked, own))
    if unit == own:
        return Amount(asked, 1.0)
    if unit in packs:
        return Amount(asked * packs[unit], 1.0)
    if unit == "each":
        return _pieces(asked, own, product)
    if unit in _METRIC:
        return _by_measure(asked, unit, own, product)
    if own == "each" and unit in _packing_named(product, rules):
        return Amount(asked, 0.97)
    if own in ("each", *_PORTIONS) and unit in _PORTIONS and _portion_named(product):
        return Amount(asked, 0.96)  # "6 tins" of a thing of 750 ml: it comes as a tin
    if own == "each" and unit in _ONES:
        return Amount(asked, 0.95)
    return _alike(asked, unit, own, packs)


def _packing_named(product: Product, rules: Rules) -> set[str]:
    """Units that the product's own name says it comes in: "Fat balls, tub of 50" is a tub."""
    return {unit_words(rules)[w] for w in map(fold, re.findall(r"[^\W\d_]+", product.name)) if w in unit_words(rules)}


def _without_unit(asked: Decimal, own: str) -> float:
    """How sure a bare number counts the product's own unit: "5 carrots" may be five kilograms, or five carrots; "200
    screws" sold by the box are hardly 200 boxes."""
    if own in _METRIC or own in ("m", "t", "lb", "oz", "ft"):
        return 0.80
    if own in _BULK:
        return 0.92 if asked <= 20 else 0.60
    return 1.0


def _alike(asked: Decimal, unit: str, own: str, packs: Mapping[str, Decimal]) -> Amount | None:
    """Units that are called differently here and there: a crate is a box when there is but one kind of pack."""
    alike = {name for group in _SAME if unit in group for name in group}
    fitting = {packs[name] for name in alike if name in packs}
    if own in alike and not fitting:
        return Amount(asked, 0.95)
    if len(fitting) == 1 and own not in alike:
        return Amount(asked * fitting.pop(), 0.96)
    if {unit, own} == {"box", "pack"}:
        return Amount(asked, 0.92)  # a pack of a hundred gloves, sold by the box of a hundred
    if unit in _BOXES and own in ("each", "pair", "kg") and len(packs) == 1 and set(packs) <= _CONTAINERS:
        return Amount(asked * next(iter(packs.values())), 0.92)
    return None


def _pieces(asked: Decimal, own: str, product: Product) -> Amount | None:
    """Pieces of something sold in another unit: clear for what is handled one by one and for a pack that holds a weight
    ("pack of 2.5 kg"), not for a box of a hundred or a pair."""
    counted = re.search(
        r"\d\s*(?:er\b|x\b|st\b|stk|stück|pcs|pieces|sheets|blatt)|\bof \d", product.name, re.IGNORECASE
    )
    singly = (
        own in _HANDLED_SINGLY or (own == "pack" and not counted) or (own in ("box", "case") and _weight_named(product))
    )
    return Amount(asked, 0.93) if singly else None


def _weight_named(product: Product) -> bool:
    return re.search(r"\d\s*(?:kg|g|l|ml)\b", product.name, re.IGNORECASE) is not None


def _portion_named(product: Product) -> bool:
    return _weight_named(product) or re.search(r"\d\s*m\b", product.name, re.IGNORECASE) is not None


def _by_measure(asked: Decimal, unit: str, own: str, product: Product) -> Amount | None:
    """ "2 kg" of something sold in kilograms, or in packs of a size that its name states and that divides it."""
    if own in _METRIC and _METRIC[own][0] == _METRIC[unit][0]:
        return Amount(asked * _METRIC[unit][1] / _METRIC[own][1], 1.0)
    sizes = set(re.findall(r"(\d+(?:[.,]\d+)?)\s*(kg|g|l|ml)\b", product.name, re.IGNORECASE))
    if len(sizes) != 1:
        return None
    value, size_unit = sizes.pop()
    base, factor = _METRIC[size_unit.lower()]
    if base != _METRIC[unit][0]:
        return None
    count = asked * _METRIC[unit][1] / (Decimal(value.replace(",", ".")) * factor)
    return Amount(count, 0.94) if count == count.to_integral_value() and count > 0 else None


def canonical_unit(unit: str, rules: Rules) -> str:
    """A unit of the catalogue file by the name that quantities use: "Sack" -> "bag"."""
    return unit_words(rules).get(fold(unit), unit.casefold())
