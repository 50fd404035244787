"""Accounts for every message ever received."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from inbox_agent.store.states import EFFECT, MESSAGE, Machine
from inbox_agent.store.tables import EffectRow, Message, Order, Sighting


def ledger(uow: Session) -> dict[str, Any]:
    """As `ledger --json` shows it; what is being carried out this moment still counts as pending."""
    by_state = _counts(uow, Message.state, MESSAGE)
    effects = _counts(uow, EffectRow.state, EFFECT)
    effects["pending"] += effects.pop("claimed")
    return {
        "received": sum(by_state.values()),
        "by_state": by_state,
        "effects": effects,
        "orders": uow.scalars(select(func.count()).select_from(Order)).one(),
        "duplicates": uow.scalars(select(func.count()).where(Sighting.duplicate)).one(),
    }


def _counts(uow: Session, column: InstrumentedAttribute[str], machine: Machine) -> dict[str, int]:
    """How many rows are in each state, zero included."""
    found = {state: number for state, number in uow.execute(select(column, func.count()).group_by(column))}
    return {state: found.get(state, 0) for state in sorted(machine.states)}
