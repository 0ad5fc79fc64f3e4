"""What nameko hands to the gateway's workers."""

from __future__ import annotations

from typing import Any, cast

from nameko.extensions import DependencyProvider

from chassis import context
from chassis.rpc.client import RemoteService, ServiceRpc
from services.gateway.auth import Tokens


def neighbour(name: str) -> RemoteService:
    """Declared as a dependency; what a worker finds in its place is the service to call."""
    return cast(RemoteService, ServiceRpc(name))


class CallContext(DependencyProvider):
    """Makes the request's context the worker's: every call to a service carries it on."""

    def worker_setup(self, worker_ctx: Any) -> None:
        context.enter(context.from_context_data(worker_ctx.data))


class TokenIssuer(DependencyProvider):
    def setup(self) -> None:
        self._tokens = Tokens(self.container.config["SETTINGS"].secret_key)

    def get_dependency(self, worker_ctx: Any) -> Tokens:
        return self._tokens


def token_issuer() -> Tokens:
    return cast(Tokens, TokenIssuer())
