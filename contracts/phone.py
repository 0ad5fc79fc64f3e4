"""What `phone` offers and tells: numbers, messaging services, call routing."""

from marshmallow import fields
from marshmallow.validate import Regexp

from contracts.enums import ProvisioningMode, RegistrationStatus, RoutingMode
from contracts.fields import Id, Reply, TenantRequest, WriteRequest, one_of
from contracts.health import health_of
from contracts.shapes import CallKind, EventContract, RpcContract

SERVICE = "phone"

E164 = Regexp(r"^\+[1-9]\d{7,14}$", error="Not a phone number like +15125550100.")


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
        required=True, validate=Regexp(r"^PN[0-9a-fA-F]{32}$", error="Not a Twilio number SID.")
    )


class SetProvisioningRequest(WriteRequest):
    mode = one_of(ProvisioningMode, required=True)


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
    _rpc("assign_number", CallKind.SUBMIT, AssignNumberRequest, PhoneConfigReply),
    _rpc("set_provisioning", CallKind.WRITE, SetProvisioningRequest, PhoneConfigReply),
]

EVENTS = [
    EventContract(SERVICE, "number_assigned_v1", NumberAssigned),
    EventContract(SERVICE, "messaging_service_linked_v1", MessagingServiceLinked),
]
