"""What every part of the service needs."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog

from inbox_agent.config import Settings
from inbox_agent.knowledge import Knowledge
from inbox_agent.model import Outcome
from inbox_agent.store import Store


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Service:
    """The parts, put together by app.py. ``knowledge`` is replaced as a whole when the catalogue changes.

    ``shadow``: everything is read and decided, nothing is planned, sent or moved (its store is a throw-away copy).
    ``told`` hears of each mail that was understood."""

    store: Store
    settings: Settings
    knowledge: Knowledge
    clock: Callable[[], datetime] = utc_now
    shadow: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)
    told: Callable[[int, Outcome], None] = lambda mail_id, outcome: None

    @property
    def log(self) -> Any:
        return structlog.get_logger("inbox_agent")
