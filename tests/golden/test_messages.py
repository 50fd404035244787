"""Awkward messages, each read as a person would read it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from inbox_agent import pipeline
from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.catalogue.records import Customer, Product
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Address, RawMail, Route
from tests.golden.messages import essentials, messages

PRODUCTS = (
    Product("PB-40", "Flat brush 40 mm", "each", Decimal(4), aliases=("Flachpinsel 40 mm",)),
    Product("KR-19", "Masking tape", "roll", Decimal(2), aliases=("Kreppband",)),
)
HOME = Address(name="Hanna Brandt", street="Am Kai 7", postcode="20457", city="Hamburg", country="DE")


@pytest.fixture(scope="module")
def shop(rules: Rules) -> Knowledge:
    """A shop that has what these mails order, and knows who writes them."""
    customers = Customers([Customer("hanna@brandt-werkstatt.example", "Hanna Brandt", ship_to=HOME)])
    return Knowledge(ProductIndex(PRODUCTS, rules), customers, PriceList((), "EUR"), rules)


@pytest.mark.parametrize("path", messages(), ids=lambda path: path.stem)
def test_an_awkward_message(rules: Rules, path: Path) -> None:
    assert essentials(path, rules) == json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_what_is_doubtful_is_never_confirmed(shop: Knowledge) -> None:
    outcomes = {path.stem: pipeline.process(RawMail(path.read_bytes()), shop) for path in messages()}
    confirmed = {name for name, outcome in outcomes.items() if outcome.decision.route is Route.ACCEPT}
    assert {name for name in confirmed if outcomes[name].parsed.doubts} == set()
    assert len(confirmed) > 20  # and what was only awkward needs no person


def test_our_own_receipt_is_no_new_order(shop: Knowledge) -> None:
    (path,) = (path for path in messages() if "our-own-receipt" in path.stem)
    assert pipeline.process(RawMail(path.read_bytes()), shop).reading.lines == ()
