"""Who works on which tenant: a claim counts while the process that made it lives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from chassis.database import Database
from chassis.presence import ProcessPresence, numbers_alive
from services.a2p.models import due_work, quiet_looks
from services.a2p.ports import Claim, QuietLook

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

    def give_back(self, claims: Sequence[Claim], *, now: datetime) -> None:
        tenants = [claim.tenant_id for claim in claims]
        workers = {claim.worker for claim in claims}
        mine = (due_work.c.tenant_id.in_(tenants), due_work.c.worker.in_(workers))
        sooner = sa.func.least(due_work.c.due_at, now)
        free = (
            sa.update(due_work).where(*mine).values(worker=None, claimed_until=None, due_at=sooner)
        )
        with self.database.transaction() as connection:
            connection.execute(free)

    def release_unchanged(self, looked: Sequence[tuple[Claim, datetime]], *, now: datetime) -> None:
        values = {
            "tenant_ids": [claim.tenant_id for claim, _ in looked],
            "workers": [claim.worker for claim, _ in looked],
            "next_at": [next_at for _, next_at in looked],
            "now": now,
        }
        with self.database.transaction() as connection:
            connection.execute(_RELEASE_UNCHANGED, values)

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
            # By itself, and once: as part of the update it may be asked again, and find others.
            .cte("chosen")
        )
        claim = (
            sa.update(due_work)
            .where(due_work.c.tenant_id.in_(sa.select(chosen.c.tenant_id)))
            .values(
                worker=worker,
                claimed_until=now + CLAIM,
                due_at=sa.text("'infinity'::timestamptz"),
            )
            .returning(due_work.c.tenant_id)
        )
        with self.database.transaction() as connection:
            tenants = list(connection.execute(claim).scalars())
            looks = _looks_of(connection, tenants)
        return [Claim(tenant_id, worker, looks.get(tenant_id, ())) for tenant_id in tenants]

    def _abandoned(self, now: datetime) -> sa.ColumnElement[bool]:
        is_dead = due_work.c.worker.not_in(numbers_alive())
        is_stuck = due_work.c.claimed_until < now
        return sa.and_(due_work.c.worker.is_not(None), sa.or_(is_stuck, is_dead))


# A wish for a look that came in meanwhile is kept: it may be sooner.
_RELEASE_UNCHANGED = sa.text(
    """
    with looked as (
        select * from unnest(
            cast(:tenant_ids as uuid[]), cast(:workers as int[]), cast(:next_at as timestamptz[])
        ) as looked (tenant_id, worker, next_at)
    ),
    freed as (
        update due_work as due
           set worker = null, claimed_until = null, due_at = least(due.due_at, looked.next_at)
          from looked
         where due.tenant_id = looked.tenant_id and due.worker = looked.worker
        returning due.tenant_id
    )
    update quiet_looks set looked_at = :now where tenant_id in (select tenant_id from freed)
    """
)


def _looks_of(
    connection: sa.Connection, tenants: Sequence[str]
) -> Mapping[str, tuple[QuietLook, ...]]:
    """By tenant, of those whose every answer is known."""
    found: dict[str, list[QuietLook]] = defaultdict(list)
    if tenants:
        query = sa.select(quiet_looks).where(quiet_looks.c.tenant_id.in_(tenants))
        for row in connection.execute(query):
            found[row.tenant_id].append(_look(row))
    return {
        tenant: tuple(looks)
        for tenant, looks in found.items()
        if all(look.seen is not None for look in looks)
    }


def _look(row: Any) -> QuietLook:
    pause = row.pause_seconds
    return QuietLook(
        campaign_id=row.campaign_id,
        service_sid=row.messaging_service_sid,
        seen=row.seen,
        waiting_since=row.waiting_since,
        pause=None if pause is None else timedelta(seconds=pause),
    )
