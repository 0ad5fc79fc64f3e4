"""Builds the use cases for nameko."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.dependencies import ServiceDatabase
from chassis.events import OutboxRelay
from services.tenants.digests import KeyedDigests
from services.tenants.passwords import Argon2Passwords
from services.tenants.repository import unit_of_work
from services.tenants.use_cases import UseCases


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class RandomIds:
    def new(self) -> str:
        return str(uuid.uuid4())

    def secret(self) -> str:
        return secrets.token_urlsafe(32)


class TenantsUseCases(DependencyProvider):
    """One object for all workers: it holds the places for hashing, and otherwise no state."""

    database = ServiceDatabase()
    outbox = OutboxRelay()

    def setup(self) -> None:
        self._use_cases = UseCases(
            unit_of_work=unit_of_work(self.database.get(), self.outbox.record),
            passwords=Argon2Passwords(),
            digests=KeyedDigests(self.container.config["SETTINGS"].secret_key),
            clock=SystemClock(),
            ids=RandomIds(),
        )

    def get_dependency(self, worker_ctx: Any) -> UseCases:
        return self._use_cases
