"""The customers of a business, for its admins."""

from __future__ import annotations

from typing import Any

from services.gateway import schemas
from services.gateway.auth import ADMINS
from services.gateway.dependencies import neighbour
from services.gateway.http import Call, route


class CustomerRoutes:
    tenants = neighbour("tenants")

    @route(
        "GET",
        "/api/admin/customers",
        roles=ADMINS,
        area="Customers",
        query=schemas.CustomerQuery,
        reply=schemas.CustomerPage,
    )
    def list_customers(self, call: Call) -> dict[str, Any]:
        """Newest first; `search` finds how the e-mail or a word of the name begins."""
        return self.tenants.list_customers(tenant_id=call.tenant_id, **call.query)
