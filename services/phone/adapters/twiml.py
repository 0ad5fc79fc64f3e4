"""Steps of a call in the language that Twilio's telephones follow."""

import re
from collections.abc import Sequence

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

from services.phone.domain.calls import (
    KEY_SECONDS,
    AskForKey,
    Forward,
    HangUp,
    Say,
    Step,
    TakeVoicemail,
)
from services.phone.domain.webhooks import Webhooks

SILENCE_SECONDS = 5
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Twiml:
    def voice(self, steps: Sequence[Step], webhooks: Webhooks) -> str:
        response = VoiceResponse()
        for step in steps:
            _add(response, step, webhooks)
        return str(response)

    def no_reply(self) -> str:
        """To a text message: STOP, START and HELP are answered by Twilio itself."""
        return str(MessagingResponse())


def _speakable(text: str) -> str:
    """Without what no XML document may hold, escaped or not: Twilio would hang up on it."""
    return NOT_IN_XML.sub(" ", text)


def _add(response: VoiceResponse, step: Step, webhooks: Webhooks) -> None:
    match step:
        case Say(text):
            response.say(_speakable(text))
        case HangUp():
            response.hangup()
        case AskForKey(text, reading):
            _ask(response, text, webhooks.gather(reading))
        case Forward(to, ring_seconds):
            # The action is asked when the call ends or nobody answered; it hears which.
            dial = response.dial(timeout=ring_seconds, action=webhooks.voice, method="POST")
            dial.number(to)
        case TakeVoicemail(longest_seconds):
            _record(response, longest_seconds, webhooks.recording)


def _ask(response: VoiceResponse, text: str, address: str) -> None:
    gather = response.gather(
        input="dtmf",
        num_digits=1,
        timeout=KEY_SECONDS,
        action=address,
        method="POST",
        # Silence is told like a key, instead of falling off the end of the menu.
        action_on_empty_result=True,
    )
    gather.say(_speakable(text))


def _record(response: VoiceResponse, longest_seconds: int, address: str) -> None:
    response.record(
        max_length=longest_seconds,
        timeout=SILENCE_SECONDS,
        finish_on_key="#",
        play_beep=True,
        # Without an action Twilio would ask the current address, and greet the caller again.
        action=address,
        method="POST",
        recording_status_callback=address,
        recording_status_callback_method="POST",
        recording_status_callback_event="completed",
    )
