"""What a comparison with Twilio found, and who is compared next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Database
from contracts.enums import DriftSubject
from services.a2p.domain.drift import Drift
from services.a2p.models import drift, reconciliations, twilio_events


@dataclass(frozen=True)
class SqlDrifts:
    connection: sa.Connection
    tenant_id: str

    def replace(self, found: Sequence[Drift], *, now: datetime) -> Sequence[Drift]:
        mine = drift.c.tenant_id == self.tenant_id
        known = {each.key for each, _ in self._read(sa.select(drift).where(mine))}
        gone = known - {each.key for each in found}
        key = sa.tuple_(drift.c.subject, drift.c.subject_id, drift.c.field)
        self.connection.execute(sa.delete(drift).where(mine, key.in_(gone)))
        for each in found:
            values = {"ours": each.ours, "twilio": each.twilio}
            subject, subject_id, field = each.key
            new = insert(drift).values(
                tenant_id=self.tenant_id,
                subject=subject,
                subject_id=subject_id,
                field=field,
                found_at=now,
                **values,
            )
            keys = ["tenant_id", "subject", "subject_id", "field"]
            self.connection.execute(new.on_conflict_do_update(index_elements=keys, set_=values))
        return [each for each in found if each.key not in known]

    def checked(self, *, at: datetime, next_at: datetime) -> None:
        mine = reconciliations.c.tenant_id == self.tenant_id
        done = sa.update(reconciliations).where(mine)
        self.connection.execute(done.values(checked_at=at, due_at=next_at))

    def checked_at(self) -> datetime | None:
        mine = reconciliations.c.tenant_id == self.tenant_id
        found = self.connection.execute(sa.select(reconciliations.c.checked_at).where(mine))
        return found.scalar_one_or_none()

    def page(self, *, page: int, page_size: int) -> tuple[Sequence[tuple[Drift, datetime]], int]:
        mine = sa.select(drift).where(drift.c.tenant_id == self.tenant_id)
        oldest_first = mine.order_by(
            drift.c.found_at, drift.c.subject, drift.c.subject_id, drift.c.field
        )
        wanted = oldest_first.offset((page - 1) * page_size).limit(page_size)
        count = sa.select(sa.func.count()).select_from(mine.subquery())
        return self._read(wanted), self.connection.execute(count).scalar_one()

    def _read(self, query: sa.Select[tuple[object, ...]]) -> list[tuple[Drift, datetime]]:
        return [
            (
                Drift(DriftSubject(row.subject), row.subject_id, row.field, row.ours, row.twilio),
                row.found_at,
            )
            for row in self.connection.execute(query)
        ]


@dataclass(frozen=True)
class SqlReconciliations:
    database: Database

    def take_due(self, *, now: datetime, limit: int, pause: timedelta) -> Sequence[str]:
        """Put off before it is begun: a process that dies over it costs that pause."""
        chosen = (
            sa.select(reconciliations.c.tenant_id)
            .where(reconciliations.c.due_at <= now)
            .order_by(reconciliations.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
            # By itself, and once: as part of the update it may be asked again, and find others.
            .cte("chosen")
        )
        taken = (
            sa.update(reconciliations)
            .where(reconciliations.c.tenant_id.in_(sa.select(chosen.c.tenant_id)))
            .values(due_at=now + pause)
            .returning(reconciliations.c.tenant_id)
        )
        with self.database.transaction() as connection:
            return list(connection.execute(taken).scalars())

    def forget_events(self, *, before: datetime) -> None:
        old = sa.delete(twilio_events).where(twilio_events.c.taken_at < before)
        with self.database.transaction() as connection:
            connection.execute(old)


def add_reconciliation(connection: sa.Connection, tenant_id: str, *, due_in: timedelta) -> None:
    due_at = sa.func.now() + due_in
    new = insert(reconciliations).values(tenant_id=tenant_id, due_at=due_at)
    connection.execute(new.on_conflict_do_nothing())
