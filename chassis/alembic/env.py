"""Shared by every service; connection and version directory come from chassis.migrations."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
