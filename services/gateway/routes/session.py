"""Signing in, and who is signed in."""

from __future__ import annotations

from typing import Any

from chassis.events import broadcast_handler
from contracts.enums import Role
from services.gateway import schemas
from services.gateway.auth import EVERYONE, LIFETIME_SECONDS, PUBLIC, Principal
from services.gateway.dependencies import neighbour, session_keeper, token_issuer
from services.gateway.http import Call, route


class SessionRoutes:
    tenants = neighbour("tenants")
    tokens = token_issuer()
    sessions = session_keeper()

    @route(
        "POST",
        "/api/auth/token",
        roles=PUBLIC,
        area="Session",
        request=schemas.Credentials,
        reply=schemas.Token,
        checks_password=True,
    )
    def create_token(self, call: Call) -> dict[str, Any]:
        """Signs in a program; the token goes into `Authorization: Bearer …`."""
        user = self.tenants.authenticate(source=call.source, **call.body)
        version = user["access_version"]
        principal = Principal(
            user["id"], user["tenant_id"], Role(user["role"]), access_version=version
        )
        token = self.tokens.issue(principal)
        return {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME_SECONDS}

    @route(
        "POST",
        "/api/auth/login",
        roles=PUBLIC,
        area="Session",
        request=schemas.Credentials,
        reply=schemas.SignedIn,
        is_sign_in=True,
        checks_password=True,
    )
    def sign_in(self, call: Call) -> dict[str, Any]:
        """Signs in a browser: the session is a cookie, and only pages of this site can ask."""
        asked_at, period = self.sessions.now(), self.sessions.period
        known_device: dict[str, Any] = {} if call.device is None else {"device": call.device}
        opened = self.tenants.open_session(
            source=call.source,
            replaces=call.session_id,
            **known_device,
            **call.body,
        )
        if call.session_id is not None:
            self.sessions.forget(call.session_id)
        token = self.sessions.begin(opened, call.answer_headers, asked_at=asked_at, period=period)
        return {"user": opened["user"], "csrf_token": token}

    @route(
        "POST",
        "/api/auth/logout",
        roles=EVERYONE,
        area="Session",
        status=204,
        needs_session=True,
    )
    def sign_out(self, call: Call) -> None:
        """Ends the browser's session at once, wherever its cookie was copied to."""
        self.tenants.end_session(session_id=call.session_id)
        self.sessions.end(call.session_id, call.answer_headers)

    @route("POST", "/api/auth/logout-everywhere", roles=EVERYONE, area="Session", status=204)
    def sign_out_everywhere(self, call: Call) -> None:
        """Ends all of one's sessions and bearer tokens, also those of this request."""
        ended = self.tenants.end_all_sessions(user_id=call.actor_id)
        if ended["access_version"] is not None:
            self.sessions.end_access(call.actor_id, ended["access_version"])
        for session_id in ended["session_ids"]:
            self.sessions.forget(session_id)
        self.sessions.end(call.session_id, call.answer_headers)

    @route("GET", "/api/auth/me", roles=EVERYONE, area="Session", reply=schemas.Me)
    def get_me(self, call: Call) -> dict[str, Any]:
        """Who is signed in, and for which business."""
        user = self.tenants.get_user(user_id=call.actor_id)
        return {"user": user, "csrf_token": self.sessions.csrf_token(call.session_id)}

    @broadcast_handler("tenants", "access_ended_v1")
    def on_access_ended(self, envelope: dict[str, Any]) -> None:
        data = envelope["data"]
        self.sessions.end_access(data["user_id"], data["access_version"])

    @broadcast_handler("tenants", "session_ended_v1")
    def on_session_ended(self, envelope: dict[str, Any]) -> None:
        self.sessions.forget(envelope["data"]["session_id"])
