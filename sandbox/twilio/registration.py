"""Whether a number may send: it registers by itself, after its campaign. No resource shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.twilio import constants, lifecycles
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

UNREGISTERED = "unregistered"
PENDING = "pending_registration"
REGISTERED = "registered"
FAILED = "failure"
STATUSES = (UNREGISTERED, PENDING, REGISTERED, FAILED)

EXTRA_NUMBER = 30125  # a sole proprietor has one number
FAILED_TO_REGISTER = 30126


@dataclass(frozen=True)
class Registration:
    status: str
    campaign: Json | None = None
    error_code: int | None = None


def registration_of(world: World, number: Json, *, now: float) -> Registration:
    service_sid = number["_service_sid"]
    campaign = world.table("campaigns").get(service_sid)
    forced = number.get("_forced_registration")
    if forced is not None:
        return Registration(forced, campaign, FAILED_TO_REGISTER if forced == FAILED else None)
    if service_sid is not None and number.get("_registered_outside") == service_sid:
        return Registration(REGISTERED)
    if campaign is None or campaign["mock"]:
        return Registration(UNREGISTERED)
    return _under(world, campaign, number, now)


def _under(world: World, campaign: Json, number: Json, now: float) -> Registration:
    """A suspended campaign keeps its numbers; one that was not verified has none."""
    status = lifecycles.campaign_status(campaign, now=now)
    if status == "SUSPENDED":
        return Registration(REGISTERED, campaign)
    if status != "VERIFIED":
        return Registration(UNREGISTERED)
    if _is_one_too_many(world, number, campaign):
        return Registration(FAILED, campaign, EXTRA_NUMBER)
    waited = now - max(lifecycles.campaign_verified_at(campaign), number.get("_joined_at", 0))
    is_done = waited >= constants.NUMBER_REGISTERED_SECONDS
    return Registration(REGISTERED if is_done else PENDING, campaign)


def pool_of(world: World, service_sid: str) -> list[Json]:
    numbers = world.newest_first("numbers")
    return [number for number in numbers if number["_service_sid"] == service_sid]


def _is_one_too_many(world: World, number: Json, campaign: Json) -> bool:
    if campaign["us_app_to_person_usecase"] != "SOLE_PROPRIETOR":
        return False
    pool = pool_of(world, campaign["messaging_service_sid"])
    first = min(pool, key=lambda member: member.get("_joined_at", 0))
    return bool(first["sid"] != number["sid"])
