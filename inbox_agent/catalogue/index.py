"""Finds the product that a customer's words mean.

A product is *compatible* when it explains every word that tells something: each of the customer's words, measures and
codes is in its name, aliases or number. Nothing outweighs a contradiction: "M8x40 A4" never finds the A2 twin, however
alike the rest. Which of several compatible products is meant is for ``extract.items`` to decide, or to leave open.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from inbox_agent.catalogue.codes import CodeHit, Codes, is_number
from inbox_agent.catalogue.postings import Positions, Postings
from inbox_agent.catalogue.records import Product
from inbox_agent.catalogue.vocabulary import (
    HEAD,
    MODIFIER,
    SYNONYM,
    Vocabulary,
    accessory_words,
    function_words,
    noise_words,
    quality_of,
    size_words,
    unit_words,
)
from inbox_agent.catalogue.words import Feature, features, fold
from inbox_agent.lexicon import Rules

_SIZED = re.compile(r"\dx\d")  # M8x40 is a size of many things
_BRACKETS = re.compile(r"\([^)]*\)")
_MANY = 40  # products that fit some words: more are not listed, only a whole name can decide then
_COMMON = 2000  # products that a word may have and still say which are near

Expansion = Mapping[str, float]  # catalogue key -> how sure the customer's word means it


@dataclass(frozen=True, slots=True)
class Match:
    """A product and how well the words fit it. ``uncovered`` are keys of its name (or of the alias that fits best)
    that the customer did not say; none means that its whole name was said."""

    product: Product
    score: float  # 0..1, share of what was said that the product explains, weighted by rarity
    uncovered: frozenset[str]
    weakest: float  # the least certain word that was used, 1 when all are as written


@dataclass(frozen=True, slots=True)
class Answer:
    """``matches`` explain every word that the catalogue knows, best first; ``near`` share some words with what was
    asked but not all; ``unexplained`` are words that no product has."""

    matches: tuple[Match, ...] = ()
    near: tuple[Match, ...] = ()
    unexplained: tuple[Feature, ...] = ()
    said: tuple[Feature, ...] = ()  # the features that were used
    more: bool = False  # more products fit than ``matches`` lists: those with the shortest names


class ProductIndex:
    """All products, by number and by word. Built once, then only read."""

    def __init__(self, products: Iterable[Product], rules: Rules) -> None:
        self.products = tuple(products)
        self.rules = rules
        self._units, self._function = unit_words(rules), function_words(rules)
        self._codes = Codes(self.products)
        self._position = {p.sku: i for i, p in enumerate(self.products)}
        self._postings = Postings(self._described(p) for p in self.products)
        self.vocabulary = Vocabulary(self._postings, rules)

    def __len__(self) -> int:
        return len(self.products)

    def get(self, sku: str) -> Product | None:
        position = self._position.get(sku)
        return None if position is None else self.products[position]

    def codes_in(self, text: str) -> tuple[CodeHit, ...]:
        """Product numbers in a text, also with other separators, lower case, or O for 0."""
        return self._codes.find(text)

    # ---- by words

    def search(self, said: str, limit: int = 5) -> Answer:
        """Products that the words may mean. ``said`` is the customer's phrase without its quantity."""
        return self.search_features(features(said, self.rules), limit)

    def search_features(self, said: Iterable[Feature], limit: int = 5) -> Answer:
        """As ``search``, from features already read."""
        used, unexplained = self._used(said)
        if not used:
            return Answer(unexplained=unexplained)
        compatible = self._compatible(used)
        if not len(compatible) and (naming := self._naming(used)):
            used, compatible = naming, self._compatible(naming)
        more = len(compatible) > _MANY
        if more:
            compatible = compatible[np.argsort(self._postings.shortest[compatible], kind="stable")[:_MANY]]
        found = self._matches(compatible, [e for _, e in used])
        near = () if found else self._near([e for _, e in used], limit)
        return Answer(found, near, unexplained, tuple(f for f, _ in used), more)

    def fitting(self, said: Iterable[Feature], skus: Iterable[str]) -> frozenset[str]:
        """Which of these products the words may mean."""
        used, _ = self._used(said)
        among = {self._position[sku]: sku for sku in skus if sku in self._position}

        def having(all_of: Sequence[tuple[Feature, Expansion]]) -> frozenset[str]:
            return frozenset(
                s for at, s in among.items() if all_of and all(self._postings.has(at, e) for _, e in all_of)
            )

        return having(used) or having(self._naming(used))

    def _used(self, said: Iterable[Feature]) -> tuple[list[tuple[Feature, Expansion]], tuple[Feature, ...]]:
        """What the features may be in the catalogue, and those that it does not know."""
        used: list[tuple[Feature, Expansion]] = []
        unexplained: list[Feature] = []
        for feature in self._in_words(said):
            expansions = self._expand(feature)
            if any(expansions):
                used.extend((feature, e) for e in expansions)
            elif not self._is_noise(feature):
                unexplained.append(feature)
        return used, tuple(unexplained)

    def _in_words(self, said: Iterable[Feature]) -> Iterator[Feature]:
        """Terms of several words that the catalogue does not have as their words, which it may have."""
        for feature in said:
            if feature.kind == "word" and len(feature.parts) > 1 and not self.vocabulary.expand(feature.key):
                yield from (feature._replace(key=part, text=part[2:], parts=()) for part in feature.parts)
            else:
                yield feature

    def _naming(self, used: list[tuple[Feature, Expansion]]) -> list[tuple[Feature, Expansion]]:
        """Without the words that are units: "bags" of dog food are no "poo bags"."""
        return [(f, e) for f, e in used if fold(f.text) not in self._units]

    def _compatible(self, used: Sequence[tuple[Feature, Expansion]]) -> Positions:
        return self._postings.all_of([e for _, e in used])

    def contradicts(self, product: Product, said: Iterable[Feature]) -> tuple[Feature, ...]:
        """What was said beside a product's number that is not true of it: another size, another colour."""
        return tuple(feature for feature in said if self._contradicts(self._position[product.sku], feature))

    def _contradicts(self, position: int, feature: Feature) -> bool:
        expansions = [e for e in self._expand(feature) if e]
        if not expansions or not (feature.hard or feature.key in quality_of(self.rules)):
            return False
        own = (feature.key,) if feature.hard else ()
        return not self._postings.has(position, (*own, *(k for e in expansions for k in e)))

    def is_only(self, product: Product, said: Iterable[Feature], strange: Iterable[Feature]) -> bool:
        """Whether codes and sizes were said that no other product has ("6205-2RS", "M6x20 DIN 912 A2"), and strange
        words beside them name the product ("Rillenkugellager") or nothing that is known to be another thing ("Gehäuse
        für 6205-2RS" is no bearing)."""
        said = tuple(said)
        if any(f.hard for f in strange) or any(fold(f.text) in accessory_words(self.rules) for f in said):
            return False
        hard = [(f, e) for f in said if f.hard for e in self._expand(f) if e]
        long_code = any(f.kind == "code" and len(f.key) >= 6 and not _SIZED.search(f.key) for f, _ in hard)
        if not (long_code or len(hard) >= 3) or len(self._compatible(hard)) != 1:
            return False
        return all(self._may_name(self._position[product.sku], f) for f in strange)

    def _may_name(self, position: int, feature: Feature) -> bool:
        if head := self.vocabulary.head(feature.key):
            return self._postings.has(position, head)
        return not self.vocabulary.is_general(feature.key)

    def describes(self, product: Product, feature: Feature) -> bool:
        """Whether a measure, code or number is one of the product's own: "25 kg" of a 25 kg sack."""
        return self._postings.has(self._position[product.sku], (feature.key, *feature.parts))

    def knows(self, feature: Feature) -> bool:
        """Whether any product is described with it, more than by the first part of a compound."""
        words = self._in_words([feature])
        return any(max(e.values(), default=0) > MODIFIER for word in words for e in self._expand(word))

    def _expand(self, feature: Feature) -> list[Expansion]:
        """What a customer's feature may be in the catalogue; several for a compound that is known only in parts."""
        if feature.hard:
            return self._expand_hard(feature)
        if fold(feature.text) in self._function:
            return [{}]
        if feature.key in noise_words(self.rules) and feature.key not in self.vocabulary:
            return [{}]
        found = dict(self.vocabulary.expand(feature.key, feature.abbreviated))
        if quality_of(self.rules).get(feature.key) == "degree":
            found = {key: weight for key, weight in found.items() if weight > MODIFIER}
        for key in size_words(self.rules).get(feature.key, ()):
            if key in self._postings:
                found.setdefault(key, SYNONYM)
        if found:
            return [found]
        return [self.vocabulary.expand(part) for part in self.vocabulary.split(feature.key)]

    def _expand_hard(self, feature: Feature) -> list[Expansion]:
        """As it is, or a code by all of its parts ("6204-2RS" where the catalogue has "6204 2RS"); never by some."""
        if feature.key in self._postings:
            return [{feature.key: 1.0}]
        if feature.kind == "size":
            return [{k: SYNONYM for k in size_words(self.rules).get(feature.key, ()) if k in self._postings}]
        parts = feature.parts if (feature.kind == "code" and len(feature.parts) > 1) or feature.key.count("x") else ()
        expanded = [self._expand_part(part) for part in parts]
        return expanded if expanded and all(expanded) else [{}]

    def _expand_part(self, key: str) -> Expansion:
        """Of "FFP2-Masken" the code as it is, the word as customers' words are."""
        if key.startswith("w:"):
            return self.vocabulary.expand(key)
        return {key: 1.0} if key in self._postings else {}

    def _is_noise(self, feature: Feature) -> bool:
        if feature.kind == "word":
            if len(feature.text) <= 2 or quality_of(self.rules).get(feature.key) == "degree":
                return True
            return feature.key in noise_words(self.rules) or fold(feature.text) in self._units
        return False

    def _matches(self, compatible: Positions, used: Sequence[Expansion]) -> tuple[Match, ...]:
        """The products with what was not said of each, those with the least first."""
        weights = [self._postings.ids(e) for e in used]
        found = [self._match(position, weights) for position in compatible.tolist()]
        return tuple(sorted(found, key=lambda m: (len(m.uncovered), -m.weakest)))

    def _match(self, position: int, used: Sequence[Mapping[int, float]]) -> Match:
        own = self._postings.keys_of(position)
        hit: set[int] = set()
        weakest = 1.0
        for weights in used:
            common = own & weights.keys()
            weakest = min(weakest, max((weights[key] for key in common), default=0.0))
            hit.update(key for key in common if weights[key] not in (HEAD, MODIFIER))
        uncovered = min((name - hit for name in self._postings.names_of(position)), key=len)
        return Match(self.products[position], 1.0, self._postings.named(uncovered), weakest)

    def _near(self, used: Sequence[Expansion], limit: int) -> tuple[Match, ...]:
        """The products that have most of what was said, a rare word counting more than one that many have."""
        scores = np.zeros(len(self), np.float32)
        whole = 0.0
        for expansion in used:
            having = self._postings.any_of(expansion)
            weight = log(1 + len(self) / len(having))
            whole += weight
            if len(having) <= max(_COMMON, len(self) // 10):
                scores[having] += weight
        best = np.argsort(-scores, kind="stable")[:limit] if len(self) <= _COMMON else _largest(scores, limit)
        return tuple(
            Match(self.products[i], float(scores[i]) / whole, frozenset(), 0.0) for i in best.tolist() if scores[i] > 0
        )

    def _described(self, product: Product) -> tuple[list[set[str]], set[str]]:
        """What a product's name and each alias in words say, and what else a customer may say of it."""
        names: list[set[str]] = []
        further: set[str] = set()
        for text in (product.name, *(alias for alias in product.aliases if not is_number(alias))):
            core, rest = self._said_by(text)
            further |= rest
            if core:
                names.append(core)
        return names, further

    def _said_by(self, text: str) -> tuple[set[str], set[str]]:
        """The keys that name a product, and those that a customer may add or leave out: how it is packed, a remark in
        brackets, the parts of a size."""
        core: set[str] = set()
        rest: set[str] = set()
        found = features(text, self.rules)
        brackets = [m.span() for m in _BRACKETS.finditer(text)] if "(" in text else []
        for at, feature in enumerate(found):
            if fold(feature.text) in self._function:
                continue
            rest.update(feature.parts)
            if feature.key.startswith("m:") and "x" in feature.key:
                rest.add("m:" + feature.key.rpartition("x")[2])
            optional = any(a <= feature.start < b for a, b in brackets) or self._is_packing(found, at)
            (rest if optional else core).add(feature.key)
        return core, rest

    def _is_packing(self, found: Sequence[Feature], at: int) -> bool:
        """Whether a feature says how a thing is packed ("Karton 80 Stück", "pack of 10"), not what it is."""
        feature = found[at]
        if feature.kind == "word":
            return fold(feature.text) in self._units
        if feature.kind == "number":
            of = at > 1 and fold(found[at - 1].text) in self._function
            return self._is_unit(found, at + 1) or (of and self._is_unit(found, at - 2))
        return False

    def _is_unit(self, found: Sequence[Feature], at: int) -> bool:
        return at < len(found) and found[at].kind == "word" and fold(found[at].text) in self._units


def _largest(scores: "np.ndarray[tuple[int], np.dtype[np.float32]]", limit: int) -> Positions:
    """Positions of the largest scores, largest first."""
    top = np.argpartition(-scores, limit)[:limit]
    return top[np.argsort(-scores[top], kind="stable")].astype(np.int32)
