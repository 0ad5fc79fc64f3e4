"""Phone numbers that the account owns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio.addresses import ACCOUNT, require_account
from sandbox.twilio.wire import Answer, Call, Json, Route, find, listed_v2010, public, snake

if TYPE_CHECKING:
    from sandbox.twilio.world import World

TEXTS = (
    "FriendlyName",
    "SmsApplicationSid",
    "SmsFallbackMethod",
    "SmsFallbackUrl",
    "SmsMethod",
    "SmsUrl",
    "StatusCallback",
    "StatusCallbackMethod",
    "VoiceApplicationSid",
    "VoiceFallbackMethod",
    "VoiceFallbackUrl",
    "VoiceMethod",
    "VoiceUrl",
    "AddressSid",
    "EmergencyAddressSid",
    "BundleSid",
    "IdentitySid",
    "TrunkSid",
)
FILTERS = ("PhoneNumber", "FriendlyName")


def new_number(world: World, *, sid: str, phone_number: str, friendly_name: str) -> Json:
    """A number with nothing configured, in no messaging service."""
    now = world.rfc2822_now()
    number: Json = {snake(name): None for name in TEXTS}
    methods = [name for name in TEXTS if name.endswith("Method")]
    number |= {snake(name): "POST" for name in methods}
    return number | {
        "sid": sid,
        "account_sid": world.account_sid,
        "phone_number": phone_number,
        "friendly_name": friendly_name,
        "address_requirements": "none",
        "api_version": "2010-04-01",
        "beta": False,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "emergency_status": "Inactive",
        "emergency_address_status": "unregistered",
        "origin": "twilio",
        "voice_receive_mode": "voice",
        "voice_caller_id_lookup": False,
        "status": "in-use",
        "type": "local",
        "date_created": now,
        "date_updated": now,
        "uri": f"/2010-04-01/Accounts/{world.account_sid}/IncomingPhoneNumbers/{sid}.json",
        "_service_sid": None,
        "_attached_at": None,
    }


def fetch_number(world: World, call: Call, *, account_sid: str, sid: str) -> Answer:
    require_account(world, call, account_sid)
    return Answer(200, public(find(world, call, "numbers", sid)))


def update_number(world: World, call: Call, *, account_sid: str, sid: str) -> Answer:
    """What is not sent stays as it was; an empty value clears."""
    require_account(world, call, account_sid)
    number = find(world, call, "numbers", sid)
    configure(call, number)
    number["date_updated"] = world.rfc2822_now()
    return Answer(200, public(number))


def configure(call: Call, number: Json) -> None:
    for name in TEXTS:
        if call.text(name) is not None:
            number[snake(name)] = call.text(name) or None
    lookup = call.flag("VoiceCallerIdLookup", default=number["voice_caller_id_lookup"])
    number["voice_caller_id_lookup"] = lookup


def find_by_phone_number(world: World, phone_number: str) -> Json | None:
    numbers = world.table("numbers").values()
    return next((each for each in numbers if each["phone_number"] == phone_number), None)


def list_numbers(world: World, call: Call, *, account_sid: str) -> Answer:
    require_account(world, call, account_sid)
    wanted = {snake(name): call.query[name] for name in FILTERS if call.query.get(name)}
    found = [
        public(number)
        for number in world.newest_first("numbers")
        if all(number[key] == value for key, value in wanted.items())
    ]
    return listed_v2010(call, found, key="incoming_phone_numbers")


ROUTES: list[Route] = [
    ("GET", f"{ACCOUNT}/IncomingPhoneNumbers.json", list_numbers),
    ("GET", f"{ACCOUNT}/IncomingPhoneNumbers/<sid>.json", fetch_number),
    ("POST", f"{ACCOUNT}/IncomingPhoneNumbers/<sid>.json", update_number),
]
