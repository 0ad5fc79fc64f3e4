"""Builds for nameko what the use cases need."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.dependencies import ServiceDatabase
from chassis.events import OutboxRelay
from chassis.fingerprints import Fingerprints
from chassis.keys import Keys, checksum
from chassis.rpc.client import RemoteService, SharedRpcClient
from contracts import loyalty
from services.booking.adapters.loyalty import RpcLoyalty
from services.booking.ports import Ports
from services.booking.repository import unit_of_work


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class RandomIds:
    def new(self) -> str:
        return str(uuid.uuid4())


class BookingPorts(DependencyProvider):
    """One set of ports per process."""

    database = ServiceDatabase()
    outbox = OutboxRelay()
    rpc_client = SharedRpcClient()
    # The call graph is checked against this declaration.
    target_service = loyalty.SERVICE

    def get_dependency(self, worker_ctx: Any) -> Ports:
        return self.ports

    @cached_property
    def ports(self) -> Ports:
        return Ports(
            unit_of_work=unit_of_work(self.database.get(), self.outbox.record),
            loyalty=RpcLoyalty(RemoteService(self.rpc_client.client, loyalty.SERVICE)),
            clock=SystemClock(),
            ids=RandomIds(),
            fingerprints=fingerprints(self.container.config["SETTINGS"].keys),
        )


def fingerprints(keys: Keys) -> Fingerprints:
    return Fingerprints(keys.for_purpose("booking/request-body"), _earlier_forms)


def _earlier_forms(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Unkeyed, and not secret either: the booking's own row holds the same values in clear."""
    return (checksum(json.dumps(dict(values), sort_keys=True, default=str).encode()),)
