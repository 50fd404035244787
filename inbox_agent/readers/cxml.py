"""cXML 1.2: OrderRequest. Its DOCTYPE names a DTD, which is never loaded.

Source: cXML User's Guide, http://cxml.org."""

from inbox_agent.model import Address, Attachment, Document
from inbox_agent.readers import xml_safe
from inbox_agent.readers.structured import (
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
from inbox_agent.readers.xml_safe import Node

KIND = "cxml"
FOREIGN = True
_INTENTS = {"": "order", "new": "order", "update": "change", "delete": "cancellation"}
_OTHERS = {"ConfirmationRequest": "an order confirmation", "InvoiceDetailRequest": "an invoice",
           "ShipNoticeRequest": "a ship notice", "PunchOutSetupRequest": "a catalogue request",
           "QuoteRequest": "a request for quotation", "StatusUpdateRequest": "a status message",
           "ProfileRequest": "a technical request"}  # fmt: skip
_GTIN = ("EAN-13", "EAN", "GTIN", "UPC", "UPC-A", "ean", "gtin")
_PCARD = "PCard"  # never shown: it holds a card's number


def accepts(attachment: Attachment) -> bool:
    root = xml_safe.root_name(attachment.data)
    return root is not None and root[1] in ("cXML", "OrderRequest")


def read(attachment: Attachment) -> Document:
    name = attachment.name
    try:
        root = xml_safe.parse(attachment.data)
    except ValueError as error:
        return Document(name, KIND, problem=str(error))
    requests = [root] if root.tag == "OrderRequest" else list(root.all("Request/OrderRequest"))
    if not requests:
        return _no_order(name, root)
    orders = [_order(name, request) for request in requests]
    for test in (r for r in root.all("Request") if r.get("deploymentMode") == "test"):
        orders[0].say("open_matter", "it is marked as a test", 'deploymentMode="test"', test.line)
    return document(name, KIND, orders)


def _no_order(name: str, root: Node) -> Document:
    inner = next((child.tag for child in root.all("Request/*", "Message/*", "Response/*")), "nothing")
    if root.first("Response") is not None:
        return Document(name, KIND, aside="a technical answer (cXML Response), no order")
    if inner in _OTHERS:
        return Document(name, KIND, aside=f"{_OTHERS[inner]} (cXML {inner}), no order")
    return Document(name, KIND, problem=f"cXML with {inner[:40]} is not read")


def _order(name: str, request: Node) -> Order:
    order = Order(name, "cxml OrderRequest")
    head = request.first("OrderRequestHeader")
    if head is None:
        order.problems.append("the order has no header (OrderRequestHeader)")
        head = request
    kind = head.get("type", "")
    order.say("intent", _INTENTS.get(kind, "other"), f'<OrderRequestHeader type="{kind}">', head.line)
    order.say("po_number", head.get("orderID", ""), f'orderID="{head.get("orderID", "")}"', head.line)
    _particulars(order, head)
    _parties(order, head)
    days: dict[str, Day] = {}
    _day(order, days, "wanted", head, "requestedDeliveryDate")
    delivery(order, days)
    for place, item in as_read(request.all("ItemOut")):
        order.add(_line(order, item, place))
    return order


def _particulars(order: Order, head: Node) -> None:
    """What the header says besides: currency, payment, wishes, and what is to be settled."""
    for attribute, fine in (("orderType", ("", "regular")), ("pickUpDate", ("",)), ("effectiveDate", ("",))):
        value = head.get(attribute, "")
        if value not in fine:
            order.say("open_matter", f"{attribute} is {value}", f'{attribute}="{value}"', head.line)
    if head.get("shipComplete") == "yes":
        order.say("instructions", "shipComplete: yes", 'shipComplete="yes"', head.line)
    money = head.first("Total/Money")
    if money is not None:
        order.say("currency", money.get("currency", "").upper(), money.raw(), money.line)
    for comments in head.all("Comments"):
        order.say("instructions", comments.text or "", comments.raw(), comments.line)
    for wish in head.all("Shipping/Description", "ShipTo/TransportInformation/ShippingInstructions/Description"):
        order.say("instructions", f"Shipping: {wish.text}" if wish.text else "", wish.raw(), wish.line)
    _amounts(order, head, "")
    card = head.first(f"Payment/{_PCARD}")
    if card is not None:
        order.say("payment_method", "card", f"<{_PCARD}>", card.line)
        order.say("card_data", "a payment card", f"<{_PCARD}>", card.line)
    terms = head.first("PaymentTerm")
    if terms is not None and card is None:
        order.say("payment_method", "invoice", terms.raw(), terms.line)


def _amounts(order: Order, node: Node, where: str) -> None:
    """Shipping costs, discounts and charges that the customer counts with: a clerk agrees to them, or not."""
    for money in node.all("Shipping/Money"):
        if number(money.text or "") not in ("", "0"):
            order.say("open_matter", f"shipping costs{where}: {money.text}", money.raw(), money.line)
    for change in node.all("Total/Modifications/Modification", "ItemDetail/UnitPrice/Modifications/Modification"):
        kind = "an allowance" if change.first("AdditionalDeduction") is not None else "a charge"
        words = " ".join(" ".join(change.itertext()).split())
        order.say("open_matter", f"{kind}{where}: {words}", change.raw(), change.line)


def _parties(order: Order, head: Node) -> None:
    for node in head.all("ShipTo/Address"):
        order.deliver_to(_address(node), node.get("addressID") or node.value("Name"), (), node.raw(), node.line)
    for node in head.all("BillTo/Address"):
        order.say("bill_to", _address(node), node.raw(), node.line)


def _address(node: Node) -> Address | None:
    """Name is the party; DeliverTo are its persons or rooms."""
    post = node.first("PostalAddress")
    if post is None:
        return None
    deliver_to = [" ".join((line.text or "").split()) for line in post.all("DeliverTo")]
    company = node.value("Name")
    state, country = post.first("State"), post.first("Country")
    code = country.get("isoCountryCode") or country.text or "" if country is not None else ""
    return address(
        ", ".join(line for line in deliver_to if line and line != company),
        company,
        [line.text or "" for line in post.all("Street")],
        post.value("PostalCode"),
        post.value("City"),
        (state.text or state.get("isoStateCode", "").rpartition("-")[2]) if state is not None else "",
        code or node.get("isoCountryCode", ""),
    )


def _day(order: Order, days: dict[str, Day], key: str, node: Node, attribute: str) -> None:
    text = node.get(attribute, "")
    raw = f'{attribute}="{text}"'
    if when := day(text[:10]):
        days[key] = (when, raw, node.line)
    elif text:
        order.say("open_matter", f"a date of delivery that cannot be read: {text}", raw, node.line)


# ---- lines -----------------------------------------------------------------------------------------------------------


def _line(order: Order, item: Node, place: int) -> OrderLine:
    position = item.get("lineNumber", "")
    detail = item.first("ItemDetail", "BlanketItemDetail")
    days: dict[str, Day] = {}
    _day(order, days, "wanted", item, "requestedDeliveryDate")
    _line_terms(order, item, position)
    price = detail.first("UnitPrice/Money") if detail is not None else None
    if price is not None:
        order.say("currency", price.get("currency", "").upper(), price.raw(), price.line)
    sku, gtin = _numbers(item)
    return OrderLine(
        number=line_number(position, place),
        position=position,
        sku=sku,
        their_sku=item.value("ItemID/BuyerPartID"),
        gtin=gtin or item.value("ItemDetail/ManufacturerPartID"),
        name=_name(detail) if detail is not None else "",
        quantity=number(item.get("quantity", "")),
        unit=item.value("ItemDetail/UnitOfMeasure"),
        price=per_one(price.text or "", _basis(item)) if price is not None else "",
        date=delivery(order, days),
        note=" ".join(" ".join((c.text or "").split()) for c in item.all("Comments")).strip(),
    )


def _line_terms(order: Order, item: Node, position: str) -> None:
    """What makes a line more than a quantity of a thing."""
    _amounts(order, item, f" on line {position}")
    if item.get("parentLineNumber"):
        order.say("open_matter", f"line {position} is part of another line", "parentLineNumber", item.line)
    if item.first("BlanketItemDetail") is not None:
        order.say("open_matter", f"line {position} is a blanket line", "<BlanketItemDetail>", item.line)
    auxiliary = item.first("ItemID/SupplierPartAuxiliaryID")
    if auxiliary is not None and (auxiliary.text or "").strip():
        text = f"line {position} is configured: {' '.join((auxiliary.text or '').split())[:80]}"
        order.say("open_matter", text, auxiliary.raw(), auxiliary.line)
    for part in item.all("ScheduleLine"):
        order.say("open_matter", f"line {position} is split over days", part.raw(), part.line)
    for place in item.all("ShipTo/Address"):
        order.deliver_to(_address(place), place.get("addressID") or place.value("Name"), (), place.raw(), place.line)


def _numbers(item: Node) -> tuple[str, str]:
    """(our number, GTIN)."""
    references = [r.get("identifier", "") for r in item.all("ItemID/IdReference") if r.get("domain") in _GTIN]
    return item.value("ItemID/SupplierPartID"), next(iter(references), "")


def _name(detail: Node) -> str:
    """The description: its text, which may stand behind the short name within; else that."""
    description = detail.first("Description")
    if description is None:
        return ""
    parts = (description.text, *(child.tail for child in description))
    return " ".join(" ".join(filter(None, parts)).split()) or description.value("ShortName")


def _basis(item: Node) -> str:
    """For how many the price is: PriceBasisQuantity, in the unit that is ordered."""
    basis = item.first("ItemDetail/PriceBasisQuantity")
    if basis is None:
        return ""
    factor = number(basis.get("conversionFactor", "1") or "1")
    return basis.get("quantity", "") if factor == "1" else "?"
