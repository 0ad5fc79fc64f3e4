"""In what Twilio differs from us, found by looking only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from contracts.enums import BrandStatus, DriftSubject
from services.a2p.domain.campaign import Campaign
from services.a2p.domain.diff import differences
from services.a2p.domain.twilio_words import Outcome, brand_status, campaign_outcome

# A night's work is spread over a few hours by the tenants' own jitter.
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(hours=20), timedelta(hours=28)
AFTER_FAILURE = timedelta(hours=1)
EXISTS = "exists"
STATUS = "status"


@dataclass(frozen=True)
class Drift:
    """`subject_id` is the campaign's id, or the tenant's for its brand."""

    subject: DriftSubject
    subject_id: str
    field: str
    ours: Any
    twilio: Any

    @property
    def key(self) -> tuple[str, str, str]:
        return self.subject, self.subject_id, self.field


def pause(jitter: float) -> timedelta:
    return SHORTEST_PAUSE + (LONGEST_PAUSE - SHORTEST_PAUSE) * jitter


def missing(subject: DriftSubject, subject_id: str) -> Drift:
    return Drift(subject, subject_id, EXISTS, True, False)


def brand_drift(tenant_id: str, ours: BrandStatus, word: str) -> Iterator[Drift]:
    if brand_status(word).status is not ours:
        yield Drift(DriftSubject.BRAND, tenant_id, STATUS, str(ours), word)


def campaign_drift(campaign: Campaign, word: str, held: Any) -> Iterator[Drift]:
    """Of an approved campaign."""
    if campaign_outcome(word).outcome is not Outcome.APPROVED:
        yield Drift(DriftSubject.CAMPAIGN, campaign.id, STATUS, str(campaign.status), word)
    for each in differences(campaign.content, held):
        yield Drift(DriftSubject.CAMPAIGN, campaign.id, each.field, each.ours, each.twilio)
