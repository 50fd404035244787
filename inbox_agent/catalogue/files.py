"""products.csv, customers.csv and prices.csv (or XLSX) to records. A bad row is refused in words, all of them at once.

Columns are found by name, in any order and case; their meaning is in the README, section "Catalogue files"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Generic, Literal, TypeVar, overload

from inbox_agent import tables
from inbox_agent.catalogue import cells
from inbox_agent.catalogue.records import Customer, PriceRow, Product
from inbox_agent.catalogue.terms import payment_terms
from inbox_agent.errors import CatalogueError
from inbox_agent.model import NOTHING, Address

R = TypeVar("R")
T = TypeVar("T")
ADDRESS = ("street", "postcode", "city", "region", "country")
PRODUCTS = ("sku", "name", "aliases", "unit", "packs", "price", "currency", "tax_class", "weight_kg", "min_quantity",
            "quantity_step", "stock", "active")  # fmt: skip
CUSTOMERS = ("email", "name", "company", "language", "price_group", "vat_id",
             *(f"{use}_{part}" for use in ("ship", "bill") for part in ADDRESS), "payment_terms")  # fmt: skip
PRICES = ("sku", "price_group", "customer_email", "min_quantity", "price", "currency", "valid_from", "valid_to")


@dataclass
class Record:
    """One row by column name, and what was found wrong with it."""

    values: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.values.get(column, "")

    def get(self, column: str, parse: Callable[[str], T], default: T) -> T:
        """The parsed cell; ``default`` when it is empty, or bad (then a problem is noted)."""
        if not (text := self.text(column)):
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.problems.append(f"{column}: {error}")
            return default

    def maybe(self, column: str, parse: Callable[[str], T]) -> T | None:
        """The parsed cell, None when it is empty or bad."""
        nothing: T | None = None
        return self.get(column, parse, nothing)


@dataclass(frozen=True)
class Loader(Generic[R]):
    """How one kind of file is read. Calling it gives all rows, or raises CatalogueError with every problem; with
    ``skip_bad=True`` it gives the good rows and the problems."""

    build: Callable[[Record], R]
    required: tuple[str, ...]
    identity: Callable[[R], tuple[object, ...]]  # two rows with the same are one too many
    identity_words: str

    @overload
    def __call__(self, path: Path) -> tuple[R, ...]: ...

    @overload
    def __call__(self, path: Path, *, skip_bad: Literal[True]) -> tuple[tuple[R, ...], tuple[str, ...]]: ...

    def __call__(self, path: Path, *, skip_bad: bool = False) -> tuple[R, ...] | tuple[tuple[R, ...], tuple[str, ...]]:
        header, rows = _table(path, self.required)
        good, problems = self._records(path.name, header, rows)
        if skip_bad:
            return good, problems
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise CatalogueError(f"{problems[0]}{more}; nothing of {path.name} was imported", problems)
        return good

    def _records(
        self, file: str, header: Sequence[str], rows: Sequence[tuple[int, list[str]]]
    ) -> tuple[tuple[R, ...], tuple[str, ...]]:
        """Good rows and problems. Of two rows that are one too many, neither is good: nobody knows which is right."""
        problems: list[tuple[int, str]] = []
        good: dict[int, R] = {}
        lines: dict[tuple[object, ...], list[int]] = {}
        for line, cells_of_row in rows:
            record = Record(dict(zip(header, cells_of_row, strict=False)))
            result = self._build(record, header, cells_of_row)
            problems += [(line, f"{file}:{line}: {problem}") for problem in record.problems]
            if not record.problems:
                good[line] = result
                lines.setdefault(self.identity(result), []).append(line)
        for same in lines.values():
            if len(same) > 1:
                where = " and ".join(str(line) for line in same)
                problems.append((same[0], f"{file}:{same[0]}: {self.identity_words} stands twice, in lines {where}"))
                for line in same:
                    del good[line]
        return tuple(good.values()), tuple(text for _, text in sorted(problems))

    def _build(self, record: Record, header: Sequence[str], row: Sequence[str]) -> R:
        record.problems += [f"{name}: is empty" for name in self.required if not record.text(name)]
        if any(cell for cell in row[len(header) :]):
            record.problems.append(f"{len(row)} cells, but the header names {len(header)} columns")
        return self.build(record)


def _table(path: Path, required: Sequence[str]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Column names, and the rows that are not empty with their line numbers."""
    try:
        rows = [[cell.strip() for cell in row] for row in tables.read_rows(path)]
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror}; check the path") from error
    except ValueError as error:
        raise CatalogueError(f"{path}: {error}") from error
    filled = [(line, row) for line, row in enumerate(rows, start=1) if any(row)]
    if not filled:
        raise CatalogueError(f"{path}: is empty; the first line names the columns")
    header = ["_".join(name.casefold().split()) for name in filled[0][1]]
    problems = [f"{path.name}:{filled[0][0]}: {name}: the column is missing" for name in required if name not in header]
    problems += [
        f"{path.name}:{filled[0][0]}: {name}: the column stands twice"
        for name in dict.fromkeys(header)
        if name and header.count(name) > 1
    ]
    if problems:
        raise CatalogueError(f"{problems[0]}; the header reads {', '.join(header)}", tuple(problems))
    return header, filled[1:]


def _product(row: Record) -> Product:
    extra = {name: text for name, text in row.values.items() if name and text and name not in PRODUCTS}
    packs = row.get("packs", cells.packs, NOTHING)
    unit = row.get("unit", cells.unit, "")
    if packs.get(unit, 1) != 1:
        row.problems.append(f'packs: "{unit}" is the unit itself and cannot hold {packs[unit]} of it')
    return Product(
        sku=row.text("sku"),
        name=" ".join(row.text("name").split()),
        aliases=row.get("aliases", cells.parts, ()),
        unit=unit,
        packs=packs,
        price=row.get("price", cells.number, Decimal(0)),
        currency=row.maybe("currency", cells.currency),
        tax_class=row.get("tax_class", cells.tax_class, "standard"),
        weight_kg=row.maybe("weight_kg", cells.number),
        min_quantity=row.maybe("min_quantity", cells.number),
        quantity_step=row.maybe("quantity_step", cells.positive),
        stock=row.maybe("stock", cells.number),
        active=row.get("active", cells.flag, True),
        attributes=MappingProxyType(extra),
    )


def _customer(row: Record) -> Customer:
    return Customer(
        email=row.get("email", cells.email, ""),
        name=row.text("name"),
        company=row.text("company"),
        language=row.maybe("language", cells.language),
        price_group=row.text("price_group") or None,
        vat_id="".join(row.text("vat_id").upper().split()) or None,
        ship_to=_address(row, "ship"),
        bill_to=_address(row, "bill"),
        payment_terms=payment_terms(row.text("payment_terms")),
    )


def _address(row: Record, use: str) -> Address | None:
    """The address in five columns, with the record's own name; None when they are empty."""
    street, postcode, city, region = (row.text(f"{use}_{part}") or None for part in ADDRESS[:-1])
    country = row.maybe(f"{use}_country", cells.country)
    if not (street or postcode or city):
        return None
    return Address(row.text("name") or None, row.text("company") or None, street, postcode, city, region, country)


def _price(row: Record) -> PriceRow:
    start, end = row.maybe("valid_from", cells.day), row.maybe("valid_to", cells.day)
    if start and end and end < start:
        row.problems.append("valid_to: is before valid_from")
    return PriceRow(
        sku=row.text("sku"),
        price=row.get("price", cells.number, Decimal(0)),
        currency=row.maybe("currency", cells.currency),
        price_group=row.text("price_group") or None,
        customer_email=row.maybe("customer_email", cells.email),
        min_quantity=row.get("min_quantity", cells.number, Decimal(0)),
        valid_from=start,
        valid_to=end,
    )


load_products = Loader(_product, ("sku", "name", "unit", "price"), lambda p: (p.sku.casefold(),), "this sku")
load_customers = Loader(_customer, ("email",), lambda c: (c.email,), "this email")
load_prices = Loader(
    _price,
    ("sku", "price"),
    lambda p: (p.sku, p.price_group, p.customer_email, p.min_quantity, p.valid_from, p.valid_to),
    "a price for the same sku, customer, quantity and time",
)
