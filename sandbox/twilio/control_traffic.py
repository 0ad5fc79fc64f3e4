"""Control of what happens around an account: calls, texts, numbers, events, its standing."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

from sandbox.twilio.calls import DIAL_OUTCOMES, Behaviour, make_call
from sandbox.twilio.inbound_texts import receive_text
from sandbox.twilio.news import tell_news
from sandbox.twilio.numbers import find_by_phone_number
from sandbox.twilio.publishing import TROUBLE, publish, release_held, trouble
from sandbox.twilio.purchases import switches, take_away
from sandbox.twilio.registration import STATUSES, registration_of
from sandbox.twilio.wire import (
    Answer,
    ApiError,
    Call,
    Json,
    Route,
    check_among,
    find,
    public,
    read_json,
)

if TYPE_CHECKING:
    from sandbox.twilio.app import Sandbox
    from sandbox.twilio.world import World

SETTLE_SECONDS = 3.0
ACCOUNT_STATUSES = ("active", "suspended", "denied", "closed")
CALL_FIELDS = {"from", "to"} | {each.name for each in fields(Behaviour)}


def place_call(sandbox: Sandbox, call: Call) -> Answer:
    """Ends when the call does, its reports included."""
    asked = read_json(call)
    number, from_ = _ends(sandbox.world, asked, allowed=CALL_FIELDS)
    given = {name: value for name, value in asked.items() if name not in ("from", "to")}
    behaviour = _behaviour(given)
    check_among(behaviour.dial, DIAL_OUTCOMES)
    made = make_call(sandbox.world, number, from_=from_, behaviour=behaviour)
    sandbox.worker.settle(SETTLE_SECONDS)
    return Answer(201, made)


def send_text(sandbox: Sandbox, call: Call) -> Answer:
    asked = read_json(call)
    number, from_ = _ends(sandbox.world, asked, allowed={"from", "to", "body"})
    body = asked.get("body")
    if not isinstance(body, str):
        raise ApiError(400, 20001, "Give the body as text.")
    return Answer(201, receive_text(sandbox.world, number, from_=from_, body=body))


def settle(sandbox: Sandbox, call: Call) -> Answer:
    """Waits until everything due by now was delivered, or tried."""
    seconds = read_json(call).get("timeout_seconds", SETTLE_SECONDS)
    if not isinstance(seconds, int | float):
        raise ApiError(400, 20001, "Give timeout_seconds as a number.")
    return Answer(200, {"is_settled": sandbox.worker.settle(seconds)})


def show_deliveries(sandbox: Sandbox, call: Call) -> Answer:
    """Each try since the process started, the oldest first; and what is still to come."""
    waiting = [
        {"at": item["at"], "url": item["url"], "attempts": item["attempts"]}
        for item in sandbox.world.table("due").values()
        if item["kind"] == "deliver"
    ]
    return Answer(200, {"deliveries": list(sandbox.worker.log), "waiting": waiting})


def change_purchases(sandbox: Sandbox, call: Call) -> Answer:
    """`lose_next` purchases come too late; `take` is somebody else's at once."""
    asked = read_json(call)
    purchases = switches(sandbox.world)
    if "take" in asked:
        take_away(sandbox.world, str(asked["take"]))
    lose_next = asked.get("lose_next", purchases["lose_next"])
    if not isinstance(lose_next, int) or lose_next < 0:
        raise ApiError(400, 20001, "Give lose_next as a whole number, not negative.")
    purchases["lose_next"] = lose_next
    return Answer(200, dict(purchases))


def force_registration(sandbox: Sandbox, call: Call, *, sid: str) -> Answer:
    """Holds until the number leaves its pool; null lets it run its course again."""
    world = sandbox.world
    number = find(world, call, "numbers", sid)
    status = read_json(call).get("registration")
    if status is not None:
        check_among(status, STATUSES)
    number["_forced_registration"] = status
    tell_news(world, {"table": "numbers", "record": sid, "at": world.clock.now()})
    return Answer(200, shown_number(world, number))


def shown_number(world: World, number: Json) -> Json:
    registration = registration_of(world, number, now=world.clock.now())
    return public(number) | {
        "service_sid": number["_service_sid"],
        "registration": registration.status,
    }


def show_trouble(sandbox: Sandbox, call: Call) -> Answer:
    return Answer(200, dict(trouble(sandbox.world)))


def change_trouble(sandbox: Sandbox, call: Call) -> Answer:
    """What is not given stays; an event held back goes out once nothing is reordered any more."""
    asked = read_json(call)
    for name, value in asked.items():
        check_among(name, tuple(TROUBLE))
        if not _is_like(value, TROUBLE[name]):
            raise ApiError(400, 20001, f"{value} is no value for {name}.")
    _check_pattern(asked.get("match", ""))
    switched = trouble(sandbox.world)
    switched |= asked
    if not switched["reorder"]:
        release_held(sandbox.world)
    return Answer(200, dict(switched))


def clear_trouble(sandbox: Sandbox, call: Call) -> Answer:
    trouble(sandbox.world).update(TROUBLE)
    release_held(sandbox.world)
    return Answer(204)


def send_event(sandbox: Sandbox, call: Call) -> Answer:
    """Any event, even one that never happened, to whoever subscribed to its type."""
    asked = read_json(call)
    event_type, data = asked.get("type"), asked.get("data")
    if not isinstance(event_type, str) or not isinstance(data, dict):
        raise ApiError(400, 20001, "Give a type and data.")
    world = sandbox.world
    publish(world, event_type, data, source=world.account_sid, at=world.clock.now())
    return Answer(202)


def change_account(sandbox: Sandbox, call: Call) -> Answer:
    """Anything but active refuses every request to Twilio's hosts; control goes on."""
    status = read_json(call).get("status")
    check_among(status, ACCOUNT_STATUSES)
    sandbox.world.settings("account", {"status": "active"})["status"] = status
    return Answer(200, {"status": status})


def _ends(world: World, asked: Json, *, allowed: set[str]) -> tuple[Json, str]:
    unknown = set(asked) - allowed
    if unknown:
        raise ApiError(400, 20001, f"Unknown: {', '.join(sorted(unknown))}.")
    to, from_ = asked.get("to"), asked.get("from")
    if not isinstance(to, str) or not isinstance(from_, str):
        raise ApiError(400, 20001, "Give from and to as phone numbers.")
    number = find_by_phone_number(world, to)
    if number is None:
        raise ApiError(404, 20404, f"{to} is not a number of this account.")
    return number, from_


def _behaviour(given: Json) -> Behaviour:
    defaults = Behaviour(forwarded_from="")
    for name, value in given.items():
        if not _is_like(value, getattr(defaults, name)):
            raise ApiError(400, 20001, f"{value} is no value for {name}.")
    return Behaviour(**given)


def _is_like(value: object, model: object) -> bool:
    """Of the same kind; a whole number is fit for seconds."""
    if isinstance(value, bool) or isinstance(model, bool):
        return isinstance(value, bool) and isinstance(model, bool)
    if isinstance(model, int):
        return isinstance(value, int | float) and value >= 0
    return isinstance(value, type(model))


def _check_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ApiError(400, 20001, f"match is not a regular expression: {error}") from error


ROUTES: list[Route] = [
    ("POST", "/_control/calls", place_call),
    ("POST", "/_control/texts", send_text),
    ("POST", "/_control/settle", settle),
    ("GET", "/_control/deliveries", show_deliveries),
    ("POST", "/_control/purchases", change_purchases),
    ("POST", "/_control/numbers/<sid>", force_registration),
    ("GET", "/_control/events", show_trouble),
    ("POST", "/_control/events", change_trouble),
    ("DELETE", "/_control/events", clear_trouble),
    ("POST", "/_control/events/send", send_event),
    ("POST", "/_control/account", change_account),
]
