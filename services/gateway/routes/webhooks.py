"""What Twilio tells and asks; the token in an address says for which tenant."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import unavailable
from services.gateway import forms, views
from services.gateway.dependencies import neighbour
from services.gateway.http import Call, Options
from services.gateway.webhooks import (
    TWIML,
    EventsWebhook,
    ask_again,
    say_sorry,
    thank_or_ask_again,
    twiml,
    webhook,
)

TWILIO = "/webhooks/twilio"
TOKEN = "<string(maxlength=100):token>"  # noqa: S105  no token, but the place of one
VOICE = f"{TWILIO}/voice/{TOKEN}"
MARKUP = Options(media=(TWIML,))


class WebhookRoutes:
    a2p = neighbour("a2p")
    phone = neighbour("phone")

    @webhook(VOICE, MARKUP, request=forms.IncomingCall, fallback=say_sorry)
    def answer_call(self, call: Call, token: str) -> Response:
        """Somebody calls, or the forwarding of a call has ended: what to do next."""
        return twiml(self.phone.answer_call(token=token, **call.body)["twiml"])

    @webhook(f"{VOICE}/gather", MARKUP, request=forms.PressedKey, fallback=say_sorry)
    def press_key(self, call: Call, token: str) -> Response:
        """A caller has pressed a key of the menu, or none."""
        return twiml(self.phone.press_key(token=token, **call.body)["twiml"])

    @webhook(f"{VOICE}/recording", MARKUP, request=forms.Recording, fallback=thank_or_ask_again)
    def store_recording(self, call: Call, token: str) -> Response:
        """A caller has left a message."""
        return twiml(self.phone.store_recording(token=token, **call.body)["twiml"])

    @webhook(f"{TWILIO}/sms/{TOKEN}", MARKUP, request=forms.IncomingMessage, fallback=ask_again)
    def receive_message(self, call: Call, token: str) -> Response:
        """A text has come in."""
        return twiml(self.phone.receive_message(token=token, **call.body)["twiml"])

    @webhook(f"{TWILIO}/status/{TOKEN}", request=forms.DeliveryReport, status=204)
    def note_message_status(self, call: Call, token: str) -> dict[str, Any]:
        """What became of a text that went out."""
        return self.phone.note_message_status(token=token, **call.body)

    @webhook(f"{TWILIO}/events", kind=EventsWebhook, status=204)
    def take_twilio_events(self, call: Call) -> dict[str, Any]:
        """One event of Twilio's stream or a list of them; each service takes its own types."""
        takers = {
            "a2p": self.a2p.take_twilio_events,
            "phone": self.phone.note_twilio_events,
        }
        answers = views.ask(takers, timeout=views.EVENTS_SECONDS, **call.body)
        for service, answer in answers.items():
            if answer is None:
                # Then the batch comes again, to both: each takes an event once.
                raise unavailable(service)
        return {}
