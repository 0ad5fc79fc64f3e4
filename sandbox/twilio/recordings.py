"""What callers left: as sound, with a tone in place of words."""

from __future__ import annotations

import array
import io
import math
import sys
import wave
from typing import TYPE_CHECKING

from sandbox.twilio.addresses import ACCOUNT, require_account
from sandbox.twilio.wire import Answer, Call, Route, find

if TYPE_CHECKING:
    from sandbox.twilio.world import World

SAMPLES_A_SECOND = 8_000  # as Twilio records
LOUDNESS = 6_000
# Up and down, each for a quarter of a second: one can hear whether it plays to the end.
PITCHES = (330, 392, 440, 392)
WAV = "audio/x-wav"


def new_recording(world: World, *, call_sid: str, seconds: int) -> dict[str, str]:
    """On record; the answer is what a webhook is told of it."""
    sid = world.new_sid("RE")
    world.table("recordings")[sid] = {
        "sid": sid,
        "account_sid": world.account_sid,
        "call_sid": call_sid,
        "duration": str(seconds),
        "channels": 1,
        "source": "RecordVerb",
        "status": "completed",
        "date_created": world.rfc2822_now(),
    }
    account = f"https://api.twilio.com/2010-04-01/Accounts/{world.account_sid}"
    return {
        "RecordingSid": sid,
        "RecordingUrl": f"{account}/Recordings/{sid}",
        "RecordingDuration": str(seconds),
    }


def play_recording(world: World, call: Call, *, account_sid: str, sid: str) -> Answer:
    require_account(world, call, account_sid)
    recording = find(world, call, "recordings", sid)
    return Answer(200, file=sound(int(recording["duration"])), file_type=WAV)


def sound(seconds: int) -> bytes:
    """A WAV file of 16 bits, mono."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES_A_SECOND)
        file.writeframes(_one_second() * seconds)
    return written.getvalue()


def _one_second() -> bytes:
    length = SAMPLES_A_SECOND // len(PITCHES)
    samples = array.array(
        "h",
        (
            round(LOUDNESS * math.sin(2 * math.pi * pitch * sample / SAMPLES_A_SECOND))
            for pitch in PITCHES
            for sample in range(length)
        ),
    )
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


RECORDING = f"{ACCOUNT}/Recordings/<sid>"
ROUTES: list[Route] = [
    ("GET", f"{RECORDING}.wav", play_recording),
    ("GET", RECORDING, play_recording),
]
