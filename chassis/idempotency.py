"""A write that is asked for twice happens once, and is answered twice with the same reply."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis.tables import idempotency
from contracts.errors import Code, conflict

KEEP_REPLIES = timedelta(days=30)
PRUNE_AT_MOST = 1_000

Reply = dict[str, Any]


def run_once(
    connection: sa.Connection,
    *,
    tenant_id: str | UUID,
    operation: str,
    key: str | None,
    body: Mapping[str, Any],
    action: Callable[[], Reply],
) -> Reply:
    """Runs `action` inside the caller's open transaction, unless this key has had its reply.

    A twin waits at the insert until the first one commits, and then reads its reply; if the first
    one rolls back instead, the twin runs. So a refusal leaves nothing behind and may be retried.
    Without a key `action` just runs.
    """
    if key is None:
        return action()
    body_hash = _hash(body)
    this = (
        idempotency.c.tenant_id == tenant_id,
        idempotency.c.operation == operation,
        idempotency.c.key == key,
    )
    claim = insert(idempotency).values(
        tenant_id=tenant_id, operation=operation, key=key, body_hash=body_hash
    )
    while connection.execute(claim.on_conflict_do_nothing()).rowcount == 0:
        stored = connection.execute(sa.select(idempotency).where(*this)).one_or_none()
        if stored is not None:
            return _stored_reply(stored, body_hash)
        # Pruned between the two statements: the key is free again.
    reply = _as_stored(action())
    connection.execute(sa.update(idempotency).where(*this).values(reply=reply))
    if _is_one_in_256(key):
        prune(connection, older_than=KEEP_REPLIES)
    return reply


def prune(connection: sa.Connection, *, older_than: timedelta) -> int:
    """Forgets old replies of the transaction's tenant and gives how many; at most 1,000 at once.

    Row-level security hides the other tenants from any sweep, so each tenant's own writes
    pay for this, seldom and a little.
    """
    old = (
        sa.select(idempotency.c.tenant_id, idempotency.c.operation, idempotency.c.key)
        .where(idempotency.c.created_at < sa.func.now() - older_than)
        .limit(PRUNE_AT_MOST)
        .with_for_update(skip_locked=True)
    )
    is_old = sa.tuple_(idempotency.c.tenant_id, idempotency.c.operation, idempotency.c.key).in_(old)
    return connection.execute(sa.delete(idempotency).where(is_old)).rowcount


def _is_one_in_256(key: str) -> bool:
    """By the key and not by chance, so that a test can meet it."""
    return hashlib.sha256(key.encode()).digest()[0] == 0


def _stored_reply(stored: sa.Row[Any], body_hash: str) -> Reply:
    if stored.body_hash != body_hash:
        raise conflict(
            Code.IDEMPOTENCY_KEY_REUSED,
            "This idempotency key was used before with a different request.",
        )
    reply: Reply = stored.reply
    return reply


def _hash(body: Mapping[str, Any]) -> str:
    canonical = orjson.dumps(dict(body), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()


def _as_stored(reply: Reply) -> Reply:
    """The first caller sees what later ones will: ids and times as JSON has them."""
    stored: Reply = orjson.loads(orjson.dumps(reply))
    return stored
