"""Events that were taken, and whom the SIDs that they name belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Database
from services.a2p.models import campaigns, twilio_events, twilio_routes


@dataclass(frozen=True)
class SqlHints:
    connection: sa.Connection
    tenant_id: str

    def take(self, event_ids: set[str], *, now: datetime) -> set[str]:
        # In one order everywhere, so that two deliveries at once wait for each other in turn.
        rows = [{"event_id": event_id, "taken_at": now} for event_id in sorted(event_ids)]
        new = insert(twilio_events).values(rows).on_conflict_do_nothing()
        return set(self.connection.scalars(new.returning(twilio_events.c.event_id)))

    def note_campaign_sid(self, service_sid: str, campaign_sid: str) -> None:
        this = (
            campaigns.c.tenant_id == self.tenant_id,
            campaigns.c.messaging_service_sid == service_sid,
        )
        noted = sa.update(campaigns).where(*this).values(event_campaign_sid=campaign_sid)
        self.connection.execute(noted)


@dataclass(frozen=True)
class SqlRoutes:
    database: Database

    def owners_of(self, sids: set[str]) -> Mapping[str, str]:
        if not sids:
            return {}
        query = sa.select(twilio_routes).where(twilio_routes.c.sid.in_(sids))
        with self.database.transaction() as connection:
            return {row.sid: row.tenant_id for row in connection.execute(query)}


def add_route(connection: sa.Connection, tenant_id: str, sid: str) -> None:
    new = insert(twilio_routes).values(sid=sid, tenant_id=tenant_id)
    connection.execute(new.on_conflict_do_nothing())
