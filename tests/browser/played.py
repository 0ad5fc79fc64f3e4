"""The API as a page sees it, played: the gateway's own routes before golden examples.

Each address, what it takes and the shape of its answers are the gateway's, and every service behind
it says what its contract gives as the example. So nothing played here can differ from the real API.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import playwright.sync_api as browsers
from marshmallow import Schema, ValidationError
from werkzeug.routing import Map, Rule
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from contracts import catalogue
from contracts.enums import Role
from contracts.errors import ServiceError, invalid, not_found
from contracts.fields import Nothing
from services.a2p.use_cases.guidance import get_registration_form
from services.gateway.auth import Principal
from services.gateway.cookies import SECURE_NAME
from services.gateway.http import Call, routes_of
from services.gateway.http.errors import json_response, problem_of
from services.gateway.http.reading import load_query
from services.gateway.http.route import Failed
from services.gateway.http.route import Route as Entrypoint
from services.gateway.service import GatewayService
from tests.contract.golden import OWNERS, examples_of

# The day of the golden examples: what they call tomorrow is tomorrow.
NOW = "2026-03-04T16:00:00Z"
REQUEST_ID = "0f9f7a3e5d0c4b6f"
EXAMPLES = {service: examples_of(service) for service in OWNERS}
STREAM, WHO = "/api/events/stream", "/api/auth/me"
WHO_IS_THIS = ("tenants", "get_user")
ROUTES = Map(
    [
        Rule(route.url, methods=[route.method], endpoint=(route, handler))
        for _, route, handler in routes_of(GatewayService)
    ]
).bind("gateway")


def example_of(service: str, method: str) -> dict[str, Any]:
    told: dict[str, Any] = EXAMPLES[service]["rpcs"][method]["reply"]
    return told


class Reply(dict[str, Any]):
    """Of a service that was asked beside others: it is there already."""

    def result(self) -> dict[str, Any]:
        return self


class Method:
    """Of a service: says what its example says, of the page, day or amount that was asked for."""

    def __init__(self, stage: Stage, service: str, name: str) -> None:
        self._stage, self._key = stage, (service, name)

    def __call__(self, *, timeout: float | None = None, **asked: Any) -> Reply:
        if self._key in self._stage.refusals:
            raise self._stage.refusals[self._key]
        if self._stage.fails and self._key != WHO_IS_THIS:
            raise not_found("page")
        told = catalogue.RPCS[self._key].reply().load(self._stage.replies[self._key])
        same = {
            name: value
            for name, value in asked.items()
            if name in told and not isinstance(value, dict | list)
        }
        return Reply(told | same)

    call_async = __call__


class Neighbour:
    def __init__(self, stage: Stage, service: str) -> None:
        self._stage, self._service = stage, service

    def __getattr__(self, name: str) -> Method:
        return Method(self._stage, self._service, name)


class Sessions:
    """Without cookies: whoever the stage is for is signed in, unless it says otherwise."""

    def now(self) -> float:
        return 0.0

    def begin(self, opened: Any, answer_headers: Any, *, asked_at: float) -> str:
        return "a token"

    def csrf_token(self, session_id: str | None) -> str:
        return "a token"

    def forget(self, session_id: str) -> None:
        """There is nothing to remember either."""


class Stage:
    """One page before an API that says what a test wants it to say."""

    def __init__(self, page: browsers.Page, role: Role) -> None:
        self.page = page
        self.replies = {
            (service, method): example_of(service, method) for service, method in catalogue.RPCS
        }
        # Of its thirty inputs the example has one; it depends on nothing but the code.
        form = catalogue.RPCS["a2p", "get_registration_form"].reply()
        self.tell("a2p", "get_registration_form", **form.dump(get_registration_form()))
        self.refusals: dict[tuple[str, str], ServiceError] = {}
        self.fails = self.holds = False
        self._held: list[browsers.Route] = []
        for service in OWNERS:
            setattr(self, service, Neighbour(self, service))
        self.sessions = Sessions()
        user = self.replies[WHO_IS_THIS]
        tenant_id = None if role is Role.OPERATOR else user["tenant_id"]
        self.tell(*WHO_IS_THIS, role=role, tenant_id=tenant_id)
        self._principal = Principal(user["id"], user["tenant_id"], role)
        page.clock.install(time=NOW)
        # Worth nothing but that pages ask whose it is.
        cookie = {"name": SECURE_NAME, "value": "played", "url": "https://127.0.0.1"}
        page.context.add_cookies([cookie])
        page.route("**/api/**", self._play)

    def __getattr__(self, name: str) -> Any:
        """What routes share among themselves is the gateway's own as well."""
        return partial(getattr(GatewayService, name), self)

    def tell(self, service: str, method: str, **changes: Any) -> None:
        self.replies[service, method] = {**self.replies[service, method], **changes}

    def refuse(self, service: str, method: str, refusal: ServiceError) -> None:
        self.refusals[service, method] = refusal

    def tell_of_nothing(self, known: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
        """No list has an entry; of what is no list, what a new business would be told."""
        for (service, method), reply in self.replies.items():
            if "items" in reply:
                self.tell(service, method, items=[], **({"total": 0} if "total" in reply else {}))
        for (service, method), changes in known.items():
            self.tell(service, method, **changes)

    def close(self) -> None:
        for route in self._held:
            route.abort()
        self.page.close()

    def _play(self, route: browsers.Route) -> None:
        path = urlsplit(route.request.url).path
        if path == STREAM:
            # Open once and closed; the next try is after the test.
            route.fulfill(content_type="text/event-stream", body="retry: 600000\n\n")
        elif self.holds and path != WHO:
            self._held.append(route)
        else:
            answer = self.answer(_asked(route.request))
            headers = dict(answer.headers.items()) | {"X-Request-Id": REQUEST_ID}
            route.fulfill(status=answer.status_code, headers=headers, body=answer.get_data())

    def answer(self, request: Request) -> Response:
        (route, handler), values = ROUTES.match(request.path, request.method)
        try:
            call = self._call(route, request)
            told = handler(self, call, **{name: str(value) for name, value in values.items()})
            if isinstance(told, Failed):
                raise told.error
        except Exception as refused:
            problem = problem_of(refused)
            if problem is None:
                raise
            return problem.response(REQUEST_ID)
        if isinstance(told, Response):
            return told
        shape, status = route.options.get("reply"), route.options.get("status", 200)
        return (
            Response(status=status) if shape is None else json_response(shape().dump(told), status)
        )

    def _call(self, route: Entrypoint, request: Request) -> Call:
        wanted = route.options.get("request")
        body = {} if wanted is None else _loaded(wanted(), request.get_json())
        return Call(
            source="127.0.0.1",
            principal=self._principal,
            session_id="a session",
            query=load_query(route.options.get("query", Nothing)(), request),
            body=body,
            idempotency_key=request.headers.get("Idempotency-Key"),
        )


def _loaded(schema: Schema, body: Any) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(body)
    except ValidationError as refused:
        raise invalid("Not valid.", refused.normalized_messages()) from refused
    return loaded


def _asked(request: browsers.Request) -> Request:
    parts = urlsplit(request.url)
    return Request(
        EnvironBuilder(
            path=parts.path,
            query_string=parts.query,
            method=request.method,
            headers=request.headers,
            data=request.post_data_buffer or b"",
        ).get_environ()
    )
