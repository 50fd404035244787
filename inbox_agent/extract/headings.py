"""What the heading of a column says: "Ihre Art.-Nr.", "Menge (in kg)", "Price / 100", "Qty/UoM"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from inbox_agent.catalogue.vocabulary import unit_words
from inbox_agent.catalogue.words import fold
from inbox_agent.lexicon import Rules

_CURRENCY = re.compile(r"[€$£]|\b(?:EUR|USD|GBP|CHF|euro)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_PER = re.compile(r"(?:/|\bper\b|\bpro\b|\bje\b)\s*(\d{1,5})\b(?:\s?[^\W\d_]{1,8}\b\.?)?")
_NUMBER_WORDS = frozenset({"nr", "no", "num", "number", "nummer", "nummern", "numbers", "numm"})
_BOTH = {  # a column of two things is read as the first of these
    frozenset({"sku", "name"}): "name",
    frozenset({"number", "name"}): "name",
    frozenset({"thing", "name"}): "name",
    frozenset({"position", "name"}): "name",
    frozenset({"quantity", "unit"}): "quantity",
    frozenset({"price", "unit"}): "price",
    frozenset({"price", "quantity"}): "price",
    frozenset({"size", "unit"}): "size",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """``role``: a key of [columns], or "counted" for a heading that is only a unit ("kg", "Kisten")."""

    role: str
    unit: str | None = None  # of a quantity: "Menge (kg)"
    per: Decimal = Decimal(1)  # of a price: "Preis/100"


def heading(text: str, rules: Rules) -> Heading | None:
    """What a heading says; None when nobody knows."""
    whole = _CURRENCY.sub(" ", text)
    bracketed = " ".join(_BRACKETS.findall(whole))
    bare = _BRACKETS.sub(" ", whole)
    per = _PER.search(whole)
    role = _role(text, rules) or _role(whole, rules) or _role(bare, rules) or _role(_PER.sub(" ", bare), rules)
    if role is None and (parts := [part for part in re.split(r"\s*[/+&|]\s*|\n", bare) if part.strip()])[1:]:
        roles = [_role(part, rules) for part in parts]
        role = _BOTH.get(frozenset(r for r in roles if r))
    unit = _unit(f"{bare} {bracketed}", rules) if role == "quantity" else None
    if role is None:
        role, unit = _filled_up(bare, rules)
    if role is None:
        return None
    return Heading(role, unit, Decimal(per[1]) if per and role == "price" and Decimal(per[1]) else Decimal(1))


def is_total_word(text: str, rules: Rules) -> bool:
    """Whether a row that begins so sums up: "Zwischensumme", "Total EUR", "MwSt. 19 %"."""
    words = re.findall(r"[^\W\d_]+", fold(_CURRENCY.sub(" ", text)))
    return any(" ".join(words[:n]) in _totals(rules) for n in (1, 2, 3) if len(words) >= n)


def _role(text: str, rules: Rules) -> str | None:
    words = _words(text)
    return _table(rules).get(" ".join(words)) or _table(rules).get("".join(words)) if words else None


def _filled_up(text: str, rules: Rules) -> tuple[str | None, str | None]:
    """(role, unit) of a heading with words around the one that counts: "Bitte Menge eintragen", "Menge Kartons"."""
    fillers, units = _fillers(rules), unit_words(rules)
    kept = [word for word in _words(text) if word not in fillers]
    counted = [units[word] for word in kept if word in units]
    bare = [word for word in kept if word not in units]
    if kept and len(counted) == len(kept) == 1:
        return "counted", counted[0]
    role = _table(rules).get(" ".join(kept)) or _table(rules).get(" ".join(bare)) or _table(rules).get("".join(bare))
    if role == "quantity" and len(counted) == 1:
        return role, counted[0]
    return (role, None) if role and not counted else (None, None)


def _unit(text: str, rules: Rules) -> str | None:
    """The unit that a heading of quantities names beside: "Menge in kg", "Qty (boxes)"; "pieces" is one, too."""
    units = unit_words(rules)
    named = {units[word] for word in _words(text)[1:] if word in units}
    return named.pop() if len(named) == 1 else None


def _words(text: str) -> list[str]:
    """The words of a heading, folded; one that means "number" is "nr" unless it is the only one.

    >>> _words("Ihre Artikel-Nummer:"), _words("PART_NO."), _words("Bestell-\\nmenge")
    (['ihre', 'artikel', 'nr'], ['part', 'nr'], ['bestell', 'menge'])
    """
    text = re.sub(r"(?<=\w)#|#(?=\w)|(?<=\w\s)#", " nr ", text)
    words = re.findall(r"#|[^\W_]+", fold(text))
    words = [part for word in words for part in _parts(word)]
    return ["nr" if word in _NUMBER_WORDS else word for word in words] if len(words) > 1 else words


def _parts(word: str) -> Sequence[str]:
    """ "artikelnummer" and "artnr" as two words."""
    for ending in ("nummer", "nummern", "nr"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending), "nr"
    return (word,)


@cache
def _table(rules: Rules) -> Mapping[str, str]:
    """Words of a heading, and those words run together, -> its role."""
    roles = [lexicon.mapping("columns", "columns").items() for lexicon in rules.both()]
    listed = [(_words(heading), role) for by_role in roles for role, headings in by_role for heading in headings]
    return {"".join(words): role for words, role in reversed(listed)} | {
        " ".join(words): role for words, role in reversed(listed)
    }


@cache
def _fillers(rules: Rules) -> frozenset[str]:
    listed = (w for lexicon in rules.both() for w in lexicon.mapping("columns", "fillers").get("words", ()))
    return frozenset(map(fold, listed))


@cache
def _totals(rules: Rules) -> frozenset[str]:
    listed = (w for lexicon in rules.both() for w in lexicon.mapping("columns", "totals").get("words", ()))
    return frozenset(" ".join(re.findall(r"[^\W\d_]+", fold(word))) for word in listed)
