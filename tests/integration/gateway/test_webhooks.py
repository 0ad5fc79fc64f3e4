"""Twilio's requests: handed to the service that owns them, and answered whatever fails."""

import logging

import pytest

from contracts.errors import Kind, ServiceError, not_found, unavailable
from tests.integration.gateway.twilio import VOICE, post_events, post_form

TWIML = "<Response><Say>You have reached Shine Studio.</Say></Response>"
CALL = {"CallSid": "CA1", "From": "+15125550177", "To": "+15125550142", "CallStatus": "ringing"}
RECORDING = {
    "CallSid": "CA1",
    "From": "+15125550177",
    "RecordingSid": "RE1",
    "RecordingUrl": "https://api.twilio.com/recordings/RE1",
    "RecordingDuration": "14",
}
TEXT = {"MessageSid": "SM1", "From": "+15125550177", "To": "+15125550142", "Body": "Hi"}
SMS = "/webhooks/twilio/sms/t0ken"
STATUS = "/webhooks/twilio/status/t0ken"
REPORT = {"MessageSid": "SM2", "MessageStatus": "delivered"}

# What comes in, which call it becomes, and what that call is told besides the token.
HANDED_ON = [
    (
        VOICE,
        CALL,
        "answer_call",
        {
            "from_number": "+15125550177",
            "forwarded_from": None,
            "dial_status": None,
            "call_sid": "CA1",
        },
    ),
    (
        VOICE,
        {**CALL, "ForwardedFrom": "+15125550111", "DialCallStatus": "no-answer"},
        "answer_call",
        {
            "from_number": "+15125550177",
            "forwarded_from": "+15125550111",
            "dial_status": "no-answer",
            "call_sid": "CA1",
        },
    ),
    (
        f"{VOICE}/gather?reading=2",
        {**CALL, "Digits": "1"},
        "press_key",
        {"from_number": "+15125550177", "forwarded_from": None, "digit": "1", "reading": 2},
    ),
    (
        f"{VOICE}/gather",
        {**CALL, "From": "", "Digits": ""},
        "press_key",
        {"from_number": "", "forwarded_from": None, "digit": "", "reading": 1},
    ),
    (
        f"{VOICE}/recording",
        RECORDING,
        "store_recording",
        {
            "call_sid": "CA1",
            "from_number": "+15125550177",
            "recording_sid": "RE1",
            "recording_url": "https://api.twilio.com/recordings/RE1",
            "duration_seconds": 14,
        },
    ),
    (
        f"{VOICE}/recording",
        {"CallSid": "CA1", "RecordingDuration": ""},
        "store_recording",
        {
            "call_sid": "CA1",
            "from_number": None,
            "recording_sid": None,
            "recording_url": None,
            "duration_seconds": 0,
        },
    ),
    (
        SMS,
        {**TEXT, "Body": "STOP ünd 🙂 &=+%", "OptOutType": "STOP", "NumMedia": "0"},
        "receive_message",
        {
            "message_sid": "SM1",
            "from_number": "+15125550177",
            "to_number": "+15125550142",
            "body": "STOP ünd 🙂 &=+%",
            "opt_out_type": "STOP",
        },
    ),
    (
        SMS,
        {**TEXT, "Body": ""},
        "receive_message",
        {
            "message_sid": "SM1",
            "from_number": "+15125550177",
            "to_number": "+15125550142",
            "body": "",
            "opt_out_type": None,
        },
    ),
    (
        f"{STATUS}?message=ours-1",
        {**REPORT, "ErrorCode": "30034"},
        "note_message_status",
        {
            "message_sid": "SM2",
            "message_id": "ours-1",
            "status": "delivered",
            "error_code": 30034,
        },
    ),
]
VOICE_PATHS = [
    (VOICE, CALL, "answer_call"),
    (f"{VOICE}/gather", {**CALL, "Digits": "1"}, "press_key"),
]
FAILURES = [unavailable("phone"), KeyError("a bug"), ServiceError(Kind.CONFLICT, "X", "No.")]


@pytest.mark.parametrize(("path", "fields", "method", "told"), HANDED_ON)
def test_what_twilio_tells_reaches_phone(gateway, path, fields, method, told):
    gateway.stage.answers[method] = {"twiml": TWIML}
    answer = post_form(gateway, path, fields)
    assert answer.ok
    assert [(asked.service, asked.method) for asked in gateway.stage.asked] == [("phone", method)]
    assert gateway.stage.asked[0].request == {"token": "t0ken", **told}
    if method == "note_message_status":
        assert (answer.status_code, answer.content) == (204, b"")
    else:
        assert (answer.status_code, answer.text) == (200, TWIML)
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"


@pytest.mark.parametrize("failure", FAILURES, ids=["away", "bug", "refusal"])
@pytest.mark.parametrize(("path", "fields", "method"), VOICE_PATHS)
def test_a_caller_hears_a_sentence_whatever_fails(gateway, path, fields, method, failure):
    gateway.stage.answers[method] = failure
    assert_sorry(post_form(gateway, path, fields))


@pytest.mark.parametrize(("path", "fields", "method"), VOICE_PATHS)
def test_a_caller_hears_a_sentence_while_phone_is_away(start_gateway, path, fields, method):
    assert_sorry(post_form(start_gateway(neighbours=()), path, fields))


def assert_sorry(answer):
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert answer.text.startswith("<Response><Say>We are sorry")


def test_a_fallback_leaves_one_line_that_tells_nothing_of_the_caller(gateway, caplog):
    gateway.stage.answers["answer_call"] = unavailable("phone")
    post_form(gateway, VOICE, CALL)
    lines = [r for r in caplog.records if r.message == "webhook_fell_back"]
    assert [line.event_fields["reason"] for line in lines] == ["SERVICE_UNAVAILABLE"]
    assert all(line.levelno == logging.WARNING for line in lines)
    assert "t0ken" not in caplog.text
    assert "5550177" not in caplog.text


@pytest.mark.parametrize("failure", FAILURES, ids=["away", "bug", "refusal"])
def test_a_text_that_was_not_taken_is_asked_for_again(gateway, failure):
    gateway.stage.answers["receive_message"] = failure
    answer = post_form(gateway, SMS, TEXT)
    assert (answer.status_code, answer.text) == (503, "<Response/>")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert int(answer.headers["Retry-After"]) > 0


def test_a_report_that_was_not_taken_is_asked_for_again(gateway):
    gateway.stage.answers["note_message_status"] = unavailable("phone")
    assert post_form(gateway, STATUS, REPORT).status_code == 503


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        (RECORDING, 200, "<Response><Say>Thank you"),
        ({**RECORDING, "RecordingStatus": "completed"}, 503, "<Response/>"),
    ],
)
def test_a_recording_is_thanked_for_and_its_report_asked_for_again(gateway, fields, status, said):
    gateway.stage.answers["store_recording"] = unavailable("phone")
    answer = post_form(gateway, f"{VOICE}/recording", fields)
    assert answer.status_code == status
    assert answer.text.startswith(said)


@pytest.mark.parametrize(
    ("path", "fields", "method"),
    [
        *VOICE_PATHS,
        (SMS, TEXT, "receive_message"),
        (STATUS, REPORT, "note_message_status"),
    ],
)
def test_a_token_that_nobody_has_is_a_wrong_address(gateway, path, fields, method):
    gateway.stage.answers[method] = not_found("address")
    answer = post_form(gateway, path, fields)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


EVENT = {"id": "EV1", "type": "com.twilio.messaging.compliance.campaign", "data": {"ü": [1, None]}}


@pytest.mark.parametrize(
    ("document", "events"),
    [([EVENT, EVENT], [EVENT, EVENT]), (EVENT, [EVENT]), ([], [])],
)
def test_a_batch_goes_to_both_services_whole(gateway, document, events):
    answer = post_events(gateway, document)
    assert (answer.status_code, answer.content) == (204, b"")
    told = {(asked.service, asked.method): asked.request for asked in gateway.stage.asked}
    assert told == {
        ("a2p", "take_twilio_events"): {"events": events},
        ("phone", "note_twilio_events"): {"events": events},
    }


@pytest.mark.parametrize("missing", ["a2p", "phone"])
def test_a_batch_that_one_service_missed_comes_again(start_gateway, missing):
    there = tuple({"a2p", "phone"} - {missing})
    gateway = start_gateway(neighbours=there)
    assert post_events(gateway, [EVENT]).status_code == 503
    assert [asked.service for asked in gateway.stage.asked] == list(there)


def test_a_batch_that_nobody_took_comes_again(start_gateway):
    answer = post_events(start_gateway(neighbours=()), [EVENT])
    assert (answer.status_code, answer.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0
