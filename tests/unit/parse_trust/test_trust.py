"""Only the receiving server's verdict counts; imitations of customers are seen."""

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.records import Customer
from inbox_agent.model import ParsedMail, Person
from inbox_agent.parse.trust import trust

CUSTOMERS = Customers([
    Customer("buying@northwind-bakery.example", "Paula Jansen", "Northwind Bakery Ltd"),
    Customer("info@melkerhof.example", "", "Melkerhof GmbH"),
    Customer("jo@postbox.example", "Jo Lindqvist"),
    Customer("kai@postbox.example", "Kai Berger"),
    Customer("mo@postbox.example", "Mo Sand"),
    Customer("ina@postbox.example", "Ina Ost"),
])  # fmt: skip


def mail(email, name="", reply_to=()):
    replies = tuple(Person("", address) for address in reply_to)
    return ParsedMail("1.eml", "<1@x>", Person(name, email), "", None, None, "", reply_to=replies)


def verdict(results, authserv_id="", email="buying@northwind-bakery.example"):
    return trust({"authentication-results": results} if results else {}, mail(email), CUSTOMERS,
    authserv_id).authenticated


@pytest.mark.parametrize(("results", "expected"), [
    ("", None),
    ("mx.shop.example; dmarc=pass header.from=northwind-bakery.example", True),
    ("mx.shop.example; dkim=pass header.d=northwind-bakery.example; spf=none", True),
    ("mx.shop.example; spf=pass smtp.mailfrom=bounce@mail.northwind-bakery.example", True),
    ("mx.shop.example; dkim=pass (2048-bit key) header.i=@northwind-bakery.example; dmarc=none", True),
    ("mx.shop.example; dkim=pass header.d=massmailer.example; spf=pass smtp.mailfrom=massmailer.example", None),
    ("mx.shop.example; spf=pass smtp.mailfrom=massmailer.example; dmarc=fail (p=none)", False),
    ("mx.shop.example; dkim=pass header.d=massmailer.example; dmarc=fail header.from=northwind-bakery.example", False),
    ("mx.shop.example; spf=fail smtp.mailfrom=northwind-bakery.example", False),
    ("mx.shop.example; spf=fail smtp.mailfrom=x.example; dkim=pass header.d=northwind-bakery.example", True),
    ("mx.shop.example; spf=softfail smtp.mailfrom=northwind-bakery.example", None),
    ("mx.shop.example; spf=neutral; dkim=none", None),
    ("mx.shop.example; none", None),
    ("mx.shop.example 1; DMARC=PASS", True),
    ("mx.shop.example; dkim=none (dmarc=pass is what a forger writes in a comment)", None),
])  # fmt: skip
def test_verdict(results, expected):
    assert verdict(results) is expected


def test_only_the_topmost_header_counts_when_the_server_is_not_known():
    assert verdict("mx.shop.example; spf=fail\nmx.evil.example; dmarc=pass") is False


def test_only_the_own_server_counts_when_it_is_known():
    forged = "mx.evil.example; dmarc=pass header.from=northwind-bakery.example"
    assert verdict(forged, "mx.shop.example") is None
    assert verdict(f"mx.shop.example; dmarc=fail\n{forged}", "mx.shop.example") is False


def test_two_headers_of_the_own_server_are_read_together():
    both = "mx.shop.example; spf=none\nmx.shop.example; dkim=pass header.d=northwind-bakery.example"
    assert verdict(both, "mx.shop.example") is True


def test_own_header_below_a_foreign_one_was_written_by_the_sender():
    assert verdict("mx.relay.example; spf=none\nmx.shop.example; dmarc=pass", "mx.shop.example") is None


@pytest.mark.parametrize("domain", [
    "northwindbakery.example", "northwind-bakery.test", "northvvind-bakery.example", "northw1nd-bakery.example",
    "northwind-bakary.example", "northwind-bakery-orders.example", "mail.northwind-bakery.co.zz",
    "north-wind-bakery.example",
    "melkerhof-gmbh.example", "melkerh0f.example", "rnelkerhof.example", "melkehrof.example",
])  # fmt: skip
def test_imitated_domain(domain):
    assert trust({}, mail(f"x@{domain}"), CUSTOMERS, "").lookalike_of


@pytest.mark.parametrize("email", [
    "buying@northwind-bakery.example", "other@northwind-bakery.example", "x@mail.northwind-bakery.example",
    "anna@bakery.example", "anna@windmill.example", "anna@melkhof-kaiser.example", "a@postbax.test",
    "new@postbox.example",
])  # fmt: skip
def test_other_domains_imitate_nobody(email):
    assert trust({}, mail(email), CUSTOMERS, "").lookalike_of is None


def test_customer_s_name_under_a_foreign_address():
    person = trust({}, mail("paula@freemail.example", "Paula Jansen"), CUSTOMERS, "")
    company = trust({}, mail("x@freemail.example", "Melkerhof GmbH"), CUSTOMERS, "")
    assert person.name_of == "buying@northwind-bakery.example"
    assert company.name_of == "info@melkerhof.example"


def test_name_is_no_sign_where_the_sender_is_proven_or_is_the_customer():
    proven = {"authentication-results": "mx.shop.example; dmarc=pass header.from=freemail.example"}
    assert trust(proven, mail("paula@freemail.example", "Paula Jansen"), CUSTOMERS, "").name_of is None
    assert trust({}, mail("buying@northwind-bakery.example", "Paula Jansen"), CUSTOMERS, "").name_of is None
    assert trust({}, mail("x@freemail.example", "Anna"), CUSTOMERS, "").name_of is None


def test_reply_to_in_another_domain():
    assert trust({}, mail("a@x.example", reply_to=["a@y.example"]), CUSTOMERS, "").reply_to_elsewhere == "a@y.example"
    assert trust({}, mail("a@x.example", reply_to=["b@mail.x.example"]), CUSTOMERS, "").reply_to_elsewhere is None
    assert trust({}, mail("a@x.example"), CUSTOMERS, "").reply_to_elsewhere is None
