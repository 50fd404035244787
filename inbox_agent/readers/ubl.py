"""UBL: Order, OrderChange and OrderCancellation of versions 2.0 to 2.4, so Peppol BIS Order 3 too; also in an SBDH.

Source: OASIS Universal Business Language 2.1 and 2.3, http://docs.oasis-open.org/ubl/."""

from collections.abc import Collection, Iterable

from inbox_agent.model import Address, Attachment, Document
from inbox_agent.readers import xml_safe
from inbox_agent.readers.structured import (
    COLLECTED,
    PAYMENT_MEANS,
    PLAIN_ORDERS,
    SPECIAL_ORDERS,
    Order,
    OrderLine,
    address,
    as_read,
    delivery_within,
    document,
    line_number,
    number,
    per_one,
)
from inbox_agent.readers.xml_safe import Node

KIND = "ubl"
FOREIGN = True
NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
_INTENTS = {"Order": "order", "OrderChange": "change", "OrderCancellation": "cancellation",
            "RequestForQuotation": "quote_request"}  # fmt: skip
_OTHERS = {"OrderResponse": "an order response", "OrderResponseSimple": "an order response", "Invoice": "an invoice",
           "CreditNote": "a credit note", "DespatchAdvice": "a despatch advice", "Quotation": "a quotation",
           "Catalogue": "a catalogue", "Reminder": "a reminder", "Statement": "a statement",
           "ReceiptAdvice": "a receipt of goods", "ApplicationResponse": "a technical acknowledgement",
           "SelfBilledInvoice": "an invoice", "RemittanceAdvice": "a remittance advice"}  # fmt: skip
_ENVELOPE = "StandardBusinessDocument"  # UN/CEFACT SBDH, around a document that Peppol carries
_GTIN = ("", "0160", "GTIN", "EAN")  # schemes of a standard number (ISO/IEC 6523)


def accepts(attachment: Attachment) -> bool:
    root = xml_safe.root_name(attachment.data)
    return root is not None and (root[0].startswith(NAMESPACE) or root[1] in ("Order", _ENVELOPE))


def read(attachment: Attachment) -> Document:
    name = attachment.name
    try:
        root = xml_safe.parse(attachment.data)
    except ValueError as error:
        return Document(name, KIND, problem=str(error))
    if root.tag == _ENVELOPE:
        root = next((child for child in root.all("*") if child.tag != f"{_ENVELOPE}Header"), root)
    if root.tag in _OTHERS:
        return Document(name, KIND, aside=f"{_OTHERS[root.tag]} (UBL {root.tag}), no order")
    if root.tag not in _INTENTS:
        return Document(name, KIND, problem=f"the UBL document {root.tag[:40]} is not read")
    if not root.value("ID"):
        return Document(name, KIND, problem="it is called Order and has no ID as UBL orders have")
    return document(name, KIND, [_order(name, root)])


def _order(name: str, root: Node) -> Order:
    order = Order(name, f"ubl {root.tag}")
    order.say("intent", _INTENTS[root.tag], f"<{root.tag}>", root.line)
    _tell(order, "po_number", root, "ID")
    _tell(order, "currency", root, "DocumentCurrencyCode", "PricingCurrencyCode")
    for note in root.all(
        "Note", "CancellationNote", "Delivery/DeliveryTerms/SpecialTerms", "DeliveryTerms/SpecialTerms"
    ):
        order.say("instructions", note.text or "", note.raw(), note.line)
    kind = root.value("OrderTypeCode")
    if kind not in PLAIN_ORDERS:
        special = SPECIAL_ORDERS.get(kind, f"an order of type {kind[:20]}")
        order.say("open_matter", f"it is {special}", kind, root.line)
    _payment(order, root)
    _collected(order, root)
    buyer = root.first("BuyerCustomerParty/Party")
    _delivery(order, root, [_party_name(buyer), buyer.value("PartyIdentification/ID")] if buyer is not None else ())
    _parties(order, root)
    _charges(order, root)
    for place, line in as_read(root.all("OrderLine", "RequestForQuotationLine")):
        order.add(_line(order, line, place))
    order.counted(root.value("LineCountNumeric"), len(order.lines), "lines (LineCountNumeric)")
    return order


def _tell(order: Order, key: str, root: Node, *paths: str) -> None:
    node = root.first(*paths)
    if node is not None:
        order.say(key, node.text or "", node.raw(), node.line)


def _payment(order: Order, root: Node) -> None:
    """A means of payment, or terms with days: on invoice."""
    means = root.first("PaymentMeans/PaymentMeansCode")
    if means is not None:
        order.say("payment_method", PAYMENT_MEANS.get(means.text or ""), means.raw(), means.line)
    days = root.first("PaymentTerms/SettlementPeriod/DurationMeasure")
    if days is not None and not order.says("payment_method"):
        order.say("payment_method", "invoice", days.raw(), days.line)
    note = root.first("PaymentTerms/Note")
    if note is not None:
        order.say("payment_terms", note.text or "", note.raw(), note.line)


def _collected(order: Order, root: Node) -> None:
    for terms in root.all("DeliveryTerms/ID", "Delivery/DeliveryTerms/ID"):
        if (terms.text or "").strip().upper() in COLLECTED:
            order.say("open_matter", f"terms of delivery {terms.text}", terms.raw(), terms.line)


def _delivery(order: Order, node: Node, at_home: Collection[str] = ()) -> str:
    """The day or span in which delivery is asked for; the place. ``at_home``: number and name of the buyer."""
    several = list(node.all("Delivery"))
    for delivered in several:
        _place(order, delivered, at_home)
    if len(several) > 1:
        order.say("open_matter", "delivery in several parts", several[1].raw(), several[1].line)
    period = node.first("Delivery/RequestedDeliveryPeriod")
    if period is None:
        return ""
    return delivery_within(order, period.value("StartDate"), period.value("EndDate"), period.raw(), period.line)


def _place(order: Order, delivered: Node, at_home: Collection[str]) -> None:
    where = delivered.first("DeliveryLocation/Address", "DeliveryAddress", "DeliveryParty/PostalAddress")
    party = delivered.first("DeliveryParty")
    contact = delivered.value("DeliveryParty/Contact/Name", "DeliveryParty/Person/FirstName")
    company = _party_name(party) or delivered.value("DeliveryLocation/Name")
    place = _address(where, company, contact) if where is not None else None
    named = delivered.value("DeliveryLocation/ID", "DeliveryParty/PartyIdentification/ID") or company
    order.deliver_to(place, named, at_home, delivered.raw(), delivered.line)


def _parties(order: Order, root: Node) -> None:
    for key, path in (("bill_to", "AccountingCustomerParty/Party"), ("buyer", "BuyerCustomerParty/Party")):
        party = root.first(path)
        where = party.first("PostalAddress") if party is not None else None
        if party is not None and where is not None:
            order.say(key, _address(where, _party_name(party), ""), party.raw(), party.line)


def _party_name(party: Node | None) -> str:
    return party.value("PartyName/Name", "PartyLegalEntity/RegistrationName") if party is not None else ""


def _address(node: Node, company: str, contact: str) -> Address | None:
    street = " ".join(filter(None, (node.value("StreetName"), node.value("BuildingNumber"))))
    more = [node.value(part) for part in ("AdditionalStreetName", "Floor", "Room")]
    more += [" ".join((line.text or "").split()) for line in node.all("AddressLine/Line")]
    return address(
        contact or node.value("Department", "MarkAttention"),
        company,
        [street, *(part for part in more if part != street)],
        node.value("PostalZone"),
        node.value("CityName"),
        node.value("CountrySubentity"),
        node.value("Country/IdentificationCode").upper(),
    )


def _charges(order: Order, node: Node, where: str = "") -> None:
    """Allowances and charges: a clerk agrees to them, or not."""
    for charge in node.all("AllowanceCharge"):
        kind = "a charge" if charge.value("ChargeIndicator").lower() in ("true", "1") else "an allowance"
        amount = " ".join(filter(None, (charge.value("AllowanceChargeReason"), charge.value("Amount"))))
        order.say("open_matter", f"{kind}{where}: {amount}", charge.raw(), charge.line)


# ---- lines -----------------------------------------------------------------------------------------------------------


def _line(order: Order, line: Node, place: int) -> OrderLine:
    item = line.first("LineItem")
    item = line if item is None else item
    position = item.value("ID")
    _charges(order, item, f" on line {position}")
    quantity = item.first("Quantity", "RequestedQuantity")
    price = item.first("Price")
    if status := item.value("LineStatusCode"):
        _status(order, status, position, item)
    sub = item.first("SubLineItem", "LineReference")
    if sub is not None:
        order.say("open_matter", f"line {position} has parts", sub.raw(), sub.line)
    numbers = _numbers(item)
    return OrderLine(
        number=line_number(position, place),
        position=position,
        name=_name(item),
        quantity=number(quantity.text or "") if quantity is not None else "",
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        price=_price(price) if price is not None else "",
        total=number(item.value("LineExtensionAmount")),
        date=_delivery(order, item),
        note=" ".join(dict.fromkeys(_texts((*item.all("Note"), *(line.all("Note") if line is not item else ()))))),
        **numbers,
    )


def _status(order: Order, status: str, position: str, item: Node) -> None:
    """A line of a change: added, changed, cancelled (code list 1229)."""
    if status in ("2", "3", "5", "42"):
        order.say("intent", "change", f"line {position}: LineStatusCode {status}", item.line)


def _numbers(item: Node) -> dict[str, str]:
    standard = item.first("Item/StandardItemIdentification/ID")
    maker = item.value("Item/ManufacturersItemIdentification/ID")
    gtin = standard is not None and standard.get("schemeID", "") in _GTIN
    return {
        "sku": item.value("Item/SellersItemIdentification/ID"),
        "their_sku": item.value("Item/BuyersItemIdentification/ID"),
        "gtin": (standard.text or "").strip() if standard is not None and gtin else maker,
    }


def _name(item: Node) -> str:
    """The item's name and what it adds to it; else its description."""
    found = item.value("Item/Name") or item.value("Item/Description")
    properties = (f"{p.value('Name')} {p.value('Value')}" for p in item.all("Item/AdditionalItemProperty"))
    return ", ".join(filter(None, (found, *properties)))


def _price(price: Node) -> str:
    """For one unit. A unit of its own that is not the line's is seen when the price is compared."""
    return per_one(price.value("PriceAmount"), price.value("BaseQuantity"))


def _texts(nodes: Iterable[Node]) -> list[str]:
    return [text for node in nodes if (text := " ".join((node.text or "").split()))]
