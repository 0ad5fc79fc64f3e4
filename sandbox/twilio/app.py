"""One WSGI application for all of Twilio's hosts: the first path segment names the host."""

from __future__ import annotations

import hmac
import json
import secrets
import socket
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import eventlet
from eventlet.wsgi import WSGI_LOCAL
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from sandbox.twilio import (
    addresses,
    brands,
    bundles,
    call_log,
    campaigns,
    control,
    entities,
    event_streams,
    messages,
    numbers,
    policies,
    purchases,
    recordings,
    services,
    usecases,
)
from sandbox.twilio.faults import Fault, Faults
from sandbox.twilio.wire import Answer, ApiError, Call, Handler, Json, Route
from sandbox.twilio.worker import Worker
from sandbox.twilio.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

OnRequest = Callable[[str, str, str, Mapping[str, str], bytes], None]
KEPT_REQUESTS = 10_000

TWILIO_ROUTES: list[Route] = [
    *policies.ROUTES,
    *entities.ROUTES,
    *bundles.ROUTES,
    *addresses.ROUTES,
    *numbers.ROUTES,
    *call_log.ROUTES,
    *brands.ROUTES,
    *services.ROUTES,
    *usecases.ROUTES,
    *campaigns.ROUTES,
    *purchases.ROUTES,
    *messages.ROUTES,
    *recordings.ROUTES,
    *event_streams.ROUTES,
]
# What Twilio answers to an account that is not in good standing.
REFUSALS = {
    "suspended": (403, 20005, "Account not active"),
    "denied": (403, 20006, "Access denied"),
    "closed": (401, 20003, "Authenticate"),
}


class CutConnectionError(Exception):
    """The caller is to see its connection closed instead of an answer."""


def _map(routes: Iterable[Route]) -> Map:
    rules = [Rule(path, methods=[method], endpoint=handler) for method, path, handler in routes]
    return Map(rules, strict_slashes=False, merge_slashes=False)


class Sandbox:
    """The application, its world, and what only lives as long as the process: faults and a log."""

    def __init__(
        self,
        world: World,
        *,
        on_request: OnRequest | None = None,
    ) -> None:
        self.world = world
        self.worker = Worker(world)
        self.faults = Faults()
        self.requests: deque[Json] = deque(maxlen=KEPT_REQUESTS)
        self._credentials = (world.account_sid, world.auth_token)
        self._on_request = on_request
        self._twilio = _map(TWILIO_ROUTES)
        self._control = _map(control.ROUTES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        body = request.get_data(cache=True)
        try:
            answer = self._answer(request, body)
        except CutConnectionError:
            return _cut(environ)
        return _response(answer)(environ, start_response)

    def _answer(self, request: Request, body: bytes) -> Answer:
        try:
            self._authenticate(request)
            if request.path.startswith("/_control/"):
                return self._serve_control(_call(request, body), request)
        except ApiError as error:
            return Answer(error.status, error.body())
        return self._serve_twilio(_call(request, body), request)

    def _authenticate(self, request: Request) -> None:
        given = request.authorization
        sid, token = self._credentials
        user = (given.username or "") if given else ""
        password = (given.password or "") if given else ""
        is_known = hmac.compare_digest(user.encode(), sid.encode())
        if not (is_known and hmac.compare_digest(password.encode(), token.encode())):
            raise ApiError(401, 20003, "Authenticate")

    def _serve_control(self, call: Call, request: Request) -> Answer:
        handler, arguments = _route(self._control, request, call)
        answer = handler(self, call, **arguments)
        if call.method != "GET":
            self.world.save()
        return answer

    def _serve_twilio(self, call: Call, request: Request) -> Answer:
        if self._on_request is not None:
            path = _full_path(call, request)
            self._on_request(call.method, call.host, path, call.headers, call.body)
        entry = self._log(call)
        fault = self.faults.take(f"{call.method} {call.host}{call.path}")
        if fault is not None:
            entry["fault"] = fault.action
            _trouble_before(fault)
        answer = self._perform(call, request, fault)
        if fault is not None:
            _trouble_after(fault)
        entry["status"] = answer.status
        return answer

    def _perform(self, call: Call, request: Request, fault: Fault | None) -> Answer:
        try:
            if fault is not None and fault.action == "status":
                raise fault.refusal()
            self._check_standing()
            handler, arguments = _route(self._twilio, request, call)
            answer = handler(self.world, call, **arguments)
        except ApiError as error:
            return Answer(error.status, error.body(), error.headers)
        if call.method != "GET":
            self.world.save()
        return answer

    def _check_standing(self) -> None:
        status = self.world.settings("account", {"status": "active"})["status"]
        if status in REFUSALS:
            raise ApiError(*REFUSALS[status])

    def _log(self, call: Call) -> Json:
        """Added before the answer is known, so that a request cut off is in the log too."""
        entry: Json = {
            "method": call.method,
            "host": call.host,
            "path": call.path,
            "query": call.query.to_dict(flat=False),
            "form": call.form.to_dict(flat=False),
            "status": 0,
            "fault": None,
            "virtual_time": self.world.clock.now(),
            "wall_time": self.world.clock.wall(),
        }
        self.requests.append(entry)
        return entry


def _call(request: Request, body: bytes) -> Call:
    _, _, rest = request.path.partition("/")
    host, _, path = rest.partition("/")
    return Call(
        method=request.method,
        host=host,
        path=f"/{path}",
        query=MultiDict(request.args),
        form=MultiDict(request.form),
        headers=dict(request.headers),
        body=body,
    )


def _full_path(call: Call, request: Request) -> str:
    query = request.query_string.decode("latin-1")
    return f"{call.path}?{query}" if query else call.path


def _route(routes: Map, request: Request, call: Call) -> tuple[Handler, Mapping[str, Any]]:
    try:
        return routes.bind_to_environ(request.environ).match()
    except MethodNotAllowed as error:
        message = f"{call.method} is not allowed on {call.path}"
        raise ApiError(405, 20004, message) from error
    except HTTPException as error:
        raise ApiError(404, 20404, f"The requested resource {call.path} was not found") from error


def _trouble_before(fault: Fault) -> None:
    if fault.action == "cut_before":
        raise CutConnectionError
    if fault.action == "hang" and not fault.after:
        eventlet.sleep(fault.seconds)


def _trouble_after(fault: Fault) -> None:
    if fault.action == "cut_after":
        raise CutConnectionError
    if fault.action == "slow" or (fault.action == "hang" and fault.after):
        eventlet.sleep(fault.seconds)


def _response(answer: Answer) -> Response:
    """Every answer has an id of its own, which support asks for."""
    headers = {**answer.headers, "Twilio-Request-Id": f"RQ{secrets.token_hex(16)}"}
    if answer.file is not None:
        return Response(answer.file, answer.status, headers, content_type=answer.file_type)
    if answer.body is None:
        return Response(status=answer.status, headers=headers)
    text = json.dumps(answer.body)
    return Response(text, answer.status, headers, content_type="application/json")


def _cut(environ: WSGIEnvironment) -> Iterable[bytes]:
    """Close the socket under the server, which is told that the request is dealt with."""
    connection = environ["eventlet.input"].get_socket()
    connection.shutdown(socket.SHUT_RDWR)
    WSGI_LOCAL.already_handled = True
    return []
