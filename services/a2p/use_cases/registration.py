"""Submitting, resubmitting and refreshing: what a caller asks for, and what goes on by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.enums import CampaignStatus
from contracts.errors import Code, conflict
from services.a2p.domain.campaign import Campaign
from services.a2p.ports import (
    ClaimLost,
    Ports,
    TwilioRefused,
    TwilioUncertain,
    Work,
)
from services.a2p.use_cases import polling
from services.a2p.use_cases.changes import tracked
from services.a2p.use_cases.drafts import campaign_shown, findings_of, get_campaign
from services.a2p.use_cases.insight import asking_twilio
from services.a2p.use_cases.refusals import controlled
from services.a2p.use_cases.versions import campaign_versions, require_version
from services.a2p.use_cases.views import View
from services.a2p.use_cases.workflow import (
    Journey,
    refresh_campaign_status,
    submit_or_update_campaign,
)

Start = Callable[[Work, Campaign, datetime], None]


@dataclass(frozen=True)
class Attempt:
    operation: str
    key: str | None
    start: Start
    expected_versions: Sequence[str] | None


def submit_campaign(
    ports: Ports,
    tenant_id: str,
    campaign_id: str,
    *,
    expected_versions: Sequence[str] | None = None,
    key: str | None,
) -> View:
    """Works at it for as long as a caller waits, then goes on in the background."""

    def start(work: Work, campaign: Campaign, now: datetime) -> None:
        _require_room(work, campaign)
        if campaign.is_recheck_due:
            campaign.settle_readiness(findings_of(work, campaign))
        campaign.submit(now)

    attempt = Attempt("submit_campaign", key, start, expected_versions)
    return _start(ports, tenant_id, campaign_id, attempt)


def resubmit_campaign(
    ports: Ports,
    tenant_id: str,
    campaign_id: str,
    *,
    expected_versions: Sequence[str] | None = None,
    key: str | None,
) -> View:
    """One more attempt after a rejection or an error; what Twilio holds is edited in place."""
    attempt = Attempt("resubmit_campaign", key, _resubmit, expected_versions)
    return _start(ports, tenant_id, campaign_id, attempt)


def _start(ports: Ports, tenant_id: str, campaign_id: str, attempt: Attempt) -> View:
    begun: list[bool] = []

    def begin() -> dict[str, object]:
        begun.append(True)
        _begin(ports, work, campaign_id, attempt)
        return {}

    with ports.unit_of_work(tenant_id) as work:
        body = {"campaign_id": campaign_id}
        work.once(attempt.operation, key=attempt.key, body=body, action=begin)
        # What Twilio refused is tried again under the same key; what is under way is not.
        if not begun and work.campaigns.get(campaign_id).status is CampaignStatus.ERROR:
            _begin(ports, work, campaign_id, replace(attempt, start=_resubmit))
    failure = _work_on_now(ports, tenant_id, campaign_id, submit_or_update_campaign)
    view = get_campaign(ports, tenant_id, campaign_id)
    if isinstance(failure, TwilioRefused) and view["status"] is CampaignStatus.ERROR:
        raise controlled(failure)
    return view


def _begin(ports: Ports, work: Work, campaign_id: str, attempt: Attempt) -> None:
    now = ports.clock.now()
    work.profiles.lock_tenant()
    # In the order in which the background takes them: the due row first.
    work.due.want(at=now)
    campaign = work.campaigns.get_locked(campaign_id)
    with tracked(work, campaign, now=now):
        attempt.start(work, campaign, now)
        # What goes out, for a fee, is what the caller has seen.
        current = campaign_versions(ports, campaign)
        require_version(current, attempt.expected_versions, what="campaign")
    told = {
        "campaign_id": campaign.id,
        "attempt": work.submissions.begin(campaign, now=now),
        "is_primary": campaign.is_primary,
    }
    work.emit("campaign_submitted_v1", told)


def _resubmit(work: Work, campaign: Campaign, now: datetime) -> None:
    campaign.resubmit(now, findings=findings_of(work, campaign))


def _require_room(work: Work, campaign: Campaign) -> None:
    """A sole proprietor has one campaign, ever; a second one would be refused after payment."""
    profile = work.profiles.find()
    if profile is None or not profile.is_sole_proprietor:
        return
    if any(other.was_submitted for other in work.campaigns.all() if other.id != campaign.id):
        raise conflict(Code.CAMPAIGN_LIMIT_REACHED, _ONE_CAMPAIGN)


def refresh_status(ports: Ports, tenant_id: str, campaign_id: str) -> View:
    """Raises where Twilio refuses, or is silent for as long as a caller waits."""
    with ports.unit_of_work(tenant_id) as work:
        campaign = work.campaigns.get(campaign_id)
        campaign.require_refreshable()
    before = campaign_shown(ports, campaign)
    failure = _work_on_now(ports, tenant_id, campaign_id, refresh_campaign_status)
    view = get_campaign(ports, tenant_id, campaign_id)
    is_getting_on = isinstance(failure, _StillAtIt) and view != before
    with asking_twilio():
        if failure is not None and not is_getting_on:
            raise failure
    return view


class _StillAtIt(TwilioUncertain):
    """A caller would not wait longer; the work goes on by itself."""


def _work_on_now(
    ports: Ports, tenant_id: str, campaign_id: str, task: Callable[[Journey], Campaign]
) -> Exception | None:
    """Where another process is already at this tenant's work, its result will do."""
    claim = ports.claims.take(tenant_id, now=ports.clock.now())
    if claim is None:
        return None

    ended: list[bool] = []

    def work_on_it() -> Exception | None:
        try:
            return polling.attempt(Journey(ports, claim, campaign_id), task)
        except ClaimLost:
            return None
        finally:
            polling.release(ports, claim)
            ended.append(True)

    failure = ports.patiently(work_on_it)
    return failure if ended else _StillAtIt("still at it")


_ONE_CAMPAIGN = (
    "A sole proprietor can register one campaign only, and another of yours was submitted already. "
    "Change that one, or contact support to register as a company."
)
