"""What every service of ours has: the caller's context and an answer to "how are you?"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.dependencies import CallContext, ServiceDatabase
from chassis.rpc import rpc


class HealthCheck(DependencyProvider):
    database = ServiceDatabase()

    def get_dependency(self, worker_ctx: Any) -> Callable[[], dict[str, Any]]:
        def report() -> dict[str, Any]:
            return {"service": worker_ctx.service_name, "database": self.database.get().ping()}

        return report


class Service:
    """Base of each service with a database; subclasses set `name`."""

    name: str
    call_context = CallContext()
    report_health = HealthCheck()

    @rpc
    def health(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.report_health()
