"""The three state tables. What is not named here does not happen: the store raises IllegalTransition.

Message   pending    -> accepted, review, complaint, ignored, failed
          review     -> accepted (approved), complaint (passed to customer service)
          complaint  -> accepted (the order that was held with it is approved)
          failed     -> pending (a person tries again), complaint
          accepted   -> review (taken back within the grace time)
          ignored    -> review (a person fetched it back)
Order     confirmed        -> awaiting_payment, handed_on, cancelled
          awaiting_payment -> confirmed, handed_on, cancelled
          handed_on        -> shipped, cancelled
Effect    pending    -> claimed, cancelled
          claimed    -> sent, pending (try later), uncertain, failed, cancelled
          uncertain  -> sent, pending, cancelled (each by a person who looked)
          failed     -> pending, cancelled (by a person)
"""

from collections.abc import Mapping
from dataclasses import dataclass

from inbox_agent.errors import IllegalTransition


@dataclass(frozen=True, slots=True)
class Machine:
    """One state table: where a row may start and what may follow what."""

    name: str
    initial: frozenset[str]
    allowed: Mapping[str, frozenset[str]]

    @property
    def states(self) -> frozenset[str]:
        return frozenset(self.allowed)

    def check(self, old: str | None, new: str) -> str:
        """``new`` when a row may go there from ``old`` (None: it is being made). Raises IllegalTransition."""
        if new not in (self.initial if old is None else self.allowed[old]):
            raise IllegalTransition(f"{self.name}: {old or 'nothing'} -> {new} is not allowed")
        return new


def _machine(name: str, initial: str, **allowed: str) -> Machine:
    return Machine(name, frozenset(initial.split()), {old: frozenset(new.split()) for old, new in allowed.items()})


MESSAGE = _machine(
    "message",
    "pending",
    pending="accepted review complaint ignored failed",
    review="accepted complaint",
    complaint="accepted",
    failed="pending complaint",
    accepted="review",
    ignored="review",
)
ORDER = _machine(
    "order",
    "confirmed awaiting_payment",
    confirmed="awaiting_payment handed_on cancelled",
    awaiting_payment="confirmed handed_on cancelled",
    handed_on="shipped cancelled",
    shipped="",
    cancelled="",
)
EFFECT = _machine(
    "effect",
    "pending",
    pending="claimed cancelled",
    claimed="sent pending uncertain failed cancelled",
    uncertain="sent pending cancelled",
    failed="pending cancelled",
    sent="",
    cancelled="",
)
