"""What is known across tenants: whose number, whose webhook address."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.phone.models import number_routes, webhook_tokens
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

    def claim_untidied(self, *, since: datetime, now: datetime, limit: int) -> list[str]:
        tidied_at, tenant_id = webhook_tokens.c.tidied_at, webhook_tokens.c.tenant_id
        due = (
            sa.select(tenant_id)
            .where(sa.or_(tidied_at.is_(None), tidied_at <= since))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = sa.update(webhook_tokens).where(tenant_id.in_(due)).values(tidied_at=now)
        return list(self._run(claimed.returning(tenant_id)).scalars())

    def tenant_of(self, token: str) -> str | None:
        query = sa.select(webhook_tokens.c.tenant_id).where(webhook_tokens.c.token == token)
        tenant_id: str | None = self._run(query).scalar_one_or_none()
        return tenant_id
