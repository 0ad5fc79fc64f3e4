"""The a2p service: everything that it can do."""

from __future__ import annotations

from typing import Any

from chassis.background import background
from chassis.rpc import rpc
from chassis.service import Service
from services.a2p.dependencies import COMPARED_AT_ONCE, ROUND_SIZE, A2pPorts, GreenCrew
from services.a2p.use_cases import (
    drafts,
    guidance,
    hints,
    identity,
    insight,
    polling,
    reconcile,
    registration,
)

Payload = dict[str, Any]


class A2pService(Service):
    name = "a2p"

    ports = A2pPorts()

    @rpc
    def get_business_profile(self, request: Payload) -> Payload:
        return drafts.get_business_profile(self.ports, request["tenant_id"])

    @rpc
    def put_business_profile(self, request: Payload) -> Payload:
        tenant_id, key = request.pop("tenant_id"), request.pop("idempotency_key")
        expected = request.pop("expected_versions")
        return drafts.put_business_profile(
            self.ports, tenant_id, request, expected_versions=expected, key=key
        )

    @rpc
    def resend_brand_otp(self, request: Payload) -> Payload:
        return identity.resend_brand_otp(
            self.ports, request["tenant_id"], key=request["idempotency_key"]
        )

    @rpc
    def list_campaigns(self, request: Payload) -> Payload:
        return drafts.list_campaigns(self.ports, **request)

    @rpc
    def create_campaign(self, request: Payload) -> Payload:
        tenant_id, key = request.pop("tenant_id"), request.pop("idempotency_key")
        return drafts.create_campaign(self.ports, tenant_id, request, key=key)

    @rpc
    def get_campaign(self, request: Payload) -> Payload:
        return drafts.get_campaign(self.ports, **request)

    @rpc
    def update_campaign(self, request: Payload) -> Payload:
        key = request.pop("idempotency_key")
        return drafts.update_campaign(self.ports, **request, key=key)

    @rpc
    def delete_campaign(self, request: Payload) -> Payload:
        key = request.pop("idempotency_key")
        return drafts.delete_campaign(self.ports, **request, key=key)

    @rpc
    def submit_campaign(self, request: Payload) -> Payload:
        key = request.pop("idempotency_key")
        return registration.submit_campaign(self.ports, **request, key=key)

    @rpc
    def resubmit_campaign(self, request: Payload) -> Payload:
        key = request.pop("idempotency_key")
        return registration.resubmit_campaign(self.ports, **request, key=key)

    @rpc
    def refresh_campaign_status(self, request: Payload) -> Payload:
        return registration.refresh_status(self.ports, request["tenant_id"], request["campaign_id"])

    @rpc
    def list_submissions(self, request: Payload) -> Payload:
        return drafts.list_submissions(self.ports, **request)

    @rpc
    def check_campaign(self, request: Payload) -> Payload:
        return drafts.check(self.ports, **request)

    @rpc
    def check_changes(self, request: Payload) -> Payload:
        return guidance.check_changes(self.ports, **request)

    @rpc
    def check_business_profile(self, request: Payload) -> Payload:
        tenant_id, page = request.pop("tenant_id"), request.pop("page")
        return guidance.check_business_profile(
            self.ports, tenant_id, request, page=page, page_size=request.pop("page_size")
        )

    @rpc
    def get_registration_form(self, request: Payload) -> Payload:
        return guidance.get_registration_form()

    @rpc
    def get_registration_timeline(self, request: Payload) -> Payload:
        return guidance.get_registration_timeline(self.ports, **request)

    @rpc
    def diff_campaign(self, request: Payload) -> Payload:
        return insight.diff_campaign(self.ports, **request)

    @rpc
    def get_submission_costs(self, request: Payload) -> Payload:
        return insight.get_submission_costs(self.ports, **request)

    @rpc
    def list_use_cases(self, request: Payload) -> Payload:
        return insight.list_use_cases(self.ports, **request)

    @rpc
    def get_registration_summary(self, request: Payload) -> Payload:
        return drafts.registration_summary(self.ports, request["tenant_id"])

    @rpc
    def list_drift(self, request: Payload) -> Payload:
        return reconcile.list_drift(self.ports, **request)

    @rpc
    def take_twilio_events(self, request: Payload) -> Payload:
        return hints.take_twilio_events(self.ports, request["events"])

    @background(interval=1.0)
    def go_on_with_registrations(self) -> bool:
        """Looks at what is due; true while there was a full round, so that the next follows."""
        worked_on = polling.work_on_due_tenants(self.ports, limit=ROUND_SIZE, crew=GreenCrew())
        return worked_on == ROUND_SIZE

    @background(interval=60.0)
    def compare_with_twilio(self) -> bool:
        compared = reconcile.reconcile_due_tenants(
            self.ports, limit=COMPARED_AT_ONCE, crew=GreenCrew()
        )
        return compared == COMPARED_AT_ONCE
