"""When a failed attempt is repeated."""

from datetime import UTC, datetime, timedelta
from itertools import count, takewhile

from inbox_agent.service.dispatch import retry_at

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_attempts_grow_further_apart_and_end_after_some_days() -> None:
    times = list(takewhile(lambda when: when is not None, (retry_at(n, NOON) for n in count(1))))
    waits = [when - NOON for when in times if when is not None]
    assert waits == sorted(waits)
    assert waits[0] <= timedelta(minutes=5)
    assert timedelta(days=2) < sum(waits, timedelta()) < timedelta(days=7)
