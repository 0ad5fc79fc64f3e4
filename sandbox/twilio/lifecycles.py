"""Where a review stands: a function of when it was submitted, what it found, and the time."""

from __future__ import annotations

from sandbox.twilio import constants
from sandbox.twilio.wire import Json


def bundle_status(bundle: Json, *, now: float) -> str:
    """Of a customer profile or a trust product."""
    if bundle["_submitted_at"] is None:
        return str(bundle["status"])
    waited = now - bundle["_submitted_at"]
    if waited < constants.PROFILE_IN_REVIEW_SECONDS:
        return "pending-review"
    if waited < constants.PROFILE_DECIDED_SECONDS:
        return "in-review"
    return "twilio-rejected" if bundle["_findings"] else "twilio-approved"


def brand_status(brand: Json, *, now: float) -> str:
    """Only a brand with secondary vetting is ever IN_REVIEW."""
    if brand["_forced_status"] is not None:
        return str(brand["_forced_status"])
    waited = now - brand["_submitted_at"]
    if waited >= constants.BRAND_DECIDED_SECONDS:
        return "FAILED" if brand["_findings"] else "APPROVED"
    is_vetted = not brand["skip_automatic_sec_vet"]
    if is_vetted and waited >= constants.BRAND_IN_REVIEW_SECONDS:
        return "IN_REVIEW"
    return "PENDING"


def identity_status(brand: Json, *, now: float) -> str | None:
    """None until approved; a sole proprietor is UNVERIFIED until the texted code is answered."""
    if brand["_forced_identity"] is not None:
        return str(brand["_forced_identity"])
    if brand_status(brand, now=now) != "APPROVED":
        return None
    if brand["brand_type"] != "SOLE_PROPRIETOR":
        return "VERIFIED"
    decided_at = brand["_submitted_at"] + constants.BRAND_DECIDED_SECONDS
    is_late = now - decided_at < constants.IDENTITY_VERIFIED_SECONDS
    return "UNVERIFIED" if is_late or brand["_ignores_code"] else "VERIFIED"


def campaign_status(campaign: Json, *, now: float) -> str:
    """An edited campaign skips PENDING; one that a machine can refuse fails almost at once."""
    if campaign["_forced_status"] is not None:
        return str(campaign["_forced_status"])
    waited = now - campaign["_submitted_at"]
    if campaign["_fails_intake"] and waited >= constants.CAMPAIGN_INTAKE_SECONDS:
        return "FAILED"
    pending = 0 if campaign["_is_edited"] else constants.CAMPAIGN_PENDING_SECONDS
    if waited < pending:
        return "PENDING"
    if waited < pending + constants.CAMPAIGN_REVIEW_SECONDS:
        return "IN_PROGRESS"
    return "FAILED" if campaign["_findings"] else "VERIFIED"


def campaign_verified_at(campaign: Json) -> float:
    """When its review ends, should it pass; or when that was forced."""
    if campaign["_forced_status"] is not None:
        return float(campaign.get("_forced_at") or campaign["_submitted_at"])
    pending = 0 if campaign["_is_edited"] else constants.CAMPAIGN_PENDING_SECONDS
    return float(campaign["_submitted_at"] + pending + constants.CAMPAIGN_REVIEW_SECONDS)
