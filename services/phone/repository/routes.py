"""What is known across tenants: whose number, whose webhook address, who waits."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.phone.models import number_routes, pending_connections, webhook_tokens
from services.phone.ports import PendingConnection
from services.phone.repository.rows import Rows


class Routes(Rows):
    def owner_of(self, *, twilio_sid: str, phone_number: str) -> str | None:
        table = number_routes
        matches = sa.or_(table.c.twilio_sid == twilio_sid, table.c.phone_number == phone_number)
        # By SID first, should the two name different tenants.
        query = sa.select(table.c.tenant_id).where(matches)
        query = query.order_by((table.c.twilio_sid == twilio_sid).desc()).limit(1)
        owner: str | None = self._run(query).scalar_one_or_none()
        return owner

    def ours_of(self, phone_numbers: Collection[str]) -> set[str]:
        query = sa.select(number_routes.c.phone_number)
        found = self._run(query.where(number_routes.c.phone_number.in_(phone_numbers)))
        return set(found.scalars())

    def add(self, *, twilio_sid: str, phone_number: str) -> bool:
        row = insert(number_routes).values(
            twilio_sid=twilio_sid, phone_number=phone_number, tenant_id=self._tenant_id
        )
        return self._run(row.on_conflict_do_nothing()).rowcount == 1

    def remove(self, twilio_sid: str) -> None:
        table = number_routes
        this = table.c.twilio_sid == twilio_sid, table.c.tenant_id == self._tenant_id
        self._run(sa.delete(table).where(*this))


class Tokens(Rows):
    def get(self, *, proposed: str) -> str:
        row = insert(webhook_tokens).values(token=proposed, tenant_id=self._tenant_id)
        self._run(row.on_conflict_do_nothing(index_elements=["tenant_id"]))
        ours = webhook_tokens.c.tenant_id == self._tenant_id
        token: str = self._run(sa.select(webhook_tokens.c.token).where(ours)).scalar_one()
        return token

    def tenant_of(self, token: str) -> str | None:
        query = sa.select(webhook_tokens.c.tenant_id).where(webhook_tokens.c.token == token)
        tenant_id: str | None = self._run(query).scalar_one_or_none()
        return tenant_id


class PendingConnections(Rows):
    def add(self, number_id: str, *, due_at: datetime) -> None:
        values = {"due_at": due_at, "attempts": 0}
        row = insert(pending_connections).values(
            tenant_id=self._tenant_id, number_id=number_id, **values
        )
        self._run(row.on_conflict_do_update(index_elements=["tenant_id", "number_id"], set_=values))

    def remove(self, number_id: str) -> None:
        self._run(sa.delete(pending_connections).where(*self._waits(number_id)))

    def claim_due(
        self, *, now: datetime, again_at: datetime, limit: int
    ) -> list[PendingConnection]:
        table = pending_connections
        due = (
            sa.select(table.c.tenant_id, table.c.number_id)
            .where(table.c.due_at <= now)
            .order_by(table.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).cte()
        claimed = (
            sa.update(table)
            .where(table.c.tenant_id == due.c.tenant_id, table.c.number_id == due.c.number_id)
            .values(due_at=again_at, attempts=table.c.attempts + 1)
            .returning(table.c.tenant_id, table.c.number_id, table.c.attempts)
        )
        return [PendingConnection(**row) for row in self._run(claimed).mappings()]

    def postpone(self, number_id: str, *, due_at: datetime) -> None:
        later = sa.update(pending_connections).where(*self._waits(number_id)).values(due_at=due_at)
        self._run(later)

    def _waits(self, number_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            pending_connections.c.tenant_id == self._tenant_id,
            pending_connections.c.number_id == number_id,
        )
