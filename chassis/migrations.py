"""Runs a service's Alembic migrations, and helps to write them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Protocol

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool

from chassis.database import make_psycopg_yield

CURRENT_TENANT = "nullif(current_setting('app.tenant_id', true), '')::uuid"
# Any number will do, as long as every process uses the same one; it is per database.
LOCK = 7_301_442_012
TRY_LOCK = "select pg_try_advisory_lock(%s)"
LOCK_PAUSE_SECONDS = 0.1
# Alembic keeps the running migration in a module global, so one at a time in a process.
_one_at_a_time = threading.Lock()


class Operations(Protocol):
    """What the helpers need of Alembic's `op`."""

    def execute(self, sqltext: str) -> None: ...


def migrate(service_package: str, owner_url: str) -> None:
    """Brings the database to the newest revision in `<service_package>/migrations`.

    Processes that start together wait for the first one, and then find nothing to do.
    """
    make_psycopg_yield()
    url = sqlalchemy.make_url(owner_url).set(drivername="postgresql+psycopg2")
    engine = sqlalchemy.create_engine(url, poolclass=NullPool)
    with _one_at_a_time, _locked(engine), engine.connect() as connection:
        config = _config(service_package)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_newest(service_package: str, connection: sqlalchemy.Connection) -> bool:
    """Whether `migrate` would find nothing to do; only looks."""
    known = ScriptDirectory.from_config(_config(service_package)).get_heads()
    found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(known)


def protect(op: Operations, table: str) -> None:
    """Row-level security by `tenant_id`, binding the table's owner too."""
    name = _quoted(table)
    op.execute(f"alter table {name} enable row level security")
    op.execute(f"alter table {name} force row level security")
    op.execute(
        f"create policy tenant on {name}"
        f" using (tenant_id = {CURRENT_TENANT}) with check (tenant_id = {CURRENT_TENANT})"
    )


def create_platform_tables(op: Operations) -> None:
    """Belongs into a service's first migration; the matching tables are in `chassis.tables`."""
    for statement in _PLATFORM_TABLES:
        op.execute(statement)
    protect(op, "idempotency")


def drop_platform_tables(op: Operations) -> None:
    for table in ("idempotency", "inbox", "outbox"):
        op.execute(f"drop table {table}")


def _config(service_package: str) -> Config:
    config = Config()
    _set(config, "script_location", Path(__file__).parent / "alembic")
    _set(config, "version_locations", Path(str(resources.files(service_package))) / "migrations")
    # Without a separator a path with a space would be read as two.
    config.set_main_option("path_separator", "newline")
    return config


def _set(config: Config, name: str, path: Path) -> None:
    config.set_main_option(name, str(path).replace("%", "%%"))


@contextmanager
def _locked(engine: sqlalchemy.Engine) -> Iterator[None]:
    """On a connection of its own, so that a migration may commit in the middle.

    Asks again and again: a statement that waits holds a snapshot, for whose end the lock's holder
    would wait in CREATE INDEX CONCURRENTLY.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.exec_driver_sql(TRY_LOCK, (LOCK,)).scalar_one():
            time.sleep(LOCK_PAUSE_SECONDS)
        yield


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_PLATFORM_TABLES = (
    """
    create table outbox (
        id bigint generated always as identity primary key,
        event_id uuid not null unique,
        tenant_id uuid not null,
        type text not null,
        correlation_id text not null,
        data jsonb not null,
        occurred_at timestamptz not null,
        published_at timestamptz
    )
    """,
    "create index outbox_unpublished on outbox (id) where published_at is null",
    "create index outbox_published_at on outbox (published_at)",
    """
    create table inbox (
        event_id uuid not null,
        handler text not null,
        tenant_id uuid not null,
        source text not null,
        type text not null,
        envelope jsonb not null,
        received_at timestamptz not null default now(),
        attempts int not null default 0,
        due_at timestamptz not null default now(),
        done_at timestamptz,
        dead_at timestamptz,
        last_error text,
        primary key (event_id, handler)
    )
    """,
    "create index inbox_due on inbox (due_at) where done_at is null and dead_at is null",
    """
    create table idempotency (
        tenant_id uuid not null,
        operation text not null,
        key text not null,
        body_hash text not null,
        reply jsonb,
        created_at timestamptz not null default now(),
        primary key (tenant_id, operation, key)
    )
    """,
    "create index idempotency_created_at on idempotency (tenant_id, created_at)",
)
