"""What a caller left can be listened to, by whoever has the account's token."""

from __future__ import annotations

import io
import wave

import pytest
import requests

from sandbox.twilio.constants import (
    CLEAN_MACHINE_NUMBER_SID,
    CLEAN_MACHINE_PHONE_NUMBER,
    SANDBOX_ACCOUNT_SID,
    SANDBOX_AUTH_TOKEN,
)

RECORD = "<Response><Record action='/recorded' finishOnKey='#'/></Response>"
AUTH = (SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN)


@pytest.fixture
def recorded(driver, receiver):
    """Where the webhook was told that the recording is, moved to the sandbox."""
    receiver.answers["/voice"] = [RECORD]
    number = driver.client.incoming_phone_numbers(CLEAN_MACHINE_NUMBER_SID)
    number.update(voice_url=f"{receiver.url}/voice")
    driver.control(
        "POST",
        "calls",
        **{"from": "+12125550142", "to": CLEAN_MACHINE_PHONE_NUMBER, "recording_seconds": 3},
    )
    told = receiver.at("/recorded")[0].form["RecordingUrl"]
    return f"{driver.base_url}/{told.removeprefix('https://')}"


@pytest.mark.parametrize("ending", ["", ".wav"])
def test_a_recording_is_a_sound_as_long_as_was_told(recorded, ending):
    answer = requests.get(f"{recorded}{ending}", auth=AUTH, timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/x-wav")
    with wave.open(io.BytesIO(answer.content)) as file:
        assert file.getnframes() / file.getframerate() == 3
        assert len(set(file.readframes(1000))) > 50


def test_a_stranger_hears_nothing(recorded):
    assert requests.get(f"{recorded}.wav", timeout=10).status_code == 401


def test_what_was_never_recorded_is_not_there(recorded):
    assert requests.get(f"{recorded[:-1]}x.wav", auth=AUTH, timeout=10).status_code == 404
