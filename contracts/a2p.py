"""What `a2p` offers and tells: business profile, brand, campaigns and how their review goes."""

from marshmallow import EXCLUDE, fields
from marshmallow.validate import Length

from contracts.a2p_guidance import (
    RegistrationFormReply,
    RegistrationTimelineReply,
    RegistrationTimelineRequest,
)
from contracts.a2p_insight import (
    BrandOtp,
    DifferencePage,
    DriftPage,
    RegistrationDriftFound,
    ResendBrandOtpRequest,
    SubmissionCostsReply,
    TakeTwilioEventsRequest,
    TwilioEventsTakenReply,
    UseCasePage,
)
from contracts.a2p_words import (
    BUSINESS_TYPES,
    COMPANY_TYPES,
    INDUSTRIES,
    JOB_POSITIONS,
    REGIONS_OF_OPERATION,
    REGISTRATION_IDENTIFIERS,
    STOCK_EXCHANGES,
)
from contracts.enums import (
    BrandStatus,
    BrandType,
    CampaignStage,
    CampaignStatus,
    Severity,
    TrusthubStatus,
)
from contracts.fields import (
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
    texts,
)
from contracts.health import health_of
from contracts.shapes import CallKind, EventContract, RpcContract

SERVICE = "a2p"

# Generous: a draft may exceed what carriers take, and the checks then say so in words.
LONGEST_TEXT = 10_000
MAX_VERSIONS = 20


def word_of(words: tuple[str, ...], *, maximum: int = 200, default: str = "") -> fields.String:
    """Any text; the description of our interface names the words that a form should offer."""
    offered = [{"type": "string", "enum": list(words)}, {"type": "string"}]
    return text(maximum=maximum, load_default=default, metadata={"anyOf": offered})


class Address(Request):
    street = text(load_default="")
    street2 = text(load_default="")
    city = text(load_default="")
    region = text(load_default="")
    postal_code = text(maximum=20, load_default="")
    country = text(maximum=2, load_default="US")


class Representative(Request):
    first_name = text(load_default="")
    last_name = text(load_default="")
    email = text(maximum=254, load_default="")
    phone = text(maximum=20, load_default="")
    title = text(load_default="")
    job_position = word_of(JOB_POSITIONS)


class ProfileFields(Request):
    """Everything a tenant may tell about its business; all may be empty while it is a draft."""

    brand_type = one_of(BrandType, load_default=BrandType.LOW_VOLUME_STANDARD)
    legal_name = text(load_default="")
    business_type = word_of(BUSINESS_TYPES)
    industry = word_of(INDUSTRIES)
    registration_identifier = word_of(REGISTRATION_IDENTIFIERS, maximum=40)
    regions_of_operation = word_of(REGIONS_OF_OPERATION, maximum=100, default="USA_AND_CANADA")
    website_url = text(maximum=2048, load_default="")
    social_media_urls = texts(most=10, maximum=2048, load_default=list)
    company_type = word_of(COMPANY_TYPES, maximum=40)
    stock_exchange = word_of(STOCK_EXCHANGES, maximum=40)
    stock_ticker = text(maximum=20, load_default="")
    brand_contact_email = text(maximum=254, load_default="")
    address = fields.Nested(Address, load_default=lambda: Address().load({}))
    representative = fields.Nested(Representative, load_default=lambda: Representative().load({}))
    mobile_phone = text(maximum=20, load_default="")
    vertical = text(maximum=60, load_default="")


class VersionedWriteRequest(WriteRequest):
    """Refused unless what is stored has one of these versions; an empty list names none and is
    refused as well. Null takes any version, as callers of earlier releases did.
    """

    expected_versions = texts(most=MAX_VERSIONS, load_default=None, allow_none=True)


def _version() -> fields.String:
    """Absent from replies of earlier releases, also from those stored for repeats."""
    about = "Of what the tenant wrote; the ETag, without its quotes. Changes with the text alone."
    return fields.String(metadata={"description": about})


class PutBusinessProfileRequest(VersionedWriteRequest, ProfileFields):
    # Left out, the stored number stays: a caller only ever reads its last four digits.
    registration_number = text(maximum=30)


class GetBusinessProfileRequest(TenantRequest):
    pass


class BrandError(Reply):
    code = fields.String(required=True)
    field = fields.String(required=True, allow_none=True)
    message = fields.String(required=True)
    fix = fields.String(required=True)
    rule_ids = fields.List(fields.String(), required=True)


class BusinessProfileReply(ProfileFields):
    class Meta:
        unknown = EXCLUDE

    registration_number_last4 = fields.String(required=True, allow_none=True)
    brand_status = one_of(BrandStatus, required=True)
    brand_score = fields.Integer(required=True, allow_none=True)
    brand_errors = fields.List(fields.Nested(BrandError), required=True)
    brand_submissions_left = fields.Integer(required=True)
    brand_identity_status = fields.String(required=True, allow_none=True)
    # What the tenant itself has to do now, in words; null when nothing.
    brand_next_step = fields.String(required=True, allow_none=True)
    # Of a sole proprietor whose code has not been answered yet; else null.
    brand_otp = fields.Nested(BrandOtp, required=True, allow_none=True)
    version = _version()


class CampaignFields(Request):
    """What a tenant writes. Without defaults, so that a change names only what changes."""

    name = text(minimum=1)
    use_case = text(maximum=60)
    description = text(maximum=LONGEST_TEXT)
    message_flow = text(maximum=LONGEST_TEXT)
    sample_messages = texts(maximum=LONGEST_TEXT)
    has_embedded_links = Flag()
    has_embedded_phone = Flag()
    age_gated = Flag()
    direct_lending = Flag()
    subscriber_opt_in = Flag()
    opt_in_keywords = texts(most=50)
    opt_in_message = text(maximum=LONGEST_TEXT)
    opt_out_keywords = texts(most=50)
    opt_out_message = text(maximum=LONGEST_TEXT)
    help_keywords = texts(most=50)
    help_message = text(maximum=LONGEST_TEXT)
    privacy_policy_url = text(maximum=2048)
    terms_and_conditions_url = text(maximum=2048)


class CreateCampaignRequest(WriteRequest, CampaignFields):
    name = text(minimum=1, required=True)


class CampaignRequest(TenantRequest):
    campaign_id = Id(required=True)


class UpdateCampaignRequest(VersionedWriteRequest):
    campaign_id = Id(required=True)
    changes = fields.Nested(CampaignFields, required=True)


class CampaignWriteRequest(WriteRequest):
    """Delete, refresh: they name a campaign and carry nothing else."""

    campaign_id = Id(required=True)


class SubmitCampaignRequest(VersionedWriteRequest):
    """Submit, resubmit: what goes out is what the caller has seen, where it says so."""

    campaign_id = Id(required=True)


class CheckChangesRequest(PageRequest):
    """What is typed and not saved yet, beside what is stored; nothing is changed."""

    campaign_id = Id(required=True)
    changes = fields.Nested(CampaignFields, required=True)


class CheckBusinessProfileRequest(PageRequest, ProfileFields):
    registration_number = text(maximum=30)


class CampaignPageRequest(PageRequest):
    campaign_id = Id(required=True)


class RejectionReason(Reply):
    code = fields.String(required=True)
    field = fields.String(required=True, allow_none=True)
    message = fields.String(required=True)
    fix = fields.String(required=True)
    can_resubmit = fields.Boolean(required=True)
    # The checks that prevent this rejection; `check_campaign` tells what they find now.
    rule_ids = fields.List(fields.String(), required=True)


class CampaignContent(Reply):
    """What a tenant wrote, whole: empty text where nothing is written yet."""

    name = fields.String(required=True)
    use_case = fields.String(required=True)
    description = fields.String(required=True)
    message_flow = fields.String(required=True)
    sample_messages = fields.List(fields.String(), required=True)
    has_embedded_links = fields.Boolean(required=True)
    has_embedded_phone = fields.Boolean(required=True)
    age_gated = fields.Boolean(required=True)
    direct_lending = fields.Boolean(required=True)
    subscriber_opt_in = fields.Boolean(required=True)
    opt_in_keywords = fields.List(fields.String(), required=True)
    opt_in_message = fields.String(required=True)
    opt_out_keywords = fields.List(fields.String(), required=True)
    opt_out_message = fields.String(required=True)
    help_keywords = fields.List(fields.String(), required=True)
    help_message = fields.String(required=True)
    privacy_policy_url = fields.String(required=True)
    terms_and_conditions_url = fields.String(required=True)


class ManualTask(Reply):
    """What a person does in Twilio's Console, with the text to paste by field."""

    title = fields.String(required=True)
    steps = fields.List(fields.String(), required=True)
    values = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class CampaignReply(CampaignContent):
    id = Id(required=True)
    is_primary = fields.Boolean(required=True)
    status = one_of(CampaignStatus, required=True)
    stage = one_of(CampaignStage, required=True, allow_none=True)
    twilio_brand_sid = fields.String(required=True, allow_none=True)
    twilio_campaign_sid = fields.String(required=True, allow_none=True)
    messaging_service_sid = fields.String(required=True, allow_none=True)
    trusthub_status = one_of(TrusthubStatus, required=True)
    trusthub_last_checked_at = UtcDateTime(required=True, allow_none=True)
    trusthub_last_error = fields.String(required=True, allow_none=True)
    rejection_reasons = fields.List(fields.Nested(RejectionReason), required=True)
    submitted_at = UtcDateTime(required=True, allow_none=True)
    approved_at = UtcDateTime(required=True, allow_none=True)
    rejected_at = UtcDateTime(required=True, allow_none=True)
    # While suspended: since when, and when carriers delete the campaign for good.
    suspended_at = UtcDateTime(required=True, allow_none=True)
    deletion_at = UtcDateTime(required=True, allow_none=True)
    # What Twilio fixed at the registration: these fields cannot be changed any more.
    fixed_fields = fields.List(fields.String(), required=True)
    # Only where Twilio does not let us edit in place; the campaign goes on by itself afterwards.
    manual_task = fields.Nested(ManualTask, required=True, allow_none=True)
    created_at = UtcDateTime(required=True)
    updated_at = UtcDateTime(required=True)
    version = _version()


CampaignPage = page_of(CampaignReply, "CampaignPage")


class SubmissionReply(Reply):
    attempt = fields.Integer(required=True)
    submitted_at = UtcDateTime(required=True)
    # The campaign's status in which the attempt ended; null while it is under way.
    outcome = one_of(CampaignStatus, required=True, allow_none=True)
    finished_at = UtcDateTime(required=True, allow_none=True)
    rejection_reasons = fields.List(fields.Nested(RejectionReason), required=True)
    content = fields.Nested(CampaignContent, required=True)


SubmissionPage = page_of(SubmissionReply, "SubmissionPage")


class FindingReply(Reply):
    rule_id = fields.String(required=True)
    severity = one_of(Severity, required=True)
    field = fields.String(required=True)
    message = fields.String(required=True)
    suggestion = fields.String(required=True)
    # Fits the field as it is: text, a list of texts or a flag.
    suggested_value = fields.Raw(required=True, allow_none=True)
    twilio_codes = fields.List(fields.String(), required=True)
    # This campaign was rejected for what this rule prevents; these findings come first.
    because_rejected = fields.Boolean(required=True)


FindingPage = page_of(FindingReply, "FindingPage")


class RegistrationSummaryReply(Reply):
    """What the set-up wizard asks; all null or false for a tenant that never touched A2P."""

    has_business_profile = fields.Boolean(required=True)
    is_business_profile_complete = fields.Boolean(required=True)
    a2p_status = one_of(CampaignStatus, required=True, allow_none=True)
    a2p_last_error = fields.String(required=True, allow_none=True)


class CampaignSubmitted(Reply):
    campaign_id = Id(required=True)
    attempt = fields.Integer(required=True)
    is_primary = fields.Boolean(required=True)


class CampaignStatusChanged(Reply):
    campaign_id = Id(required=True)
    is_primary = fields.Boolean(required=True)
    previous_status = one_of(CampaignStatus, required=True)
    status = one_of(CampaignStatus, required=True)
    stage = one_of(CampaignStage, required=True, allow_none=True)
    messaging_service_sid = fields.String(required=True, allow_none=True)
    rejection_codes = fields.List(fields.String(), required=True, validate=Length(max=100))


class BrandStatusChanged(Reply):
    brand_sid = fields.String(required=True)
    previous_status = one_of(BrandStatus, required=True)
    status = one_of(BrandStatus, required=True)


def _rpc(method: str, kind: CallKind, request: type, reply: type) -> RpcContract:
    return RpcContract(SERVICE, method, kind, request, reply)


RPCS = [
    health_of(SERVICE),
    _rpc("get_business_profile", CallKind.READ, GetBusinessProfileRequest, BusinessProfileReply),
    _rpc("put_business_profile", CallKind.WRITE, PutBusinessProfileRequest, BusinessProfileReply),
    _rpc("resend_brand_otp", CallKind.SUBMIT, ResendBrandOtpRequest, BrandOtp),
    _rpc("list_campaigns", CallKind.READ, PageRequest, CampaignPage),
    _rpc("create_campaign", CallKind.WRITE, CreateCampaignRequest, CampaignReply),
    _rpc("get_campaign", CallKind.READ, CampaignRequest, CampaignReply),
    _rpc("update_campaign", CallKind.WRITE, UpdateCampaignRequest, CampaignReply),
    _rpc("delete_campaign", CallKind.WRITE, CampaignWriteRequest, Empty),
    _rpc("submit_campaign", CallKind.SUBMIT, SubmitCampaignRequest, CampaignReply),
    _rpc("refresh_campaign_status", CallKind.SUBMIT, CampaignWriteRequest, CampaignReply),
    _rpc("resubmit_campaign", CallKind.SUBMIT, SubmitCampaignRequest, CampaignReply),
    _rpc("list_submissions", CallKind.READ, CampaignPageRequest, SubmissionPage),
    _rpc("check_campaign", CallKind.READ, CampaignPageRequest, FindingPage),
    _rpc("check_changes", CallKind.READ, CheckChangesRequest, FindingPage),
    _rpc("check_business_profile", CallKind.READ, CheckBusinessProfileRequest, FindingPage),
    _rpc("get_registration_form", CallKind.READ, TenantRequest, RegistrationFormReply),
    _rpc(
        "get_registration_timeline",
        CallKind.READ,
        RegistrationTimelineRequest,
        RegistrationTimelineReply,
    ),
    _rpc("diff_campaign", CallKind.SUBMIT, CampaignPageRequest, DifferencePage),
    _rpc("get_submission_costs", CallKind.READ, CampaignRequest, SubmissionCostsReply),
    _rpc("list_use_cases", CallKind.SUBMIT, PageRequest, UseCasePage),
    _rpc("list_drift", CallKind.READ, PageRequest, DriftPage),
    _rpc("take_twilio_events", CallKind.WRITE, TakeTwilioEventsRequest, TwilioEventsTakenReply),
    _rpc("get_registration_summary", CallKind.READ, TenantRequest, RegistrationSummaryReply),
]

EVENTS = [
    EventContract(SERVICE, "campaign_submitted_v1", CampaignSubmitted),
    EventContract(SERVICE, "campaign_status_changed_v1", CampaignStatusChanged),
    EventContract(SERVICE, "brand_status_changed_v1", BrandStatusChanged),
    EventContract(SERVICE, "registration_drift_found_v1", RegistrationDriftFound),
]
