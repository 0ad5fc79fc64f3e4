"""Runs a service's own audit: whether what it keeps twice agrees."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from chassis.database import Database
from chassis.opening import opened
from chassis.settings import Settings
from contracts import catalogue

# Reading everything takes its time.
STATEMENT_TIMEOUT_MS = 600_000
TENANTS_AT_ONCE = 500


@dataclass(frozen=True)
class Check:
    """`query`, of one `:tenant`, gives differences only; `sentence` is filled with the columns of
    the first one.
    """

    query: str
    sentence: str


def audited_services() -> list[str]:
    """Those with an `audit.py`, whose `differences(database)` gives sentences."""
    return [
        name
        for name in catalogue.SERVICES
        if importlib.util.find_spec(f"services.{name}.audit") is not None
    ]


def differences(settings: Settings, service: str) -> Iterator[str]:
    """Changes nothing, and may run while the service works."""
    with opened(settings, service, is_read_only=True) as database:
        yield from importlib.import_module(f"services.{service}.audit").differences(database)


def first_differences(
    database: Database, tenant_ids: sa.Column[str], checks: Sequence[Check]
) -> Iterator[str]:
    """One sentence for each check that finds something, tenant by tenant.

    Each tenant is looked at in one snapshot: a write that comes meanwhile is in all of what is
    compared or in none.
    """
    snapshots = database.engine.execution_options(isolation_level="REPEATABLE READ")
    for tenant_id in _tenants(database, tenant_ids):
        with snapshots.begin() as connection:
            connection.exec_driver_sql(f"set local statement_timeout = {STATEMENT_TIMEOUT_MS}")
            connection.execute(_SET_TENANT, {"tenant": tenant_id})
            for check in checks:
                first = connection.execute(sa.text(check.query), {"tenant": tenant_id}).first()
                if first is not None:
                    yield f"Tenant {tenant_id}: {check.sentence.format(**first._mapping)}"


def _tenants(database: Database, tenant_ids: sa.Column[str]) -> Iterator[str]:
    last = "00000000-0000-0000-0000-000000000000"
    query = sa.select(tenant_ids).order_by(tenant_ids).limit(TENANTS_AT_ONCE)
    while True:
        with database.transaction() as connection:
            found = list(connection.execute(query.where(tenant_ids > last)).scalars())
        if not found:
            return
        yield from found
        last = found[-1]


_SET_TENANT = sa.text("select set_config('app.tenant_id', cast(:tenant as text), true)")
