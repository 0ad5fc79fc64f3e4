"""What is begun and not finished, of all tenants: sweeps take it up."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.phone.models import pending_connections, pending_messages, pending_orders
from services.phone.ports import Pending
from services.phone.repository.rows import Rows


class PendingRows(Rows):
    """Each kind in a table of its own, which names the column of what is pending."""

    table: ClassVar[sa.Table]
    key: ClassVar[str]

    def add(self, id: str, *, due_at: datetime) -> None:
        values = {"due_at": due_at, "attempts": 0}
        row = insert(self.table).values({"tenant_id": self._tenant_id, self.key: id, **values})
        self._run(row.on_conflict_do_update(index_elements=["tenant_id", self.key], set_=values))

    def remove(self, id: str) -> None:
        self._run(sa.delete(self.table).where(*self._waits(id)))

    def postpone(self, id: str, *, due_at: datetime) -> None:
        self._run(sa.update(self.table).where(*self._waits(id)).values(due_at=due_at))

    def claim_due(self, *, now: datetime, again_at: datetime, limit: int) -> list[Pending]:
        table, key = self.table, self.table.c[self.key]
        due = (
            sa.select(table.c.tenant_id, key)
            .where(table.c.due_at <= now)
            .order_by(table.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).cte()
        claimed = (
            sa.update(table)
            .where(table.c.tenant_id == due.c.tenant_id, key == due.c[self.key])
            .values(due_at=again_at, attempts=table.c.attempts + 1)
            .returning(table.c.tenant_id, key.label("id"), table.c.attempts)
        )
        return [Pending(**row) for row in self._run(claimed).mappings()]

    def _waits(self, id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return self.table.c.tenant_id == self._tenant_id, self.table.c[self.key] == id


class PendingConnections(PendingRows):
    table = pending_connections
    key = "number_id"


class PendingOrders(PendingRows):
    table = pending_orders
    key = "order_id"


class PendingMessages(PendingRows):
    table = pending_messages
    key = "message_id"
