"""Whether somebody orders, as far as words tell without the catalogue: no machine's notice counts goods.

Who orders clearly is never ignored, whatever a header says of the mail."""

import re
from functools import cache

from inbox_agent.lexicon import Rules
from inbox_agent.parse.signs import Seen, Signs

_AMBIGUOUS = frozenset({"no", "nos", "off", "can", "item", "items", "copy", "single", "singles", "unit", "units",
                        "flat", "flats", "mal", "score"})  # fmt: skip
_TIMES = re.compile(r"\b\d{1,4}(?:\s?[x×]\s+|\s[x×]\s?)[^\W\d_]|(?m:^[ \t]*\d{1,4}[ \t]*[x×][ \t])", re.IGNORECASE)
_NO_NUMBERS = ("articles", "pronouns")  # "ein", "one": no words that only people write who want something
_NEAR = 90  # characters between words of ordering and the number that goes with them


def clear(seen: Seen) -> Signs:
    """Goods that are counted, or words of ordering beside a number."""
    return counted(seen) or worded(seen)


def counted(seen: Seen) -> Signs:
    """A quantity with its unit: "3 boxes", "3 x"."""
    return seen.matching(_TIMES, "counted") or seen.matching(_counted(seen.rules), "counted")


def worded(seen: Seen) -> Signs:
    """Words with which people order, and a number near them."""
    text = seen.text("body")
    for sign in seen.phrases("person_orders"):
        around = text[max(0, (sign.start or 0) - _NEAR // 3) : (sign.end or 0) + _NEAR]
        if _number(seen.rules).search(around):
            return (sign,)
    return ()


def items(seen: Seen) -> int:
    """How many goods are counted."""
    text = seen.text("body")
    return len(_TIMES.findall(text)) + len(_counted(seen.rules).findall(text))


def counts(seen: Seen) -> Signs:
    """A small number before a word, as only people write who want something: "2 hawsers". Only in a language whose
    months are known: "2 novembre" is a date."""
    if seen.parsed.language not in seen.rules.lexicons:
        return ()
    return seen.matching(_few(seen.rules), "counted")


def named(seen: Seen) -> Signs:
    """An order by its name: the subject says so, as that of a purchasing system."""
    return seen.phrases("order_subjects", "subject")


@cache
def _counted(rules: Rules) -> re.Pattern[str]:
    units = {w for lexicon in rules.both() for ws in lexicon.mapping("units", "units").values() for w in ws}
    fit = sorted((re.escape(w) for w in units if w.lower() not in _AMBIGUOUS and len(w) > 1), key=len, reverse=True)
    number = r"(?<![\w.,:/-])\d{1,5}(?:[.,]\d{1,3})?"
    return re.compile(rf"{number}(?:[ \t]{{1,3}}(?:{'|'.join(fit)})|(?:kg|ml|mm|stk|pcs))\b", re.IGNORECASE)


@cache
def _number(rules: Rules) -> re.Pattern[str]:
    """A number, in figures or in words."""
    return re.compile(_numeral(rules, 4), re.IGNORECASE)


@cache
def _few(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"{_numeral(rules, 3)}[ \t]+[^\W\d_]{{4,}}", re.IGNORECASE)


@cache
def _numeral(rules: Rules, digits: int) -> str:
    """Figures or words that are no date, span of time or telephone number."""
    months = {w for lexicon in rules.both() for ws in lexicon.mapping("dates", "months").values() for w in ws}
    spans = {w for lexicon in rules.both() for w in lexicon.mapping("dates", "spans").get("units", ())}
    moments = "|".join(map(re.escape, sorted(months | spans | {"uhr", "am", "pm"})))
    timed = rf"(?:st|nd|rd|th)?\.?[ \t\n-]{{0,2}}(?:{moments}|(?:werk|arbeits|wochen)tage?n?)\b"
    said = {w for lexicon in rules.both() for w in lexicon.words("numbers", "words") if len(w) > 2}
    said -= {w for lexicon in rules.both() for key in _NO_NUMBERS for w in lexicon.words("numbers", key)}
    words = rf"\b(?:{'|'.join(map(re.escape, sorted(said, key=len, reverse=True)))})\b(?!{timed})"
    figures = rf"(?<![\w.:/+-])(?<!\d[ -])\d{{1,{digits}}}(?![\d:/]|[.,]\d|[ -]\d|{timed})"
    return f"(?:{figures}|{words})"
