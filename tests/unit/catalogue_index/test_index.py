"""A product is found by a customer's words, and never its near-twin."""

from decimal import Decimal

import pytest

from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.records import Product
from inbox_agent.extract.items import identify, in_own_unit
from inbox_agent.lexicon import Rules

_NAMES = {
    "TR-NACH": "Nachziehzug Holz",
    "WA-MA": "Waschmaschine Spielzeug",
    "KU-12": "Kugellager 6204-2RS",
    "KU-13": "Kugellager 6204-ZZ",
    "SC-A2": "Sechskantschraube M8x40 DIN 933 A2",
    "SC-A4": "Sechskantschraube M8x40 DIN 933 A4",
    "ÖL-1": "Kürbiskernöl 1 l",
    "ST-25": "Streusalz 25 kg Sack",
    "ST-10": "Streusalz 10 kg Eimer",
    "TE-GR": "Tee grün, lose",
    "TE-SW": "Tee schwarz, lose",
    "MO-ZZ": "Mozzarella 125 g",
    "MO-GE": "Mozzarella gerieben 125 g",
    "7310045": "Ersatzklinge",
    "KR-50": "Malerkrepp 50 mm",
    "MT-30": "Masking tape 30 mm",
}


@pytest.fixture(scope="module")
def index(rules: Rules) -> ProductIndex:
    return ProductIndex([Product(sku, name, "each", Decimal(1)) for sku, name in _NAMES.items()], rules)


@pytest.mark.parametrize(
    ("words", "sku"),
    [
        ("Züge", "TR-NACH"),
        ("Nachziehzüge aus Holz", "TR-NACH"),
        ("M8 x 40 A2 Schrauben", "SC-A2"),
        ("schraube m8x40 a4", "SC-A4"),
        ("Kugellager 6204 2RS", "KU-12"),
        ("Kuerbiskernoel", "ÖL-1"),
        ("Kürbiskernoil", "ÖL-1"),
        ("Streusalz 25kg", "ST-25"),
        ("black tea", "TE-SW"),
        ("Mozzarella 125g", "MO-ZZ"),
        ("geriebener Mozzarella", "MO-GE"),
        ("sc a4", "SC-A4"),
        ("Art. 7310045", "7310045"),
        ("KGLR 6204 2RS", "KU-12"),
        ("ball bearings 6204 2RS", "KU-12"),
        ("masking tapes 50 mm", "KR-50"),
        ("Malerkrepp 30 mm", "MT-30"),
        ("Rillenkugellager 6204-2RS", "KU-12"),
        ("Dings 6204-2RS", "KU-12"),
        ("XQY M8X40 DIN 933 A4", "SC-A4"),
    ],
)
def test_found(words: str, sku: str, index: ProductIndex) -> None:
    item = identify(words, None, index)
    assert item.product is not None
    assert item.product.sku == sku


@pytest.mark.parametrize(
    "words",
    [
        "Waschpulver",
        "M8x40 Schrauben",
        "Kugellager 6204",
        "Streusalz",
        "Tee",
        "M8x45 A2 Schrauben",
        "Streusalz 5 kg",
        "Tee grün schwarz",
        "Dings für 6204-2RS",
        "Deckel 6204-2RS",
        "KGLR",
    ],
)
def test_left_open(words: str, index: ProductIndex) -> None:
    assert identify(words, None, index).product is None


def test_strange_words_beside_a_size_that_many_have_are_doubtful(index: ProductIndex) -> None:
    assert identify("XQY M8X40 A4", None, index).confidence < 0.9


def test_the_unit_may_decide_between_twins(rules: Rules) -> None:
    products = [
        Product("J-1", "Juice 1 l", "bottle", Decimal(2)),
        Product("J-6", "Juice 6 x 1 l", "crate", Decimal(10)),
    ]
    index = ProductIndex(products, rules)
    assert identify("juice", "crate", index).product == products[1]
    assert identify("juice", "bottle", index).product == products[0]


def test_a_number_with_another_description_is_doubtful(index: ProductIndex) -> None:
    assert identify("SC-A2 M8x40", None, index).confidence > 0.9
    assert identify("SC-A2 M8x40 A4", None, index).confidence < 0.9


@pytest.mark.parametrize(
    ("asked", "unit", "own", "packs", "name", "quantity"),
    [
        ("3", "box", "each", {"box": 12}, "Brush", "36"),
        ("3", "case", "each", {"box": 12}, "Brush", "36"),  # one kind of pack: called otherwise
        ("3", "Kiste", "each", {}, "Brush", None),
        ("2", "kg", "bag", {}, "Coffee 250 g", "8"),
        ("0.3", "kg", "bag", {}, "Coffee 250 g", None),
        ("500", "g", "kg", {}, "Cheese", "0.5"),
        ("5", "kg", "roll", {}, "Tape", None),
        ("5", "each", "roll", {}, "Tape", "5"),
        ("20", "each", "box", {}, "Screws, box of 100", None),
        ("2", "pallet", "bag", {"pallet": 40}, "Salt 25 kg", "80"),
    ],
)
def test_into_the_products_own_unit(
    asked: str, unit: str, own: str, packs: dict[str, int], name: str, quantity: str | None, rules: Rules
) -> None:
    product = Product("X", name, own, Decimal(1), packs={k: Decimal(v) for k, v in packs.items()})
    amount = in_own_unit(Decimal(asked), unit, product, rules)
    assert (amount and amount.quantity) == (None if quantity is None else Decimal(quantity))
