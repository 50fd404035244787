"""Which words of a phrase name the item, and which only stand beside it."""

import re
from functools import cache

from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.vocabulary import noise_words
from inbox_agent.catalogue.words import Feature, features
from inbox_agent.extract.masking import blanked
from inbox_agent.lexicon import Rules

_BOUNDARY = re.compile(r"[,;:()\n\t\x00]|\s[-–]\s|[.!?](?=\s|$)")


def trimmed(text: str, start: int, end: int, index: ProductIndex, lead: bool) -> tuple[int, int, tuple[Feature, ...]]:
    """Start, end and features of the item's own words within ``text[start:end]``.

    Asides in brackets that talk ("(I have the other one)"), what is excluded ("not the blue ones") and a tail that
    names nothing ("…, to my usual address") are left out. With ``lead`` the words in front of the item, too."""
    piece = blanked(text[start:end], [*asides(text[start:end], index), *exclusions(text[start:end], index.rules)])
    found = [f for f in features(piece, index.rules)]
    said = _without_tail(piece, found, index)
    if lead:
        said = _without_lead(piece, said, index)
    if not said:
        return start, start, ()
    moved = tuple(Feature(f.key, f.kind, f.start + start, f.end + start, f.text, f.parts, f.abbreviated) for f in said)
    return moved[0].start, moved[-1].end, moved


def exclusions(text: str, rules: Rules) -> list[tuple[int, int]]:
    """Stretches that say what is not meant, from the cue to the next boundary."""
    result = []
    for cue in _exclusion_cues(rules).finditer(text):
        boundary = _BOUNDARY.search(text, cue.end())
        result.append((cue.start(), boundary.start() if boundary else len(text)))
    return result


def asides(text: str, index: ProductIndex) -> list[tuple[int, int]]:
    """Brackets that hold more words than a size or remark needs and that the catalogue does not know."""
    result = []
    for bracket in re.finditer(r"\([^()]*\)", text):
        inner = features(bracket.group(), index.rules)
        known = sum(index.knows(f) for f in inner)
        if len(inner) >= 5 and known * 2 < len(inner):
            result.append(bracket.span())
    return result


def _without_tail(text: str, found: list[Feature], index: ProductIndex) -> list[Feature]:
    """Cuts words behind the last one that the catalogue knows, when they begin behind a boundary or with a word like
    "for", "until", "because": they say something else."""
    noise = noise_words(index.rules)
    last_known = max((i for i, f in enumerate(found) if index.knows(f)), default=-1)
    if last_known < 0:
        return _until_boundary(text, found)
    kept = found[: last_known + 1]
    at = kept[-1].end
    for feature in found[last_known + 1 :]:
        gap = text[at : feature.start]
        if _BOUNDARY.search(gap) or feature.text.casefold() in _tail_words(index.rules):
            break
        if feature.key not in noise:
            kept.append(feature)
        at = feature.end
    return kept


def _until_boundary(text: str, found: list[Feature]) -> list[Feature]:
    """Of words that the catalogue does not know at all: those up to the first boundary."""
    kept: list[Feature] = []
    for feature in found:
        if kept and _BOUNDARY.search(text[kept[-1].end : feature.start]):
            break
        kept.append(feature)
    return kept


def _without_lead(text: str, said: list[Feature], index: ProductIndex) -> list[Feature]:
    """Cuts words in front of the item. A strange word right before it stays: "vegan brush" may be no brush of ours."""
    noise = noise_words(index.rules)
    first = next((i for i, f in enumerate(said) if index.knows(f)), 0)
    while first > 0:
        before = said[first - 1]
        if before.key in noise or _BOUNDARY.search(text[before.end : said[first].start]):
            break
        first -= 1
    return said[first:]


@cache
def _tail_words(rules: Rules) -> frozenset[str]:
    return frozenset(w for lexicon in rules.both() for w in lexicon.words("items", "tail"))


@cache
def _exclusion_cues(rules: Rules) -> re.Pattern[str]:
    words = sorted({w for lexicon in rules.both() for w in lexicon.words("items", "exclusions")}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)
