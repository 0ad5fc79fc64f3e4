"""Whether a customer may use points on a cart, and how many of them it takes."""

from dataclasses import dataclass

from contracts.enums import RedemptionBlock
from services.loyalty.domain.conversion import (
    DEFAULT_POINT_VALUE_CENTS,
    discount_cents,
    points_that_pay,
)


@dataclass(frozen=True, kw_only=True)
class Guardrails:
    """A tenant's settings; these defaults hold until it has set some."""

    min_cart_total_cents: int | None = None
    require_core_service: bool = False
    guardrail_message: str | None = None
    point_value_cents: int = DEFAULT_POINT_VALUE_CENTS


@dataclass(frozen=True, kw_only=True)
class RedemptionContext:
    tenant_id: str
    customer_id: str
    cart_total_cents: int
    has_core_service: bool
    requested_points: int


@dataclass(frozen=True, kw_only=True)
class RedemptionCheck:
    """The answer, with what it rests on. Without `reason_code` the points may be used."""

    context: RedemptionContext
    guardrails: Guardrails
    balance: int
    reason_code: RedemptionBlock | None

    @property
    def can_redeem(self) -> bool:
        return self.reason_code is None

    @property
    def most_points(self) -> int:
        """All that the cart can take of what the customer has."""
        return min(self.balance, self._points_that_pay)

    @property
    def allowed_points(self) -> int:
        asked = self.context.requested_points
        return min(asked, self._points_that_pay) if self.can_redeem else 0

    @property
    def discount_cents(self) -> int:
        cart, value = self.context.cart_total_cents, self.guardrails.point_value_cents
        return discount_cents(self.allowed_points, cart, value)

    @property
    def missing_cents(self) -> int:
        """How much more the cart needs to hold before points may be used."""
        minimum = self.guardrails.min_cart_total_cents or 0
        return max(0, minimum - self.context.cart_total_cents)

    @property
    def _points_that_pay(self) -> int:
        return points_that_pay(self.context.cart_total_cents, self.guardrails.point_value_cents)


def check_redemption(
    context: RedemptionContext, guardrails: Guardrails, balance: int
) -> RedemptionCheck:
    return RedemptionCheck(
        context=context,
        guardrails=guardrails,
        balance=balance,
        reason_code=_first_obstacle(context, guardrails, balance),
    )


def _first_obstacle(
    context: RedemptionContext, guardrails: Guardrails, balance: int
) -> RedemptionBlock | None:
    """In the order that customers are told of them. A free cart leaves nothing to use points on."""
    if context.requested_points <= 0 or context.cart_total_cents <= 0:
        return RedemptionBlock.INVALID_AMOUNT
    if context.requested_points > balance:
        return RedemptionBlock.INSUFFICIENT_POINTS
    minimum = guardrails.min_cart_total_cents
    if minimum is not None and context.cart_total_cents < minimum:
        return RedemptionBlock.MIN_TOTAL_NOT_MET
    if guardrails.require_core_service and not context.has_core_service:
        return RedemptionBlock.NO_CORE_SERVICE
    return None
