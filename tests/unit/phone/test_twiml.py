from xml.etree import ElementTree

import pytest

from services.phone.adapters.twiml import Twiml
from services.phone.domain.calls import AskForKey, Forward, HangUp, Say, TakeVoicemail
from services.phone.domain.webhooks import webhooks_of

WEBHOOKS = webhooks_of("https://app.example.com", "t0ken")


def rendered(*steps):
    return list(ElementTree.fromstring(Twiml().voice(steps, WEBHOOKS)))  # noqa: S314  our own text


def test_what_is_said_is_escaped():
    (say,) = rendered(Say("Suds & <Sparkle>"))

    assert (say.tag, say.text) == ("Say", "Suds & <Sparkle>")


@pytest.mark.parametrize(
    "text",
    [
        "Hi.</Say><Dial>+19005550100</Dial><Say>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;]]>",
        "bell\x07, tab\x0b, end\x1f, none\ufffe",
        "Grüße 你好 🚗" * 200,
    ],
)
def test_whatever_is_said_stays_something_that_is_said(text):
    (say,) = rendered(Say(text))
    assert (say.tag, len(say)) == ("Say", 0)
    assert len(say.text) == len(text)
    ((ask,),) = rendered(AskForKey(text, 1))
    assert ask.text == say.text


def test_a_forwarding_reports_back_how_it_ended():
    (dial,) = rendered(Forward("+15125550199"))

    assert dial.attrib == {
        "timeout": "20",
        "action": "https://app.example.com/webhooks/twilio/voice/t0ken",
        "method": "POST",
    }
    assert [(n.tag, n.text) for n in dial] == [("Number", "+15125550199")]


def test_a_question_waits_for_one_key_and_reports_silence_too():
    (gather,) = rendered(AskForKey("Press 1.", 2))

    assert gather.attrib == {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": "6",
        "action": "https://app.example.com/webhooks/twilio/voice/t0ken/gather?reading=2",
        "method": "POST",
        "actionOnEmptyResult": "true",
    }
    assert [(n.tag, n.text) for n in gather] == [("Say", "Press 1.")]


def test_a_voicemail_is_reported_and_does_not_greet_again():
    record, hangup = rendered(TakeVoicemail(), HangUp())

    address = "https://app.example.com/webhooks/twilio/voice/t0ken/recording"
    assert record.attrib["action"] == record.attrib["recordingStatusCallback"] == address
    assert record.attrib["maxLength"] == "180"
    assert hangup.tag == "Hangup"


def test_a_text_is_not_answered_by_us():
    assert list(ElementTree.fromstring(Twiml().no_reply())) == []  # noqa: S314  our own text
