"""A reviewer's corrections, as words: ``line.2.quantity=12``, ``ship_to.city=Linz``. They make a new Reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from inbox_agent.errors import InboxAgentError
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Address, Asked, Evidence, Finding, Line, Reading

PARTS = tuple(part.name for part in fields(Address))
METHODS = ("invoice", "card", "paypal", "bank_transfer", "direct_debit", "cash_on_delivery", "cash")


class EditError(InboxAgentError):
    """A correction that cannot be made."""


def edited(reading: Reading, edits: Sequence[str], knowledge: Knowledge, by: str) -> Reading:
    """The reading with the corrections made, in the order given. An empty value takes a field away. A line number one
    above the last adds a line. Raises EditError that names the correction and what is possible."""
    for edit in edits:
        path, equals, value = edit.partition("=")
        head, *rest = path.strip().split(".")
        if not equals or head not in EDITS:
            raise EditError(f'"{edit}": write one of {", ".join(EDITS)}, as in line.2.quantity=12')
        evidence = (Evidence("reviewer", edit, f"edit by {by}"),)
        try:
            reading = EDITS[head](reading, rest, value.strip(), evidence, knowledge)
        except ValueError as error:
            raise EditError(f'"{edit}": {error}') from error
    return reading


Words = tuple[Evidence, ...]
Edit = Callable[[Reading, list[str], str, Words, Knowledge], Reading]


def _line(reading: Reading, rest: list[str], value: str, words: Words, knowledge: Knowledge) -> Reading:
    """line.N.sku, line.N.quantity; line.N.delete=yes"""
    if len(rest) != 2 or not rest[0].isdecimal() or rest[1] not in ("sku", "quantity", "delete"):
        raise ValueError("write line.N.sku, line.N.quantity or line.N.delete=yes")
    index, lines = int(rest[0]) - 1, list(reading.lines)
    if not 0 <= index <= len(lines):
        raise ValueError(f"there are lines 1 to {len(lines)}; {len(lines) + 1} adds one")
    if index == len(lines):
        lines.append(Line(None, "", None, None, Asked(None, None, ""), 1.0, words))
    line = replace(lines[index], confidence=1.0, evidence=(*lines[index].evidence, *words))
    if rest[1] == "delete":
        del lines[index]
    elif rest[1] == "sku":
        product = knowledge.products.get(value)
        if product is None:
            raise ValueError(f'the catalogue has no "{value}"')
        lines[index] = replace(line, sku=product.sku, name=product.name, unit=product.unit)
    else:
        lines[index] = replace(line, quantity=_quantity(value))
    return replace(reading, lines=tuple(lines))


def _quantity(value: str) -> Decimal:
    try:
        quantity = Decimal(value.replace(",", "."))
    except InvalidOperation:
        quantity = Decimal(0)
    if not quantity.is_finite() or quantity <= 0:
        raise ValueError("the quantity is a number above 0, in the product's own unit, without a thousands separator")
    return quantity


def _address(field: str) -> Edit:
    def edit(reading: Reading, rest: list[str], value: str, words: Words, knowledge: Knowledge) -> Reading:
        if len(rest) != 1 or rest[0] not in PARTS:
            raise ValueError(f"write {field}.{{{'|'.join(PARTS)}}}")
        if rest[0] == "country" and value and not (len(value) == 2 and value.isalpha()):
            raise ValueError("the country is its two letters, as in AT")
        value = value.upper() if rest[0] == "country" else value
        stated: Finding[Address] | None = getattr(reading, field)
        address = replace(stated.value if stated else _on_record(field, reading, knowledge), **{rest[0]: value or None})
        changed: dict[str, Any] = {field: Finding(address, 1.0, words) if address != Address() else None}
        return replace(reading, **changed)

    return edit


def _on_record(field: str, reading: Reading, knowledge: Knowledge) -> Address:
    """What the customer's record says, to correct a part of it."""
    customer = knowledge.customers.find(reading.customer) if reading.customer else None
    return (getattr(customer, field) if customer else None) or Address()


def _text(field: str, parse: Callable[[str], object] = str) -> Edit:
    def edit(reading: Reading, rest: list[str], value: str, words: Words, knowledge: Knowledge) -> Reading:
        changed: dict[str, Any] = {field: Finding(parse(value), 1.0, words) if value else None}
        return replace(reading, **changed)

    return edit


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("write the day as 2026-05-31") from None


def _method(value: str) -> str:
    if value not in METHODS:
        raise ValueError(f"write one of {', '.join(METHODS)}")
    return value


def _customer(reading: Reading, rest: list[str], value: str, words: Words, knowledge: Knowledge) -> Reading:
    customer = knowledge.customers.find(value) if value else None
    if value and customer is None:
        raise ValueError(f'no customer has the address "{value}"')
    return replace(reading, customer=customer.email if customer else None)


EDITS: Mapping[str, Edit] = {
    "line": _line,
    "ship_to": _address("ship_to"),
    "bill_to": _address("bill_to"),
    "po_number": _text("po_number"),
    "requested_date": _text("requested_date", _day),
    "payment_method": _text("payment_method", _method),
    "instructions": _text("instructions"),
    "customer": _customer,
}
