"""The later steps of the tables that every service's database has, for services' migrations."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Protocol

import sqlalchemy as sa

PAGES_AT_ONCE = 500


class MigrationContext(Protocol):
    def autocommit_block(self) -> AbstractContextManager[None]: ...


class Operations(Protocol):
    """What the helpers need of Alembic's `op`."""

    def execute(self, sqltext: str) -> None: ...
    def get_context(self) -> Any: ...
    def get_bind(self) -> sa.Connection: ...


def create_index(op: Operations, name: str, definition: str) -> None:
    """Builds an index while others read and write: `create_index(op, "x_age", "x (at)")`.

    Commits what the migration did before, so it belongs at a migration's beginning, and whatever
    comes before it must be repeatable.
    """
    with op.get_context().autocommit_block():
        # An interrupted attempt leaves an index of this name that is of no use.
        op.execute(f"drop index concurrently if exists {name}")
        op.execute(f"create index concurrently {name} on {definition}")


def drop_index(op: Operations, name: str) -> None:
    """Drops an index while others read and write; commits what the migration did before."""
    with op.get_context().autocommit_block():
        op.execute(f"drop index concurrently if exists {name}")


def add_dead_letters(op: Operations) -> None:
    """Adds the table of dead letters and what pruning needs, and clears unkeyed body hashes.

    Nothing here locks a table for long: an older process works on meanwhile.
    """
    for name, definition in _INDEXES.items():
        create_index(op, name, definition)
    drop_index(op, "outbox_published_at")
    op.execute("alter table idempotency alter column body_hash drop not null")
    _clear_unkeyed_hashes(op)
    for statement in _DEAD_LETTERS:
        op.execute(statement)
    op.execute("alter table idempotency force row level security")


def drop_dead_letters(op: Operations) -> None:
    create_index(op, "outbox_published_at", "outbox (published_at)")
    for name in _INDEXES:
        drop_index(op, name)
    op.execute("drop table dead_letters, idempotency_tenants")
    # The column stays nullable: a hash that was cleared cannot be made again.


def _clear_unkeyed_hashes(op: Operations) -> None:
    """An EIN can be guessed from a SHA-256; a row without a hash still has its key and reply.

    A lot of pages at a time, each in a transaction of its own. Leaves row-level security off for
    the owner, who has no tenant here, until `add_dead_letters` ends.
    """
    with op.get_context().autocommit_block():
        op.execute("alter table idempotency no force row level security")
        bind = op.get_bind()
        pages = bind.execute(_PAGES).scalar_one()
        for first in range(0, pages, PAGES_AT_ONCE):
            last = first + PAGES_AT_ONCE
            bind.execute(_CLEAR, {"first": f"({first},0)", "last": f"({last},0)"})


_PAGES = sa.text("select pg_relation_size('idempotency') / current_setting('block_size')::int")
# A keyed hash has the key's id in front of a dot.
_CLEAR = sa.text(
    "update idempotency set body_hash = null"
    " where ctid >= cast(:first as tid) and ctid < cast(:last as tid)"
    " and strpos(body_hash, '.') = 0"
)
_INDEXES = {
    "inbox_done_at": "inbox (done_at) where done_at is not null",
    "inbox_dead_at": "inbox (dead_at) where dead_at is not null",
    "outbox_age": "outbox (occurred_at) where published_at is not null",
}
_DEAD_LETTERS = (
    # Outside row-level security: what cannot be read has no tenant. `body` is cut, `body_bytes` is
    # how long the message was.
    """
    create table dead_letters (
        id bigint generated always as identity primary key,
        queue text not null,
        handler text,
        exchange text not null,
        routing_key text not null,
        reason text not null,
        headers jsonb not null,
        body bytea not null check (octet_length(body) <= 65536),
        body_bytes bigint not null,
        received_at timestamptz not null default now()
    )
    """,
    "create index dead_letters_age on dead_letters (received_at)",
    # Row-level security hides the rows of `idempotency` from a sweep that has no tenant.
    "create table idempotency_tenants (tenant_id uuid primary key)",
    "insert into idempotency_tenants select distinct tenant_id from idempotency",
)
