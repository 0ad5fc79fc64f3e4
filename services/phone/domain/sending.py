"""Can this number send today, and why not?"""

from contracts.enums import CampaignStatus, Mover, RegistrationStatus
from services.phone.domain.lines import Number, Standing

NO_NUMBER = "You have no number to send from yet."
NO_CAMPAIGN = "Register a texting campaign first: carriers take texts from registered ones only."
NO_TEXTING = "This number cannot send texts. Choose one that can."
NOT_IN_POOL = "This number is still being connected to your messaging service."
NOT_PRIMARY = "Texts go out from your primary number."
OPTED_OUT = "This person has replied STOP and gets no more texts until they reply START."

CAMPAIGN_REASONS = {
    CampaignStatus.DRAFT: "Finish your texting campaign on the A2P page, then submit it.",
    CampaignStatus.READY_TO_SUBMIT: "Your texting campaign is ready: submit it on the A2P page.",
    CampaignStatus.SUBMITTED: "Your texting campaign is under review. You can send once it is"
    " approved.",
    CampaignStatus.REJECTED: "Your texting campaign was rejected. Fix it on the A2P page and"
    " resubmit it.",
    CampaignStatus.ERROR: "Submitting your texting campaign failed. Try again on the A2P page.",
    CampaignStatus.SUSPENDED: "Carriers suspended your texting campaign. Contact support.",
}
# UNREGISTERED is no obstacle: it means that we have not heard, and Twilio tells in events only.
REGISTRATION_REASONS = {
    RegistrationStatus.PENDING: "Carriers are still registering this number. That takes minutes,"
    " sometimes a day.",
    RegistrationStatus.FAILED: "Carriers refused to register this number. Contact support.",
}
# Twilio's codes for a number that does not get into the sender pool.
POOL_REASONS = {
    20404: "Twilio does not know this number in our account. Ask support to check it.",
    21712: "This number belongs to another messaging service. Ask support to move it.",
    21714: "Your messaging service is full. Contact support.",
    21715: NO_TEXTING,
}
OTHER_POOL_REASON = (
    "Twilio refused to connect this number to your messaging service. Contact support."
)


WITH_CARRIERS = frozenset(
    {
        CAMPAIGN_REASONS[CampaignStatus.SUBMITTED],
        REGISTRATION_REASONS[RegistrationStatus.PENDING],
    }
)
FOR_SUPPORT = frozenset(
    {
        CAMPAIGN_REASONS[CampaignStatus.SUSPENDED],
        REGISTRATION_REASONS[RegistrationStatus.FAILED],
        OTHER_POOL_REASON,
        *(reason for reason in POOL_REASONS.values() if reason != NO_TEXTING),
    }
)


def whose_move(reason: str | None) -> Mover | None:
    if reason in (None, NOT_PRIMARY):
        return None
    if reason == NOT_IN_POOL:
        return Mover.US
    if reason in WITH_CARRIERS:
        return Mover.CARRIERS
    return Mover.SUPPORT if reason in FOR_SUPPORT else Mover.TENANT


def why_cannot_send(
    number: Number, campaign: Standing | None, *, is_opted_out: bool = False
) -> str | None:
    """A sentence that names the next step, or None when a text can go out."""
    if is_opted_out:
        return OPTED_OUT
    if not number.capabilities.sms:
        return NO_TEXTING
    if number.registration_status == RegistrationStatus.EXTERNAL:
        return None
    if campaign is None:
        return NO_CAMPAIGN
    if campaign.status != CampaignStatus.APPROVED:
        return CAMPAIGN_REASONS[campaign.status]
    return _why_not_connected(number) or REGISTRATION_REASONS.get(number.registration_status)


def _why_not_connected(number: Number) -> str | None:
    if number.twilio_error is not None:
        return POOL_REASONS.get(number.twilio_error, OTHER_POOL_REASON)
    if number.messaging_service_sid:
        return None
    return NOT_IN_POOL if number.is_primary else NOT_PRIMARY
