"""Whatever arrives on a queue, the next good message is handled: before and after a restart."""

import dataclasses
import json
import uuid

import kombu
import pytest
import sqlalchemy as sa

from chassis.dependencies import CallContext
from chassis.events import event_handler
from chassis.rpc import RpcClient, RpcFailure, rpc, wire
from chassis.tables import dead_letters, inbox
from contracts.errors import ServiceError
from tests.integration.chassis.test_events import (
    EVENTS,
    NOTES,
    TENANT,
    Store,
    database_of,
    until,
)
from tests.integration.chassis.test_rpc import CONTRACTS, Maths

GOOD = {
    "event_id": str(uuid.uuid4()),
    "type": "note_written_v1",
    "tenant_id": TENANT,
    "occurred_at": "2026-01-02T03:04:05Z",
    "correlation_id": "trace-1",
    "data": {"text": "good"},
}
DEEP = b"[" * 100_000 + b"]" * 100_000

BODIES = {
    "empty": b"",
    "no JSON": b"{",
    "no UTF-8": b"\xff\xfe\x00",
    "a list": b"[1, 2]",
    "a text": b'"hello"',
    "null": b"null",
    "deep": DEEP,
    "NaN": b"NaN",
    "a lone surrogate": b'{"args": ["\\ud800"]}',
    "large": json.dumps({"args": [{"value": "x" * 2_000_000}]}).encode(),
    "arguments of another kind": b'{"args": {"value": 1}}',
}
ENVELOPES = {
    "no envelope": {"text": "no envelope"},
    "a NUL in the data": GOOD | {"data": {"text": "a\0b"}},
    "a NUL in the type": GOOD | {"type": "note\0"},
    "an id that is a number": GOOD | {"event_id": 7},
    "a tenant that is a list": GOOD | {"tenant_id": [TENANT]},
    "an object for a correlation id": GOOD | {"correlation_id": {"a": 1}},
    "data that are a text": GOOD | {"data": "text"},
    "a type that is null": GOOD | {"type": None},
}
HEADERS = {
    "a deadline in words": {"nameko.deadline": "soon"},
    "a deadline that is no number": {"nameko.deadline": "nan"},
    "an endless deadline": {"nameko.deadline": "1e999"},
    "a deadline that is a list": {"nameko.deadline": [1, 2]},
    "a deadline that is a table": {"nameko.deadline": {"a": 1}},
    "a call stack that is a number": {"nameko.call_id_stack": 7},
    "a call stack of numbers": {"nameko.call_id_stack": [7, 8]},
    "a correlation id that is a table": {"nameko.correlation_id": {"a": 1}},
    "an actor that is a list": {"nameko.actor_id": ["a"]},
    "a huge id": {"nameko.correlation_id": "x" * 60_000},
    "a trace that is a number": {"traceparent": 7},
}
# More than a consumer's prefetch: ten that are never acknowledged stop it for good.
TIMES = 12


class Listener:
    name = "listener"
    call_context = CallContext()
    database = Store()

    @rpc
    def double(self, request):
        return {"value": request["value"] * 2}

    @event_handler("writer", "note_written_v1")
    def on_note_written(self, envelope):
        with self.database.transaction(envelope["tenant_id"]) as connection:
            connection.execute(
                sa.text("insert into notes (tenant_id, id, text) values (:t, :i, :b)"),
                {"t": TENANT, "i": str(uuid.uuid4()), "b": envelope["data"]["text"]},
            )


@pytest.fixture
def config(amqp_uri, service_database, packages):
    urls = {"listener": service_database("listener", package=NOTES).app_url}
    double = dataclasses.replace(CONTRACTS["maths", "double"], service="listener")
    contracts = CONTRACTS | {double.key: double}
    return {
        "AMQP_URI": amqp_uri,
        "DATABASES": urls,
        "EVENT_CONTRACTS": EVENTS,
        "RPC_CONTRACTS": contracts,
    }


@pytest.fixture
def send(amqp_uri):
    """Publishes bytes as they are."""
    with kombu.Connection(amqp_uri) as connection:
        channel = connection.channel()

        def publish(exchange, routing_key, body, headers=None, **properties):
            properties.setdefault("content_type", "application/json")
            properties.setdefault("content_encoding", "utf-8")
            content = {name: properties.pop(name) for name in ("content_type", "content_encoding")}
            message = channel.prepare_message(
                body, headers=headers or {}, properties=properties, **content
            )
            channel.basic_publish(message, exchange=exchange, routing_key=routing_key)

        yield publish


def poison(send):
    for _ in range(TIMES):
        send(wire.EXCHANGE, "listener.double", b'{"args": [{"value": 1}], "kwargs": {}}')
    for body in BODIES.values():
        send(wire.EXCHANGE, "listener.double", body, reply_to="nobody", correlation_id="x")
        send("writer.events", "note_written_v1", body)
    for headers in HEADERS.values():
        request = b'{"args": [{"value": 1}], "kwargs": {}}'
        send(wire.EXCHANGE, "listener.double", request, headers, reply_to="nobody")
        send(wire.EXCHANGE, "listener.nothing", request, headers, reply_to="nobody")
        event = GOOD | {"event_id": str(uuid.uuid4()), "data": {"text": "odd headers"}}
        send("writer.events", "note_written_v1", json.dumps(event).encode(), headers)
    for envelope in ENVELOPES.values():
        for _ in range(2):
            send("writer.events", "note_written_v1", json.dumps(envelope).encode())
    pickled = {"content_type": "application/x-python-serialize", "content_encoding": "binary"}
    for content in (pickled, {"content_type": "text/yaml"}, {"content_encoding": "no-such"}):
        send("writer.events", "note_written_v1", b"cos\nsystem\n", **content)
        send(wire.EXCHANGE, "listener.double", b"cos\nsystem\n", reply_to="nobody", **content)


def is_answered(config):
    client = RpcClient(config["AMQP_URI"], config["RPC_CONTRACTS"])
    try:
        return client.call("listener", "double", {"value": 21}) == {"value": 42}
    finally:
        client.close()


def send_good(send, text):
    event = GOOD | {"event_id": str(uuid.uuid4()), "data": {"text": text}}
    send("writer.events", "note_written_v1", json.dumps(event).encode())


def texts(database):
    with database.transaction(TENANT) as connection:
        return connection.execute(sa.text("select text from notes")).scalars().all()


def reasons(database):
    with database.transaction() as connection:
        return connection.execute(sa.select(dead_letters.c.queue, dead_letters.c.reason)).all()


def pending_events(database):
    with database.transaction() as connection:
        pending = sa.select(inbox.c.event_id).where(inbox.c.done_at.is_(None))
        return connection.execute(pending).all()


def test_garbage_on_every_queue_holds_up_nothing(config, start_service, send):
    service = start_service(Listener, config)
    poison(send)
    assert is_answered(config)
    send_good(send, "before the restart")
    until(lambda: "before the restart" in texts(database_of(service)))
    until(lambda: len(reasons(database_of(service))) >= 50)
    buried = {source for source, _ in reasons(database_of(service))}
    assert {"rpc", "on_note_written"} <= buried
    service.stop()
    again = start_service(Listener, config)
    assert is_answered(config)
    send_good(send, "after the restart")
    until(lambda: "after the restart" in texts(database_of(again)))
    until(lambda: not pending_events(database_of(again)))


@pytest.mark.parametrize("reply", [b"{", b"[]", b"{}", b'{"result": 1}', b'{"error": 7}', b"null"])
def test_a_reply_that_cannot_be_read_is_a_failure_of_that_call_alone(
    config, start_service, send, reply
):
    start_service(Maths, config)
    client = RpcClient(config["AMQP_URI"], CONTRACTS)
    try:
        pending = client.call_async("maths", "dawdle", {"value": 1})
        [correlation_id] = client._pending
        other = client.call_async("maths", "double", {"value": 4})
        message = kombu.message.Message(
            body=reply, properties={"correlation_id": correlation_id}, channel=None
        )
        client._on_reply(message)
        with pytest.raises((RpcFailure, ServiceError)):
            pending.result()
        assert other.result() == {"value": 8}
    finally:
        client.close()


def test_poison_is_stored_with_its_size_and_at_most_64_kib_of_it(config, start_service, send):
    service = start_service(Listener, config)
    send("writer.events", "note_written_v1", b"x" * 200_000)
    until(lambda: reasons(database_of(service)))
    with database_of(service).transaction() as connection:
        row = connection.execute(sa.select(dead_letters)).one()
    assert (row.body_bytes, len(row.body)) == (200_000, 65_536)
