"""A broker that keeps the connection and says nothing: every wait has an end, then all goes on."""

import time
import uuid
from urllib.parse import urlsplit, urlunsplit

import eventlet
import pytest

from chassis import amqp, amqp_connection
from chassis.rpc import RpcClient
from contracts.errors import ServiceError
from tests.integration.chassis import test_events, test_rpc
from tests.proxy import Proxy

pytestmark = pytest.mark.broker


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(amqp, "HEARTBEAT_SECONDS", 1)
    monkeypatch.setattr(amqp_connection, "ANSWER_TIMEOUT_SECONDS", 0.5)


@pytest.fixture
def proxy(rabbitmq):
    parts = urlsplit(rabbitmq)
    proxy = Proxy((parts.hostname, parts.port))
    yield proxy
    proxy.stop()


@pytest.fixture
def through(proxy, rabbitmq):
    """The broker's URI through the proxy."""
    parts = urlsplit(rabbitmq)
    account = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{account}@127.0.0.1:{proxy.port}"))


def answers(client):
    try:
        return client.call("maths", "double", {"value": 21}) == {"value": 42}
    except ServiceError:
        return False


def test_a_service_answers_again_after_its_connection_fell_silent(
    proxy, through, rabbitmq, start_service
):
    start_service(test_rpc.Maths, {"AMQP_URI": through, "RPC_CONTRACTS": test_rpc.CONTRACTS})
    client = RpcClient(rabbitmq, test_rpc.CONTRACTS)
    assert answers(client)
    proxy.freeze()
    with eventlet.Timeout(20):
        while not answers(client):
            eventlet.sleep(0.1)
    client.close()


def test_a_subscriber_gets_what_was_published_meanwhile(
    proxy, through, rabbitmq, start_service, service_database, packages
):
    stores = {
        name: service_database(name, package=test_events.NOTES).app_url
        for name in ("writer", "reader")
    }
    config = {"DATABASES": stores, "EVENT_CONTRACTS": test_events.EVENTS, "HEARTBEAT": 1}
    reader = start_service(test_events.Reader, config | {"AMQP_URI": through})
    container = start_service(test_events.Writer, config | {"AMQP_URI": rabbitmq})
    writer = next(ext for ext in container.extensions if isinstance(ext, test_events.Outbox))
    proxy.freeze()
    text = uuid.uuid4().hex
    test_events.write_note(writer, text)
    test_events.until(
        lambda: test_events.notes(test_events.database_of(reader)) == [text], seconds=25
    )


def test_a_service_stops_although_its_broker_is_silent(proxy, through, start_service):
    config = {"AMQP_URI": through, "RPC_CONTRACTS": test_rpc.CONTRACTS, "HEARTBEAT": 1}
    service = start_service(test_rpc.Maths, config)
    proxy.freeze()
    began = time.monotonic()
    service.stop()
    assert time.monotonic() - began < 5


def test_a_call_ends_at_its_deadline_while_a_connection_is_being_opened(proxy, through):
    proxy.is_silent_to_newcomers = True
    client = RpcClient(through, test_rpc.CONTRACTS)
    began = time.monotonic()
    with pytest.raises(ServiceError):
        client.call("maths", "double", {"value": 1}, timeout=1.0)
    assert time.monotonic() - began < 1.5
    proxy.is_silent_to_newcomers = False
    client.close()
