from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.rpc import RpcClient
from chassis.settings import Settings
from chassis.tables import outbox
from contracts import catalogue
from services.tenants import demo
from services.tenants.dependencies import RandomIds
from services.tenants.digests import KeyedDigests
from services.tenants.repository import unit_of_work
from services.tenants.service import TenantsService
from services.tenants.use_cases import UseCases

BY_NAME = ("authenticate", "list_customers", "list_tenants", "open_session", "renew_session")


class Clock:
    def __init__(self) -> None:
        self._now = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> None:
        self._now += timedelta(**span)


class QuickPasswords:
    """Remembers what it was asked to verify; "old:…" is a hash of outdated parameters."""

    def __init__(self) -> None:
        self.verified: list[str | None] = []

    def hash(self, password: str) -> str:
        return f"new:{password}"

    def verify(self, password: str, stored: str | None) -> bool:
        self.verified.append(stored)
        return stored in (f"new:{password}", f"old:{password}")

    def is_outdated(self, stored: str) -> bool:
        return stored.startswith("old:")


class Ask:
    """Calls a use case with a request as the service receives it: loaded by its contract."""

    def __init__(self, use_cases: UseCases) -> None:
        self.use_cases = use_cases

    def __call__(self, method: str, **request: Any) -> Any:
        loaded = catalogue.RPCS["tenants", method].request().load(request)
        if method in BY_NAME:
            return getattr(self.use_cases, method)(**loaded)
        if method in ("get_user", "get_tenant", "end_session", "end_all_sessions"):
            return getattr(self.use_cases, method)(*loaded.values())
        return getattr(self.use_cases, method)(loaded)


@pytest.fixture
def settings() -> Settings:
    return Settings(secret_key="the key of these tests", encryption_keys=())


@pytest.fixture
def store(service_database: Callable[..., Any]) -> Any:
    return service_database("tenants")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def passwords() -> QuickPasswords:
    return QuickPasswords()


@pytest.fixture
def begin(store: Any) -> Any:
    """The unit of work that the running service has, without its relay."""
    return unit_of_work(store.database, demo.record_event)


@pytest.fixture
def ask(begin: Any, clock: Clock, passwords: QuickPasswords, settings: Settings) -> Ask:
    return Ask(
        UseCases(
            unit_of_work=begin,
            passwords=passwords,
            digests=KeyedDigests(settings.keys),
            clock=clock,
            ids=RandomIds(),
        )
    )


@pytest.fixture
def people(
    store: Any, passwords: QuickPasswords, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demonstration tenants with whoever can sign in, quickly hashed."""
    who = {
        scope: [one for one in group if one.has_password] for scope, group in demo.PEOPLE.items()
    }
    monkeypatch.setattr(demo, "PEOPLE", who)
    demo.Loader(store.database, passwords, KeyedDigests(settings.keys)).load()


@pytest.fixture
def told(store: Any) -> Callable[[], list[Any]]:
    """What the outbox holds: type, tenant and data of each event, in order."""

    def read() -> list[Any]:
        query = sa.select(outbox.c.type, outbox.c.tenant_id, outbox.c.data).order_by(outbox.c.id)
        with store.database.transaction() as connection:
            return [(row.type, str(row.tenant_id), row.data) for row in connection.execute(query)]

    return read


@pytest.fixture
def call(
    store: Any, amqp_uri: str, start_service: Callable[..., Any], settings: Settings
) -> Iterator[Callable[..., dict[str, Any]]]:
    """The whole service, over the wire: `call("get_user", user_id=…)`."""
    start_service(
        TenantsService,
        {"AMQP_URI": amqp_uri, "DATABASES": {"tenants": store.app_url}, "SETTINGS": settings},
    )
    client = RpcClient(amqp_uri)
    yield lambda method, **request: client.call("tenants", method, request)
    client.close()
