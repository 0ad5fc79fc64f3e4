"""Calls as the account's list shows them, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio.addresses import ACCOUNT, require_account
from sandbox.twilio.date_filters import BEFORE, ON_OR_AFTER, DateFilter, date_filters
from sandbox.twilio.wire import Answer, Call, Json, Route, find, listed_v2010, public, rfc2822

if TYPE_CHECKING:
    from sandbox.twilio.world import World

FILTERS = {"To": "to", "From": "from", "Status": "status", "ParentCallSid": "parent_call_sid"}
# As Twilio's document words them: "before this date", "on or after this date".
DATES = (
    DateFilter("StartTime", "_started_wall", below=BEFORE, above=ON_OR_AFTER),
    DateFilter("EndTime", "_ended_wall", below=BEFORE, above=ON_OR_AFTER),
)


def note_call(
    world: World, number: Json, *, sid: str, from_: str, forwarded_from: str | None
) -> Json:
    """On record from its first ring."""
    path = f"/2010-04-01/Accounts/{world.account_sid}/Calls/{sid}"
    now = world.clock.wall()
    call: Json = {
        "sid": sid,
        "account_sid": world.account_sid,
        "answered_by": None,
        "api_version": "2010-04-01",
        "caller_name": None,
        "date_created": rfc2822(now),
        "date_updated": rfc2822(now),
        "direction": "inbound",
        "duration": None,
        "end_time": None,
        "forwarded_from": forwarded_from,
        "from": from_,
        "from_formatted": from_,
        "group_sid": None,
        "parent_call_sid": None,
        "phone_number_sid": number["sid"],
        "price": None,
        "price_unit": "USD",
        "queue_time": "0",
        "start_time": rfc2822(now),
        "status": "ringing",
        "to": number["phone_number"],
        "to_formatted": number["phone_number"],
        "trunk_sid": None,
        "uri": f"{path}.json",
        "subresource_uris": {"recordings": f"{path}/Recordings.json"},
        "_started_wall": now,
        "_ended_wall": None,
    }
    world.table("calls")[sid] = call
    return call


def end_call(world: World, sid: str, *, seconds: int) -> None:
    call = world.table("calls")[sid]
    ended = call["_started_wall"] + seconds
    call |= {
        "status": "completed",
        "duration": str(seconds),
        "end_time": rfc2822(ended),
        "date_updated": rfc2822(ended),
        "_ended_wall": ended,
    }


def list_calls(world: World, call: Call, *, account_sid: str) -> Answer:
    require_account(world, call, account_sid)
    wanted = {key: call.query[name] for name, key in FILTERS.items() if call.query.get(name)}
    is_in_time = date_filters(call, DATES)
    found = [
        public(each)
        for each in world.newest_first("calls")
        if all(each[key] == value for key, value in wanted.items()) and is_in_time(each)
    ]
    return listed_v2010(call, found, key="calls")


def fetch_call(world: World, call: Call, *, account_sid: str, sid: str) -> Answer:
    require_account(world, call, account_sid)
    return Answer(200, public(find(world, call, "calls", sid)))


ROUTES: list[Route] = [
    ("GET", f"{ACCOUNT}/Calls.json", list_calls),
    ("GET", f"{ACCOUNT}/Calls/<sid>.json", fetch_call),
]
