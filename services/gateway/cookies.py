"""A session as a browser keeps it: a signed token in a cookie that no page can read."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from werkzeug.http import dump_cookie
from werkzeug.wrappers import Request

from chassis.keys import Keys
from contracts.enums import Role
from services.gateway.access import BELIEVED_SECONDS
from services.gateway.auth import Principal, claims_of, principal_of, unauthenticated
from services.gateway.signing import SignedClaims

# Another audience than a program's token, so that neither passes for the other.
AUDIENCE = "servicepro-session"
PURPOSE = "gateway/session-cookie"
DEVICE_NAME = "device"
SECURE_DEVICE_NAME = "__Host-device"
DEVICE_SECONDS = 365 * 24 * 3600
# What `tenants` gives a browser is written so.
DEVICE = re.compile(r"[A-Za-z0-9_.~-]{1,2000}")
SECURE_NAME = "__Host-sid"
INSECURE_NAME = "sid"
CLAIMS = ["iat", "exp", "sub", "aud", "iss", "sid", "key"]


@dataclass(frozen=True)
class Session:
    """`secret` proves to `tenants` that this is the browser that signed in."""

    id: str
    secret: str = field(repr=False)
    principal: Principal
    issued_at: float
    expires_at: float


def session_of(told: Mapping[str, Any], secret: str, asked_at: float) -> Session:
    """What `tenants` says of a session, valid from when it was asked: it may end meanwhile."""
    user = told["user"]
    principal = Principal(
        user["id"],
        user["tenant_id"],
        Role(user["role"]),
        told["session_id"],
        user["access_version"],
    )
    until = min(asked_at + BELIEVED_SECONDS, told["ends_at"].timestamp())
    return Session(told["session_id"], secret, principal, asked_at, until)


def name_of_cookie(*, is_insecure: bool) -> str:
    """With the secure prefix a browser takes the cookie from this very host only, over https."""
    return INSECURE_NAME if is_insecure else SECURE_NAME


class Cookies:
    def __init__(
        self,
        keys: Keys,
        *,
        are_insecure: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        # Past its time a cookie may still be renewed, so its times are looked at elsewhere.
        options = {"require": CLAIMS, "verify_exp": False, "verify_iat": False}
        self._signed = SignedClaims(keys.for_purpose(PURPOSE), AUDIENCE, options=options)
        self._is_secure = not are_insecure
        self._clock = clock
        self.name = name_of_cookie(is_insecure=are_insecure)
        self._device_name = DEVICE_NAME if are_insecure else SECURE_DEVICE_NAME

    def value_in(self, request: Request) -> str | None:
        """Two of the same name are none that we set: together they are no session."""
        values = request.cookies.getlist(self.name)
        return ",".join(values) if values else None

    def read(self, value: str) -> Session:
        """Also of a token that is past its time. Raises UNAUTHENTICATED, never saying why."""
        try:
            claims = self._signed.decode(value)
            session_id = str(claims["sid"])
            principal = principal_of(claims, session_id)
            times = float(claims["iat"]), float(claims["exp"])
            return Session(session_id, str(claims["key"]), principal, *times)
        except (jwt.InvalidTokenError, ValueError, TypeError) as refused:
            raise unauthenticated() from refused

    def write(self, session: Session, ends_at: float) -> str:
        """A customer stays signed in when the browser is closed; staff does not."""
        claims = {
            **claims_of(session.principal),
            "sid": session.id,
            "key": session.secret,
            "iat": session.issued_at,
            "exp": session.expires_at,
        }
        stays = session.principal.role is Role.CUSTOMER
        max_age = max(0, int(ends_at - self._clock())) if stays else None
        return self._dumped(self._signed.encode(claims), max_age)

    def device_in(self, request: Request) -> str | None:
        """Proves that the browser signed in before, and nothing else."""
        value = request.cookies.get(self._device_name, "")
        return value if DEVICE.fullmatch(value) else None

    def write_device(self, device: str) -> str:
        return self._dumped(device, DEVICE_SECONDS, name=self._device_name)

    def clear(self) -> str:
        return self._dumped("", 0)

    def _dumped(self, value: str, max_age: int | None, *, name: str | None = None) -> str:
        return dump_cookie(
            name or self.name,
            value,
            max_age=max_age,
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="Lax",
        )
