"""Confirmed orders and their numbers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from inbox_agent import codec
from inbox_agent.config import Settings
from inbox_agent.errors import StoreError
from inbox_agent.model import EffectKind, PricedOrder, Reading
from inbox_agent.store.tables import Counter, Message, Order


def confirm(
    uow: Session, mail: Message, revision: int, reading: Reading, priced: PricedOrder, settings: Settings, now: datetime
) -> Order:
    """Makes the order, with the next number. Number and order are of one transaction: no gap, no number twice."""
    order = Order(
        mail_id=mail.id,
        revision=revision,
        number=_number(uow, settings.orders.number, now, settings.company.zone),
        state="confirmed",
        customer=reading.customer or mail.sender,
        lines=[_line(line) for line in priced.lines],
        net=priced.net.amount,
        tax=priced.tax.amount,
        shipping=priced.shipping.amount,
        gross=priced.gross.amount,
        currency=priced.gross.currency,
        ship_to=_address(priced.ship_to),
        bill_to=_address(priced.bill_to),
        payment_method=priced.payment_method,
        po_number=reading.po_number.value if reading.po_number else None,
        requested_date=reading.requested_date.value if reading.requested_date else None,
        confirmed_at=now,
    )
    uow.add(order)
    uow.flush()
    return order


def by_number(uow: Session, number: str) -> Order:
    """Raises StoreError when there is no such order."""
    order = uow.scalars(select(Order).where(Order.number == number)).one_or_none()
    if order is None:
        raise StoreError(f"there is no order {number}; `inbox-agent orders` lists them")
    return order


def rows(uow: Session) -> Iterator[dict[str, Any]]:
    """Every order as `orders --json` shows it, oldest first."""
    for order in uow.scalars(select(Order).order_by(Order.id)):
        receipts = [e.message_id for e in order.effects if e.kind == EffectKind.RECEIPT.value]
        yield {
            "number": order.number,
            "message_id": order.message.message_id,
            "customer": order.customer,
            "state": order.state,
            "lines": order.lines,
            "net": str(order.net),
            "tax": str(order.tax),
            "shipping": str(order.shipping),
            "gross": str(order.gross),
            "currency": order.currency,
            "ship_to": order.ship_to,
            "bill_to": order.bill_to,
            "payment_method": order.payment_method,
            "po_number": order.po_number,
            "requested_date": order.requested_date.isoformat() if order.requested_date else None,
            "receipt_message_id": receipts[-1] if receipts else None,
        }


def _number(uow: Session, form: str, now: datetime, zone: ZoneInfo) -> str:
    """The next number of this year (of all years when the form does not name the year). One that an earlier form of
    the number gave already is passed over."""
    year = now.astimezone(zone).year
    yearly = form.format(year=1, sequence=1) != form.format(year=2, sequence=1)
    name = f"orders/{year}" if yearly else "orders"
    while True:
        number = form.format(year=year, sequence=next_value(uow, name))
        if uow.scalars(select(Order.id).where(Order.number == number)).first() is None:
            return number


def next_value(uow: Session, name: str) -> int:
    """Counts on; the row stays locked until this transaction ends."""
    uow.execute(update(Counter).where(Counter.name == name).values(value=Counter.value + 1))
    value = uow.scalars(select(Counter.value).where(Counter.name == name)).one_or_none()
    if value is None:
        value = 1
        uow.add(Counter(name=name, value=value))
        uow.flush()
    return value


def _line(line: Any) -> dict[str, str]:
    return {
        "sku": line.sku,
        "name": line.name,
        "quantity": format(line.quantity, "f"),
        "unit": line.unit,
        "unit_price": str(line.unit_price.amount),
        "net": str(line.net.amount),
    }


def _address(address: Any) -> dict[str, str]:
    return {name: value for name, value in codec.dump(address).items() if value is not None}
