"""EDIFACT: ORDERS and ORDCHG as in the directories D.96A and D.01B (also EANCOM), one message or several in a file.

Source: UN/EDIFACT directories, https://unece.org/trade/uncefact/introducing-unedifact."""

from collections.abc import Sequence

from inbox_agent.model import Attachment, Document
from inbox_agent.readers import limits
from inbox_agent.readers.edifact_parties import parties, places
from inbox_agent.readers.edifact_syntax import Interchange, Message, Segment, interchange, joined, looks_like
from inbox_agent.readers.structured import (
    COLLECTED,
    PAYMENT_MEANS,
    PLAIN_ORDERS,
    SPECIAL_ORDERS,
    Day,
    Order,
    OrderLine,
    as_read,
    day,
    delivery,
    document,
    line_number,
    number,
    per_one,
)

KIND = "edifact"
FOREIGN = False  # split by marks, in this process
_INTENTS = {"ORDERS": "order", "ORDCHG": "change", "REQOTE": "quote_request"}
_OTHERS = {"ORDRSP": "an order response", "INVOIC": "an invoice", "DESADV": "a despatch advice",
           "QUOTES": "a quotation", "PRICAT": "a price list", "REMADV": "a remittance advice",
           "RECADV": "a receipt of goods",
           "CONTRL": "a technical acknowledgement", "APERAK": "a technical acknowledgement",
           "SLSRPT": "a sales report", "INVRPT": "a stock report", "PARTIN": "party data"}  # fmt: skip
# Message functions (code list 1225); an original, or nothing said, is an order.
_FUNCTIONS = {"1": "cancellation", "2": "change", "3": "cancellation", "4": "change", "5": "change", "6": "other",
             "16": "quote_request", "27": "cancellation", "40": "cancellation"}  # fmt: skip
_COPIES = {"7": "a duplicate", "22": "a copy for information", "31": "a copy", "35": "sent again", "43": "sent again"}
_DAYS = {"2": "wanted", "69": "wanted", "76": "wanted", "63": "latest", "64": "earliest", "10": "dispatch"}
_NUMBERS = {"SA": "sku", "VN": "sku", "VP": "sku", "IN": "their_sku", "BP": "their_sku", "EN": "gtin", "SRV": "gtin",
            "UP": "gtin", "EAN": "gtin", "": "sku", "MF": "maker"}  # fmt: skip


def accepts(attachment: Attachment) -> bool:
    return looks_like(attachment.data)


def read(attachment: Attachment) -> Document:
    name = attachment.name
    if len(attachment.data) > limits.MAX_TEXT_BYTES:
        return Document(name, KIND, problem=limits.TEXT_TOO_LARGE)
    try:
        sent = interchange(attachment.data)
    except ValueError as error:
        return Document(name, KIND, problem=str(error))
    orders = [_order(name, message, sent) for message in sent.messages if message.kind in _INTENTS]
    others = sorted({message.kind for message in sent.messages} - set(_INTENTS))
    if not orders:
        return _no_order(name, others, sent)
    problems = [*sent.problems, *(f"it also holds {_named(kind)}" for kind in others)]
    return document(name, KIND, orders, "; ".join(problems))


def _no_order(name: str, kinds: Sequence[str], sent: Interchange) -> Document:
    if not kinds:
        return Document(name, KIND, problem="; ".join(["it has no message", *sent.problems]))
    named = " and ".join(map(_named, kinds))
    if all(kind in _OTHERS for kind in kinds):
        return Document(name, KIND, aside=f"{named}, no order")
    return Document(name, KIND, problem=f"{named} is not read")


def _named(kind: str) -> str:
    return f"{_OTHERS[kind]} ({kind})" if kind in _OTHERS else f"the EDIFACT message {kind[:20]}"


def _order(name: str, message: Message, sent: Interchange) -> Order:
    order = Order(name, f"edifact {message.kind}")
    head, lines, summary = _sections(message.segments)
    if sent.test:
        order.say("open_matter", "the interchange is marked as a test", "UNB")
    _head(order, head, _INTENTS[message.kind])
    for place, segments in as_read(lines):
        order.add(_line(order, segments, place))
    _terms(order, summary)
    for segment in summary:
        if segment.tag == "CNT" and segment.get(1) == "2":
            order.counted(segment.get(1, 2), len(lines), "lines (CNT)")
    return order


def _sections(segments: Sequence[Segment]) -> tuple[list[Segment], list[list[Segment]], list[Segment]]:
    """(head, lines, summary)."""
    head: list[Segment] = []
    lines: list[list[Segment]] = []
    for at, segment in enumerate(segments):
        if segment.tag == "UNS" and segment.get(1) == "S":
            return head, lines, list(segments[at + 1 :])
        if segment.tag == "LIN":
            lines.append([segment])
        else:
            (lines[-1] if lines else head).append(segment)
    return head, lines, []


# ---- head ------------------------------------------------------------------------------------------------------------


def _head(order: Order, segments: Sequence[Segment], intent: str) -> None:
    days: dict[str, Day] = {}
    for segment in segments:
        match segment.tag:
            case "BGM":
                intent = _begin(order, segment, intent)
            case "DTM":
                _day(order, segment, days)
            case "RFF" if segment.get(1) == "ON":
                order.say("po_number", segment.get(1, 2), segment.raw, segment.number)
            case "FTX":
                order.say("instructions", joined(segment.all(4)), segment.raw, segment.number)
            case "CUX" if segment.get(1, 2):
                order.say("currency", segment.get(1, 2).upper(), segment.raw, segment.number)
            case "PAI" | "PAT":
                order.say("payment_method", _payment(segment), segment.raw, segment.number)
            case "TOD" if segment.get(3) in COLLECTED:
                order.say("open_matter", f"terms of delivery {segment.get(3)}", segment.raw, segment.number)
    row = segments[0].number if segments else None
    order.say("intent", intent, segments[0].raw if segments else order.rule, row)
    delivery(order, days)
    _terms(order, segments)
    parties(order, segments)


def _begin(order: Order, bgm: Segment, intent: str) -> str:
    """Number and kind of the order; what the message is for."""
    order.say("po_number", bgm.get(2), bgm.raw, bgm.number)
    kind, function = bgm.get(1), bgm.get(3)
    if kind not in PLAIN_ORDERS and intent == "order":
        special = SPECIAL_ORDERS.get(kind, f"a document of kind {kind[:20]}")
        order.say("open_matter", f"it is {special}", bgm.raw, bgm.number)
    if function in _COPIES:
        order.say("open_matter", f"it is marked as {_COPIES[function]}", bgm.raw, bgm.number)
    return _FUNCTIONS.get(function, intent) if intent == "order" else intent


def _payment(segment: Segment) -> str:
    """A means of payment, or terms with days: on invoice."""
    if segment.tag == "PAI":
        return PAYMENT_MEANS.get(segment.get(1, 3), "")
    return "invoice" if segment.get(1) in ("1", "3") and segment.get(3, 4).isdigit() else ""


def _day(order: Order, segment: Segment, days: dict[str, Day]) -> None:
    """A date of delivery (C507: qualifier, value, form)."""
    qualifier, value, form = (segment.get(1, part) for part in (1, 2, 3))
    where = (segment.raw, segment.number)
    if qualifier == "61":
        order.say("open_matter", f"to be cancelled if not delivered by {value}", *where)
    elif qualifier == "200":
        order.say("open_matter", f"the customer collects the goods: {value}", *where)
    elif qualifier in _DAYS:
        start, end = _period(value, form)
        if start and start == end:
            days[_DAYS[qualifier]] = (start, *where)
        elif start and end:
            days["earliest"], days["latest"] = (start, *where), (end, *where)
        elif form in ("615", "616", "610"):
            order.say("instructions", f"Delivery {value[:-2]}-{'' if form == '610' else 'W'}{value[-2:]}", *where)
        else:
            order.say("open_matter", f"a date of delivery that cannot be read: {value}", *where)


def _period(value: str, form: str) -> tuple[str, str]:
    """First and last day of a date in one of the forms of code list 2379; "" for what is none."""
    if form in ("718", "719", "713"):
        half = len(value) // 2
        return day(value[:8], "%Y%m%d"), day(value[half : half + 8].lstrip("-"), "%Y%m%d")
    if form in ("101", "201", "202", "2"):
        one = day(value[:6], "%d%m%y" if form == "2" else "%y%m%d")
    else:
        one = day(value[:8], "%Y%m%d")
    return one, one


def _terms(order: Order, segments: Sequence[Segment]) -> None:
    """Allowances and charges (ALC): a clerk agrees to them, or not."""
    for at, segment in enumerate(segments):
        if segment.tag == "ALC" and segment.get(1) in ("A", "C"):
            raw = " ".join(s.raw for s in segments[at : at + 3] if s.tag in ("ALC", "PCD", "MOA"))
            kind = "an allowance" if segment.get(1) == "A" else "a charge"
            words = joined((segment.get(5, 4), segment.get(5, 5)))
            order.say("open_matter", f"{kind}: {words} ({raw})" if words else f"{kind} ({raw})", raw, segment.number)


# ---- lines -----------------------------------------------------------------------------------------------------------


def _line(order: Order, segments: Sequence[Segment], place: int) -> OrderLine:
    lin = segments[0]
    numbers = _numbers(segments)
    quantity, unit = _quantity(order, segments)
    _line_terms(order, segments)
    days: dict[str, Day] = {}
    for segment in segments:
        if segment.tag == "DTM":
            _day(order, segment, days)
        elif segment.tag == "RFF" and segment.get(1) == "ON":
            order.say("po_number", segment.get(1, 2), segment.raw, segment.number)
    return OrderLine(
        number=line_number(lin.get(1), place),
        position=lin.get(1),
        sku=numbers.get("sku", ""),
        their_sku=numbers.get("their_sku", ""),
        gtin=numbers.get("gtin") or numbers.get("maker", ""),
        name=_name(segments),
        quantity=quantity,
        unit=unit,
        price=_price(segments),
        total=next((_number(s.get(1, 2)) for s in segments if s.tag == "MOA" and s.get(1) == "203"), ""),
        date=delivery(order, days),
        note=" ".join(joined(s.all(4)) for s in segments if s.tag == "FTX"),
    )


def _numbers(segments: Sequence[Segment]) -> dict[str, str]:
    """Whose number -> the number, of LIN and PIA."""
    lin = segments[0]
    listed = [(lin.get(3), lin.get(3, 2))]
    own = [s for s in segments if s.tag == "PIA" and s.get(1) in ("", "1", "5")]
    listed += [(s.get(e), s.get(e, 2)) for s in own for e in range(2, len(s.elements) + 1)]
    found: dict[str, str] = {}
    for value, kind in listed:
        if value and kind in _NUMBERS:
            found.setdefault(_NUMBERS[kind], value)
    return found


def _name(segments: Sequence[Segment]) -> str:
    """The description (IMD), in the first language that it is given in."""
    described = [s for s in segments if s.tag == "IMD" and joined(s.all(3)[3:5])]
    first = described[0].get(3, 6) if described else ""
    return " ".join(joined(s.all(3)[3:5]) for s in described if s.get(3, 6) == first)


def _quantity(order: Order, segments: Sequence[Segment]) -> tuple[str, str]:
    """Ordered quantity and unit; further ones (free goods, parts for other days) are for a person."""
    said = [s for s in segments if s.tag == "QTY" and s.get(1) == "21"]
    said = said or [s for s in segments if s.tag == "QTY" and s.get(1) in ("113", "")]
    others = [s for s in segments if s.tag == "QTY" and s.get(1) in ("192", "113", "61") and s not in said]
    for extra in [*said[1:], *others]:
        if extra.get(1, 2) != said[0].get(1, 2) if said else True:
            text = f"line {segments[0].get(1)} has a further quantity ({extra.raw})"
            order.say("open_matter", text, extra.raw, extra.number)
    return (_number(said[0].get(1, 2)), said[0].get(1, 3)) if said else ("", "")


def _price(segments: Sequence[Segment]) -> str:
    """The net price for one unit (AAA), else another that was calculated with."""
    prices = {s.get(1): s for s in reversed(segments) if s.tag == "PRI"}
    for kind in ("AAA", "AAB", "CT", "NTP", ""):
        if kind in prices:
            return per_one(prices[kind].get(1, 2).replace(",", "."), prices[kind].get(1, 5).replace(",", "."))
    return ""


def _line_terms(order: Order, segments: Sequence[Segment]) -> None:
    """What makes a line more than a quantity of a thing."""
    lin = segments[0]
    _terms(order, segments)
    if lin.get(2) == "2":
        order.say("intent", "change", lin.raw, lin.number)
    if lin.get(4):
        order.say("open_matter", f"line {lin.get(1)} is part of another line", lin.raw, lin.number)
    places(order, segments)
    for segment in segments:
        if segment.tag == "LOC" and segment.get(1) == "7":
            order.say("open_matter", f"a place of delivery of its own ({segment.raw})", segment.raw, segment.number)
        elif segment.tag == "PIA" and segment.get(1) in ("3", "4"):
            order.say("open_matter", f"line {lin.get(1)} names a substitute", segment.raw, segment.number)


def _number(text: str) -> str:
    """A number with either decimal mark: ISO 9735 allows both."""
    return number(text.replace(",", "."))
