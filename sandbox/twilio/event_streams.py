"""Event Streams: sinks that are told, and subscriptions that say of what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sandbox.twilio.event_types import ALL_TYPES, TEST_EVENT, schema_name
from sandbox.twilio.publishing import cloud_event, send_to_sink
from sandbox.twilio.wire import Answer, ApiError, Call, Json, Route, find, listed, public

if TYPE_CHECKING:
    from sandbox.twilio.world import World

HOST = "https://events.twilio.com"
SINK_TYPES = ("webhook", "kinesis", "segment", "email")
METHODS = ("GET", "POST")


def create_sink(world: World, call: Call) -> Answer:
    """Of the four types only a webhook can be told anything here."""
    description = call.require("Description")
    kind = call.require("SinkType")
    if kind not in SINK_TYPES:
        raise ApiError(400, 20001, f"SinkType {kind} is not one of {', '.join(SINK_TYPES)}.")
    if kind != "webhook":
        raise ApiError(400, 20001, "The sandbox has webhook sinks only.")
    now = world.iso_now()
    sink: Json = {
        "sid": world.new_sid("DG"),
        "description": description,
        "sink_configuration": _configuration(call),
        "sink_type": kind,
        "status": "initialized",
        "date_created": now,
        "date_updated": now,
        "_test_ids": [],
    }
    world.table("sinks")[sink["sid"]] = sink
    return Answer(201, _shown_sink(sink))


def fetch_sink(world: World, call: Call, *, sid: str) -> Answer:
    return Answer(200, _shown_sink(find(world, call, "sinks", sid)))


def update_sink(world: World, call: Call, *, sid: str) -> Answer:
    """The description alone: another address is another sink."""
    sink = find(world, call, "sinks", sid)
    sink |= {"description": call.require("Description"), "date_updated": world.iso_now()}
    return Answer(200, _shown_sink(sink))


def list_sinks(world: World, call: Call) -> Answer:
    status = call.query.get("Status")
    sinks = [each for each in world.newest_first("sinks") if status in (None, each["status"])]
    return listed(call, [_shown_sink(each) for each in sinks], key="sinks")


def delete_sink(world: World, call: Call, *, sid: str) -> Answer:
    find(world, call, "sinks", sid)
    if any(each["sink_sid"] == sid for each in world.table("subscriptions").values()):
        raise ApiError(409, 20409, "The sink is in use by a subscription.")
    del world.table("sinks")[sid]
    return Answer(204)


def test_sink(world: World, call: Call, *, sid: str) -> Answer:
    """Sends an event whose `test_id` proves to whoever repeats it that it arrived."""
    sink = find(world, call, "sinks", sid)
    test_id = world.new_sid("")
    sink["_test_ids"].append(test_id)
    if sink["status"] == "initialized":
        sink["status"] = "validating"
    event = cloud_event(world, TEST_EVENT, {"test_id": test_id}, source=sink["sid"])
    send_to_sink(world, sink, event, at=world.clock.now())
    return Answer(201, {"result": "submitted"})


def validate_sink(world: World, call: Call, *, sid: str) -> Answer:
    sink = find(world, call, "sinks", sid)
    if call.require("TestId") not in sink["_test_ids"]:
        raise ApiError(400, 20001, "TestId is not that of a test event of this sink.")
    sink |= {"status": "active", "date_updated": world.iso_now()}
    return Answer(201, {"result": "valid"})


def create_subscription(world: World, call: Call) -> Answer:
    """A webhook need not be validated first; Twilio's own quick start does not either."""
    description = call.require("Description")
    sink = find(world, call, "sinks", call.require("SinkSid"))
    types = _types(call)
    now = world.iso_now()
    subscription: Json = {
        "sid": world.new_sid("DF"),
        "account_sid": world.account_sid,
        "sink_sid": sink["sid"],
        "description": description,
        "date_created": now,
        "date_updated": now,
        "_types": types,
    }
    world.table("subscriptions")[subscription["sid"]] = subscription
    return Answer(201, _shown_subscription(subscription))


def fetch_subscription(world: World, call: Call, *, sid: str) -> Answer:
    return Answer(200, _shown_subscription(find(world, call, "subscriptions", sid)))


def list_subscriptions(world: World, call: Call) -> Answer:
    sink_sid = call.query.get("SinkSid")
    found = [
        _shown_subscription(each)
        for each in world.newest_first("subscriptions")
        if sink_sid in (None, each["sink_sid"])
    ]
    return listed(call, found, key="subscriptions")


def delete_subscription(world: World, call: Call, *, sid: str) -> Answer:
    find(world, call, "subscriptions", sid)
    del world.table("subscriptions")[sid]
    return Answer(204)


def list_subscribed(world: World, call: Call, *, sid: str) -> Answer:
    subscription = find(world, call, "subscriptions", sid)
    types = [
        {
            "account_sid": world.account_sid,
            "subscription_sid": sid,
            "type": event_type,
            "schema_version": version,
            "url": f"{HOST}/v1/Subscriptions/{sid}/SubscribedEvents/{event_type}",
        }
        for event_type, version in subscription["_types"].items()
    ]
    return listed(call, types, key="types")


def list_types(world: World, call: Call) -> Answer:
    types = [
        {
            "type": event_type,
            "schema_id": schema_name(event_type),
            "description": event_type.rpartition(".")[2].replace("-", " "),
            "status": "available",
            "documentation_url": None,
            "date_created": world.iso_now(),
            "date_updated": world.iso_now(),
            "url": f"{HOST}/v1/Types/{event_type}",
            "links": {"schema": f"{HOST}/v1/Schemas/{schema_name(event_type)}/Versions"},
        }
        for event_type in ALL_TYPES
    ]
    return listed(call, types, key="types")


def _configuration(call: Call) -> Json:
    configuration = _object(call.require("SinkConfiguration"), name="SinkConfiguration")
    destination = configuration.get("destination")
    if not isinstance(destination, str) or urlsplit(destination).scheme not in ("http", "https"):
        raise ApiError(400, 20001, "SinkConfiguration needs a destination with http or https.")
    if str(configuration.get("method", "POST")).upper() not in METHODS:
        raise ApiError(400, 20001, "SinkConfiguration needs the method GET or POST.")
    return configuration


def _types(call: Call) -> dict[str, int]:
    asked = [_object(text, name="Types") for text in call.texts("Types")]
    if not asked:
        raise ApiError(400, 20001, "Missing required parameter Types in the post body")
    for each in asked:
        if each.get("type") not in ALL_TYPES:
            raise ApiError(400, 20001, f"Type not found: {each.get('type')}")
        if each.get("schema_version", 1) != 1:
            raise ApiError(400, 20001, f"{each['type']} has schema version 1 only.")
    return {each["type"]: 1 for each in asked}


def _object(text: str, *, name: str) -> Json:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise ApiError(400, 20001, f"{name} must be JSON.") from error
    if not isinstance(value, dict):
        raise ApiError(400, 20001, f"{name} must be a JSON object.")
    return value


def _shown_sink(sink: Json) -> Json:
    url = f"{HOST}/v1/Sinks/{sink['sid']}"
    links = {"sink_test": f"{url}/Test", "sink_validate": f"{url}/Validate"}
    return public(sink) | {"url": url, "links": links}


def _shown_subscription(subscription: Json) -> Json:
    url = f"{HOST}/v1/Subscriptions/{subscription['sid']}"
    return public(subscription) | {
        "url": url,
        "links": {"subscribed_events": f"{url}/SubscribedEvents"},
    }


BASE = "/events.twilio.com/v1"
ROUTES: list[Route] = [
    ("POST", f"{BASE}/Sinks", create_sink),
    ("GET", f"{BASE}/Sinks", list_sinks),
    ("GET", f"{BASE}/Sinks/<sid>", fetch_sink),
    ("POST", f"{BASE}/Sinks/<sid>", update_sink),
    ("DELETE", f"{BASE}/Sinks/<sid>", delete_sink),
    ("POST", f"{BASE}/Sinks/<sid>/Test", test_sink),
    ("POST", f"{BASE}/Sinks/<sid>/Validate", validate_sink),
    ("POST", f"{BASE}/Subscriptions", create_subscription),
    ("GET", f"{BASE}/Subscriptions", list_subscriptions),
    ("GET", f"{BASE}/Subscriptions/<sid>", fetch_subscription),
    ("DELETE", f"{BASE}/Subscriptions/<sid>", delete_subscription),
    ("GET", f"{BASE}/Subscriptions/<sid>/SubscribedEvents", list_subscribed),
    ("GET", f"{BASE}/Types", list_types),
]
