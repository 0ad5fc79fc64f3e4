"""The ports of all use cases, and what several of them do with these."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.tenants.ports import (
    PLATFORM,
    Account,
    AccountKind,
    Clock,
    Digests,
    Ids,
    Passwords,
    Route,
    Tenant,
    UnitOfWork,
)

# Looked for when an e-mail is unknown, so that both cases ask the database the same.
NOBODY = Route(user_id=PLATFORM, tenant_id=PLATFORM, kind=AccountKind.STAFF)

Reply = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Ports:
    unit_of_work: UnitOfWork
    passwords: Passwords
    digests: Digests
    clock: Clock
    ids: Ids
    started_at: datetime = datetime.min.replace(tzinfo=UTC)

    def load(self, route: Route) -> tuple[Account | None, Tenant | None]:
        with self.unit_of_work(route.tenant_id) as work:
            return work.accounts.find(route), work.tenants.find(route.tenant_id)


def user_reply(account: Account, tenant: Tenant | None, route: Route) -> Reply:
    return {
        "access_version": route.access_version,
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "role": account.role,
        "tenant_id": tenant.id if tenant else None,
        "tenant_name": tenant.name if tenant else None,
        "time_zone": tenant.time_zone if tenant else None,
    }
