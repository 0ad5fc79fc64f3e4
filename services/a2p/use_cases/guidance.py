"""What guides a person who fills in the form: its rules, findings as it is typed, the way ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from contracts.enums import Progress
from services.a2p.domain import form, money, timeline
from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.checks import PROFILE_PREFIX, check_campaign
from services.a2p.domain.findings import as_held
from services.a2p.domain.identity import next_step
from services.a2p.domain.profile import BusinessProfile, missing_fields
from services.a2p.domain.reasons import taught_by
from services.a2p.domain.twilio_words import brand_is_usable
from services.a2p.ports import Brand, Ports, Work
from services.a2p.use_cases.drafts import fixed_names, offered_to, profile_from, with_changes
from services.a2p.use_cases.views import View, finding_view, page_of


def check_changes(
    ports: Ports,
    tenant_id: str,
    campaign_id: str,
    changes: Mapping[str, Any],
    *,
    page: int,
    page_size: int,
) -> View:
    """The findings that there would be, were these changes saved."""
    with ports.unit_of_work(tenant_id) as work:
        campaign, profile = work.campaigns.get(campaign_id), work.profiles.find()
        offered = offered_to(work)
    content = with_changes(campaign.content, changes)
    found = as_held(check_campaign(content, profile, use_cases=offered), fixed_names(campaign))
    found = taught_by(found, campaign.rejection_reasons)
    return page_of([finding_view(each) for each in found], page=page, page_size=page_size)


def check_business_profile(
    ports: Ports, tenant_id: str, values: Mapping[str, Any], *, page: int, page_size: int
) -> View:
    """What would be found in this profile, were it saved; a number left out is the stored one."""
    with ports.unit_of_work(tenant_id) as work:
        profile = profile_from(values, work.profiles.find())
        primary, brand = work.campaigns.primary(), work.brands.get()
    content = CampaignContent(name="") if primary is None else primary.content
    found = taught_by(check_campaign(content, profile), brand.reasons)
    shown = [finding_view(each) for each in found if each.field.startswith(PROFILE_PREFIX)]
    return page_of(shown, page=page, page_size=page_size)


def get_registration_form() -> View:
    return {
        "inputs": [_field_view(each) for each in form.FIELDS],
        "brand_kinds": [_brand_kind_view(kind) for kind in form.BRAND_KINDS],
        "campaign_review_cents": money.CAMPAIGN_VETTING_CENTS,
        "campaign_monthly_from_cents": money.CAMPAIGN_MONTHLY_FROM_CENTS,
        "is_approximate": True,
        "free_brand_corrections": money.FREE_BRAND_RESUBMISSIONS,
    }


def get_registration_timeline(ports: Ports, tenant_id: str, campaign_id: str | None) -> View:
    with ports.unit_of_work(tenant_id) as work:
        facts = _facts(work, campaign_id)
    steps = timeline.steps_of(facts)
    move = timeline.next_move(facts)
    return {
        "campaign_id": None if facts.campaign is None else facts.campaign.id,
        "steps": [_step_view(each) for each in steps],
        "current_step": None if move is None else _current(steps),
        "next_mover": None if move is None else move[0],
        "next_move": None if move is None else move[1],
    }


def _facts(work: Work, campaign_id: str | None) -> timeline.Facts:
    profile, brand = work.profiles.find() or BusinessProfile(), work.brands.get()
    campaign = work.campaigns.primary() if campaign_id is None else work.campaigns.get(campaign_id)
    return timeline.Facts(
        campaign=campaign,
        standings=() if campaign is None else work.campaigns.standings(campaign.id),
        is_profile_complete=not missing_fields(profile),
        is_brand_usable=_is_usable(profile, brand),
        awaited=next_step(profile, status=brand.status, identity_status=brand.identity_status),
    )


def _is_usable(profile: BusinessProfile, brand: Brand) -> bool:
    return profile.brand_type is not None and brand_is_usable(
        brand.status, brand_type=profile.brand_type, identity_status=brand.identity_status
    )


def _current(steps: list[timeline.Step]) -> str:
    return next(each.step for each in steps if each.progress is not Progress.DONE)


def _field_view(field: form.FormField) -> View:
    low, high = field.length or (None, None)
    fewest, most = field.items or (None, None)
    return {
        "field": field.field,
        "name": field.name,
        "required_of": field.required_of,
        "min_length": low,
        "max_length": high,
        "min_items": fewest,
        "max_items": most,
        "max_total_length": field.total_length,
        "choices": [{"value": each.value, "name": each.name} for each in field.choices],
        "when_empty": list(field.when_empty),
        "is_fixed_once_registered": field.is_fixed_once_registered,
    }


def _brand_kind_view(kind: form.BrandKind) -> View:
    return {
        "brand_type": kind.brand_type,
        "name": kind.name,
        "description": kind.description,
        "fee_cents": kind.fee_cents,
    }


def _step_view(step: timeline.Step) -> View:
    return {
        "step": step.step,
        "title": step.title,
        "progress": step.progress,
        "started_at": step.started_at,
        "finished_at": step.finished_at,
        "expected_wait": _wait_view(step.expected_wait),
    }


def _wait_view(wait: timeline.Wait | None) -> View | None:
    if wait is None:
        return None
    minute = timedelta(minutes=1)
    return {
        "at_least_minutes": wait.at_least // minute,
        "at_most_minutes": wait.at_most // minute,
        "text": wait.text,
    }
