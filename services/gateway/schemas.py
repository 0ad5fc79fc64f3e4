"""HTTP shapes, derived from the contracts: the same fields in camelCase, nothing listed twice."""

from __future__ import annotations

import functools
from typing import Any

from marshmallow import Schema, fields

from contracts import a2p, phone, tenants
from contracts.enums import CampaignStatus, MissingPiece, StepState, WizardStep
from contracts.fields import PageRequest, Reply, one_of
from services.gateway.naming import camel

# Filled from the token, the header and the connection, never from a body.
NOT_FROM_CALLERS = frozenset({"tenant_id", "idempotency_key", "source"})


class CamelCase(Schema):
    """Outside every name is camelCase, however deep it is nested."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        field_obj.data_key = camel(field_name)
        inner: Any = field_obj
        while isinstance(inner, fields.List):
            inner = inner.inner
        if isinstance(inner, fields.Nested):
            inner.nested = http(inner.nested)  # type: ignore[arg-type]  # contracts nest classes


@functools.cache
def http(contract: type[Schema], name: str | None = None) -> type[Schema]:
    """The HTTP shape of a contract's request or reply."""
    if issubclass(contract, CamelCase):
        return contract
    hidden = set() if issubclass(contract, Reply) else NOT_FROM_CALLERS
    exclude = tuple(sorted(hidden & contract._declared_fields.keys()))
    meta = type("Meta", (contract.Meta,), {"exclude": exclude})
    plain = contract.__name__.removesuffix("Request").removesuffix("Reply")
    derived: type[Schema] = type(name or plain, (CamelCase, contract), {"Meta": meta})
    return derived


PageQuery = http(PageRequest, "PageQuery")

BusinessProfile = http(a2p.BusinessProfileReply)
BusinessProfileInput = http(a2p.PutBusinessProfileRequest, "BusinessProfileInput")
Campaign = http(a2p.CampaignReply)
CampaignPage = http(a2p.CampaignPage)
NewCampaign = http(a2p.CreateCampaignRequest, "NewCampaign")
CampaignChanges = http(a2p.CampaignFields, "CampaignChanges")
SubmissionPage = http(a2p.SubmissionPage)
FindingPage = http(a2p.FindingPage)

PhoneConfig = http(phone.PhoneConfigReply)
NumberAssignment = http(phone.AssignNumberRequest, "NumberAssignment")
ProvisioningChange = http(phone.SetProvisioningRequest, "ProvisioningChange")

Credentials = http(tenants.AuthenticateRequest, "Credentials")
User = http(tenants.UserReply)


class Token(CamelCase):
    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True)


class Me(CamelCase):
    user = fields.Nested(User, required=True)


class Step(CamelCase):
    id = one_of(WizardStep, required=True)
    title = fields.String(required=True)
    state = one_of(StepState, required=True)


class State(CamelCase):
    state = one_of(StepState, required=True)


class WizardStatus(CamelCase):
    """Null stands for what a service that did not answer would have told."""

    has_phone_config = fields.Boolean(required=True, allow_none=True)
    has_phone_number = fields.Boolean(required=True, allow_none=True)
    phone_number = fields.String(required=True, allow_none=True)
    has_messaging_service = fields.Boolean(required=True, allow_none=True)
    messaging_service_sid = fields.String(required=True, allow_none=True)
    a2p_status = one_of(CampaignStatus, required=True, allow_none=True)
    a2p_last_error = fields.String(required=True, allow_none=True)
    missing_pieces = fields.List(one_of(MissingPiece), required=True)
    routing = fields.Nested(phone.RoutingSummary, required=True, allow_none=True)
    provisioning = fields.Nested(phone.Provisioning, required=True, allow_none=True)
    steps = fields.List(fields.Nested(Step), required=True)
    step2 = fields.Nested(State, required=True)
    unavailable = fields.List(fields.String(), required=True)


class Live(CamelCase):
    status = fields.String(required=True)


class Part(CamelCase):
    name = fields.String(required=True)
    state = fields.String(required=True)


class Ready(CamelCase):
    status = fields.String(required=True)
    services = fields.List(fields.Nested(Part), required=True)


class Error(CamelCase):
    """The one body of every refusal and failure."""

    error = fields.String(required=True, metadata={"description": "A sentence for a person."})
    code = fields.String(required=True, metadata={"description": "Stable, for programs."})
    request_id = fields.String(required=True)
    fields_ = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        super().on_bind_field(field_name.rstrip("_"), field_obj)
