"""Live updates: events come in from the services and go out to open pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.events import broadcast_handler
from contracts import a2p, booking, loyalty, phone
from services.gateway.auth import CUSTOMERS, STAFF, unauthenticated
from services.gateway.dependencies import LiveUpdates
from services.gateway.http import Call
from services.gateway.http.streams import stream
from services.gateway.live import TOPICS, Listener


def _handed_on(service: str, event_type: str) -> Callable[..., Any]:
    topic = TOPICS[service, event_type]

    def hand_on(self: LiveRoutes, envelope: dict[str, Any]) -> None:
        self.live.tell(topic, envelope)

    handler: Callable[..., Any] = broadcast_handler(service, event_type)(hand_on)
    return handler


class LiveRoutes:
    live = LiveUpdates()

    on_campaign_submitted = _handed_on(a2p.SERVICE, "campaign_submitted_v1")
    on_campaign_status_changed = _handed_on(a2p.SERVICE, "campaign_status_changed_v1")
    on_brand_status_changed = _handed_on(a2p.SERVICE, "brand_status_changed_v1")
    on_registration_drift_found = _handed_on(a2p.SERVICE, "registration_drift_found_v1")
    on_routing_changed = _handed_on(phone.SERVICE, "routing_changed_v1")
    on_number_assigned = _handed_on(phone.SERVICE, "number_assigned_v1")
    on_number_registration_changed = _handed_on(phone.SERVICE, "number_registration_changed_v1")
    on_messaging_service_linked = _handed_on(phone.SERVICE, "messaging_service_linked_v1")
    on_message_received = _handed_on(phone.SERVICE, "message_received_v1")
    on_message_status_changed = _handed_on(phone.SERVICE, "message_status_changed_v1")
    on_voicemail_received = _handed_on(phone.SERVICE, "voicemail_received_v1")
    on_points_earned = _handed_on(loyalty.SERVICE, "points_earned_v1")
    on_points_redeemed = _handed_on(loyalty.SERVICE, "points_redeemed_v1")
    on_points_adjusted = _handed_on(loyalty.SERVICE, "points_adjusted_v1")
    on_redemption_reversed = _handed_on(loyalty.SERVICE, "redemption_reversed_v1")
    on_booking_confirmed = _handed_on(booking.SERVICE, "booking_confirmed_v1")
    on_booking_cancelled = _handed_on(booking.SERVICE, "booking_cancelled_v1")
    on_booking_completed = _handed_on(booking.SERVICE, "booking_completed_v1")

    @stream("/api/events/stream", roles=STAFF | CUSTOMERS, area="Live updates")
    def stream_events(self, call: Call) -> Listener:
        """What changes in the business, as server-sent events, each `{type, resourceId,
        occurredAt}`; customers hear of their own bookings and points. Missed ones are not repeated.
        """
        if call.principal is None:
            raise unauthenticated()
        return Listener(call.tenant_id, call.actor_id, call.principal.role)
