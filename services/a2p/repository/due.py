"""When a tenant is to be looked at next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.a2p.models import due_work, quiet_looks
from services.a2p.ports import Claim, ClaimLost, QuietLook


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
        mine = quiet_looks.c.tenant_id == self.tenant_id
        self.connection.execute(sa.update(quiet_looks).where(mine).values(seen=None))

    def hold(self, claim: Claim) -> None:
        # Touching the row also keeps a take-over out until this transaction ends.
        still_mine = (due_work.c.tenant_id == claim.tenant_id, due_work.c.worker == claim.worker)
        kept = sa.update(due_work).where(*still_mine).values(worker=claim.worker)
        if self.connection.execute(kept).rowcount != 1:
            raise ClaimLost

    def release(
        self, claim: Claim, *, next_at: datetime | None, looks: Sequence[QuietLook]
    ) -> None:
        mine = (due_work.c.tenant_id == claim.tenant_id, due_work.c.worker == claim.worker)
        # Read before the row is freed: a wish that came in meanwhile has made its answer news.
        wanted = sa.func.least(due_work.c.due_at, next_at or sa.text("'infinity'::timestamptz"))
        free = sa.update(due_work).where(*mine)
        freed = free.values(worker=None, claimed_until=None, due_at=wanted)
        if self.connection.execute(freed).rowcount == 1:
            self._keep(looks)

    def _keep(self, looks: Sequence[QuietLook]) -> None:
        mine = quiet_looks.c.tenant_id == self.tenant_id
        kept = [look.campaign_id for look in looks]
        gone = sa.delete(quiet_looks).where(mine, quiet_looks.c.campaign_id.not_in(kept))
        self.connection.execute(gone)
        if not looks:
            return
        new = insert(quiet_looks).values([self._row(look) for look in looks])
        names = ("messaging_service_sid", "seen", "waiting_since", "pause_seconds")
        self.connection.execute(
            new.on_conflict_do_update(
                index_elements=["tenant_id", "campaign_id"],
                set_={name: new.excluded[name] for name in names},
            )
        )

    def _row(self, look: QuietLook) -> dict[str, object]:
        return {
            "tenant_id": self.tenant_id,
            "campaign_id": look.campaign_id,
            "messaging_service_sid": look.service_sid,
            "seen": look.seen,
            "waiting_since": look.waiting_since,
            "pause_seconds": look.pause and int(look.pause.total_seconds()),
        }
