"""Finds the product that a customer's words mean.

A product is *compatible* when it explains every word that tells something: each of the customer's words, measures and
codes is in its name, aliases or number. Nothing outweighs a contradiction: "M8x40 A4" never finds the A2 twin, however
alike the rest. Which of several compatible products is meant is for ``extract.items`` to decide, or to leave open.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from inbox_agent.catalogue.records import Product
from inbox_agent.catalogue.vocabulary import (
    HEAD,
    MODIFIER,
    SYNONYM,
    Vocabulary,
    function_words,
    noise_words,
    quality_of,
    size_words,
    unit_words,
)
from inbox_agent.catalogue.words import Feature, features, fold
from inbox_agent.lexicon import Rules


@dataclass(frozen=True, slots=True)
class Match:
    """A product and how well the words fit it. ``uncovered`` are the keys of its name (or of the alias that fits best)
    that the customer did not say; empty means that its whole name was said."""

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


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A product's own number, found in a text."""

    products: tuple[Product, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Profile:
    names: tuple[frozenset[str], ...]  # what the name and each alias say, without pack words
    all: frozenset[str]  # everything that a customer may say of it


class ProductIndex:
    """All products, by number and by word. Built once, then only read."""

    def __init__(self, products: Iterable[Product], rules: Rules) -> None:
        self.products = tuple(products)
        self.rules = rules
        self._by_sku = {p.sku: p for p in self.products}
        self._by_code = self._codes()
        self._profiles = tuple(self._profile(p) for p in self.products)
        self._position = {p.sku: i for i, p in enumerate(self.products)}
        self._postings: Mapping[str, frozenset[int]] = self._invert()
        self.vocabulary = Vocabulary(self._postings, rules)

    def __len__(self) -> int:
        return len(self.products)

    def get(self, sku: str) -> Product | None:
        return self._by_sku.get(sku)

    # ---- by number

    def codes_in(self, text: str) -> tuple[CodeHit, ...]:
        """Product numbers in a text, also with other separators, lower case, or O for 0; longest first come."""
        tokens = list(re.finditer(r"[^\W_]+", text))
        hits: list[CodeHit] = []
        at = 0
        while at < len(tokens):
            hit = self._code_at(text, tokens, at)
            if hit is None:
                at += 1
                continue
            hits.append(hit)
            while at < len(tokens) and tokens[at].start() < hit.end:
                at += 1
        return tuple(hits)

    def _code_at(self, text: str, tokens: list[re.Match[str]], at: int) -> CodeHit | None:
        for last in range(min(at + 5, len(tokens)) - 1, at - 1, -1):
            start, end = tokens[at].start(), tokens[last].end()
            written = text[start:end]
            if end - start > 40 or "\n" in written or "\t" in written:
                continue
            gaps = [text[tokens[i].end() : tokens[i + 1].start()] for i in range(at, last)]
            if any(len(gap) > 1 for gap in gaps):
                continue
            found = self._by_code.get(_code_key(written), ())
            found = tuple(p for p in found if self._is_written_as_code(written, p))
            if found:
                return CodeHit(found, start, end)
        return None

    def _is_written_as_code(self, written: str, product: Product) -> bool:
        """Whether words in a sentence may be taken for that number: "rot-a" is one as it stands, "A 2" is not."""
        if any(c.isdigit() for c in written):
            return len(_code_key(written)) >= 4
        return written.casefold() == product.sku.casefold() and (len(written) >= 6 or "-" in written)

    def _codes(self) -> Mapping[str, tuple[Product, ...]]:
        table: dict[str, list[Product]] = defaultdict(list)
        for product in self.products:
            numbers = [a for a in product.aliases if re.fullmatch(r"[\d -]{8,17}|(?=.*\d)\S{5,}", a)]
            for number in dict.fromkeys([product.sku, *numbers]):
                table[_code_key(number)].append(product)
        return {k: tuple(v) for k, v in table.items()}

    # ---- by words

    def search(self, said: str, limit: int = 5) -> Answer:
        """Products that the words may mean. ``said`` is the customer's phrase without its quantity."""
        return self.search_features(features(said, self.rules), limit)

    def search_features(self, said: Iterable[Feature], limit: int = 5) -> Answer:
        """As ``search``, from features already read."""
        used: list[tuple[Feature, dict[str, float]]] = []
        unexplained: list[Feature] = []
        for feature in said:
            expansions = self._expand(feature)
            if any(expansions):
                used.extend((feature, e) for e in expansions)
            elif not self._is_noise(feature):
                unexplained.append(feature)
        if not used:
            return Answer(unexplained=tuple(unexplained))
        compatible = self._compatible(used)
        naming = [(f, e) for f, e in used if fold(f.text) not in unit_words(self.rules)]
        if not compatible and naming and len(naming) < len(used):
            used = naming  # "bags" of dog food are no "poo bags"
            compatible = self._compatible(used)
        matches = sorted((self._match(i, used) for i in compatible), key=lambda m: (len(m.uncovered), -m.weakest))
        near = () if matches else self._near(used, limit)
        return Answer(tuple(matches), near, tuple(unexplained), tuple(f for f, _ in used))

    def _compatible(self, used: list[tuple[Feature, dict[str, float]]]) -> frozenset[int]:
        sets = [frozenset().union(*(self._postings[k] for k in e)) for _, e in used]
        return frozenset.intersection(*sorted(sets, key=len))

    def contradicts(self, product: Product, said: Iterable[Feature]) -> tuple[Feature, ...]:
        """What was said beside a product's number that is not true of it: another size, another colour."""
        profile = self._profiles[self._position[product.sku]]
        result = []
        for feature in said:
            expansions = [e for e in self._expand(feature) if e]
            if feature.hard:
                wrong = bool(expansions) and feature.key not in profile.all
            else:
                wrong = feature.key in quality_of(self.rules) and bool(expansions)
            if wrong and not any(k in profile.all for e in expansions for k in e):
                result.append(feature)
        return tuple(result)

    def is_only(self, product: Product, said: Iterable[Feature], strange: Iterable[Feature]) -> bool:
        """Whether a code that no other product has was said ("6205-2RS"), and strange words beside it end in what the
        product is ("Rillenkugellager")."""
        profile = self._profiles[self._position[product.sku]]
        coded = any(f.kind == "code" and len(f.key) >= 6 and len(self._postings.get(f.key, ())) == 1 for f in said)
        return coded and all(not f.hard and any(k in profile.all for k in self.vocabulary.head(f.key)) for f in strange)

    def describes(self, product: Product, feature: Feature) -> bool:
        """Whether a measure, code or number is one of the product's own: "25 kg" of a 25 kg sack."""
        profile = self._profiles[self._position[product.sku]]
        return feature.key in profile.all or any(part in profile.all for part in feature.parts)

    def knows(self, feature: Feature) -> bool:
        """Whether any product is described with it, more than by the first part of a compound."""
        return any(max(e.values(), default=0) > MODIFIER for e in self._expand(feature))

    def _expand(self, feature: Feature) -> list[dict[str, float]]:
        """What a customer's feature may be in the catalogue; several for a compound that is known only in parts."""
        if feature.hard:
            return self._expand_hard(feature)
        if fold(feature.text) in function_words(self.rules):
            return [{}]
        if feature.key in noise_words(self.rules) and feature.key not in self.vocabulary:
            return [{}]
        found = self.vocabulary.expand(feature.key, feature.abbreviated)
        if quality_of(self.rules).get(feature.key) == "degree":
            found = {key: weight for key, weight in found.items() if weight > MODIFIER}
        for key in size_words(self.rules).get(feature.key, ()):
            if key in self._postings:
                found.setdefault(key, SYNONYM)
        if found:
            return [found]
        return [self.vocabulary.expand(part) for part in self.vocabulary.split(feature.key)]

    def _expand_hard(self, feature: Feature) -> list[dict[str, float]]:
        """As it is, or a code by all of its parts ("6204-2RS" where the catalogue has "6204 2RS"); never by some."""
        if feature.key in self._postings:
            return [{feature.key: 1.0}]
        if feature.kind == "size":
            return [{k: SYNONYM for k in size_words(self.rules).get(feature.key, ()) if k in self._postings}]
        parts = feature.parts if feature.kind == "code" or feature.key.count("x") else ()
        if parts and all(part in self._postings for part in parts):
            return [{part: 1.0} for part in parts]
        return [{}]

    def _is_noise(self, feature: Feature) -> bool:
        if feature.kind == "word":
            if len(feature.text) <= 2 or quality_of(self.rules).get(feature.key) == "degree":
                return True
            return feature.key in noise_words(self.rules) or fold(feature.text) in unit_words(self.rules)
        return False

    def _match(self, position: int, used: list[tuple[Feature, dict[str, float]]]) -> Match:
        profile = self._profiles[position]
        hit: set[str] = set()
        weakest = 1.0
        for _, expansion in used:
            weight = max((w for k, w in expansion.items() if k in profile.all), default=0.0)
            weakest = min(weakest, weight)
            hit |= {k for k, w in expansion.items() if k in profile.all and w not in (HEAD, MODIFIER)}
        uncovered = min((names - hit for names in profile.names), key=len)
        return Match(self.products[position], 1.0, uncovered, weakest)

    def _near(self, used: list[tuple[Feature, dict[str, float]]], limit: int) -> tuple[Match, ...]:
        scores: dict[int, float] = defaultdict(float)
        whole = 0.0
        for _, expansion in used:
            postings = frozenset().union(*(self._postings[k] for k in expansion))
            weight = log(1 + len(self.products) / len(postings))
            whole += weight
            if len(postings) <= max(2000, len(self.products) // 10):
                for position in postings:
                    scores[position] += weight
        best = sorted(scores, key=lambda i: -scores[i])[:limit]
        return tuple(Match(self.products[i], scores[i] / whole, frozenset(), 0.0) for i in best)

    def _invert(self) -> dict[str, frozenset[int]]:
        table: dict[str, set[int]] = defaultdict(set)
        for position, profile in enumerate(self._profiles):
            for key in profile.all:
                table[key].add(position)
        return {k: frozenset(v) for k, v in table.items()}

    def _profile(self, product: Product) -> _Profile:
        names: list[frozenset[str]] = []
        everything: set[str] = set()
        for text in (product.name, *product.aliases):
            core, rest = self._described(text)
            names.append(frozenset(core))
            everything |= core | rest
        return _Profile(tuple(n for n in names if n) or (frozenset(),), frozenset(everything))

    def _described(self, text: str) -> tuple[set[str], set[str]]:
        """The keys that name a product, and those that a customer may add or leave out: how it is packed, a remark in
        brackets, the parts of a size."""
        core: set[str] = set()
        rest: set[str] = set()
        found = features(text, self.rules)
        brackets = [m.span() for m in re.finditer(r"\([^)]*\)", text)]
        for at, feature in enumerate(found):
            if fold(feature.text) in function_words(self.rules):
                continue
            rest.update(feature.parts)
            if feature.key.startswith("m:") and "x" in feature.key:
                rest.add("m:" + feature.key.rpartition("x")[2])
            optional = any(a <= feature.start < b for a, b in brackets) or self._is_packing(found, at)
            (rest if optional else core).add(feature.key)
        return core, rest

    def _is_packing(self, found: tuple[Feature, ...], at: int) -> bool:
        """Whether a feature says how a thing is packed ("Karton 80 Stück", "pack of 10"), not what it is."""
        units = unit_words(self.rules)

        def is_unit(i: int) -> bool:
            return 0 <= i < len(found) and found[i].kind == "word" and fold(found[i].text) in units

        feature = found[at]
        if feature.kind == "word":
            return is_unit(at) or fold(feature.text) in function_words(self.rules)
        if feature.kind == "number":
            return is_unit(at + 1) or (is_unit(at - 2) and fold(found[at - 1].text) in function_words(self.rules))
        return False


def _code_key(written: str) -> str:
    """A number without what people change when they copy it: case, separators, O for 0."""
    return re.sub(r"[\W_]+", "", written.upper()).replace("O", "0")
