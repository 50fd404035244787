"""Which column of a table means what, found from its heading and, where there is none, from what stands in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.vocabulary import unit_words
from inbox_agent.catalogue.words import fold
from inbox_agent.lexicon import Rules
from inbox_agent.model import Row, Table

_CURRENCY = re.compile(r"[€$£]|\b(?:EUR|USD|GBP|CHF)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,'’]\d+)*")


def header(table: Table, rules: Rules) -> tuple[int, Mapping[int, str]] | None:
    """(position of the heading row, column -> role): the first row that names a quantity and an item."""
    for at, row in enumerate(table.rows[:40]):
        roles = _roles([cell.text for cell in row.cells], rules)
        named = set(roles.values())
        if "quantity" in named and named & {"sku", "name"}:
            return at, _with_unit(roles, table.rows[at + 1 :], rules)
    return None


def _with_unit(roles: dict[int, str], rows: Sequence[Row], rules: Rules) -> dict[int, str]:
    """With the column of units known by its words where its heading says nothing ("In", "Packed")."""
    if "unit" in roles.values():
        return roles
    units = unit_words(rules)
    for i in range(max((len(r.cells) for r in rows), default=0)):
        texts = [r.cells[i].text.strip() for r in rows if i < len(r.cells)]
        if i not in roles and _share(texts, lambda t: fold(t.rstrip(".")) in units) > 0.5:
            return {**roles, i: "unit"}
    return roles


def guessed(table: Table, index: ProductIndex) -> tuple[int, Mapping[int, str]] | None:
    """Roles without a heading: one column of known product numbers or names, one of plain numbers."""
    rows = [r for r in table.rows if sum(bool(c.text.strip()) for c in r.cells) >= 2]
    if len(rows) < 2:
        return None
    width = max(len(r.cells) for r in rows)
    texts = [[r.cells[i].text.strip() if i < len(r.cells) else "" for r in rows] for i in range(width)]
    roles: dict[int, str] = {}
    for i, column in enumerate(texts):
        if _share(column, lambda t: bool(index.codes_in(t)) and len(t.split()) <= 3) > 0.6:
            roles.setdefault(i, "sku")
        elif _share(column, lambda t: _NUMBER.fullmatch(t) is not None) > 0.8 and not _counts_up(column):
            roles[i] = "quantity"
        elif _share(column, lambda t: len(re.findall(r"[^\W\d_]{3,}", t)) >= 1) > 0.6:
            roles[i] = "name"
    values = list(roles.values())
    if values.count("quantity") != 1 or values.count("sku") > 1 or not {"sku", "name"} & set(values):
        return None
    return -1, roles


def is_total(row: Row, rules: Rules) -> bool:
    """A row that sums up: nothing below it is an item."""
    first = next((c.text for c in row.cells if c.text.strip()), "")
    return _plain(first) in _totals(rules) or _plain(
        re.sub(r"\(.*?\)|[\d.,%€$£:]+|EUR|USD|GBP|CHF", " ", first)
    ) in _totals(rules)


def _share(column: Sequence[str], test: Callable[[str], bool]) -> float:
    filled = [t for t in column if t]
    return sum(bool(test(t)) for t in filled) / len(filled) if filled else 0.0


def _counts_up(column: Sequence[str]) -> bool:
    """1, 2, 3, … is a position, not a quantity."""
    numbers = [t.rstrip(".") for t in column if t]
    return numbers == [str(i + 1) for i in range(len(numbers))] or numbers == [
        str(10 * (i + 1)) for i in range(len(numbers))
    ]


def _roles(cells: Sequence[str], rules: Rules) -> dict[int, str]:
    table = _headings(rules)
    roles: dict[int, str] = {}
    for i, text in enumerate(cells):
        without = _CURRENCY.sub(" ", re.sub(r"[(\[].*", "", text))
        role = table.get(_plain(text)) or table.get(_plain(without))
        if role and (role not in roles.values() or role in ("size", "note", "total", "date")):
            roles[i] = role
    return roles


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[.:*]+", " ", fold(text.strip()))).strip()


@cache
def _headings(rules: Rules) -> Mapping[str, str]:
    result: dict[str, str] = {}
    for lexicon in rules.both():
        for role, words in lexicon.mapping("columns", "columns").items():
            for word in words:
                result.setdefault(_plain(word), role)
                result.setdefault(_plain(word).replace("-", " "), role)
    return result


@cache
def _totals(rules: Rules) -> frozenset[str]:
    return frozenset(
        _plain(w) for lexicon in rules.both() for w in lexicon.mapping("columns", "totals").get("words", ())
    )
