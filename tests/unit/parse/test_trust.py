"""What is known of the sender: facts, each from its own source."""

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.records import Customer
from inbox_agent.config import Company, Settings
from inbox_agent.model import ParsedMail, Person
from inbox_agent.parse.authentication import Result
from inbox_agent.parse.trust import trust

CUSTOMERS = Customers([
    Customer("buying@northwind-bakery.example", "Paula Jansen", "Northwind Bakery Ltd"),
    Customer("info@melkerhof.example", "", "Melkerhof GmbH"),
    Customer("jo@postbox.example", "Jo Lindqvist"),
    Customer("kai@postbox.example", "Kai Berger"),
    Customer("mo@postbox.example", "Mo Sand"),
    Customer("ina@postbox.example", "Ina Ost"),
])  # fmt: skip
COMPANY = Company(name="Kettle Works", email="orders@kettleworks.example", country="GB", currency="GBP")
SETTINGS = Settings(company=COMPANY)
PASS = ("authentication-results", "mx.shop.example; dmarc=pass")


def facts(email, name="", reply_to=(), headers=(), settings=None, signatures=()):
    replies = tuple(Person("", address) for address in reply_to)
    mail = ParsedMail("1.eml", "<1@x>", Person(name, email), "", None, None, "", reply_to=replies)
    return trust(headers, mail, CUSTOMERS, settings, "", signatures)


def test_nothing_is_known_without_a_result():
    known = facts("buying@northwind-bakery.example", "Paula Jansen")
    assert (known.authenticated, known.detail) == (None, "")


def test_the_server_s_words_are_kept():
    failed = ("authentication-results", "mx.shop.example; spf=softfail smtp.mailfrom=x.example; dmarc=fail")
    found = facts("buying@northwind-bakery.example", headers=[failed])
    assert (found.authenticated, found.detail) == (False, "spf=softfail dmarc=fail")


def test_a_signature_that_we_checked_proves_its_own_organisation_only():
    own, other = Result("dkim", "pass", "mail.northwind-bakery.example"), Result("dkim", "pass", "massmailer.example")
    assert facts("buying@northwind-bakery.example", signatures=[own]).authenticated is True
    assert facts("buying@northwind-bakery.example", signatures=[other]).authenticated is None
    assert "own check" in facts("buying@northwind-bakery.example", signatures=[own]).detail


def test_the_server_s_refusal_outweighs_our_check():
    failed = ("authentication-results", "mx.shop.example; dmarc=fail")
    own = Result("dkim", "pass", "northwind-bakery.example")
    assert facts("buying@northwind-bakery.example", headers=[failed], signatures=[own]).authenticated is False


@pytest.mark.parametrize("email", ["x@northwindbakery.example", "x@melkerh0f.example", "x@xn--mlkerhof-c8g.example"])
def test_imitated_customer(email):
    assert facts(email).lookalike_of


@pytest.mark.parametrize("email", ["buying@northwind-bakery.example", "new@northwind-bakery.example", "x@postbax.test",
                                   "new@postbox.example", "anna@bakery.example"])  # fmt: skip
def test_nobody_is_imitated(email):
    assert facts(email).lookalike_of is None


@pytest.mark.parametrize(("name", "owner"), [
    ("Paula Jansen", "buying@northwind-bakery.example"),
    ("Melkerhof GmbH", "info@melkerhof.example"),
    ("Northwind Bakery Ltd", "buying@northwind-bakery.example"),
    ("Northwind Bakery Ltd, Purchasing", "buying@northwind-bakery.example"),
    ("Paula Jansen Northwind Bakery Ltd", "buying@northwind-bakery.example"),
    ("Paula", None),
    ("Anna Jansen", None),
    ("", None),
])  # fmt: skip
def test_customer_s_name_under_a_foreign_address(name, owner):
    assert facts("paula@freemail.example", name).name_of == owner


def test_name_is_no_sign_where_the_sender_is_proven_or_is_the_customer():
    assert facts("paula@freemail.example", "Paula Jansen", headers=[PASS]).name_of is None
    assert facts("buying@northwind-bakery.example", "Paula Jansen").name_of is None


@pytest.mark.parametrize(("name", "shown"), [
    ("buying@northwind-bakery.example", "buying@northwind-bakery.example"),
    ("Paula (buying@northwind-bakery.example)", "buying@northwind-bakery.example"),
    ("paula@freemail.example", None),
    ("P.Jansen@Freemail.example", None),
    ("Paula @ Northwind", None),
])  # fmt: skip
def test_another_address_in_the_display_name(name, shown):
    assert facts("paula@freemail.example", name).shown_address == shown


@pytest.mark.parametrize(("headers", "others"), [
    ([("from", "Paula <buying@northwind-bakery.example>")], ()),
    ([("from", "a@freemail.example, Paula <buying@northwind-bakery.example>")], ("a@freemail.example",)),
    ([("from", "<buying@northwind-bakery.example>"), ("from", "<x@evil.example>")], ("x@evil.example",)),
    ([("from", "paula@northwind-bakery.example <buying@northwind-bakery.example>")], ()),
    ([("from", '"x@evil.example" <buying@northwind-bakery.example>')], ()),
])  # fmt: skip
def test_several_senders(headers, others):
    found = facts("buying@northwind-bakery.example", headers=[PASS, *headers])
    assert found.other_senders == others
    assert found.authenticated is (None if others else True)


@pytest.mark.parametrize(("email", "name", "expected"), [
    ("orders@kettlew0rks.example", "", "kettleworks.example"),
    ("orders@kettleworks.test", "", "kettleworks.example"),
    ("x@freemail.example", "Kettle Works", "Kettle Works"),
    ("x@freemail.example", "Kettle Works Accounts", "Kettle Works"),
    ("anna@kettleworks.example", "Kettle Works", None),
    ("x@freemail.example", "Anna Kettle", None),
    ("x@teaworks.example", "", None),
])  # fmt: skip
def test_posing_as_us(email, name, expected):
    assert facts(email, name, settings=SETTINGS).poses_as_us == expected


def test_reply_to_in_another_domain():
    assert facts("a@x.example", reply_to=["a@y.example"]).reply_to_elsewhere == "a@y.example"
    assert facts("a@x.example", reply_to=["b@mail.x.example"]).reply_to_elsewhere is None
    assert facts("a@x.example").reply_to_elsewhere is None


def test_a_stranger_s_header_costs_no_time():
    for long in ("a" * 100_000, "@" * 100_000, "." * 100_000, "a@" * 50_000, "\t" * 100_000):
        facts("a@x.example", long, headers=[("from", long)], settings=SETTINGS)
