"""The store on PostgreSQL: the same tables, the same numbers, the same locks."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, text

from inbox_agent import app, schedule
from inbox_agent.errors import StoreError
from inbox_agent.store import Store, events, open_store, orders
from inbox_agent.store.ledger import ledger
from inbox_agent.store.tables import Base, Event
from tests.integration import shop

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _program(name: str) -> str:
    found = shutil.which(name) or next(iter(sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))), None)
    if found is None:
        reason = "postgresql is not installed (Debian: postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def address(server_folder: Path) -> Iterator[str]:
    """A server of its own; PostgreSQL does not run as root, so then it runs as the user postgres."""
    pytest.importorskip("psycopg")
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    folder = server_folder / "pg"
    folder.mkdir()
    become: list[str] = []
    if os.getuid() == 0:
        become = ["runuser", "-u", "postgres", "--"]
        try:
            shutil.chown(folder, "postgres")
        except LookupError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    subprocess.run([*become, initdb, "-D", f"{folder}/data", "-U", "shop", "-A", "trust", "-N"], check=True)
    options = f"-k {folder} -c listen_addresses= -F"
    control = [*become, pg_ctl, "-D", f"{folder}/data", "-w", "-l", f"{folder}/log"]
    subprocess.run([*control, "-o", options, "start"], check=True)
    yield f"postgresql+psycopg://shop@/postgres?host={folder}"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True)


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    """Empty, whatever the last test left."""
    opened = open_store(address, tmp_path)
    with opened.begin() as uow:
        for table in reversed(Base.metadata.sorted_tables):
            uow.execute(delete(table))
        uow.commit()
    yield opened
    opened.close()


def test_migrations_make_the_tables_that_the_program_uses(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_store_of_a_newer_program_is_refused(store: Store, address: str, tmp_path: Path) -> None:
    with store.begin() as uow:
        before = uow.execute(text("SELECT version_num FROM alembic_version")).scalar()
        uow.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        uow.commit()
    try:
        with pytest.raises(StoreError, match="newer inbox-agent"):
            open_store(address, tmp_path)
    finally:
        with store.begin() as uow:
            uow.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": before})
            uow.commit()


def test_an_unreachable_server_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        open_store(f"postgresql+psycopg://shop:hidden@/postgres?host={tmp_path}", tmp_path)
    assert "\n" not in str(error.value)
    assert "hidden" not in str(error.value)


def test_only_one_process_runs_the_service(store: Store) -> None:
    with store.exclusive() as first, store.exclusive() as second:
        assert (first, second) == (True, False)
    with store.exclusive() as later:
        assert later


def test_a_moment_comes_back_as_it_was_and_readers_cannot_write(store: Store) -> None:
    with store.begin(durable=True) as uow:
        events.record(uow, "started", NOON, note="\0 \ud800")
        uow.commit()
    with store.read() as uow:
        (event,) = uow.query(Event).all()
        assert event.at == NOON
        with pytest.raises(Exception, match="read-only"):
            uow.execute(delete(Event))


def test_numbers_taken_at_the_same_time_have_no_gap(store: Store) -> None:
    taken: list[int] = []

    def take() -> None:
        with store.begin() as uow:
            taken.append(orders.next_value(uow, "orders/2026"))
            uow.commit()

    take()
    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 10))


def test_the_whole_service_runs_on_it(
    store: Store, address: str, dovecot: Any, sink: Any, user: str, tmp_path: Path
) -> None:
    odd = shop.mail("Odd", "3 x CL-200", message_id=f"<{'x' * 4000}@harbour.example>")
    dovecot.deliver(user, shop.mail(), odd, b"Subject: \0\xff\r\nFrom: \0\r\n\r\n\0\r\n")
    boxes = f'[store]\nurl = "{address}"\n' + shop.mailbox(dovecot, user)
    with app.opened(shop.settings(tmp_path, sink.port, boxes)) as service:
        assert schedule.run_once(service)
        with service.store.read() as uow:
            got, rows = ledger(uow), list(orders.rows(uow))
    assert got["by_state"] == {"accepted": 2, "review": 1, "complaint": 0, "ignored": 0, "failed": 0, "pending": 0}
    assert [row["number"][-5:] for row in rows] == ["00001", "00002"]
    assert len(sink.received) == 2
