"""What `phone` finds when it holds a line against Twilio."""

from marshmallow import fields

from contracts.enums import Mover, RegistrationStatus
from contracts.fields import Id, Reply, UtcDateTime, one_of


class NumberCheck(Reply):
    """Each flag: whether it holds at Twilio; null where Twilio did not say or it is none of ours to
    set, as with a protected number."""

    id = Id(required=True)
    phone_number = fields.String(required=True)
    protected = fields.Boolean(required=True)
    is_owned = fields.Boolean(required=True, allow_none=True)
    has_our_webhooks = fields.Boolean(required=True, allow_none=True)
    is_in_pool = fields.Boolean(required=True, allow_none=True)
    registration_status = one_of(RegistrationStatus, required=True)
    registered_at = UtcDateTime(required=True, allow_none=True)
    can_send = fields.Boolean(required=True)
    cannot_send_reason = fields.String(required=True, allow_none=True)
    whose_move = one_of(Mover, load_default=None, allow_none=True)


class ServiceCheck(Reply):
    messaging_service_sid = fields.String(required=True)
    protected = fields.Boolean(required=True)
    exists = fields.Boolean(required=True, allow_none=True)
    has_our_webhooks = fields.Boolean(required=True, allow_none=True)


class LastError(Reply):
    code = fields.Integer(required=True)
    explanation = fields.String(required=True)
    at = UtcDateTime(required=True)


class LineCheckReply(Reply):
    """What is stored beside what is true at Twilio at this moment."""

    checked_at = UtcDateTime(required=True)
    is_healthy = fields.Boolean(required=True)
    # False: some flags are null because Twilio did not answer, not because all is well.
    twilio_answered = fields.Boolean(required=True)
    numbers = fields.List(fields.Nested(NumberCheck), required=True)
    services = fields.List(fields.Nested(ServiceCheck), required=True)
    last_inbound_at = UtcDateTime(required=True, allow_none=True)
    last_outbound_at = UtcDateTime(required=True, allow_none=True)
    last_error = fields.Nested(LastError, required=True, allow_none=True)
