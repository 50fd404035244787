"""One row of an order table: what is ordered, how many, at which price, and what is odd about it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from inbox_agent.catalogue.records import Product
from inbox_agent.catalogue.vocabulary import quality_of
from inbox_agent.catalogue.words import features
from inbox_agent.extract import quantities, remarks
from inbox_agent.extract.columns import Columns, Roles
from inbox_agent.extract.headings import heading
from inbox_agent.extract.items import BY_NUMBER, UNEXPLAINED, Item, identify
from inbox_agent.extract.lines import make_line
from inbox_agent.extract.numbers import parse_digits
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Asked, Candidate, Doubt, Evidence, Line, Row, Table

DOUBTED = 0.8  # something beside the quantity says another one
_THEIRS = 0.93  # found by its description, beside a number that is not ours
_NAMED = 0.93  # from which on a description names another product than the number beside it
_AT_OUR_PRICE = 0.92  # a description that is nearly understood, at the very price of the product
_OTHERWISE = "number, described otherwise"
_MONEY = re.compile(r"\d+(?:[.,'’]\d+)*")
_PER = re.compile(r"^\D*(\d+(?:[.,]\d+)*)\s*\S{0,3}\s*(?:/|per|pro|je)\s*(\d{1,5})(?!\d)", re.IGNORECASE)
_NO_QUANTITY = re.compile(r"\s*(?:[-–−(]\s*\d|=)")  # a return, and a formula whose result nobody stored
_STRUCK = "~~"
_LABEL_END = re.compile(r"[:#]\s*|(?<=[Nn][rRoO])\.?\s+(?=\S*\d)|(?<=ummer)\s+(?=\S*\d)|(?<=umber)\s+(?=\S*\d)")
_VALUE = re.compile(r"[\w./-]+")
_IN_LABELS = frozenset({"sku", "number", "their_sku", "gtin", "date", "position", "other"})
_MOST_LABELS, _LONGEST_LABEL = 8, 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands. ``numbers``: the language whose numbers the table writes. ``text``: see order_table.read."""

    table: Table
    columns: Columns
    language: str
    numbers: str
    knowledge: Knowledge
    text: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A description without what it says under labels ("Ihre Art.-Nr.: 4711"), and that by its role."""

    rest: str
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fields:
    """The cells of a row by what they mean, as written."""

    row: Row
    roles: Roles

    def of(self, role: str) -> str:
        cells = (c.text.split() for i, c in enumerate(self.row.cells) if self.roles.get(i) == role)
        return " ".join(word for words_of_cell in cells for word in words_of_cell)

    @property
    def item(self) -> str:
        """What names the item, numbers first."""
        return " ".join(filter(None, map(self.of, ("sku", "number", "gtin", "name"))))


@dataclass(frozen=True, slots=True)
class RowReading:
    line: Line | None = None
    doubts: tuple[Doubt, ...] = ()
    loose: Fields | None = None  # a quantity without anything that it counts


def read(row: Row, roles: Roles, place: Place) -> RowReading:
    """A row: its line, or none when nothing is ordered (no quantity, or 0: a form lists what is not needed, too)."""
    fields = Fields(row, roles)
    written = fields.of("quantity")
    if not re.search(r"\w", written):
        return RowReading()
    if not (fields.item or fields.of("size")):
        return RowReading(loose=fields)
    if _STRUCK in written or _STRUCK in fields.item:
        return RowReading(doubts=(Doubt("unexplained", (evidence(row, place, "struck out"),), {"text": words(row)}),))
    value, unit, unit_text = _quantity(written, fields, place)
    if value == 0:
        return RowReading()
    line = _line(fields, value, unit, unit_text, place)
    beside = _remarks(row, roles, place)
    if remarks.says_other_quantity(line, beside, place.language, place.knowledge):
        line = replace(line, confidence=min(line.confidence, DOUBTED))
    odd = remarks.doubts(beside, line.evidence[0], place.language, place.knowledge)
    return RowReading(line, (*odd, *_sum_differs(line, fields, place)))


def between(row: Row, place: Place) -> tuple[Doubt, ...]:
    """Doubts about words that stand alone in a row, as a remark on the item above, and name no item themselves."""
    texts = [c.text for c in row.cells if c.text.strip()]
    if len(texts) != 1 or identify(texts[0], None, place.knowledge.products).candidates:
        return ()
    return remarks.doubts(texts, evidence(row, place, "a remark"), place.language, place.knowledge)


def is_item(row: Row, place: Place) -> bool:
    """Whether a row that begins like a sum orders a product, by its number."""
    for roles in place.columns.blocks:
        fields = Fields(row, roles)
        number = fields.of("sku") or fields.of("number")
        if number and fields.of("quantity") and _numbered(number, place.knowledge) is not None:
            return True
    return False


def nameless(loose: Sequence[Fields], lines: Sequence[Line], place: Place) -> tuple[Doubt, ...]:
    """A doubt for each quantity that counts nothing, unless it is the sum of all."""
    doubts = []
    for fields in loose:
        value = parse_digits(written, place.numbers) if (written := _digits(fields.of("quantity"))) else None
        asked = [_asked(line, place) for line in lines]
        if not value or (len(lines) > 1 and value in (sum(asked), sum(line.quantity or 0 for line in lines))):
            continue
        proof = evidence(fields.row, place, "a quantity of nothing")
        doubts.append(Doubt("unexplained", (proof,), {"text": words(fields.row)}))
    return tuple(doubts)


def labelled(text: str, rules: Rules) -> Labelled:
    """What a description says under labels that could be headings: "Ihre Materialnummer: KB-50"."""
    numbers: dict[str, str] = {}
    rest = text
    for end in list(_LABEL_END.finditer(text))[:_MOST_LABELS]:
        value = _VALUE.match(text, end.end())
        before = list(re.finditer(r"\S+", text[: end.start()]))[-4:]
        for start in (m.start() for m in before) if value else ():
            named = heading(text[start : end.start()], rules) if end.start() - start <= _LONGEST_LABEL else None
            if named is not None and named.role in _IN_LABELS and value is not None:
                numbers.setdefault(named.role, value[0].rstrip("."))
                rest = rest.replace(text[start : value.end()], " ", 1)
                break
    return Labelled(" ".join(rest.split()) if numbers else text, numbers)


def has_number(row: Row) -> bool:
    return any(_MONEY.search(c.text) for c in row.cells)


def words(row: Row) -> str:
    """A row as a person is shown it."""
    return " · ".join(c.text for c in row.cells if c.text.strip())[:120]


def span(row: Row) -> tuple[int, int]:
    """Where a row of a table in text stands."""
    starts = [c.start for c in row.cells if c.start is not None]
    return min(starts), max(c.start + len(c.text) for c in row.cells if c.start is not None)


def evidence(row: Row, place: Place, rule: str) -> Evidence:
    if place.text:
        start, end = span(row)
        return Evidence(place.table.source, place.text[start:end], f"table: {rule}", start, end)
    written = "\t".join(c.text for c in row.cells)
    return Evidence(place.table.source, written, f"table: {rule}", row=row.number, page=place.table.page)


# ---- quantity --------------------------------------------------------------------------------------------------------


def _line(fields: Fields, value: Decimal | None, unit: str | None, unit_text: str | None, place: Place) -> Line:
    item = _item(fields, unit, place)
    said = ", ".join(filter(None, (fields.of("name"), fields.of("size"))))
    asked = Asked(fields.of("quantity"), unit_text, said or fields.item)
    proof = (evidence(fields.row, place, item.rule),)
    price = _unit_price(fields, place)
    line = make_line(item, value, unit, asked, proof, place.knowledge, price)
    product = place.knowledge.products.get(line.sku or "")
    second = fields.of("second_quantity")
    other = second and _digits(second) != _digits(fields.of("quantity"))
    if other or (product is not None and unit is None and _may_mean_packs(fields, product, place)):
        return replace(line, confidence=min(line.confidence, DOUBTED))
    if product is not None and price == product.price and _may_be(item, line, place):
        return replace(line, confidence=max(line.confidence, _AT_OUR_PRICE))
    return line


def _may_be(item: Item, line: Line, place: Place) -> bool:
    """Whether what was not understood of a description is no size, number or colour: those decide between twins."""
    qualities = quality_of(place.knowledge.rules)
    plain = item.rule != _OTHERWISE and line.quantity is not None
    return plain and bool(item.unexplained) and not any(f.hard or f.key in qualities for f in item.unexplained)


def _quantity(written: str, fields: Fields, place: Place) -> tuple[Decimal | None, str | None, str | None]:
    """Value and unit of a quantity cell ("3", "3 Sack", "1.000"), with the unit of its column or heading."""
    knowledge = place.knowledge
    unit_cell = fields.of("unit") if re.search(r"[^\W\d_]|%", fields.of("unit")) else ""
    if _NO_QUANTITY.match(written):
        return None, None, unit_cell or None
    found = quantities.find(written, place.numbers, knowledge.rules)
    if len(found) != 1:
        plain = re.fullmatch(r"\d+(?:[.,]\d+)?", written.strip())
        value = parse_digits(plain.group(), place.numbers) if plain else None
        unit, unit_text = None, None
    else:
        value, unit, unit_text = found[0].value, found[0].unit, found[0].unit_text
    if unit_cell:
        named, factor = _named_unit(unit_cell, knowledge.rules)
        if named is not None and value is not None:
            return value * factor, named, unit_cell  # "doz" is twelve
        if unit is None:
            return value, f"?{unit_cell}", unit_cell  # a unit that nobody knows never converts
    return value, unit or place.columns.unit, unit_text


def _named_unit(cell: str, rules: Rules) -> tuple[str | None, Decimal]:
    """(unit, how many of it): by its word, else by the code that order programs have for it."""
    found = quantities.find(f"1 {cell}", "en", rules)
    if found and (found[0].unit or found[0].value != 1) and found[0].value is not None:
        return found[0].unit, found[0].value
    code = cell.strip(" .").upper()
    named = next((codes[code] for codes in rules.unit_codes.values() if code in codes), "")
    count, _, unit = named.rpartition(" ")
    return unit or None, Decimal(count or 1)


def _may_mean_packs(fields: Fields, product: Product, place: Place) -> bool:
    """Whether a size of pack beside the quantity leaves open what is counted: 3 with "VPE 10"."""
    size = _digits(fields.of("pack_size"))
    number = parse_digits(size, place.numbers) if size else None
    if number is None or number == 1:
        return False
    return not any(
        f.hard and place.knowledge.products.describes(product, f) and size in f.text
        for f in features(product.name, place.knowledge.rules)
    )


def _digits(text: str) -> str:
    found = _MONEY.search(text)
    return found[0] if found else ""


def _asked(line: Line, place: Place) -> Decimal:
    digits = _digits(line.asked.quantity or "")
    return (parse_digits(digits, place.numbers) if digits else None) or Decimal(0)


# ---- which item ------------------------------------------------------------------------------------------------------


def _item(fields: Fields, unit: str | None, place: Place) -> Item:
    """By our number or GTIN, checked against the description beside it; by description when the number is not ours."""
    knowledge = place.knowledge
    inside = labelled(fields.of("name"), knowledge.rules)
    said = ", ".join(filter(None, (inside.rest, fields.of("size"))))
    number = fields.of("sku") or inside.numbers.get("sku") or fields.of("number") or inside.numbers.get("number", "")
    gtin = fields.of("gtin") or inside.numbers.get("gtin", "")
    by_number, by_gtin = (_numbered(written, knowledge) for written in (number, gtin))
    product = by_number or by_gtin
    if by_number and by_gtin and by_number.sku != by_gtin.sku:
        candidates = tuple(Candidate(p.sku, DOUBTED) for p in (by_number, by_gtin))
        return Item(None, UNEXPLAINED, "numbers disagree", candidates, ambiguous=True)
    if product is not None:
        doubtful = product is by_number and not fields.of("sku") and number.isdigit()
        return _checked(product, said, unit, doubtful, knowledge)
    if number and knowledge.products.codes_in(number):
        return identify(number, unit, knowledge.products)
    if not said:
        return identify(number or gtin, unit, knowledge.products)
    item = identify(said, unit, knowledge.products)
    if number and item.product is not None and item.rule != "number" and re.search(r"\d", number):
        return replace(item, confidence=min(item.confidence, _THEIRS))  # their own number, or an old one of ours
    return item


def _numbered(number: str, knowledge: Knowledge) -> Product | None:
    """The product with that number, exactly or however it was copied; None for more than a number."""
    exact = knowledge.products.get(number.strip()) if number else None
    if exact is not None:
        return exact
    hits = knowledge.products.codes_in(number)
    if len(hits) != 1 or re.search(r"\w", number[: hits[0].start] + number[hits[0].end :]):
        return None
    return hits[0].products[0] if len(hits[0].products) == 1 else None


def _checked(product: Product, said: str, unit: str | None, doubtful: bool, knowledge: Knowledge) -> Item:
    """The numbered product, unless the words beside it are those of another one. ``doubtful``: a number of digits only,
    of which the heading does not tell whose it is; then the words must be of that product."""
    index = knowledge.products
    found = features(said, knowledge.rules)
    named = identify(said, unit, index) if said else None
    other = named.product if named is not None and named.confidence >= _NAMED and not named.unexplained else None
    wrong = index.contradicts(product, found)
    same = other is None or other.sku == product.sku
    if same and not wrong and not (doubtful and _strangers(product, said, knowledge)):
        return Item(product, BY_NUMBER, "number", (Candidate(product.sku, BY_NUMBER),))
    skus = dict.fromkeys((product.sku, *([other.sku] if other else [])))
    candidates = tuple(Candidate(sku, DOUBTED) for sku in skus)
    return Item(product, UNEXPLAINED, _OTHERWISE, candidates, unexplained=wrong)


def _strangers(product: Product, said: str, knowledge: Knowledge) -> bool:
    """Whether words were said and none of them is the product's."""
    found = [f for f in features(said, knowledge.rules) if f.kind in ("word", "code", "measure")]
    index = knowledge.products
    return bool(found) and not any(
        index.describes(product, f) or any(m.product is product for m in index.search_features((f,)).matches)
        for f in found
    )


# ---- price -----------------------------------------------------------------------------------------------------------


def _unit_price(fields: Fields, place: Place) -> Decimal | None:
    """The price of one: that of a hundred divided, where column or heading say so ("PE 100", "24,00 / 100")."""
    written = fields.of("price")
    if inside := _PER.match(written):
        return money(inside[1]) / Decimal(inside[2])
    price = _price(written)
    per = _MONEY.search(fields.of("price_per"))
    basis = parse_digits(per[0], place.numbers) if per else place.columns.price_per
    return price / basis if price is not None and basis else price


def _price(written: str) -> Decimal | None:
    numbers = _MONEY.findall(written)
    return money(numbers[0]) if len(numbers) == 1 and not written.startswith("=") else None


def money(written: str) -> Decimal:
    """An amount of money: the last mark with one, two or four digits behind it is the decimal one, in any language.

    >>> money("1.234,50"), money("0.015"), money("12,90"), money("1,250.00")
    (Decimal('1234.50'), Decimal('0.015'), Decimal('12.90'), Decimal('1250.00'))
    """
    marks = re.findall(r"[.,'’]", written)
    if not marks:
        return Decimal(written)
    whole, _, rest = written.rpartition(marks[-1])
    if len(rest) == 3 and whole != "0" and len(marks) == 1 and marks[0] != ".":
        return Decimal(whole + rest)
    return Decimal(re.sub(r"[.,'’]", "", whole) + "." + rest)


def _sum_differs(line: Line, fields: Fields, place: Place) -> list[Doubt]:
    """Quantity times price is not the row's total: one of the three is a slip."""
    totals = [_price(c.text) for i, c in enumerate(fields.row.cells) if fields.roles.get(i) == "total"]
    if line.stated_price is None or line.asked.quantity is None or len(totals) != 1 or totals[0] is None:
        return []
    candidates = {q * line.stated_price for q in (_asked(line, place), line.quantity) if q is not None}
    total = totals[0]
    if any(abs(c - total) <= max(Decimal("0.02"), total * Decimal("0.001")) for c in candidates):
        return []
    values = {"item": line.name, "asked": line.asked.quantity, "total": str(total)}
    return [Doubt("contradictory_quantity", line.evidence, values)]


def _remarks(row: Row, roles: Roles, place: Place) -> list[str]:
    """What stands beside an item: in a column of notes, or behind the last column that means anything."""
    last = max(max(block) for block in place.columns.blocks)
    texts = (c.text for i, c in enumerate(row.cells) if roles.get(i) == "note" or i > last)
    return [text for text in texts if re.search(r"[^\W\d_]{3}", text)]
