"""An installation that has numbers: each is caught up with, and gets its voice fallback."""

import uuid

import pytest
import sqlalchemy as sa
from alembic import command

from chassis import migrations, tables
from chassis.isolation import rls_violations
from chassis.provision import drop_all, provision
from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from services.phone import models

OWN, LIVE = "PN" + "1" * 32, "PN" + "2" * 32


@pytest.fixture
def earlier_release(admin_url):
    """A database as revision 0007 left it, and the way to another one."""
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    urls = provision(
        admin_url, service="phone", prefix=prefix, secret_key="a secret key of this test"
    )
    engine = sa.create_engine(sa.make_url(urls.owner_url).set(drivername="postgresql+psycopg2"))
    config = migrations._config("services.phone")

    def migrate(revision):
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            step = command.downgrade if revision == "0007" and begun else command.upgrade
            begun.append(True)
            step(config, revision)

    begun = []
    migrate("0007")
    yield engine, migrate
    engine.dispose()
    drop_all(admin_url, prefix)


def a_number(connection, tenant, sid, phone_number, *, is_protected):
    connection.execute(sa.text("select set_config('app.tenant_id', :t, true)"), {"t": tenant})
    told = {"t": tenant, "sid": sid, "number": phone_number, "protected": is_protected}
    connection.execute(
        sa.text(
            "insert into numbers (tenant_id, id, phone_number, twilio_sid, is_primary,"
            " is_protected, registration_status, sms, mms, voice, voice_url, created_at,"
            " updated_at) values (:t, gen_random_uuid(), :number, :sid, true, :protected,"
            " 'UNREGISTERED', true, true, true, 'https://a.example/voice', now(), now())"
        ),
        told,
    )
    connection.execute(
        sa.text(
            "insert into number_routes (twilio_sid, phone_number, tenant_id)"
            " values (:sid, :number, :t)"
        ),
        told,
    )


def test_each_number_is_read_from_now_on_and_only_ours_are_configured(earlier_release):
    engine, migrate = earlier_release
    with engine.begin() as connection:
        a_number(connection, SHINE_STUDIO, OWN, "+15125550100", is_protected=False)
        a_number(connection, CLEAN_MACHINE, LIVE, "+19185550100", is_protected=True)
    migrate("head")
    with engine.begin() as connection:
        rows = connection.execute(
            sa.text(
                "select number_sid, kind, tenant_id::text from catch_ups"
                " where starts_at = done_until and due_at <= now() order by 1, 2"
            )
        ).all()
        waiting = connection.execute(
            sa.text("select tenant_id::text from pending_connections")
        ).scalars()
        assert [tuple(row) for row in rows] == [
            (OWN, "CALLS", SHINE_STUDIO),
            (OWN, "TEXTS", SHINE_STUDIO),
            (LIVE, "CALLS", CLEAN_MACHINE),
            (LIVE, "TEXTS", CLEAN_MACHINE),
        ]
        assert list(waiting) == [SHINE_STUDIO]
        assert rls_violations(connection, tables.EXEMPT_TABLES | models.EXEMPT_TABLES) == []


def test_the_way_back_leaves_what_was_there(earlier_release):
    engine, migrate = earlier_release
    with engine.begin() as connection:
        a_number(connection, SHINE_STUDIO, OWN, "+15125550100", is_protected=False)
    migrate("head")
    migrate("0007")
    with engine.begin() as connection:
        connection.execute(
            sa.text("select set_config('app.tenant_id', :t, true)"), {"t": SHINE_STUDIO}
        )
        assert connection.execute(sa.text("select count(*) from numbers")).scalar_one() == 1
