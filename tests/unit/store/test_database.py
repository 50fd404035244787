"""Opening, migrating and sharing a store."""

import multiprocessing
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from inbox_agent.errors import StoreError
from inbox_agent.store import Store, events, open_store
from inbox_agent.store.tables import Base, Event

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_new_store_is_private_and_stands_beside_the_config(tmp_path: Path) -> None:
    open_store("sqlite:///shop.db", tmp_path).close()
    assert stat.S_IMODE((tmp_path / "shop.db").stat().st_mode) == 0o600


def test_migrations_make_the_tables_that_the_program_uses(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_opening_twice_keeps_what_is_there(tmp_path: Path) -> None:
    store = open_store("sqlite:///shop.db", tmp_path)
    with store.begin() as uow:
        events.record(uow, "started", NOON)
        uow.commit()
    store.close()
    again = open_store("sqlite:///shop.db", tmp_path)
    with again.read() as uow:
        event = uow.scalars(select(Event)).one()
    again.close()
    assert (event.kind, event.at) == ("started", NOON)


def test_a_store_of_a_newer_program_is_refused_in_words(tmp_path: Path) -> None:
    store = open_store("sqlite:///shop.db", tmp_path)
    with store.begin() as uow:
        uow.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        uow.commit()
    store.close()
    with pytest.raises(StoreError, match=r"shop\.db.*newer inbox-agent.*9999.*update"):
        open_store("sqlite:///shop.db", tmp_path)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:///missing/folder/shop.db", "cannot be opened"),
        ("sqlite://", "name a file"),
        ("mysql://somewhere/shop", "not supported"),
        ("shop.db", "no database address"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_in_one_line(tmp_path: Path, url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as error:
        open_store(url, tmp_path)
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "shop.db").write_bytes(b"my holiday pictures" * 100)
    with pytest.raises(StoreError, match=r"shop\.db.*not a database"):
        open_store("sqlite:///shop.db", tmp_path)
    assert (tmp_path / "shop.db").read_bytes() == b"my holiday pictures" * 100


def test_leaving_without_commit_rolls_back(store: Store) -> None:
    with store.begin() as uow:
        events.record(uow, "started", NOON)
    with store.read() as uow:
        assert uow.scalars(select(Event)).all() == []


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_how_hard_a_commit_is(store: Store, durable: bool, level: int) -> None:
    with store.begin(durable=durable) as uow:
        assert uow.execute(text("PRAGMA synchronous")).scalar() == level


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="without a zone"), store.begin() as uow:
        events.record(uow, "started", datetime(2026, 3, 2))
        uow.commit()


def test_only_one_process_runs_the_service(tmp_path: Path, store: Store) -> None:
    with store.exclusive() as first, store.exclusive() as second:
        assert (first, second) == (True, False)
    with store.exclusive() as later:
        assert later


def _open_and_count(folder: Path) -> int:
    store = open_store("sqlite:///shop.db", folder)
    with store.begin() as uow:
        events.record(uow, "started", NOON)
        uow.commit()
    store.close()
    return 1


def test_processes_that_open_a_new_store_at_once_wait_for_each_other(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.map(_open_and_count, [tmp_path] * 4)
    store = open_store("sqlite:///shop.db", tmp_path)
    with store.read() as uow:
        assert len(uow.scalars(select(Event)).all()) == 4
    store.close()
