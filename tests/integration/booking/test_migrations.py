"""An installation that has tenants and bookings goes on with them."""

import uuid

import pytest
import sqlalchemy as sa
from alembic import command

from chassis import migrations
from chassis.provision import drop_all, provision

TENANTS = [str(uuid.uuid4()) for _ in range(2)]


@pytest.fixture
def before(admin_url):
    """A database whose sweep knows of no seats, and the way to any revision."""
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    urls = provision(
        admin_url, service="booking", prefix=prefix, secret_key="a secret key of this test"
    )
    engine = sa.create_engine(sa.make_url(urls.owner_url).set(drivername="postgresql+psycopg2"))
    config = migrations._config("services.booking")

    def migrate(revision):
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            step = command.downgrade if revision == "base" else command.upgrade
            step(config, revision)

    migrate("0002")
    yield engine, migrate
    engine.dispose()
    drop_all(admin_url, prefix)


def test_tenants_are_known_and_what_is_left_is_looked_at_first(before):
    engine, migrate = before
    for tenant in TENANTS:
        with engine.begin() as connection:
            own = {"t": tenant}
            connection.execute(sa.text("select set_config('app.tenant_id', :t, true)"), own)
            connection.execute(sa.text("insert into schedules values (:t, 'UTC')"), own)
            left = "insert into unsettled_bookings values (:t, gen_random_uuid(), now(), 0)"
            connection.execute(sa.text(left), own)
    migrate("head")
    with engine.connect() as connection:
        known = connection.exec_driver_sql("select tenant_id::text from known_tenants").scalars()
        assert set(known) == set(TENANTS)
        marks = connection.exec_driver_sql("select holds_seat from unsettled_bookings").scalars()
        assert list(marks) == [True, True]


def test_the_newest_schema_can_be_taken_down_again(before):
    engine, migrate = before
    migrate("head")
    migrate("base")
    with engine.connect() as connection:
        left = connection.exec_driver_sql(
            "select tablename from pg_tables where schemaname = 'public'"
        ).scalars()
        assert set(left) == {"alembic_version"}
