"""The tables. Portable types only: what runs here on SQLite runs on PostgreSQL.

A row's ``state`` is guarded: assigning one that states.py does not allow raises IllegalTransition."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, validates

from inbox_agent.store import states


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC (SQLite forgets zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a zone cannot be stored: {value}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A Decimal, digit for digit (SQLite would make a float of it)."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        Decimal: Exact,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        str: Text,
    }


class Message(Base):
    """One message ever received, whatever the number of its copies. ``key`` is the hash of what it says."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    reason: Mapped[str] = mapped_column(default="")  # why it was set aside unread (before_since), else ""
    handled: Mapped[bool] = mapped_column(default=False)  # a person is done with it
    attempts: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()  # grows with each change: two people cannot decide over each other
    missing: Mapped[str | None] = mapped_column(String(32))  # doubt code when the body was not fetched (too_large)
    size: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[str] = mapped_column(index=True)
    sender: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    date: Mapped[datetime | None]
    received: Mapped[datetime | None]  # the server's INTERNALDATE
    mailbox: Mapped[str | None]
    created_at: Mapped[datetime]

    raw: Mapped["RawMessage"] = relationship(cascade="all, delete-orphan")
    sightings: Mapped[list["Sighting"]] = relationship(back_populates="message", order_by="Sighting.id")
    readings: Mapped[list["StoredReading"]] = relationship(order_by="StoredReading.revision")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @validates("state")
    def _transition(self, key: str, new: str) -> str:
        return states.MESSAGE.check(self.state, new)


class RawMessage(Base):
    """The bytes, apart from the table that is read all the time. Header only when ``missing`` is set."""

    __tablename__ = "raw_messages"

    mail_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Sighting(Base):
    """Where a copy of a message was seen, and the folder it was put into since. ``duplicate``: it had been delivered
    before."""

    __tablename__ = "sightings"
    __table_args__ = (UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    mailbox: Mapped[str]
    folder: Mapped[str]
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
    duplicate: Mapped[bool]
    seen_at: Mapped[datetime]
    moved_to: Mapped[str | None]

    message: Mapped[Message] = relationship(back_populates="sightings")


class CursorRow(Base):
    """How far a mailbox folder was read, since when mail counts, and when it was last read successfully."""

    __tablename__ = "cursors"

    mailbox: Mapped[str] = mapped_column(primary_key=True)
    folder: Mapped[str] = mapped_column(primary_key=True)
    uidvalidity: Mapped[int | None] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger, default=0)
    since: Mapped[date]
    polled_at: Mapped[datetime | None]  # the last good poll
    problem: Mapped[str] = mapped_column(default="")  # of the last poll, "" when it was good


class StoredReading(Base):
    """What was understood of a message, by the machine (revision 1) or by a person (later ones)."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("mail_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    revision: Mapped[int]
    author: Mapped[str]  # "machine", or the person's name
    customer: Mapped[str | None] = mapped_column(index=True)  # e-mail of the customer's record
    intent: Mapped[str] = mapped_column(String(16))
    parsed: Mapped[dict[str, Any]]
    documents: Mapped[list[dict[str, Any]]]
    reading: Mapped[dict[str, Any]]
    priced: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    decision: Mapped[dict[str, Any]]
    versions: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Counter(Base):
    """Numbers that must have no gap; taken within the transaction that uses them."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class Order(Base):
    """A confirmed order. ``revision`` is the reading it was confirmed from."""

    __tablename__ = "orders"
    __table_args__ = (UniqueConstraint("mail_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    revision: Mapped[int]
    number: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    customer: Mapped[str] = mapped_column(index=True)
    lines: Mapped[list[dict[str, Any]]]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    shipping: Mapped[Decimal]
    gross: Mapped[Decimal]
    currency: Mapped[str] = mapped_column(String(3))
    ship_to: Mapped[dict[str, Any]]
    bill_to: Mapped[dict[str, Any]]
    payment_method: Mapped[str | None]
    po_number: Mapped[str | None]
    requested_date: Mapped[date | None]
    confirmed_at: Mapped[datetime]

    message: Mapped[Message] = relationship()
    effects: Mapped[list["EffectRow"]] = relationship(back_populates="order", order_by="EffectRow.id")

    @validates("state")
    def _transition(self, key: str, new: str) -> str:
        return states.ORDER.check(self.state, new)


class EffectRow(Base):
    """Something to be done outside, once. ``due_at``: when it may be done first; ``retry_at``: not before this after a
    failed attempt; ``sending_at``: the moment after which the server may have it."""

    __tablename__ = "effects"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "recipient", "sent_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime]
    retry_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    sending_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    recipient: Mapped[str | None]
    message_id: Mapped[str | None] = mapped_column(index=True)
    frozen: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    problem: Mapped[str] = mapped_column(default="")

    order: Mapped[Order | None] = relationship(back_populates="effects")

    @validates("state")
    def _transition(self, key: str, new: str) -> str:
        return states.EFFECT.check(self.state, new)


class Event(Base):
    """What happened, for ever; rows are only added."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    author: Mapped[str]
    data: Mapped[dict[str, Any]]


class ProductRow(Base):
    __tablename__ = "products"

    sku: Mapped[str] = mapped_column(primary_key=True)
    active: Mapped[bool]
    record: Mapped[dict[str, Any]]


class CustomerRow(Base):
    __tablename__ = "customers"

    email: Mapped[str] = mapped_column(primary_key=True)
    active: Mapped[bool]
    record: Mapped[dict[str, Any]]


class PriceTableRow(Base):
    __tablename__ = "prices"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(index=True)
    record: Mapped[dict[str, Any]]


class CatalogueFile(Base):
    """A file that config.toml names, as it was last read; ``digest`` tells whether it changed since."""

    __tablename__ = "catalogue_files"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    path: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    read_at: Mapped[datetime]
