"""Points used on a booking, and given back."""

import json
from collections.abc import Sequence
from typing import Any, Never

from contracts.enums import TransactionType
from contracts.errors import Code, Kind, ServiceError, conflict, unavailable
from services.loyalty.domain.guardrails import (
    RedemptionCheck,
    RedemptionContext,
    check_redemption,
)
from services.loyalty.domain.messages import fix_of, message_of
from services.loyalty.ports import Entry, Facts, Ports, Posted, PostStatus, Reply, Rules, Settled

# Each further one means that others changed the facts between two statements of ours.
from services.loyalty.use_cases.posting import post_once

TRIES = 3
OUTDATED = (PostStatus.INSUFFICIENT, PostStatus.STALE_RULES)


def check_redemption_eligibility(ports: Ports, **request: Any) -> Reply:
    context = RedemptionContext(**request)
    facts = ports.ledger.facts(context.tenant_id, context.customer_id, None)
    return _as_reply(_check(context, facts))


def apply_redemption(ports: Ports, booking_id: str, **request: Any) -> Reply:
    """Takes the points that the cart needs, once for a booking; refuses by the guardrails."""
    context = RedemptionContext(**request)
    forms = _body_hashes(ports, context)
    posted = _post_by_remembered_rules(ports, context, booking_id, forms)
    if posted is not None:
        return _reply_to(posted)
    for _ in range(TRIES):
        facts = ports.ledger.facts(context.tenant_id, context.customer_id, booking_id)
        if facts.is_reversed:
            _refuse_reversed()
        if facts.settled is not None:
            return _first_reply(facts.settled, forms)
        check = _check(context, facts)
        if not check.can_redeem:
            raise _blocked(check)
        entry = _redemption(check, booking_id, forms[0], facts.rules)
        posted = post_once(ports.ledger, entry, forms)
        if posted.status not in OUTDATED:
            return _reply_to(posted)
    raise unavailable("loyalty")


def _post_by_remembered_rules(
    ports: Ports, context: RedemptionContext, booking_id: str, forms: Sequence[bytes]
) -> Posted | None:
    """Saves the look at the facts where the answer is yes, which is nearly always.

    As if the customer had the points and the rules were still the same: both are looked at where
    the points are taken. None where only the facts can say what holds.
    """
    rules = ports.ledger.remembered_rules(context.tenant_id)
    if rules is None:
        return None
    check = check_redemption(context, rules.guardrails, context.requested_points)
    if not check.can_redeem:
        return None
    posted = post_once(ports.ledger, _redemption(check, booking_id, forms[0], rules), forms)
    return None if posted.status in OUTDATED else posted


def reverse_redemption(ports: Ports, tenant_id: str, booking_id: str, reason: str) -> Reply:
    """Gives back exactly what the booking's redemption took, however often it is asked."""
    returned = ports.ledger.reverse_redemption(
        tenant_id, booking_id, reason=reason, description="Points returned to you"
    )
    if returned is None:
        return {"points_returned": 0, "balance_after": None}
    return {"points_returned": returned.points, "balance_after": returned.balance_after}


def _check(context: RedemptionContext, facts: Facts) -> RedemptionCheck:
    return check_redemption(context, facts.rules.guardrails, facts.balance)


def _redemption(check: RedemptionCheck, booking_id: str, body_hash: bytes, rules: Rules) -> Entry:
    context = check.context
    return Entry(
        tenant_id=context.tenant_id,
        customer_id=context.customer_id,
        type=TransactionType.REDEEM,
        points=-check.allowed_points,
        key=f"redeem:{booking_id}",
        body_hash=body_hash,
        reason="Booking Discount",
        description="Used on a booking",
        metadata={
            "booking_id": booking_id,
            "discount_cents": check.discount_cents,
            "cart_total_cents": context.cart_total_cents,
            "point_value_cents": check.guardrails.point_value_cents,
        },
        booking_id=booking_id,
        least_balance=context.requested_points,
        rules_version=rules.version,
    )


def _first_reply(settled: Settled, forms: Sequence[bytes]) -> Reply:
    if settled.body_hash not in forms:
        _refuse_other_body()
    return {
        "points_used": -settled.points,
        "discount_cents": settled.metadata["discount_cents"],
        "balance_after": settled.balance_after,
    }


def _reply_to(posted: Posted) -> Reply:
    if posted.status is PostStatus.KEY_REUSED:
        _refuse_other_body()
    if posted.status is PostStatus.REVERSED or posted.transaction is None:
        _refuse_reversed()
    return {
        "points_used": -posted.transaction.points,
        "discount_cents": posted.metadata["discount_cents"],
        "balance_after": posted.balance,
    }


def _refuse_reversed() -> Never:
    raise conflict(
        Code.REDEMPTION_REVERSED,
        "This booking was canceled, so no points can be used on it any more.",
    )


def _refuse_other_body() -> Never:
    raise conflict(
        Code.IDEMPOTENCY_KEY_REUSED,
        "This booking has used points already, with a different request.",
    )


def _blocked(check: RedemptionCheck) -> ServiceError:
    """What would help travels as figures too, so that a page can work with them."""
    facts = _as_reply(check)
    message = facts.pop("message")
    details = {key: _as_text(value) for key, value in facts.items() if value is not None}
    return ServiceError(Kind.INVALID, Code.LOYALTY_REDEMPTION_BLOCKED, message, details)


def _as_text(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _as_reply(check: RedemptionCheck) -> Reply:
    return {
        "can_redeem": check.can_redeem,
        "allowed_points": check.allowed_points,
        "discount_cents": check.discount_cents,
        "balance": check.balance,
        "point_value_cents": check.guardrails.point_value_cents,
        "most_points": check.most_points,
        "reason_code": check.reason_code,
        "message": message_of(check),
        "fix": fix_of(check),
        "missing_cents": check.missing_cents or None,
        "min_cart_total_cents": check.guardrails.min_cart_total_cents,
        "require_core_service": check.guardrails.require_core_service,
    }


def _body_hashes(ports: Ports, context: RedemptionContext) -> Sequence[bytes]:
    return ports.body_hashes(
        context.customer_id,
        context.cart_total_cents,
        context.has_core_service,
        context.requested_points,
    )
