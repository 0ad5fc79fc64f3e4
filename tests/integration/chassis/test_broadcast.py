"""Events for every process of a service without a database, on both brokers."""

import uuid

import eventlet
import pytest
from marshmallow import fields
from nameko.standalone.events import event_dispatcher

from chassis import context
from chassis.dependencies import CallContext
from chassis.events import Broadcasts, broadcast_handler
from contracts.fields import Reply
from contracts.shapes import EventContract

TENANT = "11111111-1111-4111-8111-111111111111"


class NoteWritten(Reply):
    text = fields.String(required=True)


EVENTS = {("writer", "note_written_v1"): EventContract("writer", "note_written_v1", NoteWritten)}


class Page:
    name = "page"
    call_context = CallContext()
    heard: list[tuple[int, str, str]] = []

    @broadcast_handler("writer", "note_written_v1")
    def on_note_written(self, envelope):
        text = envelope["data"]["text"]
        if text == "unlucky":
            raise ValueError(text)
        Page.heard.append((text, envelope["tenant_id"], context.current().correlation_id))


@pytest.fixture
def config(amqp_uri):
    Page.heard = []
    return {"AMQP_URI": amqp_uri, "EVENT_CONTRACTS": EVENTS}


@pytest.fixture
def tell(config):
    dispatch = event_dispatcher({"AMQP_URI": config["AMQP_URI"]})

    def send(text, **changed):
        envelope = {
            "event_id": str(uuid.uuid4()),
            "type": "note_written_v1",
            "tenant_id": TENANT,
            "occurred_at": "2026-01-02T03:04:05Z",
            "correlation_id": "trace-1",
            "data": {"text": text},
        }
        dispatch("writer", "note_written_v1", envelope | changed)

    return send


def broadcasts_of(container):
    return container.shared_extensions[Broadcasts]


def until(claim, seconds=8.0):
    with eventlet.Timeout(seconds):
        while not claim():
            eventlet.sleep(0.02)


def heard():
    return [text for text, *_ in Page.heard]


def test_every_process_hears_an_event_and_its_correlation_id(config, start_service, tell):
    for _ in range(2):
        start_service(Page, config)
    tell("hello")
    until(lambda: len(Page.heard) == 2)
    assert Page.heard == [("hello", TENANT, "trace-1")] * 2


def test_what_cannot_be_understood_is_dropped_and_holds_nothing_up(config, start_service, tell):
    start_service(Page, config)
    tell("no data", data=None)
    tell("another contract", data={"words": "?"})
    event_dispatcher({"AMQP_URI": config["AMQP_URI"]})("writer", "note_written_v1", ["no envelope"])
    tell("real")
    until(lambda: heard() == ["real"])


def test_a_handler_that_fails_is_not_tried_again_and_holds_nothing_up(config, start_service, tell):
    start_service(Page, config)
    tell("unlucky")
    tell("lucky")
    until(lambda: heard() == ["lucky"])


def test_it_is_heard_also_while_every_worker_is_busy(config, start_service, tell):
    container = start_service(Page, {**config, "max_workers": 1})
    busy = eventlet.event.Event()
    container._worker_pool.spawn(busy.wait)
    try:
        tell("meanwhile")
        until(lambda: heard() == ["meanwhile"])
    finally:
        busy.send()


def test_after_a_break_it_hears_again_and_knows_since_when(config, start_service, tell):
    broadcasts = broadcasts_of(start_service(Page, config))
    before = broadcasts.period
    assert before is not None
    broadcasts._link.broke(OSError("pulled out"))
    assert broadcasts.period is None
    until(lambda: broadcasts.period)
    assert broadcasts.period is not before
    tell("once more")
    until(lambda: heard() == ["once more"])


def test_a_service_that_is_gone_leaves_no_queue(rabbitmq, management, start_service):
    vhost = rabbitmq.rpartition("/")[2]

    def queues():
        return management.call("GET", f"queues/{vhost}").json()

    container = start_service(Page, {"AMQP_URI": rabbitmq, "EVENT_CONTRACTS": EVENTS})
    until(lambda: len(queues()) == 1, seconds=20)
    container.stop()
    until(lambda: queues() == [], seconds=20)


def test_a_service_starts_without_a_broker(start_service):
    nowhere = {"AMQP_URI": "amqp://guest:guest@127.0.0.1:1//", "EVENT_CONTRACTS": EVENTS}
    container = start_service(Page, nowhere)
    assert broadcasts_of(container).period is None
