"""What becomes of events that are written: before anybody hears, at a stop, and as they get old."""

import uuid
from datetime import UTC, datetime, timedelta

import eventlet
import kombu
import pytest
import sqlalchemy as sa

from chassis.events import outbox as outbox_module
from chassis.tables import outbox
from tests.integration.chassis.test_events import (
    EVENTS,
    NOTES,
    TENANT,
    Outbox,
    Reader,
    Writer,
    database_of,
    notes,
    until,
    write_note,
)

HEARERS = {"reader": {"on_note_written": ("writer", "note_written_v1")}}


@pytest.fixture
def stores(service_database, packages):
    Reader.fails, Reader.seen = 0, []
    return {name: service_database(name, package=NOTES) for name in ("writer", "reader")}


@pytest.fixture
def config_on(stores):
    def config(amqp_uri):
        urls = {name: store.app_url for name, store in stores.items()}
        contracts = {"EVENT_CONTRACTS": EVENTS, "EVENT_HEARERS": HEARERS}
        return {"AMQP_URI": amqp_uri, "DATABASES": urls, **contracts}

    return config


def outbox_of(container):
    return next(ext for ext in container.extensions if isinstance(ext, Outbox))


def written(store, *, hours_ago, is_published=True):
    occurred_at = datetime.now(UTC) - timedelta(hours=hours_ago)
    row = {
        "event_id": str(uuid.uuid4()),
        "tenant_id": TENANT,
        "type": "note_written_v1",
        "correlation_id": "earlier",
        "data": {"text": f"{hours_ago} hours ago"},
        "occurred_at": occurred_at,
        "published_at": datetime.now(UTC) if is_published else None,
    }
    with store.database.transaction() as connection:
        connection.execute(sa.insert(outbox).values(row))


def kept(store):
    with store.database.transaction() as connection:
        rows = connection.execute(sa.select(outbox).order_by(outbox.c.occurred_at.desc())).all()
    return {row.data["text"]: row.published_at for row in rows}


def test_an_event_waits_at_the_broker_for_a_hearer_that_never_ran(
    rabbitmq, config_on, stores, start_service
):
    config = config_on(rabbitmq)
    writer = outbox_of(start_service(Writer, config))
    write_note(writer, "before you came")
    until(lambda: all(kept(stores["writer"]).values()))
    reader = start_service(Reader, config)
    until(lambda: notes(database_of(reader)) == ["before you came"])


def test_after_a_restart_only_what_is_recent_is_told_again(config_on, stores, start_service):
    """An inbox remembers for longer than an outbox tells; beyond that an effect would repeat."""
    for hours_ago in (25, 1):
        written(stores["writer"], hours_ago=hours_ago)
    config = config_on(f"inproc://{uuid.uuid4().hex}")
    reader = start_service(Reader, config)
    writer = outbox_of(start_service(Writer, config))
    until(lambda: "1 hours ago" in notes(database_of(reader)))
    write_note(writer, "now")
    until(lambda: "now" in notes(database_of(reader)))
    assert notes(database_of(reader)) == ["1 hours ago", "now"]


def test_what_is_published_is_forgotten_by_its_own_age(config_on, stores, start_service):
    """Restarted daily, nothing would ever be published long ago."""
    for hours_ago, is_published in ((1, True), (25, True), (26, False)):
        written(stores["writer"], hours_ago=hours_ago, is_published=is_published)
    start_service(Writer, config_on("amqp://guest:guest@127.0.0.1:1//"))
    until(lambda: list(kept(stores["writer"])) == ["1 hours ago", "26 hours ago"])


def test_a_stop_publishes_what_is_left(rabbitmq, config_on, stores, start_service, monkeypatch):
    monkeypatch.setattr(outbox_module, "SWEEP_SECONDS", 60)
    container = start_service(Writer, config_on(rabbitmq))
    writer = outbox_of(container)
    # Nobody wakes the relay: the stop comes first.
    monkeypatch.setattr(writer.relay, "_hand_over", writer.relay._fresh.append)
    write_note(writer, "last words")
    container.stop()
    assert all(kept(stores["writer"]).values())


def test_events_that_come_one_after_another_are_taken_as_one_batch(
    config_on, stores, start_service
):
    relay = outbox_of(start_service(Writer, config_on(f"inproc://{uuid.uuid4().hex}"))).relay
    batches = []
    relay.on_batch = lambda connection, ids: batches.append(len(ids))
    relay.gather_seconds = 1.0

    def publish(*ages):
        for hours in ages:
            written(stores["writer"], hours_ago=hours, is_published=False)
            relay.wake()
            eventlet.sleep()
        until(lambda: all(kept(stores["writer"]).values()))

    publish(1)
    publish(2, 3, 4)
    assert batches == [1, 3]


def test_what_the_broker_refuses_to_keep_is_published_once_it_can(
    rabbitmq, config_on, stores, start_service, monkeypatch
):
    monkeypatch.setattr(outbox_module, "SWEEP_SECONDS", 0.1)
    config = {**config_on(rabbitmq), "EVENT_HEARERS": {}}
    with kombu.Connection(rabbitmq) as connection:
        channel = connection.channel()
        exchange = outbox_module.exchange_name("writer")
        channel.exchange_declare(exchange, type="topic", durable=True, auto_delete=False)
        full = {"x-max-length": 2, "x-overflow": "reject-publish"}
        channel.queue_declare("full", durable=True, auto_delete=False, arguments=full)
        channel.queue_bind("full", exchange, "note_written_v1")
        for hours_ago in (1, 2, 3):
            written(stores["writer"], hours_ago=hours_ago, is_published=False)
        start_service(Writer, config)
        until(lambda: channel.queue_declare("full", passive=True).message_count == 2)
        eventlet.sleep(0.5)  # some sweeps
        assert not any(kept(stores["writer"]).values())
        channel.queue_delete("full")
    until(lambda: all(kept(stores["writer"]).values()))


@pytest.mark.parametrize("count", [1, 450])
def test_every_event_of_a_crowd_arrives_once(rabbitmq, config_on, stores, start_service, count):
    config = {**config_on(rabbitmq), "EVENT_HEARERS": {}}
    with kombu.Connection(rabbitmq) as connection:
        channel = connection.channel()
        exchange = outbox_module.exchange_name("writer")
        channel.exchange_declare(exchange, type="topic", durable=True, auto_delete=False)
        channel.queue_declare("heard", durable=True, auto_delete=False)
        channel.queue_bind("heard", exchange, "note_written_v1")
        for hours_ago in range(count):
            written(stores["writer"], hours_ago=hours_ago, is_published=False)
        start_service(Writer, config)
        until(lambda: all(kept(stores["writer"]).values()))
        assert channel.queue_declare("heard", passive=True).message_count == count
