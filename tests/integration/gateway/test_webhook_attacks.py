"""Whoever is not Twilio, or speaks as Twilio never does, is turned away without a reason."""

import hashlib
import json
import logging

import pytest

from tests.integration.gateway.twilio import (
    BASE,
    EVENTS,
    FORM,
    VOICE,
    events_path,
    post_events,
    post_form,
    signature,
)

CALL = {"CallSid": "CA1", "From": "+15125550177", "To": "+15125550142"}
PAIRS = list(CALL.items())
GOOD = signature(VOICE, PAIRS)
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
SHA256 = {SETTINGS: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}
EVENT = [{"id": "EV1", "type": "x", "data": {}}]
RAW = json.dumps(EVENT).encode()


def assert_refused(gateway, answer):
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")
    assert answer.json()["error"] == "This address is for Twilio only."
    assert gateway.stage.asked == []


@pytest.mark.parametrize(
    "signed",
    [
        None,
        "",
        "x",
        "ä",
        GOOD[:-1],
        GOOD.swapcase(),
        f"{GOOD},{GOOD}",
        "A" * 8000,
        signature(VOICE, PAIRS, key="another token"),
        signature(VOICE, PAIRS, key=""),
        signature(VOICE, PAIRS, base="https://127.0.0.1:8000"),
        signature(VOICE, PAIRS, base="http://evil.example"),
        signature(VOICE),
        signature(VOICE, [*PAIRS, ("Extra", "1")]),
        signature(f"{VOICE}?reading=1", PAIRS),
        signature(VOICE.replace("t0ken", "0ther"), PAIRS),
        signature(VOICE, PAIRS, digest=hashlib.sha256),
    ],
)
def test_a_call_with_another_signature_is_refused(gateway, signed):
    headers = {"X-Twilio-Signature": None if signed is None else signed.encode()}
    assert_refused(gateway, post_form(gateway, VOICE, CALL, headers=headers))


@pytest.mark.parametrize(
    "changed",
    [
        {**CALL, "From": "+15125550178"},
        {**CALL, "From": "+15125550177 "},
        {**CALL, "Digits": "1"},
        {"CallSid": "CA1", "From": "+15125550177"},
        [*PAIRS, ("From", "+15125550178")],
        {},
    ],
)
def test_a_call_that_was_changed_on_its_way_is_refused(gateway, changed):
    headers = {"X-Twilio-Signature": GOOD}
    assert_refused(gateway, post_form(gateway, VOICE, changed, headers=headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"Forwarded": "host=evil.example;proto=https"},
    ],
)
def test_the_address_is_the_configured_one_whatever_is_claimed(gateway, headers):
    assert post_form(gateway, VOICE, CALL, headers=headers).ok
    base = "https://evil.example" if "Host" not in headers else "http://evil.example"
    gateway.stage.asked.clear()
    forged = {**headers, "X-Twilio-Signature": signature(VOICE, PAIRS, base=base)}
    assert_refused(gateway, post_form(gateway, VOICE, CALL, headers=forged))


def test_the_address_counts_as_it_was_sent(gateway):
    path = f"{VOICE}?a=%2F&b=+&a=%C3%BC&=&c"
    assert post_form(gateway, path, CALL).ok
    other = {"X-Twilio-Signature": signature(path.replace("%2F", "/"), PAIRS)}
    gateway.stage.asked.clear()
    assert_refused(gateway, post_form(gateway, path, CALL, headers=other))


def test_a_port_that_goes_without_saying_may_be_signed_or_not(gateway):
    for base in (BASE, BASE.replace(":8000", "")):
        headers = {"X-Twilio-Signature": signature(VOICE, PAIRS, base=base)}
        assert post_form(gateway, VOICE, CALL, headers=headers).ok


def test_the_newer_algorithm_is_taken_where_it_is_announced(gateway):
    newer = {"X-Twilio-Signature": signature(VOICE, PAIRS, digest=hashlib.sha256), **SHA256}
    assert post_form(gateway, VOICE, CALL, headers=newer).ok
    gateway.stage.asked.clear()
    assert_refused(gateway, post_form(gateway, VOICE, CALL, headers=SHA256))


@pytest.mark.parametrize("algorithm", ["HMAC_MD5", "none", "NONE", "HMAC_SHA1;x"])
def test_an_unknown_algorithm_is_refused_and_not_repeated_in_the_log(gateway, caplog, algorithm):
    headers = {SETTINGS: f"algorithm={algorithm}"}
    assert_refused(gateway, post_form(gateway, VOICE, CALL, headers=headers))
    assert algorithm not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (VOICE, {"CallSid": "CA1"}),
        (VOICE, {"From": "x" * 201}),
        (VOICE, {"From": "a\0b"}),
        (f"{VOICE}/gather?reading=0", {**CALL, "Digits": "1"}),
        (f"{VOICE}/gather?reading=one", {**CALL, "Digits": "1"}),
        (f"{VOICE}/gather", {**CALL, "Digits": "1" * 21}),
        (f"{VOICE}/recording", {"From": "+15125550177"}),
        (f"{VOICE}/recording", {"CallSid": "CA1", "RecordingDuration": "long"}),
        ("/webhooks/twilio/sms/t0ken", {"MessageSid": "SM1", "From": "+1", "To": "+1"}),
        ("/webhooks/twilio/sms/t0ken", {"MessageSid": "", "From": "", "To": "", "Body": ""}),
        ("/webhooks/twilio/status/t0ken", {"MessageSid": "SM1"}),
        ("/webhooks/twilio/status/t0ken", {"MessageSid": "S", "MessageStatus": "x" * 41}),
    ],
)
def test_what_is_signed_but_makes_no_sense_is_refused(gateway, path, fields):
    assert_refused(gateway, post_form(gateway, path, fields))


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        (b"From=%FF", [("From", "\ufffd")]),
        (b"From=\xff", [("From", "\ufffd")]),
        ("From=\u00fc".encode(), [("From", "\u00fc")]),
        (b"&".join(b"From=%d" % i for i in range(400)), [("From", str(i)) for i in range(400)]),
        (b"", []),
    ],
)
def test_what_is_no_clean_form_is_refused_though_signed(gateway, body, pairs):
    headers = {**FORM, "X-Twilio-Signature": signature(VOICE, pairs)}
    assert_refused(gateway, gateway.ask("POST", VOICE, data=body, headers=headers))


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "application/json", "multipart/form-data; boundary=x"],
)
def test_what_does_not_call_itself_a_form_is_refused(gateway, content_type):
    assert_refused(gateway, post_form(gateway, VOICE, CALL, headers={"Content-Type": content_type}))


def test_an_endless_body_is_cut_off(gateway):
    headers = {**FORM, "X-Twilio-Signature": "x"}
    answer = gateway.ask("POST", VOICE, data=b"a" * (1024 * 1024 + 1), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize("path", [f"{VOICE}/", f"{VOICE}/x", "/webhooks/twilio/voice/" + "t" * 101])
def test_an_address_that_there_is_not_is_a_404(gateway, path):
    assert post_form(gateway, path, CALL).status_code == 404
    assert gateway.stage.asked == []


@pytest.mark.parametrize("path", [VOICE, EVENTS])
def test_only_posts_are_answered(gateway, path):
    assert gateway.ask("GET", path).status_code == 405


@pytest.mark.parametrize(
    ("path", "body", "headers"),
    [
        (events_path(RAW), RAW, {"X-Twilio-Signature": None}),
        (events_path(RAW), RAW, {"X-Twilio-Signature": "x"}),
        (events_path(RAW), RAW, {"X-Twilio-Signature": signature(EVENTS)}),
        (EVENTS, RAW, {}),
        (EVENTS, b"", {}),
        (f"{EVENTS}?bodySHA256=", RAW, {}),
        (f"{EVENTS}?bodySHA256=" + "0" * 64, RAW, {}),
        (f"{EVENTS}?bodysha256={hashlib.sha256(RAW).hexdigest()}", RAW, {}),
        (events_path(RAW), RAW + b" ", {}),
        (events_path(RAW), b"", {}),
        (events_path(RAW), RAW, {SETTINGS: "algorithm=none"}),
    ],
)
def test_events_that_twilio_did_not_sign_are_refused(gateway, path, body, headers):
    assert_refused(gateway, post_events(gateway, None, path=path, body=body, headers=headers))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"1",
        b'"text"',
        b"[1]",
        b"[[]]",
        b'[{"a": NaN}]',
        b'[{"a": 1, "a": 2}]',
        b'{"a": "\\u0000"}',
        b'{"a": "\\ud800"}',
        b'{"a": "\xff"}',
        b"[" * 100_000,
        b"[" + b"{}," * 1000 + b"{}]",
    ],
)
def test_events_that_make_no_sense_are_refused_though_signed(gateway, body, caplog):
    assert_refused(gateway, post_events(gateway, None, body=body))
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_events_may_be_of_any_content_type(gateway):
    headers = {"Content-Type": "application/cloudevents-batch+json"}
    assert post_events(gateway, EVENT, headers=headers).status_code == 204
