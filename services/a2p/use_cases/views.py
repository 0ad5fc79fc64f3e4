"""What callers are shown of campaigns, profiles, findings and submissions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.a2p.domain.campaign import Campaign, CampaignContent
from services.a2p.domain.findings import Finding
from services.a2p.domain.identity import TextedCode, awaits_code, next_step
from services.a2p.domain.manual_edit import manual_task_of
from services.a2p.domain.money import tries_left
from services.a2p.domain.profile import BusinessProfile, camel_case
from services.a2p.domain.reasons import RejectionReason, rules_for_code
from services.a2p.ports import Brand, Submission

View = dict[str, Any]


def campaign_view(campaign: Campaign) -> View:
    return {
        **content_view(campaign.content),
        "id": campaign.id,
        "is_primary": campaign.is_primary,
        "status": campaign.status,
        "stage": campaign.stage,
        "twilio_brand_sid": campaign.twilio_brand_sid,
        "twilio_campaign_sid": campaign.twilio_campaign_sid,
        "messaging_service_sid": campaign.messaging_service_sid,
        "trusthub_status": campaign.trusthub_status,
        "trusthub_last_checked_at": campaign.trusthub_last_checked_at,
        "trusthub_last_error": campaign.trusthub_last_error,
        "rejection_reasons": [reason_view(reason) for reason in campaign.rejection_reasons],
        "submitted_at": campaign.submitted_at,
        "approved_at": campaign.approved_at,
        "rejected_at": campaign.rejected_at,
        "suspended_at": campaign.suspended_at,
        "deletion_at": campaign.deletion_at,
        "fixed_fields": [camel_case(name) for name in campaign.fixed_fields],
        "manual_task": _manual_task_view(campaign),
        "created_at": campaign.created_at,
        "updated_at": campaign.updated_at,
    }


def _manual_task_view(campaign: Campaign) -> View | None:
    task = manual_task_of(campaign)
    if task is None:
        return None
    return {"title": task.title, "steps": list(task.steps), "values": task.values}


def content_view(content: CampaignContent) -> View:
    """Empty text for what is not written yet; lists for tuples."""
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    return {name: _shown(value) for name, value in values.items()}


def _shown(value: object) -> object:
    if value is None:
        return ""
    return list(value) if isinstance(value, tuple) else value


def reason_view(reason: RejectionReason) -> View:
    return {
        "code": str(reason.code),
        "field": reason.field,
        "message": reason.message,
        "fix": reason.fix,
        "can_resubmit": reason.can_resubmit,
        "rule_ids": list(rules_for_code(reason.code)),
    }


def profile_view(profile: BusinessProfile, brand: Brand, *, now: datetime) -> View:
    """Never the registration number itself: only its last four digits leave this service."""
    shown = {name: _shown(value) for name, value in _without_secrets(profile).items()}
    return {
        **shown,
        "address": {name: value or "" for name, value in asdict(profile.address).items()},
        "representative": {n: v or "" for n, v in asdict(profile.representative).items()},
        "registration_number_last4": profile.registration_number_last4,
        "brand_status": brand.status,
        "brand_score": brand.score,
        "brand_errors": [_brand_error_view(reason) for reason in brand.reasons],
        "brand_submissions_left": tries_left(brand.resubmissions_used),
        "brand_identity_status": brand.identity_status,
        "brand_next_step": next_step(
            profile, status=brand.status, identity_status=brand.identity_status
        ),
        "brand_otp": _pending_code_view(profile, brand, now=now),
    }


def _pending_code_view(profile: BusinessProfile, brand: Brand, *, now: datetime) -> View | None:
    is_open = awaits_code(profile, status=brand.status, identity_status=brand.identity_status)
    if not is_open or brand.code_sent_at is None:
        return None
    return code_view(TextedCode(brand.code_sent_at), now=now)


def code_view(code: TextedCode, *, now: datetime) -> View:
    return {
        "sent_at": code.sent_at,
        "expires_at": code.expires_at,
        "seconds_left": code.seconds_left(now),
        "is_expired": code.seconds_left(now) == 0,
        "resend_allowed_at": code.resend_allowed_at,
        "seconds_until_resend": code.seconds_until_resend(now),
    }


def _without_secrets(profile: BusinessProfile) -> Mapping[str, object]:
    hidden = {"registration_number", "address", "representative"}
    names = profile.__dataclass_fields__.keys() - hidden
    return {name: getattr(profile, name) for name in names}


def _brand_error_view(reason: RejectionReason) -> View:
    return {k: v for k, v in reason_view(reason).items() if k != "can_resubmit"}


def finding_view(finding: Finding) -> View:
    return {
        "rule_id": finding.rule_id,
        "severity": finding.severity,
        "field": finding.field,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "suggested_value": finding.suggested_value,
        "twilio_codes": [str(code) for code in finding.twilio_codes],
        "because_rejected": finding.because_rejected,
    }


def submission_view(submission: Submission) -> View:
    return {
        "attempt": submission.attempt,
        "submitted_at": submission.submitted_at,
        "outcome": submission.outcome,
        "finished_at": submission.finished_at,
        "rejection_reasons": [reason_view(r) for r in submission.rejection_reasons],
        "content": {name: _shown(value) for name, value in submission.content.items()},
    }


def page_view(items: Iterable[View], *, page: int, page_size: int, total: int) -> View:
    return {"items": list(items), "page": page, "page_size": page_size, "total": total}


def page_of(items: Sequence[View], *, page: int, page_size: int) -> View:
    """A page of a list that is held as a whole."""
    start = (page - 1) * page_size
    shown = items[start : start + page_size]
    return page_view(shown, page=page, page_size=page_size, total=len(items))
