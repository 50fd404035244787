"""What is the same for all formats in which programs send orders (EDIFACT, UBL, X12, cXML, openTRANS).

Nothing is guessed there: each column of the lines has its role, each value of the head a field of its own."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from inbox_agent.model import Address, Cell, Document, Evidence, Passage, Row, Stated, Table
from inbox_agent.readers.limits import MAX_CELL, MAX_ROWS

T = TypeVar("T")
MAX_SEGMENTS = 60_000  # of an EDIFACT or X12 file
TOO_MANY_SEGMENTS = f"it has more than {MAX_SEGMENTS} segments; the rest was not read"
MOST_PARTIES = 30  # of an order's head
LONGEST_NUMBER = 40  # characters
LONGEST_NOTE = 2_000  # characters of free text that is passed on
_LONGEST_PROOF = 300
_DECIMAL = re.compile(r"\s*([+-]?)0*(?=\.?\d)(\d{0,15})(?:\.(\d{0,12}))?\s*")
_GROUPED = re.compile(r"\s*[+-]?\d{1,3}(?:,\d{3}){1,4}\.\d{1,6}\s*")
COLLECTED = ("EXW", "FCA")  # Incoterms by which the customer fetches the goods
# Means of payment (UN/EDIFACT code list 4461). A credit transfer is how an invoice is paid: it names no method.
PAYMENT_MEANS = {"10": "cash", "48": "card", "49": "direct_debit", "54": "card", "55": "card", "59": "direct_debit"}
# Kinds of orders (code list 1001) that are orders, and those that a person must look at.
PLAIN_ORDERS = ("", "105", "220", "226")
SPECIAL_ORDERS = {"221": "a blanket order", "222": "a spot order", "223": "a lease order", "224": "a rush order",
                  "225": "a repair order", "227": "an order for consignment", "228": "a sample order",
                  "232": "a hire order", "258": "a standing order"}  # fmt: skip
_LABELS = {
    "po_number": "Order",
    "requested_date": "Delivery",
    "ship_to": "Ship to",
    "bill_to": "Bill to",
    "buyer": "Buyer",
    "payment_method": "Payment",
    "payment_terms": "Terms of payment",
    "currency": "Currency",
    "instructions": "Note",
    "open_matter": "To be settled",
}


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order. The fields behind ``number`` are roles of columns (rules/<language>/columns.toml); numbers
    are written with a decimal point, dates as ISO, prices for one unit; "" is what the line does not say."""

    number: int  # by which a person finds it: the line's own number, or its place
    position: str = ""
    sku: str = ""  # the supplier's, which is ours
    their_sku: str = ""
    gtin: str = ""  # else the maker's number
    name: str = ""
    quantity: str = ""
    unit: str = ""  # a code of rules/unit_codes.toml
    price: str = ""
    total: str = ""
    date: str = ""
    note: str = ""


Day = tuple[str, str, int | None]  # an ISO date, the raw text that names it, its row
ROLES = tuple(f.name for f in fields(OrderLine))[1:]


@dataclass
class Order:
    """One order as far as it is read. ``rule`` names the format in the evidence."""

    source: str  # the attachment's name
    rule: str
    lines: list[OrderLine] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    said: set[tuple[str, str | Address]] = field(default_factory=set)  # what is in ``stated``

    def say(self, key: str, value: str | Address | None, text: str, row: int | None = None) -> None:
        """A value under a field of its own, once. ``text`` is the raw segment or element."""
        if isinstance(value, str):
            value = _shortened(value.strip())
        if value and (key, value) not in self.said:
            self.said.add((key, value))
            evidence = Evidence(self.source, " ".join(text.split())[:_LONGEST_PROOF], self.rule, row=row)
            self.stated.append(Stated(key, value, evidence))

    def says(self, key: str) -> bool:
        return any(s.key == key for s in self.stated)

    def deliver_to(
        self, place: Address | None, named: str, at_home: Collection[str], text: str, row: int | None
    ) -> None:
        """Where the goods go. ``named``: number or name of a place that comes without its address. That of the buyer
        (``at_home``) says nothing new; any other somebody has to look up."""
        if place is not None:
            self.say("ship_to", place, text, row)
        elif named and named not in at_home:
            self.say("open_matter", f"the place of delivery is named without its address: {named}", text, row)

    def counted(self, said: str, counted: int, what: str) -> None:
        """A control count that must match what is there."""
        if said and number(said) != str(counted):
            self.problems.append(f"it says {_shortened(said, 20)} {what}, and has {counted}")

    def add(self, line: OrderLine) -> None:
        """A line; its free text is passed on with the order's, under the number that the line has."""
        self.lines.append(line)
        if line.note:
            self.say("instructions", f"{line.number}: {line.note}", line.note, line.number)

    def table(self) -> Table:
        rows = (
            Row(line.number, tuple(Cell(getattr(line, role)[:MAX_CELL]) for role in ROLES))
            for line in self.lines[:MAX_ROWS]
        )
        return Table(self.source, tuple(rows), roles=ROLES)


def delivery(order: Order, days: Mapping[str, Day]) -> str:
    """The day of delivery, told to the order and returned; "" when there is none. ``days`` may have "wanted" (arrival),
    "latest", "earliest" and "dispatch". A span of days is no day: it is passed on as a wish, as is "not before"."""
    wanted, first, last = days.get("wanted"), days.get("earliest"), days.get("latest")
    if wanted is None and first and last and first[0] != last[0]:
        raw = " ".join(dict.fromkeys((first[1], last[1])))
        order.say("instructions", f"Delivery {first[0]} – {last[0]}", raw, first[2])
        return ""
    chosen = wanted or last or days.get("dispatch") or first
    if chosen is None:
        return ""
    if wanted and last and last[0] < wanted[0]:
        order.say("open_matter", f"delivery {wanted[0]}, at the latest {last[0]}", last[1], last[2])
    if first and chosen[0] != first[0]:
        order.say("instructions", f"Delivery not before {first[0]}", first[1], first[2])
    order.say("requested_date", chosen[0], chosen[1], chosen[2])
    return chosen[0]


def delivery_within(order: Order, start: str, end: str, raw: str, row: int) -> str:
    """As ``delivery``, for a first and a last day in ISO form (their times are cut off), either of which may be ""."""
    days: dict[str, Day] = {}
    for key, text in (("earliest" if end else "wanted", start), ("latest", end)):
        if when := day(text[:10]):
            days[key] = (when, raw, row)
        elif text:
            order.say("open_matter", f"a date of delivery that cannot be read: {text}", raw, row)
    return delivery(order, days)


def as_read(lines: Iterable[T]) -> Iterator[tuple[int, T]]:
    """The lines of an order with their places, up to one more than are read."""
    return enumerate(islice(lines, MAX_ROWS + 1), start=1)


def document(name: str, kind: str, orders: Sequence[Order], problem: str | None = None) -> Document:
    """The Document of one file with one order or several."""
    tables = tuple(order.table() for order in orders if order.lines)
    stated = tuple(s for order in orders for s in order.stated)
    text = "\n\n".join(filter(None, (_rendering(order.stated) for order in orders)))
    problems = [*([problem] if problem else []), *(p for order in orders for p in order.problems)]
    if any(len(order.lines) > MAX_ROWS for order in orders):
        problems.append(f"an order has more than {MAX_ROWS} lines; the first {MAX_ROWS} were read")
    passages = (Passage(name, text),) if text else ()
    return Document(name, kind, tables, passages, stated, "; ".join(dict.fromkeys(problems)) or None)


def _rendering(stated: Iterable[Stated]) -> str:
    """The head of an order as a person reads it."""
    lines = []
    for one in stated:
        if label := _LABELS.get(one.key):
            value = one.value if isinstance(one.value, str) else ", ".join(filter(None, astuple(one.value)))
            lines.append(f"{label}: {value}")
    return "\n".join(lines)


def number(text: str) -> str:
    """A number as these formats write it, plain: "0012.500" -> "12.5". What is none, or could be read in two ways, is
    returned as it is, so that nobody takes it for one.

    >>> number("100.00"), number("0012.500"), number(".48"), number("1,250.00"), number("1,250"), number("-0")
    ('100', '12.5', '0.48', '1250', '1,250', '-0')
    """
    if len(text) > LONGEST_NUMBER:
        return text
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not (match := _DECIMAL.fullmatch(text)):
        return text.strip()
    rest = (match[3] or "").rstrip("0")
    sign, whole = "-" if match[1] == "-" else "", match[2] or "0"
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def per_one(price: str, basis: str) -> str:
    """A price for one, of a price for ``basis``.

    >>> per_one("12.50", "100"), per_one("12.50", ""), per_one("1", "3")
    ('0.125', '12.5', '0.333333')
    """
    amount, count = number(price), number(basis or "1")
    if not _is_number(amount) or not _is_number(count) or Decimal(count) <= 0:
        return amount
    return number(f"{(Decimal(amount) / Decimal(count)).quantize(Decimal('0.000001')):f}")


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?", text) is not None


def day(text: str, form: str = "%Y-%m-%d") -> str:
    """An ISO date; "" when it is none, or not written just so. ``form`` is strptime's."""
    try:
        when = datetime.strptime(text.strip(), form)
    except ValueError:
        return ""
    return when.date().isoformat() if when.strftime(form) == text.strip() else ""


def one_line(text: str) -> str:
    """Text that goes on over several lines, in one."""
    return " ".join(line.strip() for line in text.splitlines()) if "\n" in text or "\r" in text else text


def unwrapped(text: str) -> str:
    """Text that an old system cut into lines of one length, in one piece again; any other text as it is."""
    lines = text.splitlines()
    wrapped = len(lines) > 2 and len({len(line) for line in lines[:-1]}) == 1
    return "".join(lines) if wrapped else text


def line_number(position: str, place: int) -> int:
    """The number by which a person finds a line: its own, or its place in the order.

    >>> line_number("00020", 2), line_number("A-1", 3)
    (20, 3)
    """
    return int(position) if re.fullmatch(r"\d{1,9}", position) and int(position) else place


def address(
    name: str = "",
    company: str = "",
    street: Sequence[str] = (),
    postcode: str = "",
    city: str = "",
    region: str = "",
    country: str = "",
) -> Address | None:
    """An address of the parts that are filled; None when no place is among them."""
    clean = [" ".join(part.split()) or None for part in (name, company, postcode, city, region, country)]
    road = ", ".join(filter(None, (" ".join(part.split()) for part in street))) or None
    if not (road or clean[2] or clean[3]):
        return None
    return Address(clean[0], clean[1], road, clean[2], clean[3], clean[4], clean[5])


def _shortened(text: str, longest: int = LONGEST_NOTE) -> str:
    return text if len(text) <= longest else text[:longest] + " …"
