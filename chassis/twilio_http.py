"""The HTTP client under Twilio's SDK: a hard limit on time, retries that are safe, one host."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import eventlet
from requests import PreparedRequest, Request, Session
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from requests.exceptions import ConnectionError, Timeout
from requests.structures import CaseInsensitiveDict
from twilio.base.exceptions import TwilioRestException
from twilio.http import HttpClient
from twilio.http.response import Response
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from chassis.logs import event
from chassis.twilio import Media, TooLarge, last_request_id

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10.0
# The socket's limit starts again with each byte; this one counts everything, retries too.
TOTAL_SECONDS = 12.0
RETRIES = 2
FIRST_PAUSE_SECONDS = 0.5
RETRIED_STATUSES = frozenset({429, 500, 502, 503, 504})
# As many as a2p asks at once; more than that would connect anew for each call.
POOL_SIZE = 64
DOMAIN = ".twilio.com"
BLOCK = 64 * 1024


class RefusedHost(RuntimeError):
    """A bug of ours or of the SDK: credentials go to Twilio and to nobody else."""


class BoundedHttpClient(HttpClient):
    """Retries only what may be repeated: GET, after a lost connection, 429 or a 5xx."""

    def __init__(
        self,
        *,
        api_base: str | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
        pause: Callable[[float], None] = eventlet.sleep,
    ) -> None:
        super().__init__(log, False, timeout_seconds)
        self._api_base = api_base.rstrip("/") if api_base else None
        self._total_seconds = total_seconds
        self._pause = pause
        self._session = _session(uses_proxies=api_base is None)
        self._settings: dict[str, dict[str, Any]] = {}

    def request(  # noqa: PLR0913, PLR0917  the SDK's signature
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Never follows redirects: the credentials would go along."""
        url = self._destination(uri)
        is_json = (headers or {}).get("Content-Type", "").endswith("json")
        body = {"json": data} if is_json else {"data": data}
        request = Request(method.upper(), url, params=params, headers=headers, auth=auth, **body)
        with self._in_time():
            return self._send(request, timeout or self.timeout)

    def download(self, uri: str, *, auth: tuple[str, str], most_bytes: int) -> Media:
        """A file, whole. The place where Twilio may keep it instead is not told who we are."""
        with self._in_time():
            answer = self._open(self._destination(uri), auth)
            if answer.is_redirect:
                answer.close()
                answer = self._open(_elsewhere(answer), _nobody)
            with answer:
                if answer.status_code != 200:
                    raise TwilioRestException(answer.status_code, uri)
                media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip()
                return Media(content=_all_of(answer, most_bytes), media_type=media_type.lower())

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        limit = eventlet.Timeout(self._total_seconds)
        try:
            yield
        except eventlet.Timeout as expired:
            if expired is not limit:
                raise
            raise Timeout("Twilio did not answer in time.") from None
        finally:
            limit.cancel()

    def _open(self, url: str, auth: Any) -> Any:
        prepared = self._session.prepare_request(Request("GET", url, auth=auth))
        settings = self._session.merge_environment_settings(prepared.url, {}, True, None, None)
        return self._session.send(prepared, allow_redirects=False, timeout=self.timeout, **settings)

    def _destination(self, uri: str) -> str:
        """https://messaging.twilio.com/v1/… or, with a base, {base}/messaging.twilio.com/v1/…"""
        parts = urlsplit(uri)
        host = parts.hostname or ""
        if parts.scheme != "https" or parts.netloc != host or not host.endswith(DOMAIN):
            raise RefusedHost(f"{host or 'An address without a host'} is not Twilio's.")
        if self._api_base is None:
            return uri
        return f"{self._api_base}/{uri.removeprefix('https://')}"

    def _send(self, request: Request, timeout: float) -> Response:
        give_up_at = time.monotonic() + self._total_seconds
        retries = RETRIES if request.method == "GET" else 0
        for attempt in range(retries + 1):
            is_last = attempt == retries
            try:
                response = self._send_once(request, timeout)
            except (ConnectionError, Timeout):
                if is_last or not self._has_time(give_up_at, FIRST_PAUSE_SECONDS):
                    raise
                wait = FIRST_PAUSE_SECONDS * 2**attempt
            else:
                wait = _asked_pause(response) or FIRST_PAUSE_SECONDS * 2**attempt
                is_final = is_last or response.status_code not in RETRIED_STATUSES
                if is_final or not self._has_time(give_up_at, wait):
                    return response
            self._pause(wait)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _settings_for(self, url: str) -> dict[str, Any]:
        """Proxy and certificates by the environment, which is read once for each host."""
        host = urlsplit(url).netloc
        if host not in self._settings:
            # Not as a stream: the answer is read at once.
            settings = self._session.merge_environment_settings(url, {}, False, None, None)
            self._settings[host] = dict(settings)
        return self._settings[host]

    def _has_time(self, give_up_at: float, wait: float) -> bool:
        return time.monotonic() + wait < give_up_at

    def _send_once(self, request: Request, timeout: float) -> Response:
        last_request_id.set(None)
        started = time.monotonic()
        prepared = _prepared(request)
        # Beneath the session, whose cookies, hooks and redirects cost as much as the call itself.
        adapter = self._session.get_adapter(str(prepared.url))
        answer = adapter.send(prepared, timeout=timeout, **self._settings_for(str(prepared.url)))
        request_id = answer.headers.get("Twilio-Request-Id")
        last_request_id.set(request_id)
        event(
            log,
            "twilio_answered",
            level=logging.DEBUG if answer.ok else logging.INFO,
            method=request.method,
            # Without its query, which may hold what the caller searches for.
            url=request.url,
            status=answer.status_code,
            elapsed_ms=round((time.monotonic() - started) * 1000),
            request_id=request_id,
        )
        answer.encoding = "utf-8"
        return Response(answer.status_code, answer.text, answer.headers)


def _prepared(request: Request) -> PreparedRequest:
    """By hand where nothing is to be encoded: preparing takes a sixth of the whole call."""
    if request.params or request.data or request.json:
        prepared = request.prepare()
    else:
        prepared = PreparedRequest()
        prepared.method, prepared.url = request.method, request.url
        prepared.headers = CaseInsensitiveDict(request.headers)
        prepared.prepare_auth(request.auth, str(request.url))
    prepared.headers.setdefault("Accept-Encoding", "gzip, deflate")
    return prepared


def _elsewhere(answer: Any) -> str:
    address = urljoin(answer.url, answer.headers["Location"])
    if not address.startswith("https://"):
        raise RefusedHost("Files are fetched over https only.")
    return address


def _nobody(request: Any) -> Any:
    """Instead of no credentials, for which a .netrc would be searched."""
    return request


def _all_of(answer: Any, most_bytes: int) -> bytes:
    blocks, size = [], 0
    for block in answer.iter_content(BLOCK):
        blocks.append(block)
        size += len(block)
        if size > most_bytes:
            raise TooLarge(f"more than {most_bytes} bytes")
    return b"".join(blocks)


def _session(*, uses_proxies: bool) -> Session:
    session = Session()
    # Proxies come from the environment, as everywhere; a local stand-in is reached without one.
    session.trust_env = uses_proxies
    session.cookies = _NoCookies()
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=POOL_SIZE))
    return session


class _NoCookies(RequestsCookieJar):
    """Greenlets share the session, and no answer may change what the next caller sends."""

    def set_cookie(self, *args: Any, **kwargs: Any) -> None:
        return None


def _asked_pause(response: Response) -> float | None:
    asked = (response.headers or {}).get("Retry-After")
    if asked is None:
        return None
    try:
        return Retry().parse_retry_after(asked)
    except InvalidHeader:
        return None
