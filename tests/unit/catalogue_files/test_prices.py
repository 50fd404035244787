"""The most specific price wins."""

import time
from datetime import date
from decimal import Decimal

import pytest

from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer, PriceRow, Product
from inbox_agent.money import Money

HOSE = Product("T-1", "Hose", "m", Decimal("2.00"))
TODAY = date(2026, 6, 1)
TRADE = Customer("t@trade.example", price_group="Trade")
OWN = Customer("o@own.example", price_group="trade")


def row(price: str, **values: object) -> PriceRow:
    return PriceRow("T-1", Decimal(price), **values)  # type: ignore[arg-type]


PRICES = PriceList(
    [
        row("1.90", min_quantity=Decimal(100)),
        row("1.80", price_group="trade"),
        row("1.70", price_group="trade", min_quantity=Decimal(100)),
        row("1.60", customer_email="O@own.example", min_quantity=Decimal(10)),
        row("0.10", customer_email="o@own.example", valid_to=date(2026, 5, 31)),
        row("0.20", valid_from=date(2026, 6, 2)),
    ],
    "EUR",
)


@pytest.mark.parametrize(
    ("customer", "quantity", "price"),
    [
        (None, "1", "2.00"),
        (None, "100", "1.90"),
        (TRADE, "1", "1.80"),
        (TRADE, "99.5", "1.80"),
        (TRADE, "100", "1.70"),
        (OWN, "10", "1.60"),
        (OWN, "100", "1.60"),  # the customer's own row goes before the group's larger quantity
        (OWN, "9", "1.80"),
    ],
)
def test_the_most_specific_row(customer: Customer | None, quantity: str, price: str) -> None:
    assert PRICES.price(HOSE, customer, Decimal(quantity), TODAY) == Money(Decimal(price), "EUR")


def test_a_row_is_valid_on_its_first_and_last_day() -> None:
    assert PRICES.price(HOSE, OWN, Decimal(1), date(2026, 5, 31)) == Money(Decimal("0.10"), "EUR")
    assert PRICES.price(HOSE, None, Decimal(1), date(2026, 6, 2)) == Money(Decimal("0.20"), "EUR")


def test_currencies() -> None:
    dollars = Product("T-2", "Nozzle", "each", Decimal(5), currency="USD")
    assert PRICES.price(dollars, None, Decimal(1), TODAY) == Money(Decimal(5), "USD")
    assert PriceList([]).price(HOSE, None, Decimal(1), TODAY) is None


def test_many_rows_do_not_slow_it_down() -> None:
    rows = [PriceRow(f"S-{n % 20_000}", Decimal(n), customer_email=f"c{n}@x.example") for n in range(100_000)]
    prices = PriceList(rows, "EUR")
    customer = Customer("c99999@x.example")
    product = Product("S-19999", "x", "each", Decimal(1))
    start = time.perf_counter()
    for _ in range(1000):
        assert prices.price(product, customer, Decimal(1), TODAY) == Money(Decimal(99_999), "EUR")
    assert time.perf_counter() - start < 0.5
