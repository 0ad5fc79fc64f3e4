"""What Twilio's form posts say, under Twilio's names; what is not listed is left alone."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, fields, pre_load

from contracts import phone_webhooks as webhooks
from contracts.fields import Request, text

TWILIO_NAMES = {
    "from_number": "From",
    "to_number": "To",
    "forwarded_from": "ForwardedFrom",
    "dial_status": "DialCallStatus",
    "digit": "Digits",
    "call_sid": "CallSid",
    "recording_sid": "RecordingSid",
    "recording_url": "RecordingUrl",
    "duration_seconds": "RecordingDuration",
    "message_sid": "MessageSid",
    "body": "Body",
    "opt_out_type": "OptOutType",
    "status": "MessageStatus",
    "error_code": "ErrorCode",
    # Ours, from the query of the address that Twilio was given.
    "reading": "reading",
    "message_id": "message",
}


class Form(Request):
    class Meta(Request.Meta):
        unknown = EXCLUDE
        # It stands in the path.
        exclude = ("token",)

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        field_obj.data_key = TWILIO_NAMES[field_name]

    @pre_load
    def without_blanks(self, told: dict[str, str], **kwargs: Any) -> dict[str, str]:
        """Where Twilio knows nothing it may write nothing, which is then as if left out."""
        needed = {member.data_key for member in self.fields.values() if member.required}
        return {name: value for name, value in told.items() if value or name in needed}


class IncomingCall(Form, webhooks.AnswerCallRequest):
    pass


class PressedKey(Form, webhooks.PressKeyRequest):
    # Nothing was pressed: Twilio may say so by silence.
    digit = text(maximum=20, load_default="")


class Recording(Form, webhooks.StoreRecordingRequest):
    pass


class IncomingMessage(Form, webhooks.ReceiveMessageRequest):
    pass


class DeliveryReport(Form, webhooks.NoteMessageStatusRequest):
    pass
