"""Whatever anyone with the broker's password could send, intended or not."""

from __future__ import annotations

import gzip
import json
import pickle
import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import amqp
from kombu import Connection

JSON = "application/json"
# More than a consumer may hold unacknowledged: one kind alone would stop it.
TIMES = 11


@dataclass(frozen=True)
class Garbage:
    """One message; `is_kept` says whether a receiver can make nothing of it."""

    name: str
    body: bytes = b"{}"
    headers: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    content_type: str | None = JSON
    content_encoding: str | None = "utf-8"
    raw_properties: bytes | None = None
    is_kept: bool = True


class MalformedMessage(amqp.Message):
    """Its properties are sent as these bytes; RabbitMQ passes them on without a look."""

    def __init__(self, body: bytes, raw: bytes) -> None:
        super().__init__(body)
        self._raw = raw

    def _serialize_properties(self) -> bytes:
        return self._raw


def broken_bodies() -> Iterator[Garbage]:
    """What is no JSON object, in every way that came to mind."""
    deep = b'{"args":[' + b"[" * 100_000 + b"]" * 100_000 + b"]}"
    for name, body in {
        "empty": b"",
        "no JSON": b"hello",
        "half of it": b'{"args": [',
        "a list": b"[]",
        "a text": b'"x"',
        "null": b"null",
        "a number": b"1",
        "nested deeply": deep,
        "not UTF-8": b'{"args": ["\xff\xfe"]}',
        "a lone surrogate": b'{"args": ["\\ud800"]}',
        "a lone surrogate in bytes": b'{"args": ["\xed\xa0\x80"]}',
        "NaN": b'{"args": [NaN]}',
        "infinite": b'{"args": [1e999]}',
        "a number of 5,000 digits": b'{"args": [' + b"9" * 5_000 + b"]}",
        "UTF-16": '{"args": []}'.encode("utf-16"),
        "NUL bytes": b"\0" * 100,
        "a pickle": pickle.dumps({"args": []}),
    }.items():
        yield Garbage(name, body)


def broken_envelopes(good: dict[str, Any]) -> Iterator[Garbage]:
    def changed(name: str, **values: Any) -> Garbage:
        document = {**good, "event_id": str(uuid.uuid4()), **values}
        return Garbage(name, json.dumps(document).encode())

    yield Garbage("JSON without an envelope", b'{"text": "no envelope"}')
    for missing in good:
        document = {name: value for name, value in good.items() if name != missing}
        yield Garbage(f"without {missing}", json.dumps(document).encode())
    for name in ("event_id", "tenant_id", "type", "occurred_at", "correlation_id", "data"):
        for value in (None, 7, [], {"a": 1}, True, 1.5):
            if name != "data" or not isinstance(value, dict):
                yield changed(f"{name} is {value!r}", **{name: value})
    yield changed("an id that is none", event_id="urn:x")
    yield changed("another event", type="nothing_of_ours_v1")
    yield changed("a time without a date", occurred_at="12:00")
    yield changed("a huge word", correlation_id="x" * 100_000)
    yield changed("NUL in a word", correlation_id="a\0b")
    yield changed("data of another event", data={"something": "else"})


def unstorable_data(good: dict[str, Any]) -> Iterator[Garbage]:
    """The envelope is right, and JSONB or its encoder refuses what is in it."""
    deep: Any = "end"
    for _ in range(600):
        deep = [deep]
    for name, value in {"NUL": "a\0b", "nested too deeply": deep}.items():
        document = {**good, "event_id": str(uuid.uuid4())}
        document["data"] = {**good["data"], "extra": value}
        yield Garbage(f"{name} in data", json.dumps(document).encode())


def wrong_labels(body: bytes) -> Iterator[Garbage]:
    """A good body that says that it is something else, or has properties that nobody can read."""
    yield Garbage("text/plain", body, content_type="text/plain")
    yield Garbage("pickled", body, content_type="application/x-python-serialize")
    yield Garbage("YAML", body, content_type="application/x-yaml")
    yield Garbage("an unknown encoding", body, content_encoding="utf-13")
    yield Garbage("UTF-16 by label", body, content_encoding="utf-16")
    yield Garbage("compressed by label", body, headers={"compression": "application/x-gzip"})
    bomb = gzip.compress(b"\0" * 10_000_000)
    yield Garbage("compressed", bomb, headers={"compression": "application/x-gzip"})
    yield Garbage("compressed by an unknown way", body, headers={"compression": "rot13"})
    for value in ([1], {"a": 1}, 7, True):
        yield Garbage(f"compression is {value!r}", body, headers={"compression": value})


def malformed_properties(body: bytes) -> Iterator[Garbage]:
    """Only on RabbitMQ: the in-process broker has no bytes on a wire."""
    for name, raw in {
        "a content type that is not UTF-8": struct.pack(">HB", 0x8000, 2) + b"\xff\xfe",
        "a correlation id that is not UTF-8": struct.pack(">HB", 0x0400, 2) + b"\xff\xfe",
        "a reply address that is not UTF-8": struct.pack(">HB", 0x0200, 2) + b"\xff\xfe",
        "a time after all times": _table(b"\x01aT" + struct.pack(">Q", 2**62)),
    }.items():
        yield Garbage(name, body, raw_properties=raw)


def _table(entries: bytes) -> bytes:
    return struct.pack(">HI", 0x2000, len(entries)) + entries


def odd_headers(body: bytes) -> Iterator[Garbage]:
    """Of types that headers of ours never have. The message itself is good, and is handled."""
    names = ("traceparent", "nameko.call_id_stack", "nameko.correlation_id", "nameko.actor_id")
    names += ("nameko.inbox_row", "baggage", "x-death", "direct-reply-to")
    for name in names:
        for value in ODD_VALUES:
            yield Garbage(f"{name} is {value!r}", body, headers={name: value}, is_kept=False)
    deep: Any = "end"
    for _ in range(30):
        deep = {"a": deep}
    yield Garbage("nested headers", body, headers={"a": deep}, is_kept=False)
    many = {f"h{number}": "x" * 200 for number in range(200)}
    yield Garbage("many headers", body, headers=many, is_kept=False)


ODD_VALUES = (7, -1, True, None, 1.5, [], [1, "a"], {"a": 1}, b"\xff", "", "x" * 10_000, "a\0b")


def bad_deadlines(body: bytes) -> Iterator[Garbage]:
    values = ("soon", "nan", "inf", "-inf", "", [], {"a": 1}, True, b"\xff", "1e400", 1e300, -1)
    for value in (*values, datetime(2026, 1, 1, tzinfo=UTC), Decimal("1.5")):
        yield Garbage(f"the deadline is {value!r}", body, headers={"nameko.deadline": value})


def as_sent(each: Garbage, **properties: Any) -> Garbage:
    return replace(each, properties={**properties, **each.properties})


def send(uri: str, exchange: str, routing_key: str, garbage: list[Garbage]) -> None:
    """Publishes each one and waits for the broker's confirm; the queue must exist.

    Without it a quorum queue loses what its channel had not passed on when the connection closed.
    """
    with Connection(uri, transport_options={"confirm_publish": True}) as connection:
        channel = connection.channel()
        for each in garbage:
            message = _message(channel, each)
            channel.basic_publish(message, exchange=exchange, routing_key=routing_key)


def _message(channel: Any, each: Garbage) -> Any:
    if each.raw_properties is not None:
        return MalformedMessage(each.body, each.raw_properties)
    return channel.prepare_message(
        each.body,
        content_type=each.content_type,
        content_encoding=each.content_encoding,
        headers=each.headers,
        properties=dict(each.properties),
    )
