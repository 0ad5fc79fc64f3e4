"""The floor: py-amqp alone, blocking, no framework and no eventlet.

A request goes straight to a queue and is acknowledged after the reply, as ours is; the reply comes
by direct reply-to, unacknowledged, as ours does. Both are transient. Bodies are ready-made bytes.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from typing import Any
from urllib.parse import unquote, urlsplit

import amqp

from benchmarks.parties import talk

REPLY_TO = "amq.rabbitmq.reply-to"
REQUESTS = "floor-requests"
EVENTS = "floor-events"
PREFETCH = 10
TRANSIENT, PERSISTENT = 1, 2


def connect(uri: str, **options: Any) -> Any:
    parts = urlsplit(uri)
    connection = amqp.Connection(
        f"{parts.hostname}:{parts.port}",
        userid=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        virtual_host=unquote(parts.path[1:]),
        **options,
    )
    connection.connect()
    return connection


def serve(uri: str) -> None:
    """Answers each request with the same reply."""
    connection = connect(uri)
    channel = connection.channel()
    body = json.dumps(talk.REPLY).encode()

    def answer(message: Any) -> None:
        told = message.properties
        reply = amqp.Message(body, correlation_id=told["correlation_id"], delivery_mode=TRANSIENT)
        channel.basic_publish(reply, exchange="", routing_key=told["reply_to"])
        channel.basic_ack(message.delivery_tag)

    channel.queue_declare(REQUESTS, durable=False, auto_delete=True)
    channel.basic_qos(0, PREFETCH, False)
    channel.basic_consume(REQUESTS, callback=answer)
    _drain_beside_the_conversation(connection, lambda command: None)


def call(uri: str) -> None:
    """Measures round trips, one at a time."""
    connection = connect(uri)
    channel = connection.channel()
    replies: list[Any] = []
    channel.basic_consume(REPLY_TO, no_ack=True, callback=replies.append)
    body = json.dumps(talk.REQUEST).encode()

    def round_trip(number: int) -> float:
        began = time.perf_counter()
        request = amqp.Message(
            body, reply_to=REPLY_TO, correlation_id=str(number), delivery_mode=TRANSIENT
        )
        channel.basic_publish(request, exchange="", routing_key=REQUESTS)
        while not replies:
            connection.drain_events()
        taken = time.perf_counter() - began
        if replies.pop().properties["correlation_id"] != str(number):
            raise RuntimeError("a reply to another request")
        return taken

    talk.converse(lambda command: [round_trip(number) for number in range(command["calls"])])


def publish(uri: str) -> None:
    """Publishes persistent, confirmed messages; tells when each set out."""
    connection = connect(uri, confirm_publish=True)
    channel = connection.channel()
    channel.queue_declare(EVENTS, durable=True, auto_delete=False)

    def send(number: int, pause: float) -> float:
        time.sleep(pause)
        body = json.dumps({"number": number, **talk.REPLY}).encode()
        began = time.monotonic()
        message = amqp.Message(body, delivery_mode=PERSISTENT)
        channel.basic_publish(message, exchange="", routing_key=EVENTS)
        return began

    def handle(command: dict[str, Any]) -> dict[int, float]:
        return {number: send(number, command["pause"]) for number in command["numbers"]}

    talk.converse(handle)


def consume(uri: str) -> None:
    """Tells when each message arrived."""
    connection = connect(uri)
    channel = connection.channel()
    arrived: dict[int, float] = {}

    def note(message: Any) -> None:
        now = time.monotonic()
        arrived[json.loads(message.body)["number"]] = now
        channel.basic_ack(message.delivery_tag)

    channel.queue_declare(EVENTS, durable=True, auto_delete=False)
    channel.basic_qos(0, PREFETCH, False)
    channel.basic_consume(EVENTS, callback=note)
    _drain_beside_the_conversation(connection, lambda command: arrived)


def _drain_beside_the_conversation(connection: Any, handle: talk.Handler) -> None:
    """The connection is this thread's alone; the other one only reads what was noted."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def converse() -> None:
        talk.converse(handle)
        signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=converse, daemon=True).start()
    while True:
        connection.drain_events()


if __name__ == "__main__":
    {"server": serve, "client": call, "publisher": publish, "consumer": consume}[sys.argv[1]](
        sys.argv[2]
    )
