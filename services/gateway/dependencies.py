"""What nameko hands to the gateway's workers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from nameko.extensions import DependencyProvider

from chassis import context
from chassis.rpc.client import RemoteService, ServiceRpc
from services.gateway import live
from services.gateway.auth import Tokens
from services.gateway.callers import Callers
from services.gateway.http import GatewayServer
from services.gateway.http.streams import Streams


def neighbour(name: str) -> RemoteService:
    """Declared as a dependency; what a worker finds in its place is the service to call."""
    return cast(RemoteService, ServiceRpc(name))


class CallContext(DependencyProvider):
    """Makes the request's context the worker's: every call to a service carries it on."""

    def worker_setup(self, worker_ctx: Any) -> None:
        context.enter(context.from_context_data(worker_ctx.data))


class TokenIssuer(DependencyProvider):
    def setup(self) -> None:
        self._tokens = Tokens(self.container.config["SETTINGS"].keys)

    def get_dependency(self, worker_ctx: Any) -> Tokens:
        return self._tokens


def token_issuer() -> Tokens:
    return cast(Tokens, TokenIssuer())


class SessionKeeper(DependencyProvider):
    """The process's own: what one request learns of a session, all others know."""

    server = GatewayServer()

    def get_dependency(self, worker_ctx: Any) -> Callers:
        return self.server.callers


def session_keeper() -> Callers:
    return cast(Callers, SessionKeeper())


class LiveUpdates(DependencyProvider):
    """Hands events on to the open pages that may hear of them."""

    streams = Streams()

    def get_dependency(self, worker_ctx: Any) -> LiveUpdates:
        return self

    def tell(self, topic: live.Topic, envelope: Mapping[str, Any]) -> None:
        if not live.is_news(envelope):
            return
        frame = live.frame(topic, envelope)
        for stream in self.streams.of(envelope["tenant_id"]):
            if stream.audience.may_hear(topic, envelope):
                stream.send(frame)
