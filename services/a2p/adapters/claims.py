"""Who works on which tenant: a claim counts while the process that made it lives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from chassis.database import Database
from chassis.presence import ProcessPresence, numbers_alive
from services.a2p.models import due_work
from services.a2p.ports import Claim

# The backstop for a process that lives but is stuck: well beyond any walk through all stages.
CLAIM = timedelta(minutes=5)


@dataclass(frozen=True)
class SqlClaims:
    database: Database
    presence: ProcessPresence

    def take_due(self, *, now: datetime, limit: int) -> Sequence[Claim]:
        ready = sa.or_(
            sa.and_(due_work.c.worker.is_(None), due_work.c.due_at <= now), self._abandoned(now)
        )
        return self._take(ready, now=now, limit=limit)

    def take(self, tenant_id: str, *, now: datetime) -> Claim | None:
        free = sa.or_(due_work.c.worker.is_(None), self._abandoned(now))
        mine = sa.and_(due_work.c.tenant_id == tenant_id, free)
        return next(iter(self._take(mine, now=now, limit=1)), None)

    def release(self, claim: Claim, *, next_at: datetime | None) -> None:
        """A wish for a look that came in meanwhile is kept: it may be sooner."""
        mine = (due_work.c.tenant_id == claim.tenant_id, due_work.c.worker == claim.worker)
        wanted = sa.func.least(due_work.c.due_at, next_at or sa.text("'infinity'::timestamptz"))
        free = sa.update(due_work).where(*mine)
        with self.database.transaction() as connection:
            connection.execute(free.values(worker=None, claimed_until=None, due_at=wanted))

    def _take(
        self, condition: sa.ColumnElement[bool], *, now: datetime, limit: int
    ) -> Sequence[Claim]:
        worker = self.presence.number()
        chosen = (
            sa.select(due_work.c.tenant_id)
            .where(condition)
            .order_by(due_work.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claim = (
            sa.update(due_work)
            .where(due_work.c.tenant_id.in_(chosen))
            .values(
                worker=worker,
                claimed_until=now + CLAIM,
                due_at=sa.text("'infinity'::timestamptz"),
            )
            .returning(due_work.c.tenant_id)
        )
        with self.database.transaction() as connection:
            return [Claim(row.tenant_id, worker) for row in connection.execute(claim)]

    def _abandoned(self, now: datetime) -> sa.ColumnElement[bool]:
        is_dead = due_work.c.worker.not_in(numbers_alive())
        is_stuck = due_work.c.claimed_until < now
        return sa.and_(due_work.c.worker.is_not(None), sa.or_(is_stuck, is_dead))
