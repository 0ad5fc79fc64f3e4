"""Points: what customers have, use and get back, and what it adds up to for the business."""

from datetime import datetime
from typing import Any

from chassis.background import background
from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.service import Service
from contracts.tenants import CustomerRegistered, CustomerUpdated, TenantCreated
from services.loyalty.dependencies import LoyaltyPorts
from services.loyalty.use_cases import (
    accounts,
    members,
    promotions,
    redemptions,
    reports,
    settings,
)


class LoyaltyService(Service):
    name = "loyalty"
    ports = LoyaltyPorts()

    @rpc
    def check_redemption(self, request: dict[str, Any]) -> dict[str, Any]:
        return redemptions.check_redemption_eligibility(self.ports, **request)

    @rpc
    def redeem_points(self, request: dict[str, Any]) -> dict[str, Any]:
        return redemptions.apply_redemption(self.ports, **request)

    @rpc
    def reverse_redemption(self, request: dict[str, Any]) -> dict[str, Any]:
        return redemptions.reverse_redemption(self.ports, **request)

    @rpc
    def get_rewards(self, request: dict[str, Any]) -> dict[str, Any]:
        return accounts.get_rewards(self.ports, **request)

    @rpc
    def get_customer_account(self, request: dict[str, Any]) -> dict[str, Any]:
        return accounts.get_customer_account(self.ports, **request)

    @rpc
    def list_transactions(self, request: dict[str, Any]) -> dict[str, Any]:
        return accounts.list_transactions(self.ports, **request)

    @rpc
    def adjust_points(self, request: dict[str, Any]) -> dict[str, Any]:
        return accounts.adjust_points(self.ports, **request)

    @rpc
    def get_loyalty_settings(self, request: dict[str, Any]) -> dict[str, Any]:
        return settings.get_loyalty_settings(self.ports, **request)

    @rpc
    def put_loyalty_settings(self, request: dict[str, Any]) -> dict[str, Any]:
        return settings.put_loyalty_settings(self.ports, **request)

    @rpc
    def start_port_recovery(self, request: dict[str, Any]) -> dict[str, Any]:
        return promotions.start_port_recovery(self.ports, **request)

    @rpc
    def get_port_recovery_run(self, request: dict[str, Any]) -> dict[str, Any]:
        return promotions.get_port_recovery_run(self.ports, **request)

    @rpc
    def get_loyalty_summary(self, request: dict[str, Any]) -> dict[str, Any]:
        return reports.get_loyalty_summary(self.ports, **request)

    @rpc
    def get_timeseries(self, request: dict[str, Any]) -> dict[str, Any]:
        return reports.get_timeseries(self.ports, **request)

    @event_handler("tenants", "tenant_created_v1")
    def on_tenant_created(self, envelope: dict[str, Any]) -> None:
        told = TenantCreated().load(envelope["data"])
        settings.note_time_zone(self.ports, envelope["tenant_id"], told["time_zone"])

    @event_handler("tenants", "customer_registered_v1")
    def on_customer_registered(self, envelope: dict[str, Any]) -> None:
        told = CustomerRegistered().load(envelope["data"])
        self._note_customer(envelope, told)

    @event_handler("tenants", "customer_updated_v1")
    def on_customer_updated(self, envelope: dict[str, Any]) -> None:
        told = CustomerUpdated().load(envelope["data"])
        self._note_customer(envelope, told)

    @background(interval=1.0)
    def credit_due_customers(self) -> bool:
        return promotions.credit_due_customers(self.ports)

    def _note_customer(self, envelope: dict[str, Any], told: dict[str, Any]) -> None:
        occurred_at = datetime.fromisoformat(envelope["occurred_at"])
        members.note_customer(self.ports, envelope["tenant_id"], **told, told_at=occurred_at)
