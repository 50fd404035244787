"""A throw-away copy of a store, for a run that decides and does nothing: the real one still has all its mail to do."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert, select

from inbox_agent.store.database import Store, open_store
from inbox_agent.store.tables import Base

LEFT_OUT = ("raw_messages", "effects", "events")  # nothing that deciding about new mail needs
ROWS = 500


@contextmanager
def shadow(store: Store) -> Iterator[Store]:
    """The copy, in a temporary SQLite file; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="inbox-agent-shadow-") as folder:
        copy = open_store("sqlite:///shadow.db", Path(folder))
        try:
            _copy(store, copy)
            yield copy
        finally:
            copy.close()


def _copy(source: Store, target: Store) -> None:
    with source.read() as old, target.begin() as new:
        for table in Base.metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                for rows in old.execute(select(table)).mappings().partitions(ROWS):
                    new.execute(insert(table), [dict(row) for row in rows])
        new.commit()
