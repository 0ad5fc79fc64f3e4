"""What a person reads who rings or texts a number from the command line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sandbox.twilio import commands
from sandbox.twilio.constants import (
    CLEAN_MACHINE_NUMBER_SID,
    CLEAN_MACHINE_PHONE_NUMBER,
    CLEAN_MACHINE_SERVICE_SID,
    SANDBOX_ACCOUNT_SID,
    SANDBOX_AUTH_TOKEN,
)

AUTH = (SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN)
PERSON = "+15125550142"
VOICE = (
    "<Response><Gather numDigits='1' action='/voice'><Say>Press 1.</Say></Gather>"
    "<Dial>+15125550177</Dial><Redirect>/record</Redirect></Response>"
)


@pytest.fixture
def line(driver, receiver):
    driver.client.incoming_phone_numbers(CLEAN_MACHINE_NUMBER_SID).update(
        voice_url=f"{receiver.url}/voice"
    )
    driver.client.messaging.v1.services(CLEAN_MACHINE_SERVICE_SID).update(
        inbound_request_url=f"{receiver.url}/sms"
    )
    receiver.answers = {
        "/voice": [VOICE],
        "/record": ["<Response><Record/></Response>"],
        "/sms": ["<Response><Message>Hello!</Message></Response>"],
    }
    return CLEAN_MACHINE_PHONE_NUMBER


def test_a_call_reads_like_a_conversation(server, line, capsys):
    assert commands.call(server.url, AUTH, PERSON, line, "1", dial="no-answer")
    assert capsys.readouterr().out.splitlines() == [
        f"Call from {PERSON} to {line}",
        "  Say: Press 1.",
        "  [presses 1]",
        "  Say: Press 1.",
        "  [presses nothing]",
        "  [rings +15125550177: no-answer]",
        "  [goes on at /record]",
        "  [beep; speaks for 7 seconds]",
        "  Hangup: The caller hangs up.",
    ]


def test_keys_left_over_and_failures_are_told(server, line, receiver, capsys):
    receiver.answers["/voice"] = ["<Response><Hangup/></Response>"]
    commands.call(server.url, AUTH, PERSON, line, "99")
    receiver.answers["/voice"] = [500]
    commands.call(server.url, AUTH, PERSON, line)
    told = capsys.readouterr().out
    assert "  [hangup]\n  (keys never asked for: 99)" in told
    assert "/voice: answered 500 (error 11200)" in told


def test_a_text_shows_every_answer(server, line, driver, capsys):
    assert commands.text(server.url, AUTH, PERSON, line, "STOP")
    told = capsys.readouterr().out
    assert "  Twilio replies: You have successfully been unsubscribed." in told
    assert "  Reply: Hello! (not sent: the person opted out)" in told
    driver.client.messaging.v1.services(CLEAN_MACHINE_SERVICE_SID).update(inbound_request_url="")
    commands.text(server.url, AUTH, PERSON, line, "hi")
    assert "Nobody is told" in capsys.readouterr().out


def test_what_cannot_be_done_is_said_and_fails(server, capsys):
    assert not commands.call(server.url, AUTH, PERSON, "+15125559999")
    assert not commands.text("http://127.0.0.1:9", AUTH, PERSON, "+15125559999", "hi")
    told = capsys.readouterr().err
    assert "+15125559999 is not a number of this account." in told
    assert "The sandbox at http://127.0.0.1:9 does not answer." in told


def test_the_module_rings_and_texts_too(server, line):
    address = server.url.removeprefix("http://")
    for arguments, told in (
        (["call", line, "--digits", "1"], "[presses 1]"),
        (["text", line, "hi"], "Reply: Hello!"),
    ):
        command = [sys.executable, "-m", "sandbox.twilio", *arguments, "--address", address]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
        assert (done.returncode, done.stderr) == (0, "")
        assert told in done.stdout
