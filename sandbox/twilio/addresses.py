"""Postal addresses of the 2010 API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio.wire import (
    Answer,
    ApiError,
    Call,
    Json,
    Route,
    find,
    listed_v2010,
    not_found,
    public,
    snake,
)

if TYPE_CHECKING:
    from sandbox.twilio.world import World

REQUIRED = ("CustomerName", "Street", "City", "Region", "PostalCode", "IsoCountry")
UPDATABLE = ("FriendlyName", "CustomerName", "Street", "City", "Region", "PostalCode")
FILTERS = ("CustomerName", "FriendlyName", "IsoCountry")


def require_account(world: World, call: Call, account_sid: str) -> None:
    """Another account's path is simply not there."""
    if account_sid != world.account_sid:
        raise not_found(call)


def create_address(world: World, call: Call, *, account_sid: str) -> Answer:
    require_account(world, call, account_sid)
    values = {snake(name): call.require(name) for name in REQUIRED}
    if len(values["iso_country"]) != 2:
        raise ApiError(400, 20001, "IsoCountry must be a two-letter country code.")
    now = world.rfc2822_now()
    sid = world.new_sid("AD")
    address: Json = {
        "sid": sid,
        "account_sid": account_sid,
        **values,
        "friendly_name": call.text("FriendlyName"),
        "street_secondary": call.text("StreetSecondary"),
        "emergency_enabled": call.flag("EmergencyEnabled", default=False),
        "validated": False,
        "verified": False,
        "date_created": now,
        "date_updated": now,
        "uri": f"/2010-04-01/Accounts/{account_sid}/Addresses/{sid}.json",
    }
    world.table("addresses")[sid] = address
    return Answer(201, public(address))


def fetch_address(world: World, call: Call, *, account_sid: str, sid: str) -> Answer:
    require_account(world, call, account_sid)
    return Answer(200, public(find(world, call, "addresses", sid)))


def update_address(world: World, call: Call, *, account_sid: str, sid: str) -> Answer:
    """What is not sent stays as it was."""
    require_account(world, call, account_sid)
    address = find(world, call, "addresses", sid)
    for name in UPDATABLE:
        address[snake(name)] = call.text(name) or address[snake(name)]
    if call.text("StreetSecondary") is not None:
        address["street_secondary"] = call.text("StreetSecondary")
    address["date_updated"] = world.rfc2822_now()
    return Answer(200, public(address))


def list_addresses(world: World, call: Call, *, account_sid: str) -> Answer:
    require_account(world, call, account_sid)
    wanted = {snake(name): call.query[name] for name in FILTERS if call.query.get(name)}
    found = [
        public(address)
        for address in world.newest_first("addresses")
        if all(address[key] == value for key, value in wanted.items())
    ]
    return listed_v2010(call, found, key="addresses")


ACCOUNT = "/api.twilio.com/2010-04-01/Accounts/<account_sid>"
ROUTES: list[Route] = [
    ("POST", f"{ACCOUNT}/Addresses.json", create_address),
    ("GET", f"{ACCOUNT}/Addresses.json", list_addresses),
    ("GET", f"{ACCOUNT}/Addresses/<sid>.json", fetch_address),
    ("POST", f"{ACCOUNT}/Addresses/<sid>.json", update_address),
]
