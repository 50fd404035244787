"""The words that a catalogue uses, found from the words that a customer writes: other endings, typing errors,
abbreviations, parts of compounds, the other language.

Typing errors are found as in SymSpell (Garbe 2012): words share a key when deleting letters makes them equal, which
needs no comparison with every word.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations

import numpy as np
from rapidfuzz.distance import OSA

from inbox_agent.catalogue.words import fold, stem, word_key
from inbox_agent.lexicon import Rules

EXACT, SYNONYM, TYPO, ABBREVIATION, HEAD, MODIFIER = 1.0, 0.99, 0.95, 0.95, 0.94, 0.80
_PREFIX = 7  # letters that deletions are taken from
_VOWELS = frozenset("aeiouy")
_REMEMBERED = 20_000  # words of customers whose meaning is kept at hand


class Vocabulary:
    """Word keys ("w:karott") of a catalogue, and how sure it is that a customer's word means one of them."""

    def __init__(self, keys: Iterable[str], rules: Rules) -> None:
        self._keys = frozenset(k for k in keys if k.startswith("w:"))
        self._forward = sorted(k[2:] for k in self._keys)
        self._backward = sorted(k[2:][::-1] for k in self._keys)
        self._synonyms = synonyms(rules)
        self._general = frozenset(general_words(rules))
        self._typos = _Typos(self._forward)
        self.expand = lru_cache(_REMEMBERED)(self._expand)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def is_general(self, key: str) -> bool:
        """Whether rules/ knows the word, or what it ends in, as the name of something."""
        word = key[2:]
        return any(f"w:{word[at:]}" in self._general for at in (0, *range(3, len(word) - 3)))

    def _expand(self, key: str, abbreviated: bool = False) -> Mapping[str, float]:
        """Catalogue keys that a customer's word may mean -> how sure. Empty: the catalogue has no such word."""
        word = key[2:]
        found = {key: EXACT} if key in self._keys else {}
        for other in self._forms(word):
            found.setdefault(other, EXACT)
        for other in self._synonyms.get(key, ()):
            if other in self._keys:
                found.setdefault(other, SYNONYM)
            for compound in self._with_head(other[2:]) if len(other) >= 6 else ():
                found.setdefault(compound, HEAD)
        for form in (word, *(word[:-2] for ending in ("er", "em") if word.endswith(ending) and len(word) >= 6)):
            for other in self._with_head(form):
                found.setdefault(other, HEAD)
        if not found and abbreviated and len(word) >= 3:
            found = {f"w:{w}": ABBREVIATION for w in self._starting(word)}
        if not found and _is_skeleton(word):
            found = {f"w:{w}": ABBREVIATION for w in self._starting(word[0]) if _has_skeleton(w, word)}
        if not found and key not in self._general:
            found = dict(self._misspelt(word))
        if not found and len(word) >= 4:
            found = {f"w:{w}": MODIFIER for w in self._starting(word) if len(w) - len(word) >= 3}
        return found

    def head(self, key: str) -> Mapping[str, float]:
        """What the last part of an unknown compound may mean: "Rillenkugellager" -> what "Kugellager" means."""
        word = key[2:]
        for at in range(3, len(word) - 4):
            if self._known(f"w:{word[at:]}"):
                return self.expand(f"w:{word[at:]}")
        return {}

    def split(self, key: str) -> tuple[str, ...]:
        """The parts of a compound that the catalogue knows only apart: "Weizentoast" -> weizen, toast. () if none."""
        word = key[2:]
        for at in range(len(word) - 3, 2, -1):
            first, second = word[:at], f"w:{stem(word[at:])}"
            left = next((f"w:{stem(x)}" for x in (first, first.removesuffix("s")) if self._known(f"w:{stem(x)}")), None)
            if left and (self._known(second) or (len(second) >= 6 and self._with_head(second[2:]))):
                return left, second
        return ()

    def _known(self, key: str) -> bool:
        return key in self._keys or any(s in self._keys for s in self._synonyms.get(key, ()))

    def _forms(self, word: str) -> Iterator[str]:
        """Endings that ``stem`` leaves alone because they are often part of the word: roter, Bretter."""
        for ending in ("er", "em"):
            if word.endswith(ending) and len(word) >= 5 and f"w:{stem(word[:-2])}" in self._keys:
                yield f"w:{stem(word[:-2])}"
            if f"w:{word}{ending}" in self._keys and len(word) >= 3:
                yield f"w:{word}{ending}"

    def _starting(self, prefix: str) -> list[str]:
        at = bisect_left(self._forward, prefix)
        result = []
        while at < len(self._forward) and self._forward[at].startswith(prefix):
            result.append(self._forward[at])
            at += 1
        return result

    def _with_head(self, word: str) -> list[str]:
        """Compounds of which the word is the head: "Tomaten" in "Rispentomaten", never "Wasch-" in "Waschmaschine"."""
        if len(word) < 3:
            return []
        tail = word[::-1]
        at = bisect_left(self._backward, tail)
        result = []
        while at < len(self._backward) and self._backward[at].startswith(tail):
            whole = self._backward[at][::-1]
            if len(whole) - len(word) >= 3 and (len(word) >= 4 or len(whole) - len(word) >= 4):
                result.append(f"w:{whole}")
            at += 1
        return result

    def _misspelt(self, word: str) -> Iterator[tuple[str, float]]:
        """Words one slip away, two for long words; the nearest only."""
        if len(word) < 4:
            return
        near = self._typos.near(word)
        allowed = 1 if len(word) < 7 else 2
        distances = {w: OSA.distance(word, w) for w in near if abs(len(w) - len(word)) <= allowed}
        best = min(distances.values(), default=99)
        if best <= allowed:
            yield from ((f"w:{w}", TYPO - 0.02 * (best - 1)) for w, d in distances.items() if d == best)


def _is_skeleton(word: str) -> bool:
    """Whether a word may be an abbreviation made of consonants: "brg", "wshr"."""
    return 3 <= len(word) <= 5 and _VOWELS.isdisjoint(word)


def _has_skeleton(word: str, skeleton: str) -> bool:
    """Whether the letters of an abbreviation stand in a longer word in that order: "brg" in "bearing"."""
    consonants = [letter for letter in word if letter not in _VOWELS]
    left = iter(consonants)
    most = len(word) >= len(skeleton) + 2 and 3 * len(skeleton) >= 2 * len(consonants)
    return most and all(letter in left for letter in skeleton)


class _Typos:
    """Words that become equal when letters are deleted: two flat arrays, sorted by the hash of what is left."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        hashes, places = array("q"), array("i")
        for place, word in enumerate(words):
            if len(word) >= 4:
                left = _deleted(word)
                hashes.extend(map(hash, left))
                places.extend([place] * len(left))
        found = np.frombuffer(hashes, np.int64)
        order = np.argsort(found, kind="stable")
        self._hashes, self._places = found[order], np.frombuffer(places, np.int32)[order]

    def near(self, word: str) -> set[str]:
        """Words that may be one or two slips away (and some that are further)."""
        asked = np.fromiter(map(hash, _deleted(word)), np.int64)
        starts, ends = np.searchsorted(self._hashes, asked, "left"), np.searchsorted(self._hashes, asked, "right")
        return {self._words[i] for a, b in zip(starts, ends, strict=True) for i in self._places[a:b].tolist()}


def _deleted(word: str) -> set[str]:
    head = word[:_PREFIX]
    depth = 1 if len(word) < 6 else 2
    result = {head}
    for count in range(1, depth + 1):
        for gone in combinations(range(len(head)), count):
            result.add("".join(c for i, c in enumerate(head) if i not in gone))
    return result


@cache
def synonyms(rules: Rules) -> Mapping[str, tuple[str, ...]]:
    """Word key -> keys that mean the same, from rules/*/synonyms.toml of every language."""
    groups: dict[str, set[str]] = defaultdict(set)
    for lexicon in rules.both():
        for concept, words in lexicon.mapping("synonyms", "words").items():
            groups[concept] |= {word_key(w) for w in (concept, *words)}
    table: dict[str, set[str]] = defaultdict(set)
    for members in groups.values():
        for key in members:
            table[key] |= members - {key}
    return {k: tuple(sorted(v)) for k, v in table.items()}


@cache
def general_words(rules: Rules) -> frozenset[str]:
    """Keys of words that rules/ knows: they are no misspelling of another word."""
    known = set(synonyms(rules))
    for lexicon in rules.both():
        known |= {word_key(w) for key in ("noise", "function") for w in lexicon.words("items", key)}
        for words in lexicon.mapping("items", "qualities").values():
            known |= {word_key(w) for w in words}
        for words in lexicon.mapping("units", "units").values():
            known |= {word_key(w) for w in words}
    return frozenset(known)


@cache
def noise_words(rules: Rules) -> frozenset[str]:
    """Keys of words that do not tell which product is meant, where the catalogue does not use them itself."""
    listed = (w for lexicon in rules.both() for key in ("noise", "function") for w in lexicon.words("items", key))
    return frozenset(map(word_key, listed))


@cache
def function_words(rules: Rules) -> frozenset[str]:
    """Folded words that never name a thing: articles, pronouns, "please". Whole words: "wollen" is one, "Wolle" not."""
    return frozenset(fold(w) for lexicon in rules.both() for w in lexicon.words("items", "function"))


@cache
def accessory_words(rules: Rules) -> frozenset[str]:
    """Folded words behind which another thing is named, that this one belongs to: "lid for ..."."""
    return frozenset(fold(w) for lexicon in rules.both() for w in lexicon.words("items", "accessory"))


@cache
def unit_words(rules: Rules) -> Mapping[str, str]:
    """Folded unit word -> canonical unit: "kartons" -> "box"."""
    table: dict[str, str] = {}
    for lexicon in rules.both():
        for unit, words in lexicon.mapping("units", "units").items():
            for word in (unit, *words):
                table.setdefault(fold(word), unit)
    return table


@cache
def size_words(rules: Rules) -> Mapping[str, frozenset[str]]:
    """Keys that say one size, in letters or words: "s:l" -> {"s:l", "w:larg", "w:gross"}; "w:larg" -> the same."""
    table: dict[str, set[str]] = defaultdict(set)
    for lexicon in rules.both():
        for letter, words in lexicon.mapping("items", "size_words").items():
            table[letter] |= {f"s:{letter}", *map(word_key, words)}
    return {key: frozenset(keys) for keys in table.values() for key in keys}


@cache
def quality_of(rules: Rules) -> Mapping[str, str]:
    """Word key -> the quality that it is a value of: "w:rot" -> "colour"."""
    table: dict[str, str] = {}
    for lexicon in rules.both():
        for quality, words in lexicon.mapping("items", "qualities").items():
            for word in words:
                table.setdefault(word_key(word), quality)
    return table
