"""What nameko hands to every service of ours."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider, SharedExtension

from chassis import context
from chassis.database import BACKGROUND_CONNECTIONS, Database, join_transaction


class ServiceDatabase(SharedExtension):
    """The service's own database; one pool per process, shared by all who need it."""

    @property
    def is_configured(self) -> bool:
        return self.container.service_name in self.container.config.get("DATABASES", {})

    def setup(self) -> None:
        if self.is_configured:
            self.get()

    def get(self) -> Database:
        if not hasattr(self, "_database"):
            config = self.container.config
            self._database = Database(
                config["DATABASES"][self.container.service_name],
                pool_size=self.container.max_workers + BACKGROUND_CONNECTIONS,
                keys=config["SETTINGS"].keys if "SETTINGS" in config else None,
            )
        return self._database

    def stop(self) -> None:
        if hasattr(self, "_database"):
            self._database.dispose()


class CallContext(DependencyProvider):
    """Makes the caller's context the current one of the worker, before anything else runs in it."""

    def worker_setup(self, worker_ctx: Any) -> None:
        inbox_row = worker_ctx.data.pop("inbox_row", None)
        if inbox_row is not None:
            join_transaction(inbox_row.mark_done)
        context.enter(context.from_context_data(worker_ctx.data))

    def get_dependency(self, worker_ctx: Any) -> context.CallContext:
        return context.from_context_data(worker_ctx.data)
