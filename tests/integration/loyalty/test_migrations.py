"""An installation that has settings knows which of them anybody has saved."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from chassis import migrations
from chassis.provision import drop_all, provision

SAVED, UNTOUCHED, BACK_TO_DEFAULTS = (str(uuid.uuid4()) for _ in range(3))
ROWS = {
    SAVED: "min_cart_total_cents) values (:t, 7500",
    UNTOUCHED: "time_zone) values (:t, 'America/Chicago'",
    BACK_TO_DEFAULTS: "version) values (:t, 2",
}


@pytest.fixture
def before(admin_url: str) -> Any:
    """A database without the mark, and the way to any revision."""
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    urls = provision(
        admin_url, service="loyalty", prefix=prefix, secret_key="a secret key of this test"
    )
    engine = sa.create_engine(sa.make_url(urls.owner_url).set(drivername="postgresql+psycopg2"))
    config = migrations._config("services.loyalty")

    def migrate(revision: str) -> None:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            step = command.downgrade if revision == "base" else command.upgrade
            step(config, revision)

    migrate("0002")
    yield engine, migrate
    engine.dispose()
    drop_all(admin_url, prefix)


def test_settings_that_differ_or_were_changed_were_saved(before: Any) -> None:
    engine, migrate = before
    for tenant, values in ROWS.items():
        with engine.begin() as connection:
            own = {"t": tenant}
            connection.execute(sa.text("select set_config('app.tenant_id', :t, true)"), own)
            connection.execute(sa.text(f"insert into loyalty_settings (tenant_id, {values})"), own)
    migrate("head")
    found = {}
    for tenant in ROWS:
        with engine.begin() as connection:
            own = {"t": tenant}
            connection.execute(sa.text("select set_config('app.tenant_id', :t, true)"), own)
            found[tenant] = connection.execute(
                sa.text("select is_configured from loyalty_settings")
            ).scalar_one()
    assert found == {SAVED: True, UNTOUCHED: False, BACK_TO_DEFAULTS: True}


def test_the_newest_schema_can_be_taken_down_again(before: Any) -> None:
    engine, migrate = before
    migrate("head")
    migrate("base")
    with engine.connect() as connection:
        left = connection.exec_driver_sql(
            "select tablename from pg_tables where schemaname = 'public'"
        ).scalars()
        assert set(left) == {"alembic_version"}
