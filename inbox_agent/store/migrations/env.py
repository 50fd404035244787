"""Alembic's entry: runs on the connection that store/migrate.py opened, within its transaction."""

from alembic import context

from inbox_agent.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
