"""A small toy shop, and a text read as the pipeline would read it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Product
from inbox_agent.extract.reading import extract
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Attachment, ParsedMail, Person, Reading

ENGLISH = ("Wooden train", "Kite", "Puzzle", "Teddy bear", "Ball")
GERMAN = ("Holzeisenbahn", "Drachen", "Teddybär", "Brettspiel", "Kreisel")
WRITER = Person("A. Nyman", "a.nyman@playroom.example")
PHOTO = Attachment("IMG_1.jpg", "image/jpeg", b"")


@pytest.fixture(scope="session")
def toys(rules: Rules) -> Knowledge:
    packs = {"box": Decimal(12)}
    products = [
        Product(f"TOY-{number:03}", name, "each", Decimal("9.90"), packs=packs)
        for number, name in enumerate((*ENGLISH, *GERMAN))
    ]
    return Knowledge(ProductIndex(products, rules), Customers(), PriceList((), "EUR"), rules)


@pytest.fixture(scope="session")
def understand(toys: Knowledge) -> Callable[..., Reading]:
    def read(body: str, language: str = "en", subject: str = "", **fields: Any) -> Reading:
        mail = ParsedMail("1.eml", "<1@x.example>", WRITER, subject, None, None, body, language=language, **fields)
        return extract(mail, (), toys)

    return read
