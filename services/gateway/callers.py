"""Who asks: a program by its bearer token, or a browser by its session's cookie."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Generic, TypeVar

from werkzeug.wrappers import Request

from chassis.keys import are_equal
from chassis.settings import Settings
from contracts.errors import Code, ServiceError, invalid
from services.gateway.auth import Principal, Tokens, unauthenticated
from services.gateway.cookies import LIFETIME_SECONDS, Cookies, Session, session_of
from services.gateway.csrf import CsrfGuard

V = TypeVar("V")
AnswerHeaders = MutableMapping[str, str]


class Fleeting(Generic[V]):
    """What need not be remembered longer than a cookie is believed."""

    def __init__(self, clock: Callable[[], float], seconds: float = LIFETIME_SECONDS) -> None:
        self._clock, self._seconds = clock, seconds
        self._kept: dict[str, tuple[float, V]] = {}

    def put(self, key: str, value: V) -> None:
        now = self._clock()
        # In the order in which they came, so the oldest are in front.
        while self._kept and next(iter(self._kept.values()))[0] <= now:
            del self._kept[next(iter(self._kept))]
        self._kept.pop(key, None)
        self._kept[key] = now + self._seconds, value

    def get(self, key: str) -> V | None:
        until, value = self._kept.get(key, (0.0, None))
        return value if self._clock() < until else None


class Callers:
    """A cookie is verified here and believed for minutes; then its session is asked for again.

    `heard_since` tells since when this process has heard of every session that was ended: an older
    cookie is asked for at once. So a restart forgets nothing.
    """

    def __init__(
        self,
        tokens: Tokens,
        cookies: Cookies,
        csrf: CsrfGuard,
        *,
        renew: Callable[..., Mapping[str, Any]],
        heard_since: Callable[[], float | None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._tokens, self._cookies, self._csrf = tokens, cookies, csrf
        self._renew, self._heard_since, self._clock = renew, heard_since, clock
        # Longer than needed: a cookie may be from a process whose clock is ahead.
        self._ended: Fleeting[bool] = Fleeting(clock, 2 * LIFETIME_SECONDS)
        self._renewed: Fleeting[tuple[Session, str]] = Fleeting(clock)

    def principal(
        self, request: Request, answer_headers: AnswerHeaders, *, is_write: bool
    ) -> Principal:
        """Raises UNAUTHENTICATED, CSRF_FAILED, or `unavailable` while nobody can be asked."""
        value = self._cookies.value_in(request)
        if value is None:
            return self._tokens.principal(request.headers.get("Authorization"))
        _refuse_both(request, value)
        session = self._read(value, answer_headers)
        if self._ended.get(session.id):
            # Without clearing: by now the browser may hold the cookie of another session.
            raise unauthenticated()
        if is_write:
            self._csrf.check(request, session.id)
        return self._believed(session, answer_headers).principal

    def newcomer(self, request: Request) -> str | None:
        """Of somebody who signs in: the session that the browser had until now."""
        value = self._cookies.value_in(request)
        _refuse_both(request, value)
        self._csrf.check_source(request)
        try:
            return None if value is None else self._cookies.read(value).id
        except ServiceError:
            return None

    def begin(
        self, opened: Mapping[str, Any], answer_headers: AnswerHeaders, *, asked_at: float
    ) -> str:
        """The cookie goes with the answer; what comes back is the token for the page."""
        session = session_of(opened, opened["secret"], asked_at)
        _give(answer_headers, self._cookies.write(session, opened["ends_at"].timestamp()))
        return self._csrf.token(session.id)

    def end(self, session_id: str | None, answer_headers: AnswerHeaders) -> None:
        """Tells the browser, too."""
        if session_id is not None:
            self.forget(session_id)
            _give(answer_headers, self._cookies.clear())

    def forget(self, session_id: str) -> None:
        """From now on its cookie is nobody's, wherever else it was copied to."""
        self._ended.put(session_id, True)

    def csrf_token(self, session_id: str | None) -> str | None:
        return None if session_id is None else self._csrf.token(session_id)

    def now(self) -> float:
        return self._clock()

    def _read(self, value: str, answer_headers: AnswerHeaders) -> Session:
        try:
            return self._cookies.read(value)
        except ServiceError:
            _give(answer_headers, self._cookies.clear())
            raise

    def _believed(self, session: Session, answer_headers: AnswerHeaders) -> Session:
        if self._is_fresh(session):
            return session
        try:
            session, cookie = self._known(session) or self._asked_for(session)
        except ServiceError as refused:
            if refused.code == Code.UNAUTHENTICATED:
                _give(answer_headers, self._cookies.clear())
            raise
        _give(answer_headers, cookie)
        return session

    def _is_fresh(self, session: Session) -> bool:
        heard_since = self._heard_since()
        is_heard = heard_since is not None and heard_since <= session.issued_at
        return is_heard and self._clock() < session.expires_at

    def _known(self, session: Session) -> tuple[Session, str] | None:
        """Renewed a moment ago for another request, which had the same old cookie."""
        known = self._renewed.get(session.id)
        if known is None or not self._is_fresh(known[0]):
            return None
        is_same = are_equal(known[0].secret, session.secret)
        return known if is_same else None

    def _asked_for(self, session: Session) -> tuple[Session, str]:
        asked_at = self._clock()
        told = self._renew(session_id=session.id, secret=session.secret)
        if self._ended.get(session.id):
            raise unauthenticated()
        renewed = session_of(told, session.secret, asked_at)
        known = renewed, self._cookies.write(renewed, told["ends_at"].timestamp())
        self._renewed.put(session.id, known)
        return known


def callers_for(settings: Settings, *, clock: Callable[[], float], **links: Any) -> Callers:
    keys = settings.keys
    return Callers(
        Tokens(keys),
        Cookies(keys, are_insecure=settings.cookie_insecure, clock=clock),
        CsrfGuard(keys, settings.public_base_url, trusts_host=not settings.is_production),
        clock=clock,
        **links,
    )


def _give(answer_headers: AnswerHeaders, cookie: str) -> None:
    """Whatever the answer is, nobody may keep it and hand the cookie on."""
    answer_headers.update({"Set-Cookie": cookie, "Cache-Control": "no-store"})


def _refuse_both(request: Request, cookie: str | None) -> None:
    """Nobody can say as whom such a request was meant."""
    if cookie is not None and "Authorization" in request.headers:
        raise invalid("There is a session cookie and an Authorization header. Send one of them.")
