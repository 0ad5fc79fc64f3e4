"""What becomes of events whose handlers failed for good, with the command's own functions."""

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from chassis import dead_letters
from chassis.settings import Settings
from chassis.tables import dead_letters as dead_letters_table
from chassis.tables import inbox

TENANT = "11111111-1111-4111-8111-111111111111"
EXAMPLES = Path(__file__).parents[3] / "contracts/examples"
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

    def run(action, event_id=None, message=None):
        return list(
            dead_letters.act(settings, action, service="phone", event_id=event_id, message=message)
        )

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


def add_message(database, body, *, queue="rpc", body_bytes=None):
    letter = {
        "queue": queue,
        "exchange": "nameko-rpc",
        "routing_key": "phone.get_config",
        "reason": "not json",
        "headers": {"x": "int"},
        "body": body,
        "body_bytes": body_bytes or len(body),
    }
    with database.transaction() as connection:
        row = dead_letters_table.insert().values(letter).returning(dead_letters_table.c.id)
        return connection.execute(row).scalar_one()


def test_messages_that_no_handler_could_read_are_listed_without_their_content(database, act):
    add_message(database, b"not for a terminal")
    lines = act("list")
    assert any("phone.get_config" in line and "18 bytes" in line for line in lines)
    assert not any("not for a terminal" in line for line in lines)
    assert act("discard") == ["phone: 2 discarded"]
    assert act("list") == []


def test_one_message_is_shown_escaped_and_discarded(database, act):
    first = add_message(database, b"\x1b[2J\x00\xff")
    second = add_message(database, b"other")
    [line, headers, body] = act("show", message=first)
    assert f"message {first} " in line
    assert headers == 'headers: {"x":"int"}'
    assert body == "\\x1b[2J\\x00\\xff"
    assert act("discard", message=first) == ["phone: 1 discarded"]
    assert [line for line in act("list") if "message" in line][0].split()[2] == str(second)


def test_an_event_is_shown_with_what_it_carries(act):
    assert "not for a terminal" in "\n".join(act("show", event_id=DEAD))


def test_an_event_that_can_be_read_by_now_goes_through_the_inbox(database, act):
    event = golden_event("a2p", "campaign_status_changed_v1")
    body = json.dumps(event | {"a field of a later release": 1}).encode()
    add_message(database, body, queue="on_campaign_status_changed")
    cut = add_message(database, body, queue="on_campaign_status_changed", body_bytes=70_000)
    no_event = add_message(database, b"{", queue="on_campaign_status_changed")
    request = add_message(database, body, queue="rpc")
    assert act("replay") == ["phone: 2 will be tried again, 3 cannot be read and stay"]
    row = rows(database)[event["event_id"]]
    assert (row.handler, row.source) == ("on_campaign_status_changed", "a2p")
    assert (row.done_at, row.dead_at, row.attempts) == (None, None, 0)
    left = {int(line.split()[2]) for line in act("list")}
    assert left == {cut, no_event, request}


def golden_event(source, event_type):
    data = json.loads((EXAMPLES / f"{source}.json").read_text())["events"][event_type]
    return {
        "event_id": str(uuid.uuid4()),
        "type": event_type,
        "tenant_id": TENANT,
        "occurred_at": "2026-01-02T03:04:05Z",
        "correlation_id": "trace-1",
        "data": data,
    }
