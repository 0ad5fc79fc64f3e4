"""What is there from the start: the platform's own profile and the first tenant's live line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio import constants
from sandbox.twilio.numbers import new_number
from sandbox.twilio.services import new_service

if TYPE_CHECKING:
    from sandbox.twilio.world import World


def seed(world: World) -> None:
    _seed_primary_profile(world)
    _seed_live_service(world)
    _seed_live_number(world)


def _seed_primary_profile(world: World) -> None:
    now = world.iso_now()
    world.table("customer_profiles")[constants.SANDBOX_PRIMARY_PROFILE_SID] = {
        "sid": constants.SANDBOX_PRIMARY_PROFILE_SID,
        "account_sid": world.account_sid,
        "policy_sid": constants.PRIMARY_PROFILE_POLICY,
        "friendly_name": f"{constants.PLATFORM_NAME} primary profile",
        "status": "twilio-approved",
        "email": "compliance@servicepro.example",
        "status_callback": None,
        "valid_until": None,
        "date_created": now,
        "date_updated": now,
        "_submitted_at": None,
        "_findings": [],
    }


def _seed_live_service(world: World) -> None:
    name = constants.CLEAN_MACHINE_SERVICE_NAME
    service = new_service(world, sid=constants.CLEAN_MACHINE_SERVICE_SID, friendly_name=name)
    world.table("services")[service["sid"]] = service


def _seed_live_number(world: World) -> None:
    number = new_number(
        world,
        sid=constants.CLEAN_MACHINE_NUMBER_SID,
        phone_number=constants.CLEAN_MACHINE_PHONE_NUMBER,
        friendly_name="Clean Machine",
    )
    number["_service_sid"] = constants.CLEAN_MACHINE_SERVICE_SID
    number["_attached_at"] = world.iso_now()
    # Registered long ago, by other hands: no campaign of this account says so.
    number["_registered_outside"] = constants.CLEAN_MACHINE_SERVICE_SID
    world.table("numbers")[number["sid"]] = number
