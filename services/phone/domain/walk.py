"""A call to the menu without a telephone: what a caller would meet, told in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.enums import CallTurn
from services.phone.domain.calls import (
    KEY_SECONDS,
    AskForKey,
    Call,
    Forward,
    Say,
    Step,
    Steps,
    TakeVoicemail,
    press,
    read_menu,
)
from services.phone.domain.menu import Menu
from services.phone.domain.setup import Routing


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What the caller hears after pressing a key, and what happens then; an empty key is silence,
    and None stands for the beginning of the call."""

    pressed: str | None
    said: str
    turn: CallTurn
    expects: str
    forward_to: str | None


def walk(menu: Menu, routing: Routing, keys: Sequence[str]) -> list[Moment]:
    """Ends where no key is asked for any more, or none is left to press."""
    call = Call()
    steps = read_menu(menu, routing, call, reading=1)
    moments = [_moment(None, steps)]
    for key in keys:
        last = steps[-1]
        if not isinstance(last, AskForKey):
            break
        steps = press(menu, routing, call, digit=key, reading=last.reading)
        moments.append(_moment(key, steps))
    return moments


def _moment(pressed: str | None, steps: Steps) -> Moment:
    last = steps[-1]
    turn, expects = _turn(last)
    return Moment(
        pressed=pressed,
        said=" ".join(step.text for step in steps if isinstance(step, Say | AskForKey)),
        turn=turn,
        expects=expects,
        forward_to=last.to if isinstance(last, Forward) else None,
    )


def _turn(step: Step) -> tuple[CallTurn, str]:
    match step:
        case AskForKey():
            return CallTurn.KEY, f"The caller has {KEY_SECONDS} seconds to press a key."
        case Forward(to, ring_seconds):
            rings = f"{to} rings for {ring_seconds} seconds."
            return CallTurn.FORWARD, f"{rings} If nobody answers, the caller can leave a message."
        case TakeVoicemail(longest_seconds):
            longest = f"up to {longest_seconds // 60} minutes"
            return CallTurn.VOICEMAIL, f"After the tone the caller can speak for {longest}."
        case _:
            return CallTurn.HANG_UP, "The call ends."
