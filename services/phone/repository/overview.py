"""A tenant's settings and line in one question: the set-up wizard asks on every visit."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from services.phone.domain.lines import Line
from services.phone.domain.setup import PhoneSettings
from services.phone.repository.lines import as_number, as_service, as_settings, as_standing
from services.phone.repository.rows import Rows

QUERY = sa.text("""
    select
        (select to_jsonb(s) from phone_settings s where s.tenant_id = :tenant_id),
        (select jsonb_agg(to_jsonb(n) order by n.is_primary desc, n.created_at, n.id)
           from numbers n where n.tenant_id = :tenant_id),
        (select jsonb_agg(to_jsonb(m) order by m.created_at, m.id)
           from messaging_services m where m.tenant_id = :tenant_id),
        (select jsonb_agg(to_jsonb(c)) from campaign_standings c where c.tenant_id = :tenant_id)
""").bindparams(sa.bindparam("tenant_id", type_=sa.Uuid(as_uuid=False)))


class Overview(Rows):
    def read(self) -> tuple[PhoneSettings | None, Line]:
        """None for the settings of a tenant that never touched its phone."""
        found = self._connection.execute(QUERY, {"tenant_id": self._tenant_id}).one()
        settings, numbers, services, standings = found
        line = Line(
            numbers=tuple(as_number(_row(each)) for each in numbers or ()),
            services=tuple(as_service(_row(each)) for each in services or ()),
            standings=tuple(as_standing(_row(each)) for each in standings or ()),
        )
        return (as_settings(_row(settings)) if settings else None), line


def _row(values: dict[str, Any]) -> SimpleNamespace:
    """JSON has no instants: ours are the columns that end with `_at` or `_until`."""
    return SimpleNamespace(
        **{
            name: datetime.fromisoformat(value)
            if value and name.endswith(("_at", "_until"))
            else value
            for name, value in values.items()
        }
    )
