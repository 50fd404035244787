"""openTRANS: ORDER and ORDERCHANGE of version 2.1, and of 1.0 where names differ only.

Source: openTRANS 2.1, Fraunhofer IAO, https://www.opentrans.de."""

from inbox_agent.model import Address, Attachment, Document
from inbox_agent.readers import xml_safe
from inbox_agent.readers.structured import (
    COLLECTED,
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

KIND = "opentrans"
FOREIGN = True
_INTENTS = {"ORDER": "order", "ORDERCHANGE": "change", "RFQ": "quote_request"}
_OTHERS = {"ORDERRESPONSE": "an order response", "INVOICE": "an invoice", "DISPATCHNOTIFICATION": "a despatch advice",
           "QUOTATION": "a quotation", "RECEIPTACKNOWLEDGEMENT": "a receipt of goods", "INVOICELIST": "an invoice list",
           "REMITTANCEADVICE": "a remittance advice"}  # fmt: skip
_PAYS = {"CARD": "card", "DEBIT": "direct_debit", "CASH": "cash", "ACCOUNT": "invoice", "PAYMENT_TERMS": "invoice"}
# The parties of 2.1 by role, those of 1.0 by element.
_PARTIES = {
    "ship_to": (("delivery", "final_delivery", "ship_to"), "SHIPMENT_PARTIES/DELIVERY_PARTY/PARTY"),
    "bill_to": (("invoice_recipient", "invoice"), "INVOICE_PARTY/PARTY"),
    "buyer": (("buyer", "customer"), "BUYER_PARTY/PARTY"),
}


def accepts(attachment: Attachment) -> bool:
    root = xml_safe.root_name(attachment.data)
    return root is not None and root[1] in (*_INTENTS, *_OTHERS)


def read(attachment: Attachment) -> Document:
    name = attachment.name
    try:
        root = xml_safe.parse(attachment.data)
    except ValueError as error:
        return Document(name, KIND, problem=str(error))
    if root.tag in _OTHERS:
        return Document(name, KIND, aside=f"{_OTHERS[root.tag]} (openTRANS {root.tag}), no order")
    if root.first(f"{root.tag}_HEADER") is None:
        return Document(name, KIND, problem=f"its root is {root.tag}, and it has no header as openTRANS has")
    return document(name, KIND, [_order(name, root)])


def _order(name: str, root: Node) -> Order:
    order = Order(name, f"opentrans {root.tag}")
    order.say("intent", _INTENTS[root.tag], f"<{root.tag}>", root.line)
    info = root.first(f"{root.tag}_HEADER/{root.tag}_INFO")
    if info is not None:
        _head(order, info)
    if (kind := root.get("type", "standard")) != "standard":
        order.say("open_matter", f"it is an order of type {kind}", f'type="{kind}"', root.line)
    for place, item in as_read(root.all(f"{root.tag}_ITEM_LIST/{root.tag}_ITEM")):
        order.add(_line(order, item, place))
    summary = root.first(f"{root.tag}_SUMMARY")
    if summary is not None:
        order.counted(summary.value("TOTAL_ITEM_NUM"), len(order.lines), "lines (TOTAL_ITEM_NUM)")
        _charges(order, summary, "")
    return order


def _head(order: Order, info: Node) -> None:
    for key, paths in (
        ("po_number", ("ORDER_ID", "RFQ_ID")),
        ("currency", ("CURRENCY", "PRICE_CURRENCY")),
    ):
        node = info.first(*paths)
        if node is not None:
            order.say(key, node.text or "", node.raw(), node.line)
    for note in info.all("REMARKS", "REMARK"):
        order.say("instructions", note.text or "", note.raw(), note.line)
    payment = info.first("PAYMENT")
    if payment is not None:
        method = next((_PAYS[child.tag] for child in payment.all("*") if child.tag in _PAYS), "")
        order.say("payment_method", method, f"<PAYMENT> {method}", payment.line)
        if payment.first("CARD") is not None:
            order.say("card_data", "a payment card", "<CARD>", payment.line)
    for terms in info.all("TERMS_OF_DELIVERY/INCOTERM", "TRANSPORT/INCOTERM"):
        if (terms.text or "").strip().upper() in COLLECTED:
            order.say("open_matter", f"terms of delivery {terms.text}", terms.raw(), terms.line)
    if info.value("PARTIAL_SHIPMENT_ALLOWED").lower() == "false":
        order.say("instructions", "PARTIAL_SHIPMENT_ALLOWED: false", "PARTIAL_SHIPMENT_ALLOWED", info.line)
    _delivery(order, info)
    _parties(order, info)


def _delivery(order: Order, node: Node) -> str:
    """DELIVERY_DATE: a first and a last day."""
    asked = node.first("DELIVERY_DATE")
    if asked is None:
        return ""
    start, end = asked.value("DELIVERY_START_DATE"), asked.value("DELIVERY_END_DATE")
    return delivery_within(order, start, end, asked.raw(), asked.line)


# ---- parties ---------------------------------------------------------------------------------------------------------


def _parties(order: Order, info: Node) -> None:
    listed = [*info.all("PARTIES/PARTY")]
    found = {key: _party(info, listed, *where) for key, where in _PARTIES.items()}
    buyer = found["buyer"]
    at_home = [buyer.value("PARTY_ID"), buyer.value("ADDRESS/NAME")] if buyer is not None else []
    for key, party in found.items():
        if party is not None and key == "ship_to":
            named = party.value("PARTY_ID", "ADDRESS/NAME")
            order.deliver_to(_address(party), named, at_home, party.raw(), party.line)
        elif party is not None:
            order.say(key, _address(party), party.raw(), party.line)


def _party(info: Node, listed: list[Node], roles: tuple[str, ...], old: str) -> Node | None:
    """By its role; else by the reference of ORDER_PARTIES_REFERENCE; else where version 1.0 has it."""
    for role in roles:
        for party in listed:
            if any((r.text or "").strip().lower() == role for r in party.all("PARTY_ROLE")):
                return party
    references = {"delivery": "DELIVERY_IDREF", "invoice_recipient": "INVOICE_RECIPIENT_IDREF", "buyer": "BUYER_IDREF"}
    named = info.first(f"ORDER_PARTIES_REFERENCE//{references[roles[0]]}")
    for party in listed if named is not None else ():
        if party.value("PARTY_ID") == " ".join((named.text or "").split() if named is not None else ()):
            return party
    return info.first(f"ORDER_PARTIES/{old}")


def _address(party: Node) -> Address | None:
    node = party.first("ADDRESS")
    if node is None:
        return None
    contact = node.first("CONTACT_DETAILS", "CONTACT")
    person = [contact.value(part) for part in ("FIRST_NAME", "CONTACT_NAME")] if contact is not None else []
    within = [node.value("NAME2"), node.value("NAME3"), node.value("DEPARTMENT"), " ".join(filter(None, person))]
    return address(
        ", ".join(filter(None, within)),
        node.value("NAME"),
        [node.value("STREET")],
        node.value("ZIP"),
        node.value("CITY"),
        node.value("STATE"),
        node.value("COUNTRY_CODED", "COUNTRY"),
    )


# ---- lines -----------------------------------------------------------------------------------------------------------


def _line(order: Order, item: Node, place: int) -> OrderLine:
    position = item.value("LINE_ITEM_ID")
    product = item.first("PRODUCT_ID", "ARTICLE_ID")
    price = item.first("PRODUCT_PRICE_FIX", "ARTICLE_PRICE")
    if price is not None:
        _charges(order, price, f" on line {position}")
    if item.first("SUB_ITEM_LIST") is not None:
        order.say("open_matter", f"line {position} has parts", "<SUB_ITEM_LIST>", item.line)
    return OrderLine(
        number=line_number(position, place),
        position=position,
        sku=product.value("SUPPLIER_PID", "SUPPLIER_AID") if product is not None else "",
        their_sku=product.value("BUYER_PID", "BUYER_AID") if product is not None else "",
        gtin=product.value("INTERNATIONAL_PID", "INTERNATIONAL_AID") if product is not None else "",
        name=_name(product) if product is not None else "",
        quantity=number(item.value("QUANTITY")),
        unit=item.value("ORDER_UNIT"),
        price=per_one(price.value("PRICE_AMOUNT"), price.value("PRICE_QUANTITY")) if price is not None else "",
        total=number(item.value("PRICE_LINE_AMOUNT", "ARTICLE_PRICE/PRICE_LINE_AMOUNT")),
        date=_delivery(order, item),
        note=" ".join(" ".join((r.text or "").split()) for r in item.all("REMARKS", "REMARK")).strip(),
    )


def _name(product: Node) -> str:
    """The short description in its first language, and the features that are ordered."""
    features = (f"{f.value('FNAME')} {f.value('FVALUE')}" for f in product.all("PRODUCT_FEATURES/FEATURE"))
    short = product.value("DESCRIPTION_SHORT") or product.value("DESCRIPTION_LONG")
    return ", ".join(filter(None, (short, *features)))


def _charges(order: Order, node: Node, where: str) -> None:
    """Allowances and charges: a clerk agrees to them, or not."""
    for charge in node.all("ALLOW_OR_CHARGES_FIX/ALLOW_OR_CHARGE", "ALLOW_OR_CHARGE"):
        kind = "a charge" if charge.get("type", "").lower() in ("charge", "surcharge") else "an allowance"
        text = " ".join(" ".join(charge.itertext()).split())
        order.say("open_matter", f"{kind}{where}: {text}", charge.raw(), charge.line)
