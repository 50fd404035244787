"""What a customer owes, and when a person must say it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Address, Asked, Evidence, Finding, Intent, Line, PricedOrder, Reading
from inbox_agent.money import Money
from inbox_agent.price import price

DAY = date(2026, 6, 1)
EVIDENCE = (Evidence("body", "x", "test", 0, 1),)
Shop = Callable[..., Knowledge]


def line(sku: str | None, quantity: str | None = "1") -> Line:
    amount = Decimal(quantity) if quantity else None
    return Line(sku, sku or "?", amount, "each", Asked(quantity, None, "x"), 1.0, EVIDENCE)


def reading(*lines: Line, customer: str | None = "ole@nordlicht.example", to: Address | None = None) -> Reading:
    found = Finding(to, 1.0, EVIDENCE) if to else None
    return Reading(Finding(Intent.ORDER, 1.0, EVIDENCE), customer=customer, lines=lines, ship_to=found)


def priced(order: Reading, knowledge: Knowledge) -> PricedOrder:
    result = price(order, knowledge, DAY)
    assert result.order is not None, result.doubts
    return result.order


def codes(order: Reading, knowledge: Knowledge) -> list[str]:
    result = price(order, knowledge, DAY)
    assert result.order is None
    return [doubt.code for doubt in result.doubts]


def test_lines_tax_by_rate_shipping_and_total(shop: Shop) -> None:
    order = priced(reading(line("BROOM", "2"), line("SEED", "1.5"), line("BOOK")), shop())
    assert [str(item.net) for item in order.lines] == ["25.80 EUR", "5.00 EUR", "20.00 EUR"]
    assert str(order.net) == "50.80 EUR"
    assert str(order.shipping) == "5.21 EUR"  # 4.90 and 3.1 kg
    assert [(t.rate, str(t.base), str(t.tax)) for t in order.taxes] == [
        (19, "31.01 EUR", "5.89 EUR"), (7, "5.00 EUR", "0.35 EUR"), (0, "20.00 EUR", "0.00 EUR"),
    ]  # fmt: skip
    assert str(order.gross) == "62.25 EUR"


def test_shipping_is_free_from_a_value(shop: Shop) -> None:
    assert priced(reading(line("BROOM", "7")), shop()).shipping.amount > 0
    assert priced(reading(line("BROOM", "8")), shop()).shipping.amount == 0


def test_no_zones_no_shipping(shop: Shop) -> None:
    assert priced(reading(line("BROOM")), shop(shipping={})).shipping.amount == 0


def test_a_zone_for_everywhere(shop: Shop) -> None:
    knowledge = shop(shipping={"zones": [{"countries": ["*"], "price": "7"}]})
    assert str(priced(reading(line("BROOM")), knowledge).shipping) == "7.00 EUR"


def test_tax_is_of_the_country_the_goods_go_to(shop: Shop) -> None:
    order = priced(reading(line("BROOM"), customer="max@privat.example"), shop())
    assert [t.rate for t in order.taxes] == [20]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (Address(street="Rue 1", postcode="75001", city="Paris", country="FR"), "no_shipping_zone"),
        (Address(street="Rue 1", postcode="98000", city="Monaco", country="MC"), "no_tax_rate"),
    ],
)
def test_a_country_that_is_not_configured(shop: Shop, address: Address, code: str) -> None:
    assert code in codes(reading(line("BROOM"), customer=None, to=address), shop())


@pytest.mark.parametrize(
    ("home", "to", "rates"),
    [("DE", "CH", [0]), ("DE", "GB", [0]), ("GB", "DE", [0]), ("DE", "DE", [19])],
)
def test_an_export_is_free_of_tax_and_the_receipt_says_so(shop: Shop, home: str, to: str, rates: list[int]) -> None:
    knowledge = shop(
        company={"name": "x", "email": "a@b.example", "country": home, "currency": "EUR"},
        tax={"rates": {home: {"standard": "19"}}},
        shipping={"zones": [{"countries": ["*"], "price": "5"}]},
    )
    address = Address(street="Seestr. 1", postcode="8001", city="Zürich", country=to)
    order = priced(reading(line("BROOM"), customer=None, to=address), knowledge)
    assert [t.rate for t in order.taxes] == rates
    assert (order.note == "export") == (home != to)


def test_what_a_seller_elsewhere_owes_abroad_is_not_guessed(shop: Shop) -> None:
    company = {"name": "x", "email": "a@b.example", "country": "US", "currency": "EUR"}
    knowledge = shop(company=company, shipping={"zones": [{"countries": ["*"], "price": "5"}]}, tax={"rates": {}})
    address = Address(street="Seestr. 1", postcode="8001", city="Zürich", country="CH")
    assert codes(reading(line("BROOM"), customer=None, to=address), knowledge) == ["no_tax_rate"]


def test_a_class_without_a_rate(shop: Shop) -> None:
    knowledge = shop(tax={"rates": {"DE": {"standard": "19"}}})
    assert codes(reading(line("SEED")), knowledge) == ["no_tax_rate"]
    assert price(reading(line("BOOK")), knowledge, DAY).order is not None  # zero needs no rate


def test_reverse_charge_is_for_a_person(shop: Shop) -> None:
    result = price(reading(line("BROOM"), customer="eva@wiener.example"), shop(), DAY)
    assert [(d.code, d.values["tax_class"]) for d in result.doubts] == [("no_tax_rate", "reverse charge")]
    swiss = shop(company={"name": "x", "email": "a@b.example", "country": "CH", "currency": "EUR"},
                 tax={"rates": {"AT": {"standard": "20"}}})  # fmt: skip
    assert price(reading(line("BROOM"), customer="eva@wiener.example"), swiss, DAY).order is not None


def test_a_domestic_customer_with_a_vat_id_pays_tax(shop: Shop) -> None:
    assert priced(reading(line("BROOM")), shop()).tax.amount > 0


def test_two_currencies_have_no_sum(shop: Shop) -> None:
    assert codes(reading(line("BROOM"), line("IMPORT")), shop()) == ["mixed_currency"]
    assert codes(reading(line("IMPORT")), shop()) == ["mixed_currency"]  # shipping is in euro
    assert priced(reading(line("IMPORT")), shop(shipping={})).gross.currency == "USD"


@pytest.mark.parametrize("lines", [(), (line(None),), (line("BROOM", None),), (line("BROOM"), line("GONE"))])
def test_what_is_not_understood_has_no_price(shop: Shop, lines: tuple[Line, ...]) -> None:
    assert codes(reading(*lines), shop()) == []


def test_nothing_is_priced_without_settings_or_address(shop: Shop) -> None:
    assert codes(reading(line("BROOM")), replace(shop(), settings=None)) == []
    assert codes(reading(line("BROOM"), customer=None), shop()) == []


def test_addresses_of_the_mail_go_before_the_record(shop: Shop) -> None:
    site = Address(street="Baustelle 9", postcode="20095", city="Hamburg")
    order = priced(reading(line("BROOM"), to=site), shop())
    assert order.ship_to == replace(site, country="DE")
    assert order.bill_to.street == "Markt 1"
    stranger = priced(reading(line("BROOM"), customer=None, to=site), shop())
    assert stranger.bill_to == stranger.ship_to


def test_an_address_without_country_at_the_records_postcode_is_the_records(shop: Shop) -> None:
    there = Address(street="Ring 2", postcode="1010", city="Wien")
    assert priced(reading(line("BROOM"), customer="max@privat.example", to=there), shop()).ship_to.country == "AT"


def test_payment_method(shop: Shop) -> None:
    order = reading(line("BROOM"))
    assert priced(order, shop()).payment_method == "invoice"
    stated = replace(order, payment_method=Finding("paypal", 1.0, EVIDENCE))
    assert priced(stated, shop()).payment_method == "paypal"


QUANTITIES = st.decimals(min_value="0.001", max_value="99999", places=3)
BASKETS = st.lists(st.tuples(st.sampled_from(["BROOM", "SEED", "BOOK"]), QUANTITIES), min_size=1, max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(basket=BASKETS)
def test_sums_agree_to_the_cent(shop: Shop, basket: list[tuple[str, Decimal]]) -> None:
    knowledge = shop()
    wanted = reading(*(line(sku, str(quantity)) for sku, quantity in basket))
    order = priced(wanted, knowledge)
    assert order.net + order.tax + order.shipping == order.gross
    assert sum(item.net.amount for item in order.lines) == order.net.amount
    assert sum(t.base.amount for t in order.taxes) == order.net.amount + order.shipping.amount
    amounts = [item.net for item in order.lines] + [t.tax for t in order.taxes] + [order.gross]
    assert all(amount == amount.rounded() for amount in amounts)
    assert priced(wanted, knowledge) == order


def test_no_currency_no_price(shop: Shop) -> None:
    from inbox_agent.catalogue.prices import PriceList

    knowledge = replace(shop(), prices=PriceList())
    assert codes(reading(line("BROOM")), knowledge) == ["no_price"]
    assert priced(reading(line("IMPORT")), replace(shop(shipping={}), prices=PriceList())).net == Money(
        Decimal("30.00"), "USD"
    )
