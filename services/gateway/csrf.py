"""Writes that a session's cookie vouches for must come from our own pages, and prove it twice.

By what browsers say of a request and no page can forge, and by a token that other sites' pages
cannot read. (`SameSite` on the cookie and JSON bodies are two more hurdles, set elsewhere.)
"""

from __future__ import annotations

from urllib.parse import urlsplit

from werkzeug.wrappers import Request

from chassis.keys import Key, Keys, are_equal
from contracts.errors import Code, Kind, ServiceError

HEADER = "X-CSRF-Token"
PURPOSE = "gateway/csrf-token"
DEFAULT_PORTS = {"http": 80, "https": 443}


class CsrfGuard:
    """`trusts_host`: in dev pages may come from any name of this machine, not the public one."""

    def __init__(self, keys: Keys, public_base_url: str, *, trusts_host: bool) -> None:
        self._keys = keys.for_purpose(PURPOSE)
        self._own = origin_of(public_base_url)
        self._trusts_host = trusts_host

    def token(self, session_id: str) -> str:
        """The same for as long as the session: every open page of a browser can write."""
        return self._keys.tag(session_id.encode())

    def check(self, request: Request, session_id: str) -> None:
        """Raises CSRF_FAILED."""
        self.check_source(request)
        given = request.headers.get(HEADER, "")
        if self._keys.is_tag_of(session_id.encode(), given):
            return
        if not any(are_equal(given, _unnamed(key, session_id)) for key in self._keys.unnamed):
            raise failed()

    def check_source(self, request: Request) -> None:
        """`none` is a person at the address bar, who cannot write; `same-site` is a neighbour.

        A browser too old to say so names the origin of every write instead. Where there is neither
        it is no browser, and nobody can make a program send another's cookie.
        """
        site, origin = (request.headers.get(name) for name in ("Sec-Fetch-Site", "Origin"))
        if site is None and origin is None:
            return
        is_ours = self._is_own(request, origin or "") if site is None else site == "same-origin"
        if not is_ours:
            raise failed()

    def _is_own(self, request: Request, told: str) -> bool:
        origin = origin_of(told)
        own = {self._own}
        if self._trusts_host:
            own |= {origin_of(f"{scheme}://{request.host}") for scheme in DEFAULT_PORTS}
        return origin is not None and origin in own


def _unnamed(key: Key, session_id: str) -> str:
    """The token that releases before key ids gave to pages, which may still be open."""
    return key.digest(f"gateway-csrf:{session_id}".encode())


def origin_of(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what names no origin, like `null`."""
    try:
        parts = urlsplit(address)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None


def failed() -> ServiceError:
    return ServiceError(
        Kind.FORBIDDEN,
        Code.CSRF_FAILED,
        "This did not come from our own pages, so nothing was done. Reload the page and try again.",
    )
