"""Brings a store to this program's version when it is opened."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from inbox_agent.errors import StoreError
from inbox_agent.store import postgresql

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Applies what is missing, in one transaction that other processes wait for. Raises StoreError for a store that a
    newer program made."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with engine.begin() as connection:  # on SQLite this is the write lock already
        if engine.dialect.name == "postgresql":
            postgresql.hold_for_migration(connection)
        current = _revision(connection, scripts)
        if current == scripts.get_current_head():
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection, scripts: ScriptDirectory) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        where = connection.engine.url.render_as_string(hide_password=True)
        raise StoreError(f"store {where}: made by a newer inbox-agent (version {current}); update this program")
    return current
