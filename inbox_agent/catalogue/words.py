"""What a description consists of: words, measures, codes and numbers, each with a key that ignores how it is written.

"25kg", "25 kg" and "25.000 g" have one key; so have "Schraube" and "Schrauben", "M8 x 40" and "m8x40". Both sides, the
catalogue's names and the customers' words, pass through ``features``: only what has the same key can be the same thing.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from inbox_agent.lexicon import Rules

Kind = Literal["word", "measure", "code", "number", "size"]


class Feature(NamedTuple):
    """One thing that a description says, at ``start``..``end`` of the text it was read from."""

    key: str
    kind: Kind
    start: int
    end: int
    text: str
    parts: tuple[str, ...] = ()  # keys of what a code is made of: m8x40 -> m8, 40
    abbreviated: bool = False  # a full stop follows: "naturtr."

    @property
    def hard(self) -> bool:
        """Whether it decides between twins by itself: no likeness of other words makes up for it."""
        return self.kind != "word"


_REMEMBERED = 50_000  # words
_FOLD = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "’": "'"})


@lru_cache(_REMEMBERED)
def fold(text: str) -> str:
    """Lower case without accents; ä, ae and a are one (customers without umlaut keys write all three).

    >>> fold("Größe"), fold("Groesse")
    ('grosse', 'grosse')
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_FOLD))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"([aou])e(?![aeiou])", r"\1", plain) if re.search(r"[aou]e", plain) else plain


def stem(word: str) -> str:
    """A folded word without its plural or case ending; crude on purpose, as both sides are treated alike.

    >>> stem("karotten"), stem("karotte"), stem("lemons") == stem("lemon"), stem("berries")
    ('karott', 'karott', True, 'berry')
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("ss"):
        return word
    if word.endswith("s") and len(word) >= 4:
        word = word[:-1]
    for ending in ("en", "n", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= (4 if ending == "n" else 3):
            return word[: -len(ending)]
    return word


_NUMBER = r"\d+(?:[.,]\d+)*"
_TIMES = r"\s*[xX×*]\s*"


@cache
def _grammar(rules: Rules) -> re.Pattern[str]:
    """One pattern for every feature, longest kinds first."""
    units = "|".join(sorted(map(re.escape, _measures(rules)), key=len, reverse=True))
    labels = "|".join(sorted(map(re.escape, _labels(rules)), key=len, reverse=True))
    norms = "|".join(sorted(map(re.escape, _norms(rules)), key=len, reverse=True))
    sizes = "|".join(sorted(map(re.escape, _sizes(rules)), key=len, reverse=True))
    letter = r"[^\W\d_½¼¾²³]"
    digits_first = (
        rf"(?P<feet>\b\d{{1,2}}['’′]\s?\d{{1,2}}(?!\d)[\"”″]?)"
        rf"|(?P<count>\b\d+){_TIMES}(?P<each>{_NUMBER})\s*(?P<eachunit>{units})(?!{letter})"
        rf"|(?P<dims>\b{_NUMBER}(?:{_TIMES}{_NUMBER})+)(?:\s*(?P<dimunit>{units})(?!{letter}))?"
        rf"|(?P<range>\b{_NUMBER}\s*(?:[-–/]|to|bis)\s*{_NUMBER})\s*(?P<rangeunit>{units})(?!{letter})"
        rf"|(?P<value>\b{_NUMBER})[\s-]*(?P<unit>{units})(?![^\W_])"
    )
    letters_first = (
        rf"(?P<norm>\b(?:{norms})[\s.-]*\d+(?:[-/]\d+)?\b)"
        rf"|(?P<thread>\b[a-z]\d+(?:[.,]\d+)?{_TIMES}\d+(?:[.,]\d+)?\b)"
        rf"|(?:\b(?:{labels})\b[\s.:]*)(?P<size>(?:{sizes})\b)"
        rf"|(?:\b(?:{labels})[\s.:]*)(?P<labelled>\d+(?:[.,]\d+)?\b)"
    )
    code = rf"(?P<code>\b(?=[\w/-]*\d)(?=[\w/-]*{letter})[^\W_]+(?:[-/][^\W_]+)*)"
    numbers = rf"(?P<fraction>\b\d+/\d+\b)|(?P<span>\b\d+\s*(?:[-–]|to|bis)\s*\d+\b)|(?P<number>\b{_NUMBER})"
    words = rf"(?P<lettered>\b{letter}-{letter}{{3,}})|(?P<bare>\b(?:{sizes})\b)|(?P<word>{letter}+(?:['’]s\b)?)"
    return re.compile(
        rf"(?=\d)(?:{digits_first})|(?!\d)(?:{letters_first})|{code}|(?=\d)(?:{numbers})|(?!\d)(?:{words})",
        re.IGNORECASE,
    )


_GAP = re.compile(r"[\s-]*")  # between the words of a term
# A word by itself (most are), else the first letter or digit of something that the grammar may know.
_TOKEN = re.compile(r"\b(?P<plain>[^\W\d_½¼¾²³]{2,}(?![\w/'’-]))|[^\W_]")


@lru_cache(maxsize=64)  # a sentence is asked for once for each of its numbers
def features(text: str, rules: Rules) -> tuple[Feature, ...]:
    """All features of a description, in order."""
    grammar, opening = _grammar(rules), _opening(rules)
    result: list[Feature] = []
    at = 0
    while token := _TOKEN.search(text, at):
        start, at = token.span()
        if (word := token["plain"]) and word.casefold() not in opening:
            result.append(_word(text, start, at))
        elif match := grammar.match(text, start):
            result.extend(_of_match(match, text, rules))
            at = match.end()
    return tuple(_joined(result, text, rules))


def _joined(found: list[Feature], text: str, rules: Rules) -> Iterator[Feature]:
    """With the words of a term of several words ("ball bearing") as one, of which they are the parts."""
    terms = _terms(rules)
    at = 0
    while at < len(found):
        first = found[at]
        for rest in terms.get(first.key, ()) if first.kind == "word" else ():
            last = found[at + len(rest)] if at + len(rest) < len(found) else first
            same = tuple(f.key for f in found[at + 1 : at + 1 + len(rest)]) == rest
            if same and _GAP.fullmatch(re.sub(r"\w+", "", text[first.start : last.end])):
                key = "_".join((first.key, *(k[2:] for k in rest)))
                yield Feature(key, "word", first.start, last.end, text[first.start : last.end], (first.key, *rest))
                at += 1 + len(rest)
                break
        else:
            yield first
            at += 1


@cache
def _terms(rules: Rules) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """First word -> what may follow it, the longest first: terms of several words in synonyms.toml, which are written
    with "_" there."""
    table: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for lexicon in rules.both():
        for concept, words in lexicon.mapping("synonyms", "words").items():
            for term in (concept, *words):
                first, *rest = map(word_key, term.split("_"))
                if rest:
                    table[first].add(tuple(rest))
    return {first: tuple(sorted(rests, key=len, reverse=True)) for first, rests in table.items()}


def _word(text: str, start: int, end: int) -> Feature:
    word = text[start:end]
    return Feature(word_key(word), "word", start, end, word, abbreviated=text[end : end + 1] == ".")


@cache
def _opening(rules: Rules) -> frozenset[str]:
    """Words that more may belong to ("DIN 933", "size 9"), or that are sizes."""
    return frozenset(word.casefold() for words in (_norms, _labels, _sizes) for word in words(rules))


def _of_match(match: re.Match[str], text: str, rules: Rules) -> list[Feature]:
    start, end = match.span()
    whole = match.group()

    def one(key: str, kind: Kind, parts: tuple[str, ...] = ()) -> Feature:
        return Feature(key, kind, start, end, whole, parts)

    if norm := match["norm"]:
        return [one("c:" + re.sub(r"[\s.-]+", "", norm.casefold()), "code")]
    if feet := match["feet"]:
        return [one("m:" + "ft".join(re.findall(r"\d+", feet)), "measure")]
    if thread := match["thread"]:
        size, length = re.split(_TIMES, thread.casefold(), maxsplit=1)
        length = length.replace(",", ".")
        return [one(f"c:{size}x{length}", "code", (f"c:{size}", f"n:{plain_number(length)}"))]
    if match["count"] and _measures(rules)[match["eachunit"].lower()][0] not in ("g", "ml"):
        return _dimensions(one, f"{match['count']}x{match['each']}", match["eachunit"], rules)
    if match["count"]:
        return [one(f"m:{match['count']}x{_measure(match['each'], match['eachunit'], rules)}", "measure")]
    if dims := match["dims"]:
        return _dimensions(one, dims, match["dimunit"], rules)
    if match["range"]:
        low, high = re.split(r"\s*(?:[-–/]|to|bis)\s*", match["range"], flags=re.IGNORECASE)
        unit = match["rangeunit"]
        bare = f"n:{plain_number(low)}-{plain_number(high)}"
        return [one(f"m:{_measure(low, unit, rules)}-{_measure(high, unit, rules)}", "measure", (bare,))]
    if match["value"]:
        bare = f"n:{plain_number(match['value'])}"
        return [one(f"m:{_measure(match['value'], match['unit'], rules)}", "measure", (bare,))]
    if match["size"]:
        return [one(f"s:{match['size'].casefold()}", "size")]
    if match["labelled"]:
        return [one(f"n:{plain_number(match['labelled'])}", "number")]
    if code := match["code"]:
        return _code(code, one, rules)
    if lettered := match["lettered"]:  # D-Griff, H-Milch, V-Falz
        return [one("w:" + stem(fold(lettered)), "word", (word_key(lettered[2:]),))]
    if match["fraction"]:
        return [one(f"c:{match['fraction']}", "code")]
    if match["span"]:
        return [one("n:" + "-".join(re.findall(r"\d+", match["span"])), "number")]
    if match["number"]:
        return [one(f"n:{plain_number(match['number'])}", "number")]
    if (bare_size := match["bare"]) and bare_size == bare_size.upper():
        return [one(f"s:{bare_size.casefold()}", "size")]
    return [_word(text, start, end)]


def _dimensions(make: Callable[..., Feature], dims: str, unit: str | None, rules: Rules) -> list[Feature]:
    """33 x 33 cm, 5x60, 3x1,5."""
    values = re.split(_TIMES, dims)
    plain = "x".join(plain_number(v) for v in values)
    if unit:
        key = "m:" + "x".join(_measure(v, unit, rules) for v in values)
        return [make(key, "measure", (f"c:{plain}",))]
    return [make(f"c:{plain}", "code", ())]


def _code(code: str, make: Callable[..., Feature], rules: Rules) -> list[Feature]:
    folded = code.casefold()
    if count := re.fullmatch(r"(\d+)-?(?:er|ers|er-pack|s|th|st|nd|rd)", folded):  # "10er" is a number
        return [make(f"n:{count[1]}", "number")]
    if mixed := re.fullmatch(r"(\d+)-([^\W\d_]{3,})", folded):  # "2-lagig", "3-ply"
        number = make(f"n:{mixed[1]}", "number")
        word = make(word_key(mixed[2]), "word")
        return [number, word]
    if lettered := re.fullmatch(r"[^\W\d_]{1,3}(\d{2,4})", folded):  # people say "120" of P120, "16" of B16
        return [make(f"c:{folded}", "code", (f"n:{plain_number(lettered[1])}",))]
    pieces = tuple(_piece(p) for p in re.split(r"[-/]", folded) if len(p) > 1 or "/" in folded)
    return [make(f"c:{folded}", "code", pieces if len(pieces) > 1 else ())]


def _piece(text: str) -> str:
    """The key of a part of a code: of "6/7/8-fach" the numbers and the word."""
    if text.isdigit():
        return f"n:{text}"
    return word_key(text) if text.isalpha() and len(text) >= 3 else f"c:{text}"


@lru_cache(_REMEMBERED)
def word_key(word: str) -> str:
    """The key of a word; of a term of several words ("ball_bearing") the keys of all of them."""
    parts = word.removesuffix("'s").removesuffix("’s").split("_")
    return "w:" + "_".join(stem(fold(part)) for part in parts)


def plain_number(text: str) -> str:
    """A number as written in a description, in one form: "0,50" and "0.5" alike, "1.000" is a thousand.

    >>> plain_number("0,50"), plain_number("1.000"), plain_number("12,5")
    ('0.5', '1000', '12.5')
    """
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3})+", text):
        text = re.sub(r"[.,]", "", text)
    try:
        return format(Decimal(text.replace(",", ".")).normalize(), "f")
    except InvalidOperation:
        return text


def _measure(value: str, unit: str, rules: Rules) -> str:
    """A measure in its base unit: "0,7 l" -> "700ml"."""
    base, factor = _measures(rules)[unit.lower()]
    try:
        amount = format((Decimal(plain_number(value)) * factor).normalize(), "f")
    except InvalidOperation:
        amount = value
    return f"{amount}{base}"


@cache
def _measures(rules: Rules) -> dict[str, tuple[str, Decimal]]:
    """Unit word -> (base unit, factor), from units.toml [measures] of every language."""
    table: dict[str, tuple[str, Decimal]] = {}
    for lexicon in rules.both():
        for word, (base, factor) in lexicon.mapping("units", "measures").items():
            table[word.lower()] = (base, Decimal(str(factor)))
    return table


@cache
def _labels(rules: Rules) -> frozenset[str]:
    return frozenset(w.lower() for lex in rules.both() for w in lex.words("items", "number_labels"))


@cache
def _norms(rules: Rules) -> frozenset[str]:
    return frozenset(w.lower() for lex in rules.both() for w in lex.words("items", "norms"))


@cache
def _sizes(rules: Rules) -> frozenset[str]:
    return frozenset(w.lower() for lex in rules.both() for w in lex.words("items", "sizes"))
