"""What a caller meets: each answer is a list of steps, and following them always ends."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from contracts.enums import MenuAction, MenuFallback, RoutingMode
from services.phone.domain.menu import DEFAULT_GREETING, Menu
from services.phone.domain.setup import Routing

RING_SECONDS = 20
KEY_SECONDS = 6
# How often the menu is read before the fallback takes over.
MENU_READINGS = 3
LONGEST_VOICEMAIL_SECONDS = 180

LEAVE_A_MESSAGE = "Please leave a message after the tone."
NOT_A_CHOICE = "Sorry, that is not one of the choices."
THANKS = "Thank you. Goodbye."
GOODBYE = "Goodbye."


@dataclass(frozen=True)
class Say:
    text: str


@dataclass(frozen=True)
class Forward:
    """Rings; whoever does not answer sends the caller to `after_forward`."""

    to: str
    ring_seconds: int = RING_SECONDS


@dataclass(frozen=True)
class AskForKey:
    """Reads the text and waits for a key; silence goes on to the next reading."""

    text: str
    reading: int


@dataclass(frozen=True)
class TakeVoicemail:
    longest_seconds: int = LONGEST_VOICEMAIL_SECONDS


@dataclass(frozen=True)
class HangUp:
    pass


Step = Say | Forward | AskForKey | TakeVoicemail | HangUp
Steps = list[Step]


@dataclass(frozen=True, kw_only=True)
class Call:
    """Who calls, and over which number the call was forwarded to us, if over any."""

    caller: str = ""
    forwarded_from: str | None = None

    def would_loop(self, target: str) -> bool:
        return target in (self.caller, self.forwarded_from)


def answer(routing: Routing, menu: Menu, call: Call) -> Steps:
    if routing.mode == RoutingMode.FORWARD and routing.forward_to:
        return forward(routing.forward_to, routing, call)
    if routing.mode == RoutingMode.IVR:
        return read_menu(menu, routing, call, reading=1)
    return voicemail(routing)


def forward(target: str, routing: Routing, call: Call) -> Steps:
    """A call that comes from where it would go is answered by the voicemail instead."""
    return voicemail(routing) if call.would_loop(target) else [Forward(target)]


def never_in_circles(steps: Steps, routing: Routing, *, own: Collection[str]) -> Steps:
    """A number may have become one of our own lines after calls were forwarded to it."""
    return voicemail(routing) if targets(steps) & set(own) else steps


def targets(steps: Steps) -> set[str]:
    return {step.to for step in steps if isinstance(step, Forward)}


def after_forward(routing: Routing, *, was_answered: bool) -> Steps:
    return [HangUp()] if was_answered else voicemail(routing)


def read_menu(menu: Menu, routing: Routing, call: Call, *, reading: int) -> Steps:
    """The first reading greets; a menu without choices is a greeting before the fallback."""
    if not menu.options:
        return [Say(menu.greeting), *fall_back(menu, routing, call)]
    if reading > MENU_READINGS:
        return fall_back(menu, routing, call)
    choices = " ".join(f"For {each.label}, press {each.digit}." for each in menu.options)
    text = f"{menu.greeting} {choices}" if reading == 1 else choices
    return [AskForKey(text, reading)]


def press(menu: Menu, routing: Routing, call: Call, *, digit: str, reading: int) -> Steps:
    """An empty digit is silence."""
    option = menu.option(digit)
    if option is None:
        again = read_menu(menu, routing, call, reading=reading + 1)
        return [Say(NOT_A_CHOICE), *again] if digit else again
    if option.action == MenuAction.FORWARD and option.forward_to:
        return forward(option.forward_to, routing, call)
    if option.action == MenuAction.MESSAGE and option.message:
        return [Say(option.message), Say(GOODBYE), HangUp()]
    return voicemail(replace(routing, greeting=LEAVE_A_MESSAGE))


def fall_back(menu: Menu, routing: Routing, call: Call) -> Steps:
    if menu.fallback == MenuFallback.HANG_UP:
        return [Say(GOODBYE), HangUp()]
    if menu.fallback == MenuFallback.FORWARD and routing.forward_to:
        return forward(routing.forward_to, routing, call)
    return voicemail(replace(routing, greeting=LEAVE_A_MESSAGE))


def voicemail(routing: Routing) -> Steps:
    greeting = (routing.greeting or "").strip() or f"{DEFAULT_GREETING} {LEAVE_A_MESSAGE}"
    return [Say(greeting), TakeVoicemail()]


def after_voicemail() -> Steps:
    return [Say(THANKS), HangUp()]
