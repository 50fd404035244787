"""Products, customers and prices, as imported or as the files that config.toml names have them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from inbox_agent import codec
from inbox_agent.catalogue.records import Customer, PriceRow, Product
from inbox_agent.store.tables import CatalogueFile, CustomerRow, PriceTableRow, ProductRow


def put_products(uow: Session, products: Iterable[Product], replace: bool) -> None:
    """Adds or changes products. ``replace``: those not named become inactive."""
    if replace:
        uow.execute(update(ProductRow).values(active=False))
    for product in products:
        uow.merge(ProductRow(sku=product.sku, active=product.active, record=codec.dump(product)))


def put_customers(uow: Session, customers: Iterable[Customer], replace: bool) -> None:
    """Adds or changes customers. ``replace``: those not named become inactive."""
    if replace:
        uow.execute(update(CustomerRow).values(active=False))
    for customer in customers:
        uow.merge(CustomerRow(email=customer.email, active=True, record=codec.dump(customer)))


def put_prices(uow: Session, rows: Iterable[PriceRow]) -> None:
    """Replaces the price list: a row has no name by which it could be changed."""
    uow.execute(delete(PriceTableRow))
    uow.add_all(PriceTableRow(sku=row.sku, record=codec.dump(row)) for row in rows)


def products(uow: Session) -> tuple[Product, ...]:
    """All of them; a discontinued one is still recognised."""
    rows = uow.scalars(select(ProductRow).order_by(ProductRow.sku))
    return tuple(codec.load(Product, {**row.record, "active": row.active}) for row in rows)


def customers(uow: Session) -> tuple[Customer, ...]:
    rows = uow.scalars(select(CustomerRow).where(CustomerRow.active).order_by(CustomerRow.email))
    return tuple(codec.load(Customer, row.record) for row in rows)


def prices(uow: Session) -> tuple[PriceRow, ...]:
    return tuple(
        codec.load(PriceRow, row.record) for row in uow.scalars(select(PriceTableRow).order_by(PriceTableRow.id))
    )


def digest(uow: Session, kind: str) -> str | None:
    """The hash of the file last read for ``kind`` (products, customers, prices)."""
    row = uow.get(CatalogueFile, kind)
    return row.digest if row else None


def remember_file(uow: Session, kind: str, path: str, digest: str, now: datetime) -> None:
    uow.merge(CatalogueFile(kind=kind, path=path, digest=digest, read_at=now))
