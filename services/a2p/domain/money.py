"""What registration costs. The amounts are approximate: Twilio changes them, its bill counts."""

from dataclasses import dataclass

from contracts.enums import BrandType

BRAND_FEE_CENTS = {
    BrandType.STANDARD: 4600,
    BrandType.LOW_VOLUME_STANDARD: 450,
    BrandType.SOLE_PROPRIETOR: 450,
}
# Charged once per campaign: a correction in place is vetted again without a further fee.
CAMPAIGN_VETTING_CENTS = 1500
CAMPAIGN_MONTHLY_FROM_CENTS = 150
# The fourth correction of a failed brand is refused, see code 21724.
FREE_BRAND_RESUBMISSIONS = 3


@dataclass(frozen=True)
class Fee:
    what: str
    cents: int
    is_monthly: bool = False
    is_approximate: bool = True


def fees_before_submission(
    brand_type: BrandType, *, brand_exists: bool, campaign_exists: bool
) -> list[Fee]:
    """What the next submission will cost; what has been paid is not asked again."""
    fees = []
    if not brand_exists:
        fees.append(Fee("Business registration, once", BRAND_FEE_CENTS[brand_type]))
    if not campaign_exists:
        fees.append(Fee("Campaign review, once", CAMPAIGN_VETTING_CENTS))
        fees.append(Fee("Campaign, from", CAMPAIGN_MONTHLY_FROM_CENTS, is_monthly=True))
    return fees


def due_now_cents(fees: list[Fee]) -> int:
    return sum(fee.cents for fee in fees if not fee.is_monthly)


def monthly_cents(fees: list[Fee]) -> int:
    return sum(fee.cents for fee in fees if fee.is_monthly)


def what_is_final(
    *, brand_exists: bool, brand_has_failed: bool, campaign_exists: bool
) -> list[str]:
    """What the next submission does that cannot be taken back, in words for a confirmation."""
    told = []
    if not brand_exists:
        told.append("Your business is registered once. The registration cannot be cancelled.")
    if brand_exists and brand_has_failed:
        told.append("One of the free corrections of your business registration is used up.")
    if not campaign_exists:
        told.append(
            "Once the campaign is registered, its use case, keywords and automatic replies stay "
            "as they are."
        )
    return told


def tries_left(resubmissions_used: int) -> int:
    """Free corrections of a failed brand that remain; the first registration is not one of them."""
    return max(0, FREE_BRAND_RESUBMISSIONS - resubmissions_used)
