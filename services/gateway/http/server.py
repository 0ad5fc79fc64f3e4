"""The listening side: accepts connections, finds the route, answers, logs one line per request."""

from __future__ import annotations

import logging
import operator
import time
from functools import partial
from typing import Any

import eventlet
from eventlet import wsgi
from eventlet.semaphore import Semaphore
from nameko.web.server import WebServer
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map
from werkzeug.wrappers import Request, Response

from chassis import context
from chassis.events import Broadcasts
from chassis.logs import event
from chassis.rpc.client import SharedRpcClient
from chassis.settings import Settings
from services.gateway.callers import Callers, callers_for
from services.gateway.cookies import name_of_cookie
from services.gateway.http.errors import no_such_address, problem_of, unexpected, wrong_method
from services.gateway.http.protocol import IDLE_SECONDS, IDLE_SINCE, Protocol
from services.gateway.http.reading import sane_request_id
from services.gateway.pages import Pages
from services.gateway.sign_in_queue import SignInQueue

log = logging.getLogger(__name__)

# Longer than the longest RPC deadline, shorter than what clients and proxies wait.
REQUEST_SECONDS = 15.0
DRAIN_SECONDS = 15.0
MOST_CONNECTIONS = 512
BACKLOG = 128
ACCEPT_RETRY_SECONDS = 0.1

# Where a request keeps what goes out with its answer, also when that is an error.
ANSWER_HEADERS = "gateway.answer_headers"

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class GatewayServer(WebServer):
    """nameko's server, but one whose connections cannot take the service down with them.

    There, an exception in a connection or in `accept` kills the whole container.
    """

    rpc = SharedRpcClient()
    broadcasts = Broadcasts()
    callers: Callers
    settings: Settings
    pages: Pages
    _starting: bool
    _is_accepting: bool

    def __init__(self) -> None:
        super().__init__()
        # [address, socket, state], as eventlet keeps them, and since when it is idle.
        self._connections: list[list[Any]] = []
        self._slots = Semaphore(MOST_CONNECTIONS)
        self._drained = eventlet.event.Event()
        self.sign_ins = SignInQueue()

    def setup(self) -> None:
        self.settings = settings = self.container.config["SETTINGS"]
        self.callers = callers_for(
            settings,
            call=lambda method, request: self.rpc.client.call("tenants", method, request),
            period=lambda: self.broadcasts.period,
            clock=self.container.config.get("CLOCK", time.time),
        )
        cookie = name_of_cookie(is_insecure=settings.cookie_insecure)
        self.pages = Pages(settings.web_dist, cookie)

    @property
    def port(self) -> int:
        return int(self._sock.getsockname()[1])

    def start(self) -> None:
        if self._starting:
            return
        self._starting = True
        host, _, port = self.container.config["WEB_SERVER_ADDRESS"].rpartition(":")
        host = host.strip("[]") or "0.0.0.0"  # noqa: S104  what an address without a host means
        family = eventlet.green.socket.AF_INET6 if ":" in host else eventlet.green.socket.AF_INET
        # Without SO_REUSEPORT: a taken port is an error at start, not two servers that both answer.
        self._sock = eventlet.listen((host, int(port)), family, BACKLOG, reuse_port=False)
        self._sock.settimeout(None)
        self._serv = wsgi.Server(
            self._sock,
            self._sock.getsockname(),
            Application(self),
            protocol=Protocol,
            log_output=False,
            debug=False,
            socket_timeout=IDLE_SECONDS,
        )
        self._gt = self.container.spawn_managed_thread(self.run)

    def run(self) -> None:
        while self._is_accepting:
            if self._slots.locked():
                self._shut_longest_idle()
            self._slots.acquire()
            try:
                sock, address = self._sock.accept()
            except OSError as exc:  # out of descriptors, or the caller left at once
                self._slots.release()
                event(log, "accept_failed", level=logging.WARNING, reason=type(exc).__name__)
                eventlet.sleep(ACCEPT_RETRY_SECONDS)
                continue
            sock.settimeout(IDLE_SECONDS)
            self.container.spawn_managed_thread(partial(self.process_request, sock, address))

    def _shut_longest_idle(self) -> None:
        """Whoever only keeps a connection open must not keep everybody else out."""
        idle = [each for each in self._connections if each[2] == wsgi.STATE_IDLE]
        if idle:
            longest = min(idle, key=operator.itemgetter(IDLE_SINCE))
            longest[2] = wsgi.STATE_CLOSE
            shut(longest[1])

    def process_request(self, sock: Any, address: Any) -> None:
        connection = [address, sock, wsgi.STATE_IDLE, time.monotonic()]
        self._connections.append(connection)
        try:
            self._serv.process_request(connection)
        except Exception as exc:  # whatever broke a connection concerns its caller only
            event(log, "connection_broke", level=logging.DEBUG, reason=type(exc).__name__)
        finally:
            sock.close()
            self._connections.remove(connection)
            self._slots.release()
            self._note_drained()

    def drain(self) -> None:
        """No new requests; those under way are answered first. May be called more than once."""
        if self._is_accepting:
            self._is_accepting = False
            self._close_listener()
            for connection in list(self._connections):
                idle, connection[2] = connection[2] == wsgi.STATE_IDLE, wsgi.STATE_CLOSE
                if idle:
                    shut(connection[1])
            self._note_drained()
        with eventlet.Timeout(DRAIN_SECONDS, False):
            self._drained.wait()

    def _note_drained(self) -> None:
        if not self._is_accepting and not self._connections and not self._drained.ready():
            self._drained.send()

    def _close_listener(self) -> None:
        if self._gt is not None:
            self._gt.kill()
        if self._sock is not None:
            self._sock.close()

    def stop(self) -> None:
        self.wait_for_providers()
        self._close_listener()

    def kill(self) -> None:
        self._is_accepting = False
        self._close_listener()

    def make_url_map(self) -> Map:
        """Exact addresses only: a redirect would be one more answer that is not JSON."""
        rules = [route.get_url_rule() for route in self._providers]
        return Map(rules, merge_slashes=False, redirect_defaults=False)


class Application:
    """What happens to every request, whatever its route."""

    def __init__(self, server: GatewayServer) -> None:
        self._urls = server.make_url_map().bind("gateway")
        self._pages = server.pages
        # A browser that has read it never tries plain http again; in dev there is only plain http.
        https_only = HTTPS_ONLY if server.settings.is_production else {}
        self._security_headers = SECURITY_HEADERS | https_only

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        started = time.monotonic()
        request = Request(environ)
        asked = sane_request_id(request.headers.get("X-Request-Id"))
        call = context.new_context(correlation_id=asked).with_deadline(REQUEST_SECONDS)
        with context.use(call):
            template, response = self._answer(request, call.correlation_id)
            response.headers["X-Request-Id"] = call.correlation_id
            if response.status_code == 204:
                del response.headers["Content-Type"]
            for name, value in self._security_headers.items():
                response.headers.setdefault(name, value)
            response.headers.update(environ.get(ANSWER_HEADERS, {}))
            event(
                log,
                "http_request",
                method=request.method,
                route=template,
                status=response.status_code,
                duration_ms=round((time.monotonic() - started) * 1000, 1),
                request_id=call.correlation_id,
            )
        return response(environ, start_response)

    def _answer(self, request: Request, request_id: str) -> tuple[str, Response]:
        """The route's template, as the log names it, and the answer."""
        template = "-"
        try:
            if request.method == "OPTIONS":
                return template, self._options(request.path)
            if page := self._pages.answer(request):
                return page
            route, values = self._match(request)
            template = route.url
            return template, route.respond(request, values)
        except Exception as exc:  # the edge: nothing may leave as anything but the error body
            problem = problem_of(exc)
            if problem is None:
                log.exception("request_failed", extra={"route": template})
                problem = unexpected()
            return template, problem.response(request_id)

    def _match(self, request: Request) -> tuple[Any, dict[str, Any]]:
        try:
            route, values = self._urls.match(request.path, request.method)
        except MethodNotAllowed as refused:
            raise wrong_method(_listed(refused.valid_methods)) from refused
        except HTTPException as refused:
            raise no_such_address() from refused
        return route, {name: str(value) for name, value in values.items()}

    def _options(self, path: str) -> Response:
        allowed = list(self._urls.allowed_methods(path))
        if not allowed:
            raise no_such_address()
        return Response(status=204, headers={"Allow": _listed(allowed)})


def _listed(methods: Any) -> str:
    return ", ".join(sorted({*methods, "OPTIONS"}))


def shut(sock: Any) -> None:
    try:
        sock.shutdown(eventlet.green.socket.SHUT_RDWR)
    except OSError:
        sock.close()
