"""What `a2p` tells beside a campaign: costs, differences, use cases, codes that were texted."""

from marshmallow import fields
from marshmallow.validate import Length

from contracts.enums import DriftSubject
from contracts.fields import Id, Reply, Request, UtcDateTime, WriteRequest, one_of, page_of

MOST_EVENTS = 1_000


class ResendBrandOtpRequest(WriteRequest):
    pass


class BrandOtp(Reply):
    """The code texted to a sole proprietor's mobile phone, which is answered by replying to it."""

    sent_at = UtcDateTime(required=True)
    expires_at = UtcDateTime(required=True)
    seconds_left = fields.Integer(required=True)
    is_expired = fields.Boolean(required=True)
    resend_allowed_at = UtcDateTime(required=True)
    # Zero where another code may be asked for now; there is no limit to how often.
    seconds_until_resend = fields.Integer(required=True)


class DifferenceReply(Reply):
    """What we hold beside what Twilio holds: text, a list of texts or a flag."""

    field = fields.String(required=True)
    ours = fields.Raw(required=True, allow_none=True)
    twilio = fields.Raw(required=True, allow_none=True)


DifferencePage = page_of(DifferenceReply, "DifferencePage")


class Fee(Reply):
    what = fields.String(required=True)
    cents = fields.Integer(required=True)
    is_monthly = fields.Boolean(required=True)
    is_approximate = fields.Boolean(required=True)


class SubmissionCostsReply(Reply):
    """What the next submission costs and uses up. Twilio changes its prices: its bill counts."""

    fees = fields.List(fields.Nested(Fee), required=True)
    due_now_cents = fields.Integer(required=True)
    monthly_cents = fields.Integer(required=True)
    is_approximate = fields.Boolean(required=True)
    brand_submissions_left = fields.Integer(required=True)
    is_irreversible = fields.Boolean(required=True)
    # Sentences for a confirmation; empty when everything can be corrected later.
    irreversible_steps = fields.List(fields.String(), required=True)


class UseCaseReply(Reply):
    code = fields.String(required=True)
    name = fields.String(required=True)
    description = fields.String(required=True)
    post_approval_required = fields.Boolean(required=True)


class UseCasePage(page_of(UseCaseReply, "UseCasePage")):  # type: ignore[misc]
    is_specific_to_brand = fields.Boolean(required=True)
    # When Twilio was asked; null for the usual list, which serves until there is a brand.
    fetched_at = UtcDateTime(required=True, allow_none=True)


class TakeTwilioEventsRequest(Request):
    """A verified batch of Event Streams, of all tenants; what is not about brands and campaigns,
    or not ours, is left alone.

    Each event is a CloudEvent as it came, or has its data beside its id and type: `account_sid`,
    `brand_sid`, `messaging_service_sid`, `campaign_sid`.
    """

    events = fields.List(
        fields.Dict(keys=fields.String()), required=True, validate=Length(max=MOST_EVENTS)
    )


class TwilioEventsTakenReply(Reply):
    accepted = fields.Integer(required=True)
    duplicates = fields.Integer(required=True)
    ignored = fields.Integer(required=True)


class DriftReply(Reply):
    """One thing in which Twilio differs from us: a field, a status, or whether it exists."""

    subject = one_of(DriftSubject, required=True)
    # Null where it is about the brand.
    campaign_id = Id(required=True, allow_none=True)
    field = fields.String(required=True)
    ours = fields.Raw(required=True, allow_none=True)
    twilio = fields.Raw(required=True, allow_none=True)
    found_at = UtcDateTime(required=True)


class DriftPage(page_of(DriftReply, "DriftPage")):  # type: ignore[misc]
    # The last comparison that Twilio answered; null before the first.
    checked_at = UtcDateTime(required=True, allow_none=True)


class Drifted(Reply):
    subject = one_of(DriftSubject, required=True)
    campaign_id = Id(required=True, allow_none=True)
    field = fields.String(required=True)


class RegistrationDriftFound(Reply):
    """What differs since the last comparison; what was told before is not told again."""

    found = fields.List(fields.Nested(Drifted), required=True)
