"""What becomes of a message: the carriers judge its sender, its content and its recipient."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.twilio import constants, lifecycles
from sandbox.twilio.registration import PENDING, REGISTERED, registration_of
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

FILTERED = 30007
SUSPENDED = 30033
UNREGISTERED = 30034
STILL_PENDING = 30035
EXPLANATIONS = {
    FILTERED: "Message filtered",
    SUSPENDED: "US A2P 10DLC - The campaign is suspended",
    UNREGISTERED: "US A2P 10DLC - Message from an unregistered number",
    STILL_PENDING: "US A2P 10DLC - The number is still being configured",
    30003: "Unreachable destination handset",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
}
# Numbers that end like this never get a message.
UNREACHABLE = {"0003": 30003, "0005": 30005, "0006": 30006}
SPAM = re.compile(
    r"\b(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co)/|\bfree money\b|\bact now\b|\byou(?:'ve| have) won\b"
    r"|\bcasino\b|\bviagra\b|\bpayday loan|\bcbd\b|\bcannabis\b|\bguaranteed income\b"
    r"|\bclick here now\b|\$\$\$",
    re.IGNORECASE,
)


def verdict(world: World, number: Json, *, to: str, body: str) -> int | None:
    """The error the message ends with; None where it arrives."""
    now = world.clock.now()
    registration = registration_of(world, number, now=now)
    campaign = registration.campaign
    if campaign is not None and lifecycles.campaign_status(campaign, now=now) == "SUSPENDED":
        return SUSPENDED
    if registration.status == PENDING:
        return STILL_PENDING
    if registration.status != REGISTERED:
        return UNREGISTERED
    if SPAM.search(body):
        return FILTERED
    return UNREACHABLE.get(to[-4:])


def message_status(message: Json, *, now: float) -> str:
    """An inbound message is there; an outbound one makes its way."""
    if message["direction"] == "inbound":
        return "received"
    waited = now - message["_created_at"]
    if waited < constants.MESSAGE_QUEUED_SECONDS and message["messaging_service_sid"]:
        return "accepted"
    if waited < constants.MESSAGE_SENT_SECONDS:
        return "queued"
    if waited < constants.MESSAGE_DELIVERED_SECONDS:
        return "sent"
    return "delivered" if message["_error"] is None else "undelivered"
