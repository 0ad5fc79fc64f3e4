"""The validator itself: what it accepts and what it refuses."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.contract.twilio.oai import request_violations, response_violations

SERVICE = "MG" + "a" * 32
CAMPAIGNS = f"https://messaging.twilio.com/v1/Services/{SERVICE}/Compliance/Usa2p"
HEADERS = {
    "Authorization": "Basic c2lkOnRva2Vu",
    "Content-Type": "application/x-www-form-urlencoded",
}
SAMPLE = "Clean Machine: your detail is booked. Reply STOP to opt out."
CAMPAIGN = {
    "BrandRegistrationSid": "BN" + "b" * 32,
    "Description": "Clean Machine sends reminders to customers who book a service.",
    "MessageFlow": "Customers check a box on our booking page and agree to receive texts.",
    "MessageSamples": [SAMPLE, f"{SAMPLE} See you!"],
    "UsAppToPersonUsecase": "MIXED",
    "HasEmbeddedLinks": "False",
    "HasEmbeddedPhone": "False",
}


def violations(changes=None, *, url=CAMPAIGNS, headers=HEADERS):
    form = {name: value for name, value in (CAMPAIGN | (changes or {})).items() if value}
    body = urlencode(form, doseq=True).encode()
    return request_violations("POST", url, headers, body)


def test_a_complete_request_is_accepted():
    assert violations() == []


REFUSED = {
    "a bad brand SID": ({"BrandRegistrationSid": "BN123"}, "BrandRegistrationSid"),
    "an unknown field": ({"BrandSid": "x"}, "no field BrandSid"),
    "six samples": ({"MessageSamples": [SAMPLE] * 6}, "holds 6 items"),
    "one sample": ({"MessageSamples": [SAMPLE]}, "holds 1 items"),
    "a short sample": ({"MessageSamples": [SAMPLE, "short"]}, "5 characters"),
    "a long flow": ({"MessageFlow": "x" * 2049}, "2049 characters"),
    "a missing field": ({"Description": None}, "'Description' is a required property"),
    "a flag that is no boolean": ({"HasEmbeddedLinks": "yes"}, "HasEmbeddedLinks"),
    "a repeated text": ({"Description": ["a" * 40, "b" * 40]}, "sent 2 times"),
    "an odd keyword": ({"HelpKeywords": ["HELP!"]}, "letters and digits"),
    "long keywords": ({"HelpKeywords": ["H" * 200, "I" * 56]}, "more than 255"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_request_is_refused_for(case):
    change, told = REFUSED[case]
    found = violations(change)
    assert len(found) >= 1
    assert told in " ".join(found)


def test_a_bad_sid_in_the_path_is_refused():
    assert violations(url=CAMPAIGNS.replace(SERVICE, "MG12"))


def test_a_request_without_credentials_is_refused():
    assert violations(headers={"Content-Type": HEADERS["Content-Type"]})


def test_a_path_that_twilio_lacks_is_refused():
    assert violations(url=f"{CAMPAIGNS}/Extra/Deep") != []
    assert violations(url="https://example.com/v1/Services") != []


def test_an_unknown_query_parameter_is_refused():
    found = request_violations("GET", f"{CAMPAIGNS}?Colour=red", HEADERS, b"")
    assert "no field Colour" in found[0]


def test_end_user_attributes_are_a_json_object_of_texts():
    url = "https://trusthub.twilio.com/v1/EndUsers"
    for attributes, told in (
        ({"business_registration_number": "1" * 22}, "exceeds 21"),
        ({"first_name": None}, "first_name is not text"),
        (["first_name"], "not a JSON object"),
    ):
        form = {"FriendlyName": "x", "Type": "y", "Attributes": json.dumps(attributes)}
        found = request_violations("POST", url, HEADERS, urlencode(form).encode())
        assert told in " ".join(found)


MESSAGES = f"https://api.twilio.com/2010-04-01/Accounts/AC{'c' * 32}/Messages.json"


def test_a_message_has_a_sender_a_recipient_and_a_body():
    good = {"To": "+15125550142", "MessagingServiceSid": SERVICE, "Body": "Hello"}

    def told(**changes):
        form = {name: value for name, value in (good | changes).items() if value}
        body = urlencode(form).encode()
        return " ".join(request_violations("POST", MESSAGES, HEADERS, body))

    assert told() == ""
    assert "not a number" in told(To="5125550142")
    assert "who sends" in told(MessagingServiceSid=None)
    assert "1 to 1600" in told(Body="x" * 1601)
    assert "1 to 1600" in told(Body=None)
    assert request_violations("GET", MESSAGES, HEADERS, b"") == []


def test_a_subscription_names_its_types_in_json():
    url = "https://events.twilio.com/v1/Subscriptions"
    sink = "DG" + "d" * 32

    def told(types):
        form = {"Description": "x", "SinkSid": sink, "Types": types}
        body = urlencode(form, doseq=True).encode()
        return request_violations("POST", url, HEADERS, body)

    assert told([json.dumps({"type": "com.twilio.x", "schema_version": 1})] * 2) == []
    for types in (["com.twilio.x"], ["[]"], ['{"type": 1}']):
        assert "names no type" in told(types)[0]


def test_an_answer_is_held_against_its_schema():
    url = "https://messaging.twilio.com/v1/Services"
    assert response_violations("POST", url, 201, json.dumps({"sid": SERVICE}).encode()) == []
    assert response_violations("POST", url, 201, b'{"sid": "MG1"}') != []
    assert response_violations("POST", url, 201, b'{"colour": "red"}') != []
    assert response_violations("POST", url, 202, b"{}") != []
