"""When a tenant is to be looked at next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.a2p.models import due_work
from services.a2p.ports import Claim, ClaimLost


@dataclass(frozen=True)
class SqlDueWork:
    connection: sa.Connection
    tenant_id: str

    def want(self, *, at: datetime) -> None:
        new = insert(due_work).values(tenant_id=self.tenant_id, due_at=at)
        sooner = sa.func.least(due_work.c.due_at, new.excluded.due_at)
        self.connection.execute(
            new.on_conflict_do_update(index_elements=["tenant_id"], set_={"due_at": sooner})
        )

    def hold(self, claim: Claim) -> None:
        # Touching the row also keeps a take-over out until this transaction ends.
        still_mine = (due_work.c.tenant_id == claim.tenant_id, due_work.c.worker == claim.worker)
        kept = sa.update(due_work).where(*still_mine).values(worker=claim.worker)
        if self.connection.execute(kept).rowcount != 1:
            raise ClaimLost
