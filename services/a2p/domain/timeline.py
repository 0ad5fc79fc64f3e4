"""How far a registration has come, what is next, and who has to move: for a person to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.enums import CampaignStage, CampaignStatus, Mover, Progress, RegistrationStep
from services.a2p.domain.campaign import Campaign
from services.a2p.domain.campaign_words import LOOK_FAILURES
from services.a2p.domain.rejection import may_resubmit

_BUSINESS, _BRAND, _CAMPAIGN = (
    RegistrationStep.BUSINESS,
    RegistrationStep.BRAND,
    RegistrationStep.CAMPAIGN,
)
# What a2p sees to; the number comes after it.
STEPS = (_BUSINESS, _BRAND, _CAMPAIGN)
_TITLES = {_BUSINESS: "Your business", _BRAND: "Business registration", _CAMPAIGN: "Campaign"}
_STEP_OF_STAGE = {
    CampaignStage.PROFILE: _BUSINESS,
    CampaignStage.BRAND: _BRAND,
    CampaignStage.BRAND_REVIEW: _BRAND,
    CampaignStage.IDENTITY_CHECK: _BRAND,
    CampaignStage.MESSAGING_SERVICE: _CAMPAIGN,
    CampaignStage.CAMPAIGN: _CAMPAIGN,
    CampaignStage.CAMPAIGN_REVIEW: _CAMPAIGN,
}
_REVIEWED = frozenset({CampaignStage.BRAND_REVIEW, CampaignStage.CAMPAIGN_REVIEW})
_STOPPED = frozenset({CampaignStatus.REJECTED, CampaignStatus.ERROR, CampaignStatus.SUSPENDED})


@dataclass(frozen=True)
class Standing:
    """What a campaign became at a moment."""

    since: datetime
    status: CampaignStatus
    stage: CampaignStage | None


@dataclass(frozen=True)
class Wait:
    """From and to, in our experience and by what carriers say; not a promise."""

    at_least: timedelta
    at_most: timedelta
    text: str


@dataclass(frozen=True)
class Step:
    step: RegistrationStep
    progress: Progress
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def title(self) -> str:
        return _TITLES[self.step]

    @property
    def expected_wait(self) -> Wait | None:
        return None if self.progress is Progress.DONE else WAITS[self.step]


@dataclass(frozen=True)
class Facts:
    """All that a timeline is drawn from; `awaited` is what only the tenant's people can do now."""

    campaign: Campaign | None
    standings: Sequence[Standing] = ()
    is_profile_complete: bool = False
    is_brand_usable: bool = False
    awaited: str | None = None


def steps_of(facts: Facts) -> list[Step]:
    place, campaign = _place(facts), facts.campaign
    is_stopped = campaign is not None and campaign.status in _STOPPED
    told = []
    for number, step in enumerate(STEPS):
        started, finished = _times(step, facts.standings)
        if number < place:
            told.append(Step(step, Progress.DONE, started, finished))
        elif number == place:
            told.append(Step(step, Progress.STOPPED if is_stopped else Progress.CURRENT, started))
        else:
            told.append(Step(step, Progress.UPCOMING))
    return told


def next_move(facts: Facts) -> tuple[Mover, str] | None:
    """Who moves next, and how; None once the campaign is approved."""
    campaign = facts.campaign
    if campaign is None or not campaign.was_submitted:
        return Mover.TENANT, _before_submission(facts)
    if campaign.status is CampaignStatus.APPROVED:
        return None
    if campaign.status is CampaignStatus.SUBMITTED:
        return _while_submitted(facts, campaign)
    return _when_stopped(campaign)


def _before_submission(facts: Facts) -> str:
    if not facts.is_profile_complete:
        return "Complete your business profile."
    if facts.campaign is None:
        return "Describe your campaign: what you send, and how customers agree to it."
    is_ready = facts.campaign.status is CampaignStatus.READY_TO_SUBMIT
    return "Submit your campaign." if is_ready else "Resolve the findings of your campaign."


def _while_submitted(facts: Facts, campaign: Campaign) -> tuple[Mover, str]:
    if facts.awaited is not None and _step_of(campaign) is _BRAND:
        return Mover.TENANT, facts.awaited
    if campaign.trusthub_last_error in LOOK_FAILURES:
        return Mover.US, str(campaign.trusthub_last_error)
    if campaign.trusthub_last_error is not None:
        return Mover.TENANT, campaign.trusthub_last_error
    if campaign.stage in _REVIEWED:
        return Mover.CARRIERS, _REVIEWS[_step_of(campaign)]
    return Mover.US, "We are handing your registration over. There is nothing to do for you."


def _when_stopped(campaign: Campaign) -> tuple[Mover, str]:
    message = campaign.trusthub_last_error or "The registration has stopped."
    by_support = campaign.status is CampaignStatus.SUSPENDED or not may_resubmit(
        campaign.rejection_reasons
    )
    return Mover.SUPPORT if by_support else Mover.TENANT, message


def _place(facts: Facts) -> int:
    """The number of the step that is current, or of the one after the last."""
    campaign = facts.campaign
    if campaign is None or not campaign.was_submitted:
        return 2 if facts.is_brand_usable else 0
    if campaign.status is CampaignStatus.APPROVED:
        return len(STEPS)
    return STEPS.index(_step_of(campaign))


def _step_of(campaign: Campaign) -> RegistrationStep:
    if campaign.stage is not None:
        return _STEP_OF_STAGE[campaign.stage]
    return _CAMPAIGN if campaign.exists_at_twilio else _BRAND


def _times(
    step: RegistrationStep, standings: Sequence[Standing]
) -> tuple[datetime | None, datetime | None]:
    """When it was last begun, and when it was left for a later one after that."""
    started = finished = None
    for before, now in zip((None, *standings), standings, strict=False):
        here, was_here = _is_at(now, step), before is not None and _is_at(before, step)
        if here and not was_here:
            started, finished = now.since, None
        elif started and not finished and _is_beyond(now, step):
            finished = now.since
    return started, finished


def _is_at(standing: Standing, step: RegistrationStep) -> bool:
    is_under_way = standing.status is CampaignStatus.SUBMITTED and standing.stage is not None
    return is_under_way and _STEP_OF_STAGE[standing.stage or CampaignStage.PROFILE] is step


def _is_beyond(standing: Standing, step: RegistrationStep) -> bool:
    if standing.status is CampaignStatus.APPROVED:
        return True
    later = STEPS[STEPS.index(step) + 1 :]
    return any(_is_at(standing, other) for other in later)


WAITS = {
    _BUSINESS: Wait(timedelta(minutes=1), timedelta(days=1), "Minutes, a day at most"),
    _BRAND: Wait(timedelta(minutes=5), timedelta(days=7), "Minutes to 7 days"),
    _CAMPAIGN: Wait(timedelta(days=1), timedelta(days=21), "Usually 10 to 15 business days"),
}
_REVIEWS = {
    _BRAND: "Carriers are checking your business against public records.",
    _CAMPAIGN: "Carriers are reviewing your campaign. There is nothing to do for you.",
}
