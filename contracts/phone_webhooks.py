"""What Twilio tells `phone` through the gateway, and the TwiML that goes back."""

from marshmallow import fields
from marshmallow.validate import OneOf, Range

from contracts.fields import Reply, Request, text

LONGEST_MESSAGE = 10_000
LARGEST_CODE = 2**31 - 1


class WebhookRequest(Request):
    """What Twilio told; the token in the address says for which tenant."""

    token = text(maximum=100, required=True)


class AnswerCallRequest(WebhookRequest):
    """`dial_status`: how a forwarding ended, when that is what Twilio asks about."""

    # Callers may withhold their number or call from a SIP address.
    from_number = text(required=True)
    forwarded_from = text(load_default=None, allow_none=True)
    dial_status = text(maximum=40, load_default=None, allow_none=True)
    call_sid = text(maximum=64, load_default=None, allow_none=True)


class PressKeyRequest(WebhookRequest):
    from_number = text(required=True)
    forwarded_from = text(load_default=None, allow_none=True)
    # Empty when the caller pressed nothing.
    digit = text(maximum=20, required=True)
    reading = fields.Integer(load_default=1, validate=Range(1, 100))


class StoreRecordingRequest(WebhookRequest):
    call_sid = text(maximum=64, required=True)
    recording_sid = text(maximum=64, load_default=None, allow_none=True)
    recording_url = text(maximum=2048, load_default=None, allow_none=True)
    duration_seconds = fields.Integer(load_default=0, validate=Range(0, 86_400))
    from_number = text(load_default=None, allow_none=True)


class ReceiveMessageRequest(WebhookRequest):
    message_sid = text(minimum=1, maximum=64, required=True)
    from_number = text(required=True)
    to_number = text(required=True)
    body = text(maximum=LONGEST_MESSAGE, required=True)
    # What Twilio itself made of the text.
    opt_out_type = fields.String(
        load_default=None, allow_none=True, validate=OneOf(["STOP", "START", "HELP"])
    )


class NoteMessageStatusRequest(WebhookRequest):
    message_sid = text(minimum=1, maximum=64, required=True)
    # Ours, from the address that the report was asked for at.
    message_id = text(maximum=64, load_default=None, allow_none=True)
    status = text(maximum=40, required=True)
    error_code = fields.Integer(load_default=None, allow_none=True, validate=Range(0, LARGEST_CODE))


class TwimlReply(Reply):
    """The whole answer to Twilio, `text/xml`."""

    twiml = fields.String(required=True)


class NoteTwilioEventsRequest(Request):
    """A verified batch of Event Streams; whatever is not about numbers is left alone."""

    events = fields.List(fields.Dict(keys=fields.String()), required=True)


class EventsTakenReply(Reply):
    taken = fields.Integer(required=True)
