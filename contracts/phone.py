"""What `phone` offers and tells: numbers, messaging services, call routing."""

from marshmallow import fields
from marshmallow.validate import Length, OneOf, Regexp

from contracts.enums import (
    CallTurn,
    MenuAction,
    MenuFallback,
    MessageDirection,
    MessageStatus,
    Mover,
    ProvisioningMode,
    RegistrationStatus,
    RoutingMode,
)
from contracts.fields import (
    Binary,
    Empty,
    Flag,
    Id,
    PageRequest,
    Reply,
    Request,
    TenantRequest,
    UtcDateTime,
    WriteRequest,
    one_of,
    page_of,
    text,
)
from contracts.health import health_of
from contracts.phone_checks import LineCheckReply
from contracts.phone_webhooks import (
    AnswerCallRequest,
    EventsTakenReply,
    NoteMessageStatusRequest,
    NoteTwilioEventsRequest,
    PressKeyRequest,
    ReceiveMessageRequest,
    StoreRecordingRequest,
    TwimlReply,
)
from contracts.shapes import CallKind, EventContract, RpcContract

SERVICE = "phone"

# What a caller hears in one go, in characters.
LONGEST_SPEECH = 1_000
# More than any menu asks for before the call goes on.
MOST_KEYS = 20
AUDIO = ("audio/wav", "audio/mpeg")
E164 = Regexp(r"^\+[1-9][0-9]{7,14}\Z", error="Not a phone number like +15125550100.")
# Neither toll-free nor premium, and not of the other countries under +1: those cannot be registered
# for texting, and cost more.
LOCAL = Regexp(
    r"^\+1(?!8(?:00|22|33|44|55|66|77|88)|900|242|246|264|268|284|345|441|473|649|658|664|721|758|"
    r"767|784|809|829|849|868|869|876)[2-9][0-9]{2}[2-9][0-9]{6}\Z",
    error="Not a local US or Canadian number like +15125550100.",
)

AREA_CODE = Regexp(r"^[2-9][0-9]{2}\Z", error="Not an area code like 512.")


class Capabilities(Reply):
    sms = fields.Boolean(required=True)
    mms = fields.Boolean(required=True)
    voice = fields.Boolean(required=True)


class NumberReply(Reply):
    id = Id(required=True)
    phone_number = fields.String(required=True)
    protected = fields.Boolean(required=True)
    registration_status = one_of(RegistrationStatus, required=True)
    capabilities = fields.Nested(Capabilities, required=True)
    can_send = fields.Boolean(required=True)
    cannot_send_reason = fields.String(required=True, allow_none=True)
    whose_move = one_of(Mover, load_default=None, allow_none=True)


class RoutingReply(Reply):
    mode = one_of(RoutingMode, required=True)
    forward_to = fields.String(required=True, allow_none=True)
    greeting = fields.String(required=True, allow_none=True)


class PhoneConfigReply(Reply):
    provisioning_mode = one_of(ProvisioningMode, required=True)
    primary_number = fields.Nested(NumberReply, required=True, allow_none=True)
    numbers = fields.List(fields.Nested(NumberReply), required=True)
    messaging_service_sid = fields.String(required=True, allow_none=True)
    routing = fields.Nested(RoutingReply, required=True)


class RoutingSummary(Reply):
    mode = one_of(RoutingMode, required=True)
    summary = fields.String(required=True)


class Provisioning(Reply):
    mode = one_of(ProvisioningMode, required=True)
    message = fields.String(required=True)


class SetupStatusReply(Reply):
    """What the set-up wizard asks."""

    has_phone_config = fields.Boolean(required=True)
    phone_number = fields.String(required=True, allow_none=True)
    messaging_service_sid = fields.String(required=True, allow_none=True)
    routing = fields.Nested(RoutingSummary, required=True)
    provisioning = fields.Nested(Provisioning, required=True)


class EnsureMessagingServiceRequest(TenantRequest):
    """Idempotent by campaign: however often it is asked, a campaign has one service."""

    campaign_id = Id(required=True)


class MessagingServiceReply(Reply):
    messaging_service_sid = fields.String(required=True)


class AssignNumberRequest(WriteRequest):
    """An operator gives a tenant a number that the platform already owns at Twilio."""

    phone_number = fields.String(required=True, validate=E164)
    twilio_sid = fields.String(
        required=True, validate=Regexp(r"^PN[0-9a-fA-F]{32}\Z", error="Not a Twilio number SID.")
    )


class SetProvisioningRequest(WriteRequest):
    mode = one_of(ProvisioningMode, required=True)


class PutRoutingRequest(WriteRequest):
    """The whole routing: what is left out is emptied."""

    mode = one_of(RoutingMode, required=True)
    forward_to = fields.String(load_default=None, allow_none=True, validate=E164)
    greeting = text(maximum=LONGEST_SPEECH, load_default=None, allow_none=True)


class MenuOption(Request):
    digit = fields.String(
        required=True, validate=Regexp(r"^[0-9]\Z", error="A key is one digit, 0 to 9.")
    )
    label = text(minimum=1, maximum=80, required=True)
    action = one_of(MenuAction, required=True)
    forward_to = fields.String(load_default=None, allow_none=True, validate=E164)
    message = text(maximum=LONGEST_SPEECH, load_default=None, allow_none=True)


class MenuOptionReply(Reply):
    digit = fields.String(required=True)
    label = fields.String(required=True)
    action = one_of(MenuAction, required=True)
    forward_to = fields.String(required=True, allow_none=True)
    message = fields.String(required=True, allow_none=True)


class IvrMenuFields(Request):
    """The whole menu. Its fallback FORWARD goes where the routing forwards."""

    greeting = text(minimum=1, maximum=LONGEST_SPEECH, required=True)
    options = fields.List(fields.Nested(MenuOption), required=True, validate=Length(max=10))
    fallback = one_of(MenuFallback, required=True)


class PutIvrMenuRequest(IvrMenuFields, WriteRequest):
    pass


class IvrMenuReply(Reply):
    greeting = fields.String(required=True)
    options = fields.List(fields.Nested(MenuOptionReply), required=True)
    fallback = one_of(MenuFallback, required=True)


class WalkIvrMenuRequest(TenantRequest):
    """A call played in words: the menu to try, or the saved one, and the keys in their order, where
    an empty one stands for silence."""

    menu = fields.Nested(IvrMenuFields, load_default=None, allow_none=True)
    digits = fields.List(
        fields.String(validate=Regexp(r"^[0-9*#]?\Z", error="A key is 0 to 9, * or #.")),
        load_default=list,
        validate=Length(max=MOST_KEYS),
    )


class WalkStepReply(Reply):
    """`pressed`: the key that led here; null at the beginning, empty for silence."""

    pressed = fields.String(required=True, allow_none=True)
    said = fields.String(required=True)
    turn = one_of(CallTurn, required=True)
    expects = fields.String(required=True, metadata={"description": "For a person."})
    forward_to = fields.String(required=True, allow_none=True)


class MenuWalkReply(Reply):
    """`is_ended`: the last step asks for no key; keys that were left then are not pressed."""

    steps = fields.List(fields.Nested(WalkStepReply), required=True)
    is_ended = fields.Boolean(required=True)


class SendTestMessageRequest(WriteRequest):
    to = fields.String(required=True, validate=E164)


class MessageReply(Reply):
    id = Id(required=True)
    direction = one_of(MessageDirection, required=True)
    from_number = fields.String(required=True, allow_none=True)
    to_number = fields.String(required=True)
    body = fields.String(required=True)
    status = one_of(MessageStatus, required=True)
    error_code = fields.Integer(required=True, allow_none=True)
    explanation = fields.String(required=True, allow_none=True)
    created_at = UtcDateTime(required=True)


MessagePage = page_of(MessageReply, "MessagePage")


class VoicemailReply(Reply):
    id = Id(required=True)
    from_number = fields.String(required=True, allow_none=True)
    duration_seconds = fields.Integer(required=True)
    recording_url = fields.String(required=True)
    received_at = UtcDateTime(required=True)
    # When one of the tenant's people said so; null while it is new.
    heard_at = UtcDateTime(load_default=None, allow_none=True)


VoicemailPage = page_of(VoicemailReply, "VoicemailPage")


class VoicemailRequest(TenantRequest):
    voicemail_id = Id(required=True)


class MarkVoicemailRequest(VoicemailRequest, WriteRequest):
    is_heard = Flag(required=True)


class VoicemailAudioReply(Reply):
    """The whole recording."""

    media_type = fields.String(required=True, validate=OneOf(AUDIO))
    content = Binary(required=True)


class SearchNumbersRequest(TenantRequest):
    """Digits that the number has, anywhere; the best matches only, so there is one page."""

    area_code = fields.String(load_default=None, allow_none=True, validate=AREA_CODE)
    contains = fields.String(
        load_default=None,
        allow_none=True,
        validate=Regexp(r"^[0-9]{2,10}\Z", error="Give 2 to 10 digits."),
    )


class AvailableNumber(Reply):
    phone_number = fields.String(required=True)
    locality = fields.String(required=True, allow_none=True)
    region = fields.String(required=True, allow_none=True)
    capabilities = fields.Nested(Capabilities, required=True)
    monthly_price_cents = fields.Integer(required=True)


AvailableNumberPage = page_of(AvailableNumber, "AvailableNumberPage")


class BuyNumberRequest(WriteRequest):
    """One of the two: a certain number, or any of an area."""

    phone_number = fields.String(load_default=None, allow_none=True, validate=LOCAL)
    area_code = fields.String(load_default=None, allow_none=True, validate=AREA_CODE)


class RoutingChanged(Reply):
    mode = one_of(RoutingMode, required=True)


class NumberRegistrationChanged(Reply):
    number_id = Id(required=True)
    registration_status = one_of(RegistrationStatus, required=True)


class MessageReceived(Reply):
    message_id = Id(required=True)
    # TEXT, or the right that the customer used: STOP, START, HELP.
    intent = fields.String(required=True)
    # Fetched afterwards, maybe after hours: nothing answers it by itself.
    is_caught_up = fields.Boolean(load_default=False)


class MessageStatusChanged(Reply):
    message_id = Id(required=True)
    status = one_of(MessageStatus, required=True)


class VoicemailReceived(Reply):
    voicemail_id = Id(required=True)
    duration_seconds = fields.Integer(required=True)


class NumberAssigned(Reply):
    number_id = Id(required=True)
    is_primary = fields.Boolean(required=True)


class MessagingServiceLinked(Reply):
    campaign_id = Id(required=True)
    messaging_service_sid = fields.String(required=True)


def _rpc(method: str, kind: CallKind, request: type, reply: type) -> RpcContract:
    return RpcContract(SERVICE, method, kind, request, reply)


RPCS = [
    health_of(SERVICE),
    _rpc("get_setup_status", CallKind.READ, TenantRequest, SetupStatusReply),
    _rpc("get_config", CallKind.READ, TenantRequest, PhoneConfigReply),
    _rpc(
        "ensure_messaging_service",
        CallKind.SUBMIT,
        EnsureMessagingServiceRequest,
        MessagingServiceReply,
    ),
    _rpc("link_messaging_service", CallKind.SUBMIT, WriteRequest, PhoneConfigReply),
    _rpc("assign_number", CallKind.SUBMIT, AssignNumberRequest, PhoneConfigReply),
    _rpc("set_provisioning", CallKind.WRITE, SetProvisioningRequest, PhoneConfigReply),
    _rpc("put_routing", CallKind.WRITE, PutRoutingRequest, RoutingReply),
    _rpc("get_ivr_menu", CallKind.READ, TenantRequest, IvrMenuReply),
    _rpc("put_ivr_menu", CallKind.WRITE, PutIvrMenuRequest, IvrMenuReply),
    _rpc("walk_ivr_menu", CallKind.READ, WalkIvrMenuRequest, MenuWalkReply),
    _rpc("search_numbers", CallKind.SUBMIT, SearchNumbersRequest, AvailableNumberPage),
    _rpc("buy_number", CallKind.SUBMIT, BuyNumberRequest, PhoneConfigReply),
    _rpc("check_line", CallKind.SUBMIT, TenantRequest, LineCheckReply),
    _rpc("repair_line", CallKind.SUBMIT, TenantRequest, LineCheckReply),
    _rpc("answer_call", CallKind.READ, AnswerCallRequest, TwimlReply),
    _rpc("press_key", CallKind.READ, PressKeyRequest, TwimlReply),
    _rpc("store_recording", CallKind.WRITE, StoreRecordingRequest, TwimlReply),
    _rpc("list_voicemails", CallKind.READ, PageRequest, VoicemailPage),
    _rpc("get_voicemail_audio", CallKind.SUBMIT, VoicemailRequest, VoicemailAudioReply),
    _rpc("mark_voicemail", CallKind.WRITE, MarkVoicemailRequest, VoicemailReply),
    _rpc("receive_message", CallKind.WRITE, ReceiveMessageRequest, TwimlReply),
    _rpc("note_message_status", CallKind.WRITE, NoteMessageStatusRequest, Empty),
    _rpc("send_test_message", CallKind.SUBMIT, SendTestMessageRequest, MessageReply),
    _rpc("list_messages", CallKind.READ, PageRequest, MessagePage),
    _rpc("note_twilio_events", CallKind.WRITE, NoteTwilioEventsRequest, EventsTakenReply),
]

EVENTS = [
    EventContract(SERVICE, "number_assigned_v1", NumberAssigned),
    EventContract(SERVICE, "messaging_service_linked_v1", MessagingServiceLinked),
    EventContract(SERVICE, "routing_changed_v1", RoutingChanged),
    EventContract(SERVICE, "number_registration_changed_v1", NumberRegistrationChanged),
    EventContract(SERVICE, "message_received_v1", MessageReceived),
    EventContract(SERVICE, "message_status_changed_v1", MessageStatusChanged),
    EventContract(SERVICE, "voicemail_received_v1", VoicemailReceived),
]
