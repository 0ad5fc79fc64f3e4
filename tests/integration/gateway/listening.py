"""Reads a stream of server-sent events as a browser does, and tells events as services do."""

from __future__ import annotations

import json
import socket
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import eventlet
import requests
from nameko.standalone.events import event_dispatcher

from contracts.enums import Role
from tests.integration.gateway.conftest import TENANT, Gateway, token

STREAM = "/api/events/stream"


class Listening:
    """One open stream; `next()` waits for an event and tells when it came."""

    def __init__(self, gateway: Gateway, proof: dict[str, str]) -> None:
        self.answer = requests.get(
            f"http://127.0.0.1:{gateway.port}{STREAM}",
            headers=proof,
            stream=True,
            timeout=30,
        )
        # Chunk by chunk: what arrives together is seen together.
        self._chunks = self.answer.iter_content(chunk_size=None)
        self.opening = next(self._chunks) if self.answer.ok else b""
        self.text = self.opening

    def next_chunk(self, seconds: float = 5.0) -> bytes | None:
        """None at the end of the stream."""
        with eventlet.Timeout(seconds, AssertionError("nothing arrived")):
            chunk = next(self._chunks, None)
        self.text += chunk or b""
        return chunk

    def next(self, seconds: float = 5.0) -> dict[str, Any]:
        chunk = self.next_chunk(seconds)
        assert chunk is not None
        return parsed(chunk)

    def hears_nothing(self, seconds: float) -> bool:
        with eventlet.Timeout(seconds, False):
            next(self._chunks, None)
            return False
        return True

    def close(self) -> None:
        self.answer.close()


def parsed(chunk: bytes) -> dict[str, Any]:
    fields = dict(line.split(": ", 1) for line in chunk.decode().strip().split("\n"))
    return {**fields, "data": json.loads(fields["data"])}


def listen(gateway: Gateway, role: Role = Role.OWNER, tenant: str = TENANT) -> Listening:
    return Listening(gateway, bearer(token(role, tenant)))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def tell(
    gateway: Gateway,
    service: str,
    event_type: str,
    data: dict[str, Any],
    *,
    tenant: str = TENANT,
    age: timedelta = timedelta(),
    **changed: Any,
) -> str:
    """As the outbox relay publishes; gives the event's id."""
    envelope = {
        "event_id": str(uuid.uuid4()),
        "type": event_type,
        "tenant_id": tenant,
        "occurred_at": (datetime.now(UTC) - age).isoformat().replace("+00:00", "Z"),
        "correlation_id": "trace-1",
        "data": data,
    }
    config = {"AMQP_URI": gateway.container.config["AMQP_URI"]}
    envelope |= changed
    event_dispatcher(config)(service, event_type, envelope)
    return str(envelope["event_id"])


def unread(gateway: Gateway, token: str) -> socket.socket:
    """A stream whose caller takes nothing from the wire, into the smallest of buffers."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    connection.connect(("127.0.0.1", gateway.port))
    head = f"GET {STREAM} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
    connection.sendall(head.encode())
    return connection


def until(claim: Any, seconds: float = 8.0) -> None:
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, "waited in vain"
        eventlet.sleep(0.02)
