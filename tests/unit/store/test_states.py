"""What may follow what."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from inbox_agent.errors import IllegalTransition
from inbox_agent.store import Store
from inbox_agent.store.states import EFFECT, MESSAGE, ORDER, Machine
from inbox_agent.store.tables import EffectRow, Message

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("machine", [MESSAGE, ORDER, EFFECT], ids=lambda m: m.name)
def test_every_state_can_be_reached_and_every_target_exists(machine: Machine) -> None:
    reached, todo = set(machine.initial), list(machine.initial)
    while todo:
        for new in machine.allowed[todo.pop()] - reached:
            reached.add(new)
            todo.append(new)
    assert reached == machine.states


@pytest.mark.parametrize(
    ("machine", "old", "new"),
    [
        (MESSAGE, "accepted", "pending"),
        (MESSAGE, "ignored", "accepted"),
        (MESSAGE, "complaint", "ignored"),
        (MESSAGE, None, "accepted"),
        (ORDER, "cancelled", "confirmed"),
        (ORDER, "shipped", "cancelled"),
        (ORDER, None, "shipped"),
        (EFFECT, "sent", "pending"),
        (EFFECT, "pending", "sent"),
        (EFFECT, "cancelled", "pending"),
        (EFFECT, "uncertain", "claimed"),
    ],
)
def test_an_unnamed_transition_is_refused(machine: Machine, old: str | None, new: str) -> None:
    with pytest.raises(IllegalTransition, match=machine.name):
        machine.check(old, new)


def test_the_store_refuses_a_state_that_may_not_follow(store: Store, new_message: Callable[..., Message]) -> None:
    with store.begin() as uow:
        mail = new_message(uow, state="accepted")
        with pytest.raises(IllegalTransition, match="accepted -> ignored"):
            mail.state = "ignored"
        uow.commit()
        assert mail.state == "accepted"


def test_a_row_starts_where_it_may() -> None:
    with pytest.raises(IllegalTransition, match="nothing -> sent"):
        EffectRow(mail_id=1, kind="receipt", key="k", payload={}, state="sent", due_at=NOON)
