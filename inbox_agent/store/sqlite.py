"""Everything that is only true of SQLite: one file, one writer, and how hard a commit is."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from inbox_agent.errors import StoreError

BUSY_MILLISECONDS = 30_000


def engine(url: URL, base: Path) -> Engine:
    """An engine on the file that ``url`` names, made readable for its owner only. Raises StoreError."""
    if not url.database or url.database == ":memory:":
        raise StoreError('store.url: name a file, as in "sqlite:///inbox-agent.db"')
    path = base / url.database  # an absolute path stays what it is
    _private_file(path)
    made = create_engine(url.set(database=str(path)))
    event.listen(made, "connect", _on_connect)
    event.listen(made, "begin", _on_begin)
    return made


def _private_file(path: Path) -> None:
    """Created before SQLite does, with mode 0600; its journal files inherit that."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(f"store {path}: cannot be opened: {error.strerror}; check the folder and its owner") from error


def _on_connect(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # transactions begin where we say so, not where the driver guesses
    raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA foreign_keys=ON")


def _on_begin(connection: Connection) -> None:
    """A writer takes the lock at once (a reader that turns writer would fail instead of waiting). ``durable`` commits
    survive a power cut, the others only the end of the process."""
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('durable') else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN DEFERRED" if options.get("read") else "BEGIN IMMEDIATE")


@contextmanager
def exclusive(engine: Engine) -> Iterator[bool]:
    """Whether this process may run the service on that file; given back by the kernel however the process ends."""
    with open(f"{engine.url.database}.lock", "ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
