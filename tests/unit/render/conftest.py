"""A shop and an order to write about."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from inbox_agent import codec
from inbox_agent.config import Settings
from inbox_agent.model import Address, Asked, PricedLine, PricedOrder, TaxAmount
from inbox_agent.money import Money

COMPANY = {
    "name": "Gartenhaus GmbH", "email": "orders@gartenhaus.example", "country": "DE", "currency": "EUR",
    "language": "de", "timezone": "Europe/Berlin", "street": "Beetweg 1", "postcode": "20095", "city": "Hamburg",
    "vat_id": "DE111111125", "iban": "DE02120300000000202051", "legal": "Amtsgericht Hamburg HRB 1",
}  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    """Settings with some of the company's keys, or whole tables, changed."""

    def build(company: dict[str, Any] | None = None, **tables: Any) -> Settings:
        return Settings.model_validate({"base": tmp_path, "company": {**COMPANY, **(company or {})}, **tables})

    return build


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.fixture
def order() -> PricedOrder:
    """2400 screws and 2.5 kg of seed, by invoice."""
    screws = PricedLine("SCREW-4", "Screws <4 x 40> & plugs", Decimal(2400), "each", euro("0.015"), euro("36.00"),
                        "standard", Asked("12", "boxes", "screws"))  # fmt: skip
    seed = PricedLine("SEED", "Sunflower seed", Decimal("2.500"), "kg", euro("494.4"), euro("1236.00"), "reduced",
                      Asked("2,5", "kg", "seed"))  # fmt: skip
    return PricedOrder(
        (screws, seed), euro("1272.00"),
        (TaxAmount(Decimal(19), euro("40.90"), euro("7.77")), TaxAmount(Decimal(7), euro("1236.00"), euro("86.52"))),
        euro("4.90"), euro("1371.19"), Address("Ole Jansen", "Nordlicht GmbH", "Kai 3", "24103", "Kiel", None, "DE"),
        Address("Accounts", "Nordlicht Ltd", "1 High Street", "SW1A 1AA", "London", None, "GB"), "invoice",
    )  # fmt: skip


@pytest.fixture
def receipt(order: PricedOrder) -> Callable[..., dict[str, Any]]:
    """The payload of a receipt, with some values changed."""

    def build(**values: Any) -> dict[str, Any]:
        plain = {
            "recipient": "ole@nordlicht.example", "recipient_name": "Ole Jansen", "subject": "Order",
            "in_reply_to": "<a@nordlicht.example>", "references": ["<z@nordlicht.example>"], "language": "en",
            "date": "2026-06-01T22:30:00+00:00", "order": codec.dump(order), "order_number": "2026-00042",
            "payment_days": 14, "po_number": "PO-7", "requested_date": "2026-06-09", "instructions": "Ring twice",
        }  # fmt: skip
        return {**plain, **values}

    return build
