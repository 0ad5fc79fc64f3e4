"""An installation that has registrations keeps them, and new tables know what is already there."""

import uuid

import pytest
import sqlalchemy as sa
from alembic import command

from chassis import migrations
from chassis.isolation import rls_violations
from chassis.provision import drop_all, provision
from services.a2p import models
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT

SERVICE = "MG" + "1" * 32
BRAND = "BN" + "1" * 32


@pytest.fixture
def first_release(admin_url):
    """A database as revision 0001 left it, and the way to the newest one."""
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    urls = provision(
        admin_url, service="a2p", prefix=prefix, secret_key="a secret key of this test"
    )
    engine = sa.create_engine(sa.make_url(urls.owner_url).set(drivername="postgresql+psycopg2"))
    config = migrations._config("services.a2p")

    def migrate(revision):
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            step = command.downgrade if revision == "base" else command.upgrade
            step(config, revision)

    migrate("0001")
    yield engine, migrate
    engine.dispose()
    drop_all(admin_url, prefix)


def as_tenant(connection, tenant):
    connection.execute(sa.text("select set_config('app.tenant_id', :t, true)"), {"t": tenant})


def an_old_campaign(connection, tenant, service, status="APPROVED"):
    as_tenant(connection, tenant)
    connection.execute(
        sa.text(
            "insert into campaigns (tenant_id, id, name, status, messaging_service_sid,"
            " created_at, updated_at) values (:t, gen_random_uuid(), 'Old', :status, :service,"
            " now() - interval '3 days', now() - interval '1 day')"
        ),
        {"t": tenant, "status": status, "service": service},
    )


def test_what_was_registered_before_is_routed_compared_and_counted_down(first_release):
    engine, migrate = first_release
    with engine.begin() as connection:
        an_old_campaign(connection, TENANT, SERVICE)
        connection.execute(
            sa.text(
                "insert into brand_registrations (tenant_id, twilio_brand_sid, updated_at)"
                " values (:t, :brand, now())"
            ),
            {"t": TENANT, "brand": BRAND},
        )
        an_old_campaign(connection, OTHER_TENANT, "MG" + "2" * 32, status="SUSPENDED")
    migrate("head")
    with engine.begin() as connection:
        routes = dict(
            connection.execute(sa.text("select sid, tenant_id::text from twilio_routes")).all()
        )
        assert (routes[SERVICE], routes[BRAND]) == (TENANT, TENANT)
        assert routes["MG" + "2" * 32] == OTHER_TENANT
        compared = connection.execute(sa.text("select tenant_id::text from reconciliations"))
        assert set(compared.scalars()) == {TENANT, OTHER_TENANT}
        as_tenant(connection, OTHER_TENANT)
        [same] = connection.execute(
            sa.text("select suspended_at = updated_at from campaigns")
        ).scalars()
        assert same


def test_a_rejection_of_an_earlier_release_is_looked_at_again_within_a_day(first_release):
    """It was let go of when it was rejected, and Twilio may lift it."""
    engine, migrate = first_release
    migrate("0007")
    with engine.begin() as connection:
        for tenant, status in ((TENANT, "REJECTED"), (OTHER_TENANT, "APPROVED")):
            an_old_campaign(connection, tenant, f"MG{status}", status=status)
            connection.execute(
                sa.text("insert into due_work (tenant_id, due_at) values (:t, 'infinity')"),
                {"t": tenant},
            )
    migrate("head")
    with engine.begin() as connection:
        due = connection.execute(
            sa.text(
                "select tenant_id::text from due_work"
                " where due_at between now() and now() + interval '25 hours'"
            )
        )
        assert due.scalars().all() == [TENANT]


def test_what_was_submitted_before_has_a_beginning_and_a_present(first_release):
    engine, migrate = first_release
    migrate("0007")
    with engine.begin() as connection:
        an_old_campaign(connection, TENANT, SERVICE)
        connection.execute(sa.text("update campaigns set submitted_at = created_at"))
    migrate("head")
    with engine.begin() as connection:
        as_tenant(connection, TENANT)
        told = connection.execute(
            sa.text("select status, stage from campaign_standings order by number")
        )
        assert told.all() == [("SUBMITTED", "PROFILE"), ("APPROVED", None)]


def test_after_all_migrations_rows_are_still_protected_from_the_owner_too(first_release):
    engine, migrate = first_release
    migrate("head")
    with engine.connect() as connection:
        assert rls_violations(connection, set(models.EXEMPT_TABLES)) == []


def test_the_migrations_can_be_taken_back(first_release):
    engine, migrate = first_release
    migrate("head")
    migrate("base")
    assert sa.inspect(engine).get_table_names() in ([], ["alembic_version"])
