"""What a2p remembers: one transaction of one tenant, and what may be done in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from chassis.cipher import Cipher
from chassis.database import Database
from chassis.work import RecordEvent, TenantWork
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


class SqlWork(TenantWork):
    def __init__(
        self, connection: sa.Connection, tenant_id: str, record_event: RecordEvent, cipher: Cipher
    ) -> None:
        super().__init__(connection, tenant_id, record_event)
        self.campaigns = SqlCampaigns(connection, tenant_id)
        self.profiles = SqlProfiles(connection, tenant_id, cipher)
        self.brands = SqlBrands(connection, tenant_id)
        self.use_cases = SqlUseCases(connection, tenant_id)
        self.steps = SqlSteps(connection, tenant_id)
        self.submissions = SqlSubmissions(connection, tenant_id)
        self.due = SqlDueWork(connection, tenant_id)
        self.hints = SqlHints(connection, tenant_id)
        self.drift = SqlDrifts(connection, tenant_id)

    def route(self, sid: str) -> None:
        add_route(self._connection, self._tenant_id, sid)
        add_reconciliation(self._connection, self._tenant_id, due_in=SHORTEST_PAUSE)


@dataclass(frozen=True)
class SqlUnitOfWork:
    database: Database
    cipher: Cipher
    record_event: RecordEvent

    @contextmanager
    def __call__(self, tenant_id: str) -> Iterator[SqlWork]:
        with self.database.transaction(tenant_id) as connection:
            yield SqlWork(connection, tenant_id, self.record_event, self.cipher)
