"""Messaging services and the numbers in their pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio import lifecycles
from sandbox.twilio.news import tell_deregistration
from sandbox.twilio.registration import pool_of
from sandbox.twilio.watches import watch_number
from sandbox.twilio.wire import Answer, ApiError, Call, Json, Route, find, listed, public, snake

if TYPE_CHECKING:
    from sandbox.twilio.world import World

HOST = "https://messaging.twilio.com"
POOL_LIMIT = 400
MAX_VALIDITY_SECONDS = 36000
TEXTS = (
    "FriendlyName",
    "InboundRequestUrl",
    "InboundMethod",
    "FallbackUrl",
    "FallbackMethod",
    "StatusCallback",
    "ScanMessageContent",
    "Usecase",
)
FLAGS = (
    "StickySender",
    "MmsConverter",
    "SmartEncoding",
    "FallbackToLongCode",
    "AreaCodeGeomatch",
    "SynchronousValidation",
    "UseInboundWebhookOnNumber",
)
LINKS = {
    "phone_numbers": "PhoneNumbers",
    "short_codes": "ShortCodes",
    "alpha_senders": "AlphaSenders",
    "messages": "Messages",
    "us_app_to_person": "Compliance/Usa2p",
    "us_app_to_person_usecases": "Compliance/Usa2p/Usecases",
    "channel_senders": "ChannelSenders",
    "destination_alpha_senders": "DestinationAlphaSenders",
}


def new_service(world: World, *, sid: str, friendly_name: str) -> Json:
    """A service with Twilio's defaults and an empty pool."""
    now = world.iso_now()
    return {
        "sid": sid,
        "account_sid": world.account_sid,
        "friendly_name": friendly_name,
        "inbound_request_url": None,
        "inbound_method": "POST",
        "fallback_url": None,
        "fallback_method": "POST",
        "status_callback": None,
        "sticky_sender": True,
        "mms_converter": True,
        "smart_encoding": True,
        "scan_message_content": "inherit",
        "fallback_to_long_code": True,
        "area_code_geomatch": True,
        "synchronous_validation": False,
        "validity_period": MAX_VALIDITY_SECONDS,
        "usecase": "undeclared",
        "use_inbound_webhook_on_number": False,
        "date_created": now,
        "date_updated": now,
    }


def create_service(world: World, call: Call) -> Answer:
    name = call.require("FriendlyName")
    service = new_service(world, sid=world.new_sid("MG"), friendly_name=name)
    _apply(call, service)
    world.table("services")[service["sid"]] = service
    return Answer(201, shown_service(world, service))


def fetch_service(world: World, call: Call, *, sid: str) -> Answer:
    return Answer(200, shown_service(world, find(world, call, "services", sid)))


def update_service(world: World, call: Call, *, sid: str) -> Answer:
    """What is not sent stays as it was; an empty text clears."""
    service = find(world, call, "services", sid)
    _apply(call, service)
    service["date_updated"] = world.iso_now()
    return Answer(200, shown_service(world, service))


def list_services(world: World, call: Call) -> Answer:
    services = [shown_service(world, each) for each in world.newest_first("services")]
    return listed(call, services, key="services")


def shown_service(world: World, service: Json) -> Json:
    url = f"{HOST}/v1/Services/{service['sid']}"
    campaign = world.table("campaigns").get(service["sid"])
    now = world.clock.now()
    is_registered = campaign is not None and (
        lifecycles.campaign_status(campaign, now=now) == "VERIFIED"
    )
    return public(service) | {
        "us_app_to_person_registered": is_registered,
        "url": url,
        "links": {name: f"{url}/{path}" for name, path in LINKS.items()},
    }


def attach_number(world: World, call: Call, *, service_sid: str) -> Answer:
    """A number is in one service at most: 21710 for this one, 21712 for another."""
    find(world, call, "services", service_sid)
    number = find(world, call, "numbers", call.require("PhoneNumberSid"))
    if number["_service_sid"] == service_sid:
        raise ApiError(409, 21710, "Phone Number is already in this Messaging Service.")
    if number["_service_sid"] is not None:
        raise ApiError(409, 21712, "Phone Number is in another Messaging Service.")
    if len(pool_of(world, service_sid)) >= POOL_LIMIT:
        raise ApiError(400, 21714, f"A Messaging Service holds {POOL_LIMIT} numbers at most.")
    number |= {
        "_service_sid": service_sid,
        "_attached_at": world.iso_now(),
        "_joined_at": world.clock.now(),
        "_forced_registration": None,
    }
    watch_number(world, number)
    return Answer(201, _shown_member(number))


def list_pool(world: World, call: Call, *, service_sid: str) -> Answer:
    find(world, call, "services", service_sid)
    members = [_shown_member(number) for number in pool_of(world, service_sid)]
    return listed(call, members, key="phone_numbers")


def fetch_member(world: World, call: Call, *, service_sid: str, sid: str) -> Answer:
    return Answer(200, _shown_member(_member(world, call, service_sid, sid)))


def detach_number(world: World, call: Call, *, service_sid: str, sid: str) -> Answer:
    number = _member(world, call, service_sid, sid)
    leave_pool(world, number)
    return Answer(204)


def leave_pool(world: World, number: Json) -> None:
    """Coming back later, it registers from the start."""
    tell_deregistration(world, number)
    number |= {"_service_sid": None, "_attached_at": None, "_forced_registration": None}


def _member(world: World, call: Call, service_sid: str, sid: str) -> Json:
    find(world, call, "services", service_sid)
    number = find(world, call, "numbers", sid)
    if number["_service_sid"] != service_sid:
        raise ApiError(404, 20404, f"The requested resource {call.path} was not found")
    return number


def _shown_member(number: Json) -> Json:
    service_sid = number["_service_sid"]
    return {
        "sid": number["sid"],
        "account_sid": number["account_sid"],
        "service_sid": service_sid,
        "date_created": number["_attached_at"],
        "date_updated": number["_attached_at"],
        "phone_number": number["phone_number"],
        "country_code": "US",
        "capabilities": ["Voice", "SMS", "MMS"],
        "url": f"{HOST}/v1/Services/{service_sid}/PhoneNumbers/{number['sid']}",
    }


def _apply(call: Call, service: Json) -> None:
    for name in TEXTS:
        if call.text(name) is not None:
            service[snake(name)] = call.text(name) or None
    for name in FLAGS:
        service[snake(name)] = call.flag(name, default=service[snake(name)])
    validity = call.text("ValidityPeriod")
    if validity is None:
        return
    if not validity.isdigit() or not 1 <= int(validity) <= MAX_VALIDITY_SECONDS:
        raise ApiError(400, 20001, f"ValidityPeriod must be 1 to {MAX_VALIDITY_SECONDS}.")
    service["validity_period"] = int(validity)


BASE = "/messaging.twilio.com/v1/Services"
ROUTES: list[Route] = [
    ("POST", BASE, create_service),
    ("GET", BASE, list_services),
    ("GET", f"{BASE}/<sid>", fetch_service),
    ("POST", f"{BASE}/<sid>", update_service),
    ("POST", f"{BASE}/<service_sid>/PhoneNumbers", attach_number),
    ("GET", f"{BASE}/<service_sid>/PhoneNumbers", list_pool),
    ("GET", f"{BASE}/<service_sid>/PhoneNumbers/<sid>", fetch_member),
    ("DELETE", f"{BASE}/<service_sid>/PhoneNumbers/<sid>", detach_number),
]
