"""The chassis: `@rpc` with contracts checked on both sides, `RpcClient`, and the outbox."""

# isort: off
from benchmarks.parties import green

# isort: on
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import eventlet
from marshmallow import fields
from nameko.containers import ServiceContainer
from nameko.extensions import DependencyProvider

from benchmarks.parties import talk
from chassis.dependencies import CallContext, ServiceDatabase
from chassis.events import OutboxRelay
from chassis.rpc import RpcClient, rpc
from contracts.fields import Reply
from contracts.shapes import EventContract

TENANT = talk.REQUEST["tenant_id"]


class Tenants:
    """Answers as the real one does, under the real contract, without a database."""

    name = "tenants"
    call_context = CallContext()

    @rpc
    def get_tenant(self, request: dict[str, Any]) -> dict[str, Any]:
        return {**talk.REPLY, "created_at": datetime(2024, 1, 1, tzinfo=UTC)}


class NoteWritten(Reply):
    number = fields.Integer(required=True)


EVENTS = {("writer", "note_written_v1"): EventContract("writer", "note_written_v1", NoteWritten)}


class Outbox(DependencyProvider):
    database = ServiceDatabase()
    relay = OutboxRelay()


class Writer:
    name = "writer"
    outbox = Outbox()


def serve(uri: str) -> None:
    container = ServiceContainer(Tenants, {"AMQP_URI": uri, "max_workers": 16})
    container.start()
    green.converse(lambda command: None)
    container.stop()


def call(uri: str) -> None:
    client = RpcClient(uri)
    green.converse(
        lambda command: green.measure(
            lambda: client.call("tenants", "get_tenant", talk.REQUEST), command
        )
    )
    client.close()


def write(uri: str, database_url: str) -> None:
    """Writes events into the outbox; tells when each commit had returned."""
    config = {"AMQP_URI": uri, "DATABASES": {"writer": database_url}, "EVENT_CONTRACTS": EVENTS}
    container = ServiceContainer(Writer, config)
    container.start()
    outbox = next(each for each in container.extensions if isinstance(each, Outbox))

    def send(number: int, pause: float) -> float:
        eventlet.sleep(pause)
        with outbox.database.get().transaction(TENANT) as connection:
            outbox.relay.record(
                connection, type="note_written_v1", tenant_id=TENANT, data={"number": number}
            )
        return time.monotonic()

    green.converse(
        lambda command: {number: send(number, command["pause"]) for number in command["numbers"]}
    )
    container.stop()


ROLES: dict[str, Callable[..., None]] = {"server": serve, "client": call, "writer": write}

if __name__ == "__main__":
    ROLES[sys.argv[1]](*sys.argv[2:])
