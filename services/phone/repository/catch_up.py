"""How far each number's texts and calls are fetched, across all tenants."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.phone.domain.catch_up import CatchUp, Kind
from services.phone.models import catch_ups, number_routes
from services.phone.repository.rows import Rows

STATE = ("done_until", "begun_at", "next_page", "attempts")
WHOSE = ("tenant_id", "number_sid", "phone_number", "kind", "starts_at")


class CatchUps(Rows):
    def add(self, *, number_sid: str, phone_number: str, now: datetime) -> None:
        whose = {
            "tenant_id": self._tenant_id,
            "number_sid": number_sid,
            "phone_number": phone_number,
        }
        times = {"starts_at": now, "done_until": now, "due_at": now}
        rows = [{**whose, **times, "kind": kind, "attempts": 0} for kind in Kind]
        self._run(insert(catch_ups).values(rows).on_conflict_do_nothing())

    def adopt(self, *, now: datetime) -> None:
        names = ["number_sid", "kind", "tenant_id", "phone_number", "starts_at", "done_until"]
        route = number_routes.c
        for kind in Kind:
            at = sa.literal(now)
            row = (route.twilio_sid, sa.literal(kind), route.tenant_id, route.phone_number, at, at)
            new = sa.select(*row, at, sa.literal(0))
            added = insert(catch_ups).from_select([*names, "due_at", "attempts"], new)
            self._run(added.on_conflict_do_nothing())

    def claim_due(self, *, now: datetime, again_at: datetime, limit: int) -> list[CatchUp]:
        table = catch_ups
        due = (
            sa.select(table.c.number_sid, table.c.kind)
            .where(table.c.due_at <= now)
            .order_by(table.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).cte()
        claimed = (
            sa.update(table)
            .where(table.c.number_sid == due.c.number_sid, table.c.kind == due.c.kind)
            .values(due_at=again_at, attempts=table.c.attempts + 1)
            .returning(*(table.c[name] for name in (*WHOSE, *STATE)))
        )
        rows = self._run(claimed).mappings()
        return [CatchUp(**{**row, "kind": Kind(row["kind"])}) for row in rows]

    def make_due(self, *, now: datetime) -> None:
        waits = catch_ups.c.attempts == 0, catch_ups.c.due_at > now
        self._run(sa.update(catch_ups).where(*waits).values(due_at=now))

    def count(self) -> int:
        return int(self._run(sa.select(sa.func.count()).select_from(catch_ups)).scalar_one())

    def save(self, reached: CatchUp, *, due_at: datetime) -> None:
        this = (
            catch_ups.c.number_sid == reached.number_sid,
            catch_ups.c.kind == reached.kind,
            catch_ups.c.tenant_id == reached.tenant_id,
        )
        values = {name: getattr(reached, name) for name in STATE}
        self._run(sa.update(catch_ups).where(*this).values(due_at=due_at, **values))
