"""What one field's finder returns."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from inbox_agent.model import Doubt, Evidence, Finding

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """``finding``: the value (None: the mail does not state one). ``doubts``: what a person should look at (two values
    that disagree). ``seen``: other words of this kind (a second date, an address that is no delivery address, a phone
    number), so that nobody takes their numbers for quantities."""

    finding: Finding[T] | None = None
    doubts: tuple[Doubt, ...] = ()
    seen: tuple[Evidence, ...] = ()
