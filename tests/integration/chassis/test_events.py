"""Events from the outbox of one service to the inbox of another, on both brokers."""

import json
import types
import uuid
from datetime import timedelta

import eventlet
import pytest
import sqlalchemy as sa
from marshmallow import fields
from nameko.events import event_handler as stock_event_handler
from nameko.extensions import DependencyProvider
from nameko.standalone.events import event_dispatcher
from nameko.testing.services import entrypoint_waiter

from chassis import context
from chassis.dependencies import CallContext, ServiceDatabase
from chassis.events import OutboxRelay, event_handler
from chassis.events import inbox as inbox_module
from chassis.tables import dead_letters, inbox, outbox
from contracts.fields import Reply
from contracts.shapes import EventContract

TENANT = "11111111-1111-4111-8111-111111111111"
NOTES = "notes_service"


class NoteWritten(Reply):
    text = fields.String(required=True)


EVENTS = {("writer", "note_written_v1"): EventContract("writer", "note_written_v1", NoteWritten)}


class Outbox(DependencyProvider):
    database = ServiceDatabase()
    relay = OutboxRelay()

    def get_dependency(self, worker_ctx):
        return self


class Writer:
    name = "writer"
    call_context = CallContext()
    outbox = Outbox()


class Store(DependencyProvider):
    database = ServiceDatabase()

    def get_dependency(self, worker_ctx):
        return self.database.get()


class Reader:
    name = "reader"
    call_context = CallContext()
    database = Store()
    fails = 0
    seen: list[str] = []

    @event_handler("writer", "note_written_v1")
    def on_note_written(self, envelope):
        with self.database.transaction(envelope["tenant_id"]) as connection:
            Reader.seen.append(context.current().correlation_id)
            text = envelope["data"]["text"]
            connection.execute(
                sa.text("insert into notes (tenant_id, id, text) values (:t, :i, :b)"),
                {"t": envelope["tenant_id"], "i": str(uuid.uuid4()), "b": text},
            )
            if Reader.fails:
                Reader.fails -= 1
                raise ValueError("not this time")


class StockSubscriber:
    """Nothing of ours: what an analytics team with plain nameko would write."""

    name = "analytics"

    @stock_event_handler("writer", "note_written_v1")
    def on_note_written(self, payload):
        return payload


@pytest.fixture
def config(amqp_uri, service_database, packages):
    Reader.fails, Reader.seen = 0, []
    stores = {name: service_database(name, package=NOTES).app_url for name in ("writer", "reader")}
    return {"AMQP_URI": amqp_uri, "DATABASES": stores, "EVENT_CONTRACTS": EVENTS}


@pytest.fixture
def writer(config, start_service):
    container = start_service(Writer, config)
    return next(ext for ext in container.extensions if isinstance(ext, Outbox))


@pytest.fixture
def reader(config, start_service):
    return start_service(Reader, config)


def write_note(writer, text="hello", **tell):
    with context.use(context.new_context(correlation_id="trace-1")):
        with writer.database.get().transaction(TENANT) as connection:
            writer.relay.record(
                connection, type="note_written_v1", tenant_id=TENANT, data={"text": text} | tell
            )


def notes(store):
    with store.transaction(TENANT) as connection:
        return connection.execute(sa.text("select text from notes order by text")).scalars().all()


def inbox_rows(database):
    with database.transaction() as connection:
        return connection.execute(sa.select(inbox)).all()


def database_of(container):
    provider = next(ext for ext in container.extensions if isinstance(ext, ServiceDatabase))
    return provider.get()


def until(claim, seconds=8.0):
    with eventlet.Timeout(seconds):
        while not claim():
            eventlet.sleep(0.02)


def test_an_event_has_its_effect_and_carries_the_correlation_id(reader, writer):
    with entrypoint_waiter(reader, "on_note_written", timeout=8):
        write_note(writer)
    assert notes(database_of(reader)) == ["hello"]
    assert Reader.seen == ["trace-1"]


def test_a_stock_nameko_service_hears_an_event(writer, config, start_service):
    analytics = start_service(StockSubscriber, {"AMQP_URI": config["AMQP_URI"]})
    with entrypoint_waiter(analytics, "on_note_written", timeout=8) as heard:
        write_note(writer, "for everyone")
    envelope = heard.get()
    assert envelope["data"] == {"text": "for everyone"}
    assert envelope["tenant_id"] == TENANT
    assert envelope["type"] == "note_written_v1"
    assert envelope["correlation_id"] == "trace-1"
    assert envelope["occurred_at"].endswith("Z")


def test_an_event_of_a_rolled_back_change_is_never_published(reader, writer):
    class Undo(Exception):
        pass

    def write_and_undo():
        with writer.database.get().transaction(TENANT) as connection:
            writer.relay.record(
                connection, type="note_written_v1", tenant_id=TENANT, data={"text": "undone"}
            )
            raise Undo

    with pytest.raises(Undo):
        write_and_undo()
    with entrypoint_waiter(reader, "on_note_written", timeout=8):
        write_note(writer, "kept")
    assert notes(database_of(reader)) == ["kept"]


def test_an_event_that_breaks_its_contract_fails_the_change(writer):
    with pytest.raises(Exception, match="text"):
        write_note(writer, text=None)
    with writer.database.get().transaction() as connection:
        assert connection.execute(sa.select(outbox)).all() == []


def test_a_delivery_that_comes_twice_has_one_effect(reader, writer):
    with entrypoint_waiter(reader, "on_note_written", timeout=8):
        write_note(writer)
    until(lambda: inbox_rows(database_of(reader))[0].done_at)
    with writer.database.get().transaction() as connection:
        connection.execute(sa.update(outbox).values(published_at=None))
    writer.relay.wake()
    with entrypoint_waiter(reader, "on_note_written", timeout=8):
        write_note(writer, "second")
    until(lambda: all(row.done_at for row in inbox_rows(database_of(reader))))
    assert notes(database_of(reader)) == ["hello", "second"]


def test_a_failing_handler_is_tried_again_and_leaves_no_half_effect(reader, writer, monkeypatch):
    monkeypatch.setattr(inbox_module, "FIRST_RETRY_SECONDS", 0.01)
    Reader.fails = 2
    write_note(writer)
    until(lambda: any(row.done_at for row in inbox_rows(database_of(reader))))
    assert notes(database_of(reader)) == ["hello"]
    assert inbox_rows(database_of(reader))[0].attempts == 3


def test_after_the_last_try_an_event_is_a_dead_letter(reader, writer, monkeypatch):
    monkeypatch.setattr(inbox_module, "FIRST_RETRY_SECONDS", 0.001)
    monkeypatch.setattr(inbox_module, "LONGEST_RETRY_SECONDS", 0.01)
    Reader.fails = 100
    write_note(writer)
    until(lambda: any(row.dead_at for row in inbox_rows(database_of(reader))), seconds=30)
    row = inbox_rows(database_of(reader))[0]
    assert (row.attempts, row.last_error) == (inbox_module.TRIES, "ValueError")
    assert notes(database_of(reader)) == []


def test_events_written_while_the_broker_is_away_are_published_later(
    service_database, config, start_service
):
    store = service_database("writer", package=NOTES).database
    with store.transaction(TENANT) as connection:
        connection.execute(
            outbox.insert().values(
                event_id=str(uuid.uuid4()),
                tenant_id=TENANT,
                type="note_written_v1",
                correlation_id="earlier",
                data={"text": "written before the start"},
                occurred_at=sa.func.now(),
            )
        )
    reader = start_service(Reader, config)
    start_service(Writer, config)
    until(lambda: notes(database_of(reader)) == ["written before the start"])


def test_retry_delays_grow_and_are_capped():
    delays = [inbox_module.retry_delay(attempt) for attempt in range(1, 30)]
    assert 1.0 <= delays[0] <= 1.25
    assert delays[3] >= 8.0
    assert max(delays) <= inbox_module.LONGEST_RETRY_SECONDS * 1.25
    assert timedelta(seconds=delays[-1]) > timedelta(minutes=10)


def test_a_message_that_is_no_event_of_ours_is_dropped_and_holds_nothing_up(reader, writer, config):
    dispatch = event_dispatcher({"AMQP_URI": config["AMQP_URI"]})
    dispatch("writer", "note_written_v1", {"text": "no envelope"})
    with entrypoint_waiter(reader, "on_note_written", timeout=8):
        write_note(writer, "real")
    assert notes(database_of(reader)) == ["real"]


class Message:
    """As the broker gives it, with what became of it."""

    def __init__(self, envelope, connection="open"):
        self.body, self.delivery_info = json.dumps(envelope), {"routing_key": "note_written_v1"}
        self.headers, self.properties = {}, {}
        self.channel = types.SimpleNamespace(connection=connection)
        self.is_acknowledged = False

    def ack(self):
        if self.channel.connection == "breaking":
            raise RuntimeError("the connection is gone")
        self.is_acknowledged = True


def delivered(event_id, connection="open"):
    envelope = {
        "event_id": event_id,
        "type": "note_written_v1",
        "tenant_id": TENANT,
        "occurred_at": "2026-01-02T03:04:05Z",
        "correlation_id": "trace-1",
        "data": {"text": "hello"},
    }
    return envelope, Message(envelope, connection)


@pytest.fixture
def handler(reader, monkeypatch):
    monkeypatch.setattr(inbox_module, "STORE_RETRY_SECONDS", 0.01)
    return next(e for e in reader.entrypoints if isinstance(e, inbox_module.EventHandler))


def test_a_message_is_held_until_it_can_be_stored(reader, handler, monkeypatch):
    """Given back each time, a quorum queue would drop it after twenty times."""
    store, failures = handler.inbox.store, [OSError("away")] * 25

    def store_when_back(*row):
        if failures:
            raise failures.pop()
        store(*row)

    monkeypatch.setattr(handler.inbox, "store", store_when_back)
    envelope, message = delivered(str(uuid.uuid4()))
    handler.handle_message(envelope, message)
    assert message.is_acknowledged
    assert len(inbox_rows(database_of(reader))) == 1


def test_a_message_that_the_broker_took_back_is_let_go_of(reader, handler, monkeypatch):
    def store(*row):
        raise OSError("away")

    monkeypatch.setattr(handler.inbox, "store", store)
    taken_back = delivered(str(uuid.uuid4()), connection=None)
    handler.handle_message(*taken_back)
    monkeypatch.setattr(handler.inbox, "is_stopping", True)
    stopped = delivered(str(uuid.uuid4()))
    handler.handle_message(*stopped)
    assert not taken_back[1].is_acknowledged
    assert not stopped[1].is_acknowledged


def test_a_broker_that_breaks_at_the_acknowledgement_ends_nothing(reader, handler):
    handler.handle_message(*delivered(str(uuid.uuid4()), connection="breaking"))
    assert len(inbox_rows(database_of(reader))) == 1


def test_an_envelope_that_could_never_be_stored_becomes_a_dead_letter(reader, handler):
    envelope, message = delivered("no id")
    handler.handle_message(envelope, message)
    until(lambda: message.is_acknowledged)
    assert inbox_rows(database_of(reader)) == []
    with database_of(reader).transaction() as connection:
        assert connection.execute(sa.select(dead_letters.c.queue)).scalar_one() == (
            "on_note_written"
        )
