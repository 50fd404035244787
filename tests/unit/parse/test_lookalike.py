"""Domains that a hurried reader takes for a customer's."""

import pytest

from inbox_agent.parse.domains import name_of, organisation
from inbox_agent.parse.lookalike import imitated, originals

REAL = originals([
    "northwind-bakery.example", "melkerhof.example", "modern.example", "wurmberg-hotel.example", "filiale12.example",
    "clausen.example", "gmail.example", "abc.example", "tischlerei-von-der-alm.example", "käserei-alp.example",
])  # fmt: skip


def punycode(domain):
    return ".".join("xn--" + x.encode("punycode").decode() if not x.isascii() else x for x in domain.split("."))


@pytest.mark.parametrize("domain", [
    "northwindbakery.example", "north-wind-bakery.example", "northwind_bakery.example",
    "northwind-bakery.test", "northwind-bakery.co.zz", "mail.northwind-bakery.co.zz",
    "northvvind-bakery.example", "northw1nd-bakery.example", "northwind-bakary.example", "northwlnd-bakery.example",
    "northwind-bakery-orders.example", "orders-northwind-bakery.example", "mynorthwindbakery.example",
    "northwind-bakery.example.evil.test", "northwind-bakery.evil.test",
    "melkerhof-gmbh.example", "melkerh0f.example", "rnelkerhof.example", "melkehrof.example", "melkerhoff.example",
    "mellkerhof.example", "melkrhof.example", "me1kerhof.example",
    "modem.example", "rnodern.example", "dausen.example", "wurmberg-hote1.example",
    "tischlerei-von-den-aln.example",
    "mеlkerhof.example", "melkerhοf.example", "ｍelkerhof.example", "mélkerhof.example", "melkerhоf.example",
    "kaeserei-alp.example", "kaserei-alp.example",
])  # fmt: skip
def test_imitation(domain):
    assert imitated(domain, REAL)
    assert imitated(punycode(domain), REAL)


@pytest.mark.parametrize("domain", [
    "northwind-bakery.example", "mail.northwind-bakery.example", "melkerhof.example", "sales.modern.example",
    "bakery.example", "windmill.example", "melkhof-kaiser.example", "moderna-ceramics.example", "filiale13.example",
    "abd.example", "abc-shop.example", "gmai1.example", "gmx.example", "gmail.test", "clausewitz.example",
    "tischlerei-alm.example", "", "example", "xn--.example", "xn--99999999999.example",
])  # fmt: skip
def test_no_imitation(domain):
    assert imitated(domain, REAL) is None


@pytest.mark.parametrize("domain", ["a" * 100_000, "." * 100_000, "xn--" + "a" * 100_000, "-" * 100_000])
def test_a_stranger_s_domain_costs_no_time(domain):
    assert imitated(domain, REAL) is None


def test_organisation():
    assert organisation("mail.shop.co.uk") == "shop.co.uk"
    assert organisation("a.b.shop.example") == "shop.example"
    assert organisation("shop") == "shop"
    assert name_of(punycode("müller.example")) == "müller"
