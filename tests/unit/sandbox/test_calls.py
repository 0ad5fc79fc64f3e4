"""Calls walked through the TwiML of a webhook."""

from __future__ import annotations

import pytest
import requests

from sandbox.twilio.constants import CLEAN_MACHINE_NUMBER_SID, CLEAN_MACHINE_PHONE_NUMBER
from sandbox.twilio.twiml import TwimlError, read_twiml

CALLER = "+12125550142"
MENU = (
    "<Response><Gather numDigits='1' action='/gather?reading=1' actionOnEmptyResult='true'>"
    "<Say>Press 1 for sales.</Say></Gather></Response>"
)


def response(inside):
    return f"<?xml version='1.0' encoding='UTF-8'?><Response>{inside}</Response>"


def call(driver, receiver, **behaviour):
    number = driver.client.incoming_phone_numbers(CLEAN_MACHINE_NUMBER_SID)
    number.update(
        voice_url=f"{receiver.url}/voice",
        voice_fallback_url=f"{receiver.url}/fallback",
        status_callback=f"{receiver.url}/ended",
    )
    asked = {"from": CALLER, "to": CLEAN_MACHINE_PHONE_NUMBER, **behaviour}
    return driver.control("POST", "calls", **asked)


def verbs(made):
    return [step["verb"] for step in made["transcript"]]


def test_a_caller_hears_the_webhooks_words_and_twilio_hangs_up(driver, receiver):
    receiver.answers["/voice"] = [response("<Say>Welcome,\n  friend.</Say><Pause length='2'/>")]
    made = call(driver, receiver)
    assert made["transcript"] == [
        {"verb": "Say", "text": "Welcome, friend."},
        {"verb": "Pause"},
        {"verb": "Hangup"},
    ]
    asked = receiver.at("/voice")[0]
    assert asked.is_signed
    assert asked.form["CallStatus"] == "ringing"
    assert (asked.form["From"], asked.form["Caller"]) == (CALLER, CALLER)
    assert asked.form["CallSid"] == made["call_sid"]
    assert (asked.form["FromCity"], asked.form["ToCity"]) == ("NEW YORK", "AUSTIN")
    ended = receiver.at("/ended")[0]
    assert ended.is_signed
    assert (ended.form["CallStatus"], ended.form["CallDuration"]) == ("completed", "3")


def test_keys_are_pressed_menu_by_menu(driver, receiver):
    second = response("<Gather action='deeper'><Play>menu.mp3</Play></Gather>")
    receiver.answers = {
        "/voice": [MENU],
        "/gather": [second],
        "/deeper": [response("<Say>Thanks.</Say><Hangup/>")],
    }
    made = call(driver, receiver, digits="142#7")
    assert verbs(made) == ["Say", "Gather", "Play", "Gather", "Say", "Hangup"]
    assert receiver.at("/gather")[0].form["Digits"] == "1"
    assert receiver.at("/gather")[0].form["CallStatus"] == "in-progress"
    assert receiver.at("/deeper")[0].form["Digits"] == "42"
    assert made["unused_digits"] == "7"
    assert all(each.is_signed for each in receiver.taken)


def test_silence_is_told_only_where_that_is_asked_for(driver, receiver):
    receiver.answers = {
        "/voice": [MENU],
        "/gather": [response("<Gather><Say>Again?</Say></Gather><Say>Goodbye.</Say>")],
    }
    made = call(driver, receiver)
    assert receiver.at("/gather")[0].form["Digits"] == ""
    assert verbs(made) == ["Say", "Gather", "Say", "Gather", "Say", "Hangup"]
    receiver.answers["/gather"] = [
        response("<Gather action='/gather'/>"),
        response("<Say>Goodbye.</Say>"),
    ]
    paused = call(driver, receiver, digits=",5")
    pressed = [step["pressed"] for step in paused["transcript"] if step["verb"] == "Gather"]
    assert pressed == [None, "5"]


def test_a_caller_does_not_listen_for_ever(driver, receiver):
    receiver.answers["/voice"] = [response("<Redirect method='GET'>/voice</Redirect>")]
    made = call(driver, receiver)
    assert len(made["requests"]) == 40
    assert "gives up" in made["transcript"][-1]["text"]
    assert all(each.is_signed for each in receiver.taken)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [("answered", "completed"), ("no-answer", "no-answer"), ("busy", "busy")],
)
def test_a_forwarded_call_ends_as_it_is_told_to(driver, receiver, outcome, told):
    dial = "<Dial action='/after' timeout='20'><Number>+15125550177</Number></Dial>"
    receiver.answers = {"/voice": [response(dial)], "/after": [response("<Hangup/>")]}
    made = call(driver, receiver, dial=outcome, dial_seconds=12, forwarded_from="+15125550101")
    assert made["transcript"][0] == {"verb": "Dial", "numbers": ["+15125550177"], "outcome": told}
    form = receiver.at("/after")[0].form
    assert form["DialCallStatus"] == told
    assert form.get("DialCallDuration") == ("12" if told == "completed" else None)
    assert form["ForwardedFrom"] == "+15125550101"


def test_without_an_action_the_next_verb_follows_a_dial(driver, receiver):
    receiver.answers["/voice"] = [response("<Dial>+15125550177</Dial><Say>Bye.</Say>")]
    assert verbs(call(driver, receiver, dial="failed")) == ["Dial", "Say", "Hangup"]


RECORD = (
    "<Say>Leave a message.</Say><Record maxLength='60' action='/recording' finishOnKey='#'"
    " recordingStatusCallback='/recording'/><Say>Nothing heard.</Say>"
)


def test_a_message_is_recorded_and_told_twice(driver, receiver):
    receiver.answers["/voice"] = [response(RECORD)]
    made = call(driver, receiver, recording_seconds=17)
    assert verbs(made) == ["Say", "Record", "Hangup"]
    action, report = receiver.at("/recording")
    assert (action.form["RecordingDuration"], action.form["Digits"]) == ("17", "hangup")
    assert action.form["RecordingUrl"].endswith(action.form["RecordingSid"])
    assert (report.form["RecordingStatus"], report.form["RecordingDuration"]) == ("completed", "17")
    assert report.form["RecordingSid"] == action.form["RecordingSid"]
    assert action.is_signed
    assert report.is_signed


def test_a_message_ended_by_a_key_goes_on_and_silence_leaves_none(driver, receiver):
    receiver.answers = {
        "/voice": [response(RECORD)],
        "/recording": [response("<Say>Got it.</Say>")],
    }
    assert verbs(call(driver, receiver, digits="#")) == ["Say", "Record", "Say", "Hangup"]
    receiver.taken.clear()
    silent = call(driver, receiver, recording_seconds=0)
    assert silent["transcript"][2] == {"verb": "Say", "text": "Nothing heard."}
    assert receiver.at("/recording") == []


def test_the_fallback_is_asked_where_the_first_address_fails(driver, receiver):
    receiver.answers = {"/voice": [500], "/fallback": [response("<Reject/>")]}
    made = call(driver, receiver)
    assert verbs(made) == ["Reject"]
    assert receiver.at("/fallback")[0].form["ErrorCode"] == "11200"
    receiver.answers = {"/voice": ["no xml"], "/fallback": ["<Nonsense/>"]}
    made = call(driver, receiver)
    assert "application error" in made["transcript"][0]["text"]
    assert [each["error_code"] for each in made["requests"]] == [12100, 12100]


def test_an_unreachable_or_missing_address_is_no_crash(driver, receiver):
    number = driver.client.incoming_phone_numbers(CLEAN_MACHINE_NUMBER_SID)
    asked = {"from": CALLER, "to": CLEAN_MACHINE_PHONE_NUMBER}
    assert verbs(driver.control("POST", "calls", **asked)) == ["Reject"]
    number.update(voice_url="https://app.example/voice")
    made = driver.control("POST", "calls", **asked)
    assert made["requests"][0]["problem"] == "refused: not a loopback address"
    receiver.answers["/voice"] = [response("<Stream/><Say>Hi.</Say>")]
    assert verbs(call(driver, receiver)) == ["Stream", "Say", "Hangup"]


def test_a_call_must_make_sense(driver):
    to = CLEAN_MACHINE_PHONE_NUMBER
    for asked in (
        {"from": CALLER, "to": "+15125550999"},
        {"from": CALLER},
        {"from": CALLER, "to": to, "mood": "good"},
        {"from": CALLER, "to": to, "dial": "maybe"},
        {"from": CALLER, "to": to, "recording_seconds": "long"},
    ):
        with pytest.raises(requests.HTTPError):
            driver.control("POST", "calls", **asked)


def test_twiml_may_not_bring_entities_along():
    for text in (
        "<!DOCTYPE r [<!ENTITY a 'b'>]><Response><Say>&a;</Say></Response>",
        "<Response><Say></Response>",
        "<Other/>",
        "",
    ):
        with pytest.raises(TwimlError):
            read_twiml(text)
