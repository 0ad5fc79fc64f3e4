"""`@route("GET", "/api/…", roles=…, reply=…)`: a method of the gateway answers an address."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict, TypeVar, Unpack

import eventlet
from marshmallow import Schema
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR
from nameko.web.handlers import HttpRequestHandler
from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from chassis import context
from contracts.enums import Role
from contracts.errors import unavailable
from contracts.fields import Nothing
from services.gateway.auth import Principal, admit, unauthenticated
from services.gateway.http.errors import invalid_request, json_response
from services.gateway.http.preconditions import entity_tag, expected_versions
from services.gateway.http.reading import idempotency_key, load_body, load_query, source_of
from services.gateway.http.server import ANSWER_HEADERS, GatewayServer

# All workers busy for so long: better to say so than to let callers queue up.
WORKER_WAIT_SECONDS = 5.0
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True)
class Call:
    """A request as a handler sees it: authenticated, loaded, in snake_case."""

    source: str
    principal: Principal | None = None
    body: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None
    # From `If-Match`, where the route asks for it; see `preconditions`.
    expected_versions: list[str] | None = None
    # Of the browser that asks; of one that signs in, the session that it had until now.
    session_id: str | None = None
    # Sent with whatever the answer is.
    answer_headers: dict[str, str | list[str]] = field(default_factory=dict)
    # Of a browser that signs in: that it did so before.
    device: str | None = None

    @property
    def tenant_id(self) -> str:
        """The token's tenant: the only place where a tenant comes from."""
        if self.principal is None or self.principal.tenant_id is None:
            raise unauthenticated()
        return self.principal.tenant_id

    @property
    def actor_id(self) -> str:
        if self.principal is None:
            raise unauthenticated()
        return self.principal.subject

    @property
    def scope(self) -> dict[str, Any]:
        """What every write by a tenant carries."""
        return {"tenant_id": self.tenant_id, "idempotency_key": self.idempotency_key}

    @property
    def versioned_scope(self) -> dict[str, Any]:
        """What a change of a versioned resource carries; a service of the previous release knows
        no versions, and takes what names none.
        """
        if self.expected_versions is None:
            return self.scope
        return {**self.scope, "expected_versions": self.expected_versions}


class Options(TypedDict, total=False):
    """Besides method and address; `roles` and `area` always, and no role means public."""

    roles: frozenset[Role]
    area: str
    request: type[Schema]
    query: type[Schema]
    reply: type[Schema]
    # Other forms of a success, by media type; the handler then answers with a response of its own.
    media: tuple[str, ...]
    status: int
    # Nobody signed in is needed, but a page of ours.
    is_sign_in: bool
    # A bearer token will not do.
    needs_session: bool
    # A body that may also be left out.
    body_is_optional: bool
    # Refusals that others who ask in the same way do not get: by the state of things, or by Twilio.
    may_answer: frozenset[int]
    # More than the one error body, by status.
    refusals: Mapping[int, type[Schema]]
    # The reply has a `version`, which is sent as its ETag.
    has_etag: bool
    # A change names, as `If-Match`, the version that it was made to; a command may name one.
    needs_if_match: bool
    takes_if_match: bool
    # Passwords are looked at, of which only a few can be at a time.
    checks_password: bool
    # Answered beside the workers, without dependencies: also when every worker is busy.
    direct: bool


@dataclass(frozen=True)
class Failed:
    """An error as a result: raised inside a worker, nameko would log it a second time."""

    error: Exception


class Route(HttpRequestHandler):
    server = GatewayServer()
    accepts = "application/json"

    def __init__(self, method: str, url: str, **options: Unpack[Options]) -> None:
        super().__init__(method, url)
        self.options = options
        self.roles = options["roles"]
        # Which of the documented ways proves who asks; None where anybody may.
        self.security: str | None = "bearer" if self.roles else None
        self.is_write = method in WRITES
        self._body = _instance(options.get("request"))
        self._query = options.get("query", Nothing)()
        self._reply = _instance(options.get("reply"))

    def get_url_rule(self) -> Rule:
        return Rule(self.url, methods=[self.method], endpoint=self)

    def stop(self) -> None:
        self.server.drain()
        super().stop()

    def respond(self, request: Request, values: dict[str, str]) -> Response:
        """In the order in which a refusal gives away least: caller, then query and body."""
        return self.answer(self._load(request), values)

    def answer(self, call: Call, values: dict[str, str]) -> Response:
        with context.use(_context_of(call)):
            result = self._run(call, values)
        if isinstance(result, Response):
            return result
        status = self.options.get("status", 200)
        if self._reply is None:
            return Response(status=status)
        return json_response(self._reply.dump(result), status, self._etag(result))

    def _etag(self, result: Mapping[str, Any]) -> dict[str, str]:
        version = result.get("version") if self.options.get("has_etag") else None
        return {"ETag": entity_tag(version)} if version else {}

    def _load(self, request: Request) -> Call:
        headers: dict[str, str | list[str]] = request.environ.setdefault(ANSWER_HEADERS, {})
        principal, session_id = self._caller(request, headers)
        return Call(
            source=source_of(request, self.server.settings.trusted_proxies),
            principal=principal,
            session_id=session_id,
            answer_headers=headers,
            device=self._device(request),
            query=load_query(self._query, request),
            body=self._load_body(request),
            idempotency_key=idempotency_key(request) if self.is_write else None,
            expected_versions=self._expected_versions(request),
        )

    def _expected_versions(self, request: Request) -> list[str] | None:
        if self.options.get("needs_if_match"):
            return expected_versions(request)
        # Without the header a command takes any version.
        return (expected_versions(request) or None) if self.options.get("takes_if_match") else None

    def _caller(
        self, request: Request, headers: dict[str, str | list[str]]
    ) -> tuple[Principal | None, str | None]:
        """Who asks, and with which session."""
        callers = self.server.callers
        if self.options.get("is_sign_in"):
            return None, callers.newcomer(request)
        if not self.roles:
            return None, None
        principal = callers.principal(request, headers, is_write=self.is_write)
        if self.options.get("needs_session") and principal.session_id is None:
            raise invalid_request("A token ends by itself; there is no session to sign out of.")
        admit(principal, self.roles)
        return principal, principal.session_id

    def _device(self, request: Request) -> str | None:
        is_sign_in = self.options.get("is_sign_in", False)
        return self.server.callers.device_in(request) if is_sign_in else None

    def _load_body(self, request: Request) -> dict[str, Any]:
        may_lack = self.options.get("body_is_optional", False)
        return load_body(self._body, request, may_lack=may_lack)

    def _run(self, call: Call, values: dict[str, str]) -> Any:
        if self.options.get("direct"):
            result = getattr(self.container.service_cls(), self.method_name)(call, **values)
        elif self.options.get("checks_password"):
            result = self.server.sign_ins.run(
                lambda: self._run_in_worker(call, values),
                lambda result: result.error if isinstance(result, Failed) else None,
            )
        else:
            result = self._run_in_worker(call, values)
        if isinstance(result, Failed):
            raise result.error
        return result

    def _run_in_worker(self, call: Call, values: dict[str, str]) -> Any:
        done = eventlet.event.Event()
        headers = context.current().as_headers()
        try:
            with eventlet.Timeout(WORKER_WAIT_SECONDS, unavailable("gateway")):
                self.container.spawn_worker(
                    self,
                    (call,),
                    values,
                    context_data={k.removeprefix("nameko."): v for k, v in headers.items()},
                    handle_result=functools.partial(self.handle_result, done),
                )
        except ContainerBeingKilled as stopping:
            raise unavailable("gateway") from stopping
        return done.wait()


def _context_of(call: Call) -> context.CallContext:
    here = context.current()
    actor = None if call.principal is None else call.principal.subject
    return context.CallContext(here.correlation_id, actor, here.deadline)


def _instance(schema: type[Schema] | None) -> Schema | None:
    return None if schema is None else schema()


def route(
    method: str, url: str, common: Options | None = None, **options: Unpack[Options]
) -> Callable[[Handler], Handler]:
    """The handler's docstring is the route's documentation, its name the operation's."""
    merged: Options = {**(common or {}), **options}
    return answering(Route, method, url, **merged)


def answering(kind: type[Route], *place: str, **options: Any) -> Callable[[Handler], Handler]:
    """A handler as an entrypoint of this kind."""

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def run(service: Any, call: Call, **values: str) -> Any:
            try:
                return handler(service, call, **values)
            except Exception as exc:
                return Failed(exc)

        registered: Handler = kind.decorator(*place, **options)(run)
        return registered

    return decorate


def routes_of(service_class: type) -> Iterator[tuple[str, Route, Callable[..., Any]]]:
    """Each handler's name, its route and the handler, in the order of the addresses."""
    found = [
        (name, entrypoint, handler)
        for name in dir(service_class)
        for handler in [getattr(service_class, name)]
        for entrypoint in getattr(handler, ENTRYPOINT_EXTENSIONS_ATTR, ())
        if isinstance(entrypoint, Route)
    ]
    return iter(sorted(found, key=lambda entry: (entry[1].url, entry[1].method)))
