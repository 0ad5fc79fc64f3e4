"""The set-up wizard, for a tenant's admins, and the operators' part of a set-up."""

from __future__ import annotations

from typing import Any

from services.gateway import schemas, views
from services.gateway.auth import ADMINS, OPERATORS
from services.gateway.dependencies import neighbour
from services.gateway.http import Call, Options, route

TENANTS = "/api/operator/tenants"
TENANT = f"{TENANTS}/<uuid:tenant_id>"
OPERATED = Options(roles=OPERATORS, area="Operator", reply=schemas.PhoneConfig)


class SetupRoutes:
    a2p = neighbour("a2p")
    phone = neighbour("phone")
    loyalty = neighbour("loyalty")

    @route(
        "GET",
        "/api/admin/setup-wizard/status",
        roles=ADMINS,
        area="Set-up",
        reply=schemas.WizardStatus,
    )
    def get_wizard_status(self, call: Call) -> dict[str, Any]:
        """How far the set-up is, part by part; a part that does not answer is named."""
        questions = {
            "phone": self.phone.get_setup_status,
            "a2p": self.a2p.get_registration_summary,
            "loyalty": self.loyalty.get_loyalty_settings,
        }
        answers = views.ask(questions, timeout=views.PART_SECONDS, tenant_id=call.tenant_id)
        return views.wizard_status(answers)


class OperatorRoutes:
    """The one area where the tenant is in the path: an operator has none of its own."""

    tenants = neighbour("tenants")
    phone = neighbour("phone")

    @route(
        "GET",
        TENANTS,
        roles=OPERATORS,
        area="Operator",
        query=schemas.PageQuery,
        reply=schemas.TenantPage,
    )
    def list_tenants(self, call: Call) -> dict[str, Any]:
        """All businesses, newest first."""
        return self.tenants.list_tenants(**call.query)

    @route("GET", f"{TENANT}/phone", OPERATED)
    def get_phone_config_of(self, call: Call, tenant_id: str) -> dict[str, Any]:
        """A tenant's numbers, messaging service and call routing."""
        self._refuse_unknown(tenant_id)
        return self.phone.get_config(tenant_id=tenant_id)

    @route(
        "POST",
        f"{TENANT}/phone-number",
        OPERATED,
        request=schemas.NumberAssignment,
        status=201,
    )
    def assign_number(self, call: Call, tenant_id: str) -> dict[str, Any]:
        """Gives a tenant a number that the platform owns at Twilio."""
        self._refuse_unknown(tenant_id)
        return self.phone.assign_number(
            tenant_id=tenant_id, idempotency_key=call.idempotency_key, **call.body
        )

    @route("PUT", f"{TENANT}/provisioning", OPERATED, request=schemas.ProvisioningChange)
    def set_provisioning(self, call: Call, tenant_id: str) -> dict[str, Any]:
        """Decides whether the platform or the tenant itself provides numbers."""
        self._refuse_unknown(tenant_id)
        return self.phone.set_provisioning(
            tenant_id=tenant_id, idempotency_key=call.idempotency_key, **call.body
        )

    def _refuse_unknown(self, tenant_id: str) -> None:
        """A token vouches for its tenant and a path for nothing: `phone`, which knows no tenants,
        would set up whatever id it is given. It is a read, so the write stays a route's only one.
        """
        self.tenants.get_tenant(tenant_id=tenant_id)
