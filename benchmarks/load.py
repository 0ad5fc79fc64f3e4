"""What a tenant does: one campaign from business profile to approval, and many looks at it."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.installation import Http

OWNER = "owner@shine.test"
REVIEW_SECONDS = 60.0

PROFILE = {
    "brandType": "LOW_VOLUME_STANDARD",
    "legalName": "Shine Studio LLC",
    "businessType": "Limited Liability Corporation",
    "industry": "AUTOMOTIVE",
    "registrationNumber": "84-1234567",
    "websiteUrl": "https://shinestudio.com",
    "companyType": "private",
    "address": {"street": "12 Elm Street", "city": "Austin", "region": "TX", "postalCode": "78701"},
    "representative": {
        "firstName": "Dana",
        "lastName": "Reyes",
        "email": "dana@shinestudio.com",
        "phone": "+15125550123",
        "title": "Owner",
        "jobPosition": "CEO",
    },
}
CAMPAIGN = {
    "name": "Booking texts",
    "useCase": "CUSTOMER_CARE",
    "description": "Shine Studio LLC texts customers who booked a detailing service and asked for "
    "it: confirmations, reminders, and word of when their car is ready.",
    "messageFlow": "Customers opt in at https://shinestudio.com/book: an unchecked box below the "
    "form says I agree to receive text messages from Shine Studio about my bookings. Up to 4 "
    "messages a month. Message and data rates may apply. Reply STOP to opt out, HELP for help. "
    "Privacy policy: https://shinestudio.com/privacy. Terms: https://shinestudio.com/terms. "
    "Mobile numbers are never shared for marketing.",
    "sampleMessages": [
        "Shine Studio: Hi [name], your booking on [date] is confirmed. Reply STOP to opt out.",
        "Shine Studio: Your car will be ready at [time]. Reply HELP for help or STOP to opt out.",
    ],
    "helpMessage": "Shine Studio: call +15125550123 for help. Reply STOP to opt out.",
    "privacyPolicyUrl": "https://shinestudio.com/privacy",
    "termsAndConditionsUrl": "https://shinestudio.com/terms",
}


def draft(http: Http) -> dict[str, Any]:
    """A campaign that is ready to be submitted."""
    http.call("PUT", "admin/a2p/business-profile", PROFILE, headers={"If-Match": "*"})
    campaign: dict[str, Any] = http.call("POST", "admin/a2p/campaigns", CAMPAIGN)
    return campaign


def onboard(http: Http) -> str:
    """The approved campaign's id."""
    campaign = draft(http)
    path = f"admin/a2p/campaigns/{campaign['id']}"
    http.call("POST", f"{path}/submit")
    give_up_at = time.monotonic() + REVIEW_SECONDS
    while (campaign := http.call("GET", path))["status"] != "APPROVED":
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"the campaign was not approved in time: {campaign['status']}")
        time.sleep(0.1)
    return str(campaign["id"])


def read_everything(http: Http, campaign_id: str) -> None:
    for path in (
        "auth/me",
        "admin/a2p/business-profile",
        "admin/a2p/campaigns",
        f"admin/a2p/campaigns/{campaign_id}/checks",
        f"admin/a2p/campaigns/{campaign_id}/submissions",
        "admin/setup-wizard/status",
        "admin/phone/config",
    ):
        http.call("GET", path)
