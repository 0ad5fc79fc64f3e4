"""Business profiles and campaigns while they are being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from contracts.enums import BrandStatus, BrandType
from contracts.errors import Code, conflict, invalid
from services.a2p.domain.campaign import Campaign, CampaignContent
from services.a2p.domain.checks import Finding, check_campaign
from services.a2p.domain.findings import as_held
from services.a2p.domain.profile import (
    Address,
    BusinessProfile,
    Representative,
    camel_case,
    missing_fields,
)
from services.a2p.domain.reasons import taught_by
from services.a2p.ports import Brand, Ports, Work
from services.a2p.use_cases.changes import tell_standing, tracked
from services.a2p.use_cases.versions import campaign_versions, profile_versions, require_version
from services.a2p.use_cases.views import (
    View,
    campaign_view,
    finding_view,
    page_of,
    page_view,
    profile_view,
    submission_view,
)

# A tenant that has more keeps them.
MAX_DRAFTS = 50
# As many as a caller who saves the profile waits for; the others follow in the background.
RECHECKED_AT_ONCE = 10
RECHECK_DELAY = timedelta(seconds=5)
# While the registry looks at a brand, and once it has approved it, what it was told must stand.
_PROFILE_IS_FIXED = {
    BrandStatus.PENDING: "is being reviewed",
    BrandStatus.IN_REVIEW: "is being reviewed",
    BrandStatus.APPROVED: "is approved",
    BrandStatus.SUSPENDED: "is suspended",
}


def get_business_profile(ports: Ports, tenant_id: str) -> View:
    """An empty form where nothing has been told yet."""
    with ports.unit_of_work(tenant_id) as work:
        return _profile_shown(ports, work.profiles.find(), work.brands.get())


def _profile_shown(ports: Ports, stored: BusinessProfile | None, brand: Brand) -> View:
    profile = stored or BusinessProfile(brand_type=BrandType.LOW_VOLUME_STANDARD)
    view = profile_view(profile, brand, now=ports.clock.now())
    return view | {"version": profile_versions(ports, stored)[0]}


def put_business_profile(
    ports: Ports,
    tenant_id: str,
    values: Mapping[str, Any],
    *,
    expected_versions: Sequence[str] | None = None,
    key: str | None,
) -> View:
    """Replaces the profile; a registration number that is left out stays as it is."""
    with ports.unit_of_work(tenant_id) as work:
        reply = work.once(
            "put_business_profile",
            key=key,
            body=values,
            action=lambda: _put_profile(ports, work, values, expected_versions),
        )
    recheck_due(ports, tenant_id, limit=RECHECKED_AT_ONCE)
    return reply


def _put_profile(
    ports: Ports, work: Work, values: Mapping[str, Any], expected: Sequence[str] | None
) -> View:
    work.profiles.lock_tenant()
    before, brand = work.profiles.find(), work.brands.get()
    profile, now = profile_from(values, before), ports.clock.now()
    if profile != before:
        _require_changeable(brand, is_submitting=work.campaigns.is_any_submitted())
        _require_same_kind(brand, before, profile)
    require_version(profile_versions(ports, before), expected, what="business profile")
    work.profiles.save(profile, now=now)
    if work.campaigns.want_recheck():
        # For the background, should this process not get as far as it wants to.
        work.due.want(at=now + RECHECK_DELAY)
    return _profile_shown(ports, profile, brand)


def recheck_due(ports: Ports, tenant_id: str, *, limit: int) -> None:
    """Decides the readiness of campaigns anew, each in a transaction of its own."""
    with ports.unit_of_work(tenant_id) as work:
        due = work.campaigns.due_for_recheck(limit=limit)
    for campaign_id in due:
        with ports.unit_of_work(tenant_id) as work:
            campaign, now = work.campaigns.get_locked(campaign_id), ports.clock.now()
            if campaign.is_recheck_due:
                _recheck(work, campaign, now=now)
        ports.let_others_run()


def _recheck(work: Work, campaign: Campaign, *, now: datetime) -> None:
    """Leaves the version as it is where nothing changes: somebody may be editing."""
    found = findings_of(work, campaign)
    if campaign.changes_readiness(found):
        with tracked(work, campaign, now=now):
            campaign.settle_readiness(found)
    else:
        work.campaigns.note_rechecked(campaign.id)


def profile_from(values: Mapping[str, Any], before: BusinessProfile | None) -> BusinessProfile:
    number = values.get("registration_number")
    if number is None and before is not None:
        number = before.registration_number
    simple = {k: v for k, v in values.items() if k in BusinessProfile.__dataclass_fields__}
    return BusinessProfile(
        **simple
        | {
            "brand_type": BrandType(values["brand_type"]),
            "registration_number": number or None,
            "social_media_urls": tuple(values["social_media_urls"]),
            "address": Address(**values["address"]),
            "representative": Representative(**values["representative"]),
        }
    )


def _require_changeable(brand: Brand, *, is_submitting: bool) -> None:
    standing = _PROFILE_IS_FIXED.get(brand.status)
    if standing is None and is_submitting:
        standing = "is being submitted"
    if standing is not None:
        raise conflict(
            Code.PROFILE_LOCKED,
            f"Your business registration {standing}, so the profile it is based on cannot be "
            "changed now. Contact support if something in it is wrong.",
        )


def _require_same_kind(
    brand: Brand, before: BusinessProfile | None, profile: BusinessProfile
) -> None:
    """A brand is corrected, and never becomes one of another kind."""
    was = None if before is None else before.brand_type
    if brand.sid is not None and profile.brand_type is not was:
        raise conflict(
            Code.PROFILE_LOCKED,
            "Your business is registered as one kind already, and corrections cannot change that. "
            "Contact support to register it as another kind.",
        )


def list_campaigns(ports: Ports, tenant_id: str, *, page: int, page_size: int) -> View:
    with ports.unit_of_work(tenant_id) as work:
        campaigns, total = work.campaigns.page(page=page, page_size=page_size)
        views = [campaign_shown(ports, campaign) for campaign in campaigns]
        return page_view(views, page=page, page_size=page_size, total=total)


def get_campaign(ports: Ports, tenant_id: str, campaign_id: str) -> View:
    with ports.unit_of_work(tenant_id) as work:
        return campaign_shown(ports, work.campaigns.get(campaign_id))


def campaign_shown(ports: Ports, campaign: Campaign) -> View:
    return campaign_view(campaign) | {"version": campaign_versions(ports, campaign)[0]}


def create_campaign(
    ports: Ports, tenant_id: str, values: Mapping[str, Any], *, key: str | None
) -> View:
    """The tenant's first campaign is its primary one."""
    with ports.unit_of_work(tenant_id) as work:
        return work.once(
            "create_campaign",
            key=key,
            body=values,
            action=lambda: _create(ports, work, tenant_id, values),
        )


def _create(ports: Ports, work: Work, tenant_id: str, values: Mapping[str, Any]) -> View:
    work.profiles.lock_tenant()
    if work.campaigns.count_drafts() >= MAX_DRAFTS:
        raise conflict(
            Code.DRAFT_LIMIT_REACHED,
            f"You have {MAX_DRAFTS} drafts, which is as many as there can be. "
            "Delete a draft you no longer need, or submit one, and try again.",
            {"limit": str(MAX_DRAFTS)},
        )
    now = ports.clock.now()
    campaign = Campaign(
        id=ports.new_id(),
        tenant_id=tenant_id,
        content=with_changes(CampaignContent(name=values["name"]), values),
        created_at=now,
        updated_at=now,
        is_primary=work.campaigns.primary() is None,
    )
    work.campaigns.add(campaign)
    with tracked(work, campaign, now=now):
        campaign.settle_readiness(findings_of(work, campaign))
    return campaign_shown(ports, campaign)


def with_changes(content: CampaignContent, values: Mapping[str, Any]) -> CampaignContent:
    changes: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name in CampaignContent.__dataclass_fields__
    }
    return replace(content, **changes)


def update_campaign(
    ports: Ports,
    tenant_id: str,
    campaign_id: str,
    changes: Mapping[str, Any],
    *,
    expected_versions: Sequence[str] | None = None,
    key: str | None,
) -> View:
    if not changes:
        raise invalid("There is nothing to change.", {"changes": ["Name at least one field."]})
    with ports.unit_of_work(tenant_id) as work:
        body = {"campaign_id": campaign_id, "changes": dict(changes)}
        return work.once(
            "update_campaign",
            key=key,
            body=body,
            action=lambda: _update(ports, work, campaign_id, changes, expected_versions),
        )


def _update(
    ports: Ports,
    work: Work,
    campaign_id: str,
    changes: Mapping[str, Any],
    expected: Sequence[str] | None,
) -> View:
    campaign, now = work.campaigns.get_locked(campaign_id), ports.clock.now()
    current = campaign_versions(ports, campaign)
    with tracked(work, campaign, now=now):
        campaign.edit(with_changes(campaign.content, changes), now=now)
        # Last (RFC 9110, 13.2.1): what is refused anyway is refused for its own reason.
        require_version(current, expected, what="campaign")
        campaign.settle_readiness(findings_of(work, campaign))
    return campaign_shown(ports, campaign)


def delete_campaign(ports: Ports, tenant_id: str, campaign_id: str, *, key: str | None) -> View:
    with ports.unit_of_work(tenant_id) as work:
        body = {"campaign_id": campaign_id}
        return work.once(
            "delete_campaign", key=key, body=body, action=lambda: _delete(work, campaign_id)
        )


def _delete(work: Work, campaign_id: str) -> View:
    """A deleted primary campaign hands its place to the oldest of the others."""
    work.profiles.lock_tenant()
    campaign = work.campaigns.get_locked(campaign_id)
    campaign.require_deletable()
    work.campaigns.remove(campaign)
    if campaign.is_primary:
        # Whoever heard of it as the primary one must not go on by it.
        campaign.is_primary = False
        tell_standing(work, campaign, previous=campaign.status)
        _promote_oldest(work)
    return {}


def _promote_oldest(work: Work) -> None:
    for campaign in work.campaigns.all_locked()[:1]:
        campaign.is_primary = True
        work.campaigns.save(campaign)
        tell_standing(work, campaign, previous=campaign.status)


def check(ports: Ports, tenant_id: str, campaign_id: str, *, page: int, page_size: int) -> View:
    with ports.unit_of_work(tenant_id) as work:
        campaign = work.campaigns.get(campaign_id)
        findings = taught_by(findings_of(work, campaign), campaign.rejection_reasons)
    return page_of([finding_view(f) for f in findings], page=page, page_size=page_size)


def list_submissions(
    ports: Ports, tenant_id: str, campaign_id: str, *, page: int, page_size: int
) -> View:
    with ports.unit_of_work(tenant_id) as work:
        work.campaigns.get(campaign_id)
        found, total = work.submissions.page(campaign_id, page=page, page_size=page_size)
        views = [submission_view(submission) for submission in found]
        return page_view(views, page=page, page_size=page_size, total=total)


def registration_summary(ports: Ports, tenant_id: str) -> View:
    """Clean also for a tenant that never came near A2P: all null and false."""
    with ports.unit_of_work(tenant_id) as work:
        profile, primary = work.profiles.with_primary()
    return {
        "has_business_profile": profile is not None,
        "is_business_profile_complete": profile is not None and not missing_fields(profile),
        "a2p_status": primary.status if primary else None,
        "a2p_last_error": primary.last_error if primary else None,
    }


def findings_of(work: Work, campaign: Campaign) -> list[Finding]:
    found = check_campaign(campaign.content, work.profiles.find(), use_cases=offered_to(work))
    return as_held(found, fixed_names(campaign))


def fixed_names(campaign: Campaign) -> frozenset[str]:
    """As findings name them."""
    return frozenset(camel_case(name) for name in campaign.fixed_fields)


def offered_to(work: Work) -> frozenset[str] | None:
    """The use cases that Twilio offered this tenant's brand, if it has been asked."""
    offered = work.use_cases.find()
    return None if offered is None else offered.codes
