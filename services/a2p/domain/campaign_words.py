"""What a tenant reads of how a campaign stands, and why something cannot be done with it."""

from contracts.enums import CampaignStatus

_UNDER_REVIEW = "This campaign is under review. It can be changed if the carriers reject it."
NOT_EDITABLE = {
    CampaignStatus.SUBMITTED: _UNDER_REVIEW,
    CampaignStatus.APPROVED: (
        "This campaign is approved. Changing it would put it back under review."
    ),
    CampaignStatus.SUSPENDED: "This campaign is suspended. Contact support to have it reinstated.",
}
ALREADY_SUBMITTED = "This campaign has already been submitted."
NOT_READY = {
    CampaignStatus.DRAFT: "This campaign is not ready yet. Resolve the open findings first.",
    CampaignStatus.REJECTED: "This campaign was rejected. Correct it and resubmit it.",
    CampaignStatus.ERROR: "The last submission did not go through. Resubmit the campaign instead.",
}
NOT_RESUBMITTABLE = {
    CampaignStatus.DRAFT: "This campaign has not been submitted yet.",
    CampaignStatus.READY_TO_SUBMIT: "This campaign has not been submitted yet. Submit it first.",
    CampaignStatus.SUBMITTED: "This campaign is already under review.",
    CampaignStatus.APPROVED: "This campaign is already approved.",
    CampaignStatus.SUSPENDED: "This campaign is suspended. Contact support to have it reinstated.",
}
NO_USE = (
    "Resubmitting would not help here. Follow what the rejection reasons say, or contact support."
)
NO_REASON_GIVEN = (
    "The carriers rejected this campaign without giving a reason. We are asking for it."
)
EDIT_BY_HAND = (
    "Twilio does not let us change this campaign from here. Paste the corrected text in Twilio’s "
    "Console as described; the campaign then goes on by itself."
)
SUSPENDED_BY_CARRIERS = (
    "The carriers suspended this campaign, and its messages are not delivered. Contact support."
)
# Of looks at Twilio that failed: they say nothing of the campaign, and go with the next good look.
LOOK_UNANSWERED = (
    "Twilio is not answering right now, so this is how things stood before. We keep looking; there "
    "is nothing to do for you."
)
LOOK_NO_ACCESS = (
    "The platform's access to Twilio was refused, so this is how things stood before. Nothing is "
    "wrong with your campaign, and we keep looking; contact support if this lasts."
)
LOOK_REFUSED = (
    "Twilio refused to tell how things stand, so this is how they stood before. We keep looking; "
    "contact support if this lasts."
)
LOOK_FAILURES = frozenset({LOOK_UNANSWERED, LOOK_NO_ACCESS, LOOK_REFUSED})
