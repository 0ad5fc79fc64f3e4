"""Looking at Twilio again and again, at what is due: quietly while it says what it said before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from contracts.enums import CampaignStage, CampaignStatus
from services.a2p.domain.campaign import Campaign
from services.a2p.domain.campaign_words import LOOK_UNANSWERED
from services.a2p.domain.schedule import next_check, next_routine_check
from services.a2p.ports import (
    Claim,
    ClaimLost,
    Crew,
    NeighbourUnavailable,
    NotYet,
    Ports,
    QuietLook,
    TwilioRefused,
    TwilioUncertain,
)
from services.a2p.use_cases.drafts import recheck_due
from services.a2p.use_cases.refusals import why_not_seen, why_refused
from services.a2p.use_cases.workflow import Journey, as_reported, refresh_campaign_status

# With the growing pauses of the schedule these failures in a row take most of an hour.
MOST_FAILURES = 10
# Approved and suspended campaigns change rarely; an event would tell sooner.
DECIDED_CHECK = timedelta(hours=6)
# Support may lift a rejection; a person who edits in Twilio's Console waits for us to see it.
REJECTED_CHECK = timedelta(hours=24)
MANUAL_EDIT_CHECK = timedelta(hours=1)
_WATCHED = frozenset({CampaignStatus.SUBMITTED, CampaignStatus.APPROVED, CampaignStatus.SUSPENDED})
# More drafts than a tenant may have now.
MAX_RECHECKED = 1_000
# Claimed and released together.
BATCH = 50

Task = Callable[[Journey], Campaign]


@dataclass(frozen=True)
class _Round:
    """One run of the background, and the looks in it that brought no news."""

    ports: Ports
    unchanged: list[tuple[Claim, datetime]] = field(default_factory=list)

    def note_unchanged(self, claim: Claim, next_at: datetime) -> None:
        self.unchanged.append((claim, next_at))
        if len(self.unchanged) >= BATCH:
            self.flush()

    def flush(self) -> None:
        looked = self.unchanged.copy()
        self.unchanged.clear()
        if looked:
            self.ports.claims.release_unchanged(looked, now=self.ports.clock.now())


def work_on_due_tenants(ports: Ports, *, limit: int, crew: Crew) -> int:
    """Works on what is due when it begins, always as many at once as the crew has room for."""
    round_, due_at, taken = _Round(ports), ports.clock.now(), 0
    try:
        while taken < limit and not ports.is_stopping():
            claims = ports.claims.take_due(now=due_at, limit=min(BATCH, limit - taken))
            taken += _start_all(round_, claims, crew)
            if len(claims) < BATCH:
                break
    finally:
        crew.wait()
        round_.flush()
    return taken


def _start_all(round_: _Round, claims: Sequence[Claim], crew: Crew) -> int:
    """How many; where the process is to end, the rest goes back to others at once."""
    ports = round_.ports
    for number, claim in enumerate(claims):
        if ports.is_stopping():
            ports.claims.give_back(claims[number:], now=ports.clock.now())
            return number
        crew.start(partial(_work_on_tenant, round_, claim))
    return len(claims)


def attempt(journey: Journey, task: Task) -> TwilioRefused | TwilioUncertain | None:
    """Runs a task; what stops it is stored on the campaign. Gives back how Twilio failed."""
    try:
        campaign = task(journey)
    except TwilioRefused as refused:
        journey.record(partial(_stop_at_refusal, refused))
        return refused
    except TwilioUncertain as uncertain:
        journey.record(partial(_note_failed_look, LOOK_UNANSWERED))
        return uncertain
    except NeighbourUnavailable:
        journey.record(partial(_note_failed_look, None))
    except NotYet as not_yet:
        until = not_yet.until
        journey.record(lambda campaign, now: _note_wait(campaign, until))
    else:
        if campaign.failed_looks or campaign.wait_until is not None:
            journey.record(_note_good_look)
    return None


def release(ports: Ports, claim: Claim) -> None:
    """Held first: what is wanted from here on waits for the release, and is not overlooked."""
    with ports.unit_of_work(claim.tenant_id) as work:
        try:
            work.due.hold(claim)
        except ClaimLost:
            return
        watched = [campaign for campaign in work.campaigns.all() if _is_watched(campaign)]
        times = [_next_look(ports, campaign) for campaign in watched]
        work.due.release(claim, next_at=min(times, default=None), looks=_quiet_looks(watched))


def _work_on_tenant(round_: _Round, claim: Claim) -> None:
    ports, is_quiet = round_.ports, False
    try:
        if not claim.looks:
            recheck_due(ports, claim.tenant_id, limit=MAX_RECHECKED)
        tasks = _tasks(ports, claim)
        is_quiet = bool(claim.looks) and not tasks
        for campaign_id, task in tasks:
            attempt(Journey(ports, claim, campaign_id), task)
    except ClaimLost:
        return
    finally:
        if not is_quiet:
            release(ports, claim)
    if is_quiet:
        times = [_next_quiet_look(ports, look) for look in claim.looks]
        round_.note_unchanged(claim, min(times))


def _tasks(ports: Ports, claim: Claim) -> list[tuple[str, Task]]:
    """What there is to do for each campaign; nothing where Twilio says what it said before."""
    if claim.looks:
        looked = ((look.campaign_id, _look(ports, look)) for look in claim.looks)
        return [(campaign_id, task) for campaign_id, task in looked if task is not None]
    with ports.unit_of_work(claim.tenant_id) as work:
        watched = [campaign.id for campaign in work.campaigns.all() if _is_watched(campaign)]
    return [(campaign_id, refresh_campaign_status) for campaign_id in watched]


def _look(ports: Ports, look: QuietLook) -> Task | None:
    """None for no news."""
    try:
        snapshot = ports.twilio.find_campaign(look.service_sid)
    except (TwilioRefused, TwilioUncertain) as failure:
        return partial(_fail, failure)
    if snapshot is None:
        return refresh_campaign_status
    if snapshot.fingerprint == look.seen:
        return None
    return lambda journey: journey.record(as_reported(journey, snapshot))


def _fail(failure: Exception, journey: Journey) -> Campaign:
    raise failure


def _quiet_looks(watched: list[Campaign]) -> list[QuietLook]:
    """One for each campaign, or none at all: a look may only be quiet where it sees everything."""
    looks = [_quiet_look(campaign) for campaign in watched]
    return [look for look in looks if look is not None] if None not in looks else []


def _quiet_look(campaign: Campaign) -> QuietLook | None:
    in_order = campaign.failed_looks == 0 and campaign.wait_until is None
    if not in_order or not _is_just_a_look(campaign) or campaign.last_answer is None:
        return None
    is_waiting = campaign.status is CampaignStatus.SUBMITTED
    return QuietLook(
        campaign_id=campaign.id,
        service_sid=str(campaign.messaging_service_sid),
        seen=campaign.last_answer,
        waiting_since=campaign.updated_at if is_waiting else None,
        pause=None if is_waiting else _pause_of(campaign),
    )


def _is_just_a_look(campaign: Campaign) -> bool:
    """The next look only asks for the campaign; everything else is a step of the workflow."""
    if campaign.status is CampaignStatus.SUBMITTED:
        return campaign.stage is CampaignStage.CAMPAIGN_REVIEW
    by_hand = campaign.manual_edit_since is not None
    return campaign.exists_at_twilio and not by_hand and not campaign.is_rejected_with_its_brand


def _stop_at_refusal(refused: TwilioRefused, campaign: Campaign, now: datetime) -> None:
    """Only a handing over stops; a look that was refused changes nothing that Twilio has."""
    if _is_handed_over(campaign):
        campaign.note_failed_look(message=why_not_seen(refused))
    else:
        campaign.fail(now, message=why_refused(refused))


def _note_failed_look(message: str | None, campaign: Campaign, now: datetime) -> None:
    campaign.note_failed_look(message=message)
    if campaign.failed_looks >= MOST_FAILURES and not _is_handed_over(campaign):
        campaign.fail(now, message=_GAVE_UP)


def _is_handed_over(campaign: Campaign) -> bool:
    """Decided or under review: an answer comes from Twilio, whether or not we hear it now."""
    return campaign.status is not CampaignStatus.SUBMITTED or campaign.is_under_review


def _note_wait(campaign: Campaign, until: datetime) -> None:
    campaign.wait_until = until


def _note_good_look(campaign: Campaign, now: datetime) -> None:
    campaign.note_good_look()


def _is_watched(campaign: Campaign) -> bool:
    """Also what Twilio may yet decide of a rejection, or of a failure of ours."""
    if campaign.status in (CampaignStatus.REJECTED, CampaignStatus.ERROR):
        return campaign.exists_at_twilio or campaign.is_rejected_with_its_brand
    return campaign.status in _WATCHED


def _pause_of(campaign: Campaign) -> timedelta:
    """Between looks at what is decided."""
    if campaign.manual_edit_since is not None:
        return MANUAL_EDIT_CHECK
    return REJECTED_CHECK if campaign.status is CampaignStatus.REJECTED else DECIDED_CHECK


def _next_look(ports: Ports, campaign: Campaign) -> datetime:
    """Of a watched campaign."""
    now, jitter = ports.clock.now(), ports.clock.jitter()
    if campaign.status is not CampaignStatus.SUBMITTED:
        return next_routine_check(now, _pause_of(campaign), jitter)
    if campaign.wait_until is not None:
        return max(campaign.wait_until, now)
    return next_check(now, campaign.updated_at, attempt=campaign.failed_looks, jitter=jitter)


def _next_quiet_look(ports: Ports, look: QuietLook) -> datetime:
    now, jitter = ports.clock.now(), ports.clock.jitter()
    if look.waiting_since is not None:
        return next_check(now, look.waiting_since, jitter=jitter)
    return next_routine_check(now, look.pause or DECIDED_CHECK, jitter)


_GAVE_UP = (
    "Twilio has not answered for a while, so the submission was stopped. Nothing is lost: "
    "resubmit, and it goes on where it stopped without paying twice."
)
