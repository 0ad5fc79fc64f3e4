"""Who does not want to be texted: Twilio keeps the list, and answers the keywords itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio.campaigns import DEFAULT_HELP, DEFAULT_OPT_OUT
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

STOP_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"}
)
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})
RESUBSCRIBED = (
    "You have successfully been re-subscribed to messages from this number. Reply HELP for help."
    " Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)


def answer_keyword(world: World, number: Json, *, person: str, body: str) -> str | None:
    """What Twilio replies by itself, and never shows among the messages."""
    word = body.strip().upper()
    if word in STOP_WORDS:
        world.table("opt_outs")[_key(number, person)] = {"person": person, "since": world.iso_now()}
        return DEFAULT_OPT_OUT
    if word in START_WORDS:
        was_out = world.table("opt_outs").pop(_key(number, person), None)
        return RESUBSCRIBED if was_out or word != "YES" else None
    return DEFAULT_HELP if word in HELP_WORDS else None


def is_opted_out(world: World, number: Json, *, person: str) -> bool:
    return _key(number, person) in world.table("opt_outs")


def _key(number: Json, person: str) -> str:
    """Out of one number of a messaging service is out of all of them."""
    return f"{number['_service_sid'] or number['sid']} {person}"
