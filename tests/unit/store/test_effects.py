"""The outbox: each effect once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from inbox_agent.model import Effect, EffectKind
from inbox_agent.store import Store, effects
from inbox_agent.store.tables import EffectRow, Message

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RECEIPT = Effect(EffectKind.RECEIPT, "k1:receipt:1", {"recipient": "ann@buyer.example"}, delay_seconds=60)


@pytest.fixture
def receipt(store: Store, new_message: Callable[..., Message]) -> int:
    with store.begin() as uow:
        effects.add(uow, new_message(uow), [RECEIPT], NOON)
        uow.commit()
    return 1


def test_a_key_exists_once_for_ever(store: Store, receipt: int, new_message: Callable[..., Message]) -> None:
    with store.begin() as uow:
        effects.add(uow, new_message(uow, "k2"), [RECEIPT], NOON)
        with pytest.raises(IntegrityError):
            uow.commit()


def test_an_effect_waits_for_its_grace_time(store: Store, receipt: int) -> None:
    with store.read() as uow:
        assert effects.due(uow, NOON, waive_retry=True) is None
        assert effects.due(uow, NOON + MINUTE, waive_retry=False) == receipt
        assert effects.due(uow, NOON + MINUTE, waive_retry=False, after=receipt) is None


def test_only_one_claim_succeeds(store: Store, receipt: int) -> None:
    with store.begin() as uow:
        assert effects.claim(uow, receipt, NOON)
        assert not effects.claim(uow, receipt, NOON)
        uow.commit()
    with store.begin() as uow:
        row = uow.get_one(EffectRow, receipt)
        assert (row.state, row.attempts, row.claimed_at) == ("claimed", 1, NOON)
        assert not effects.claim(uow, receipt, NOON)


def test_a_failed_attempt_is_tried_again_later_or_when_asked_at_once(store: Store, receipt: int) -> None:
    later = NOON + 10 * MINUTE
    with store.begin() as uow:
        uow.get_one(EffectRow, receipt).retry_at = later
        uow.commit()
    with store.read() as uow:
        assert effects.due(uow, NOON + MINUTE, waive_retry=False) is None
        assert effects.due(uow, NOON + MINUTE, waive_retry=True) == receipt
        assert effects.due(uow, later, waive_retry=False) == receipt


def test_what_waits_in_its_grace_time_is_not_undelivered(store: Store, receipt: int) -> None:
    with store.read() as uow:
        assert effects.undelivered(uow, NOON) == []
        assert [row.id for row in effects.undelivered(uow, NOON + MINUTE)] == [receipt]
