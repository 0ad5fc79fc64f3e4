"""Examples of refusals that a caller has to handle by program; shown in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from services.gateway.request_examples import BUSINESS_PROFILE, CAMPAIGN

REQUEST_ID = "7d0c6f0a9b1e4c3f"
VERSION = "5f0c1e"
CAMPAIGN_ID = "5d1f0f4e-7b0a-4c0d-9a57-0f6b0a0c2f11"

ERROR_EXAMPLES: dict[int, dict[str, Any]] = {
    428: {
        "error": "Say which version of the campaign this change is based on: send the ETag that"
        " came with it as If-Match. Otherwise it could overwrite what somebody else has saved.",
        "code": "PRECONDITION_REQUIRED",
        "requestId": REQUEST_ID,
    },
}
_UNSUBMITTED: dict[str, Any] = dict.fromkeys(
    (
        *("stage", "twilioBrandSid", "twilioCampaignSid", "messagingServiceSid", "manualTask"),
        *("trusthubLastCheckedAt", "trusthubLastError", "submittedAt", "approvedAt"),
        *("rejectedAt", "suspendedAt", "deletionAt"),
    )
)
_CURRENT_CAMPAIGN: dict[str, Any] = {
    **CAMPAIGN,
    **dict.fromkeys(("optInKeywords", "optOutKeywords", "helpKeywords"), []),
    **dict.fromkeys(("optInMessage", "optOutMessage", "helpMessage"), ""),
    **dict.fromkeys(("hasEmbeddedLinks", "hasEmbeddedPhone", "ageGated", "directLending"), False),
    **_UNSUBMITTED,
    "subscriberOptIn": True,
    "id": CAMPAIGN_ID,
    "isPrimary": True,
    "status": "READY_TO_SUBMIT",
    "trusthubStatus": "draft",
    "rejectionReasons": [],
    "fixedFields": [],
    "createdAt": "2026-03-02T15:00:00Z",
    "updatedAt": "2026-03-02T15:04:05Z",
    "version": VERSION,
}
_TYPED_PROFILE = {k: v for k, v in BUSINESS_PROFILE.items() if k != "registrationNumber"}
_CURRENT_PROFILE: dict[str, Any] = {
    **_TYPED_PROFILE,
    "registrationNumberLast4": "4567",
    "brandStatus": "NOT_STARTED",
    "brandScore": None,
    "brandErrors": [],
    "brandSubmissionsLeft": 3,
    "brandIdentityStatus": None,
    "brandNextStep": None,
    "brandOtp": None,
    "version": VERSION,
}


def _stale(what: str, current: dict[str, Any], yours: dict[str, Any]) -> dict[str, Any]:
    return {
        "error": f"The {what} was changed in the meantime, so nothing was saved. Compare both"
        " versions, then save again.",
        "code": "PRECONDITION_FAILED",
        "requestId": REQUEST_ID,
        "etag": f'"{VERSION}"',
        "current": current,
        "yours": yours,
    }


# By the name of the shape.
REFUSAL_EXAMPLES: dict[str, dict[str, Any]] = {
    "StaleCampaign": _stale("campaign", _CURRENT_CAMPAIGN, {"name": "Reminders"}),
    "StaleBusinessProfile": _stale(
        "business profile", _CURRENT_PROFILE, {**_TYPED_PROFILE, "legalName": "Shine Studio Inc"}
    ),
}
