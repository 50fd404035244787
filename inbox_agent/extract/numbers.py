"""Numbers as people write them: 1.000 and 1,000, 2½, "fünfundzwanzig", "two hundred and fifty"."""

import re
from decimal import Decimal
from functools import cache

from inbox_agent.lexicon import Rules

_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}

DIGITS = r"(?:\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d+)?(?:\s?[½¼¾])?|[½¼¾])"

# Languages that write 1,000 for a thousand; all others here write 1.000.
_COMMA_THOUSANDS = frozenset({"en"})


def parse_digits(text: str, language: str) -> Decimal | None:
    """The value of a number in digits; None when it can be read in two ways ("1.000" in an English mail).

    >>> parse_digits("1.000", "de"), parse_digits("1,000", "en"), parse_digits("2,5", "en"), parse_digits("1.000", "en")
    (Decimal('1000'), Decimal('1000'), Decimal('2.5'), None)
    """
    text = text.strip()
    extra = Decimal(0)
    if text and text[-1] in _VULGAR:
        extra, text = _VULGAR[text[-1]], text[:-1].strip()
        if not text:
            return extra
    marks = re.findall(r"[.,'’]", text)
    if not marks:
        return Decimal(text) + extra
    if "'" in marks or "’" in marks or len(set(marks)) == 2 or len(marks) > 1:
        return _grouped(text, marks, extra)
    whole, _, rest = re.split(r"([.,])", text, maxsplit=1)
    if len(rest) == 3 and whole != "0" and len(whole) <= 3:
        thousands = "," if language in _COMMA_THOUSANDS else "."
        return Decimal(whole + rest) + extra if marks[0] == thousands else None
    return Decimal(f"{whole}.{rest}") + extra


def _grouped(text: str, marks: list[str], extra: Decimal) -> Decimal | None:
    """Several marks: all but a last, different one group thousands ("1.234,50", "1,234,567")."""
    last = marks[-1]
    if marks.count(last) > 1 or last in "'’":
        return Decimal(re.sub(r"[.,'’]", "", text)) + extra
    whole, _, rest = text.rpartition(last)
    if len(rest) == 3 and len(set(marks)) == 1:
        return Decimal(re.sub(r"[.,'’]", "", text)) + extra
    return Decimal(re.sub(r"[.,'’]", "", whole) + "." + rest) + extra


def parse_words(text: str) -> Decimal | None:
    """The value of a number in words, English or German; None when it is none.

    >>> parse_words("two hundred and fifty"), parse_words("fuenfundzwanzig"), parse_words("carrots")
    (Decimal('250'), Decimal('25'), None)
    """
    from text_to_num import text2num

    plain = text.casefold().replace("-", " ").strip()
    umlauts = re.sub(r"fuenf", "fünf", re.sub(r"zwoelf", "zwölf", re.sub(r"dreissig|dreizig", "dreißig", plain)))
    for words, language in ((plain, "en"), (umlauts, "de")):
        try:
            return Decimal(str(text2num(_inflected(words), language)))
        except ValueError:
            continue
    return None


def _inflected(words: str) -> str:
    return re.sub(r"\bein(?:e|en|em|er|s)\b", "eins", words)


@cache
def number_word_pattern(rules: Rules) -> str:
    """A regular expression for a number in words, of rules/*/numbers.toml."""
    english = "|".join(sorted(map(re.escape, rules.lexicon("en").words("numbers", "words")), key=len, reverse=True))
    german = sorted(rules.lexicon("de").words("numbers", "words"), key=len, reverse=True)
    both = {g.replace("ü", "ue").replace("ö", "oe").replace("ß", "ss") for g in german} | set(german)
    pieces = "|".join(sorted(map(re.escape, both), key=len, reverse=True))
    return (
        rf"(?:(?:{english})(?:(?:[\s-]+(?:and\s+)?)(?:{english}))*|(?:{pieces})(?:(?:und)?(?:{pieces}))*)(?![^\W\d_])"
    )
