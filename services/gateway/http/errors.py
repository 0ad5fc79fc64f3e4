"""The one error body, and the one place where a kind of error becomes an HTTP status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import orjson
from werkzeug.wrappers import Response

from contracts.errors import Code, Kind, ServiceError
from services.gateway.naming import camel_path

STATUS_OF_KIND = {
    Kind.INVALID: 400,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.FORBIDDEN: 403,
    Kind.RATE_LIMITED: 429,
    Kind.UNAVAILABLE: 503,
    Kind.UPSTREAM: 502,
}
STATUS_OF_CODE: dict[str, int] = {
    Code.UNAUTHENTICATED: 401,
    Code.INVALID_CREDENTIALS: 401,
    Code.PRECONDITION_FAILED: 412,
    Code.PRECONDITION_REQUIRED: 428,
    # Also when Twilio does not answer: it is not one of ours that is unavailable.
    Code.PHONE_TWILIO_ERROR: 502,
}

RETRY_AFTER_SECONDS = {429: "60", 503: "5"}
UNEXPECTED = (
    "Something went wrong on our side. Please try again; if it stays, tell us the request id."
)

# Whoever gets that many wrong learns nothing from more of them.
MOST_FIELDS = 50

Fields = dict[str, list[str]]


class Problem(Exception):
    """An answer that is not a success, complete but for the request id."""

    def __init__(
        self,
        status: int,
        code: Code | str,
        message: str,
        fields: Fields | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = str(code)
        self.fields = dict(islice((fields or {}).items(), MOST_FIELDS))
        self.headers = dict(headers or {})
        # More to tell beside the error, for the few answers that have it.
        self.parts: dict[str, Any] = {}

    def response(self, request_id: str) -> Response:
        body: dict[str, Any] = {"error": str(self), "code": self.code, "requestId": request_id}
        if self.fields:
            body["fields"] = self.fields
        return json_response(body | self.parts, self.status, self.headers)


def json_response(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(orjson.dumps(body), status, headers, content_type="application/json")


def invalid_request(message: str, fields: Fields | None = None, *, status: int = 400) -> Problem:
    return Problem(status, Code.INVALID_REQUEST, message, fields)


def no_such_address() -> Problem:
    return Problem(404, Code.NOT_FOUND, "There is nothing at this address.")


def wrong_method(allowed: str) -> Problem:
    message = f"This address answers {allowed} only."
    return Problem(405, Code.METHOD_NOT_ALLOWED, message, headers={"Allow": allowed})


def too_large() -> Problem:
    return Problem(413, Code.PAYLOAD_TOO_LARGE, "The body is larger than 1 MiB.")


def unexpected() -> Problem:
    return Problem(500, Code.INTERNAL_ERROR, UNEXPECTED)


def problem_of(error: Exception) -> Problem | None:
    """What the caller is told of a foreseen error; None for one that nobody foresaw."""
    if isinstance(error, Problem):
        return error
    if not isinstance(error, ServiceError):
        return None
    status = STATUS_OF_CODE.get(error.code, STATUS_OF_KIND[error.kind])
    return Problem(status, error.code, error.message, _fields_of(error), _headers(status, error))


def _headers(status: int, error: ServiceError) -> dict[str, str]:
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    if status in RETRY_AFTER_SECONDS:
        told = error.details.get("retry_after_seconds", "")
        seconds = told if told.isascii() and told.isdigit() else RETRY_AFTER_SECONDS[status]
        return {"Retry-After": seconds}
    return {}


def _fields_of(error: ServiceError) -> Fields:
    """Services name fields in snake_case; callers know them in camelCase."""
    return {camel_path(path): texts for path, texts in flattened(error.fields).items()}


def flattened(messages: Mapping[Any, Any]) -> Fields:
    """`{"address": {"city": ["…"]}}` as `{"address.city": ["…"]}`."""
    found: Fields = {}
    for path, texts in _leaves(messages, ""):
        found.setdefault(path, []).extend(texts)
    return found


def _leaves(messages: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    if not isinstance(messages, Mapping):
        texts = messages if isinstance(messages, list) else [messages]
        yield path or "body", [str(text) for text in texts]
        return
    for name, inner in messages.items():
        step = "" if name == "_schema" else str(name)
        yield from _leaves(inner, f"{path}.{step}".strip("."))
