"""An order that nothing speaks against; tests change one thing each."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.index import ProductIndex
from inbox_agent.catalogue.prices import PriceList
from inbox_agent.decide import decide
from inbox_agent.knowledge import Knowledge
from inbox_agent.lexicon import Rules
from inbox_agent.model import Decision, Document, Doubt, Intent, ParsedMail, Person, Reading
from tests.unit.decide.shop import CUSTOMER, PRODUCTS, a_line, found


@pytest.fixture(scope="session")
def shop(rules: Rules) -> Knowledge:
    return Knowledge(ProductIndex(PRODUCTS, rules), Customers([CUSTOMER]), PriceList((), "GBP"), rules)


@pytest.fixture
def mail() -> ParsedMail:
    return ParsedMail(
        "1.eml",
        "<1@chapel-crafts.example>",
        Person("Kim Ode", "kim@chapel-crafts.example"),
        "Order",
        datetime(2026, 5, 4, 9, 0, tzinfo=UTC),
        None,
        "Please send 12 red candles.",
    )


@pytest.fixture
def order() -> Reading:
    return Reading(found(Intent.ORDER), customer=CUSTOMER.email, lines=(a_line(),))


@pytest.fixture
def decided(shop: Knowledge) -> Callable[..., Decision]:
    def decided(
        mail: ParsedMail,
        reading: Reading,
        documents: tuple[Document, ...] = (),
        doubts: tuple[Doubt, ...] = (),
        knowledge: Knowledge = shop,
    ) -> Decision:
        return decide(mail, documents, reading, doubts, knowledge)

    return decided


@pytest.fixture
def codes(decided: Callable[..., Decision]) -> Callable[..., set[str]]:
    def codes(*args: object, **kwargs: object) -> set[str]:
        return {reason.code for reason in decided(*args, **kwargs).reasons}

    return codes
