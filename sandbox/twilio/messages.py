"""Text messages: sent through the API, on their way in virtual time, reported as they go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.twilio import constants
from sandbox.twilio.addresses import ACCOUNT, require_account
from sandbox.twilio.carriers import EXPLANATIONS, message_status, verdict
from sandbox.twilio.date_filters import ON_OR_AFTER, ON_OR_BEFORE, DateFilter, date_filters
from sandbox.twilio.deliveries import queue_form
from sandbox.twilio.numbers import find_by_phone_number
from sandbox.twilio.opt_outs import is_opted_out
from sandbox.twilio.registration import pool_of
from sandbox.twilio.wire import (
    Answer,
    ApiError,
    Call,
    Json,
    Route,
    find,
    listed_v2010,
    public,
    rfc2822,
)

if TYPE_CHECKING:
    from sandbox.twilio.world import World

E164 = re.compile(r"\+[1-9]\d{7,14}")
MAX_BODY = 1600
SEGMENT = 160
OPTED_OUT = 21610
FILTERS = {"To": "to", "From": "from"}
DATES = (DateFilter("DateSent", "_sent_wall", below=ON_OR_BEFORE, above=ON_OR_AFTER),)


def send_message(world: World, call: Call, *, account_sid: str) -> Answer:
    """201 says that Twilio took it, not that anybody got it."""
    require_account(world, call, account_sid)
    to, body = _recipient(call), _body(call)
    service = _service(world, call)
    number = _from_pool(world, service, to=to) if service else _own_number(world, call)
    if to == number["phone_number"]:
        raise ApiError(400, 21266, "'To' and 'From' number cannot be the same.")
    if is_opted_out(world, number, person=to):
        raise ApiError(400, OPTED_OUT, "Attempt to send to unsubscribed recipient")
    callback = call.text("StatusCallback") or (service or {}).get("status_callback")
    message = new_message(world, number, to=to, body=body, direction="outbound-api")
    message["messaging_service_sid"] = service["sid"] if service else None
    _send_off(world, message, callback=callback)
    return Answer(201, shown_message(world, message))


def reply(world: World, number: Json, *, to: str, body: str, callback: str | None) -> Json | None:
    """A message that a webhook's answer asked for; None where the person opted out."""
    if is_opted_out(world, number, person=to):
        return None
    message = new_message(world, number, to=to, body=body, direction="outbound-reply")
    message["messaging_service_sid"] = number["_service_sid"]
    _send_off(world, message, callback=callback)
    return shown_message(world, message)


def fetch_message(world: World, call: Call, *, account_sid: str, sid: str) -> Answer:
    require_account(world, call, account_sid)
    return Answer(200, shown_message(world, find(world, call, "messages", sid)))


def list_messages(world: World, call: Call, *, account_sid: str) -> Answer:
    require_account(world, call, account_sid)
    wanted = {key: call.query[name] for name, key in FILTERS.items() if call.query.get(name)}
    is_in_time = date_filters(call, DATES)
    found = [
        shown_message(world, message)
        for message in world.newest_first("messages")
        if all(message[key] == value for key, value in wanted.items())
        and is_in_time({"_sent_wall": _sent_wall(world, message)})
    ]
    return listed_v2010(call, found, key="messages")


def new_message(world: World, number: Json, *, to: str, body: str, direction: str) -> Json:
    """On record; an outbound one is not on its way yet."""
    sid = world.new_sid("SM")
    own, other = number["phone_number"], to
    path = f"/2010-04-01/Accounts/{world.account_sid}/Messages/{sid}"
    is_inbound = direction == "inbound"
    message: Json = {
        "sid": sid,
        "account_sid": world.account_sid,
        "api_version": "2010-04-01",
        "body": body,
        "direction": direction,
        "from": other if is_inbound else own,
        "to": own if is_inbound else other,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(segments(body)),
        "price": None,
        "price_unit": "USD",
        "date_created": world.rfc2822_now(),
        "uri": f"{path}.json",
        "subresource_uris": {"media": f"{path}/Media.json"},
        "_created_at": world.clock.now(),
        "_created_wall": world.clock.wall(),
        "_error": None if is_inbound else verdict(world, number, to=to, body=body),
    }
    world.table("messages")[sid] = message
    return message


def shown_message(world: World, message: Json) -> Json:
    status = message_status(message, now=world.clock.now())
    error = message["_error"] if status == "undelivered" else None
    sent_at = _sent_wall(world, message)
    sent = None if sent_at is None else rfc2822(sent_at)
    return public(message) | {
        "status": status,
        "from": None if status == "accepted" else message["from"],
        "error_code": error,
        "error_message": EXPLANATIONS[error] if error else None,
        "date_sent": sent,
        "date_updated": sent or message["date_created"],
    }


def _sent_wall(world: World, message: Json) -> float | None:
    """None while it has not left, so that no filter by date finds it."""
    status = message_status(message, now=world.clock.now())
    sent: float = message["_created_wall"]
    return None if status in ("accepted", "queued") else sent


def segments(body: str) -> int:
    return max(1, -(-len(body) // SEGMENT))


def _recipient(call: Call) -> str:
    to = call.text("To")
    if not to:
        raise ApiError(400, 21604, "A 'To' phone number is required.")
    if not E164.fullmatch(to):
        raise ApiError(400, 21211, f"Invalid 'To' Phone Number: {to}")
    return to


def _body(call: Call) -> str:
    body = call.text("Body")
    if not body:
        raise ApiError(400, 21602, "Message body is required.")
    if len(body) > MAX_BODY:
        raise ApiError(400, 21617, f"The message body exceeds {MAX_BODY} characters.")
    return body


def _service(world: World, call: Call) -> Json | None:
    sid = call.text("MessagingServiceSid")
    if not sid:
        return None
    if not re.fullmatch(r"MG[0-9a-fA-F]{32}", sid):
        raise ApiError(400, 21705, "The Messaging Service Sid is invalid.")
    if sid not in world.table("services"):
        raise ApiError(404, 21701, "The Messaging Service does not exist.")
    return world.table("services")[sid]


def _from_pool(world: World, service: Json, *, to: str) -> Json:
    """The number this person knows, else one from their area, else the one that joined first."""
    pool = list(reversed(pool_of(world, service["sid"])))
    if not pool:
        raise ApiError(400, 21704, "The Messaging Service contains no phone numbers.")
    by_number = {number["phone_number"]: number for number in pool}
    for message in world.newest_first("messages") if service["sticky_sender"] else ():
        if to in (message["to"], message["from"]):
            known = by_number.get(message["from"]) or by_number.get(message["to"])
            if known is not None:
                return known
    near = [number for number in pool if number["phone_number"][:5] == to[:5]]
    return (near or pool)[0]


def _own_number(world: World, call: Call) -> Json:
    sender = call.text("From")
    if not sender:
        raise ApiError(400, 21603, "A 'From' phone number is required.")
    number = find_by_phone_number(world, sender)
    if number is None:
        raise ApiError(400, 21606, f"{sender} is not an SMS-capable number of this account.")
    return number


def _send_off(world: World, message: Json, *, callback: str | None) -> None:
    """The reports come when their time does, each as it was at that time."""
    if not callback:
        return
    last = "undelivered" if message["_error"] else "delivered"
    created_at = message["_created_at"]
    for status, wait in (
        ("queued", constants.MESSAGE_QUEUED_SECONDS),
        ("sent", constants.MESSAGE_SENT_SECONDS),
        (last, constants.MESSAGE_DELIVERED_SECONDS),
    ):
        form = _report(message, status)
        queue_form(world, callback, form, lane=message["sid"], at=created_at + wait)


def _report(message: Json, status: str) -> dict[str, str]:
    form = {
        "AccountSid": message["account_sid"],
        "ApiVersion": message["api_version"],
        "From": message["from"],
        "MessageSid": message["sid"],
        "MessageStatus": status,
        "SmsSid": message["sid"],
        "SmsStatus": status,
        "To": message["to"],
    }
    if message["messaging_service_sid"]:
        form["MessagingServiceSid"] = message["messaging_service_sid"]
    if status == "undelivered":
        form["ErrorCode"] = str(message["_error"])
    return form


ROUTES: list[Route] = [
    ("POST", f"{ACCOUNT}/Messages.json", send_message),
    ("GET", f"{ACCOUNT}/Messages.json", list_messages),
    ("GET", f"{ACCOUNT}/Messages/<sid>.json", fetch_message),
]
