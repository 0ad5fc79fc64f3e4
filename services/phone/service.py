"""A tenant's line: its numbers, the messaging services behind them, and who answers calls."""

from datetime import datetime
from typing import Any

from chassis.background import background
from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.service import Service
from contracts.a2p import CampaignStatusChanged
from services.phone.dependencies import PhonePorts
from services.phone.use_cases import campaigns, messaging_services, numbers, pool, setup


class PhoneService(Service):
    name = "phone"
    ports = PhonePorts()

    @rpc
    def get_setup_status(self, request: dict[str, Any]) -> dict[str, Any]:
        return setup.get_setup_status(self.ports, **request)

    @rpc
    def get_config(self, request: dict[str, Any]) -> dict[str, Any]:
        return setup.get_config(self.ports, **request)

    @rpc
    def set_provisioning(self, request: dict[str, Any]) -> dict[str, Any]:
        return setup.set_provisioning(self.ports, **request)

    @rpc
    def assign_number(self, request: dict[str, Any]) -> dict[str, Any]:
        return numbers.assign_number(self.ports, **request)

    @rpc
    def ensure_messaging_service(self, request: dict[str, Any]) -> dict[str, Any]:
        return messaging_services.ensure_messaging_service(self.ports, **request)

    @event_handler("a2p", "campaign_status_changed_v1")
    def on_campaign_status_changed(self, envelope: dict[str, Any]) -> None:
        told = CampaignStatusChanged().load(envelope["data"])
        occurred_at = datetime.fromisoformat(envelope["occurred_at"])
        campaigns.note_campaign_status(self.ports, envelope["tenant_id"], told, occurred_at)

    @background(interval=5.0)
    def join_waiting_numbers(self) -> bool:
        return pool.join_waiting_numbers(self.ports)
