"""The one write a second that Twilio asks for on brands and campaigns, over all our processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import eventlet
import sqlalchemy as sa

from chassis.database import Database
from services.a2p.ports import NotYet

SPACING_SECONDS = 1.0
# Whoever would have to wait longer gives its place up and comes back.
LONGEST_WAIT_SECONDS = 5.0

# The database's clock: the only one that all processes share to the millisecond.
_RESERVE = sa.text(
    """
    insert into write_gate as gate (id, next_at)
    values (1, clock_timestamp() + make_interval(secs => :spacing))
    on conflict (id) do update
       set next_at = greatest(gate.next_at, clock_timestamp()) + make_interval(secs => :spacing)
     where gate.next_at < clock_timestamp() + make_interval(secs => :longest)
    returning extract(epoch from next_at - clock_timestamp()) - :spacing as wait
    """
)


@dataclass(frozen=True)
class SqlWriteGate:
    database: Database

    def pass_through(self) -> None:
        values = {"spacing": SPACING_SECONDS, "longest": LONGEST_WAIT_SECONDS}
        with self.database.transaction() as connection:
            wait = connection.execute(_RESERVE, values).scalar()
        if wait is None:
            raise NotYet(datetime.now(UTC) + timedelta(seconds=LONGEST_WAIT_SECONDS))
        eventlet.sleep(max(0.0, float(wait)))
