"""What a2p remembers: one transaction of one tenant, and what may be done in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from chassis import idempotency
from chassis.cipher import Cipher
from chassis.database import Database
from chassis.events import OutboxRelay
from services.a2p.domain.drift import SHORTEST_PAUSE
from services.a2p.repository.campaigns import SqlCampaigns, SqlSubmissions
from services.a2p.repository.drift import SqlDrifts, add_reconciliation
from services.a2p.repository.due import SqlDueWork
from services.a2p.repository.hints import SqlHints, add_route
from services.a2p.repository.registration import (
    SqlBrands,
    SqlProfiles,
    SqlSteps,
    SqlUseCases,
)


@dataclass(frozen=True)
class SqlWork:
    connection: sa.Connection
    tenant_id: str
    cipher: Cipher
    outbox: OutboxRelay

    @property
    def campaigns(self) -> SqlCampaigns:
        return SqlCampaigns(self.connection, self.tenant_id)

    @property
    def profiles(self) -> SqlProfiles:
        return SqlProfiles(self.connection, self.tenant_id, self.cipher)

    @property
    def brands(self) -> SqlBrands:
        return SqlBrands(self.connection, self.tenant_id)

    @property
    def use_cases(self) -> SqlUseCases:
        return SqlUseCases(self.connection, self.tenant_id)

    @property
    def steps(self) -> SqlSteps:
        return SqlSteps(self.connection, self.tenant_id)

    @property
    def submissions(self) -> SqlSubmissions:
        return SqlSubmissions(self.connection, self.tenant_id)

    @property
    def due(self) -> SqlDueWork:
        return SqlDueWork(self.connection, self.tenant_id)

    @property
    def hints(self) -> SqlHints:
        return SqlHints(self.connection, self.tenant_id)

    @property
    def drift(self) -> SqlDrifts:
        return SqlDrifts(self.connection, self.tenant_id)

    def route(self, sid: str) -> None:
        add_route(self.connection, self.tenant_id, sid)
        add_reconciliation(self.connection, self.tenant_id, due_in=SHORTEST_PAUSE)

    def emit(self, type: str, data: Mapping[str, Any]) -> None:
        self.outbox.record(self.connection, type=type, tenant_id=self.tenant_id, data=data)

    def once(
        self,
        operation: str,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        return idempotency.run_once(
            self.connection,
            tenant_id=self.tenant_id,
            operation=operation,
            key=key,
            body=body,
            action=action,
        )


@dataclass(frozen=True)
class SqlUnitOfWork:
    database: Database
    cipher: Cipher
    outbox: OutboxRelay

    @contextmanager
    def __call__(self, tenant_id: str) -> Iterator[SqlWork]:
        with self.database.transaction(tenant_id) as connection:
            yield SqlWork(connection, tenant_id, self.cipher, self.outbox)
