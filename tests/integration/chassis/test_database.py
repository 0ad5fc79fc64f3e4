import time
import uuid

import eventlet
import psycopg2
import pytest
import sqlalchemy as sa
from eventlet import event

from chassis.database import Database, in_transaction, is_connection_problem, join_transaction

TENANT, OTHER_TENANT = uuid.uuid4(), uuid.uuid4()

notes_table = sa.Table(
    "notes",
    sa.MetaData(),
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("text", sa.Text),
)


def add_note(database, tenant, text="hello", *, claimed_tenant=None):
    with database.transaction(tenant) as connection:
        connection.execute(
            notes_table.insert().values(
                tenant_id=claimed_tenant or tenant, id=uuid.uuid4(), text=text
            )
        )


def texts(database, tenant=None):
    with database.transaction(tenant) as connection:
        return connection.execute(sa.select(notes_table.c.text)).scalars().all()


def test_a_query_without_a_tenant_finds_nothing(notes):
    add_note(notes.database, TENANT)
    assert texts(notes.database) == []


def test_a_query_without_a_filter_finds_the_tenants_own_rows_only(notes):
    add_note(notes.database, TENANT, "ours")
    add_note(notes.database, OTHER_TENANT, "theirs")
    assert texts(notes.database, TENANT) == ["ours"]
    assert texts(notes.database, str(OTHER_TENANT)) == ["theirs"]


def test_a_pooled_connection_forgets_its_tenant(notes):
    single = Database(notes.app_url, pool_size=1)
    add_note(single, TENANT, "ours")
    assert texts(single, TENANT) == ["ours"]
    assert texts(single) == []
    assert texts(single, OTHER_TENANT) == []
    single.dispose()


def test_writing_for_another_tenant_is_refused(notes):
    with pytest.raises(sa.exc.ProgrammingError, match="row-level security"):
        add_note(notes.database, TENANT, claimed_tenant=OTHER_TENANT)
    assert texts(notes.database, OTHER_TENANT) == []


def test_changing_a_neighbours_row_touches_nothing(notes):
    add_note(notes.database, TENANT, "ours")
    with notes.database.transaction(OTHER_TENANT) as connection:
        changed = connection.execute(sa.update(notes_table).values(text="stolen"))
        assert changed.rowcount == 0
    assert texts(notes.database, TENANT) == ["ours"]


def test_the_owner_is_bound_by_row_level_security_too(notes):
    add_note(notes.database, TENANT)
    owner = Database(notes.owner_url, pool_size=1)
    assert texts(owner) == []
    owner.dispose()


def test_a_refused_statement_does_not_show_its_values(notes):
    note = {"tenant_id": TENANT, "id": uuid.uuid4(), "text": "private words"}
    insert = notes_table.insert().values([note, note])
    with pytest.raises(sa.exc.IntegrityError) as refusal, notes.database.transaction(TENANT) as c:
        c.execute(insert)
    assert "private words" not in str(refusal.value)


def test_opening_a_transaction_inside_another_is_refused(notes):
    with notes.database.transaction(), pytest.raises(RuntimeError, match="already open"):
        with notes.database.transaction():
            pytest.fail("a second transaction was opened")
    assert texts(notes.database) == []


def test_being_in_a_transaction_is_known_to_this_greenthread_only(notes):
    assert not in_transaction()
    with notes.database.transaction():
        assert in_transaction()
        assert eventlet.spawn(in_transaction).wait() is False
    assert not in_transaction()


def test_callbacks_run_once_after_the_commit(notes):
    seen = []

    def look():
        seen.append((in_transaction(), texts(notes.database, TENANT)))

    with notes.database.transaction(TENANT) as connection:
        connection.execute(
            notes_table.insert().values(tenant_id=TENANT, id=uuid.uuid4(), text="new")
        )
        notes.database.after_commit(look)
        notes.database.after_commit(look)
        assert seen == []
    assert seen == [(False, ["new"])]


def test_callbacks_do_not_run_after_a_rollback(notes):
    seen = []

    def fail():
        with notes.database.transaction():
            notes.database.after_commit(lambda: seen.append(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen == []
    with notes.database.transaction():
        pass
    assert seen == []


def test_a_callback_outside_a_transaction_is_refused(notes):
    with pytest.raises(RuntimeError, match="no open transaction"):
        notes.database.after_commit(lambda: None)


def test_a_failing_callback_does_not_undo_the_change_or_the_others(notes, caplog):
    seen = []

    def fail():
        raise ZeroDivisionError

    with notes.database.transaction():
        notes.database.after_commit(fail)
        notes.database.after_commit(lambda: seen.append(1))
    assert seen == [1]
    assert "after_commit_callback_failed" in caplog.text


@pytest.mark.parametrize("interruption", [eventlet.Timeout(None), eventlet.greenlet.GreenletExit()])
def test_an_interruption_rolls_back_and_frees_the_connection(notes, interruption):
    single = Database(notes.app_url, pool_size=1)

    def work():
        with single.transaction(TENANT) as connection:
            connection.execute(
                notes_table.insert().values(tenant_id=TENANT, id=uuid.uuid4(), text="lost")
            )
            raise interruption

    with pytest.raises(type(interruption)):
        work()
    assert texts(single, TENANT) == []
    single.dispose()


def test_a_timeout_in_the_middle_of_a_query_leaves_a_usable_pool(notes):
    single = Database(notes.app_url, pool_size=1)
    with pytest.raises(eventlet.Timeout), single.transaction(TENANT) as connection:
        with eventlet.Timeout(0.05):
            connection.exec_driver_sql("select pg_sleep(2)")
    assert not in_transaction()
    add_note(single, TENANT, "after")
    assert texts(single, TENANT) == ["after"]
    single.dispose()


def test_joined_work_is_the_first_step_of_the_greenthreads_transactions(notes):
    def work():
        join_transaction(
            lambda connection: connection.execute(
                notes_table.insert().values(tenant_id=TENANT, id=uuid.uuid4(), text="joined")
            )
        )
        with pytest.raises(ZeroDivisionError), notes.database.transaction(TENANT):
            raise ZeroDivisionError
        with notes.database.transaction(TENANT) as connection:
            return connection.execute(sa.select(notes_table.c.text)).scalars().all()

    assert eventlet.spawn(work).wait() == ["joined"]
    assert texts(notes.database, TENANT) == ["joined"]


def test_queries_yield_to_each_other(notes):
    def slow():
        with notes.database.transaction() as connection:
            connection.exec_driver_sql("select pg_sleep(0.1)")

    slow()
    started = time.perf_counter()
    for running in [eventlet.spawn(slow) for _ in range(10)]:
        running.wait()
    assert time.perf_counter() - started < 0.6


def test_an_exhausted_pool_is_a_connection_problem(notes, monkeypatch):
    single = Database(notes.app_url, pool_size=1)
    monkeypatch.setattr(single.engine.pool, "_timeout", 0.05)
    release, taken = event.Event(), event.Event()

    def hold():
        with single.transaction():
            taken.send()
            release.wait()

    holder = eventlet.spawn(hold)
    taken.wait()
    with pytest.raises(sa.exc.TimeoutError) as refusal, single.transaction():
        pass
    assert is_connection_problem(refusal.value)
    assert not in_transaction()
    release.send()
    holder.wait()
    single.dispose()


def test_a_slow_statement_is_cut_and_is_a_connection_problem(notes):
    hasty = Database(notes.app_url, pool_size=1, statement_timeout_ms=50)
    with pytest.raises(sa.exc.OperationalError) as refusal, hasty.transaction() as connection:
        connection.exec_driver_sql("select pg_sleep(2)")
    assert is_connection_problem(refusal.value)
    hasty.dispose()


def test_a_server_that_never_answers_is_given_up_after_the_connect_timeout(monkeypatch):
    monkeypatch.setattr("chassis.database.CONNECT_TIMEOUT_SECONDS", 0.1)
    silent = eventlet.listen(("127.0.0.1", 0))
    port = silent.getsockname()[1]
    database = Database(f"postgresql://someone@127.0.0.1:{port}/nothing", pool_size=1)
    started = time.perf_counter()
    assert database.ping() is False
    assert time.perf_counter() - started < 1
    silent.close()


def test_a_broken_rule_is_not_a_connection_problem():
    assert not is_connection_problem(sa.exc.IntegrityError("", {}, Exception()))
    assert not is_connection_problem(ValueError())
    assert is_connection_problem(psycopg2.OperationalError())


def test_json_and_ids_survive_the_round_trip(notes):
    value = {"id": uuid.uuid4(), "list": [1, 2.5, None, "é"]}
    with notes.database.transaction() as connection:
        stored = connection.execute(
            sa.select(sa.cast(sa.literal(value, sa.dialects.postgresql.JSONB), sa.JSON))
        ).scalar_one()
    assert stored == {**value, "id": str(value["id"])}
