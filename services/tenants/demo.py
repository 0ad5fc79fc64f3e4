"""Two businesses and everyone who can sign in to them; dev only."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from chassis import context
from chassis.database import Database
from chassis.settings import Settings
from chassis.tables import outbox
from contracts.demo import CASEY, CLEAN_MACHINE, CUSTOMERS, PASSWORD, SAM, SHINE_STUDIO
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
    has_password: bool = True

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


def _customers(tenant_id: str, domain: str) -> Iterator[Person]:
    for customer_id, name in CUSTOMERS[tenant_id].items():
        email = f"{name.split()[0].lower()}@{domain}"
        can_sign_in = customer_id in (CASEY, SAM)
        yield Person(customer_id, name, email, Role.CUSTOMER, has_password=can_sign_in)


_ID = "00000000-0000-4000-8000-0000000000"
PEOPLE = {
    CLEAN_MACHINE: (
        Person(f"{_ID}e1", "Olivia Clean", "owner@clean-machine.test", Role.OWNER),
        *_customers(CLEAN_MACHINE, "clean-machine.test"),
    ),
    SHINE_STUDIO: (
        Person(f"{_ID}e2", "Omar Shine", "owner@shine.test", Role.OWNER),
        Person(f"{_ID}e3", "Stella Shine", "staff@shine.test", Role.STAFF),
        *_customers(SHINE_STUDIO, "shine.test"),
    ),
    PLATFORM: (Person(f"{_ID}e4", "Pat Operator", "operator@servicepro.test", Role.OPERATOR),),
}


def load(database: Database, settings: Settings) -> None:
    """Adds whoever is missing, all of a scope in one transaction."""
    Loader(database, Argon2Passwords(), KeyedDigests(settings.keys)).load()


class Loader:
    def __init__(self, database: Database, passwords: Passwords, digests: Digests) -> None:
        self._unit_of_work = unit_of_work(database, record_event)
        self._passwords = passwords
        self._digests = digests

    def load(self) -> None:
        for scope, missing in self._missing().items():
            people = [(person, self._password_hash(person)) for person in missing]
            try:
                with self._unit_of_work(scope) as work:
                    self._add(work, scope, people)
            except sa.exc.IntegrityError:
                # A process that started at the same time was faster.
                if scope in self._missing():
                    raise

    def _missing(self) -> dict[str, list[Person]]:
        with self._unit_of_work(None) as work:
            missing = {
                scope: [person for person in people if work.routes.find(person.id) is None]
                for scope, people in PEOPLE.items()
            }
        return {scope: people for scope, people in missing.items() if people}

    def _password_hash(self, person: Person) -> str | None:
        return self._passwords.hash(PASSWORD) if person.has_password else None

    def _add(self, work: Work, scope: str, people: Iterable[tuple[Person, str | None]]) -> None:
        if scope in TENANTS and work.tenants.find(scope) is None:
            tenant = TENANTS[scope]
            work.tenants.add(tenant)
            work.emit("tenant_created_v1", {"name": tenant.name, "time_zone": tenant.time_zone})
        for person, password_hash in people:
            route = Route(person.id, scope, person.kind)
            if work.routes.add(route, email_forms=self._digests.email_forms(person.email)):
                _add_person(work, person, password_hash)


def _add_person(work: Work, person: Person, password_hash: str | None) -> None:
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
