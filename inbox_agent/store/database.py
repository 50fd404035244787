"""Opening the store, and its unit of work."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.orm import Session

from inbox_agent.errors import StoreError
from inbox_agent.store import migrate, postgresql, sqlite


@dataclass(frozen=True, slots=True)
class Store:
    """A database of the current version."""

    engine: Engine

    def begin(self, durable: bool = False) -> Session:
        """A unit of work. ``durable``: its commit survives a power cut, for what must be safe before anything outside
        is touched."""
        return Session(self.engine.execution_options(durable=durable))

    def read(self) -> Session:
        """A unit of work that only looks, and keeps no writer waiting."""
        return Session(self.engine.execution_options(read=True))

    def exclusive(self) -> AbstractContextManager[bool]:
        """Yields whether this process is the only one that runs the service here; released however it ends."""
        if self.engine.dialect.name == "sqlite":
            return sqlite.exclusive(self.engine)
        return postgresql.exclusive(self.engine)

    def close(self) -> None:
        self.engine.dispose()


def open_store(url: str, base: Path) -> Store:
    """Opens the database, made or brought up to date as needed. A relative SQLite path starts at ``base``.

    Raises StoreError in one line: no such server, not a database, of a newer version."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(f'store.url: "{url}" is no database address, as "sqlite:///inbox-agent.db" is') from error
    match parsed.get_backend_name():
        case "sqlite":
            engine = sqlite.engine(parsed, base)
        case "postgresql":
            engine = postgresql.engine(parsed)
        case other:
            raise StoreError(f'store.url: "{other}" is not supported; use sqlite or postgresql+psycopg')
    try:
        migrate.upgrade(engine)
    except DatabaseError as error:
        engine.dispose()
        where = engine.url.render_as_string(hide_password=True)
        raise StoreError(f"store {where}: {str(error.orig).strip().splitlines()[0]}") from error
    except StoreError:
        engine.dispose()
        raise
    return Store(engine)
