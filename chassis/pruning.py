"""Deletes old rows of the platform's tables in small batches, each a transaction of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import eventlet
import sqlalchemy as sa
from nameko.extensions import SharedExtension

from chassis.database import Database
from chassis.dependencies import ServiceDatabase
from chassis.logs import event

log = logging.getLogger(__name__)

BATCH_ROWS = 2_000
# Between two full batches: others get their turn at the database.
PAUSE_SECONDS = 0.1
ROUND_SECONDS = 3_600.0
RETRY_SECONDS = 60.0
# Old rows that are older than due by this much show that deleting does not keep up.
MAX_LAG = timedelta(hours=2)


@dataclass(frozen=True, eq=False)
class Retention:
    """Rows of `table` may go once `column` is older than `keep`; an index leads to them."""

    table: sa.Table
    column: sa.ColumnElement[datetime]
    keep: timedelta
    condition: sa.ColumnElement[bool] = sa.true()

    def is_old(self) -> sa.ColumnElement[bool]:
        return sa.and_(self.condition, self.column < datetime.now(UTC) - self.keep)


def delete_batch(database: Database, retention: Retention, limit: int = BATCH_ROWS) -> int:
    """Deletes at most `limit` of the oldest rows and returns how many; skips locked ones.

    By their places, since by their keys PostgreSQL may read a large table whole.
    """
    place: sa.ColumnElement[Any] = sa.literal_column("ctid")
    oldest = (
        sa.select(place)
        .select_from(retention.table)
        .where(retention.is_old())
        .order_by(retention.column)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    places = sa.func.array(oldest.scalar_subquery())
    delete = sa.delete(retention.table).where(place == sa.any_(places))
    with database.transaction() as connection:
        return connection.execute(delete).rowcount


def lag(database: Database, retention: Retention) -> timedelta:
    """How long the oldest row has been due for deletion; zero where none is."""
    oldest = sa.select(sa.func.min(retention.column)).where(retention.is_old())
    with database.transaction() as connection:
        since = connection.execute(oldest).scalar_one()
    return timedelta() if since is None else datetime.now(UTC) - retention.keep - since


class Pruning(SharedExtension):
    """One greenlet per process, beside those that work on events: it never holds them up."""

    database = ServiceDatabase()

    def __init__(self) -> None:
        super().__init__()
        self._retentions: list[Retention] = []
        self._loop: Any = None

    def register(self, retention: Retention) -> None:
        self._retentions.append(retention)

    def start(self) -> None:
        if self._loop is None and self._retentions:
            self._loop = self.container.spawn_managed_thread(self._run)

    def _run(self) -> None:
        while True:
            is_done = all([self._survives(self._prune, each) for each in self._retentions])
            eventlet.sleep(ROUND_SECONDS if is_done else RETRY_SECONDS)

    def _survives(self, prune: Callable[[Retention], None], retention: Retention) -> bool:
        table = retention.table.name
        try:
            prune(retention)
        except Exception as exc:
            event(log, "pruning_failed", table=table, reason=type(exc).__name__)
            return False
        return True

    def _prune(self, retention: Retention) -> None:
        behind = lag(self.database.get(), retention)
        if behind > MAX_LAG:
            hours = round(behind.total_seconds() / 3_600)
            event(log, "pruning_is_behind", table=retention.table.name, hours=hours)
        while delete_batch(self.database.get(), retention) == BATCH_ROWS:
            eventlet.sleep(PAUSE_SECONDS)

    def stop(self) -> None:
        if self._loop is not None:
            self._loop.kill()

    kill = stop
