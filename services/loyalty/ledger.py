"""Where points move: each call is one statement, one round trip, one transaction."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from chassis import context
from chassis.database import Database, in_transaction
from contracts.enums import TransactionType
from services.loyalty.domain.guardrails import Guardrails
from services.loyalty.ports import (
    Entry,
    Facts,
    Posted,
    PostStatus,
    Returned,
    Settled,
    Transaction,
)

_FACTS = "select * from redemption_facts(%s, %s, %s)"
_POST = "select * from post_points(%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, null, %s)"
_REVERSE = "select * from reverse_redemption(%s, %s, %s, %s, %s, %s)"


class PointsLedger:
    """`wake` tells the relay that there is something to publish."""

    def __init__(self, database: Database, wake: Callable[[], None]) -> None:
        # Without an explicit transaction there is no BEGIN, no setting and no COMMIT to wait for;
        # the functions set the tenant themselves.
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._wake = wake

    def facts(self, tenant_id: str, customer_id: str, booking_id: str | None) -> Facts:
        row = self._one(_FACTS, (tenant_id, customer_id, booking_id))
        if row is None:
            raise RuntimeError("facts are always one row")
        return Facts(
            balance=row.balance,
            guardrails=Guardrails(
                min_cart_total_cents=row.min_cart_total_cents,
                require_core_service=row.require_core_service,
                guardrail_message=row.guardrail_message,
                point_value_cents=row.point_value_cents,
            ),
            settled=_settled(row) if row.is_settled and not row.is_reversed else None,
            is_reversed=row.is_reversed,
        )

    def post(self, entry: Entry) -> Posted:
        caller = context.current()
        values = (
            entry.tenant_id,
            entry.customer_id,
            entry.type.value,
            entry.points,
            entry.key,
            entry.body_hash,
            entry.reason,
            entry.description,
            json.dumps(dict(entry.metadata)),
            caller.actor_id,
            caller.correlation_id,
            entry.booking_id,
            entry.at,
        )
        row = self._one(_POST, values)
        if row is None:
            raise RuntimeError("a post always says what became of it")
        if row.status == PostStatus.POSTED:
            self._wake()
        return Posted(
            status=PostStatus(row.status),
            balance=row.balance_after,
            transaction=_transaction(row) if row.id is not None else None,
            metadata=_loaded(row.metadata),
        )

    def reverse_redemption(
        self, tenant_id: str, booking_id: str, *, reason: str, description: str
    ) -> Returned | None:
        caller = context.current()
        values = (
            tenant_id,
            booking_id,
            reason,
            description,
            caller.actor_id,
            caller.correlation_id,
        )
        row = self._one(_REVERSE, values)
        if row is None:
            return None
        self._wake()
        return Returned(points=row.points, balance_after=row.balance_after)

    def _one(self, statement: str, values: tuple[Any, ...]) -> sa.Row[Any] | None:
        if in_transaction():
            raise RuntimeError("points move in a transaction of their own")
        with self._engine.connect() as connection:
            return connection.exec_driver_sql(statement, values).one_or_none()


def _settled(row: sa.Row[Any]) -> Settled:
    return Settled(
        points=row.points,
        balance_after=row.balance_after,
        metadata=_loaded(row.metadata),
        body_hash=bytes(row.body_hash),
    )


def _loaded(metadata: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return metadata or {}


def _transaction(row: sa.Row[Any]) -> Transaction:
    return Transaction(
        id=str(row.id),
        type=TransactionType(row.type),
        points=row.points,
        balance_after=row.balance_after,
        reason=row.reason,
        description=row.description,
        created_at=row.created_at,
    )
