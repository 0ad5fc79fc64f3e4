"""The events of A2P registration that can be subscribed to."""

from __future__ import annotations

PREFIX = "com.twilio.messaging.compliance."
TEST_EVENT = "com.twilio.eventstreams.test-event"

BRAND_REGISTERED = "brand-registration.brand-registered"
BRAND_FAILURE = "brand-registration.brand-failure"
BRAND_VERIFIED = "brand-registration.brand-verified"
BRAND_UNVERIFIED = "brand-registration.brand-unverified"
BRAND_VETTED = "brand-registration.brand-vetted-verified"
CAMPAIGN_SUBMITTED = "campaign-registration.campaign-submitted"
CAMPAIGN_FAILURE = "campaign-registration.campaign-failure"
CAMPAIGN_APPROVED = "campaign-registration.campaign-approved"
CAMPAIGN_DELETED = "campaign-registration.campaign-deleted"
NUMBER_PENDING = "number-registration.pending"
NUMBER_SUCCESSFUL = "number-registration.successful"
NUMBER_FAILED = "number-registration.failed"
DEREGISTRATION_PENDING = "number-deregistration.pending"
DEREGISTRATION_SUCCESSFUL = "number-deregistration.successful"

# What this sandbox tells of.
TOLD = (
    BRAND_REGISTERED,
    BRAND_FAILURE,
    BRAND_VERIFIED,
    BRAND_UNVERIFIED,
    BRAND_VETTED,
    CAMPAIGN_SUBMITTED,
    CAMPAIGN_FAILURE,
    CAMPAIGN_APPROVED,
    CAMPAIGN_DELETED,
    NUMBER_PENDING,
    NUMBER_SUCCESSFUL,
    NUMBER_FAILED,
    DEREGISTRATION_PENDING,
    DEREGISTRATION_SUCCESSFUL,
)
# What Twilio also lists; here they never happen by themselves.
LISTED = (
    "brand-registration.brand-secondary-vetting-failure",
    "brand-registration.invalid-contact-email",
    "brand-registration.sharing-created",
    "brand-registration.sharing-deleted",
    "brand-registration.email-2fa-sent",
    "brand-registration.email-2fa-opened",
    "brand-registration.email-2fa-clicked",
    "brand-registration.email-2fa-completed",
    "brand-registration.email-2fa-timeout",
    "campaign-registration.suspended-campaign-delete-submitted",
    "number-deregistration.failed",
    "a2p-resource-cleanup-started",
    "a2p-resource-cleanup-finished",
)
ALL_TYPES = tuple(PREFIX + name for name in (*TOLD, *LISTED))


def schema_name(event_type: str) -> str:
    """`A2P.BrandRegistered` and the like, as Twilio names the shape of an event."""
    words = event_type.removeprefix(PREFIX).replace(".", "-").split("-")
    return "A2P." + "".join(word.capitalize() for word in words)
