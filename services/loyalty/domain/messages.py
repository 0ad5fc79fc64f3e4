"""What a customer is told when points cannot be used: no codes, and what would help."""

from contracts.enums import RedemptionBlock
from services.loyalty.domain.conversion import dollars, exact_dollars
from services.loyalty.domain.guardrails import Guardrails, RedemptionCheck

# These two are about the tenant's own rules, which it may explain in its own words.
OF_THE_TENANT = (RedemptionBlock.MIN_TOTAL_NOT_MET, RedemptionBlock.NO_CORE_SERVICE)


def message_of(check: RedemptionCheck) -> str | None:
    """None when the points may be used."""
    if check.reason_code is None:
        return None
    own = check.guardrails.guardrail_message
    if own and check.reason_code in OF_THE_TENANT:
        return own
    if check.reason_code in OF_THE_TENANT:
        return f"{_rules(check.guardrails)} {fix_of(check)}"
    return _about_points(check)


def fix_of(check: RedemptionCheck) -> str | None:
    """What the customer can do about it, if anything."""
    fixes = {
        RedemptionBlock.MIN_TOTAL_NOT_MET: f"Add {_missing(check)}.",
        RedemptionBlock.NO_CORE_SERVICE: "Add a qualifying service to your booking.",
        RedemptionBlock.INSUFFICIENT_POINTS: _fewer(check.most_points),
        RedemptionBlock.INVALID_AMOUNT: "Choose 1 point or more.",
    }
    if _is_free(check) or not _helps(check):
        return None
    return fixes[check.reason_code] if check.reason_code else None


def so_many(points: int) -> str:
    """For reading: 1 point, 1,200 points."""
    return "1 point" if points == 1 else f"{points:,} points"


def _fewer(most: int) -> str:
    return f"Use {so_many(most)}." if most == 1 else f"Use {so_many(most)} or fewer."


def _about_points(check: RedemptionCheck) -> str:
    if _is_free(check):
        return "There is nothing to pay on this booking, so it needs no points."
    if check.reason_code == RedemptionBlock.INVALID_AMOUNT:
        return "Choose how many points you would like to use: 1 or more."
    if check.balance == 0:
        return "You have no points to use yet."
    return f"You have {so_many(check.balance)} available. {fix_of(check)}"


def _rules(guardrails: Guardrails) -> str:
    """Both rules at once, so that meeting the one never uncovers the other."""
    rules = []
    if guardrails.min_cart_total_cents:
        rules.append(f"total must be at least {dollars(guardrails.min_cart_total_cents)}")
    if guardrails.require_core_service:
        rules.append(("" if rules else "must ") + "include a qualifying service")
    return f"To use your points, your booking {' and '.join(rules)}."


def _missing(check: RedemptionCheck) -> str:
    amount = exact_dollars(check.missing_cents)
    if check.guardrails.require_core_service and not check.context.has_core_service:
        return f"{amount} more, with a qualifying service among it"
    return f"{amount} more to your booking"


def _helps(check: RedemptionCheck) -> bool:
    """Asking for fewer points is no help to whoever has none."""
    return check.reason_code != RedemptionBlock.INSUFFICIENT_POINTS or check.balance > 0


def _is_free(check: RedemptionCheck) -> bool:
    is_amount = check.reason_code == RedemptionBlock.INVALID_AMOUNT
    return is_amount and check.context.cart_total_cents <= 0
