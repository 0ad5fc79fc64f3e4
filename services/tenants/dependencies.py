"""Builds the use cases for nameko."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.dependencies import ServiceDatabase
from chassis.events import OutboxRelay
from chassis.settings import Settings
from services.tenants.digests import KeyedDigests
from services.tenants.passwords import Argon2Passwords
from services.tenants.ports import UnitOfWork
from services.tenants.repository import unit_of_work
from services.tenants.use_cases import UseCases

# What a trigger puts into the outbox wakes nobody, and must be told within seconds.
SWEEP_SECONDS = 1.0


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class RandomIds:
    def new(self) -> str:
        return str(uuid.uuid4())

    def secret(self) -> str:
        return secrets.token_urlsafe(32)


def use_cases(begin: UnitOfWork, settings: Settings) -> UseCases:
    clock = SystemClock()
    return UseCases(
        unit_of_work=begin,
        passwords=Argon2Passwords(),
        digests=KeyedDigests(settings.keys),
        clock=clock,
        ids=RandomIds(),
        started_at=clock.now(),
    )


class TenantsUseCases(DependencyProvider):
    """One object for all workers: it holds the places for hashing, and otherwise no state."""

    database = ServiceDatabase()
    outbox = OutboxRelay()

    def setup(self) -> None:
        self.outbox.sweep_seconds = SWEEP_SECONDS
        begin = unit_of_work(self.database.get(), self.outbox.record)
        self._use_cases = use_cases(begin, self.container.config["SETTINGS"])

    def get_dependency(self, worker_ctx: Any) -> UseCases:
        return self._use_cases
