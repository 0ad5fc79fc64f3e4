"""The bytes of a call: nameko's own JSON shapes, so that stock nameko can call us and be called."""

from __future__ import annotations

from typing import Any

import orjson
from nameko.exceptions import BadRequest, deserialize_to_instance
from nameko.exceptions import serialize as describe_exception

from contracts.errors import ServiceError

# Only a registered class survives the trip; done from outside, it keeps contracts nameko-free.
deserialize_to_instance(ServiceError)

EXCHANGE = "nameko-rpc"
# Set by our client: its reply queue is reached through the default exchange, without a binding.
DIRECT_REPLY_HEADER = "direct-reply"
TRANSIENT = 1  # AMQP delivery mode: a call that outlives its broker has outlived its caller too


def queue_name(service: str) -> str:
    return f"rpc-{service}"


def encode_request(payload: dict[str, Any]) -> bytes:
    return orjson.dumps({"args": [payload], "kwargs": {}})


def encode_reply(result: Any, error: BaseException | None) -> bytes:
    return orjson.dumps({"result": result, "error": None if error is None else _describe(error)})


def _describe(error: BaseException) -> dict[str, Any]:
    """Only our own error crosses with its text: another may quote what must stay here."""
    described: dict[str, Any] = describe_exception(error)
    if not isinstance(error, (ServiceError, BadRequest)):
        described |= {"exc_args": [], "value": "unexpected failure"}
    return described


def decode(body: bytes | str | memoryview) -> dict[str, Any]:
    decoded: dict[str, Any] = orjson.loads(body)
    return decoded
