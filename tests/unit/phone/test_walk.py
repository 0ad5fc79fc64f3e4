"""The tester of a menu says what a real call would do, since the same rules answer both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.enums import CallTurn, MenuAction, MenuFallback, RoutingMode
from services.phone.domain import calls
from services.phone.domain.calls import AskForKey, Call
from services.phone.domain.menu import Menu, Option
from services.phone.domain.setup import Routing
from services.phone.domain.walk import walk

TARGET = "+15125550199"
BOOKINGS = "+15125550188"
ROUTING = Routing(mode=RoutingMode.VOICEMAIL, forward_to=TARGET)
MENU = Menu(
    greeting="Hello.",
    options=(
        Option(digit="1", label="bookings", action=MenuAction.FORWARD, forward_to=BOOKINGS),
        Option(digit="2", label="hours", action=MenuAction.MESSAGE, message="Nine to five."),
        Option(digit="0", label="a message", action=MenuAction.VOICEMAIL),
    ),
)
CHOICES = "For bookings, press 1. For hours, press 2. For a message, press 0."


def test_the_beginning_is_the_greeting_and_the_choices():
    (start,) = walk(MENU, ROUTING, [])
    assert (start.pressed, start.said, start.turn) == (None, f"Hello. {CHOICES}", CallTurn.KEY)
    assert start.expects == "The caller has 6 seconds to press a key."


@pytest.mark.parametrize(
    ("key", "said", "turn", "expects", "target"),
    [
        ("1", "", CallTurn.FORWARD, f"{BOOKINGS} rings for 20 seconds.", BOOKINGS),
        ("2", "Nine to five. Goodbye.", CallTurn.HANG_UP, "The call ends.", None),
        ("0", calls.LEAVE_A_MESSAGE, CallTurn.VOICEMAIL, "After the tone", None),
        ("7", f"{calls.NOT_A_CHOICE} {CHOICES}", CallTurn.KEY, "The caller has 6", None),
        ("#", f"{calls.NOT_A_CHOICE} {CHOICES}", CallTurn.KEY, "The caller has 6", None),
        ("", CHOICES, CallTurn.KEY, "The caller has 6", None),
    ],
)
def test_each_key_leads_where_the_menu_says(key, said, turn, expects, target):
    _, step = walk(MENU, ROUTING, [key])
    assert (step.pressed, step.said, step.turn, step.forward_to) == (key, said, turn, target)
    assert step.expects.startswith(expects)


@pytest.mark.parametrize(
    ("fallback", "turn"),
    [
        (MenuFallback.FORWARD, CallTurn.FORWARD),
        (MenuFallback.VOICEMAIL, CallTurn.VOICEMAIL),
        (MenuFallback.HANG_UP, CallTurn.HANG_UP),
    ],
)
def test_three_silences_lead_to_the_fallback(fallback, turn):
    menu = Menu(greeting="Hello.", options=MENU.options, fallback=fallback)
    turns = [step.turn for step in walk(menu, ROUTING, ["", "", ""])]
    assert turns == [CallTurn.KEY, CallTurn.KEY, CallTurn.KEY, turn]


def test_keys_after_the_end_are_not_pressed():
    assert len(walk(MENU, ROUTING, ["2", "1", "1"])) == 2


def test_a_menu_without_choices_asks_for_nothing():
    (only,) = walk(Menu(greeting="We moved.", fallback=MenuFallback.HANG_UP), ROUTING, ["1"])
    assert (only.said, only.turn) == ("We moved. Goodbye.", CallTurn.HANG_UP)


@given(st.lists(st.sampled_from(["", "0", "1", "2", "5", "*"]), max_size=6))
def test_what_is_said_is_what_a_real_caller_hears(keys):
    routing = Routing(mode=RoutingMode.IVR, forward_to=TARGET)
    steps, heard = calls.answer(routing, MENU, Call()), []
    for key in [*keys, None]:
        heard.append(" ".join(step.text for step in steps if hasattr(step, "text")))
        if key is None or not isinstance(steps[-1], AskForKey):
            break
        steps = calls.press(MENU, routing, Call(), digit=key, reading=steps[-1].reading)
    assert [step.said for step in walk(MENU, routing, keys)] == heard
