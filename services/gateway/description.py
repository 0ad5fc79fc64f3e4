"""The OpenAPI document, made from the routes and schemas that answer: it cannot lag behind them."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields
from marshmallow.validate import Regexp

from contracts.fields import Id
from services.gateway import schemas
from services.gateway.description_texts import (
    AREAS,
    HEADERS,
    HEADERS_OF_STATUS,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    INTRODUCTION,
    REFUSALS,
    SECURITY,
    SEEN_VERSION,
    SERVERS,
)
from services.gateway.http import Route, routes_of
from services.gateway.naming import camel
from services.gateway.refusal_examples import ERROR_EXAMPLES, REFUSAL_EXAMPLES
from services.gateway.request_examples import EXAMPLES

VERSION = "1"
# `<uuid:thing_id>`, `<string(maxlength=100):token>`.
IN_PATH = re.compile(r"<(\w+)(?:\([^()]*\))?:(\w+)>")
JSON = "application/json"
END_IN_PYTHON = r"\Z"
BINARY = {"type": "string", "format": "binary"}

# By who asks; nobody in particular may sign in, and that is all there is to write.
REFUSED_TO = {"bearer": {400, 401, 403}, "twilioSignature": {403, 413}, None: {400}}
REFUSED_TO_WRITERS: dict[str | None, set[int]] = {
    "bearer": {409, 413, 415, 502},
    "twilioSignature": set(),
    None: {401, 413, 415, 429},
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
        servers=SERVERS,
        tags=[{"name": name, "description": sentence} for name, sentence in AREAS.items()],
    )
    converter = _converter(plugin)
    converter.add_parameter_attribute_function(_commas)
    for attributes in (_id_format, _ecmascript_pattern):
        converter.add_attribute_function(attributes)  # type: ignore[no-untyped-call]
    for name, header in HEADERS.items():
        spec.components.header(name, header)
    for name, scheme in SECURITY.items():
        spec.components.security_scheme(name, scheme)
    for status, sentence in REFUSALS.items():
        content: dict[str, Any] = {JSON: {"schema": schemas.Error}}
        if status in ERROR_EXAMPLES:
            content[JSON]["example"] = ERROR_EXAMPLES[status]
        described = {"description": sentence, "content": content, "headers": _headers_of(status)}
        spec.components.response(_refusal(status), described)
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
        "description": _audience(route),
        "tags": [route.options["area"]],
        "parameters": _parameters(route),
        "responses": _responses(route),
        "security": _security(route),
    }
    if "request" in route.options:
        shape = route.options["request"]
        operation["requestBody"] = {
            "required": not route.options.get("body_is_optional", False),
            "content": {route.accepts: {"schema": shape, "example": EXAMPLES[shape.__name__]}},
        }
    return operation


def _audience(route: Route) -> str:
    if route.roles:
        return f"For the roles: {', '.join(sorted(route.roles))}."
    return "For Twilio only." if route.security else "For everybody."


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
    if route.options.get("needs_if_match"):
        found.append(IF_MATCH)
    elif route.options.get("takes_if_match"):
        found.append(IF_MATCH | {"required": False, "description": SEEN_VERSION})
    return found


def _responses(route: Route) -> dict[str, Any]:
    status = route.options.get("status", 200)
    success: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "headers": _headers_of(status, *_more_headers(route)),
    }
    content: dict[str, Any] = {
        name: {"schema": {"type": "string"} if name.startswith("text/") else BINARY}
        for name in route.options.get("media", ())
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
    body: dict[str, Any] = {"schema": {"anyOf": [schemas.Error, special]}}
    if special.__name__ in REFUSAL_EXAMPLES:
        body["example"] = REFUSAL_EXAMPLES[special.__name__]
    content = {JSON: body}
    headers = _headers_of(status)
    return {"description": REFUSALS[status], "content": content, "headers": headers}


def _more_headers(route: Route) -> Iterator[str]:
    if route.options.get("is_sign_in"):
        yield "Set-Cookie"
    if route.options.get("has_etag"):
        yield "ETag"


def _headers_of(status: int, *more: str) -> dict[str, dict[str, str]]:
    names = ("X-Request-Id", *HEADERS_OF_STATUS.get(status, ()), *more)
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _refusals(route: Route) -> list[int]:
    codes = {500} if route.options.get("direct") else {500, 503}
    codes |= REFUSED_TO[route.security]
    if IN_PATH.search(route.url):
        codes.add(404)
    if route.options.get("is_sign_in"):
        codes.add(403)
    if route.is_write:
        codes |= REFUSED_TO_WRITERS[route.security]
    if route.options.get("needs_if_match"):
        codes |= {412, 428}
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


def _ecmascript_pattern(
    converter: OpenAPIConverter, field: fields.Field[Any], ret: Any = None, **kwargs: Any
) -> dict[str, str]:
    """Marshmallow matches from the start; JSON Schema searches, in ECMAScript's grammar."""
    for rule in field.validators:
        if isinstance(rule, Regexp):
            pattern = str(rule.regex.pattern).replace(END_IN_PYTHON, "$")
            return {"pattern": pattern if pattern.startswith("^") else f"^(?:{pattern})"}
    return {}


def _commas(
    converter: OpenAPIConverter, field: fields.Field[Any], ret: Any = None, **kwargs: Any
) -> dict[str, Any]:
    """A list in a query is one value; nothing may be given twice there."""
    return {"style": "form", "explode": False} if isinstance(field, fields.List) else {}
