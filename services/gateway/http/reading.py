"""What a request brings: its id, its body, its query, its idempotency key; checked before use."""

from __future__ import annotations

import json
import math
import re
import uuid
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import eventlet
from eventlet.wsgi import ChunkReadError
from marshmallow import Schema, ValidationError
from werkzeug.wrappers import Request

from services.gateway.http.errors import Problem, flattened, invalid_request, too_large

Network = IPv4Network | IPv6Network

LONGEST_BODY = 1024 * 1024
BODY_SECONDS = 15.0
BLOCK = 64 * 1024
# Far above what any route takes. Each value costs time of everybody's, and each name may come back.
MOST_VALUES = 2_000
# Counted before anything is parsed, so with room for those in texts.
COMMAS_PER_VALUE = 10
MOST_NAMES = 200
LONGEST_NAME = 200
LONGEST_IPV6_PREFIX = 64
REQUEST_ID = re.compile(r"[A-Za-z0-9._:\-]{1,64}")
IDEMPOTENCY_KEY = re.compile(r"[\x20-\x7e]{1,200}")
# `[2001:db8::1]`, `[2001:db8::1]:443`, `203.0.113.5:443`.
WITH_PORT = re.compile(r"\[([^\[\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5}", re.ASCII)
NOT_VALID = "Some of what was sent is not valid."


def sane_request_id(text: str | None) -> str | None:
    return text if text and REQUEST_ID.fullmatch(text) else None


def source_of(request: Request, trusted: Sequence[Network]) -> str:
    """Where the request came from, as far as those tell it whom we trust: what attempts are
    counted by. An IPv6 caller has a whole network to write from, so that is its source.

    Each proxy writes down who asked it, behind what it was told. So it is read backwards, and no
    further than the first that is not a proxy of ours: what stands before it anybody could write.
    """
    source = _address(str(request.environ["REMOTE_ADDR"]))
    told = request.headers.get("X-Forwarded-For", "").split(",") if trusted else []
    while told and any(source in network for network in trusted):
        try:
            source = _address(told.pop())
        except ValueError:
            break
    if isinstance(source, IPv6Address):
        return str(IPv6Network((int(source), LONGEST_IPV6_PREFIX), strict=False))
    return str(source)


def _address(text: str) -> IPv4Address | IPv6Address:
    """An IPv4 caller of a socket for both is still one, whatever the socket calls it.

    Some proxies write the caller's port as well.
    """
    with_port = WITH_PORT.fullmatch(text.strip())
    address = ip_address((with_port[1] or with_port[2]) if with_port else text.strip())
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def idempotency_key(request: Request) -> str:
    """The caller's, or one for this request alone: the broker may deliver what we ask twice."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return str(uuid.uuid4())
    if not IDEMPOTENCY_KEY.fullmatch(key):
        message = "Up to 200 printable characters."
        raise invalid_request(NOT_VALID, {"Idempotency-Key": [message]})
    return key


def load_query(schema: Schema, request: Request) -> dict[str, Any]:
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise invalid_request(NOT_VALID, {name: ["Given more than once."] for name in repeated})
    return _loaded(schema, request.args.to_dict())


def load_body(schema: Schema | None, request: Request, *, may_lack: bool = False) -> dict[str, Any]:
    """Without a schema nothing may be sent but an empty object."""
    raw = read_body(request.environ)
    if not raw:
        if schema is None:
            return {}
        if may_lack:
            return _loaded(schema, {})
        raise unfit_body("A JSON body is needed.")
    _refuse_other_formats(request)
    document = parse(raw)
    if not isinstance(document, dict):
        raise unfit_body("The body is not a JSON object.")
    if schema is not None:
        return _loaded(schema, document)
    if document:
        raise invalid_request(NOT_VALID, {name: ["Unknown field."] for name in document})
    return {}


def _loaded(schema: Schema, document: dict[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(document)
    except ValidationError as refused:
        messages = refused.normalized_messages()  # type: ignore[no-untyped-call]
        raise invalid_request(NOT_VALID, flattened(messages)) from refused
    return loaded


def _refuse_other_formats(request: Request) -> None:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset not in ("utf-8", "utf8"):
        raise unfit_body("Only application/json in UTF-8 is understood here.", status=415)
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise unfit_body("Compressed bodies are not understood here.", status=415)


def read_body(environ: dict[str, Any]) -> bytes:
    """At most 1 MiB, whatever the headers say, within a bounded time."""
    stream = environ["eventlet.input"]
    announced = stream.content_length or 0
    if announced > LONGEST_BODY:
        raise too_large()
    try:
        with eventlet.Timeout(BODY_SECONDS, TimeoutError()):
            body = _read_bounded(stream)
    except TimeoutError as slow:
        raise unfit_body("The body did not arrive in time.", status=408) from slow
    except (ChunkReadError, OSError) as broken:
        raise unfit_body("The body broke off.") from broken
    if len(body) < announced:
        raise unfit_body("The body is shorter than announced.")
    return body


def _read_bounded(stream: Any) -> bytes:
    blocks, size = [], 0
    while block := stream.read(BLOCK):
        blocks.append(block)
        size += len(block)
        if size > LONGEST_BODY:
            raise too_large()
    return b"".join(blocks)


def parse(raw: bytes, *, most_values: int = MOST_VALUES) -> Any:
    """Strict JSON: nothing twice, no NaN, and only text that a database can hold."""
    if raw.count(b",") > COMMAS_PER_VALUE * most_values:
        raise _too_many_values()
    try:
        document = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once_each,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
        _refuse_unstorable(document, _Budget(most_values))
    except (ValueError, RecursionError) as broken:
        raise unfit_body("The body is not valid JSON.") from broken
    return document


class _Budget:
    def __init__(self, values: int) -> None:
        self._left = values

    def spend(self, values: int) -> None:
        self._left -= values
        if self._left < 0:
            raise _too_many_values()


def _too_many_values() -> Problem:
    return unfit_body("There are too many values in the body.")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_NAMES or any(len(name) > LONGEST_NAME for name, _ in pairs):
        raise unfit_body("There are too many fields in the body, or their names are too long.")
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _named_twice(name)
        found[name] = value
    return found


def _named_twice(name: str) -> Problem:
    return invalid_request(NOT_VALID, {printable(name): ["Given more than once."]})


def _refuse_constant(word: str) -> Any:
    raise ValueError(word)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _refuse_unstorable(document: Any, budget: _Budget) -> None:
    """Half a surrogate pair is no text, and PostgreSQL holds no NUL."""
    if isinstance(document, dict):
        _refuse_unstorable([*document, *document.values()], budget)
    elif isinstance(document, list):
        budget.spend(len(document))
        for item in document:
            _refuse_unstorable(item, budget)
    elif isinstance(document, str) and "\x00" in str(document.encode("utf-8"), "utf-8"):
        raise ValueError("a NUL character")


def unfit_body(message: str, *, status: int = 400) -> Problem:
    return invalid_request(message, {"body": [message]}, status=status)


def printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
