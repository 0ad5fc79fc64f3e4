"""A tenant's line: its numbers, the messaging services behind them, and who answers calls."""

from datetime import datetime
from typing import Any

from chassis.background import background
from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.service import Service
from contracts.a2p import CampaignStatusChanged
from services.phone.dependencies import PhonePorts
from services.phone.use_cases import (
    calls,
    campaigns,
    catch_up,
    connections,
    line_check,
    messages,
    messaging_services,
    numbers,
    orders,
    registrations,
    retention,
    routing,
    sending,
    setup,
    voicemails,
)


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
    def link_messaging_service(self, request: dict[str, Any]) -> dict[str, Any]:
        return messaging_services.link_messaging_service(self.ports, **request)

    @rpc
    def ensure_messaging_service(self, request: dict[str, Any]) -> dict[str, Any]:
        return messaging_services.ensure_messaging_service(self.ports, **request)

    @rpc
    def search_numbers(self, request: dict[str, Any]) -> dict[str, Any]:
        return orders.search_numbers(self.ports, **request)

    @rpc
    def buy_number(self, request: dict[str, Any]) -> dict[str, Any]:
        return orders.buy_number(self.ports, **request)

    @rpc
    def check_line(self, request: dict[str, Any]) -> dict[str, Any]:
        return line_check.check_line(self.ports, **request)

    @rpc
    def repair_line(self, request: dict[str, Any]) -> dict[str, Any]:
        return line_check.repair_line(self.ports, **request)

    @rpc
    def put_routing(self, request: dict[str, Any]) -> dict[str, Any]:
        return routing.put_routing(self.ports, **request)

    @rpc
    def get_ivr_menu(self, request: dict[str, Any]) -> dict[str, Any]:
        return routing.get_ivr_menu(self.ports, **request)

    @rpc
    def put_ivr_menu(self, request: dict[str, Any]) -> dict[str, Any]:
        return routing.put_ivr_menu(self.ports, **request)

    @rpc
    def walk_ivr_menu(self, request: dict[str, Any]) -> dict[str, Any]:
        return routing.walk_ivr_menu(self.ports, **request)

    @rpc
    def answer_call(self, request: dict[str, Any]) -> dict[str, Any]:
        return calls.answer_call(self.ports, **request)

    @rpc
    def press_key(self, request: dict[str, Any]) -> dict[str, Any]:
        return calls.press_key(self.ports, **request)

    @rpc
    def store_recording(self, request: dict[str, Any]) -> dict[str, Any]:
        return voicemails.store_recording(self.ports, **request)

    @rpc
    def list_voicemails(self, request: dict[str, Any]) -> dict[str, Any]:
        return voicemails.list_voicemails(self.ports, **request)

    @rpc
    def get_voicemail_audio(self, request: dict[str, Any]) -> dict[str, Any]:
        return voicemails.get_voicemail_audio(self.ports, **request)

    @rpc
    def mark_voicemail(self, request: dict[str, Any]) -> dict[str, Any]:
        return voicemails.mark_voicemail(self.ports, **request)

    @rpc
    def receive_message(self, request: dict[str, Any]) -> dict[str, Any]:
        return messages.receive_message(self.ports, **request)

    @rpc
    def note_message_status(self, request: dict[str, Any]) -> dict[str, Any]:
        return messages.note_message_status(self.ports, **request)

    @rpc
    def send_test_message(self, request: dict[str, Any]) -> dict[str, Any]:
        return sending.send_test_message(self.ports, **request)

    @rpc
    def list_messages(self, request: dict[str, Any]) -> dict[str, Any]:
        return messages.list_messages(self.ports, **request)

    @rpc
    def note_twilio_events(self, request: dict[str, Any]) -> dict[str, Any]:
        return registrations.note_twilio_events(self.ports, **request)

    @event_handler("a2p", "campaign_status_changed_v1")
    def on_campaign_status_changed(self, envelope: dict[str, Any]) -> None:
        told = CampaignStatusChanged().load(envelope["data"])
        occurred_at = datetime.fromisoformat(envelope["occurred_at"])
        campaigns.note_campaign_status(self.ports, envelope["tenant_id"], told, occurred_at)

    @background(interval=5.0)
    def finish_orders(self) -> bool:
        return orders.finish_orders(self.ports)

    @background(interval=5.0)
    def finish_messages(self) -> bool:
        return sending.finish_messages(self.ports)

    @background(interval=5.0)
    def catch_up_with_twilio(self) -> bool:
        return catch_up.catch_up(self.ports)

    @background(interval=60.0)
    def forget_old_calls(self) -> bool:
        return retention.forget_old_calls(self.ports)

    @background(interval=5.0)
    def connect_waiting_numbers(self) -> bool:
        return connections.connect_waiting_numbers(self.ports)
