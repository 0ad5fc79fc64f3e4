"""The tables behind the ports: accounts' histories, members, settings, runs."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis import context
from chassis.database import Database
from chassis.idempotency import run_once
from contracts.enums import RunState, TransactionType
from services.loyalty.domain.guardrails import Guardrails
from services.loyalty.models import (
    accounts,
    due_runs,
    known_tenants,
    ledger,
    loyalty_settings,
    members,
    port_recovery_runs,
)
from services.loyalty.ports import (
    Accounts,
    Members,
    Reply,
    Reports,
    Run,
    Runs,
    Settings,
    Transaction,
    Work,
)
from services.loyalty.reports import TenantReports


class TenantAccounts:
    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection, self._tenant_id = connection, tenant_id

    def balance(self, customer_id: str) -> int:
        query = sa.select(accounts.c.balance).where(*self._is(accounts, customer_id))
        return self._connection.execute(query).scalar_one_or_none() or 0

    def history(
        self, customer_id: str, *, page: int, page_size: int
    ) -> tuple[list[Transaction], int]:
        """Entries are counted from 1 without gaps, so any page is found by its numbers."""
        query = sa.select(accounts.c.last_seq).where(*self._is(accounts, customer_id))
        total = self._connection.execute(query).scalar_one_or_none() or 0
        last = total - (page - 1) * page_size
        rows = self._connection.execute(
            sa.select(ledger)
            .where(*self._is(ledger, customer_id))
            .where(ledger.c.seq <= last, ledger.c.seq > last - page_size)
            .order_by(ledger.c.seq.desc())
        )
        return [_transaction(row) for row in rows], total

    def _is(self, table: sa.Table, customer_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return table.c.tenant_id == self._tenant_id, table.c.customer_id == customer_id


class TenantMembers:
    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection, self._tenant_id = connection, tenant_id

    def note(self, customer_id: str, name: str, *, told_at: datetime) -> None:
        row = insert(members).values(
            tenant_id=self._tenant_id, customer_id=customer_id, name=name, told_at=told_at
        )
        newer = row.on_conflict_do_update(
            index_elements=["tenant_id", "customer_id"],
            set_={"name": name, "told_at": told_at},
            where=members.c.told_at < told_at,
        )
        self._connection.execute(newer)

    def name(self, customer_id: str) -> str | None:
        query = sa.select(members.c.name).where(
            members.c.tenant_id == self._tenant_id, members.c.customer_id == customer_id
        )
        return self._connection.execute(query).scalar_one_or_none()


class TenantSettings:
    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection, self._tenant_id = connection, tenant_id

    def find(self) -> Guardrails:
        return self.overview()[0]

    def overview(self) -> tuple[Guardrails, bool]:
        table = loyalty_settings
        query = sa.select(
            table.c.min_cart_total_cents,
            table.c.require_core_service,
            table.c.guardrail_message,
            table.c.point_value_cents,
            table.c.is_configured,
        ).where(table.c.tenant_id == self._tenant_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return Guardrails(), False
        values = row._asdict()
        is_configured = values.pop("is_configured")
        return Guardrails(**values), is_configured

    def save(self, guardrails: Guardrails) -> None:
        saved = asdict(guardrails) | {"is_configured": True}
        self._upsert(saved, version=loyalty_settings.c.version + 1)

    def note_time_zone(self, time_zone: str) -> None:
        query = sa.text("select exists (select from pg_timezone_names where name = :name)")
        is_known = self._connection.execute(query, {"name": time_zone}).scalar_one()
        self._upsert({"time_zone": time_zone if is_known else "UTC"})

    def _upsert(self, values: dict[str, Any], **on_change: Any) -> None:
        row = insert(loyalty_settings).values(tenant_id=self._tenant_id, **values)
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["tenant_id"], set_=values | on_change)
        )
        tenant = insert(known_tenants).values(tenant_id=self._tenant_id)
        self._connection.execute(tenant.on_conflict_do_nothing())


class TenantRuns:
    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection, self._tenant_id = connection, tenant_id

    def start(self, run_id: str, *, points: int) -> None:
        caller = context.current()
        row = insert(port_recovery_runs).values(
            tenant_id=self._tenant_id,
            id=run_id,
            points=points,
            credited=0,
            already_credited=0,
            actor_id=caller.actor_id,
            correlation_id=caller.correlation_id,
        )
        if self._connection.execute(row.on_conflict_do_nothing()).rowcount:
            due = {"tenant_id": self._tenant_id, "run_id": run_id}
            self._connection.execute(sa.insert(due_runs).values(due))

    def running(self) -> Run | None:
        return self._find(port_recovery_runs.c.state == RunState.RUNNING)

    def find(self, run_id: str) -> Run | None:
        return self._find(port_recovery_runs.c.id == run_id)

    def _find(self, which: sa.ColumnElement[bool]) -> Run | None:
        query = sa.select(port_recovery_runs).where(
            port_recovery_runs.c.tenant_id == self._tenant_id, which
        )
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        return Run(
            id=row.id,
            state=RunState(row.state),
            points=row.points,
            credited=row.credited,
            already_credited=row.already_credited,
            pending=self._pending(row.after_customer_id) if row.state == RunState.RUNNING else 0,
            started_at=row.started_at,
            finished_at=row.finished_at,
        )

    def _pending(self, after_customer_id: str) -> int:
        query = sa.select(sa.func.count()).where(
            members.c.tenant_id == self._tenant_id, members.c.customer_id > after_customer_id
        )
        return self._connection.execute(query).scalar_one()


class TenantWork:
    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection, self._tenant_id = connection, tenant_id
        self.accounts: Accounts = TenantAccounts(connection, tenant_id)
        self.members: Members = TenantMembers(connection, tenant_id)
        self.settings: Settings = TenantSettings(connection, tenant_id)
        self.runs: Runs = TenantRuns(connection, tenant_id)
        self.reports: Reports = TenantReports(connection, tenant_id)

    def once(
        self,
        operation: str,
        *,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], Reply],
    ) -> Reply:
        return run_once(
            self._connection,
            tenant_id=self._tenant_id,
            operation=operation,
            key=key,
            body=body,
            action=action,
        )


def unit_of_work(database: Database) -> Callable[[str], AbstractContextManager[Work]]:
    @contextmanager
    def begin(tenant_id: str) -> Iterator[Work]:
        with database.transaction(tenant_id) as connection:
            yield TenantWork(connection, tenant_id)

    return begin


class StoredDueRuns:
    def __init__(self, database: Database, wake: Callable[[], None]) -> None:
        self._database, self._wake = database, wake

    def credit_next(self, *, at_most: int) -> bool:
        """A run that another process works on is skipped; its row is locked until the commit."""
        due = sa.select(due_runs).order_by(due_runs.c.run_id).limit(1)
        with self._database.transaction() as connection:
            row = connection.execute(due.with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return False
            connection.execute(
                sa.select(sa.func.credit_port_recovery(row.tenant_id, row.run_id, at_most))
            )
        self._wake()
        return True


def _transaction(row: sa.Row[Any]) -> Transaction:
    return Transaction(
        id=row.id,
        type=TransactionType(row.type),
        points=row.points,
        balance_after=row.balance_after,
        reason=row.reason,
        description=row.description,
        created_at=row.created_at,
    )
