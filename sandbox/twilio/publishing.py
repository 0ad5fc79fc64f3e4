"""From an event to its deliveries: who subscribed, and which trouble is switched on."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sandbox.twilio.deliveries import queue_json
from sandbox.twilio.event_types import PREFIX, schema_name
from sandbox.twilio.wire import Json, iso

if TYPE_CHECKING:
    from sandbox.twilio.world import World

# `match` is a regular expression on the type: the others are delivered as if nothing were wrong.
TROUBLE: Json = {
    "match": "",
    "duplicate": 0,
    "reorder": False,
    "delay_seconds": 0,
    "drop": False,
    "single_object": False,
    "data_as_text": False,
}


def trouble(world: World) -> Json:
    return world.settings("event_trouble", TROUBLE)


def publish(world: World, name: str, data: Json, *, source: str, at: float) -> None:
    """To every sink whose subscription names the type; nobody subscribed, nobody hears."""
    event_type = name if name.startswith("com.") else PREFIX + name
    for subscription in world.table("subscriptions").values():
        version = subscription["_types"].get(event_type)
        sink = world.table("sinks").get(subscription["sink_sid"])
        if version is not None and sink is not None:
            event = cloud_event(world, event_type, data, source=source, version=version)
            _hand_over(world, sink, event, at=at)


def cloud_event(
    world: World, event_type: str, data: Json, *, source: str, version: int = 1
) -> Json:
    return {
        "specversion": "1.0",
        "type": event_type,
        "source": source,
        "id": world.new_sid("NO"),
        "dataschema": f"https://events-schemas.twilio.com/{schema_name(event_type)}/{version}",
        "datacontenttype": "application/json",
        "time": iso(world.clock.wall()),
        "data": data,
    }


def send_to_sink(world: World, sink: Json, event: Json, *, at: float) -> None:
    """As it is, without trouble."""
    _queue(world, sink, event, at=at, switches=TROUBLE)


def release_held(world: World) -> None:
    """What still waited for a later event to overtake it goes out now."""
    for sink in world.table("sinks").values():
        held = sink.pop("_held", None)
        if held is not None:
            _queue(world, sink, held, at=world.clock.now(), switches=trouble(world))


def _hand_over(world: World, sink: Json, event: Json, *, at: float) -> None:
    switches = trouble(world)
    if not re.search(switches["match"], event["type"]):
        _queue(world, sink, event, at=at, switches=TROUBLE)
        return
    if switches["drop"]:
        return
    if switches["reorder"] and "_held" not in sink:
        sink["_held"] = event
        return
    due = at + switches["delay_seconds"]
    _queue(world, sink, event, at=due, switches=switches)
    if "_held" in sink:
        _queue(world, sink, sink.pop("_held"), at=due, switches=switches)


def _queue(world: World, sink: Json, event: Json, *, at: float, switches: Json) -> None:
    told = event | {"data": json.dumps(event["data"])} if switches["data_as_text"] else event
    body = json.dumps(told if switches["single_object"] else [told])
    url = sink["sink_configuration"]["destination"]
    for _ in range(1 + switches["duplicate"]):
        queue_json(world, url, body, lane=sink["sid"], at=at)
