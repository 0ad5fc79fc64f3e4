"""Finding numbers for sale, buying and giving them back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.twilio import constants
from sandbox.twilio.addresses import ACCOUNT, require_account
from sandbox.twilio.inventory import (
    friendly,
    is_area_code,
    is_pattern,
    matches,
    offer,
    stock_of,
    whole_stock,
)
from sandbox.twilio.numbers import configure, new_number
from sandbox.twilio.services import leave_pool
from sandbox.twilio.wire import Answer, ApiError, Call, Json, Route, find, listed_v2010, public

if TYPE_CHECKING:
    from sandbox.twilio.world import World

US_NUMBER = re.compile(r"\+1[2-9]\d{9}")
CAPABILITIES = {"SmsEnabled": "SMS", "MmsEnabled": "MMS", "VoiceEnabled": "voice"}
PLACE_FILTERS = {"InRegion": "region", "InLocality": "locality", "InPostalCode": "postal_code"}
INVALID, TAKEN = 21421, 21422
BAD_AREA_CODE, EMPTY_AREA_CODE = 21451, 21452
NEEDS_ADDRESS = 21631


def switches(world: World) -> Json:
    """`lose_next`: how many purchases somebody else will be quicker at."""
    return world.settings("purchases", {"lose_next": 0})


def search_numbers(world: World, call: Call, *, account_sid: str) -> Answer:
    require_account(world, call, account_sid)
    wanted = _wanted(call)
    offers = [offer(number) for number in _for_sale(world, call.query.get("AreaCode"))]
    found = [each for each in offers if all(check(each) for check in wanted)]
    return listed_v2010(call, found, key="available_phone_numbers")


def buy_number(world: World, call: Call, *, account_sid: str) -> Answer:
    """The fee is charged here and never again, however often the number is then changed."""
    require_account(world, call, account_sid)
    phone_number = call.text("PhoneNumber") or _first_of(world, call.text("AreaCode"))
    _check_for_sale(world, phone_number)
    _check_address(call, phone_number)
    _race(world, phone_number)
    number = new_number(
        world,
        sid=world.new_sid("PN"),
        phone_number=phone_number,
        friendly_name=friendly(phone_number),
    )
    number["capabilities"] = {
        name.lower(): able for name, able in offer(phone_number)["capabilities"].items()
    }
    configure(call, number)
    world.table("numbers")[number["sid"]] = number
    world.charge("number", sid=number["sid"], cents=constants.NUMBER_MONTHLY_FEE)
    return Answer(201, public(number))


def release_number(world: World, call: Call, *, account_sid: str, sid: str) -> Answer:
    """For good: nobody gets it back, not even who gave it away."""
    require_account(world, call, account_sid)
    number = find(world, call, "numbers", sid)
    leave_pool(world, number)
    take_away(world, number["phone_number"])
    del world.table("numbers")[sid]
    return Answer(204)


def take_away(world: World, phone_number: str) -> None:
    """Somebody else's from now on."""
    world.table("taken_numbers")[phone_number] = {"phone_number": phone_number}


def _wanted(call: Call) -> list[Callable[[Json], bool]]:
    checks: list[Callable[[Json], bool]] = []
    for name, capability in CAPABILITIES.items():
        asked = call.query.get(name, "").lower()
        if asked in ("true", "false"):
            checks.append(_has_capability(capability, is_wanted=asked == "true"))
    for name, key in PLACE_FILTERS.items():
        if call.query.get(name):
            checks.append(_is_from(key, call.query[name].lower()))
    if call.query.get("ExcludeAllAddressRequired", "").lower() == "true":
        checks.append(lambda each: each["address_requirements"] == "none")
    pattern = call.query.get("Contains")
    if pattern:
        if not is_pattern(pattern):
            raise ApiError(400, 20001, "Contains takes two or more of 0-9, a-z, * and %.")
        checks.append(lambda each: matches(each["phone_number"], pattern))
    return checks


def _has_capability(name: str, *, is_wanted: bool) -> Callable[[Json], bool]:
    return lambda each: each["capabilities"][name] is is_wanted


def _is_from(key: str, place: str) -> Callable[[Json], bool]:
    return lambda each: each[key].lower() == place


def _for_sale(world: World, area_code: str | None) -> list[str]:
    """Of one area code, or of all; 21451 where that cannot be one."""
    if area_code is not None and not is_area_code(area_code):
        raise ApiError(400, BAD_AREA_CODE, f"{area_code} is not an area code.")
    gone = {each["phone_number"] for each in world.table("numbers").values()}
    gone |= set(world.table("taken_numbers"))
    stock = stock_of(area_code) if area_code is not None else whole_stock()
    return [number for number in stock if number not in gone]


def _first_of(world: World, area_code: str | None) -> str:
    if area_code is None:
        raise ApiError(400, 21401, "Give a PhoneNumber or an AreaCode.")
    for number in _for_sale(world, area_code):
        if offer(number)["address_requirements"] == "none":
            return number
    raise ApiError(400, EMPTY_AREA_CODE, f"No phone numbers found in area code {area_code}.")


def _check_for_sale(world: World, phone_number: str) -> None:
    if not US_NUMBER.fullmatch(phone_number):
        raise ApiError(400, INVALID, f"{phone_number} is not a valid phone number.")
    if phone_number not in _for_sale(world, None):
        raise ApiError(400, TAKEN, f"{phone_number} is not available.")


def _check_address(call: Call, phone_number: str) -> None:
    if offer(phone_number)["address_requirements"] != "none" and not call.text("AddressSid"):
        raise ApiError(400, NEEDS_ADDRESS, f"{phone_number} requires an Address.")


def _race(world: World, phone_number: str) -> None:
    """Another customer was quicker, between the search and now."""
    purchases = switches(world)
    if purchases["lose_next"] <= 0:
        return
    purchases["lose_next"] -= 1
    take_away(world, phone_number)
    world.save()
    raise ApiError(400, TAKEN, f"{phone_number} is not available.")


ROUTES: list[Route] = [
    ("GET", f"{ACCOUNT}/AvailablePhoneNumbers/US/Local.json", search_numbers),
    ("POST", f"{ACCOUNT}/IncomingPhoneNumbers.json", buy_number),
    ("DELETE", f"{ACCOUNT}/IncomingPhoneNumbers/<sid>.json", release_number),
]
