"""A small paint and brush shop: near-twins in size, colour and kind."""

from decimal import Decimal

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Product
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules

_ROWS = [
    ("WF-25-W", "Wall paint matt, white 2.5 l", "bucket", "2.5", "Wandfarbe matt weiß 2,5 l", "pallet=90"),
    ("WF-10-W", "Wall paint matt, white 10 l", "bucket", "10", "Wandfarbe matt weiß 10 l", "pallet=40"),
    ("WF-10-G", "Wall paint matt, grey 10 l", "bucket", "10", "Wandfarbe matt grau 10 l", "pallet=40"),
    ("LK-R", "Enamel paint, red 375 ml", "can", "1", "Buntlack rot 375 ml", "box=6"),
    ("LK-B", "Enamel paint, blue 375 ml", "can", "1", "Buntlack blau 375 ml", "box=6"),
    ("BR-30", "Flat brush 30 mm", "each", "1", "Flachpinsel 30 mm", "box=12"),
    ("BR-50", "Flat brush 50 mm", "each", "1", "Flachpinsel 50 mm", "box=12"),
    ("RO-18", "Paint roller 18 cm", "each", "1", "Farbroller 18 cm|Farbrolle 18 cm", "pack=10"),
    ("RO-25", "Paint roller 25 cm", "each", "1", "Farbroller 25 cm|Farbrolle 25 cm", "pack=10"),
    ("TP-25", "Masking tape 25 mm x 50 m", "roll", "1", "Malerkrepp 25 mm", "box=36"),
    ("TP-38", "Masking tape 38 mm x 50 m", "roll", "1", "Malerkrepp 38 mm", "box=24"),
    ("GL-9", "Nitrile gloves size 9", "pair", "1", "Nitrilhandschuhe Größe 9", "pack=12"),
    ("GL-10", "Nitrile gloves size 10", "pair", "1", "Nitrilhandschuhe Größe 10", "pack=12"),
    ("SP-120", "Sandpaper P120, pack of 10 sheets", "pack", "1", "Schleifpapier P120", ""),
    ("SP-240", "Sandpaper P240, pack of 10 sheets", "pack", "1", "Schleifpapier P240", ""),
    ("KL-1", "Filler fine 1 kg", "bag", "1", "Spachtelmasse fein 1 kg", "box=10"),
    ("KL-25", "Filler coarse 25 kg", "bag", "25", "Spachtelmasse grob 25 kg", "pallet=40"),
    ("AV-5", "Dust sheet 4 x 5 m", "each", "1", "Abdeckfolie 4 x 5 m", "box=20"),
    ("LE-1", "Linseed oil", "l", "1", "Leinöl", "can=5"),
]


@pytest.fixture(scope="session")
def shop(rules: Rules) -> Knowledge:
    """What is known when only that catalogue is."""
    products = [
        Product(
            sku, name, unit, Decimal("3.50"), tuple(filter(None, aliases.split("|"))),
            {k: Decimal(v) for k, v in (p.split("=") for p in packs.split("|") if p)}, weight_kg=Decimal(weight),
        )
        for sku, name, unit, weight, aliases, packs in _ROWS
    ]  # fmt: skip
    return Knowledge(ProductIndex(products, rules), Customers(()), PriceList((), "EUR"), rules)
