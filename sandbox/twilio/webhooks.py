"""Requests that Twilio makes: signed with the account's token, and here to this machine only."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

import requests

DOCUMENT_TIMEOUT_SECONDS = 15.0
EVENT_TIMEOUT_SECONDS = 5.0
USER_AGENT = "TwilioProxy/1.1"


@dataclass(frozen=True)
class Outcome:
    """What came back: a status, or the problem that kept it from coming."""

    status: int | None
    body: str = ""
    problem: str | None = None

    @property
    def is_ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def is_loopback(url: str) -> bool:
    """A sandbox that calls strangers with valid-looking signatures would be a weapon."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def sign(token: str, url: str, params: Mapping[str, str] | None = None) -> str:
    """Twilio's algorithm: the URL, then each name and value in the order of the names."""
    told = params or {}
    text = url + "".join(name + told[name] for name in sorted(told))
    digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def send_form(
    token: str, url: str, params: Mapping[str, str], *, method: str = "POST", once: str = ""
) -> Outcome:
    """`once` is the same for all tries of one request, so that its receiver can tell."""
    headers = {"I-Twilio-Idempotency-Token": once} if once else {}
    if method == "GET":
        asked = _with_query(url, urlencode(params))
        return _send(token, "GET", asked, None, headers=headers, timeout=DOCUMENT_TIMEOUT_SECONDS)
    return _send(token, "POST", url, params, headers=headers, timeout=DOCUMENT_TIMEOUT_SECONDS)


def send_json(token: str, url: str, body: str) -> Outcome:
    """The signature is over the address alone, which carries the hash of the body."""
    signed = _with_query(url, f"bodySHA256={hashlib.sha256(body.encode()).hexdigest()}")
    headers = {"Content-Type": "application/json"}
    data = body.encode()
    return _send(token, "POST", signed, data, headers=headers, timeout=EVENT_TIMEOUT_SECONDS)


def _send(
    token: str,
    method: str,
    url: str,
    data: Mapping[str, str] | bytes | None,
    *,
    headers: Mapping[str, str],
    timeout: float,
) -> Outcome:
    if not is_loopback(url):
        return Outcome(None, problem="refused: not a loopback address")
    address, credentials = _without_credentials(url)
    form = data if isinstance(data, Mapping) else None
    signed = {**headers, "User-Agent": USER_AGENT, "X-Twilio-Signature": sign(token, address, form)}
    try:
        with requests.Session() as session:
            # No proxy and no .netrc of whoever runs the sandbox.
            session.trust_env = False
            answer = session.request(
                method,
                address,
                data=data,
                headers=signed,
                auth=credentials,
                timeout=timeout,
                allow_redirects=False,
            )
    except requests.RequestException as error:
        return Outcome(None, problem=type(error).__name__)
    return Outcome(answer.status_code, answer.content.decode("utf-8", "replace"))


def _with_query(url: str, query: str) -> str:
    return f"{url}{'&' if urlsplit(url).query else '?'}{query}"


def _without_credentials(url: str) -> tuple[str, tuple[str, str] | None]:
    """User and password go into the Authorization header, on every request."""
    parts = urlsplit(url)
    if parts.username is None:
        return url, None
    _, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=place)), (
        unquote(parts.username),
        unquote(parts.password or ""),
    )
