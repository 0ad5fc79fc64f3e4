"""Queries, and the transaction they share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Database
from chassis.work import RecordEvent, TenantWork
from contracts.enums import Role
from services.tenants.attempts import SignInAttemptRows
from services.tenants.models import (
    account_routes,
    customers,
    operators,
    sessions,
    staff_users,
    tenant_directory,
    tenants,
)
from services.tenants.ports import (
    PLATFORM,
    Account,
    AccountKind,
    Customer,
    Route,
    Session,
    Tenant,
)

ACCOUNT_TABLES = {
    AccountKind.STAFF: staff_users,
    AccountKind.CUSTOMER: customers,
    AccountKind.OPERATOR: operators,
}
# Where the role is not a column, the table says it.
ROLES: Mapping[AccountKind, sa.ColumnElement[str]] = {
    AccountKind.STAFF: staff_users.c.role,
    AccountKind.CUSTOMER: sa.literal(Role.CUSTOMER.value),
    AccountKind.OPERATOR: sa.literal(Role.OPERATOR.value),
}
SESSION_COLUMNS = [column for column in sessions.columns if column.name != "secret_digest"]
CUSTOMER_COLUMNS = [customers.c[name] for name in ("id", "name", "email", "phone", "created_at")]


class TenantRows:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, tenant: Tenant) -> None:
        values = asdict(tenant)
        self._connection.execute(sa.insert(tenants).values(tenant_id=values.pop("id"), **values))
        listed = sa.insert(tenant_directory)
        self._connection.execute(listed.values(tenant_id=tenant.id, created_at=tenant.created_at))

    def find(self, tenant_id: str) -> Tenant | None:
        query = sa.select(tenants).where(tenants.c.tenant_id == tenant_id)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else _tenant(row)

    def page(self, *, limit: int, offset: int) -> tuple[list[Tenant], int]:
        listed = tenant_directory.c
        newest = (
            sa.select(listed.tenant_id)
            .order_by(listed.created_at.desc(), listed.tenant_id.desc())
            .limit(limit)
            .offset(offset)
        )
        total = sa.select(sa.func.count()).select_from(tenant_directory)
        ids = list(self._connection.execute(newest).scalars())
        rows = self._connection.execute(
            sa.text("select * from read_tenants(cast(:ids as uuid[]))").columns(*tenants.c),
            {"ids": ids},
        ).mappings()
        return [_tenant(row) for row in rows], self._connection.execute(total).scalar_one()


class AccountRows:
    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection = connection
        self._tenant_id = tenant_id

    def add_staff(self, account: Account, *, created_at: datetime) -> None:
        self._add(staff_users, asdict(account) | {"created_at": created_at})

    def add_operator(self, account: Account, *, created_at: datetime) -> None:
        values = asdict(account) | {"created_at": created_at}
        del values["role"]
        self._add(operators, values)

    def find(self, route: Route) -> Account | None:
        table = ACCOUNT_TABLES[route.kind]
        query = sa.select(
            table.c.id,
            table.c.name,
            table.c.email,
            table.c.password_hash,
            ROLES[route.kind].label("role"),
        ).where(*_is(table, route))
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        values = dict(row)
        return Account(role=Role(values.pop("role")), **values)

    def emails(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for table in ACCOUNT_TABLES.values():
            ours = table.c.tenant_id == self._tenant_id
            rows = self._connection.execute(sa.select(table.c.id, table.c.email).where(ours))
            found |= {row.id: row.email for row in rows}
        return found

    def replace_password(self, route: Route, *, old: str, new: str) -> None:
        """The same password under newer parameters: the user's tokens and sessions go on."""
        table = ACCOUNT_TABLES[route.kind]
        same = sa.func.set_config("app.password_is_the_same", "on", True)
        self._connection.execute(sa.select(same))
        self._connection.execute(
            sa.update(table)
            .where(*_is(table, route), table.c.password_hash == old)
            .values(password_hash=new)
        )

    def _add(self, table: sa.Table, values: dict[str, Any]) -> None:
        self._connection.execute(sa.insert(table).values(tenant_id=self._tenant_id, **values))


class CustomerRows:
    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection = connection
        self._tenant_id = tenant_id

    def add(self, customer: Customer, *, password_hash: str | None) -> None:
        self._connection.execute(
            sa.insert(customers).values(
                tenant_id=self._tenant_id,
                password_hash=password_hash,
                updated_at=customer.created_at,
                **asdict(customer),
            )
        )

    def lock(self, customer_id: str) -> Customer | None:
        query = sa.select(*CUSTOMER_COLUMNS).where(*self._is(customer_id)).with_for_update()
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else Customer(**row)

    def update(self, customer: Customer, *, updated_at: datetime) -> None:
        self._connection.execute(
            sa.update(customers)
            .where(*self._is(customer.id))
            .values(name=customer.name, phone=customer.phone, updated_at=updated_at)
        )

    def page(self, *, search: str | None, limit: int, offset: int) -> tuple[list[Customer], int]:
        ours = customers.c.tenant_id == self._tenant_id
        if search is not None:
            ours &= _begins(search)
        query = (
            sa.select(*CUSTOMER_COLUMNS)
            .where(ours)
            .order_by(customers.c.created_at.desc(), customers.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        total = sa.select(sa.func.count()).select_from(customers).where(ours)
        rows = self._connection.execute(query).mappings().all()
        return [Customer(**row) for row in rows], self._connection.execute(total).scalar_one()

    def _is(self, customer_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return customers.c.tenant_id == self._tenant_id, customers.c.id == customer_id


class RouteRows:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, route: Route, *, email_forms: Sequence[str]) -> bool:
        """Two who claim one e-mail under different keys wait for each other at its forms."""
        for form in sorted(email_forms):
            self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_lock_id(form))))
        if self.find_by_email(email_forms) is not None:
            return False
        row = insert(account_routes).values(**asdict(route), email_digest=email_forms[0])
        free = row.on_conflict_do_nothing(index_elements=["email_digest"])
        return self._connection.execute(free).rowcount == 1

    def find(self, user_id: str) -> Route | None:
        return self._find(account_routes.c.user_id == user_id)

    def find_locked(self, user_id: str) -> Route | None:
        query = sa.select(account_routes).where(account_routes.c.user_id == user_id)
        row = self._connection.execute(query.with_for_update(read=True)).one_or_none()
        return None if row is None else _route(row)

    def end_access(self, user_id: str) -> Route | None:
        version = account_routes.c.access_version
        raised = (
            sa.update(account_routes)
            .where(account_routes.c.user_id == user_id)
            .values(access_version=version + 1)
            .returning(account_routes)
        )
        row = self._connection.execute(raised).one_or_none()
        return None if row is None else _route(row)

    def find_by_email(self, email_forms: Sequence[str]) -> Route | None:
        return self._find(account_routes.c.email_digest.in_(email_forms))

    def scopes(self) -> list[str]:
        query = sa.select(account_routes.c.tenant_id).distinct()
        return list(self._connection.execute(query).scalars())

    def outdated_scopes(self, *, prefix: str, limit: int, with_unnamed: bool) -> list[str]:
        digest = account_routes.c.email_digest
        is_outdated = ~digest.startswith(prefix, autoescape=True)
        if not with_unnamed:
            is_outdated &= digest.contains(".")
        query = sa.select(account_routes.c.tenant_id).where(is_outdated).distinct().limit(limit)
        return list(self._connection.execute(query).scalars())

    def renew_digests(self, digests: Mapping[str, str]) -> None:
        rows = [{"user": user, "digest": digest} for user, digest in digests.items()]
        renewed = (
            sa.update(account_routes)
            .where(account_routes.c.user_id == sa.bindparam("user"))
            .values(email_digest=sa.bindparam("digest"))
        )
        if rows:
            self._connection.execute(renewed, rows)

    def _find(self, condition: sa.ColumnElement[bool]) -> Route | None:
        row = self._connection.execute(sa.select(account_routes).where(condition)).first()
        if row is None:
            return None
        return _route(row)


class SessionRows:
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, session: Session, *, secret_digest: str) -> None:
        values = asdict(session) | {"secret_digest": secret_digest}
        self._connection.execute(sa.insert(sessions).values(values))

    def lock(self, session_id: str) -> Session | None:
        found = self._locked(sessions.c.id == session_id)
        return found[0] if found else None

    def lock_all(self, user_id: str) -> list[Session]:
        return self._locked(sessions.c.user_id == user_id, sessions.c.ended_at.is_(None))

    def lock_oldest(self, user_id: str, *, keep: int, limit: int) -> list[Session]:
        """Never waits for another who locks several, in whatever order."""
        open_ones = sessions.c.user_id == user_id, sessions.c.ended_at.is_(None)
        newest_first = sessions.c.created_at.desc(), sessions.c.id
        ids = sa.select(sessions.c.id).where(*open_ones).order_by(*newest_first)
        excess = sessions.c.id.in_(ids.offset(keep).limit(limit))
        return self._locked(excess, skips_locked=True)

    def secret_digest(self, session_id: str) -> str:
        query = sa.select(sessions.c.secret_digest).where(sessions.c.id == session_id)
        return str(self._connection.execute(query).scalar_one())

    def touch(self, session_id: str, *, now: datetime) -> None:
        self._set(session_id, last_seen_at=now)

    def end(self, session_id: str, *, now: datetime) -> None:
        self._set(session_id, ended_at=now)

    def prune(self, *, ended_before: datetime, limit: int) -> int:
        over = sa.func.least(sessions.c.expires_at, sessions.c.ended_at) <= ended_before
        old = sa.select(sessions.c.id).where(over).limit(limit).with_for_update(skip_locked=True)
        pruned = sa.delete(sessions).where(sessions.c.id.in_(old))
        return self._connection.execute(pruned).rowcount

    def _locked(
        self, *conditions: sa.ColumnElement[bool], skips_locked: bool = False
    ) -> list[Session]:
        """In one order, so that two who lock several never wait for each other."""
        query = sa.select(*SESSION_COLUMNS).where(*conditions).order_by(sessions.c.id)
        locking = query.with_for_update(skip_locked=skips_locked)
        rows = self._connection.execute(locking).mappings()
        return [Session(**{**row, "role": Role(row["role"])}) for row in rows]

    def _set(self, session_id: str, **values: datetime) -> None:
        this = sessions.c.id == session_id
        self._connection.execute(sa.update(sessions).where(this).values(**values))


class DatabaseWork(TenantWork):
    """The repositories of one transaction; without a tenant they are those of the platform."""

    def __init__(
        self, connection: sa.Connection, tenant_id: str | None, record_event: RecordEvent
    ) -> None:
        super().__init__(connection, tenant_id or PLATFORM, record_event)
        self.tenants = TenantRows(connection)
        self.accounts = AccountRows(connection, self._tenant_id)
        self.customers = CustomerRows(connection, self._tenant_id)
        self.routes = RouteRows(connection)
        self.attempts = SignInAttemptRows(connection)
        self.sessions = SessionRows(connection)

    def emit_for(self, tenant_id: str, event: str, data: Mapping[str, Any]) -> None:
        self._record_event(self._connection, type=event, tenant_id=tenant_id, data=data)


def unit_of_work(
    database: Database, record_event: RecordEvent
) -> Callable[[str | None], AbstractContextManager[DatabaseWork]]:
    @contextmanager
    def begin(tenant_id: str | None) -> Iterator[DatabaseWork]:
        with database.transaction(tenant_id) as connection:
            yield DatabaseWork(connection, tenant_id, record_event)

    return begin


def _is(table: sa.Table, route: Route) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.tenant_id == route.tenant_id, table.c.id == route.user_id


def _route(row: Any) -> Route:
    return Route(row.user_id, row.tenant_id, AccountKind(row.kind), row.access_version)


def _lock_id(digest: str) -> int:
    """60 bits of it: an advisory lock is a number of 64 with a sign."""
    return int(digest[-15:], 16)


def _tenant(row: sa.RowMapping) -> Tenant:
    values = dict(row)
    return Tenant(id=values.pop("tenant_id"), **values)


def _begins(search: str) -> sa.ColumnElement[bool]:
    """Whether the e-mail or a word of the name begins so; no character has a special meaning."""
    return sa.or_(
        customers.c.name.istartswith(search, autoescape=True),
        customers.c.name.icontains(f" {search}", autoescape=True),
        customers.c.email.istartswith(search, autoescape=True),
    )
