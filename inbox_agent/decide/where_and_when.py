"""Where the goods go, and by when."""

from collections.abc import Iterable

from inbox_agent.decide.basis import Case
from inbox_agent.model import Address, Doubt


def no_address(case: Case) -> Iterable[Doubt]:
    """No whole delivery address, neither in the mail nor in the customer's record."""
    stated = case.reading.ship_to
    record = case.customer.ship_to if case.customer else None
    if case.orders and not _whole(stated.value if stated else None) and not _whole(record):
        yield Doubt("no_address", stated.evidence if stated else ())


def date_past(case: Case) -> Iterable[Doubt]:
    """Wanted before the mail was written."""
    wanted = case.reading.requested_date
    if case.orders and wanted is not None and case.day is not None and wanted.value < case.day:
        yield Doubt("date_past", wanted.evidence, {"date": wanted.value.isoformat(), "written": case.day.isoformat()})


def _whole(address: Address | None) -> bool:
    return address is not None and bool(address.street) and bool(address.city or address.postcode)
