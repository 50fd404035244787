"""Catalogue files into the store: those that config.toml names, when they changed, and those a person imports."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.files import load_customers, load_prices, load_products
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.config import Settings
from inbox_agent.errors import CatalogueError
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.parse.dkim_check import load_keys
from inbox_agent.store import Store, catalogue

LOADERS: Mapping[str, Any] = {"products": load_products, "customers": load_customers, "prices": load_prices}


def sync(store: Store, settings: Settings, now: datetime) -> None:
    """Reads the files that config.toml names, if they changed since; then the file is the truth. Raises CatalogueError
    with every problem; the store keeps what it had."""
    for kind, load in LOADERS.items():
        named: Path | None = getattr(settings.catalogue, kind)
        if named is None:
            continue
        path = settings.path(named)
        digest = _digest(path, kind)
        with store.begin() as uow:
            if catalogue.digest(uow, kind) != digest:
                _put(uow, kind, load(path), replace=True)
                catalogue.remember_file(uow, kind, str(path), digest, now)
                uow.commit()


def import_file(
    store: Store, settings: Settings, kind: str, path: Path, skip_bad: bool = False
) -> tuple[int, tuple[str, ...]]:
    """Imports a file: (rows taken, what was left out and why). Products and customers are added or changed, a price
    list is replaced. Raises CatalogueError: a bad row, or config.toml names another file as the truth."""
    if getattr(settings.catalogue, kind) is not None:
        raise CatalogueError(f"catalogue.{kind} in config.toml names the file that is the truth; change that file")
    load = LOADERS[kind]
    rows, problems = load(path, skip_bad=True) if skip_bad else (load(path), ())
    with store.begin() as uow:
        _put(uow, kind, rows, replace=False)
        uow.commit()
    return len(rows), problems


def knowledge(store: Store, settings: Settings, rules: Rules, versions: Mapping[str, str]) -> Knowledge:
    """What the store has, as understanding a mail needs it; ``versions`` with a fingerprint of the catalogue added."""
    with store.read() as uow:
        products, customers, prices = catalogue.products(uow), catalogue.customers(uow), catalogue.prices(uow)
    fingerprint = hashlib.sha256(repr((products, customers, prices)).encode()).hexdigest()[:12]
    return Knowledge(
        products=ProductIndex(products, rules),
        customers=Customers(customers),
        prices=PriceList(prices, settings.company.currency),
        rules=rules,
        settings=settings,
        dkim_keys=load_keys(settings),
        versions={**versions, "catalogue": fingerprint},
    )


def _digest(path: Path, kind: str) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror}; check catalogue.{kind}") from error


def _put(uow: Session, kind: str, rows: Iterable[Any], replace: bool) -> None:
    match kind:
        case "products":
            catalogue.put_products(uow, rows, replace)
        case "customers":
            catalogue.put_customers(uow, rows, replace)
        case "prices":
            catalogue.put_prices(uow, rows)
