"""Builds for nameko what the use cases need."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from nameko.extensions import DependencyProvider

from chassis.dependencies import ServiceDatabase
from chassis.events import OutboxRelay
from chassis.fingerprints import Fingerprints
from chassis.keys import Keys, checksum
from services.loyalty.ledger import PointsLedger
from services.loyalty.ports import BodyHashes, Ports
from services.loyalty.repository import StoredDueRuns, unit_of_work
from services.loyalty.statements import Statements

# Redemptions one after another would each wait for the totals of the one before.
GATHER_SECONDS = 0.05


class RandomIds:
    def new(self) -> str:
        return str(uuid.uuid4())


class LoyaltyPorts(DependencyProvider):
    """One object for all workers: it keeps connections, and rules that each post checks."""

    database = ServiceDatabase()
    outbox = OutboxRelay()

    def setup(self) -> None:
        database = self.database.get()
        self.outbox.on_batch = fold_daily_totals
        self.outbox.gather_seconds = GATHER_SECONDS
        self._statements = Statements(database)
        self._ports = Ports(
            unit_of_work=unit_of_work(database),
            ledger=PointsLedger(self._statements, self.outbox.wake),
            due_runs=StoredDueRuns(database, self.outbox.wake),
            ids=RandomIds(),
            body_hashes=body_hashes(self.container.config["SETTINGS"].keys),
        )

    def get_dependency(self, worker_ctx: Any) -> Ports:
        return self._ports

    def stop(self) -> None:
        self._statements.close()


def body_hashes(keys: Keys) -> BodyHashes:
    fingerprints = Fingerprints(keys.for_purpose("loyalty/request-body"))

    def forms(*body: object) -> tuple[bytes, ...]:
        # The last is of releases before key ids: unkeyed, and not secret either, since the entry
        # itself holds the same values in clear.
        unkeyed = bytes.fromhex(checksum(json.dumps(body).encode()))
        return *(tag.encode() for tag in fingerprints.accepted({"body": body})), unkeyed

    return forms


def fold_daily_totals(connection: sa.Connection, event_ids: Sequence[int]) -> None:
    """In the transaction that takes the batch, so each entry is in the totals exactly once."""
    connection.execute(sa.select(sa.func.fold_daily_totals(sa.cast(list(event_ids), _BIGINTS))))


_BIGINTS = sa.ARRAY(sa.BigInteger)
