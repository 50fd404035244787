"""What is known of a sender before the next mail is read: the earlier orders, and how much of what is usual."""

from collections import defaultdict
from decimal import Decimal
from statistics import median

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from inbox_agent import codec
from inbox_agent.knowledge import History, PastOrder
from inbox_agent.model import Intent, Reading
from inbox_agent.store.tables import Message, Order, StoredReading

LATEST = 50  # orders; older ones say little about the next


def of(uow: Session, sender: str, customer: str | None, before: int) -> History:
    """The history of a sender and of the customer's record they belong to. ``before``: the id of the message that is
    about to be read; it and later ones are not its past."""
    return History(_past_orders(uow, sender, customer, before), _usual(uow, sender, customer, before))


def _past_orders(uow: Session, sender: str, customer: str | None, before: int) -> tuple[PastOrder, ...]:
    """Every mail that ordered something, confirmed or not: the same again is the same again."""
    other = aliased(StoredReading)
    newest = select(func.max(other.revision)).where(other.mail_id == Message.id).correlate(Message).scalar_subquery()
    theirs = [Message.sender == sender] + ([StoredReading.customer == customer] if customer else [])
    query = (
        select(Message, StoredReading)
        .join(StoredReading, StoredReading.mail_id == Message.id)
        .where(StoredReading.revision == newest, StoredReading.intent == Intent.ORDER.value)
        .where(Message.id < before, Message.state.in_(["accepted", "review", "complaint"]), or_(*theirs))
        .order_by(Message.id.desc())
        .limit(LATEST)
    )
    return tuple(_past_order(mail, row) for mail, row in uow.execute(query))


def _past_order(mail: Message, row: StoredReading) -> PastOrder:
    reading = codec.load(Reading, row.reading)
    lines = sorted((line.sku, line.quantity) for line in reading.lines if line.sku and line.quantity is not None)
    return PastOrder(
        message_id=mail.message_id,
        date=mail.date or mail.received,
        lines=tuple(lines),
        po_number=reading.po_number.value if reading.po_number else None,
        requested_date=reading.requested_date.value if reading.requested_date else None,
    )


def _usual(uow: Session, sender: str, customer: str | None, before: int) -> dict[str, Decimal]:
    """The median quantity of each product over confirmed orders."""
    query = (
        select(Order.lines)
        .where(Order.customer.in_([who for who in (sender, customer) if who]))
        .where(Order.mail_id < before, Order.state != "cancelled")
        .order_by(Order.id.desc())
        .limit(LATEST)
    )
    quantities: dict[str, list[Decimal]] = defaultdict(list)
    for lines in uow.scalars(query):
        for line in lines:
            quantities[line["sku"]].append(Decimal(line["quantity"]))
    return {sku: median(values) for sku, values in quantities.items()}
