"""Every menu is walked here without a telephone."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.enums import MenuAction, MenuFallback, RoutingMode
from services.phone.domain import calls
from services.phone.domain.calls import (
    MENU_READINGS,
    AskForKey,
    Call,
    Forward,
    HangUp,
    Say,
    TakeVoicemail,
)
from services.phone.domain.menu import (
    Menu,
    Option,
    menu_problems,
    routing_problems,
    without_leftovers,
)
from services.phone.domain.setup import Routing

TARGET = "+15125550199"
BOOKINGS = "+15125550188"
GREETED = Say("Hello there.")

MENU = Menu(
    greeting="Hello.",
    options=(
        Option(digit="1", label="bookings", action=MenuAction.FORWARD, forward_to=BOOKINGS),
        Option(digit="2", label="hours", action=MenuAction.MESSAGE, message="Nine to five."),
        Option(digit="0", label="a message", action=MenuAction.VOICEMAIL),
    ),
)


def routed(mode, **values):
    return Routing(mode=mode, **({"greeting": "Hello there."} | values))


IVR = routed(RoutingMode.IVR)


def walk(routing, menu=MENU, keys="", *, answers=False, call=None):
    """Plays a call to its end: each key is pressed when asked for, then there is silence."""
    call = call or Call(caller="+15125550111")
    heard, pressed = [], iter(keys)
    steps = calls.answer(routing, menu, call)
    while steps:
        assert len(heard) < 100, "the call goes on for ever"
        heard += steps
        match steps[-1]:
            case AskForKey(_, reading):
                digit = next(pressed, "")
                steps = calls.press(menu, routing, call, digit=digit, reading=reading)
            case Forward():
                steps = calls.after_forward(routing, was_answered=answers)
            case TakeVoicemail():
                steps = calls.after_voicemail()
            case HangUp():
                steps = []
            case Say(text):
                raise AssertionError(f"the call is left hanging after {text!r}")
    return heard


def kinds(steps):
    return [type(step).__name__ for step in steps]


def test_voicemail_greets_and_records():
    assert walk(routed(RoutingMode.VOICEMAIL)) == [
        GREETED,
        TakeVoicemail(),
        Say(calls.THANKS),
        HangUp(),
    ]


def test_a_tenant_without_a_greeting_still_greets():
    first = walk(Routing())[0]

    assert "leave a message" in first.text


def test_a_forwarded_call_that_is_answered_ends_there():
    assert walk(routed(RoutingMode.FORWARD, forward_to=TARGET), answers=True) == [
        Forward(TARGET),
        HangUp(),
    ]


def test_a_forwarded_call_that_nobody_answers_goes_to_voicemail():
    heard = walk(routed(RoutingMode.FORWARD, forward_to=TARGET))

    assert heard[:3] == [Forward(TARGET), GREETED, TakeVoicemail()]


def test_a_call_that_comes_from_its_own_target_is_not_sent_round():
    routing = routed(RoutingMode.FORWARD, forward_to=TARGET)

    for call in (Call(caller=TARGET), Call(caller="+15125550111", forwarded_from=TARGET)):
        assert "Forward" not in kinds(walk(routing, call=call))


def test_the_menu_is_read_with_its_choices():
    (asked,) = calls.answer(IVR, MENU, Call())

    assert asked == AskForKey(
        "Hello. For bookings, press 1. For hours, press 2. For a message, press 0.", 1
    )


def test_each_key_leads_where_it_says():
    assert walk(IVR, keys="1")[1] == Forward(BOOKINGS)
    assert walk(IVR, keys="2")[1:] == [Say("Nine to five."), Say(calls.GOODBYE), HangUp()]
    assert walk(IVR, keys="0")[1:3] == [Say(calls.LEAVE_A_MESSAGE), TakeVoicemail()]


def test_a_wrong_key_is_named_and_the_menu_read_again():
    heard = walk(IVR, keys="92")

    assert heard[1] == Say(calls.NOT_A_CHOICE)
    assert heard[2] == AskForKey(
        "For bookings, press 1. For hours, press 2. For a message, press 0.", 2
    )
    assert Say("Nine to five.") in heard


def test_silence_reads_the_menu_again_and_then_falls_back():
    heard = walk(IVR)

    assert kinds(heard).count("AskForKey") == MENU_READINGS
    assert TakeVoicemail() in heard
    assert Say(calls.NOT_A_CHOICE) not in heard


def test_each_fallback_does_what_it_says():
    by_forward = Menu(greeting="Hi.", options=MENU.options, fallback=MenuFallback.FORWARD)
    by_hanging_up = Menu(greeting="Hi.", options=MENU.options, fallback=MenuFallback.HANG_UP)

    assert Forward(TARGET) in walk(routed(RoutingMode.IVR, forward_to=TARGET), by_forward)
    assert walk(IVR, by_hanging_up)[-2:] == [Say(calls.GOODBYE), HangUp()]
    assert TakeVoicemail() in walk(IVR, by_forward), "nowhere to forward to"


def test_a_menu_without_choices_greets_and_falls_back():
    assert walk(IVR, Menu(greeting="Hello."))[:3] == [
        Say("Hello."),
        Say(calls.LEAVE_A_MESSAGE),
        TakeVoicemail(),
    ]


digits = st.text("0123456789*#", max_size=1)
an_option = st.builds(
    Option,
    digit=st.sampled_from("0123456789"),
    label=st.just("something"),
    action=st.sampled_from(list(MenuAction)),
    forward_to=st.sampled_from([None, TARGET, BOOKINGS]),
    message=st.sampled_from([None, "", "Hear this."]),
)


@given(
    routing=st.builds(
        Routing,
        mode=st.sampled_from(list(RoutingMode)),
        forward_to=st.sampled_from([None, TARGET]),
        greeting=st.sampled_from([None, "Hello there."]),
    ),
    menu=st.builds(
        Menu,
        greeting=st.just("Hello."),
        options=st.lists(an_option, max_size=10).map(tuple),
        fallback=st.sampled_from(list(MenuFallback)),
    ),
    keys=st.lists(digits, max_size=8),
    answers=st.booleans(),
    caller=st.sampled_from([TARGET, BOOKINGS, "+15125550111", ""]),
)
def test_every_call_ends_whatever_is_stored_and_pressed(routing, menu, keys, answers, caller):
    heard = walk(routing, menu, keys, answers=answers, call=Call(caller=caller))

    assert heard[-1] == HangUp()
    assert Forward(caller) not in heard


def test_a_routing_that_forwards_says_where():
    assert "forward_to" in routing_problems(routed(RoutingMode.FORWARD), MENU, own=())
    assert routing_problems(routed(RoutingMode.FORWARD, forward_to=TARGET), MENU, own=()) == {}
    assert routing_problems(IVR, MENU, own=()) == {}


def test_forwarding_to_a_line_of_this_system_is_refused():
    routing = routed(RoutingMode.FORWARD, forward_to=TARGET)

    assert "round in circles" in routing_problems(routing, MENU, own={TARGET})["forward_to"][0]
    assert "round in circles" in menu_problems(MENU, IVR, own={BOOKINGS})["options"][0]


def test_a_number_that_the_menu_falls_back_to_is_not_taken_away():
    menu = Menu(fallback=MenuFallback.FORWARD)

    assert "forward_to" in routing_problems(IVR, menu, own=())
    assert "fallback" in menu_problems(menu, IVR, own=())
    assert menu_problems(menu, routed(RoutingMode.IVR, forward_to=TARGET), own=()) == {}


def test_every_problem_of_a_menu_is_told_at_once():
    menu = Menu(
        options=(
            Option(digit="1", label="a", action=MenuAction.FORWARD),
            Option(digit="2", label="b", action=MenuAction.MESSAGE, message=" "),
            Option(digit="2", label="c", action=MenuAction.VOICEMAIL),
        )
    )

    assert menu_problems(menu, IVR, own=()) == {
        "options": [
            "Key 1: Say which number calls are forwarded to.",
            "Key 2: Write what callers hear.",
            "Key 2 is used twice.",
        ]
    }


def test_what_an_option_no_longer_needs_is_dropped():
    option = Option(
        digit="1", label="a", action=MenuAction.VOICEMAIL, forward_to=TARGET, message="old"
    )

    assert without_leftovers(option) == Option(digit="1", label="a", action=MenuAction.VOICEMAIL)
