"""Asks Twilio once to tell us of changes: a sink at our webhook, and a subscription to it.

An account keeps both until they are removed, so this belongs to setting an account up, not to a
service's start.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chassis.twilio import translate

if TYPE_CHECKING:
    from twilio.rest import Client

PATH = "/webhooks/twilio/events"
NAME = "ServicePro registration events"
PREFIX = "com.twilio.messaging.compliance"
TYPES = tuple(
    f"{PREFIX}.{name}"
    for name in (
        "brand-registration.brand-registered",
        "brand-registration.brand-failure",
        "brand-registration.brand-verified",
        "brand-registration.brand-unverified",
        "brand-registration.brand-vetted-verified",
        "brand-registration.brand-secondary-vetting-failure",
        "campaign-registration.campaign-submitted",
        "campaign-registration.campaign-failure",
        "campaign-registration.campaign-approved",
        "number-registration.pending",
        "number-registration.successful",
        "number-registration.failed",
        "number-deregistration.pending",
        "number-deregistration.successful",
        "number-deregistration.failed",
    )
)
SCHEMA_VERSION = 1  # of every type above
SEARCH_LIMIT = 200


def connect(client: Client, public_base_url: str) -> Iterator[str]:
    """Does what is missing and says what it did. Raises TwilioFailure."""
    destination = f"{public_base_url}{PATH}"
    sink_sid = _find_sink(client, destination)
    if sink_sid is None:
        sink_sid = _create_sink(client, destination)
        yield f"Created the sink {sink_sid}, which posts to {destination}."
    else:
        yield f"The sink {sink_sid} posts to {destination} already."
    if _is_subscribed(client, sink_sid):
        yield "It is subscribed already."
    else:
        yield f"Subscribed it to {len(TYPES)} types of events: {_subscribe(client, sink_sid)}."


def _find_sink(client: Client, destination: str) -> str | None:
    with translate("list sinks"):
        for sink in client.events.v1.sinks.list(limit=SEARCH_LIMIT):
            configuration: dict[str, Any] = sink.sink_configuration or {}
            if configuration.get("destination") == destination and str(sink.status) != "failed":
                return str(sink.sid)
    return None


def _create_sink(client: Client, destination: str) -> str:
    with translate("create sink"):
        created = client.events.v1.sinks.create(
            description=NAME,
            sink_type="webhook",
            sink_configuration={
                "destination": destination,
                "method": "POST",
                "batch_events": False,
            },
        )
        return str(created.sid)


def _is_subscribed(client: Client, sink_sid: str) -> bool:
    with translate("list subscriptions"):
        found = client.events.v1.subscriptions.list(sink_sid=sink_sid, limit=SEARCH_LIMIT)
        return bool(found)


def _subscribe(client: Client, sink_sid: str) -> str:
    with translate("create subscription"):
        created = client.events.v1.subscriptions.create(
            description=NAME,
            sink_sid=sink_sid,
            types=[{"type": name, "schema_version": SCHEMA_VERSION} for name in TYPES],
        )
        return str(created.sid)
