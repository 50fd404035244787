"""Which column of a table means what: from its heading, and from what stands in it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.vocabulary import unit_words
from inbox_agent.catalogue.words import fold
from inbox_agent.extract.headings import Heading, heading, is_total_word
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Row, Table

_HEAD = 60  # rows in which a heading is looked for
_SAMPLE = 200  # rows by which a column is judged
_NUMBER = re.compile(r"\d+(?:[.,'’]\d+)*")
_COUNT = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?(?:\s?[^\W\d_]{1,10}\.?)?")
_CODE = re.compile(r"(?=\S*\d)[\w./-]{3,30}")
_ITEM = frozenset({"sku", "number", "their_sku", "gtin", "thing", "name"})
_NAMING = frozenset({"sku", "number", "gtin", "name"})
_NUMBERS = ("sku", "number", "their_sku")
Roles = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table mean. ``blocks`` has several elements for a form with items side by side.

    Roles: position, sku (ours by its heading), number (ours by what stands in it), their_sku, gtin, name, size,
    quantity, second_quantity, unit, pack_size, price, price_per, total, date, note; others do not matter here."""

    body: int  # position of the first row below the heading
    blocks: tuple[Roles, ...]
    unit: str | None = None  # that the heading of the quantities names: "Menge in kg"
    price_per: Decimal = Decimal(1)  # that the heading of the prices names: "Preis/100"


def find(table: Table, knowledge: Knowledge) -> Columns | None:
    """The columns of an order table; None when it is none: no column of quantities beside one of items."""
    for at, row in enumerate(table.rows[:_HEAD]):
        alone = _named([c.text for c in row.cells], knowledge.rules)
        for stack, found in (*_with_second(row, table.rows[at + 1 : at + 2], alone, knowledge.rules), ((row,), alone)):
            body = at + len(stack)
            worded = not any(re.search(r"\d", c.text) for c in row.cells)
            if _is_heading(found, worded) and (settled := _settled(found, body, table.rows[body:], knowledge)):
                return settled
    return _guessed(table, knowledge)


def is_total(row: Row, rules: Rules) -> bool:
    """A row that sums up, or a charge: its first words say so."""
    first = next((c.text for c in row.cells if re.search(r"[^\W\d_]", c.text)), "")
    return is_total_word(first, rules)


# ---- by headings -----------------------------------------------------------------------------------------------------


def _with_second(
    row: Row, below: Sequence[Row], alone: Mapping[int, Heading], rules: Rules
) -> Iterator[tuple[tuple[Row, Row], dict[int, Heading]]]:
    """A heading of two rows, when the second has no number and both together, or the second, say more than the first.
    A cell that spans both rows may have its text in each."""
    if not below or any(re.search(r"\d", c.text) for c in below[0].cells):
        return
    stack = (row, below[0])
    texts = [list(dict.fromkeys(r.cells[i].text for r in stack if i < len(r.cells))) for i in range(_width(stack))]
    both = _named([" ".join(parts).strip() for parts in texts], rules)
    second = _named([c.text for c in below[0].cells], rules)
    if len(both) > max(len(alone), len(second)) or (alone and len(both) >= len(second) > len(alone)):
        yield stack, both


def _width(rows: Sequence[Row]) -> int:
    return max((len(r.cells) for r in rows), default=0)


def _named(texts: Sequence[str], rules: Rules) -> dict[int, Heading]:
    found = {i: heading(text, rules) for i, text in enumerate(texts) if text and len(text) <= 80}
    return {i: named for i, named in found.items() if named is not None}


def _is_heading(found: Mapping[int, Heading], worded: bool) -> bool:
    """Whether a row names items and something beside them that an order has; ``worded``: it has no number."""
    roles = {named.role for named in found.values()}
    return bool(roles & _ITEM) and (worded or bool(roles & {"quantity", "counted"}) or len(roles) > 2)


def _settled(found: Mapping[int, Heading], body: int, rows: Sequence[Row], knowledge: Knowledge) -> Columns | None:
    """The roles, with what the headings leave open decided by what stands below."""
    roles = {i: named.role for i, named in found.items()}
    sample = _Sample(rows[:_SAMPLE], knowledge)
    blocks = tuple(_block(block, sample) for block in _side_by_side(roles))
    if not all("quantity" in block.values() and set(block.values()) & _NAMING for block in blocks):
        return None
    first = {role: found[i] for block in blocks for i, role in block.items() if i in found}
    unit = first["quantity"].unit if "quantity" in first else None
    return Columns(body, blocks, unit, first["price"].per if "price" in first else Decimal(1))


def _side_by_side(roles: Roles) -> list[dict[int, str]]:
    """The columns in as many blocks as there are pairs of item and quantity, if they come one pair after the other."""
    items = [i for i, role in sorted(roles.items()) if role in ("name", "thing", "sku", "number")]
    counts = [i for i, role in sorted(roles.items()) if role == "quantity"]
    if len(counts) < 2 or not items:
        return [dict(roles)]
    first = min(min(items), min(counts))
    leading = roles[first]
    starts = [i for i, role in sorted(roles.items()) if role == leading]
    ends = [*starts[1:], max(roles) + 1]
    blocks = [{i: r for i, r in roles.items() if start <= i < end} for start, end in zip(starts, ends, strict=True)]
    whole = len(blocks) > 1 and all("quantity" in b.values() and set(b.values()) & _ITEM for b in blocks)
    return blocks if whole else [dict(roles)]


def _block(roles: dict[int, str], sample: "_Sample") -> Roles:
    """One role a column and, but for words, one column a role."""
    for i in [i for i, role in roles.items() if role == "thing"]:
        roles[i] = "number" if sample.share(i, sample.is_code) > 0.5 else "name"
    roles = _own_number(roles, sample)
    if "quantity" not in roles.values():
        _add_quantity(roles, sample)
    if not set(roles.values()) & _NAMING:
        _add_item(roles, sample)
    for i in [i for i, role in roles.items() if role == "pack_size" and sample.share(i, sample.is_unit) > 0.5]:
        roles[i] = "other" if "unit" in roles.values() else "unit"  # "VPE" over "Karton"
    if "unit" not in roles.values():
        unit = next((i for i in sample.columns if i not in roles and sample.share(i, sample.is_unit) > 0.5), None)
        roles |= {} if unit is None else {unit: "unit"}
    seen: set[str] = set()
    for i in sorted(roles):
        if roles[i] in seen and roles[i] not in ("name", "size", "note", "total", "date"):
            roles[i] = "second_quantity" if roles[i] == "quantity" else "other"
        seen.add(roles[i])
    return roles


def _own_number(roles: dict[int, str], sample: "_Sample") -> dict[int, str]:
    """At most one column has our number: the one that is said to, unless the catalogue knows another one better; a
    column whose owner is not told is ours when its numbers are mostly known, or nothing else names the items."""
    columns = [i for i in sorted(roles) if roles[i] in _NUMBERS]
    known = {i: sample.share(i, sample.is_known) for i in columns}
    said = [i for i in columns if roles[i] == "sku"]
    open_ = [i for i in columns if roles[i] == "number"]
    own = max((*said, *open_), key=lambda i: (known[i] > 0.5, i in said, known[i]), default=None)
    named = any(role in ("name", "gtin") for role in roles.values())
    if own in open_ and named and 0 < known[own] <= 0.5 and sample.size > 2:
        own = None  # some of their numbers are like some of ours
    if own is None and not said and not open_:
        own = next((i for i in columns if known[i] > 0.8 and named), None)  # a form of ours: "our number" is ours
    for i in columns:
        roles[i] = "their_sku" if i != own else "sku" if i in said else "number"
    return roles


def _add_quantity(roles: dict[int, str], sample: "_Sample") -> None:
    """The only column of counts among those whose headings are just a unit, say nothing, or say "amount"."""
    for open_ in (("counted",), (None,), (None, "total")):
        counts = [i for i in sample.columns if roles.get(i) in open_ and sample.counts(i)]
        if len(counts) == 1:
            roles[counts[0]] = "quantity"
            return


def _add_item(roles: dict[int, str], sample: "_Sample") -> None:
    for i in sample.columns:
        if i not in roles and sample.share(i, sample.is_known) > 0.6:
            roles[i] = "number"
        elif i not in roles and sample.share(i, sample.is_worded) > 0.6:
            roles[i] = "name"


# ---- by what stands below --------------------------------------------------------------------------------------------


@dataclass
class _Sample:
    """Some rows of a table, column by column."""

    rows: Sequence[Row]
    knowledge: Knowledge
    _texts: dict[int, list[str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(sum(bool(c.text.strip()) for c in row.cells) > 1 for row in self.rows)

    @property
    def columns(self) -> range:
        return range(_width(self.rows))

    def texts(self, column: int) -> list[str]:
        if column not in self._texts:
            found = (row.cells[column].text.strip() for row in self.rows if column < len(row.cells))
            self._texts[column] = [text for text in found if text]
        return self._texts[column]

    def share(self, column: int, test: Callable[[str], bool]) -> float:
        texts = self.texts(column)
        return sum(map(test, texts)) / len(texts) if texts else 0.0

    def counts(self, column: int) -> bool:
        """Numbers that may be quantities: no positions, and not all with cents."""
        texts = self.texts(column)
        if self.share(column, lambda t: _COUNT.fullmatch(t) is not None) <= 0.8 or counts_up(texts):
            return False
        return any(not re.search(r"[.,]\d\d$", text) for text in texts)

    def is_known(self, text: str) -> bool:
        index: ProductIndex = self.knowledge.products
        return index.get(text) is not None or (len(text.split()) <= 3 and bool(index.codes_in(text)))

    def is_code(self, text: str) -> bool:
        return self.is_known(text) or _CODE.fullmatch(text) is not None

    def is_unit(self, text: str) -> bool:
        return fold(text.rstrip(".")) in unit_words(self.knowledge.rules)

    @staticmethod
    def is_worded(text: str) -> bool:
        return re.search(r"[^\W\d_]{3}", text) is not None


def _guessed(table: Table, knowledge: Knowledge) -> Columns | None:
    """Roles without a heading: one column of known product numbers or names, one of plain numbers."""
    rows = [r for r in table.rows if sum(bool(c.text.strip()) for c in r.cells) >= 2]
    sample = _Sample(rows[:_SAMPLE], knowledge)
    if len(rows) < 2:
        return None
    roles: dict[int, str] = {}
    for i in sample.columns:
        if sample.share(i, sample.is_known) > 0.6:
            roles[i] = "other" if "number" in roles.values() else "number"
        elif sample.share(i, lambda t: _NUMBER.fullmatch(t) is not None) > 0.8 and not counts_up(sample.texts(i)):
            roles[i] = "quantity"
        elif sample.share(i, sample.is_unit) > 0.6:
            roles[i] = "unit"
        elif sample.share(i, sample.is_worded) > 0.6:
            roles[i] = "name"
    _priced(roles, sample)
    values = list(roles.values())
    if values.count("quantity") != 1 or not {"number", "name"} & set(values):
        return None
    return Columns(0, (roles,))


def _priced(roles: dict[int, str], sample: _Sample) -> None:
    """Of several columns of numbers, those with cents in most rows are money."""
    numbers = [i for i, role in roles.items() if role == "quantity"]
    money = [i for i in numbers if sample.share(i, lambda t: re.search(r"[.,]\d\d$", t) is not None) > 0.6]
    if len(numbers) - len(money) == 1:
        for i, role in zip(money, ("price", "total", "other"), strict=False):
            roles[i] = role


def counts_up(texts: Sequence[str]) -> bool:
    """1, 2, 3, … or 10, 20, 30, … are positions, not quantities."""
    numbers = [t.rstrip(".").lstrip("0") for t in texts]
    return any(numbers == [str(step * (i + 1)) for i in range(len(numbers))] for step in (1, 10))
