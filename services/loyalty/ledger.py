"""Where points move: each call is one statement, one round trip, one transaction."""

import json
from collections.abc import Callable

from chassis import context
from contracts.enums import TransactionType
from services.loyalty.domain.guardrails import Guardrails
from services.loyalty.ports import (
    Entry,
    Facts,
    Posted,
    PostStatus,
    Returned,
    Rules,
    Settled,
    Transaction,
)
from services.loyalty.statements import Row, Statements

MOST_REMEMBERED = 10_000

_FACTS = "select * from redemption_facts(%s, %s, %s)"
_POST = f"select * from post_points({'%s, ' * 12} null, %s, %s, %s)"  # noqa: S608  no values
_REVERSE = "select * from reverse_redemption(%s, %s, %s, %s, %s, %s)"


class PointsLedger:
    """`wake` tells the relay that there is something to publish."""

    def __init__(self, statements: Statements, wake: Callable[[], None]) -> None:
        self._statements, self._wake = statements, wake
        self._rules: dict[str, Rules] = {}

    def facts(self, tenant_id: str, customer_id: str, booking_id: str | None) -> Facts:
        row = self._one(_FACTS, tenant_id, customer_id, booking_id)
        rules = _rules(row)
        if len(self._rules) >= MOST_REMEMBERED:
            self._rules.clear()
        self._rules[tenant_id] = rules
        is_settled = row["is_settled"] and not row["is_reversed"]
        return Facts(
            balance=row["balance"],
            rules=rules,
            settled=_settled(row) if is_settled else None,
            is_reversed=row["is_reversed"],
        )

    def remembered_rules(self, tenant_id: str) -> Rules | None:
        return self._rules.get(tenant_id)

    def post(self, entry: Entry) -> Posted:
        caller = context.current()
        row = self._one(
            _POST,
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
            entry.least_balance,
            entry.rules_version,
            entry.at,
        )
        if row["status"] == PostStatus.POSTED:
            self._wake()
        return Posted(
            status=PostStatus(row["status"]),
            balance=row["balance_after"],
            transaction=_transaction(row) if row["id"] is not None else None,
            metadata=row["metadata"] or {},
        )

    def reverse_redemption(
        self, tenant_id: str, booking_id: str, *, reason: str, description: str
    ) -> Returned | None:
        caller = context.current()
        values = (reason, description, caller.actor_id, caller.correlation_id)
        row = self._statements.one(_REVERSE, (tenant_id, booking_id, *values))
        if row is None:
            return None
        self._wake()
        return Returned(points=row["points"], balance_after=row["balance_after"])

    def _one(self, statement: str, *values: object) -> Row:
        row = self._statements.one(statement, values)
        if row is None:
            raise RuntimeError("this function always answers with a row")
        return row


def _rules(row: Row) -> Rules:
    guardrails = Guardrails(
        min_cart_total_cents=row["min_cart_total_cents"],
        require_core_service=row["require_core_service"],
        guardrail_message=row["guardrail_message"],
        point_value_cents=row["point_value_cents"],
    )
    return Rules(guardrails, row["rules_version"])


def _settled(row: Row) -> Settled:
    return Settled(
        points=row["points"],
        balance_after=row["balance_after"],
        metadata=row["metadata"],
        body_hash=bytes(row["body_hash"]),
    )


def _transaction(row: Row) -> Transaction:
    return Transaction(
        id=str(row["id"]),
        type=TransactionType(row["type"]),
        points=row["points"],
        balance_after=row["balance_after"],
        reason=row["reason"],
        description=row["description"],
        created_at=row["created_at"],
    )
