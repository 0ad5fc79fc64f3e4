"""Who asks: a program by its bearer token, or a browser by its session's cookie."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from werkzeug.wrappers import Request

from chassis.keys import are_equal
from chassis.settings import Settings
from contracts.errors import Code, ServiceError, invalid
from services.gateway.access import BELIEVED_SECONDS, Access, ExpiringDict
from services.gateway.auth import Principal, Tokens, unauthenticated
from services.gateway.cookies import Cookies, Session, session_of
from services.gateway.csrf import CsrfGuard

AnswerHeaders = MutableMapping[str, str | list[str]]


class Callers:
    """Verifies cookies and tokens and believes them for minutes; then asks `tenants` again.

    What this process has not confirmed itself, while it heard of every end, is asked for at once.
    So a restart forgets nothing, and neither does a broker that was away.
    """

    def __init__(
        self,
        tokens: Tokens,
        cookies: Cookies,
        csrf: CsrfGuard,
        *,
        access: Access,
        renew: Callable[..., Mapping[str, Any]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._tokens, self._cookies, self._csrf = tokens, cookies, csrf
        self._access, self._renew, self._clock = access, renew, clock
        # Longer than needed: a cookie may be from a process whose clock is ahead.
        self._ended: ExpiringDict[bool] = ExpiringDict(clock, 2 * BELIEVED_SECONDS)
        self._renewed: ExpiringDict[tuple[Session, str]] = ExpiringDict(clock)

    def principal(
        self, request: Request, answer_headers: AnswerHeaders, *, is_write: bool
    ) -> Principal:
        """Raises UNAUTHENTICATED, CSRF_FAILED, or `unavailable` while nobody can be asked."""
        value = self._cookies.value_in(request)
        if value is None:
            principal = self._tokens.principal(request.headers.get("Authorization"))
            self._access.check(principal)
            return principal
        _refuse_both(request, value)
        session = self._read(value, answer_headers)
        if self._ended.get(session.id):
            # Without clearing: by now the browser may hold the cookie of another session.
            raise unauthenticated()
        self._access.check_not_ended(session.principal)
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

    def device_in(self, request: Request) -> str | None:
        return self._cookies.device_in(request)

    def begin(
        self,
        opened: Mapping[str, Any],
        answer_headers: AnswerHeaders,
        *,
        asked_at: float,
        period: object | None,
    ) -> str:
        """The cookie goes with the answer; what comes back is the token for the page.

        `period` as it was when the session was asked for.
        """
        session = session_of(opened, opened["secret"], asked_at)
        self._access.note_confirmed(session.id, period)
        cookies = [self._cookies.write(session, opened["ends_at"].timestamp())]
        if opened["device"] is not None:
            cookies.append(self._cookies.write_device(opened["device"]))
        _give(answer_headers, *cookies)
        return self._csrf.token(session.id)

    def end(self, session_id: str | None, answer_headers: AnswerHeaders) -> None:
        """Tells the browser, too."""
        if session_id is not None:
            self.forget(session_id)
            _give(answer_headers, self._cookies.clear())

    def forget(self, session_id: str) -> None:
        """From now on its cookie is nobody's, wherever else it was copied to."""
        self._ended.put(session_id, True)

    def end_access(self, user_id: str, version: int) -> None:
        """From now on tokens and cookies of the user's earlier versions are nobody's."""
        self._access.end(user_id, version)

    @property
    def period(self) -> object | None:
        return self._access.period()

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
        return self._access.is_confirmed(session.id) and self._clock() < session.expires_at

    def _known(self, session: Session) -> tuple[Session, str] | None:
        """Renewed a moment ago for another request, which had the same old cookie."""
        known = self._renewed.get(session.id)
        if known is None or not self._is_fresh(known[0]):
            return None
        is_same = are_equal(known[0].secret, session.secret)
        return known if is_same else None

    def _asked_for(self, session: Session) -> tuple[Session, str]:
        asked_at, period = self._clock(), self._access.period()
        told = self._renew(session_id=session.id, secret=session.secret)
        if self._ended.get(session.id):
            raise unauthenticated()
        renewed = session_of(told, session.secret, asked_at)
        self._access.check_not_ended(renewed.principal)
        self._access.note_confirmed(session.id, period)
        known = renewed, self._cookies.write(renewed, told["ends_at"].timestamp())
        self._renewed.put(session.id, known)
        return known


def callers_for(
    settings: Settings,
    *,
    clock: Callable[[], float],
    call: Callable[..., Mapping[str, Any]],
    period: Callable[[], object | None],
) -> Callers:
    """`call(method, request)` asks `tenants`."""
    keys = settings.keys
    return Callers(
        Tokens(keys),
        Cookies(keys, are_insecure=settings.cookie_insecure, clock=clock),
        CsrfGuard(keys, settings.public_base_url, trusts_host=not settings.is_production),
        access=Access(
            confirm=lambda **told: call("confirm_access", told), period=period, clock=clock
        ),
        renew=lambda **told: call("renew_session", told),
        clock=clock,
    )


def _give(answer_headers: AnswerHeaders, *cookies: str) -> None:
    """Whatever the answer is, nobody may keep it and hand the cookie on."""
    answer_headers.update({"Set-Cookie": list(cookies), "Cache-Control": "no-store"})


def _refuse_both(request: Request, cookie: str | None) -> None:
    """Nobody can say as whom such a request was meant."""
    if cookie is not None and "Authorization" in request.headers:
        raise invalid("There is a session cookie and an Authorization header. Send one of them.")
