"""Who calls: bearer tokens, signed and verified here, and what each role may reach."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from chassis.keys import Keys
from contracts.enums import Role
from contracts.errors import Code, Kind, ServiceError
from services.gateway.signing import SignedClaims

AUDIENCE = "servicepro-api"
PURPOSE = "gateway/bearer-token"
LIFETIME_SECONDS = 3600
LEEWAY_SECONDS = 5
REQUIRED_CLAIMS = ["exp", "iat", "sub", "aud", "iss"]

PUBLIC: frozenset[Role] = frozenset()
ADMINS = frozenset({Role.OWNER, Role.ADMIN})
STAFF = ADMINS | {Role.STAFF}
CUSTOMERS = frozenset({Role.CUSTOMER})
OPERATORS = frozenset({Role.OPERATOR})
EVERYONE = frozenset(Role)


@dataclass(frozen=True)
class Principal:
    """The caller as the token tells; only an operator has no tenant."""

    subject: str
    tenant_id: str | None
    role: Role
    # Of a browser that signed in; a program with a bearer token has none.
    session_id: str | None = None
    # Of the user when they signed in; with a later one this caller's proof has ended.
    access_version: int = 1

    @property
    def authenticated_by(self) -> str:
        return "bearer" if self.session_id is None else "session"


def unauthenticated() -> ServiceError:
    return ServiceError(Kind.FORBIDDEN, Code.UNAUTHENTICATED, "Please sign in first.")


def forbidden() -> ServiceError:
    return ServiceError(Kind.FORBIDDEN, Code.FORBIDDEN, "Your role does not allow this.")


class Tokens:
    def __init__(self, keys: Keys, clock: Callable[[], float] = time.time) -> None:
        options = {"require": REQUIRED_CLAIMS}
        self._signed = SignedClaims(
            keys.for_purpose(PURPOSE), AUDIENCE, leeway=LEEWAY_SECONDS, options=options
        )
        self._clock = clock

    def issue(self, principal: Principal) -> str:
        now = int(self._clock())
        times = {"iat": now, "exp": now + LIFETIME_SECONDS}
        return self._signed.encode({**claims_of(principal), **times})

    def principal(self, authorization: str | None) -> Principal:
        """The caller behind an Authorization header. Raises UNAUTHENTICATED, never saying why."""
        scheme, _, token = (authorization or "").strip().partition(" ")
        if scheme.lower() != "bearer":
            raise unauthenticated()
        try:
            return principal_of(self._signed.decode(token.strip()))
        except (jwt.InvalidTokenError, ValueError, TypeError) as refused:
            raise unauthenticated() from refused


def claims_of(principal: Principal) -> dict[str, str | int]:
    claims: dict[str, str | int] = {
        "sub": principal.subject,
        "role": principal.role.value,
        "ver": principal.access_version,
    }
    return claims if principal.tenant_id is None else claims | {"tid": principal.tenant_id}


def principal_of(claims: Mapping[str, Any], session_id: str | None = None) -> Principal:
    """Raises ValueError."""
    role, tenant_id = Role(str(claims.get("role"))), claims.get("tid")
    if (tenant_id is None) != (role is Role.OPERATOR):
        raise ValueError("only an operator has no tenant")
    tenant = None if tenant_id is None else str(tenant_id)
    # Without a version: issued by a release before there were any, when all had the first.
    version = int(claims.get("ver", 1))
    return Principal(str(claims["sub"]), tenant, role, session_id, version)


def admit(principal: Principal, roles: frozenset[Role]) -> None:
    if principal.role not in roles:
        raise forbidden()
