"""HTTP shapes, derived from the contracts: the same fields in camelCase, nothing listed twice."""

from __future__ import annotations

import functools
from typing import Any

from marshmallow import Schema, fields, pre_load
from marshmallow.validate import OneOf, Range

from contracts import a2p, a2p_guidance, a2p_insight, booking, loyalty, phone, phone_checks, tenants
from contracts.enums import (
    CampaignStatus,
    MissingPiece,
    RedemptionBlock,
    StepState,
    WizardStep,
)
from contracts.fields import PageRequest, Reply, one_of
from services.gateway.money import Dollars
from services.gateway.naming import camel, is_money
from services.gateway.wanted import WantedServices

# Filled from the token, the header and the connection, never from a body.
NOT_FROM_CALLERS = frozenset({"tenant_id", "idempotency_key", "source", "expected_versions"})
# What a caller writes and what it then reads would otherwise have the same name.
NAMES: dict[type[Schema], str] = {
    phone.MenuOption: "MenuOptionInput",
    phone.IvrMenuFields: "IvrMenuDraft",
}
# A customer speaks for itself.
THE_CUSTOMER = frozenset({"customer_id"})
JSON, CSV = "json", "csv"


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
def http(
    contract: type[Schema], name: str | None = None, *, without: frozenset[str] = frozenset()
) -> type[Schema]:
    """The HTTP shape of a contract's request or reply."""
    if issubclass(contract, CamelCase):
        return contract
    members = contract._declared_fields
    hidden = without if issubclass(contract, Reply) else without | NOT_FROM_CALLERS
    meta = type("Meta", (contract.Meta,), {"exclude": tuple(sorted(hidden & members.keys()))})
    money = {name: Dollars.like(cents) for name, cents in members.items() if is_money(name)}
    plain = contract.__name__.removesuffix("Request").removesuffix("Reply")
    named = name or NAMES.get(contract, plain)
    derived: type[Schema] = type(named, (CamelCase, contract), {"Meta": meta, **money})
    return derived


class _Written(Schema):
    """Refuses what it does not know, but for what was read along with the rest."""

    read_only: frozenset[str] = frozenset()

    @pre_load
    def without_what_is_only_read(self, told: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {name: value for name, value in told.items() if name not in self.read_only}


def writable(shape: type[Schema], read: type[Schema]) -> type[Schema]:
    """Whoever read the whole may send it back changed: what only the reply has is left alone."""
    only_read = read._declared_fields.keys() - shape._declared_fields.keys()
    members = {"read_only": frozenset(camel(name) for name in only_read)}
    written: type[Schema] = type(shape.__name__, (_Written, shape), members)
    return written


PageQuery = http(PageRequest, "PageQuery")

BusinessProfile = http(a2p.BusinessProfileReply)
BusinessProfileInput = writable(
    http(a2p.PutBusinessProfileRequest, "BusinessProfileInput"), BusinessProfile
)
Campaign = http(a2p.CampaignReply)
CampaignPage = http(a2p.CampaignPage)
NewCampaign = http(a2p.CreateCampaignRequest, "NewCampaign")
CampaignChanges = http(a2p.CampaignFields, "CampaignChanges")
SubmissionPage = http(a2p.SubmissionPage)
FindingPage = http(a2p.FindingPage)
BrandOtp = http(a2p_insight.BrandOtp)
DifferencePage = http(a2p_insight.DifferencePage)
DriftPage = http(a2p_insight.DriftPage)
SubmissionCosts = http(a2p_insight.SubmissionCostsReply)
UseCasePage = http(a2p_insight.UseCasePage)
RegistrationForm = http(a2p_guidance.RegistrationFormReply)
TimelineQuery = http(a2p_guidance.RegistrationTimelineRequest, "TimelineQuery")


class _WholeTimeline(a2p_guidance.RegistrationTimelineReply):
    """With the number's part, where its service answered."""

    unavailable = fields.List(fields.String(), required=True)


RegistrationTimeline = http(_WholeTimeline, "RegistrationTimeline")

PhoneConfig = http(phone.PhoneConfigReply)
Routing = http(phone.RoutingReply)
RoutingInput = http(phone.PutRoutingRequest, "RoutingInput")
IvrMenu = http(phone.IvrMenuReply)
IvrMenuInput = http(phone.PutIvrMenuRequest, "IvrMenuInput")
MenuWalkInput = http(phone.WalkIvrMenuRequest, "MenuWalkInput")
MenuWalk = http(phone.MenuWalkReply)
AvailableNumberPage = http(phone.AvailableNumberPage)
NumberWish = http(phone.BuyNumberRequest, "NumberWish")
TestMessage = http(phone.SendTestMessageRequest, "TestMessage")
Message = http(phone.MessageReply)
MessagePage = http(phone.MessagePage)
Voicemail = http(phone.VoicemailReply)
VoicemailMark = http(
    phone.MarkVoicemailRequest, "VoicemailMark", without=frozenset({"voicemail_id"})
)
VoicemailPage = http(phone.VoicemailPage)
LineCheck = http(phone_checks.LineCheckReply)
NumberAssignment = http(phone.AssignNumberRequest, "NumberAssignment")
ProvisioningChange = http(phone.SetProvisioningRequest, "ProvisioningChange")


class _NumberSearch(phone.SearchNumbersRequest, PageRequest):
    """The service gives its best matches; which of them are shown is the page's affair."""


NumberSearch = http(_NumberSearch, "NumberSearch")

Rewards = http(loyalty.RewardsReply)
CustomerAccount = http(loyalty.CustomerAccountReply)
Transaction = http(loyalty.TransactionReply)
TransactionPage = http(loyalty.TransactionPage)
LoyaltySummary = http(loyalty.LoyaltySummaryReply)
LoyaltySettings = http(loyalty.LoyaltySettingsReply)
LoyaltySettingsInput = writable(
    http(loyalty.PutLoyaltySettingsRequest, "LoyaltySettingsInput"), LoyaltySettings
)
Adjustment = http(loyalty.AdjustPointsRequest, "Adjustment")
PortRecovery = http(loyalty.StartPortRecoveryRequest, "PortRecovery")
PortRecoveryRun = http(loyalty.PortRecoveryRunReply)


class _HistoryQuery(PageRequest):
    """A table for spreadsheets has pages of a size of its own."""

    format = fields.String(load_default=JSON, validate=OneOf([JSON, CSV]))


HistoryQuery = http(_HistoryQuery, "HistoryQuery")


class _SeriesQuery(loyalty.TimeseriesRequest, PageRequest):
    """A chart wants all days, so without a size they are one page."""

    page_size = fields.Integer(load_default=None, validate=Range(1, 366))


SeriesQuery = http(_SeriesQuery, "SeriesQuery")


class _Series(loyalty.TimeseriesReply):
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)
    total = fields.Integer(required=True)


Timeseries = http(_Series, "Timeseries")

ServicePage = http(booking.ServicePage)


class _FreeTimesQuery(PageRequest):
    """A day is shown whole, so without a size it is one page."""

    page_size = fields.Integer(load_default=None, validate=Range(1, 100))
    date = fields.Date(required=True)
    services = WantedServices()


FreeTimesQuery = http(_FreeTimesQuery, "FreeTimesQuery")


class _FreeTimes(booking.FreeTimesReply):
    page = fields.Integer()
    page_size = fields.Integer()
    total = fields.Integer()


FreeTimes = http(_FreeTimes, "FreeTimes")
Quote = http(booking.QuoteReply)
QuoteRequest = http(booking.QuoteBookingRequest, "QuoteRequest", without=THE_CUSTOMER)
Booking = http(booking.BookingReply)
BookingPage = http(booking.BookingPage)
BookingsQuery = http(booking.ListBookingsRequest, "BookingsQuery")
StaffBookingPage = http(booking.StaffBookingPage)
NewBooking = http(booking.CreateBookingRequest, "NewBooking", without=THE_CUSTOMER)

Credentials = http(tenants.AuthenticateRequest, "Credentials")
User = http(tenants.UserReply)
TenantPage = http(tenants.TenantPage)
CustomerPage = http(tenants.CustomerPage)
CustomerQuery = http(tenants.ListCustomersRequest, "CustomerQuery")


class Token(CamelCase):
    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True)


class SignedIn(CamelCase):
    user = fields.Nested(User, required=True)
    csrf_token = fields.String(
        required=True, metadata={"description": "For `X-CSRF-Token` of every write."}
    )


class Me(CamelCase):
    user = fields.Nested(User, required=True)
    csrf_token = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "As at the sign-in; null for a bearer token, which needs none."},
    )


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
    a2p_hint = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "For a person: how the registration goes on."},
    )
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


class RedemptionRefusal(CamelCase):
    """Points cannot be used on this booking, and there is no booking."""

    error = fields.String(required=True)
    code = fields.String(required=True)
    request_id = fields.String(required=True)
    reason_code = one_of(RedemptionBlock, required=True)
    message = fields.String(required=True, metadata={"description": "For the customer."})
    fix = fields.String(allow_none=True, metadata={"description": "What would make it possible."})


Alternative = http(phone.AvailableNumber, "Alternative", without=frozenset({"capabilities"}))


class PurchaseRefusal(CamelCase):
    """Another has the number; these are there now."""

    error = fields.String(required=True)
    code = fields.String(required=True)
    request_id = fields.String(required=True)
    alternatives = fields.List(fields.Nested(Alternative), required=True)


class _Stale(CamelCase):
    """The change was made to an older version, and nothing was saved."""

    error = fields.String(required=True)
    code = fields.String(required=True)
    request_id = fields.String(required=True)
    etag = fields.String(
        required=True, metadata={"description": "Of `current`; for `If-Match` of the next try."}
    )


class StaleCampaign(_Stale):
    current = fields.Nested(Campaign, required=True)
    yours = fields.Nested(CampaignChanges, required=True)


# Without what nobody may read: the registration number.
_ReadableProfile = http(
    a2p.PutBusinessProfileRequest,
    "BusinessProfileDraft",
    without=frozenset({"registration_number"}),
)


class StaleBusinessProfile(_Stale):
    current = fields.Nested(BusinessProfile, required=True)
    yours = fields.Nested(_ReadableProfile, required=True)


class Error(CamelCase):
    """The one body of every refusal and failure."""

    error = fields.String(required=True, metadata={"description": "A sentence for a person."})
    code = fields.String(required=True, metadata={"description": "Stable, for programs."})
    request_id = fields.String(required=True)
    fields_ = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        super().on_bind_field(field_name.rstrip("_"), field_obj)
