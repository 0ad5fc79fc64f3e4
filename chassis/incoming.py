"""Reads messages from the broker, where anyone may have written them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import amqp.serialization
import orjson
from amqp.spec import Basic
from kombu import compression

MAX_WORD_LENGTH = 200
MAX_HEADERS = 20
SHOWN_PROPERTIES = ("content_type", "content_encoding", "reply_to", "correlation_id")
CONTEXT_WORDS = ("correlation_id", "actor_id")
MAX_CALL_STACK = 20
# A clock may be wrong; a caller who waits for a day is not one of ours.
MAX_DEADLINE_SECONDS = 86_400.0
# In place of the headers of a message whose properties nobody could read.
MALFORMED = "servicepro.malformed"

CONTENT_TYPES = frozenset({None, "", "application/json"})
CONTENT_ENCODINGS = frozenset({None, "", "utf-8", "utf8", "us-ascii", "ascii", "binary"})

Json = dict[str, Any]


class UnreadableMessage(Exception):
    """Nothing could be done with it, now or later; `reason` is a word of ours, for logs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def harden() -> None:
    """Makes both client libraries hand over whatever arrives instead of failing on it.

    py-amqp decodes the properties in the middle of its frame reader: what it cannot decode breaks
    the connection, comes again on the next one, and so on. kombu unpacks what a header calls
    compressed, to any size, before anyone could refuse it.
    """
    amqp.serialization.PROPERTY_CLASSES[Basic.CLASS_ID] = _decode_properties
    for content_type in compression.encoders():
        compression.register(_refuse_compressed, _refuse_compressed, content_type)


def _decode_properties(buffer: Any, offset: int) -> tuple[Json, int]:
    try:
        properties, end = amqp.serialization.decode_properties_basic(buffer, offset)
    except Exception:  # a type, length or text that AMQP does not allow, in any of several ways
        return {"application_headers": {MALFORMED: True}}, len(buffer)
    return properties, end


def _refuse_compressed(_body: object) -> bytes:
    raise UnreadableMessage("compressed")


def raw_body(message: Any) -> bytes:
    body = message.body
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass")
    return bytes(body or b"")


def read_json(message: Any) -> Json:
    """The JSON object that the message holds. Raises UnreadableMessage."""
    headers = headers_of(message)
    if MALFORMED in headers:
        raise UnreadableMessage("malformed properties")
    if headers.get("compression"):
        raise UnreadableMessage("compressed")
    if _lower(property_of(message, "content_type")) not in CONTENT_TYPES:
        raise UnreadableMessage("content type")
    if _lower(property_of(message, "content_encoding")) not in CONTENT_ENCODINGS:
        raise UnreadableMessage("content encoding")
    try:
        document = orjson.loads(raw_body(message))
    except (ValueError, RecursionError):
        raise UnreadableMessage("not json") from None
    if not isinstance(document, dict):
        raise UnreadableMessage("not an object")
    return document


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def headers_of(message: Any) -> Mapping[Any, Any]:
    headers = getattr(message, "headers", None)
    return headers if isinstance(headers, Mapping) else {}


def property_of(message: Any, name: str) -> Any:
    """py-amqp keeps all properties in one place, kombu some of them beside it."""
    found = message.properties.get(name)
    return getattr(message, name, None) if found is None else found


def context_data_of(message: Any, prefix: str = "nameko.") -> Json:
    """What the headers say about the call, of the types that nameko and we count on.

    Raises UnreadableMessage where the deadline is none: the work may long be unwanted.
    """
    found = {
        name.removeprefix(prefix): value
        for name, value in headers_of(message).items()
        if isinstance(name, str)
    }
    words = {name: found[name] for name in CONTEXT_WORDS if _is_word(found.get(name))}
    stack = found.get("call_id_stack")
    if isinstance(stack, list) and all(map(_is_word, stack)):
        words["call_id_stack"] = stack[-MAX_CALL_STACK:]
    if found.get("deadline") is not None:
        words["deadline"] = str(_deadline(found["deadline"]))
    return words


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_WORD_LENGTH and value.isprintable()


def _deadline(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UnreadableMessage("deadline")
    try:
        deadline = float(value)
    except (ValueError, OverflowError):
        raise UnreadableMessage("deadline") from None
    if not 0 <= deadline <= time.time() + MAX_DEADLINE_SECONDS:  # NaN is neither
        raise UnreadableMessage("deadline")
    return deadline


def summary_of(message: Any) -> Json:
    """Headers and properties for an operator: bounded, printable, storable as JSON.

    Of a header only its type, since its value may be personal.
    """
    return {
        **{
            shown(name): type(value).__name__
            for name, value in list(headers_of(message).items())[:MAX_HEADERS]
        },
        **{f"({name})": shown(property_of(message, name)) for name in SHOWN_PROPERTIES},
    }


def shown(value: object) -> str:
    """Escaped, since PostgreSQL stores no NUL and UTF-8 has no lone surrogate."""
    return ascii(value[:MAX_WORD_LENGTH])[1:-1] if isinstance(value, str) else type(value).__name__


harden()
