"""A known customer's mail that looks like a tidy order: what a careful clerk confirms, and what she does not."""

from decimal import Decimal

import pytest

from inbox_agent import pipeline
from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer, Product
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Address, RawMail, Route

PRODUCTS = [
    Product("BR-30", "Flat brush 30 mm", "each", Decimal("3.50"), ("Flachpinsel 30 mm",), {"box": Decimal(12)}),
    Product("BR-50", "Flat brush 50 mm", "each", Decimal("4.50"), ("Flachpinsel 50 mm",), {"box": Decimal(12)}),
    Product("RO-18", "Paint roller 18 cm", "each", Decimal("5.20"), ("Farbroller 18 cm",), {"pack": Decimal(10)}),
    Product("LK-R", "Enamel paint, red 375 ml", "can", Decimal("8.90"), ("Buntlack rot 375 ml",), {"box": Decimal(6)}),
]
HOME = Address("Ada Quill", None, "1 Mill Lane", "LS1 4AP", "Leeds", None, "GB")


@pytest.fixture(scope="module")
def shop(rules: Rules) -> Knowledge:
    customers = Customers([Customer("ada@quill.example", "Ada Quill", ship_to=HOME)])
    return Knowledge(ProductIndex(PRODUCTS, rules), customers, PriceList((), "GBP"), rules)


def decided(body: str, shop: Knowledge, subject: str = "Order") -> Route:
    mail = (
        f"From: Ada Quill <ada@quill.example>\nTo: shop@brush.example\nSubject: {subject}\n"
        f"Message-ID: <1@quill.example>\nDate: Mon, 09 Nov 2026 09:00:00 +0000\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    )
    return pipeline.process(RawMail(mail.encode()), shop).decision.route


@pytest.mark.parametrize(
    "body",
    [
        "Hello,\n\nplease send 3 flat brushes 30 mm and 2 paint rollers 18 cm.\n\nThanks\nAda",
        "Hi, here is our order: 3 flat brushes 30 mm, 6 cans of red enamel paint. Thanks, Ada",
        "Hi,\n\nplease charge to our account: 12 flat brushes 50 mm\n\nAda",
        "Guten Tag,\n\nbitte liefern Sie bis Freitag 5 Flachpinsel 30 mm und 2 Farbroller 18 cm.\n\nDanke\nAda",
        "Hello, 2 boxes of flat brushes 50 mm please, to the usual address. Could you confirm? Ada",
        "Hi there, please send 4 paint rollers 18 cm, I keep losing mine. Cheers, Ada",
    ],
)
def test_confirmed_unasked(body: str, shop: Knowledge) -> None:
    assert decided(body, shop) is Route.ACCEPT


@pytest.mark.parametrize(
    "body",
    [
        "Please send 3 flat brushes 30 mm, left-handed. Ada",
        "Please send 3 flat brushes 30 mm (child size). Ada",
        "Please send 12 flat brushes 30 mm. They need to be the angled type. Ada",
        "Please send 12 flat brushes 30 mm. We also need bristle soap for them. Ada",
        "Please send 12 flat brushes 30 mm.\n\nPS forget it, found my old ones.",
        "Please send 12 flat brushes 30 mm. Scrap that.",
        "Please send 12 flat brushes 30 mm. Double that, would you.",
        "Same as last month please, and 2 paint rollers 18 cm. Ada",
        "Everything on the attached list please, and 10 flat brushes 30 mm. Ada",
        "12 flat brushes 30 mm please, deliver them to my sister this time. Ada",
        "Please send ten or so flat brushes 30 mm. Ada",
        "- 3 flat brushes 30 mm\n- ~~2 paint rollers 18 cm~~\n\nPlease, Ada",
        "Bitte 5 Flachpinsel 30 mm, aber für Linkshänder. Ada",
        "Bitte 5 Flachpinsel 30 mm. Dazu Schleifpapier. Ada",
        "Bitte 5 Flachpinsel 30 mm. Hat sich erledigt, mein Nachbar hat noch welche. Ada",
        "Bitte 5 Flachpinsel 30 mm, Lieferung diesmal auf die Baustelle. Ada",
        "Bitte 5 Flachpinsel 30 mm, wir holen selbst ab. Ada",
    ],
)
def test_left_to_a_person(body: str, shop: Knowledge) -> None:
    assert decided(body, shop) is Route.REVIEW


def test_a_subject_that_takes_it_back(shop: Knowledge) -> None:
    assert decided("Please send 3 flat brushes 30 mm. Ada", shop, "CANCELLED: order brushes") is Route.REVIEW
