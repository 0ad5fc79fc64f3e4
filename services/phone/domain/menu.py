"""The phone menu, and what makes a routing or a menu one that calls can follow."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from contracts.enums import MenuAction, MenuFallback, RoutingMode
from services.phone.domain.setup import Routing

DEFAULT_GREETING = "Thanks for calling. We can't come to the phone right now."
ROUND_IN_CIRCLES = "That is one of our own lines: calls would go round in circles."
NO_TARGET = "Say which number calls are forwarded to."
NO_MESSAGE = "Write what callers hear."
NO_LABEL = "Say what this key is for."
NO_ROUTING_TARGET = "Set a number to forward to in the call routing first."
STILL_NEEDED = "Your menu forwards callers to this number when they press nothing."

Problems = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Option:
    digit: str
    label: str
    action: MenuAction
    forward_to: str | None = None
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class Menu:
    greeting: str = DEFAULT_GREETING
    options: tuple[Option, ...] = ()
    fallback: MenuFallback = MenuFallback.VOICEMAIL

    def option(self, digit: str) -> Option | None:
        return next((option for option in self.options if option.digit == digit), None)


def targets(routing: Routing, menu: Menu) -> set[str]:
    """Every number that calls may be forwarded to."""
    named = [routing.forward_to, *(option.forward_to for option in menu.options)]
    return {number for number in named if number}


def routing_problems(routing: Routing, menu: Menu, *, own: Collection[str]) -> Problems:
    """`own`: those of the targets that are lines of this system."""
    if routing.forward_to in own:
        return {"forward_to": [ROUND_IN_CIRCLES]}
    if routing.forward_to is not None:
        return {}
    if routing.mode == RoutingMode.FORWARD:
        return {"forward_to": [NO_TARGET]}
    if routing.mode == RoutingMode.IVR and menu.fallback == MenuFallback.FORWARD:
        return {"forward_to": [STILL_NEEDED]}
    return {}


def menu_problems(menu: Menu, routing: Routing, *, own: Collection[str]) -> Problems:
    """By field; an option's problems name its digit."""
    found = [_option_problem(option, own) for option in menu.options]
    counted = Counter(option.digit for option in menu.options)
    found += [f"Key {digit} is used twice." for digit, uses in counted.items() if uses > 1]
    problems = {"options": [problem for problem in found if problem]}
    if not menu.greeting.strip():
        problems["greeting"] = [NO_MESSAGE]
    if menu.fallback == MenuFallback.FORWARD and routing.forward_to is None:
        problems["fallback"] = [NO_ROUTING_TARGET]
    return {name: messages for name, messages in problems.items() if messages}


def _option_problem(option: Option, own: Collection[str]) -> str | None:
    problem = None if option.label.strip() else NO_LABEL
    if option.action == MenuAction.FORWARD and option.forward_to is None:
        problem = NO_TARGET
    if option.action == MenuAction.FORWARD and option.forward_to in own:
        problem = ROUND_IN_CIRCLES
    if option.action == MenuAction.MESSAGE and not (option.message or "").strip():
        problem = NO_MESSAGE
    return problem and f"Key {option.digit}: {problem}"


def without_leftovers(option: Option) -> Option:
    """Only what its action needs, so that a number typed before a change of mind rings nowhere."""
    return Option(
        digit=option.digit,
        label=option.label,
        action=option.action,
        forward_to=option.forward_to if option.action == MenuAction.FORWARD else None,
        message=option.message if option.action == MenuAction.MESSAGE else None,
    )
