"""A real PostgreSQL for every integration test: one server and one prefix per session."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy

from chassis.database import Database
from chassis.keys import Keys
from chassis.migrations import migrate
from chassis.provision import drop_all, provision

SECRET_KEY = "a secret key of the integration tests only"
# By its pages: row-level security hides the rows from the owner, too.
FILLED_TABLES = """
    select quote_ident(relname) from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace
       and relname <> 'alembic_version' and pg_relation_size(oid) > 0
"""
REFUSING_TABLES = "select distinct tgrelid::regclass::text from pg_trigger where tgtype & 32 > 0"


@dataclass(frozen=True)
class Store:
    """One service's migrated database, as the running service and as its owner reach it."""

    database: Database
    app_url: str
    owner_url: str
    owner: sqlalchemy.Engine


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
        store.owner.dispose()


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
            _empty(_stores[service].owner)
        emptied.add(service)
        return _stores[service]

    return make


def _new_store(admin_url: str, prefix: str, service: str, package: str) -> Store:
    urls = provision(admin_url, service=service, prefix=prefix, secret_key=SECRET_KEY)
    migrate(package, urls.owner_url)
    owner = sqlalchemy.create_engine(urls.owner_url)
    return Store(
        Database(urls.app_url, pool_size=14, keys=Keys(SECRET_KEY)),
        urls.app_url,
        urls.owner_url,
        owner,
    )


def _empty(owner: sqlalchemy.Engine) -> None:
    """Only what has something in it: a table costs as much to truncate when it is empty."""
    with owner.begin() as connection:
        filled = connection.exec_driver_sql(FILLED_TABLES).scalars().all()
        if not filled:
            return
        # Tables that refuse TRUNCATE; only their owner can have it otherwise.
        for table in (refusing := connection.exec_driver_sql(REFUSING_TABLES).scalars().all()):
            connection.exec_driver_sql(f"alter table {table} disable trigger user")
        names = ", ".join(filled)
        connection.exec_driver_sql(f"truncate {names} restart identity cascade")
        for table in refusing:
            connection.exec_driver_sql(f"alter table {table} enable trigger user")
