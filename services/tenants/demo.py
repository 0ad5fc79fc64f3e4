"""Two businesses and everyone who can sign in to them; dev only."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from chassis import context
from chassis.database import Database
from chassis.settings import Settings
from chassis.tables import outbox
from contracts.demo import CASEY, CLEAN_MACHINE, PASSWORD, SAM, SHINE_STUDIO
from contracts.enums import Role
from services.tenants.digests import KeyedDigests
from services.tenants.passwords import Argon2Passwords
from services.tenants.ports import (
    PLATFORM,
    Account,
    AccountKind,
    Customer,
    Digests,
    Passwords,
    Route,
    Tenant,
    Work,
)
from services.tenants.repository import unit_of_work

CREATED_AT = datetime(2025, 1, 6, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    email: str
    role: Role

    @property
    def kind(self) -> AccountKind:
        kinds = {Role.CUSTOMER: AccountKind.CUSTOMER, Role.OPERATOR: AccountKind.OPERATOR}
        return kinds.get(self.role, AccountKind.STAFF)


TENANTS = {
    CLEAN_MACHINE: Tenant(
        id=CLEAN_MACHINE,
        name="Clean Machine",
        time_zone="America/Chicago",
        created_at=CREATED_AT,
        is_root=True,
    ),
    SHINE_STUDIO: Tenant(
        id=SHINE_STUDIO,
        name="Shine Studio",
        time_zone="America/New_York",
        created_at=CREATED_AT,
    ),
}

_ID = "00000000-0000-4000-8000-0000000000"
PEOPLE = {
    CLEAN_MACHINE: (
        Person(f"{_ID}e1", "Olivia Clean", "owner@clean-machine.test", Role.OWNER),
        Person(CASEY, "Casey Rivera", "casey@clean-machine.test", Role.CUSTOMER),
    ),
    SHINE_STUDIO: (
        Person(f"{_ID}e2", "Omar Shine", "owner@shine.test", Role.OWNER),
        Person(f"{_ID}e3", "Stella Shine", "staff@shine.test", Role.STAFF),
        Person(SAM, "Sam Porter", "sam@shine.test", Role.CUSTOMER),
    ),
    PLATFORM: (Person(f"{_ID}e4", "Pat Operator", "operator@servicepro.test", Role.OPERATOR),),
}


def load(database: Database, settings: Settings) -> None:
    """Does nothing for a scope that is there already: each comes whole, in one transaction."""
    Loader(database, Argon2Passwords(), KeyedDigests(settings.secret_key)).load()


class Loader:
    def __init__(self, database: Database, passwords: Passwords, digests: Digests) -> None:
        self._unit_of_work = unit_of_work(database, record_event)
        self._passwords = passwords
        self._digests = digests

    def load(self) -> None:
        for scope in self._missing():
            people = [(person, self._passwords.hash(PASSWORD)) for person in PEOPLE[scope]]
            try:
                with self._unit_of_work(scope) as work:
                    self._add(work, scope, people)
            except sa.exc.IntegrityError:
                # A process that started at the same time was faster.
                if scope in self._missing():
                    raise

    def _missing(self) -> list[str]:
        with self._unit_of_work(None) as work:
            return [scope for scope in PEOPLE if work.routes.find(PEOPLE[scope][0].id) is None]

    def _add(self, work: Work, scope: str, people: Iterable[tuple[Person, str]]) -> None:
        if scope in TENANTS:
            tenant = TENANTS[scope]
            work.tenants.add(tenant)
            work.emit("tenant_created_v1", {"name": tenant.name, "time_zone": tenant.time_zone})
        for person, password_hash in people:
            route = Route(person.id, scope, person.kind)
            work.routes.add(route, email_digest=self._digests.email(person.email))
            _add_person(work, person, password_hash)


def _add_person(work: Work, person: Person, password_hash: str) -> None:
    if person.kind is AccountKind.CUSTOMER:
        customer = Customer(
            id=person.id, name=person.name, email=person.email, phone=None, created_at=CREATED_AT
        )
        work.customers.add(customer, password_hash=password_hash)
        work.emit("customer_registered_v1", {"customer_id": person.id, "name": person.name})
        return
    account = Account(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        password_hash=password_hash,
    )
    if person.kind is AccountKind.OPERATOR:
        work.accounts.add_operator(account, created_at=CREATED_AT)
    else:
        work.accounts.add_staff(account, created_at=CREATED_AT)


def record_event(
    connection: sa.Connection, *, type: str, tenant_id: str, data: Mapping[str, Any]
) -> None:
    """Into the outbox without a relay: the service's own finds it there when it starts."""
    connection.execute(
        sa.insert(outbox).values(
            event_id=str(uuid.uuid4()),
            tenant_id=tenant_id,
            type=type,
            correlation_id=context.current().correlation_id,
            data=data,
            occurred_at=CREATED_AT,
        )
    )
