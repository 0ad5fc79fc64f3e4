"""An installation that has tenants and customers keeps them, and tells of them once more."""

import uuid

import pytest
import sqlalchemy as sa
from alembic import command

from chassis import migrations
from chassis.provision import drop_all, provision
from contracts.demo import CASEY, CLEAN_MACHINE, SAM, SHINE_STUDIO


@pytest.fixture
def first_release(admin_url):
    """A database as revision 0001 left it, and the way to any other."""
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    urls = provision(
        admin_url, service="tenants", prefix=prefix, secret_key="a secret key of this test"
    )
    engine = sa.create_engine(sa.make_url(urls.owner_url).set(drivername="postgresql+psycopg2"))
    config = migrations._config("services.tenants")

    def migrate(revision):
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            step = command.downgrade if revision == "base" else command.upgrade
            step(config, revision)

    migrate("0001")
    yield engine, migrate
    engine.dispose()
    drop_all(admin_url, prefix)


def add(connection, tenant_id, tenant, customer_id, customer):
    values = {"t": tenant_id, "tenant": tenant, "c": customer_id, "customer": customer}
    for statement in (
        "select set_config('app.tenant_id', :t, true)",
        "insert into tenants (tenant_id, name, time_zone, created_at)"
        " values (:t, :tenant, 'UTC', '2025-01-06T15:00Z')",
        "insert into customers (tenant_id, id, name, email, created_at, updated_at) values"
        " (:t, :c, :customer, 'someone@example.com', '2025-01-07T15:00Z', '2025-02-01T15:00Z')",
    ):
        connection.execute(sa.text(statement), values)


def test_customers_of_before_are_told_of_once_more_and_tenants_are_listed(first_release):
    engine, migrate = first_release
    with engine.begin() as connection:
        add(connection, CLEAN_MACHINE, "Clean Machine", CASEY, "Casey O'Neil")
        add(connection, SHINE_STUDIO, "Shine Studio", SAM, "Sam")
    migrate("head")
    with engine.begin() as connection:
        told = connection.exec_driver_sql(
            "select type, tenant_id::text, data, occurred_at::date::text from outbox"
            " where published_at is null order by id"
        ).all()
        listed = connection.exec_driver_sql(
            "select name from tenant_directory d, read_tenants(array[d.tenant_id]) order by name"
        ).scalars()
        assert [tuple(row) for row in told] == [
            (
                "customer_updated_v1",
                tenant,
                {"customer_id": customer, "name": name},
                "2025-02-01",
            )
            for tenant, customer, name in (
                (CLEAN_MACHINE, CASEY, "Casey O'Neil"),
                (SHINE_STUDIO, SAM, "Sam"),
            )
        ]
        assert list(listed) == ["Clean Machine", "Shine Studio"]


def test_the_newest_schema_can_be_taken_down_again(first_release):
    engine, migrate = first_release
    migrate("head")
    migrate("base")
    with engine.connect() as connection:
        left = connection.exec_driver_sql(
            "select tablename from pg_tables where schemaname = 'public'"
        ).scalars()
        assert set(left) == {"alembic_version"}
