"""Live updates: which events a signed-in person hears of, and how little of them is told."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from contracts import a2p, booking, loyalty, phone
from contracts.enums import Role
from services.gateway.auth import ADMINS, STAFF

# After a restart the in-process broker tells the last day's events again: no news to anybody.
NEWS_SECONDS = 300.0


@dataclass(frozen=True)
class Topic:
    """Which field of the event names what changed, and who may read that thing over HTTP."""

    resource: str | None
    roles: frozenset[Role]
    customer: str | None = None


_REGISTRATION = Topic("campaign_id", ADMINS)
_POINTS = Topic("customer_id", ADMINS, customer="customer_id")
_BOOKING = Topic("booking_id", STAFF, customer="customer_id")

TOPICS: dict[tuple[str, str], Topic] = {
    (a2p.SERVICE, "campaign_submitted_v1"): _REGISTRATION,
    (a2p.SERVICE, "campaign_status_changed_v1"): _REGISTRATION,
    # A tenant has one brand and one routing: there is no id to tell.
    (a2p.SERVICE, "brand_status_changed_v1"): Topic(None, ADMINS),
    # It may be of several campaigns and of the brand at once.
    (a2p.SERVICE, "registration_drift_found_v1"): Topic(None, ADMINS),
    (phone.SERVICE, "routing_changed_v1"): Topic(None, ADMINS),
    (phone.SERVICE, "number_assigned_v1"): Topic("number_id", ADMINS),
    (phone.SERVICE, "number_registration_changed_v1"): Topic("number_id", ADMINS),
    (phone.SERVICE, "messaging_service_linked_v1"): _REGISTRATION,
    (phone.SERVICE, "message_received_v1"): Topic("message_id", ADMINS),
    (phone.SERVICE, "message_status_changed_v1"): Topic("message_id", ADMINS),
    (phone.SERVICE, "voicemail_received_v1"): Topic("voicemail_id", ADMINS),
    (loyalty.SERVICE, "points_earned_v1"): _POINTS,
    (loyalty.SERVICE, "points_redeemed_v1"): _POINTS,
    (loyalty.SERVICE, "points_adjusted_v1"): _POINTS,
    (loyalty.SERVICE, "redemption_reversed_v1"): _POINTS,
    (booking.SERVICE, "booking_confirmed_v1"): _BOOKING,
    (booking.SERVICE, "booking_cancelled_v1"): _BOOKING,
    (booking.SERVICE, "booking_completed_v1"): _BOOKING,
}


@dataclass(frozen=True)
class Listener:
    """A signed-in person of a tenant."""

    tenant_id: str
    user_id: str
    role: Role

    @property
    def group(self) -> str:
        return self.tenant_id

    @property
    def person(self) -> str:
        return self.user_id

    def may_hear(self, topic: Topic, envelope: Mapping[str, Any]) -> bool:
        """Staff by what their role may read; customers only of what is their own."""
        if envelope["tenant_id"] != self.tenant_id:
            return False
        if self.role is Role.CUSTOMER:
            return topic.customer is not None and envelope["data"][topic.customer] == self.user_id
        return self.role in topic.roles


def is_news(envelope: Mapping[str, Any]) -> bool:
    occurred = datetime.fromisoformat(envelope["occurred_at"])
    return time.time() - occurred.timestamp() < NEWS_SECONDS


def frame(topic: Topic, envelope: Mapping[str, Any]) -> bytes:
    """The event for a browser: its kind, what it concerns and when; nothing of its contents."""
    told = {
        "type": envelope["type"],
        "resourceId": None if topic.resource is None else envelope["data"][topic.resource],
        "occurredAt": envelope["occurred_at"],
    }
    name = str(envelope["type"]).encode("ascii")
    event_id = str(uuid.UUID(envelope["event_id"])).encode("ascii")
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (event_id, name, orjson.dumps(told))
