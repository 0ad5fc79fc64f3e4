"""A write that is asked for twice happens once, and is answered twice with the same reply."""

import zlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis.database import keys_of
from chassis.fingerprints import canonical
from chassis.keys import SEPARATOR, Key, Keys, are_equal, checksum
from chassis.logs import is_sensitive
from chassis.tables import idempotency, idempotency_tenants
from contracts.errors import Code, ServiceError, conflict

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
    hashes = BodyHashes(keys_of(connection))
    this = (
        idempotency.c.tenant_id == tenant_id,
        idempotency.c.operation == operation,
        idempotency.c.key == key,
    )
    claim = insert(idempotency).values(
        tenant_id=tenant_id, operation=operation, key=key, body_hash=hashes.of(body)
    )
    while connection.execute(claim.on_conflict_do_nothing()).rowcount == 0:
        stored = connection.execute(sa.select(idempotency).where(*this)).one_or_none()
        if stored is not None:
            if not hashes.is_of(body, stored.body_hash):
                raise _key_reused()
            reply: Reply = stored.reply
            return reply
        # Pruned between the two statements: the key is free again.
    reply = _as_stored(action())
    answered = sa.update(idempotency).where(*this).values(reply=reply)
    connection.execute(answered.add_cte(_noted(tenant_id)))
    if _is_one_in_256(key):
        prune(connection, older_than=KEEP_REPLIES)
    return reply


def _noted(tenant_id: str | UUID) -> sa.CTE:
    tenant = insert(idempotency_tenants).values(tenant_id=tenant_id)
    return tenant.on_conflict_do_nothing().cte("noted")


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
    return zlib.crc32(key.encode()) % 256 == 0


def _key_reused() -> ServiceError:
    return conflict(
        Code.IDEMPOTENCY_KEY_REUSED,
        "This idempotency key was used before with a different request.",
    )


class BodyHashes:
    """Recognizes a request's body. Keyed, since an EIN in it has only nine digits to guess; and in
    what is hashed each secret is a keyed hash already, so no single key leads to one.
    """

    def __init__(self, keys: Keys) -> None:
        self._bodies = keys.for_purpose("chassis/request-body")
        self._secrets = keys.for_purpose("chassis/secret-in-request-body")

    def of(self, body: Mapping[str, Any]) -> str:
        return self._tag(body, self._bodies.current)

    def is_of(self, body: Mapping[str, Any], stored: str | None) -> bool:
        """Whether it may be: a hash that could be guessed from was cleared, and its key decides."""
        if stored is None:
            return True
        if SEPARATOR not in stored:
            # By a process of a release before key ids, during a rolling upgrade.
            return are_equal(stored, checksum(canonical(body)))
        return any(are_equal(stored, self._tag(body, key)) for key in self._bodies.named)

    def _tag(self, body: Mapping[str, Any], key: Key) -> str:
        secrets = self._secrets.find(key.id)
        if secrets is None:
            raise LookupError("each key id has a key for every purpose")
        return key.tag(canonical(_without_secrets(body, secrets)))


def _without_secrets(value: Any, key: Key) -> Any:
    if isinstance(value, Mapping):
        return {
            name: key.tag(canonical({"": item}))
            if is_sensitive(name) and item is not None
            else _without_secrets(item, key)
            for name, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_without_secrets(item, key) for item in value]
    return value


def _as_stored(reply: Reply) -> Reply:
    """The first caller sees what later ones will: ids and times as JSON has them."""
    stored: Reply = orjson.loads(orjson.dumps(reply))
    return stored
