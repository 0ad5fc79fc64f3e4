import subprocess
import sys

import eventlet
import psycopg2
import pytest
import sqlalchemy as sa
from sqlalchemy import NullPool

from chassis import provision as provision_module
from chassis.migrations import migrate
from chassis.provision import ProvisionError, drop_all, provision

KEY = "a secret key of these tests"


def run(url, *statements):
    engine = sa.create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            result = connection.exec_driver_sql(statement)
        return result.scalars().all() if result.returns_rows else None


def as_psycopg2(admin_url):
    return sa.make_url(admin_url).set(drivername="postgresql+psycopg2")


@pytest.fixture
def prefix(database_prefix):
    return f"{database_prefix}_p"


@pytest.fixture(autouse=True)
def _clean(admin_url, prefix):
    yield
    drop_all(admin_url, prefix)


def make(admin_url, prefix, service="demo", key=KEY):
    return provision(admin_url, service=service, prefix=prefix, secret_key=key)


def test_the_owner_makes_tables_and_the_app_role_uses_them(admin_url, prefix):
    urls = make(admin_url, prefix)
    run(urls.owner_url, "create table t (id bigint generated always as identity, v text)")
    run(urls.app_url, "insert into t (v) values ('a')", "update t set v = 'b'", "delete from t")
    for forbidden in ("create table mine (id int)", "truncate t", "drop table t"):
        with pytest.raises(sa.exc.ProgrammingError):
            run(urls.app_url, forbidden)


def test_provisioning_again_changes_nothing(admin_url, prefix):
    urls = make(admin_url, prefix)
    run(urls.owner_url, "create table t (v text)", "insert into t values ('kept')")
    assert make(admin_url, prefix) == urls
    assert run(urls.app_url, "select v from t") == ["kept"]


def test_several_processes_may_provision_at_once(admin_url, prefix):
    threads = [
        eventlet.spawn(make, admin_url, prefix, service) for service in ["one", "two", "one"] * 3
    ]
    urls = [thread.wait() for thread in threads]
    assert len(set(urls)) == 2
    for found in set(urls):
        assert run(found.app_url, "select 1") == [1]


def test_a_role_cannot_enter_a_neighbours_database(admin_url, prefix):
    own, neighbour = make(admin_url, prefix, "own"), make(admin_url, prefix, "neighbour")
    database = sa.make_url(neighbour.app_url).database
    for url in (own.app_url, own.owner_url):
        intruder = sa.make_url(url).set(database=database)
        with pytest.raises(sa.exc.OperationalError, match="permission denied"):
            run(intruder, "select 1")


@pytest.fixture
def asks_for_passwords(admin_url, prefix):
    """A server for tests may trust everybody; the embedded one does not."""
    url = sa.make_url(make(admin_url, prefix).app_url).set(password="wrong")
    try:
        run(url, "select 1")
    except sa.exc.OperationalError:
        return
    pytest.skip("this PostgreSQL server trusts everybody")


@pytest.mark.usefixtures("asks_for_passwords")
def test_a_wrong_password_is_refused(admin_url, prefix):
    urls = make(admin_url, prefix)
    with pytest.raises(sa.exc.OperationalError, match="password authentication failed"):
        run(sa.make_url(urls.app_url).set(password="guessed"), "select 1")


@pytest.mark.usefixtures("asks_for_passwords")
def test_a_changed_secret_key_changes_the_passwords(admin_url, prefix):
    before, after = make(admin_url, prefix), make(admin_url, prefix, key="another key")
    assert run(after.app_url, "select 1") == [1]
    with pytest.raises(sa.exc.OperationalError):
        run(before.app_url, "select 1")


def test_the_roles_have_no_power(admin_url, prefix):
    make(admin_url, prefix)
    powers = run(
        as_psycopg2(admin_url),
        "select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication"  # noqa: S608
        f" from pg_roles where starts_with(rolname, '{prefix}_')",
    )
    assert powers == [False, False]


def test_the_owner_inherits_also_where_an_earlier_release_made_the_role(admin_url, prefix):
    """On PostgreSQL 15 it could not give schema public away otherwise."""
    make(admin_url, prefix)
    run(as_psycopg2(admin_url), f"alter role {prefix}_demo_owner noinherit")
    make(admin_url, prefix)
    inherits = "select rolinherit from pg_roles where rolname = "
    assert run(as_psycopg2(admin_url), f"{inherits}'{prefix}_demo_owner'") == [True]


@pytest.mark.parametrize("version", [140_012, 190_000])
def test_another_release_is_refused_with_a_sentence(version):
    with pytest.raises(ProvisionError, match=r"PostgreSQL 1[49]; releases 15 to 18 are supported"):
        provision_module._refuse_other_releases(version)


def test_a_role_that_could_bypass_row_level_security_is_refused(admin_url, prefix):
    run(as_psycopg2(admin_url), f"create role {prefix}_demo_app login bypassrls")
    with pytest.raises(ProvisionError, match="may bypass row-level security"):
        make(admin_url, prefix)


def test_an_administrator_without_superuser_rights_suffices(admin_url, prefix):
    admin = f"{prefix}_admin"
    run(as_psycopg2(admin_url), f"create role {admin} login createdb createrole password 'x'")
    limited = sa.make_url(admin_url).set(username=admin, password="x")
    urls = make(limited.render_as_string(hide_password=False), prefix)
    assert run(urls.app_url, "select 1") == [1]


@pytest.mark.parametrize("name", ["", "A", "a-b", "a;drop", "1a", "a" * 31])
def test_a_name_that_is_no_identifier_is_refused(admin_url, prefix, name):
    with pytest.raises(ProvisionError, match="cannot be part of a database name"):
        make(admin_url, prefix, name)


def test_urls_do_not_print_their_passwords(admin_url, prefix):
    assert "postgresql" not in repr(make(admin_url, prefix))


def test_dropping_leaves_other_prefixes_alone(admin_url, prefix):
    kept, dropped = make(admin_url, f"{prefix}_k"), make(admin_url, f"{prefix}_d")
    drop_all(admin_url, f"{prefix}_d")
    assert run(kept.app_url, "select 1") == [1]
    with pytest.raises(sa.exc.OperationalError):
        run(dropped.app_url, "select 1")


def test_an_unreachable_server_is_reported_in_time():
    with pytest.raises(psycopg2.OperationalError):
        make("postgresql://postgres@127.0.0.1:1/postgres", "some")


def test_services_migrate_at_once_and_again(admin_url, prefix, packages):
    urls = [make(admin_url, prefix, name) for name in ("one", "two")]
    threads = [eventlet.spawn(migrate, "notes_service", url.owner_url) for url in urls * 3]
    for thread in threads:
        thread.wait()
    for url in urls:
        assert run(url.app_url, "select version_num from alembic_version") == ["0002"]


def test_two_processes_migrate_one_database_at_once(admin_url, prefix, packages):
    url = make(admin_url, prefix).owner_url
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from chassis.migrations import migrate; migrate('notes_service', sys.argv[2])"
    )
    running = [
        subprocess.Popen([sys.executable, "-W", "ignore", "-c", program, str(packages), url])
        for _ in range(2)
    ]
    assert [process.wait(30) for process in running] == [0, 0]
    assert run(url, "select count(*) from notes") == [0]
