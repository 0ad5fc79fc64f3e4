"""Every change of a campaign is stored, told and, where it ends an attempt, written to history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from contracts.enums import BrandStatus, CampaignStatus
from services.a2p.domain.campaign import Campaign
from services.a2p.ports import Brand, Work


@contextmanager
def tracked(work: Work, campaign: Campaign, *, now: datetime) -> Iterator[None]:
    """Saves what the block does to the campaign and emits an event if its standing changed."""
    before, stage = campaign.status, campaign.stage
    yield
    work.campaigns.save(campaign)
    if campaign.status is not CampaignStatus.SUBMITTED and campaign.was_submitted:
        work.submissions.finish(campaign, now=now)
    if (campaign.status, campaign.stage) != (before, stage):
        work.campaigns.note_standing(campaign, now=now)
        tell_standing(work, campaign, previous=before)


def tell_standing(work: Work, campaign: Campaign, *, previous: CampaignStatus) -> None:
    work.emit(
        "campaign_status_changed_v1",
        {
            "campaign_id": campaign.id,
            "is_primary": campaign.is_primary,
            "previous_status": previous,
            "status": campaign.status,
            "stage": campaign.stage,
            "messaging_service_sid": campaign.messaging_service_sid,
            "rejection_codes": [str(reason.code) for reason in campaign.rejection_reasons],
        },
    )


def save_brand(work: Work, brand: Brand, *, now: datetime) -> None:
    before: BrandStatus = work.brands.get().status
    work.brands.save(brand, now=now)
    if brand.sid is not None and brand.status is not before:
        work.emit(
            "brand_status_changed_v1",
            {"brand_sid": brand.sid, "previous_status": before, "status": brand.status},
        )
