"""A store in a folder of its own, and mails to put into it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from inbox_agent.store import Store, open_store
from inbox_agent.store.tables import Message, RawMessage

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store("sqlite:///test.db", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def new_message() -> Callable[..., Message]:
    """Adds a pending message to a unit of work."""

    def add(uow: Session, key: str = "k1", sender: str = "ann@buyer.example", state: str = "pending") -> Message:
        mail = Message(
            key=key,
            state="pending",
            size=3,
            message_id=f"<{key}@buyer.example>",
            sender=sender,
            subject="",
            received=NOON,
            date=NOON,
            mailbox="orders",
            created_at=NOON,
            raw=RawMessage(data=b"raw"),
        )
        uow.add(mail)
        uow.flush()
        if state != "pending":
            mail.state = state
        return mail

    return add
