"""Who a mail's address belongs to."""

import pytest

from inbox_agent.catalogue.customers import Customers
from inbox_agent.catalogue.records import Customer

RECORDS = Customers(
    [
        Customer("buying@steinbach-mueller.example", company="Steinbach & Müller GmbH"),
        Customer("a@twomen.example", company="Two Men Ltd"),
        Customer("b@twomen.example", company="Two Men Ltd"),
        Customer("carla@bigmail.example", company="Carla's Flower Shop"),
        Customer("dora@post.example"),
    ]
)


@pytest.mark.parametrize(
    ("email", "record"),
    [
        ("buying@steinbach-mueller.example", "buying@steinbach-mueller.example"),
        ("Buying@Steinbach-Mueller.example", "buying@steinbach-mueller.example"),
        ("lager@steinbach-mueller.example", "buying@steinbach-mueller.example"),  # a colleague
        ("c@twomen.example", None),  # of whom?
        ("somebody@bigmail.example", None),  # a mail provider
        ("eve@post.example", None),
        ("buying@steinbach-mueller.other.example", None),
        ("", None),
    ],
)
def test_find(email: str, record: str | None) -> None:
    found = RECORDS.find(email)
    assert (found.email if found else None) == record
