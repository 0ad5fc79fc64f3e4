"""Commands beside the services find a database as it is, or say why not; they prepare nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from chassis import audit, dead_letters, provision
from chassis.opening import NothingYet, OpeningError, opened
from chassis.settings import Settings
from tests.integration.conftest import SECRET_KEY


@pytest.fixture
def settings(admin_url, database_prefix, service_database):
    """As in a shell that knows nothing but the server: demo data would be loaded at a start."""
    service_database("loyalty")
    return Settings(
        secret_key=SECRET_KEY,
        encryption_keys=(),
        database_url=admin_url,
        database_prefix=database_prefix,
    )


def asked(admin_url, query):
    url = sa.make_url(admin_url).set(drivername="postgresql+psycopg2")
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return connection.exec_driver_sql(query).all()


def state_of(admin_url):
    return (
        asked(admin_url, "select rolname, rolpassword from pg_authid order by 1"),
        asked(admin_url, "select datname from pg_database order by 1"),
    )


def test_a_command_prepares_nothing(settings, admin_url):
    before = state_of(admin_url)
    assert list(audit.differences(settings, "loyalty")) == []
    assert list(dead_letters.act(settings, "list", service="loyalty", event_id=None)) == []
    with opened(settings, "loyalty") as database, database.transaction() as connection:
        tenants = connection.exec_driver_sql("select count(*) from known_tenants").scalar_one()
    assert tenants == 0  # no demo data
    assert state_of(admin_url) == before


def test_another_key_changes_no_password_and_is_refused_in_words(settings, admin_url):
    before = state_of(admin_url)
    stranger = replace(settings, secret_key="another shell's key")
    with pytest.raises(OpeningError, match="SECRET_KEY must be those"):
        list(audit.differences(stranger, "loyalty"))
    assert state_of(admin_url) == before


def test_a_database_that_is_not_there_is_not_made(settings, admin_url):
    before = state_of(admin_url)
    with pytest.raises(OpeningError, match="DATABASE_PREFIX"):
        list(audit.differences(replace(settings, database_prefix="nobodys"), "loyalty"))
    assert state_of(admin_url) == before


def test_another_version_of_the_schema_is_refused(settings, admin_url, database_prefix):
    urls = provision.provision(
        admin_url, service="booking", prefix=f"{database_prefix}_o", secret_key=SECRET_KEY
    )
    with pytest.raises(OpeningError, match="not made by this version"):
        with opened(replace(settings, database_prefix=f"{database_prefix}_o"), "booking"):
            pytest.fail("it was opened")
    engine = sa.create_engine(urls.owner_url, poolclass=sa.NullPool)
    assert sa.inspect(engine).get_table_names() == []


def test_an_audit_can_change_nothing(settings):
    with opened(settings, "loyalty", is_read_only=True) as database:
        with pytest.raises(sa.exc.InternalError, match="read-only"):
            with database.transaction() as connection:
                connection.exec_driver_sql("delete from inbox")


def test_where_nothing_ever_ran_there_is_nothing_and_nothing_is_started(settings, tmp_path: Path):
    unused = replace(settings, database_url=None, home=tmp_path / "home")
    with pytest.raises(NothingYet, match="nothing yet"):
        list(audit.differences(unused, "loyalty"))
    assert not (tmp_path / "home").exists()
