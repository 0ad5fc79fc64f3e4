"""What becomes of events whose handlers failed for good, with the command's own functions."""

import uuid
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from chassis import dead_letters
from chassis.settings import Settings
from chassis.tables import dead_letters as dead_letters_table
from chassis.tables import inbox

TENANT = "11111111-1111-4111-8111-111111111111"
DEAD, DONE = str(uuid.uuid4()), str(uuid.uuid4())


@pytest.fixture
def database(service_database):
    database = service_database("phone").database
    now = datetime.now(UTC)
    common = {
        "handler": "on_campaign_status_changed",
        "tenant_id": TENANT,
        "source": "a2p",
        "type": "campaign_status_changed_v1",
        "envelope": {"data": {"secret": "not for a terminal"}},
        "received_at": now,
        "due_at": now,
        "attempts": 8,
    }
    with database.transaction() as connection:
        connection.execute(
            inbox.insert().values(event_id=DEAD, dead_at=now, last_error="X", **common)
        )
        connection.execute(inbox.insert().values(event_id=DONE, done_at=now, **common))
    return database


@pytest.fixture
def act(admin_url, database_prefix, database):
    from tests.integration.conftest import SECRET_KEY

    settings = Settings(
        secret_key=SECRET_KEY,
        encryption_keys=(),
        database_url=admin_url,
        database_prefix=database_prefix,
        twilio_account_sid="AC" + "0" * 32,  # real credentials: no demo data
    )

    def run(action, event_id=None):
        return list(dead_letters.act(settings, action, service="phone", event_id=event_id))

    return run


def rows(database):
    with database.transaction() as connection:
        return {str(row.event_id): row for row in connection.execute(sa.select(inbox))}


def test_a_list_names_the_event_and_the_reason_and_nothing_of_its_content(act):
    [line] = act("list")
    assert DEAD in line
    assert "tries=8" in line
    assert "secret" not in line


def test_a_replay_makes_dead_events_due_again(act, database):
    assert act("replay") == ["phone: 1 will be tried again"]
    row = rows(database)[DEAD]
    assert (row.dead_at, row.attempts) == (None, 0)


def test_a_discard_removes_only_the_dead(act, database):
    assert act("discard", event_id=str(uuid.uuid4())) == ["phone: 0 discarded"]
    assert act("discard", event_id=DEAD) == ["phone: 1 discarded"]
    assert list(rows(database)) == [DONE]


def test_messages_that_no_handler_could_read_are_listed_without_their_content(database, act):
    letter = {
        "queue": "rpc",
        "exchange": "nameko-rpc",
        "routing_key": "phone.get_config",
        "reason": "ValueError",
        "headers": {},
        "body": b"not for a terminal",
        "body_bytes": 18,
    }
    with database.transaction() as connection:
        connection.execute(dead_letters_table.insert().values(letter))
    lines = act("list")
    assert any("phone.get_config" in line and "18 bytes" in line for line in lines)
    assert not any("not for a terminal" in line for line in lines)
    assert act("discard") == ["phone: 2 discarded"]
    assert act("list") == []
