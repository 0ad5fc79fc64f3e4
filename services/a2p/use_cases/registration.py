"""Submitting, resubmitting and refreshing: what a caller asks for, and what goes on by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from contracts.enums import CampaignStatus
from contracts.errors import Code, conflict
from services.a2p.domain.campaign import Campaign
from services.a2p.domain.schedule import next_check
from services.a2p.ports import (
    Claim,
    ClaimLost,
    NeighbourUnavailable,
    NotYet,
    Ports,
    TwilioRefused,
    TwilioUncertain,
    Work,
)
from services.a2p.use_cases.changes import tracked
from services.a2p.use_cases.drafts import findings_of, get_campaign
from services.a2p.use_cases.refusals import controlled, why_refused
from services.a2p.use_cases.views import View
from services.a2p.use_cases.workflow import (
    Journey,
    refresh_campaign_status,
    submit_or_update_campaign,
)

# With the growing pauses of the schedule these failures in a row take most of an hour.
MOST_FAILURES = 10
# Approved and suspended campaigns change rarely; an event would tell sooner.
DECIDED_CHECK = timedelta(hours=6)
# Support may lift a rejection; a person who edits in Twilio's Console waits for us to see it.
REJECTED_CHECK = timedelta(hours=24)
MANUAL_EDIT_CHECK = timedelta(hours=1)
_WATCHED = frozenset({CampaignStatus.SUBMITTED, CampaignStatus.APPROVED, CampaignStatus.SUSPENDED})


def submit_campaign(ports: Ports, tenant_id: str, campaign_id: str, *, key: str | None) -> View:
    """Works at it for as long as a caller waits, then goes on in the background."""

    def start(work: Work, campaign: Campaign, now: datetime) -> None:
        _require_room(work, campaign)
        campaign.submit(now)

    return _start(ports, tenant_id, campaign_id, operation="submit_campaign", key=key, start=start)


def resubmit_campaign(ports: Ports, tenant_id: str, campaign_id: str, *, key: str | None) -> View:
    """One more attempt after a rejection or an error; what Twilio holds is edited in place."""

    def start(work: Work, campaign: Campaign, now: datetime) -> None:
        campaign.resubmit(now, findings=findings_of(work, campaign))

    return _start(
        ports, tenant_id, campaign_id, operation="resubmit_campaign", key=key, start=start
    )


def _start(
    ports: Ports,
    tenant_id: str,
    campaign_id: str,
    *,
    operation: str,
    key: str | None,
    start: Callable[[Work, Campaign, datetime], None],
) -> View:
    now = ports.clock.now()

    def begin() -> dict[str, object]:
        work.profiles.lock_tenant()
        campaign = work.campaigns.get_locked(campaign_id)
        with tracked(work, campaign, now=now):
            start(work, campaign, now)
        campaign_attempt = work.submissions.begin(campaign, now=now)
        work.emit(
            "campaign_submitted_v1",
            {
                "campaign_id": campaign.id,
                "attempt": campaign_attempt,
                "is_primary": campaign.is_primary,
            },
        )
        work.due.want(at=now)
        return {}

    with ports.unit_of_work(tenant_id) as work:
        work.once(operation, key, {"campaign_id": campaign_id}, begin)
    _work_on_now(ports, tenant_id, campaign_id, submit_or_update_campaign)
    return get_campaign(ports, tenant_id, campaign_id)


def _require_room(work: Work, campaign: Campaign) -> None:
    """A sole proprietor has one campaign, ever; a second one would be refused after payment."""
    profile = work.profiles.find()
    if profile is None or not profile.is_sole_proprietor:
        return
    if any(other.was_submitted for other in work.campaigns.all() if other.id != campaign.id):
        raise conflict(Code.CAMPAIGN_LIMIT_REACHED, _ONE_CAMPAIGN)


def refresh_status(ports: Ports, tenant_id: str, campaign_id: str) -> View:
    with ports.unit_of_work(tenant_id) as work:
        work.campaigns.get(campaign_id).require_refreshable()
    _work_on_now(ports, tenant_id, campaign_id, refresh_campaign_status)
    return get_campaign(ports, tenant_id, campaign_id)


def _work_on_now(
    ports: Ports, tenant_id: str, campaign_id: str, task: Callable[[Journey], Campaign]
) -> None:
    """Where another process is already at this tenant's work, its result will do."""
    claim = ports.claims.take(tenant_id, now=ports.clock.now())
    if claim is None:
        return

    def work_on_it() -> TwilioRefused | None:
        try:
            return _attempt(Journey(ports, claim, campaign_id), task)
        except ClaimLost:
            return None
        finally:
            _release(ports, claim)

    refusal = ports.patiently(work_on_it)
    if isinstance(refusal, TwilioRefused):
        raise controlled(refusal)


def work_on_due_tenants(
    ports: Ports, *, limit: int, run_all: Callable[[list[Callable[[], None]]], None]
) -> int:
    """One round of the background: claims what is due and works on it side by side."""
    claims = ports.claims.take_due(now=ports.clock.now(), limit=limit)
    run_all([partial(_work_on_tenant, ports, claim) for claim in claims])
    return len(claims)


def _work_on_tenant(ports: Ports, claim: Claim) -> None:
    try:
        with ports.unit_of_work(claim.tenant_id) as work:
            watched = [c.id for c in work.campaigns.all() if _is_watched(c)]
        for campaign_id in watched:
            _attempt(Journey(ports, claim, campaign_id), refresh_campaign_status)
    except ClaimLost:
        return
    finally:
        _release(ports, claim)


def _attempt(journey: Journey, task: Callable[[Journey], Campaign]) -> TwilioRefused | None:
    """Runs a task; what stops it is stored on the campaign. Gives back a definite refusal."""
    try:
        task(journey)
    except TwilioRefused as refused:
        message = why_refused(refused)
        journey.record(lambda campaign, now: _stop_at_refusal(campaign, now, message))
        return refused
    except (TwilioUncertain, NeighbourUnavailable):
        journey.record(_note_failed_look)
    except NotYet as not_yet:
        until = not_yet.until
        journey.record(lambda campaign, now: _note_wait(campaign, until))
    else:
        journey.record(_note_good_look)
    return None


def _stop_at_refusal(campaign: Campaign, now: datetime, message: str) -> None:
    """Only a submission stops; a look that was refused changes nothing that Twilio has decided."""
    if campaign.status is CampaignStatus.SUBMITTED:
        campaign.fail(now, message=message)
    else:
        campaign.note_check(now, error=message)


def _note_failed_look(campaign: Campaign, now: datetime) -> None:
    campaign.failed_looks += 1
    campaign.wait_until = None
    if campaign.failed_looks >= MOST_FAILURES and campaign.status is CampaignStatus.SUBMITTED:
        campaign.fail(now, message=_GAVE_UP)
    else:
        campaign.trusthub_last_checked_at = now


def _note_wait(campaign: Campaign, until: datetime) -> None:
    campaign.wait_until = until


def _note_good_look(campaign: Campaign, now: datetime) -> None:
    campaign.failed_looks = 0
    campaign.wait_until = None


def _release(ports: Ports, claim: Claim) -> None:
    with ports.unit_of_work(claim.tenant_id) as work:
        times = [_next_look(ports, campaign) for campaign in work.campaigns.all()]
    known = [time for time in times if time is not None]
    ports.claims.release(claim, next_at=min(known) if known else None)


def _is_watched(campaign: Campaign) -> bool:
    """Also a rejection that Twilio may withdraw: of the brand, or of a campaign that exists."""
    if campaign.status is CampaignStatus.REJECTED:
        return campaign.exists_at_twilio or campaign.is_rejected_with_its_brand
    return campaign.status in _WATCHED


def _pause_of(campaign: Campaign) -> timedelta:
    if campaign.manual_edit_since is not None:
        return MANUAL_EDIT_CHECK
    return REJECTED_CHECK if campaign.status is CampaignStatus.REJECTED else DECIDED_CHECK


def _next_look(ports: Ports, campaign: Campaign) -> datetime | None:
    now = ports.clock.now()
    if not _is_watched(campaign):
        return None
    if campaign.status is not CampaignStatus.SUBMITTED:
        return now + _pause_of(campaign) * (0.8 + 0.4 * ports.clock.jitter())
    if campaign.wait_until is not None:
        return max(campaign.wait_until, now)
    return next_check(
        now, campaign.updated_at, attempt=campaign.failed_looks, jitter=ports.clock.jitter()
    )


_ONE_CAMPAIGN = (
    "A sole proprietor can register one campaign only, and another of yours was submitted already. "
    "Change that one, or contact support to register as a company."
)
_GAVE_UP = (
    "Twilio has not answered for a while, so the submission was stopped. Nothing is lost: "
    "resubmit, and it goes on where it stopped without paying twice."
)
