"""Signing in, and who is signed in."""

from __future__ import annotations

from typing import Any

from contracts.enums import Role
from services.gateway import schemas
from services.gateway.auth import EVERYONE, LIFETIME_SECONDS, PUBLIC, Principal
from services.gateway.dependencies import neighbour, token_issuer
from services.gateway.http import Call, route


class SessionRoutes:
    tenants = neighbour("tenants")
    tokens = token_issuer()

    @route(
        "POST",
        "/api/auth/token",
        roles=PUBLIC,
        area="Session",
        request=schemas.Credentials,
        reply=schemas.Token,
    )
    def create_token(self, call: Call) -> dict[str, Any]:
        """Signs in a program; the token goes into `Authorization: Bearer …`."""
        user = self.tenants.authenticate(source=call.source, **call.body)
        token = self.tokens.issue(Principal(user["id"], user["tenant_id"], Role(user["role"])))
        return {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME_SECONDS}

    @route("GET", "/api/auth/me", roles=EVERYONE, area="Session", reply=schemas.Me)
    def get_me(self, call: Call) -> dict[str, Any]:
        """Who is signed in, and for which business."""
        return {"user": self.tenants.get_user(user_id=call.actor_id)}
