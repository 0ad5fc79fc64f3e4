"""When to look at a record again: at each moment at which its status may have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio import constants, lifecycles
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World


def watch_brand(world: World, brand: Json) -> None:
    decided_at = brand["_submitted_at"] + constants.BRAND_DECIDED_SECONDS
    for at in (decided_at, decided_at + constants.IDENTITY_VERIFIED_SECONDS):
        look_at(world, "brands", brand["sid"], at=at)


def watch_campaign(world: World, campaign: Json) -> None:
    """Its numbers are looked at with it; they are registered some time after its approval."""
    submitted_at = campaign["_submitted_at"]
    verified_at = lifecycles.campaign_verified_at(campaign)
    moments = [submitted_at, submitted_at + constants.CAMPAIGN_INTAKE_SECONDS, verified_at]
    for at in (*moments, verified_at + constants.NUMBER_REGISTERED_SECONDS):
        look_at(world, "campaigns", campaign["messaging_service_sid"], at=at)


def watch_number(world: World, number: Json) -> None:
    for wait in (0, constants.NUMBER_REGISTERED_SECONDS):
        look_at(world, "numbers", number["sid"], at=number["_joined_at"] + wait)


def watch_forced(world: World, table: str, key: str) -> None:
    """Whoever forces an outcome hears of it like of any other."""
    now = world.clock.now()
    for wait in (0, constants.NUMBER_REGISTERED_SECONDS):
        look_at(world, table, key, at=now + wait)


def look_at(world: World, table: str, key: str, *, at: float) -> None:
    world.schedule.add(at, "news", table=table, record=key)
