"""An installation of an earlier release gets dead letters and loses hashes that can be guessed."""

import uuid

import eventlet
import pytest
import sqlalchemy as sa
from alembic import command

from chassis import migrations, platform_migrations
from chassis.provision import drop_all, provision

BEFORE = {
    "a2p": "0009",
    "booking": "0004",
    "loyalty": "0004",
    "phone": "0008",
    "tenants": "0005",
}
TENANTS = [str(uuid.uuid4()) for _ in range(3)]
PLAIN, KEYED = "0" * 64, "k1.abcdef"


@pytest.fixture(params=BEFORE)
def earlier(request, admin_url):
    """The owner's engine of a database of the earlier release, and the way to the newest one."""
    service, prefix = request.param, f"test_{uuid.uuid4().hex[:8]}"
    urls = provision(
        admin_url, service=service, prefix=prefix, secret_key="a secret key of this test"
    )
    engine = sa.create_engine(sa.make_url(urls.owner_url).set(drivername="postgresql+psycopg2"))
    config = migrations._config(f"services.{service}")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE[service])
    yield engine, urls.owner_url, f"services.{service}"
    engine.dispose()
    drop_all(admin_url, prefix)


def add_replies(engine):
    for tenant in TENANTS:
        with engine.begin() as connection:
            connection.execute(
                sa.text("select set_config('app.tenant_id', :t, true)"), {"t": tenant}
            )
            connection.execute(
                sa.text(
                    "insert into idempotency (tenant_id, operation, key, body_hash, reply)"
                    " select :t, 'save', 'key-' || i, case i % 2 when 0 then :plain"
                    " else :keyed end, '{\"id\": 1}' from generate_series(1, 500) i"
                ),
                {"t": tenant, "plain": PLAIN, "keyed": KEYED},
            )


def replies(engine, tenant):
    with engine.begin() as connection:
        connection.execute(sa.text("select set_config('app.tenant_id', :t, true)"), {"t": tenant})
        query = "select body_hash, count(*), count(reply) from idempotency group by 1"
        return {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql(query)}


def test_guessable_hashes_go_and_keys_and_replies_stay(earlier, monkeypatch):
    monkeypatch.setattr(platform_migrations, "PAGES_AT_ONCE", 2)
    engine, url, package = earlier
    add_replies(engine)
    migrations.migrate(package, url)
    for tenant in TENANTS:
        assert replies(engine, tenant) == {None: (250, 250), KEYED: (250, 250)}
    with engine.begin() as connection:
        listed = connection.exec_driver_sql("select tenant_id::text from idempotency_tenants")
        assert {row[0] for row in listed} == set(TENANTS)
        protected = "select relforcerowsecurity from pg_class where relname = 'idempotency'"
        assert connection.exec_driver_sql(protected).scalar_one()


def test_an_interrupted_upgrade_is_repeated(earlier, monkeypatch):
    engine, url, package = earlier
    add_replies(engine)

    def fail(_op):
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(platform_migrations, "_clear_unkeyed_hashes", fail)
        with pytest.raises(InterruptedError):
            migrations.migrate(package, url)
    migrations.migrate(package, url)
    assert replies(engine, TENANTS[0]) == {None: (250, 250), KEYED: (250, 250)}


def test_an_older_process_writes_while_the_indexes_are_built(earlier):
    engine, url, package = earlier
    write = (
        "insert into inbox (event_id, handler, tenant_id, source, type, envelope)"
        " values (gen_random_uuid(), 'on_it', gen_random_uuid(), 'a2p', 'it_v1', '{}')"
    )
    with engine.connect() as slow:
        slow.exec_driver_sql(write)
        upgrade = eventlet.spawn(migrations.migrate, package, url)
        wait_until_an_index_is_built(engine)
        with engine.begin() as quick:
            quick.exec_driver_sql("set local lock_timeout = '1s'")
            quick.exec_driver_sql(write)
        slow.commit()
        with eventlet.Timeout(30):
            upgrade.wait()
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "select indexrelid::regclass::text from pg_index"
            " where indrelid in ('inbox'::regclass, 'outbox'::regclass) and indisvalid"
        )
        assert set(found.scalars()) >= {"inbox_done_at", "inbox_dead_at", "outbox_age"}


def wait_until_an_index_is_built(engine):
    waiting = (
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and query like 'create index%%' and wait_event_type = 'Lock'"
    )
    with eventlet.Timeout(20):
        while True:
            with engine.begin() as connection:
                if connection.exec_driver_sql(waiting).scalar_one():
                    return
            eventlet.sleep(0.05)


def test_the_app_role_may_keep_and_drop_dead_letters(notes):
    with notes.database.transaction() as connection:
        connection.exec_driver_sql(
            "insert into dead_letters"
            " (queue, exchange, routing_key, reason, headers, body, body_bytes)"
            " values ('q', '', 'q', 'NotJson', '{}', '\\x00ff', 2)"
        )
        assert connection.exec_driver_sql("delete from dead_letters").rowcount == 1


def test_who_waits_for_the_migration_does_not_stop_its_indexes(notes):
    """A statement that waits holds a snapshot, which CREATE INDEX CONCURRENTLY waits for."""

    def wait_for_the_migration():
        with migrations._locked(engine):
            return "next"

    engine = sa.create_engine(notes.owner.url, poolclass=sa.NullPool)
    with migrations._locked(engine):
        second = eventlet.spawn(wait_for_the_migration)
        eventlet.sleep(0.2)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("set lock_timeout = '3s'")
            connection.exec_driver_sql("create index concurrently notes_text on notes (text)")
            connection.exec_driver_sql("drop index concurrently notes_text")
            connection.exec_driver_sql("reset lock_timeout")
    with eventlet.Timeout(10):
        assert second.wait() == "next"
