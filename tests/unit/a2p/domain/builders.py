"""Builders: each gives something complete and good; a test names only what matters to it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts.enums import BrandType, CampaignStage, CampaignStatus
from services.a2p.domain.campaign import Campaign, CampaignContent
from services.a2p.domain.profile import Address, BusinessProfile, Representative
from services.a2p.domain.rejection import RejectionReason

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
TENANT_ID = UUID("0a0a0a0a-0000-4000-8000-000000000001")
CAMPAIGN_ID = UUID("0c0c0c0c-0000-4000-8000-000000000001")


def an_address(**changes: Any) -> Address:
    return replace(
        Address(street="500 Congress Ave", city="Austin", region="TX", postal_code="78701"),
        **changes,
    )


def a_representative(**changes: Any) -> Representative:
    return replace(
        Representative(
            first_name="Dana",
            last_name="Reyes",
            email="dana@shinestudio.com",
            phone="+15125550142",
            title="Owner",
            job_position="CEO",
        ),
        **changes,
    )


def a_profile(**changes: Any) -> BusinessProfile:
    return replace(
        BusinessProfile(
            brand_type=BrandType.LOW_VOLUME_STANDARD,
            legal_name="Shine Studio LLC",
            business_type="Limited Liability Corporation",
            industry="AUTOMOTIVE",
            registration_number="123456789",
            website_url="https://shinestudio.com",
            company_type="private",
            brand_contact_email="hello@shinestudio.com",
            address=an_address(),
            representative=a_representative(),
        ),
        **changes,
    )


def a_sole_proprietor(**changes: Any) -> BusinessProfile:
    return replace(
        BusinessProfile(
            brand_type=BrandType.SOLE_PROPRIETOR,
            legal_name="Dana Reyes Detailing",
            vertical="PROFESSIONAL",
            mobile_phone="+15125550142",
            address=an_address(),
            representative=a_representative(email="dana.reyes@gmail.com"),
        ),
        **changes,
    )


def a_content(**changes: Any) -> CampaignContent:
    return replace(
        CampaignContent(
            name="Appointment texts",
            use_case="CUSTOMER_CARE",
            description=(
                "Shine Studio LLC sends appointment confirmations, reminders and answers to "
                "questions to customers who booked a detailing service and agreed to texts."
            ),
            message_flow=(
                "Customers opt in on our booking form at https://shinestudio.com/book by ticking "
                "an "
                "unchecked box: “I agree to receive text messages from Shine Studio about my "
                "appointments.” Consent is not a condition of purchase. Message frequency varies. "
                "Message and data rates may apply. Reply STOP to opt out or HELP for help. Mobile "
                "numbers are not shared with third parties for marketing. Privacy policy: "
                "https://shinestudio.com/privacy Terms: https://shinestudio.com/terms"
            ),
            sample_messages=(
                "Shine Studio: Hi [first name], your detail is booked for [date] at [time]. "
                "Reply STOP to opt out.",
                "Shine Studio: Your car is ready for pick-up, [first name]. Thank you!",
            ),
            help_message="Shine Studio: For help call (512) 555-0142. Reply STOP to opt out.",
            privacy_policy_url="https://shinestudio.com/privacy",
            terms_and_conditions_url="https://shinestudio.com/terms",
        ),
        **changes,
    )


def a_reason(**changes: Any) -> RejectionReason:
    reason = RejectionReason(
        code=30896,
        field="messageFlow",
        message="The opt-in description is not complete.",
        fix="Describe every way customers opt in.",
        can_resubmit=True,
    )
    return replace(reason, **changes)


def a_campaign(**changes: Any) -> Campaign:
    """A draft, unless a status is given: then with the traces that such a campaign bears."""
    status = changes.get("status", CampaignStatus.DRAFT)
    values: dict[str, Any] = {
        "id": CAMPAIGN_ID,
        "tenant_id": TENANT_ID,
        "content": a_content(),
        "created_at": NOW,
        "updated_at": NOW,
        **_TRACES.get(status, {}),
        **changes,
    }
    return Campaign(**values)


_TRACES: dict[CampaignStatus, dict[str, Any]] = {
    CampaignStatus.SUBMITTED: {
        "submitted_at": NOW,
        "stage": CampaignStage.PROFILE,
    },
    CampaignStatus.APPROVED: {
        "submitted_at": NOW,
        "approved_at": NOW,
        "twilio_campaign_sid": "CM" + "1" * 32,
    },
    CampaignStatus.REJECTED: {
        "submitted_at": NOW,
        "rejected_at": NOW,
        "stage": CampaignStage.CAMPAIGN_REVIEW,
        "rejection_reasons": (a_reason(),),
        "trusthub_last_error": "The opt-in description is not complete.",
    },
    CampaignStatus.ERROR: {
        "submitted_at": NOW,
        "stage": CampaignStage.CAMPAIGN,
        "trusthub_last_error": "Twilio did not answer.",
    },
    CampaignStatus.SUSPENDED: {"submitted_at": NOW, "approved_at": NOW},
}
