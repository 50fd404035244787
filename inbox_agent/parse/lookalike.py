"""Domains that look like another one: foreign letters, changed letters, an added word, another top level.

What Unicode calls confusable (UTS 39) is reduced to one skeleton; what a reader overlooks is counted as letters that
differ."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from inbox_agent.parse.domains import labels_before, name_of, of_a_provider, organisation

_SHORTEST = 5  # letters of a name below which two names are alike by chance
_LONG = 8  # a name of so many letters is nobody else's when it stands within a longer one
_VERY_LONG = 12  # of so many letters two may differ
# Letters that are drawn as a plain Latin one: Cyrillic, Greek, Armenian, Latin.
_DRAWN_AS = """
    аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw мm нh тt кk гr пn вb ьb ӏl
    αa βb εe ηn ιi κk νv οo ρp σo τt υu χx γy ωw
    օo ոn սu ցg հh ıi ɩi ɡg ɑa ʏy łl đd øo ðd
"""
_CONFUSABLE = str.maketrans({pair[0]: pair[1] for pair in _DRAWN_AS.split()})
_LOOKS_LIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("5", "s"), ("3", "e"), ("4", "a"),
               ("i", "l"), ("-", ""), ("_", ""))  # fmt: skip
_SPELT_OUT = (("ß", "ss"), ("ä", "ae"), ("ö", "oe"), ("ü", "ue"))  # another spelling, not a foreign letter


@dataclass(frozen=True, slots=True)
class Originals:
    """The domains that may be imitated, ready to be looked up."""

    organisations: frozenset[str]
    by_name: Mapping[str, str]  # name in Latin letters -> domain
    by_skeleton: Mapping[str, str]
    long: Mapping[str, str]  # a long name without its hyphens -> domain


def originals(domains: Iterable[str]) -> Originals:
    """``domains`` without those of mail providers, and without names so short that others are like them by chance."""
    owned = {d: _latin(name_of(d)) for d in domains if d and not of_a_provider(d)}
    fit = {domain: name for domain, name in owned.items() if len(name) >= _SHORTEST}
    return Originals(
        frozenset(map(organisation, owned)),
        {name: domain for domain, name in fit.items()},
        {_skeleton(name): domain for domain, name in fit.items()},
        {name.replace("-", ""): domain for domain, name in fit.items() if len(name) >= _LONG},
    )


def imitated(domain: str, real: Originals) -> str | None:
    """The domain among ``real`` that ``domain`` looks like without belonging to any of their organisations."""
    if not domain or of_a_provider(domain) or organisation(domain) in real.organisations:
        return None
    name = name_of(domain)
    return (
        real.by_skeleton.get(_skeleton(name))
        or next((real.by_name[label] for label in labels_before(domain) if label in real.by_name), None)
        or _extended(name, real)
        or _misspelt(_latin(name), real)
    )


def _extended(name: str, real: Originals) -> str | None:
    """A long name with a word before or behind it."""
    bare = _latin(name).replace("-", "")
    return next((domain for own, domain in real.long.items() if own in bare), None)


def _misspelt(name: str, real: Originals) -> str | None:
    """A letter too many, too few, changed or swapped; two in a very long name. Two branches of one chain, shop12 and
    shop13, do not imitate each other."""
    near = process.extract(name, real.by_name.keys(), scorer=OSA.distance, score_cutoff=2, limit=5)
    for own, distance, _ in near:
        if distance <= (2 if len(own) >= _VERY_LONG else 1) and _unnumbered(own) != _unnumbered(name):
            return real.by_name[own]
    return None


def _unnumbered(name: str) -> str:
    return re.sub(r"\d+", "#", name)


@lru_cache(maxsize=50_000)
def _skeleton(name: str) -> str:
    """What is left of a name when signs that look alike are the same sign."""
    name = _latin(name)
    for sign, plain in _LOOKS_LIKE:
        name = name.replace(sign, plain)
    return name


def _latin(name: str) -> str:
    """In plain letters: foreign ones as the Latin ones that they look like, without accents."""
    if name.isascii():
        return name
    for letter, letters in _SPELT_OUT:
        name = name.replace(letter, letters)
    apart = unicodedata.normalize("NFKD", name.casefold()).translate(_CONFUSABLE)
    return "".join(c for c in apart if not unicodedata.combining(c))
