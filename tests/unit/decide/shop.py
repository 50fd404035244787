"""A candle shop, and what tests need to write an order for it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from inbox_agent.catalogue.records import Customer, Product
from inbox_agent.model import Address, Asked, Evidence, Finding, Line

HOME = Address(company="Chapel Crafts", street="2 Kiln Lane", postcode="YO1 7AA", city="York", country="GB")
WORDS = (Evidence("body", "send", "test", 7, 11),)


def product(sku: str, **fields: Any) -> Product:
    base = Product(sku, f"Candle {sku}", "each", Decimal("2.50"), packs={"box": Decimal(12), "pallet": Decimal(480)})
    return replace(base, **fields)


PRODUCTS = (
    product("RED"),
    product("OLD", active=False),
    product("FEW", stock=Decimal(10)),
    product("MIN", min_quantity=Decimal(6)),
    product("STEP", quantity_step=Decimal(12)),
    product("BARE", packs={}),
)
CUSTOMER = Customer("kim@chapel-crafts.example", "Kim Ode", "Chapel Crafts", ship_to=HOME)


def a_line(sku: str | None = "RED", quantity: str | None = "12", **fields: Any) -> Line:
    amount = Decimal(quantity) if quantity is not None else None
    base = Line(sku, f"Candle {sku}", amount, "each", Asked(quantity, None, "red candles"), 0.97, WORDS)
    return replace(base, **fields)


def found(value: Any, confidence: float = 0.98) -> Finding[Any]:
    return Finding(value, confidence, WORDS)
