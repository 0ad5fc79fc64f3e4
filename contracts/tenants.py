"""What `tenants` offers and tells: who is who, and for which business."""

from marshmallow import fields
from marshmallow.validate import Range

from contracts.enums import Role
from contracts.fields import (
    Empty,
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
from contracts.shapes import CallKind, EventContract, RpcContract

SERVICE = "tenants"


class AuthenticateRequest(Request):
    email = text(maximum=254, required=True)
    password = text(maximum=1024, required=True)
    # Where the attempt comes from; throttling counts by e-mail and by source.
    source = text(maximum=100, required=True)


class UserReply(Reply):
    """A staff user, a customer or an operator; the operator has no tenant."""

    id = Id(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    role = one_of(Role, required=True)
    tenant_id = Id(required=True, allow_none=True)
    tenant_name = fields.String(required=True, allow_none=True)
    time_zone = fields.String(required=True, allow_none=True)


class SignedInUserReply(UserReply):
    # What a token of this user says: with the next version all earlier tokens have ended.
    access_version = fields.Integer(load_default=1)


class ConfirmAccessRequest(Request):
    user_id = Id(required=True)
    access_version = fields.Integer(required=True, validate=Range(1))
    role = one_of(Role, required=True)


class OpenSessionRequest(AuthenticateRequest):
    # The session that the browser had until now; it ends when the new one begins.
    replaces = Id(load_default=None, allow_none=True)
    # What the browser was given when it signed in before: others' guesses do not lock it out.
    device = text(maximum=2000, load_default=None, allow_none=True)


class RenewSessionRequest(Request):
    session_id = Id(required=True)
    secret = text(maximum=200, required=True)


class SessionReply(Reply):
    session_id = Id(required=True)
    # When it ends if it is not renewed once more.
    ends_at = UtcDateTime(required=True)
    user = fields.Nested(SignedInUserReply, required=True)


class OpenedSessionReply(SessionReply):
    secret = fields.String(required=True)
    device = fields.String(load_default=None, allow_none=True)


class EndSessionRequest(Request):
    session_id = Id(required=True)


class EndedSessionsReply(Reply):
    session_ids = fields.List(Id(), required=True)
    access_version = fields.Integer(load_default=None, allow_none=True)


class GetUserRequest(Request):
    user_id = Id(required=True)


class TenantReply(Reply):
    id = Id(required=True)
    name = fields.String(required=True)
    time_zone = fields.String(required=True)
    is_root = fields.Boolean(required=True)
    created_at = UtcDateTime(required=True)


class ListTenantsRequest(Request):
    """For operators; like every page, but of no tenant's own."""

    page = fields.Integer(load_default=1, validate=Range(1, 1_000_000))
    page_size = fields.Integer(load_default=20, validate=Range(1, 100))


TenantPage = page_of(TenantReply, "TenantPage")


class CreateTenantRequest(Request):
    """For operators; the first owner comes with the tenant."""

    name = text(minimum=1, required=True)
    time_zone = text(maximum=64, required=True)
    owner_name = text(minimum=1, required=True)
    owner_email = fields.Email(required=True)
    owner_password = text(minimum=12, maximum=1024, required=True)


class RegisterCustomerRequest(WriteRequest):
    name = text(minimum=1, required=True)
    email = fields.Email(required=True)
    phone = text(maximum=20, load_default=None, allow_none=True)
    password = text(minimum=12, maximum=1024, load_default=None, allow_none=True)


class UpdateCustomerRequest(WriteRequest):
    customer_id = Id(required=True)
    name = text(minimum=1)
    phone = text(maximum=20, allow_none=True)


class ListCustomersRequest(PageRequest):
    """`search` is how a word of the name or the e-mail begins, in any case."""

    search = text(maximum=100, load_default=None, allow_none=True)


class CustomerReply(Reply):
    id = Id(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    created_at = UtcDateTime(required=True)


CustomerPage = page_of(CustomerReply, "CustomerPage")


class TenantCreated(Reply):
    name = fields.String(required=True)
    time_zone = fields.String(required=True)


class CustomerRegistered(Reply):
    customer_id = Id(required=True)
    name = fields.String(required=True)


class CustomerUpdated(CustomerRegistered):
    pass


class SessionEnded(Reply):
    """Of an operator's session the envelope names the platform, the nil UUID."""

    session_id = Id(required=True)


class AccessEnded(Reply):
    """All tokens and sessions of the user under an earlier version have ended."""

    user_id = Id(required=True)
    access_version = fields.Integer(required=True)


def _rpc(method: str, kind: CallKind, request: type, reply: type) -> RpcContract:
    return RpcContract(SERVICE, method, kind, request, reply)


RPCS = [
    health_of(SERVICE),
    _rpc("authenticate", CallKind.WRITE, AuthenticateRequest, SignedInUserReply),
    _rpc("open_session", CallKind.WRITE, OpenSessionRequest, OpenedSessionReply),
    _rpc("renew_session", CallKind.WRITE, RenewSessionRequest, SessionReply),
    _rpc("confirm_access", CallKind.READ, ConfirmAccessRequest, Empty),
    _rpc("end_session", CallKind.WRITE, EndSessionRequest, Empty),
    _rpc("end_all_sessions", CallKind.WRITE, GetUserRequest, EndedSessionsReply),
    _rpc("get_user", CallKind.READ, GetUserRequest, UserReply),
    _rpc("get_tenant", CallKind.READ, TenantRequest, TenantReply),
    _rpc("list_tenants", CallKind.READ, ListTenantsRequest, TenantPage),
    _rpc("create_tenant", CallKind.WRITE, CreateTenantRequest, TenantReply),
    _rpc("register_customer", CallKind.WRITE, RegisterCustomerRequest, CustomerReply),
    _rpc("update_customer", CallKind.WRITE, UpdateCustomerRequest, CustomerReply),
    _rpc("list_customers", CallKind.READ, ListCustomersRequest, CustomerPage),
]

EVENTS = [
    EventContract(SERVICE, "tenant_created_v1", TenantCreated),
    EventContract(SERVICE, "customer_registered_v1", CustomerRegistered),
    EventContract(SERVICE, "customer_updated_v1", CustomerUpdated),
    EventContract(SERVICE, "session_ended_v1", SessionEnded),
    EventContract(SERVICE, "access_ended_v1", AccessEnded),
]
