"""Old rows go in batches by an index, however large the table is."""

import os
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.dead_letter_store import KEEP
from chassis.events.inbox import KEEP_DONE
from chassis.events.outbox import KEEP_PUBLISHED
from chassis.pruning import Retention, delete_batch, lag
from chassis.tables import dead_letters, inbox, outbox

# Three million in the thorough run; the plan that a batch gets is the same.
ROWS = int(os.environ.get("PRUNING_ROWS", "60000"))
TENANT = str(uuid.uuid4())
INBOX = Retention(inbox, inbox.c.done_at, KEEP_DONE, inbox.c.done_at.is_not(None))
OUTBOX = Retention(outbox, outbox.c.occurred_at, KEEP_PUBLISHED, outbox.c.published_at.is_not(None))
DEAD = Retention(dead_letters, dead_letters.c.received_at, KEEP)

FILL = {
    "inbox": """
        insert into inbox (event_id, handler, tenant_id, source, type, envelope, done_at)
        select gen_random_uuid(), 'on_it', :tenant, 'a', 'b_v1', '{}', now() - :age
          from generate_series(1, :rows)""",
    "outbox": """
        insert into outbox (event_id, tenant_id, type, correlation_id, data, occurred_at,
                            published_at)
        select gen_random_uuid(), :tenant, 'b_v1', 'c', '{}', now() - :age, now()
          from generate_series(1, :rows)""",
    "dead_letters": """
        insert into dead_letters (received_at, queue, exchange, routing_key, reason, headers,
                                  body, body_bytes)
        select now() - :age, 'rpc', 'a', 'a.b', 'x', '{}', 'x', 1
          from generate_series(1, :rows)""",
}


def fill(database, table, *, rows, age):
    with database.transaction() as connection:
        connection.execute(sa.text("set local statement_timeout = '10min'"))
        connection.execute(sa.text(FILL[table]), {"tenant": TENANT, "rows": rows, "age": age})


def count(database, table):
    with database.transaction() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize("retention", [INBOX, OUTBOX, DEAD], ids=lambda r: r.table.name)
def test_all_that_is_old_goes_and_nothing_else(notes, retention):
    database, name = notes.database, retention.table.name
    fill(database, name, rows=250, age=retention.keep + timedelta(hours=5))
    fill(database, name, rows=7, age=retention.keep - timedelta(hours=1))
    assert timedelta(hours=4) < lag(database, retention) < timedelta(hours=6)
    assert [delete_batch(database, retention, limit=100) for _ in range(4)] == [100, 100, 50, 0]
    assert count(database, retention.table) == 7
    assert lag(database, retention) == timedelta()


def test_what_is_under_way_is_never_old(notes):
    database = notes.database
    with database.transaction() as connection:
        for statement in (FILL["inbox"], FILL["outbox"]):
            pending = statement.replace("now() - :age)", "null)").replace(", now()\n", ", null\n")
            connection.execute(
                sa.text(pending), {"tenant": TENANT, "rows": 3, "age": timedelta(days=400)}
            )
        connection.execute(sa.update(inbox).values(done_at=None))
    assert delete_batch(database, INBOX) == delete_batch(database, OUTBOX) == 0


def test_a_row_that_somebody_holds_is_left_for_later(notes):
    fill(notes.database, "inbox", rows=3, age=KEEP_DONE * 2)
    somebody = sa.create_engine(notes.owner_url, poolclass=sa.NullPool)
    with somebody.begin() as holding:
        holding.execute(sa.select(inbox).limit(1).with_for_update())
        assert delete_batch(notes.database, INBOX) == 2
    assert delete_batch(notes.database, INBOX) == 1


@pytest.mark.parametrize("retention", [INBOX, OUTBOX, DEAD], ids=lambda r: r.table.name)
def test_a_batch_reads_only_what_it_deletes(notes, retention):
    """A sequential scan per batch is what let a large table grow for ever."""
    database, name = notes.database, retention.table.name
    fill(database, name, rows=ROWS, age=retention.keep * 2)
    with database.transaction() as connection:
        before = scanned(connection, name)
    assert delete_batch(database, retention) == 2_000
    with database.transaction() as connection:
        connection.execute(sa.text("select pg_stat_force_next_flush()"))
    with database.transaction() as connection:
        assert scanned(connection, name) - before < ROWS / 2


def scanned(connection, table):
    connection.execute(sa.text("select pg_stat_clear_snapshot()"))
    read = "select coalesce(seq_tup_read, 0) from pg_stat_user_tables where relname = :table"
    return connection.execute(sa.text(read), {"table": table}).scalar_one()
