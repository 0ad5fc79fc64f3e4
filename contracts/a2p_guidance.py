"""What `a2p` tells a page that guides a person: the form's rules, and how far a registration is."""

from marshmallow import fields

from contracts.enums import BrandType, Mover, Progress, RegistrationStep
from contracts.fields import Id, Reply, TenantRequest, UtcDateTime, one_of


class Choice(Reply):
    value = fields.String(required=True)
    name = fields.String(required=True)


class FormField(Reply):
    """Lengths are of each text, in characters; null where there is no limit to tell."""

    field = fields.String(
        required=True,
        metadata={"description": "Its path, as findings and rejection reasons name it."},
    )
    name = fields.String(required=True)
    required_of = fields.List(one_of(BrandType), required=True)
    min_length = fields.Integer(required=True, allow_none=True)
    max_length = fields.Integer(required=True, allow_none=True)
    min_items = fields.Integer(required=True, allow_none=True)
    max_items = fields.Integer(required=True, allow_none=True)
    # Of a list as a whole, with a comma between its texts.
    max_total_length = fields.Integer(required=True, allow_none=True)
    # What to offer; other words are warned of, not refused.
    choices = fields.List(fields.Nested(Choice), required=True)
    # What Twilio fills in where nothing is given.
    when_empty = fields.List(fields.String(), required=True)
    is_fixed_once_registered = fields.Boolean(required=True)


class BrandKind(Reply):
    brand_type = one_of(BrandType, required=True)
    name = fields.String(required=True)
    description = fields.String(required=True)
    fee_cents = fields.Integer(required=True)


class RegistrationFormReply(Reply):
    inputs = fields.List(fields.Nested(FormField), required=True)
    brand_kinds = fields.List(fields.Nested(BrandKind), required=True)
    campaign_review_cents = fields.Integer(required=True)
    campaign_monthly_from_cents = fields.Integer(required=True)
    is_approximate = fields.Boolean(required=True)
    free_brand_corrections = fields.Integer(required=True)


class RegistrationTimelineRequest(TenantRequest):
    """Without an id, of the primary campaign; before there is one, of the business alone."""

    campaign_id = Id(load_default=None, allow_none=True)


class ExpectedWait(Reply):
    at_least_minutes = fields.Integer(required=True)
    at_most_minutes = fields.Integer(required=True)
    text = fields.String(required=True)


class TimelineStep(Reply):
    step = one_of(RegistrationStep, required=True)
    title = fields.String(required=True)
    progress = one_of(Progress, required=True)
    started_at = UtcDateTime(required=True, allow_none=True)
    finished_at = UtcDateTime(required=True, allow_none=True)
    # Null once it is done.
    expected_wait = fields.Nested(ExpectedWait, required=True, allow_none=True)


class RegistrationTimelineReply(Reply):
    """As far as the campaign's approval; the number's part is told by `phone`."""

    campaign_id = Id(required=True, allow_none=True)
    steps = fields.List(fields.Nested(TimelineStep), required=True)
    # Null once the campaign is approved.
    current_step = one_of(RegistrationStep, required=True, allow_none=True)
    next_mover = one_of(Mover, required=True, allow_none=True)
    next_move = fields.String(required=True, allow_none=True)
