"""Everything that is only true of PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

from inbox_agent.errors import StoreError

MIGRATION_LOCK, SERVICE_LOCK = 7_346_001, 7_346_002  # any two numbers that no other program takes


def engine(url: URL) -> Engine:
    """An engine with its connections checked before use. Raises StoreError when the driver is not installed."""
    try:
        made = create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        raise StoreError("store.url: PostgreSQL needs the extra: pip install 'inbox-agent[postgresql]'") from error
    event.listen(made, "begin", _on_begin)
    return made


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("read"):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def hold_for_migration(connection: Connection) -> None:
    """Waits until no other process migrates; ends with the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": MIGRATION_LOCK})


@contextmanager
def exclusive(engine: Engine) -> Iterator[bool]:
    """Whether this process may run the service on that database; given back when its connection ends."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        got = bool(connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": SERVICE_LOCK}).scalar())
        try:
            yield got
        finally:
            if got:
                connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": SERVICE_LOCK})
