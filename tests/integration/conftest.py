"""A real PostgreSQL for every integration test: one server and one prefix per session."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy
from sqlalchemy import NullPool

from chassis.database import Database
from chassis.migrations import migrate
from chassis.provision import drop_all, provision

SECRET_KEY = "a secret key of the integration tests only"


@dataclass(frozen=True)
class Store:
    """One service's migrated database, as the running service and as its owner reach it."""

    database: Database
    app_url: str
    owner_url: str


@pytest.fixture(scope="session")
def database_prefix(admin_url: str) -> Iterator[str]:
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    yield prefix
    drop_all(admin_url, prefix)


@pytest.fixture(scope="session")
def _stores() -> Iterator[dict[str, Store]]:
    stores: dict[str, Store] = {}
    yield stores
    for store in stores.values():
        store.database.dispose()


@pytest.fixture
def service_database(
    admin_url: str, database_prefix: str, _stores: dict[str, Store]
) -> Callable[..., Store]:
    """`service_database("phone")`: migrated once per session, empty in each test.

    `package` names another package than `services.<name>` to take the migrations from.
    """
    emptied: set[str] = set()

    def make(service: str, *, package: str | None = None) -> Store:
        if service not in _stores:
            _stores[service] = _new_store(
                admin_url, database_prefix, service, package or f"services.{service}"
            )
        elif service not in emptied:
            _empty(_stores[service].owner_url)
        emptied.add(service)
        return _stores[service]

    return make


def _new_store(admin_url: str, prefix: str, service: str, package: str) -> Store:
    urls = provision(admin_url, service=service, prefix=prefix, secret_key=SECRET_KEY)
    migrate(package, urls.owner_url)
    return Store(Database(urls.app_url, pool_size=14), urls.app_url, urls.owner_url)


def _empty(owner_url: str) -> None:
    engine = sqlalchemy.create_engine(owner_url, poolclass=NullPool)
    query = "select quote_ident(tablename) from pg_tables where schemaname = 'public'"
    guarded = "select distinct tgrelid::regclass::text from pg_trigger where tgtype & 32 > 0"
    with engine.begin() as connection:
        tables = connection.exec_driver_sql(query).scalars().all()
        # Tables that refuse TRUNCATE; only their owner can have it otherwise.
        for table in (refusing := connection.exec_driver_sql(guarded).scalars().all()):
            connection.exec_driver_sql(f"alter table {table} disable trigger user")
        names = ", ".join(name for name in tables if name != "alembic_version")
        if names:
            connection.exec_driver_sql(f"truncate {names} restart identity cascade")
        for table in refusing:
            connection.exec_driver_sql(f"alter table {table} enable trigger user")
