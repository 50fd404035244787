"""Where goods and bill go: what the mail says, else what the customer's record says."""

from dataclasses import replace

from inbox_agent.catalogue.records import Customer
from inbox_agent.model import Address, Reading


def ship_to(reading: Reading, customer: Customer | None, home: str) -> Address | None:
    """The delivery address with its country: the record's at the same postcode, else the company's own (``home``):
    people leave the country out when they order within it."""
    recorded = customer.ship_to if customer else None
    address = reading.ship_to.value if reading.ship_to else recorded
    if address is None or address.country:
        return address
    same_place = recorded is not None and recorded.postcode == address.postcode
    return replace(address, country=(recorded.country if recorded and same_place else None) or home)


def bill_to(reading: Reading, customer: Customer | None, delivery: Address) -> Address:
    """The billing address. A known customer who has goods sent elsewhere still gets the bill at home."""
    if reading.bill_to:
        return reading.bill_to.value
    recorded = (customer.bill_to or customer.ship_to) if customer else None
    return recorded or delivery
