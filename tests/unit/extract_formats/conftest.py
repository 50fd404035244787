"""A shop with formats for some senders, and mail to it."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer, Product
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules, format_file
from inbox_agent.model import Address, Outcome, RawMail
from inbox_agent.pipeline import process

FORMATS = Path(__file__).parent / "formats"
HOME = Address(None, "Maler Ost", "Hafenweg 3", "20457", "Hamburg", None, "DE")
SENDERS = [f"max@{firm}.example" for firm in ("zeilen", "spalten", "ganz", "aus")]
SENDERS += ["one@doppelt.example", "beide@doppelt.example"]

Read = Callable[..., Outcome]


@pytest.fixture(scope="session")
def words() -> format_file.Words:
    roles = (
        "position sku number their_sku gtin thing item name size quantity unit price price_per total date note other"
    )
    methods = frozenset({"invoice", "card", "direct_debit"})
    return format_file.Words(frozenset(roles.split()), frozenset({"box", "each", "kg"}), methods)


@pytest.fixture(scope="session")
def shop(rules: Rules, words: format_file.Words) -> Knowledge:
    """77 is a number of ours, too: theirs must never be taken for it."""
    mine = replace(rules, formats=format_file.load(FORMATS.glob("*.toml"), words))
    products = [
        Product("BR-30", "Flat brush 30 mm", "each", Decimal("2.50"), aliases=("Flachpinsel 30 mm",),
                packs={"box": Decimal(12)}),
        Product("BR-50", "Flat brush 50 mm", "each", Decimal("3.50"), aliases=("Flachpinsel 50 mm",),
                packs={"box": Decimal(12)}),
        Product("TP-25", "Masking tape 25 mm", "roll", Decimal("1.00"), aliases=("Malerkrepp 25 mm",),
                packs={"box": Decimal(36)}),
        Product("77", "Ladder, 7 steps", "each", Decimal("70.00"), aliases=("Leiter 7 Stufen",)),
    ]  # fmt: skip
    customers = Customers([Customer(email, "Max Ost", ship_to=HOME) for email in SENDERS])
    return Knowledge(ProductIndex(products, mine), customers, PriceList((), "EUR"), mine)


@pytest.fixture(scope="session")
def read(shop: Knowledge) -> Read:
    """What follows from a mail: ``read(body, sender, subject=…, files={"a.csv": "…"})``."""

    def build(body: str, sender: str = "max@zeilen.example", subject: str = "Bestellung", **more: object) -> Outcome:
        message = EmailMessage()
        message["From"], message["Subject"], message["Date"] = sender, subject, "Mon, 16 Nov 2026 09:00:00 +0100"
        message.set_content(body)
        files = more.get("files", {})
        for name, text in files.items() if isinstance(files, dict) else ():
            subtype = "csv" if name.endswith(".csv") else "plain"
            message.add_attachment(text, subtype=subtype, filename=name)
        return process(RawMail(message.as_bytes()), shop)

    return build


def lines(outcome: Outcome) -> list[tuple[str | None, str | None]]:
    return [(line.sku, None if line.quantity is None else f"{line.quantity:f}") for line in outcome.reading.lines]


def codes(outcome: Outcome) -> set[str]:
    return {reason.code for reason in outcome.decision.reasons}
