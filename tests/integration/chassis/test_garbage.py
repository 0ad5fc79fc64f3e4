"""Every kind of garbage leaves its queue as a dead letter, and a good message is handled after it.

Before and after a restart, and more often than a consumer may hold messages unacknowledged.
"""

import json
import uuid

import eventlet
import pytest
import sqlalchemy as sa
from marshmallow import fields
from nameko.extensions import DependencyProvider

from chassis.dead_letter_store import counts
from chassis.dependencies import CallContext, ServiceDatabase
from chassis.events import broadcast_handler, event_handler
from chassis.rpc import rpc
from chassis.rpc.client import RpcClient, RpcFailure
from chassis.tables import dead_letters, inbox
from contracts.errors import ServiceError
from contracts.fields import Reply, Request, text
from contracts.shapes import CallKind, EventContract, RpcContract
from tests import garbage
from tests.garbage import TIMES, Garbage, as_sent

TENANT = "11111111-1111-4111-8111-111111111111"


class Ask(Request):
    text = text(required=True)


class Told(Reply):
    text = fields.String(required=True)


CONTRACT = RpcContract("reader", "repeat", CallKind.WRITE, Ask, Told)
RPCS = {CONTRACT.key: CONTRACT}
EVENTS = {("writer", "told_v1"): EventContract("writer", "told_v1", Told)}


class Store(DependencyProvider):
    database = ServiceDatabase()

    def get_dependency(self, worker_ctx):
        return self.database.get()


class Reader:
    name = "reader"
    call_context = CallContext()
    database = Store()
    events: list[str] = []
    broadcasts: list[str] = []

    @rpc
    def repeat(self, request):
        return request

    @event_handler("writer", "told_v1")
    def on_told(self, envelope):
        Reader.events.append(envelope["data"]["text"])

    @broadcast_handler("writer", "told_v1")
    def on_told_to_all(self, envelope):
        Reader.broadcasts.append(envelope["data"]["text"])


@pytest.fixture
def config(amqp_uri, service_database, packages):
    Reader.events, Reader.broadcasts = [], []
    return {
        "AMQP_URI": amqp_uri,
        "DATABASES": {"reader": service_database("reader", package="notes_service").app_url},
        "EVENT_CONTRACTS": EVENTS,
        "RPC_CONTRACTS": RPCS,
    }


@pytest.fixture
def client(amqp_uri):
    client = RpcClient(amqp_uri, RPCS)
    yield client
    client.close()


@pytest.fixture
def database(service_database):
    return service_database("reader", package="notes_service").database


def letters(database):
    with database.transaction() as connection:
        return connection.execute(sa.select(dead_letters)).all()


def until(claim, seconds=20.0):
    with eventlet.Timeout(seconds):
        while not claim():
            eventlet.sleep(0.02)


def envelope(text="good"):
    return {
        "event_id": str(uuid.uuid4()),
        "type": "told_v1",
        "tenant_id": TENANT,
        "occurred_at": "2026-01-02T03:04:05Z",
        "correlation_id": "trace-1",
        "data": {"text": text},
    }


def good_event(text):
    return Garbage("good", json.dumps(envelope(text)).encode(), is_kept=False)


def kept(messages):
    return sum(each.is_kept for each in messages)


def requests(amqp_uri):
    body = json.dumps({"args": [{"text": "hello"}], "kwargs": {}}).encode()
    answered = {"reply_to": "nobody-here", "correlation_id": uuid.uuid4().hex}
    unanswered = [Garbage("no reply address", body)] * TIMES
    every = [
        *garbage.broken_bodies(),
        *garbage.wrong_labels(body),
        *garbage.odd_headers(body),
        *garbage.bad_deadlines(body),
        Garbage("no arguments", b"{}"),
        Garbage("arguments that are no list", b'{"args": "x"}'),
        Garbage("a caller that is gone", body, is_kept=False),
        Garbage("an argument that is no object", b'{"args": [[1]]}', is_kept=False),
    ]
    sent = unanswered + [as_sent(each, **answered) for each in every]
    if not amqp_uri.startswith("inproc"):
        sent += list(garbage.malformed_properties(body))
    return sent


def events(amqp_uri):
    good = envelope()
    body = json.dumps(good).encode()
    sent = [
        *garbage.broken_bodies(),
        *garbage.broken_envelopes(good),
        *garbage.wrong_labels(body),
    ]
    if not amqp_uri.startswith("inproc"):
        sent += garbage.malformed_properties(body)
    return sent


def test_requests(amqp_uri, config, start_service, client, database):
    service = start_service(Reader, config)
    sent = requests(amqp_uri)
    garbage.send(amqp_uri, "nameko-rpc", "reader.repeat", sent)
    nothing = as_sent(Garbage("an unknown method"), reply_to="x")
    garbage.send(amqp_uri, "nameko-rpc", "reader.nothing", [nothing] * TIMES)
    garbage.send(amqp_uri, "", "rpc-reader", [nothing] * TIMES)
    assert client.call("reader", "repeat", {"text": "good"}) == {"text": "good"}
    expected = kept(sent) + 2 * TIMES
    until(lambda: len(letters(database)) >= expected)
    service.stop()
    start_service(Reader, config)
    assert client.call("reader", "repeat", {"text": "good"}) == {"text": "good"}
    assert len(letters(database)) == expected


def test_events(amqp_uri, config, start_service, database):
    service = start_service(Reader, config)
    sent = events(amqp_uri)
    sent += list(garbage.unstorable_data(envelope())) * TIMES
    garbage.send(amqp_uri, "writer.events", "told_v1", [*sent, good_event("first")])
    until(lambda: "first" in Reader.events)
    # To the broadcast what only JSONB refuses is no garbage.
    until(lambda: len(of_handler(database, "on_told")) >= kept(sent))
    service.stop()
    start_service(Reader, config)
    garbage.send(amqp_uri, "writer.events", "told_v1", [good_event("second")])
    until(lambda: "second" in Reader.events)
    assert len(of_handler(database, "on_told")) == kept(sent)
    with database.transaction() as connection:
        pending = sa.select(sa.func.count()).where(inbox.c.done_at.is_(None))
        until(lambda: connection.execute(pending).scalar_one() == 0)


def of_handler(database, handler):
    return [letter for letter in letters(database) if letter.queue == handler]


def test_headers_of_odd_types_change_no_event(amqp_uri, config, start_service, database):
    start_service(Reader, config)
    sent = list(garbage.odd_headers(b""))
    bodies = [json.dumps(envelope(f"event {n}")).encode() for n, _ in enumerate(sent)]
    sent = [Garbage(e.name, body, e.headers) for e, body in zip(sent, bodies, strict=True)]
    garbage.send(amqp_uri, "writer.events", "told_v1", sent)
    until(lambda: len(set(Reader.events)) == len(sent))
    assert letters(database) == []


def test_broadcasts(amqp_uri, config, start_service, database):
    start_service(Reader, config)
    sent = events(amqp_uri)
    garbage.send(amqp_uri, "writer.events", "told_v1", [*sent, good_event("first")])
    until(lambda: "first" in Reader.broadcasts)
    until(lambda: len(of_handler(database, "on_told_to_all")) == kept(sent))


def test_a_service_without_a_database_logs_and_counts(amqp_uri, config, start_service, caplog):
    class Page:
        name = "page"
        heard: list[str] = []

        @broadcast_handler("writer", "told_v1")
        def on_told(self, told):
            Page.heard.append(told["data"]["text"])

    counts.clear()
    start_service(Page, {**config, "DATABASES": {}})
    sent = events(amqp_uri)
    garbage.send(amqp_uri, "writer.events", "told_v1", [*sent, good_event("first")])
    until(lambda: Page.heard == ["first"])
    until(lambda: sum(counts.values()) == kept(sent))
    assert "message_became_dead_letter" in caplog.text


def test_a_reply_that_is_garbage_ends_its_call_and_no_other(amqp_uri, config, start_service):
    start_service(Reader, config)
    client = RpcClient(amqp_uri, RPCS)
    try:
        check_replies(client, amqp_uri)
    finally:
        client.close()


def check_replies(client, amqp_uri):
    client.call("reader", "repeat", {"text": "first"})
    replies = [
        *garbage.broken_bodies(),
        *garbage.wrong_labels(b'{"result": {"text": "x"}, "error": null}'),
        *(
            Garbage(name, json.dumps(reply).encode())
            for name, reply in {
                "nothing in it": {},
                "no result": {"result": None, "error": None},
                "a result that is a list": {"result": [1], "error": None},
                "an error that is a text": {"result": None, "error": "x"},
                "an error that is a list": {"result": None, "error": [1]},
                "an error of a kind that is none": {
                    "error": {
                        "exc_path": "contracts.errors.ServiceError",
                        "exc_args": ["x", "y", "z"],
                    }
                },
                "an error with too few words": {
                    "error": {"exc_path": "contracts.errors.ServiceError", "exc_args": []}
                },
                "an error with odd words": {
                    "error": {"exc_path": "contracts.errors.ServiceError", "exc_args": 7}
                },
                "an error of a type that is a list": {"error": {"exc_path": [1]}},
            }.items()
        ),
    ]
    for each in replies:
        pending = client.call_async("reader", "repeat", {"text": "x"})
        correlation_id = next(iter(client._pending))
        client._on_reply(Arrived(each, correlation_id))
        with pytest.raises(RpcFailure):
            pending.result()
    assert client.call("reader", "repeat", {"text": "last"}) == {"text": "last"}


class Arrived:
    """A reply as py-amqp gives it."""

    def __init__(self, each, correlation_id):
        self.body, self.headers = each.body, each.headers
        self.properties = {
            "correlation_id": correlation_id,
            "content_type": each.content_type,
            "content_encoding": each.content_encoding,
        }
        self.delivery_info, self.channel = {}, None


def test_nothing_of_what_was_sent_is_logged(amqp_uri, config, start_service, database, caplog):
    start_service(Reader, config)
    canary = b'{"secret": "canary-4711", "broken": '
    garbage.send(amqp_uri, "writer.events", "told_v1", [Garbage("canary", canary)])
    until(lambda: len(letters(database)) == 2)
    assert "canary-4711" not in caplog.text
    assert {letter.body for letter in letters(database)} == {canary}


def test_a_large_message_is_cut(amqp_uri, config, start_service, database):
    start_service(Reader, config)
    garbage.send(amqp_uri, "writer.events", "told_v1", [Garbage("large", b"x" * 1_000_000)])
    until(lambda: len(letters(database)) == 2)
    assert {(len(each.body), each.body_bytes) for each in letters(database)} == {
        (65_536, 1_000_000)
    }


def test_a_caller_that_sends_garbage_is_told(amqp_uri, config, start_service, client):
    start_service(Reader, config)
    with pytest.raises(ServiceError) as refused:
        client.call("reader", "repeat", {"text": "a\0b"})
    assert refused.value.kind == "invalid"
