"""What every transaction of a tenant can do besides reading and writing its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import sqlalchemy as sa

from chassis.idempotency import run_once


class RecordEvent(Protocol):
    """`OutboxRelay.record`, or a test's stand-in for it."""

    def __call__(
        self, connection: sa.Connection, *, type: str, tenant_id: str, data: Mapping[str, Any]
    ) -> None: ...


class TenantWork:
    """The base of each service's unit of work, which adds its repositories."""

    def __init__(
        self, connection: sa.Connection, tenant_id: str, record_event: RecordEvent
    ) -> None:
        self._connection = connection
        self._tenant_id = tenant_id
        self._record_event = record_event

    def emit(self, event: str, data: Mapping[str, Any]) -> None:
        self._record_event(self._connection, type=event, tenant_id=self._tenant_id, data=data)

    def once(
        self,
        operation: str,
        *,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        """A repeat with the same key and body gets the first reply, and `action` does not run."""
        return run_once(
            self._connection,
            tenant_id=self._tenant_id,
            operation=operation,
            key=key,
            body=body,
            action=action,
        )
