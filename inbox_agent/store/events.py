"""The log of what happened: rows are added, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from inbox_agent.store.tables import Event

MACHINE = "machine"


def record(
    uow: Session, kind: str, at: datetime, mail_id: int | None = None, author: str = MACHINE, **data: Any
) -> None:
    """Adds one event. ``data`` is JSON values; no mail text and no secrets belong there."""
    uow.add(Event(at=at, mail_id=mail_id, kind=kind, author=author, data=data))
