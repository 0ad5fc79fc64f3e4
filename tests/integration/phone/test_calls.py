import re
import uuid

import pytest

from contracts.demo import CLEAN_MACHINE
from contracts.errors import Kind, ServiceError

CALLER = "+15125550111"
TARGET = "+15125550199"
RECORDING = {
    "call_sid": "CA1",
    "recording_sid": "RE1",
    "recording_url": "https://api.twilio.com/RE1",
}


@pytest.fixture
def token(phone, carrier):
    phone("assign_number", phone_number="+15125550123", twilio_sid="PN" + "3" * 32)
    return carrier.configured["PN" + "3" * 32].voice.rpartition("/")[2]


def verbs(reply):
    return re.findall(r"<([A-Z]\w+)", reply["twiml"])


def test_an_assigned_number_reports_to_its_tenants_address(phone, carrier, token):
    webhooks = carrier.configured["PN" + "3" * 32]

    assert webhooks.voice == f"https://app.example.com/webhooks/twilio/voice/{token}"
    assert webhooks.sms.endswith(token)


def test_a_call_follows_the_routing_that_is_stored(phone, token):
    assert verbs(phone("answer_call", token=token, from_number=CALLER)) == [
        "Response", "Say", "Record",
    ]  # fmt: skip

    phone("put_routing", mode="FORWARD", forward_to=TARGET)
    forwarded = phone("answer_call", token=token, from_number=CALLER)
    assert f"<Number>{TARGET}</Number>" in forwarded["twiml"]

    for status, verb in (("no-answer", "Record"), ("completed", "Hangup")):
        after = phone("answer_call", token=token, from_number=CALLER, dial_status=status)
        assert verb in verbs(after)
    assert "Dial" not in verbs(phone("answer_call", token=token, from_number=TARGET))


def test_a_caller_walks_through_the_menu(phone, token):
    phone(
        "put_ivr_menu",
        greeting="Hello.",
        options=[{"digit": "2", "label": "hours", "action": "MESSAGE", "message": "Nine."}],
        fallback="HANG_UP",
    )
    phone("put_routing", mode="IVR")

    assert "reading=1" in phone("answer_call", token=token, from_number=CALLER)["twiml"]
    pressed = phone("press_key", token=token, from_number=CALLER, digit="2", reading=1)
    assert "<Say>Nine.</Say>" in pressed["twiml"]
    silent = phone("press_key", token=token, from_number=CALLER, digit="", reading=1)
    assert "reading=2" in silent["twiml"]
    given_up = phone("press_key", token=token, from_number=CALLER, digit="", reading=3)
    assert verbs(given_up) == ["Response", "Say", "Hangup"]


@pytest.mark.parametrize("method", ["answer_call", "press_key", "store_recording"])
def test_a_wrong_address_is_not_found(phone, method):
    request = {
        "answer_call": {"from_number": CALLER},
        "press_key": {"from_number": CALLER, "digit": "1"},
        "store_recording": RECORDING,
    }[method]

    with pytest.raises(ServiceError) as caught:
        phone(method, token="guessed", **request)

    assert caught.value.kind == Kind.NOT_FOUND


@pytest.mark.parametrize("first", ["step", "report"])
def test_a_voicemail_told_twice_is_stored_once_and_whole(phone, token, events, first):
    step = RECORDING | {"from_number": CALLER, "duration_seconds": 12}
    report = RECORDING | {"duration_seconds": 12}
    told = [step, report] if first == "step" else [report, step]

    for each in [*told, *told]:
        assert "Hangup" in verbs(phone("store_recording", token=token, **each))

    (voicemail,) = phone("list_voicemails")["items"]
    assert (voicemail["from_number"], voicemail["duration_seconds"]) == (CALLER, 12)
    assert voicemail["recording_url"] == RECORDING["recording_url"]
    assert [name for name, _ in events()].count("voicemail_received_v1") == 1
    assert phone("list_voicemails", CLEAN_MACHINE)["total"] == 0


def test_who_hangs_up_at_the_tone_leaves_nothing(phone, token):
    phone("store_recording", token=token, call_sid="CA1", from_number=CALLER)
    phone("store_recording", token=token, **RECORDING, duration_seconds=0)

    assert phone("list_voicemails")["total"] == 0


def test_voicemails_are_listed_newest_first_in_pages(phone, token, clock):
    for index in range(3):
        told = RECORDING | {"recording_sid": f"RE{index}", "duration_seconds": index + 1}
        phone("store_recording", token=token, **told)
        clock.advance(minutes=1)

    page = phone("list_voicemails", page=2, page_size=2)

    assert (page["page"], page["page_size"], page["total"]) == (2, 2, 3)
    assert [each["duration_seconds"] for each in page["items"]] == [1]


def test_a_target_that_became_one_of_our_lines_is_not_rung(phone, token):
    """Set while it was a stranger's: two lines that forward to each other would ring for ever."""
    phone("put_routing", mode="FORWARD", forward_to=TARGET)
    option = {"digit": "1", "label": "us", "action": "FORWARD", "forward_to": TARGET}
    phone("put_ivr_menu", greeting="Hi.", options=[option], fallback="FORWARD")
    assert "Dial" in verbs(phone("answer_call", token=token, from_number=CALLER))

    theirs = str(uuid.uuid4())
    phone("assign_number", theirs, phone_number=TARGET, twilio_sid="PN" + "9" * 32)

    assert verbs(phone("answer_call", token=token, from_number=CALLER))[-1] == "Record"
    pressed = phone("press_key", token=token, from_number=CALLER, digit="1")
    assert verbs(pressed)[-1] == "Record"
    fell_back = phone("press_key", token=token, from_number=CALLER, digit="", reading=3)
    assert verbs(fell_back)[-1] == "Record"


def test_a_greeting_of_nothing_but_blanks_is_none(phone, token):
    phone("put_routing", mode="VOICEMAIL", greeting="  \n ")
    assert "Thanks for calling" in phone("answer_call", token=token, from_number=CALLER)["twiml"]

    option = {"digit": "1", "label": " ", "action": "VOICEMAIL"}
    with pytest.raises(ServiceError) as caught:
        phone("put_ivr_menu", greeting="  ", options=[option], fallback="VOICEMAIL")
    assert sorted(caught.value.fields) == ["greeting", "options"]
