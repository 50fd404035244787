"""ANSI ASC X12: purchase orders (850) and changes to them (860), versions 4010 and 5010, several in a file.

Source: ASC X12 transaction sets 850 and 860, https://x12.org."""

from collections.abc import Sequence
from itertools import pairwise

from inbox_agent.model import Address, Attachment, Document
from inbox_agent.readers import limits
from inbox_agent.readers.structured import (
    MOST_PARTIES,
    Day,
    Order,
    OrderLine,
    address,
    as_read,
    day,
    delivery,
    document,
    line_number,
    number,
    per_one,
)
from inbox_agent.readers.x12_syntax import Segment, Transaction, looks_like, transactions

KIND = "x12"
FOREIGN = False  # split by marks, in this process
_INTENTS = {"850": "order", "860": "change", "840": "quote_request"}
_OTHERS = {"855": "an order acknowledgement", "865": "an acknowledgement of a change", "810": "an invoice",
           "856": "a ship notice", "843": "a quotation", "832": "a price list", "820": "a remittance advice",
           "997": "a technical acknowledgement", "999": "a technical acknowledgement",
           "846": "a stock report"}  # fmt: skip
_PURPOSES = {"01": "cancellation", "02": "change", "03": "change", "04": "change", "05": "change", "06": "other",
             "16": "quote_request", "24": "other"}  # fmt: skip
_COPIES = {"07": "a duplicate", "15": "sent again", "18": "issued again", "22": "a copy for information"}
_PLAIN = ("", "NE", "SA", "KN", "PR", "RE", "OS", "NO")  # new, stand-alone, purchase order …
_SPECIAL = {"BK": "a blanket order", "BE": "a blanket order", "RL": "a release against a blanket order",
            "RO": "a rush order", "EO": "an emergency order", "SP": "a sample order", "CN": "a consigned order",
            "DS": "a drop shipment", "LS": "a lease", "RN": "a rental", "IN": "for information only"}  # fmt: skip
_DAYS = {"002": "wanted", "106": "wanted", "063": "latest", "064": "earliest", "010": "dispatch"}
_ENDS = {"001": "to be cancelled after", "061": "to be cancelled if not delivered by", "118": "collected on",
         "037": "not to be sent before", "038": "not to be sent later than"}  # fmt: skip
_NUMBERS = {"VN": "sku", "VP": "sku", "VC": "sku", "VA": "sku", "BP": "their_sku", "IN": "their_sku", "CB": "their_sku",
            "PI": "their_sku", "SK": "their_sku", "UP": "gtin", "UK": "gtin", "EN": "gtin", "UA": "gtin", "UI": "gtin",
            "MG": "maker", "MN": "maker"}  # fmt: skip
_PER = {"HP": "100", "TP": "1000", "PN": "10"}  # basis of a unit price, data element 639
_PAYS = {"BT": "bill_to", "BS": "bill_to", "BY": "buyer"}


def accepts(attachment: Attachment) -> bool:
    return looks_like(attachment.data)


def read(attachment: Attachment) -> Document:
    name = attachment.name
    if len(attachment.data) > limits.MAX_TEXT_BYTES:
        return Document(name, KIND, problem=limits.TEXT_TOO_LARGE)
    sent, problems = transactions(attachment.data)
    orders = [_order(name, one) for one in sent if one.kind in _INTENTS]
    others = sorted({one.kind for one in sent} - set(_INTENTS))
    if not orders and others and all(kind in _OTHERS for kind in others):
        return Document(name, KIND, aside=f"{' and '.join(map(_named, others))}, no order")
    problems += [f"it also holds {_named(kind)}" for kind in others] or ([] if sent else ["it has no transaction"])
    return document(name, KIND, orders, "; ".join(problems))


def _named(kind: str) -> str:
    return f"{_OTHERS[kind]} ({kind})" if kind in _OTHERS else f"the X12 transaction {kind[:20]}"


# ---- one order -------------------------------------------------------------------------------------------------------


def _order(name: str, transaction: Transaction) -> Order:
    order = Order(name, f"x12 {transaction.kind}")
    segments = transaction.segments
    first = next((i for i, s in enumerate(segments) if s.tag in ("PO1", "POC")), len(segments))
    last = next((i for i, s in enumerate(segments) if s.tag == "CTT"), len(segments))
    if transaction.test:
        order.say("open_matter", "the interchange is marked as a test", "ISA")
    _head(order, segments[:first], _INTENTS[transaction.kind])
    starts = [i for i in range(first, last) if segments[i].tag in ("PO1", "POC")]
    for place, (start, stop) in as_read(pairwise([*starts, last])):
        order.add(_line(order, segments[start:stop], place))
    for segment in segments[last:]:
        if segment.tag == "CTT":
            order.counted(segment.get(1), len(starts), "lines (CTT)")
    _terms(order, segments[last:])
    return order


def _head(order: Order, segments: Sequence[Segment], intent: str) -> None:
    days: dict[str, Day] = {}
    for segment in segments:
        match segment.tag:
            case "BEG" | "BCH":
                intent = _begin(order, segment, intent)
            case "CUR" if segment.get(1) in ("BY", "SE", ""):
                order.say("currency", segment.get(2).upper(), segment.raw, segment.number)
            case "DTM":
                _day(order, segment, days)
            case "MSG" | "NTE":
                text = segment.get(1) if segment.tag == "MSG" else segment.get(2)
                order.say("instructions", text, segment.raw, segment.number)
            case "TD5" if words := segment.get(5) or segment.get(3):
                order.say("instructions", f"Shipping: {words}", segment.raw, segment.number)
            case "ITD" if segment.get(7).isdigit():
                order.say("payment_method", "invoice", segment.raw, segment.number)
            case "FOB" if segment.get(1) in ("CC", "PU"):
                order.say("open_matter", "freight is not prepaid: collect or pick up", segment.raw, segment.number)
    row = segments[0].number if segments else None
    order.say("intent", intent, segments[0].raw if segments else order.rule, row)
    delivery(order, days)
    _terms(order, segments)
    _parties(order, segments)


def _begin(order: Order, beg: Segment, intent: str) -> str:
    """Number and kind of the order; what it is sent for."""
    order.say("po_number", beg.get(3), beg.raw, beg.number)
    purpose, kind = beg.get(1), beg.get(2)
    if kind not in _PLAIN and intent == "order":
        order.say("open_matter", f"it is {_SPECIAL.get(kind, f'an order of type {kind[:20]}')}", beg.raw, beg.number)
    if purpose in _COPIES:
        order.say("open_matter", f"it is marked as {_COPIES[purpose]}", beg.raw, beg.number)
    return _PURPOSES.get(purpose, intent) if intent == "order" else intent


def _day(order: Order, segment: Segment, days: dict[str, Day]) -> None:
    qualifier, value = segment.get(1), segment.get(2)
    when = day(value, "%Y%m%d") if len(value) == 8 else day(value, "%y%m%d")
    if qualifier in _ENDS:
        order.say("open_matter", f"{_ENDS[qualifier]} {when or value}", segment.raw, segment.number)
    elif qualifier in _DAYS and when:
        days[_DAYS[qualifier]] = (when, segment.raw, segment.number)
    elif qualifier in _DAYS:
        order.say("open_matter", f"a date of delivery that cannot be read: {value}", segment.raw, segment.number)


def _terms(order: Order, segments: Sequence[Segment]) -> None:
    """Allowances, charges, quantities for several places: a clerk agrees to them, or not."""
    for segment in segments:
        if segment.tag == "SAC" and segment.get(1) != "N":
            kind = "an allowance" if segment.get(1) == "A" else "a charge"
            order.say("open_matter", f"{kind} ({segment.get(15) or segment.raw})", segment.raw, segment.number)
        elif segment.tag == "SDQ":
            order.say("open_matter", "quantities for several places (SDQ)", segment.raw, segment.number)


def _parties(order: Order, segments: Sequence[Segment]) -> None:
    """Who buys, where the goods go, who gets the invoice: the loops that N1 begins."""
    loops = [(s, segments[i + 1 : i + 8]) for i, s in enumerate(segments) if s.tag == "N1"][:MOST_PARTIES]
    at_home = [value for n1, _ in loops if n1.get(1) == "BY" for value in (n1.get(4), n1.get(2))]
    for n1, behind in loops:
        own = behind[: next((i for i, s in enumerate(behind) if s.tag == "N1"), len(behind))]
        place = _address(n1, own)
        raw = " ".join([n1.raw, *(s.raw for s in own if s.tag in ("N2", "N3", "N4"))])
        if n1.get(1) in ("ST", "BS"):
            order.deliver_to(place, n1.get(4) or n1.get(2), at_home, raw, n1.number)
        if n1.get(1) in _PAYS:
            order.say(_PAYS[n1.get(1)], place, raw, n1.number)


def _address(n1: Segment, own: Sequence[Segment]) -> Address | None:
    town = next((s for s in own if s.tag == "N4"), None)
    streets = [s.get(e) for s in own if s.tag == "N3" for e in (1, 2)]
    contact = next((s.get(2) for s in own if s.tag == "PER"), "")
    more = ", ".join(filter(None, (s.get(e) for s in own if s.tag == "N2" for e in (1, 2))))
    parts = [town.get(e) if town else "" for e in (3, 1, 2, 4)]
    return address(more or contact, n1.get(2), streets, *parts)


def _line(order: Order, segments: Sequence[Segment], place: int) -> OrderLine:
    """PO1 (POC in a change has the quantity's change before it) and what belongs to it."""
    po1 = segments[0]
    numbers = _numbers(po1, 6 if po1.tag == "PO1" else 8)
    quantity, unit, price, basis = (po1.get(e) for e in ((2, 3, 4, 5) if po1.tag == "PO1" else (3, 5, 6, 7)))
    days: dict[str, Day] = {}
    for segment in segments:
        if segment.tag == "DTM":
            _day(order, segment, days)
        elif segment.tag in ("SLN", "SCH"):
            what = "has parts" if segment.tag == "SLN" else "is split over days"
            order.say("open_matter", f"line {po1.get(1)} {what} ({segment.raw})", segment.raw, segment.number)
        elif segment.tag == "N1" and segment.get(1) == "ST":
            order.say("open_matter", f"a place of delivery of its own ({segment.raw})", segment.raw, segment.number)
    _terms(order, segments)
    if basis == "NC":
        order.say("open_matter", f"line {po1.get(1)} is to be free of charge", po1.raw, po1.number)
    amounts = [s.get(2) for s in segments if s.tag == "AMT" and s.get(1) == "1"]
    return OrderLine(
        number=line_number(po1.get(1), place),
        position=po1.get(1),
        sku=numbers.get("sku", ""),
        their_sku=numbers.get("their_sku", ""),
        gtin=numbers.get("gtin") or numbers.get("maker", ""),
        name=" ".join(s.get(5) for s in segments if s.tag == "PID" and s.get(5)),
        quantity=number(quantity),
        unit=unit,
        price=per_one(price, _PER.get(basis, "")) if price else "",
        total=number(amounts[0]) if amounts else "",
        date=delivery(order, days),
        note=" ".join(s.get(1) if s.tag == "MSG" else s.get(2) for s in segments if s.tag in ("MSG", "NTE")),
    )


def _numbers(po1: Segment, first: int) -> dict[str, str]:
    """Whose number -> the number: pairs of a qualifier and a number from element ``first`` on."""
    found: dict[str, str] = {}
    for at in range(first, len(po1.elements) - 1, 2):
        if po1.get(at + 1) and po1.get(at) in _NUMBERS:
            found.setdefault(_NUMBERS[po1.get(at)], po1.get(at + 1))
    return found
