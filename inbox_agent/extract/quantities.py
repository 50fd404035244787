"""Finds quantities in text: a number, in digits or words, and the unit that it counts."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from inbox_agent.catalogue.vocabulary import unit_words
from inbox_agent.catalogue.words import Feature, features, fold
from inbox_agent.extract.numbers import DIGITS, number_word_pattern, parse_digits, parse_words
from inbox_agent.lexicon import Rules


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that may count something. ``start``..``end`` is all of it, unit included."""

    value: Decimal | None  # None: not exact ("3-4", "about 20", "1.000" in English, "a few")
    unit: str | None  # canonical, None when no unit was said
    start: int
    end: int
    text: str
    number_text: str
    unit_text: str | None = None
    times: bool = False  # written with an x: "5 x"
    each: bool = False  # "je 5", "5 each": for every one of the things named
    article: bool = False  # only "a" or "ein"


@lru_cache(maxsize=256)  # a sentence is asked about from many sides
def find(text: str, language: str, rules: Rules) -> tuple[Quantity, ...]:
    """All quantities, in order, not overlapping. Numbers within codes ("M8x40", "A5"), money and ordinals are none."""
    result = []
    at = 0
    pattern, openings = _grammar(rules), _openings(rules)
    described = features(text, rules)
    for word in _WORD.finditer(text):
        if word.start() < at or not (word[0][0].isnumeric() or word[0][:_OPENING].casefold() in openings):
            continue
        if (match := pattern.match(text, word.start())) is None:
            continue
        quantity = _quantity(match, text, language, rules)
        at = max(quantity.end, match.start() + 1)
        if not _refers(text, quantity, rules) and not _describes(quantity, match.start("number"), described):
            result.append(quantity)
    return tuple(result)


def _refers(text: str, quantity: Quantity, rules: Rules) -> bool:
    """Whether the number names a position: "items 1 and 3", "line 3", "Pos. 2"."""
    window = max(0, quantity.start - 40)
    found = references(rules).finditer(text, window, min(len(text), quantity.start + 12))
    return any(match.start() < quantity.start < match.end() for match in found)


@cache
def references(rules: Rules) -> re.Pattern[str]:
    """Words that name positions of a list, with their numbers: "items 1 and 3"."""
    words = "|".join(re.escape(w) for lexicon in rules.both() for w in lexicon.words("numbers", "references"))
    return re.compile(rf"(?<!\w)(?:{words})\.?\s*\d+(?:\s*(?:,|and|und|&|\+)\s*\d+)*(?!\w)", re.IGNORECASE)


def _describes(quantity: Quantity, number_at: int, described: tuple[Feature, ...]) -> bool:
    """Whether the number is part of what a thing is ("size 9", "33 cm", "M8x40"), so that it counts nothing."""
    for feature in described:
        if feature.start <= number_at < feature.end and feature.hard:
            if feature.start < number_at:
                return True
            counts = quantity.unit is not None or quantity.times
            return feature.kind in ("code", "measure") and not counts
    return False


def _quantity(match: re.Match[str], text: str, language: str, rules: Rules) -> Quantity:
    end = match.end()
    factor, end = _multiplier(text, end, rules) or (Decimal(1), end)
    written = text[match.start("number") if match["number"] else match.start() : end].strip(" .")
    times = match["before"] is not None
    if not times and (crossed := _times(text, end)):
        times, end = True, crossed
    unit, unit_text, end = _unit(text, end, rules) or (None, None, end)
    each = _each_behind(text, end, rules) or (end if unit_text and _is_each(unit_text, rules) else None)
    value, article = _value(match, language, rules)
    if match["vague"] and match["vague"].endswith("Paar"):  # capital: a pair; "ein paar" is a few
        value, unit, unit_text, vague = Decimal(1), "pair", "Paar", False
    else:
        vague = match["vague"] is not None or _OR_SO.match(text, end) is not None
    if value is None or match["about"] or match["second"] or vague:
        value = None
    else:
        value *= factor
    start, end = match.start(), each or end
    return Quantity(
        value, unit, start, end, text[start:end], written, unit_text, times,
        each=bool(match["each"] or each), article=article and factor == 1,
    )  # fmt: skip


_WORD = re.compile(r"[^\W_]+|×")
_OPENING = 3  # letters
_NEXT_WORD = re.compile(r"\s*-?\s*([^\W\d_]+)\.?(?:\s+of\b)?", re.IGNORECASE)
_CROSS = re.compile(r"\s*[x×*](?=\W|\d|$|[^\W\d_]{3})|\s*mal\b", re.IGNORECASE)
_OR_SO = re.compile(r"\s+(?:or|oder) so\b", re.IGNORECASE)


def _value(match: re.Match[str], language: str, rules: Rules) -> tuple[Decimal | None, bool]:
    """The value, and whether the number was only an article."""
    number = match["number"]
    if match["fraction"]:
        return _fractions(rules)[match["fraction"].casefold()], False
    if number is None:
        return None, False
    if match["article"]:
        return Decimal(1), True
    if number[0].isdigit() or number[0] in "½¼¾":
        return parse_digits(number, language), False
    return parse_words(number), number.casefold() in _articles(rules)


def _multiplier(text: str, at: int, rules: Rules) -> tuple[Decimal, int] | None:
    match = _NEXT_WORD.match(text, at)
    if match and (factor := _multipliers(rules).get(match[1].casefold())):
        return factor, match.end()
    return None


def _times(text: str, at: int) -> int | None:
    match = _CROSS.match(text, at)
    return match.end() if match else None


def _unit(text: str, at: int, rules: Rules) -> tuple[str, str, int] | None:
    """A unit word right behind a number; a unit in full, longest first ("jerry cans"), with or without a full stop."""
    match = _unit_grammar(rules).match(text, at)
    return (unit_words(rules)[fold(match[1])], match[1], match.end()) if match else None


def _each_behind(text: str, at: int, rules: Rules) -> int | None:
    match = _each_grammar(rules).match(text, at)
    return match.end() if match and match.group().strip() else None


@cache
def _each_grammar(rules: Rules) -> re.Pattern[str]:
    return re.compile(r"\s*(?:" + _alternatives(rules, "each") + r")\b", re.IGNORECASE)


def _is_each(word: str, rules: Rules) -> bool:
    return any(word.casefold() in lexicon.words("numbers", "each") for lexicon in rules.both())


def _alternatives(rules: Rules, key: str) -> str:
    words = {w for lexicon in rules.both() for w in lexicon.words("numbers", key)}
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


@cache
def _grammar(rules: Rules) -> re.Pattern[str]:
    words = number_word_pattern(rules)
    articles = "|".join(sorted(map(re.escape, _articles(rules)), key=len, reverse=True))
    fractions = "|".join(sorted(map(re.escape, _fractions(rules)), key=len, reverse=True))
    units = "|".join(map(re.escape, _unit_spellings(rules)))
    multipliers = "|".join(map(re.escape, _multipliers(rules)))
    number = rf"(?:{DIGITS}|{words})"
    return re.compile(
        rf"(?<![^\W_])(?<![^\W_][-./,:#])(?<!\bthe )(?<!\bthis )(?<!\bthat )(?<![€$£#§])(?<![€$£]\s)"
        rf"(?:(?P<vague>(?:{_alternatives(rules, 'vague')}))(?![^\W\d_])"
        rf"|(?:(?P<each>{_alternatives(rules, 'each')})\s+)?(?:(?P<about>{_alternatives(rules, 'about')})\s+)?"
        rf"(?P<before>[x×]\s?)?"
        rf"(?:(?P<fraction>{fractions})(?![^\W\d_])"
        rf"|(?P<number>{number}|(?P<article>{articles})(?![^\W\d_]))"
        rf"(?:\s*(?:{_alternatives(rules, 'or')})\s*(?P<second>{number}))?"
        # not a code (5B, 3-er), a price (5 €), an ordinal (3rd), a dimension (5x60, 5/8); letters behind are a unit
        rf"(?!(?!(?:{units}|[x×]|mal|{multipliers})(?![^\W\d_]))[^\W\d_])"
        rf"(?!\d)(?!\s?[€$£%])(?!\s*[x×]\s*\d+(?:[.,]\d+)?(?!\s?(?:kg|g|l|ml|cl)\b)(?!\d|[.,]\d))(?![./,-]\d)(?!-[^\W\d_])))",
        re.IGNORECASE,
    )


@cache
def _openings(rules: Rules) -> frozenset[str]:
    """How a word begins that a quantity may begin with: most words need no closer look."""
    keys = ("words", "articles", "vague", "each", "about")
    listed = {w for lexicon in rules.both() for key in keys for w in lexicon.words("numbers", key)}
    plain = {w.casefold().replace("ü", "ue").replace("ö", "oe").replace("ß", "ss") for w in listed}
    words = {w.casefold() for w in (*listed, *plain, *_fractions(rules), "x")}
    return frozenset(_WORD.search(w)[0][:_OPENING] for w in words)  # type: ignore[index]


@cache
def _unit_grammar(rules: Rules) -> re.Pattern[str]:
    words = "|".join(map(re.escape, _unit_spellings(rules)))
    return re.compile(rf"[ \t.\u00a0-]{{0,3}}({words})(?![^\W_])\.?(?:\s+(?:of|von|vom)\b)?", re.IGNORECASE)


@cache
def _unit_spellings(rules: Rules) -> tuple[str, ...]:
    words = {w for lexicon in rules.both() for ws in lexicon.mapping("units", "units").values() for w in ws}
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


@cache
def _multipliers(rules: Rules) -> dict[str, Decimal]:
    return {
        w.casefold(): Decimal(str(n)) for lex in rules.both() for w, n in lex.mapping("units", "multipliers").items()
    }


@cache
def _articles(rules: Rules) -> frozenset[str]:
    return frozenset(w for lexicon in rules.both() for w in lexicon.words("numbers", "articles"))


@cache
def _fractions(rules: Rules) -> dict[str, Decimal]:
    return {w: Decimal(str(n)) for lex in rules.both() for w, n in lex.mapping("numbers", "fractions").items()}
