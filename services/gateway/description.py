"""The OpenAPI document, made from the routes and schemas that answer: it cannot lag behind them."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from contracts.fields import Id
from services.gateway import schemas
from services.gateway.auth import LIFETIME_SECONDS
from services.gateway.cookies import SECURE_NAME
from services.gateway.csrf import HEADER as CSRF_HEADER
from services.gateway.http import Route, routes_of
from services.gateway.naming import camel

VERSION = "1"
# `<uuid:thing_id>`, `<string(maxlength=100):token>`.
IN_PATH = re.compile(r"<(\w+)(?:\([^)]*\))?:(\w+)>")
JSON = "application/json"

INTRODUCTION = (
    "JSON in camelCase; times in UTC with Z; ids are UUIDs; the tenant is the token's. Every error"
    " has one body: a sentence, a stable code, the request id and, where fields are at fault,"
    " messages by field. Unknown fields are refused. Every list takes `page` and `pageSize` and"
    " answers `items`, `page`, `pageSize` and `total`. A token is valid for"
    f" {LIFETIME_SECONDS // 60} minutes."
)
REFUSALS = {
    400: "Something in the request is not valid; `fields` says what.",
    401: "Nobody is signed in, or the sign-in failed.",
    403: "The caller's role does not allow this, or a browser's request is not from our pages.",
    404: "There is no such thing, or it is another tenant's.",
    409: "The state of things does not allow this now; `code` says why.",
    413: "The body is larger than 1 MiB.",
    415: "The body is not application/json.",
    429: "Too many attempts; `Retry-After` says when to try again.",
    500: "Something went wrong on our side.",
    502: "Twilio refused or failed.",
    503: "A service is absent or past its deadline; `Retry-After` says when to try again.",
}
SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SECURE_NAME,
        "description": "Set by the sign-in and renewed by itself. Never beside a bearer token.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "With a session, for whatever writes: the `csrfToken` of the sign-in, sent"
        " by a page of this site.",
    },
    "twilioSignature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Twilio-Signature",
        "description": "Over the public address and what is sent, with the account's auth token.",
    },
}
# By who asks; nobody in particular may sign in, and that is all there is to write.
REFUSED_TO = {"bearer": {400, 401, 403}, "twilioSignature": {403, 413}, None: {400}}
REFUSED_TO_WRITERS: dict[str | None, set[int]] = {
    "bearer": {409, 413, 415, 502},
    "twilioSignature": set(),
    None: {401, 413, 415, 429},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A repeat with the same key and body gives the first answer again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


def of(service: object) -> dict[str, Any]:
    """The description of every route of a service, or of its class."""
    return _described(service if isinstance(service, type) else type(service))


@functools.cache
def _described(service_class: type) -> dict[str, Any]:
    plugin = MarshmallowPlugin(schema_name_resolver=lambda schema: _schema_class(schema).__name__)
    spec = APISpec(
        title="ServicePro",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": INTRODUCTION},
    )
    converter = _converter(plugin)
    converter.add_parameter_attribute_function(_commas)
    converter.add_attribute_function(_id_format)  # type: ignore[no-untyped-call]
    for name, scheme in SECURITY.items():
        spec.components.security_scheme(name, scheme)
    for status, sentence in REFUSALS.items():
        content = {JSON: {"schema": schemas.Error}}
        spec.components.response(_refusal(status), {"description": sentence, "content": content})
    for name, route, handler in routes_of(service_class):
        spec.path(
            path_of(route), operations={route.method.lower(): _operation(name, route, handler)}
        )
    # Through JSON once, so that it holds nothing but what a reader of the file sees.
    document: dict[str, Any] = orjson.loads(orjson.dumps(spec.to_dict()))
    return document


def path_of(route: Route) -> str:
    """`/things/<uuid:thing_id>` as `/things/{thingId}`."""
    return IN_PATH.sub(lambda found: f"{{{camel(found[2])}}}", route.url)


def _operation(name: str, route: Route, handler: Callable[..., Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": camel(name),
        "summary": inspect.getdoc(handler),
        "tags": [route.options["area"]],
        "parameters": _parameters(route),
        "responses": _responses(route),
        "security": _security(route),
    }
    if route.roles:
        operation["description"] = f"For the roles: {', '.join(sorted(route.roles))}."
    if "request" in route.options:
        operation["requestBody"] = {
            "required": not route.options.get("body_is_optional", False),
            "content": {route.accepts: {"schema": route.options["request"]}},
        }
    return operation


def _security(route: Route) -> list[dict[str, list[str]]]:
    """Any one of these, each whole."""
    if not route.roles:
        return [{route.security: []}] if route.security else []
    session: dict[str, list[str]] = {"session": [], **({"csrf": []} if route.is_write else {})}
    return [session] if route.options.get("needs_session") else [{"bearer": []}, session]


def _parameters(route: Route) -> list[dict[str, Any]]:
    found: list[Any] = [
        {
            "name": camel(name),
            "in": "path",
            "required": True,
            "schema": {"type": "string", **({"format": "uuid"} if kind == "uuid" else {})},
        }
        for kind, name in IN_PATH.findall(route.url)
    ]
    if "query" in route.options:
        found.append({"in": "query", "schema": route.options["query"]})
    if route.is_write and route.roles:
        found.append(IDEMPOTENCY_KEY)
    return found


def _responses(route: Route) -> dict[str, Any]:
    status = route.options.get("status", 200)
    success: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    content: dict[str, Any] = {
        name: {"schema": {"type": "string"}} for name in route.options.get("media", ())
    }
    if "reply" in route.options:
        content[JSON] = {"schema": route.options["reply"]}
    if content:
        success["content"] = content
    return {str(status): success} | {str(code): _told(route, code) for code in _refusals(route)}


def _told(route: Route, status: int) -> str | dict[str, Any]:
    """The one error body; where a route has another besides, either."""
    special = route.options.get("refusals", {}).get(status)
    if special is None:
        return _refusal(status)
    content = {JSON: {"schema": {"anyOf": [schemas.Error, special]}}}
    return {"description": REFUSALS[status], "content": content}


def _refusals(route: Route) -> list[int]:
    codes = {500} if route.options.get("direct") else {500, 503}
    codes |= REFUSED_TO[route.security]
    if IN_PATH.search(route.url):
        codes.add(404)
    if route.options.get("is_sign_in"):
        codes.add(403)
    if route.is_write:
        codes |= REFUSED_TO_WRITERS[route.security]
    return sorted(codes | route.options.get("may_answer", frozenset()))


def _refusal(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")


def _schema_class(schema: Any) -> type[Schema]:
    return schema if isinstance(schema, type) else type(schema)


def _converter(plugin: MarshmallowPlugin) -> OpenAPIConverter:
    if plugin.converter is None:
        raise RuntimeError("the plugin belongs to no document yet")
    return plugin.converter


def _id_format(
    converter: OpenAPIConverter, field: fields.Field[Any], ret: Any = None, **kwargs: Any
) -> dict[str, str]:
    return {"format": "uuid"} if isinstance(field, Id) else {}


def _commas(
    converter: OpenAPIConverter, field: fields.Field[Any], ret: Any = None, **kwargs: Any
) -> dict[str, Any]:
    """A list in a query is one value; nothing may be given twice there."""
    return {"style": "form", "explode": False} if isinstance(field, fields.List) else {}
