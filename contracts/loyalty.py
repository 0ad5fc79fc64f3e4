"""What `loyalty` offers and tells: points that customers earn and use, and how it all adds up."""

from marshmallow import ValidationError, fields
from marshmallow.validate import Range

from contracts.enums import RedemptionBlock, RunState, TransactionType
from contracts.fields import (
    Flag,
    Id,
    PageRequest,
    Reply,
    TenantRequest,
    UtcDateTime,
    WriteRequest,
    one_of,
    page_of,
    text,
)
from contracts.health import health_of
from contracts.shapes import CallKind, EventContract, RpcContract

SERVICE = "loyalty"

# Far above any real figure, and far below where the database's own numbers end.
MOST_POINTS = 1_000_000_000
MOST_CENTS = 10_000_000_00
# A page of a history for a spreadsheet; longer than one to read.
MOST_EXPORTED = 5_000


class RedemptionRequest(TenantRequest):
    """What guardrails look at: who asks for how many points, for which cart before discounts."""

    customer_id = Id(required=True)
    cart_total_cents = fields.Integer(required=True, strict=True, validate=Range(0, MOST_CENTS))
    has_core_service = Flag(required=True)
    # Zero or less is no broken request but a refusal with a reason of its own.
    requested_points = fields.Integer(
        required=True, strict=True, validate=Range(-MOST_POINTS, MOST_POINTS)
    )


class RedemptionCheckReply(Reply):
    """For quotes; nothing is reserved. Both points and discount are 0 when it cannot be done."""

    can_redeem = fields.Boolean(required=True)
    allowed_points = fields.Integer(required=True)
    discount_cents = fields.Integer(required=True)
    balance = fields.Integer(required=True)
    point_value_cents = fields.Integer(required=True)
    # The most that this customer could use on this cart, were its guardrails met.
    most_points = fields.Integer(required=True)
    reason_code = one_of(RedemptionBlock, required=True, allow_none=True)
    # For the customer; the tenant's own words where it has set some.
    message = fields.String(required=True, allow_none=True)
    # What would make it possible, in our words; the figures behind it in `missing_cents`.
    fix = fields.String(required=True, allow_none=True)
    missing_cents = fields.Integer(required=True, allow_none=True)
    min_cart_total_cents = fields.Integer(required=True, allow_none=True)
    require_core_service = fields.Boolean(required=True)


class RedeemPointsRequest(RedemptionRequest):
    """The booking's id is the idempotency key: a booking has one redemption at most."""

    booking_id = Id(required=True)


class RedeemPointsReply(Reply):
    points_used = fields.Integer(required=True)
    discount_cents = fields.Integer(required=True)
    balance_after = fields.Integer(required=True)


class ReverseRedemptionRequest(TenantRequest):
    """Gives back what the booking's redemption took, once; afterwards none can be made for it."""

    booking_id = Id(required=True)
    reason = text(minimum=1, maximum=200, required=True)


class ReverseRedemptionReply(Reply):
    """Without a redemption 0 is returned, to nobody: then there is no balance to tell."""

    points_returned = fields.Integer(required=True)
    balance_after = fields.Integer(required=True, allow_none=True)


class CustomerRequest(TenantRequest):
    customer_id = Id(required=True)


class TransactionReply(Reply):
    id = Id(required=True)
    type = one_of(TransactionType, required=True)
    # Signed: what the entry did to the balance.
    points = fields.Integer(required=True)
    reason = fields.String(required=True)
    description = fields.String(required=True, allow_none=True)
    created_at = UtcDateTime(required=True)
    balance_after = fields.Integer(required=True)


TransactionPage = page_of(TransactionReply, "TransactionPage")


class RewardsReply(Reply):
    """A customer's own view. Whoever never had points has a balance of 0."""

    points_balance = fields.Integer(required=True)
    approximate_value_cents = fields.Integer(required=True)
    point_value_cents = fields.Integer(required=True)
    min_cart_total_cents = fields.Integer(required=True, allow_none=True)
    require_core_service = fields.Boolean(required=True)
    guardrail_message = fields.String(required=True, allow_none=True)
    recent_transactions = fields.List(fields.Nested(TransactionReply), required=True)


class CustomerAccountReply(Reply):
    """A customer's account as staff see it."""

    customer_id = Id(required=True)
    # None until tenants has told it.
    name = fields.String(required=True, allow_none=True)
    points_balance = fields.Integer(required=True)
    approximate_value_cents = fields.Integer(required=True)
    recent_transactions = fields.List(fields.Nested(TransactionReply), required=True)


class ListTransactionsRequest(PageRequest):
    """Newest first. Staff ask about anyone, so an unknown id is refused; for a customer whom a
    session vouches for, `must_be_known` is false, since the news of them may still be on its way.
    """

    customer_id = Id(required=True)
    page_size = fields.Integer(load_default=20, validate=Range(1, MOST_EXPORTED))
    must_be_known = Flag(load_default=True)


def _not_zero(value: int) -> None:
    if value == 0:
        raise ValidationError("Must not be 0.")


class AdjustPointsRequest(WriteRequest):
    customer_id = Id(required=True)
    points = fields.Integer(
        required=True, strict=True, validate=[Range(-MOST_POINTS, MOST_POINTS), _not_zero]
    )
    reason = text(minimum=1, maximum=200, required=True)


class LoyaltySettingsReply(Reply):
    min_cart_total_cents = fields.Integer(required=True, allow_none=True)
    require_core_service = fields.Boolean(required=True)
    guardrail_message = fields.String(required=True, allow_none=True)
    point_value_cents = fields.Integer(required=True)
    # Whether anybody has ever saved them: defaults may be what a tenant wants.
    is_configured = fields.Boolean(required=True)


class PutLoyaltySettingsRequest(WriteRequest):
    """All of them: what is left out goes back to its default."""

    min_cart_total_cents = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=Range(0, MOST_CENTS)
    )
    require_core_service = Flag(load_default=False)
    guardrail_message = text(maximum=300, load_default=None, allow_none=True)
    point_value_cents = fields.Integer(load_default=10, strict=True, validate=Range(1, 10_000))


class StartPortRecoveryRequest(WriteRequest):
    """However often it is run, a customer is credited once."""

    points = fields.Integer(load_default=500, strict=True, validate=Range(1, 100_000))


class PortRecoveryRunRequest(TenantRequest):
    run_id = Id(required=True)


class PortRecoveryRunReply(Reply):
    id = Id(required=True)
    state = one_of(RunState, required=True)
    points = fields.Integer(required=True)
    # Customers credited by this run, found credited by an earlier one, and not looked at yet.
    credited = fields.Integer(required=True)
    already_credited = fields.Integer(required=True)
    pending = fields.Integer(required=True)
    started_at = UtcDateTime(required=True)
    finished_at = UtcDateTime(required=True, allow_none=True)


class TopCustomer(Reply):
    customer_id = Id(required=True)
    name = fields.String(required=True, allow_none=True)
    points = fields.Integer(required=True)


class LoyaltySummaryReply(Reply):
    """outstanding = earned - redeemed + adjusted; redeemed is net of reversals and positive."""

    total_customers_with_points = fields.Integer(required=True)
    total_points_outstanding = fields.Integer(required=True)
    total_points_redeemed = fields.Integer(required=True)
    total_points_earned = fields.Integer(required=True)
    total_points_adjusted = fields.Integer(required=True)
    top_customers = fields.List(fields.Nested(TopCustomer), required=True)
    points_earned_last_30_days = fields.Integer(required=True)
    points_redeemed_last_30_days = fields.Integer(required=True)
    outstanding_liability_cents = fields.Integer(required=True)
    as_of = UtcDateTime(required=True)


class TimeseriesRequest(TenantRequest):
    days = fields.Integer(load_default=90, validate=Range(1, 366))


class DayReply(Reply):
    date = fields.Date(required=True)
    earned = fields.Integer(required=True)
    redeemed = fields.Integer(required=True)


class TimeseriesReply(Reply):
    """Each of the last days up to today, oldest first, in the tenant's time zone."""

    items = fields.List(fields.Nested(DayReply), required=True)
    as_of = UtcDateTime(required=True)


class PointsEvent(Reply):
    """`points` is signed, as in the ledger; `day` is the tenant's calendar day it counts in."""

    transaction_id = Id(required=True)
    customer_id = Id(required=True)
    points = fields.Integer(required=True)
    balance_after = fields.Integer(required=True)
    reason = fields.String(required=True)
    day = fields.Date(required=True)


class PointsEarned(PointsEvent):
    pass


class PointsAdjusted(PointsEvent):
    pass


class PointsRedeemed(PointsEvent):
    booking_id = Id(required=True)


class RedemptionReversed(PointsEvent):
    """Counts in the day of the redemption that it takes back."""

    booking_id = Id(required=True)


def _rpc(method: str, kind: CallKind, request: type, reply: type) -> RpcContract:
    return RpcContract(SERVICE, method, kind, request, reply)


RPCS = [
    health_of(SERVICE),
    _rpc("check_redemption", CallKind.READ, RedemptionRequest, RedemptionCheckReply),
    _rpc("redeem_points", CallKind.WRITE, RedeemPointsRequest, RedeemPointsReply),
    _rpc("reverse_redemption", CallKind.WRITE, ReverseRedemptionRequest, ReverseRedemptionReply),
    _rpc("get_rewards", CallKind.READ, CustomerRequest, RewardsReply),
    _rpc("get_customer_account", CallKind.READ, CustomerRequest, CustomerAccountReply),
    _rpc("list_transactions", CallKind.READ, ListTransactionsRequest, TransactionPage),
    _rpc("adjust_points", CallKind.WRITE, AdjustPointsRequest, TransactionReply),
    _rpc("get_loyalty_settings", CallKind.READ, TenantRequest, LoyaltySettingsReply),
    _rpc("put_loyalty_settings", CallKind.WRITE, PutLoyaltySettingsRequest, LoyaltySettingsReply),
    _rpc("start_port_recovery", CallKind.WRITE, StartPortRecoveryRequest, PortRecoveryRunReply),
    _rpc("get_port_recovery_run", CallKind.READ, PortRecoveryRunRequest, PortRecoveryRunReply),
    _rpc("get_loyalty_summary", CallKind.READ, TenantRequest, LoyaltySummaryReply),
    _rpc("get_timeseries", CallKind.READ, TimeseriesRequest, TimeseriesReply),
]

EVENTS = [
    EventContract(SERVICE, "points_earned_v1", PointsEarned),
    EventContract(SERVICE, "points_redeemed_v1", PointsRedeemed),
    EventContract(SERVICE, "points_adjusted_v1", PointsAdjusted),
    EventContract(SERVICE, "redemption_reversed_v1", RedemptionReversed),
]
