"""A submission's way through Twilio, stage by stage: durable, resumable, never paid for twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.enums import BrandStatus, CampaignStage, CampaignStatus
from services.a2p.domain import twilio_mapping
from services.a2p.domain.campaign import Campaign
from services.a2p.domain.diff import editable_differences
from services.a2p.domain.findings import is_ready
from services.a2p.domain.manual_edit import is_editing_refused
from services.a2p.domain.profile import BusinessProfile
from services.a2p.domain.reasons import TwilioReportedError
from services.a2p.domain.rejection import RejectionReason
from services.a2p.domain.schedule import EMAIL_CHECK_WINDOW
from services.a2p.domain.twilio_words import Outcome, brand_is_usable, campaign_outcome
from services.a2p.ports import Brand, CampaignSnapshot, Claim, NotYet, Ports, TwilioRefused
from services.a2p.use_cases import brands
from services.a2p.use_cases.bundles import ProfileRejected
from services.a2p.use_cases.changes import tracked
from services.a2p.use_cases.drafts import findings_of
from services.a2p.use_cases.reasons import explained
from services.a2p.use_cases.refusals import why_refused
from services.a2p.use_cases.steps import Journal, Recipe

log = logging.getLogger(__name__)

Change = Callable[[Campaign, datetime], None]

EMAIL_NOT_CONFIRMED = 21736
BRAND_NOT_APPROVED = 21717
# Where the brand's own resource says otherwise, the two have not met yet at Twilio.
BRAND_SETTLING = timedelta(minutes=5)


@dataclass(frozen=True)
class Journey:
    """One campaign under one claim."""

    ports: Ports
    claim: Claim
    campaign_id: str

    def load(self) -> Campaign:
        with self.ports.unit_of_work(self.claim.tenant_id) as work:
            return work.campaigns.get(self.campaign_id)

    def record(self, change: Change) -> Campaign:
        """Applies a change to the campaign as it is now; events and history follow from it."""
        with self.ports.unit_of_work(self.claim.tenant_id) as work:
            work.due.hold(self.claim)
            campaign, now = work.campaigns.get_locked(self.campaign_id), self.ports.clock.now()
            with tracked(work, campaign, now=now):
                change(campaign, now)
            return campaign


def submit_or_update_campaign(journey: Journey) -> Campaign:
    """Goes on from the campaign's stage as far as it gets, and gives the campaign as it is then.

    What it waits for (a review, a neighbour) ends the walk without an error. Raises TwilioRefused,
    TwilioUncertain, NeighbourUnavailable, NotYet or ClaimLost; the stage reached is stored.
    """
    return _walk(journey, journey.load())


def _walk(journey: Journey, campaign: Campaign) -> Campaign:
    while campaign.status is CampaignStatus.SUBMITTED and campaign.stage is not None:
        stage = campaign.stage
        try:
            change = _STAGES[stage](journey, campaign)
        except ProfileRejected as rejected:
            change = _rejection(journey, rejected.errors, CampaignStage.PROFILE)
        campaign = journey.record(change)
        if campaign.stage is stage or journey.ports.is_stopping():
            break
    return campaign


def refresh_campaign_status(journey: Journey) -> Campaign:
    """Asks Twilio for the status of what has been submitted, whatever we believe it to be."""
    campaign = journey.load()
    campaign.require_refreshable()
    if campaign.status is CampaignStatus.SUBMITTED:
        return _walk(journey, campaign)
    if campaign.is_rejected_with_its_brand or campaign.is_suspended_with_its_brand:
        return _reconsider_brand(journey, campaign)
    if campaign.messaging_service_sid is None or not campaign.exists_at_twilio:
        return journey.record(_looked)
    snapshot = journey.ports.twilio.find_campaign(campaign.messaging_service_sid)
    return journey.record(_looked if snapshot is None else as_reported(journey, snapshot))


def _reconsider_brand(journey: Journey, stopped: Campaign) -> Campaign:
    """Support may lift what became of a brand; its campaign then goes on by itself, unless what was
    written into it meanwhile would be rejected.
    """
    try:
        brand = brands.refresh_brand(journey.ports, journey.claim)
    except ProfileRejected:
        return journey.record(_looked)
    if stopped.is_suspended_with_its_brand and brand.status not in _LIFTED:
        return journey.record(_unapproved(brand))
    with journey.ports.unit_of_work(journey.claim.tenant_id) as work:
        ready = not stopped.is_editable or is_ready(findings_of(work, stopped))
    if brand.status not in _LIFTED or not ready:
        return journey.record(_looked)
    resumed = journey.record(
        lambda campaign, now: campaign.resume_review(CampaignStage.BRAND_REVIEW, now=now)
    )
    return _walk(journey, resumed)


_LIFTED = frozenset({BrandStatus.PENDING, BrandStatus.IN_REVIEW, BrandStatus.APPROVED})


def _profile(journey: Journey, campaign: Campaign) -> Change:
    brands.ensure_bundles(journey.ports, journey.claim)
    return _enter(CampaignStage.BRAND)


def _brand(journey: Journey, campaign: Campaign) -> Change:
    try:
        brand = brands.ensure_brand_for_tenant(journey.ports, journey.claim)
    except brands.NoTriesLeft:
        return lambda campaign, now: campaign.fail(now, message=_NO_TRIES_LEFT)

    def change(campaign: Campaign, now: datetime) -> None:
        campaign.twilio_brand_sid = brand.sid
        campaign.enter_stage(CampaignStage.BRAND_REVIEW, now=now)

    return change


def _brand_review(journey: Journey, campaign: Campaign) -> Change:
    """The campaign itself is created only for an approved brand: earlier it is refused or fails."""
    brand = brands.refresh_brand(journey.ports, journey.claim)
    if brand.status is BrandStatus.APPROVED:
        return _enter(CampaignStage.IDENTITY_CHECK)
    return _unapproved(brand)


def _unapproved(brand: Brand) -> Change:
    if brand.status is BrandStatus.SUSPENDED:
        return lambda campaign, now: campaign.suspend(now)
    if brand.status is BrandStatus.FAILED:
        return lambda campaign, now: campaign.reject(
            now, reasons=brand.reasons, stage=CampaignStage.BRAND_REVIEW
        )
    return _looked


def _identity_check(journey: Journey, campaign: Campaign) -> Change:
    """Only a sole proprietor waits here, until the code texted to the mobile phone is answered."""
    with journey.ports.unit_of_work(journey.claim.tenant_id) as work:
        profile, brand = work.profiles.find(), work.brands.get()
    if not _is_usable(profile, brand):
        brand = brands.refresh_brand(journey.ports, journey.claim)
    if _is_usable(profile, brand):
        return _enter(CampaignStage.MESSAGING_SERVICE)
    return _looked if brand.status is BrandStatus.APPROVED else _unapproved(brand)


def _is_usable(profile: BusinessProfile | None, brand: Brand) -> bool:
    return (
        profile is not None
        and profile.brand_type is not None
        and brand_is_usable(
            brand.status, brand_type=profile.brand_type, identity_status=brand.identity_status
        )
    )


def _messaging_service(journey: Journey, campaign: Campaign) -> Change:
    """One service per campaign, which is our identity of it: Twilio's own SID is a constant."""
    tenant_id = journey.claim.tenant_id
    sid = journey.ports.phone.ensure_messaging_service(tenant_id, campaign.id)
    with journey.ports.unit_of_work(tenant_id) as work:
        work.route(sid)

    def change(campaign: Campaign, now: datetime) -> None:
        campaign.messaging_service_sid = sid
        campaign.enter_stage(CampaignStage.CAMPAIGN, now=now)

    return change


def _campaign(journey: Journey, campaign: Campaign) -> Change:
    """Creates the campaign, or edits it in place: deleting would lose the vetting that was paid."""
    try:
        sid = _ensure_campaign(journey, campaign)
    except _EditingRefused as refused:
        reasons = explained(journey.ports, refused.errors)
        return lambda campaign, now: campaign.ask_for_manual_edit(now, reasons=reasons)
    except TwilioRefused as refused:
        if refused.code == BRAND_NOT_APPROVED:
            journey.record(_enter(CampaignStage.BRAND_REVIEW))
            raise NotYet(journey.ports.clock.now() + BRAND_SETTLING) from None
        if not _awaits_email_check(refused, campaign, now=journey.ports.clock.now()):
            raise
        why = why_refused(refused)
        return lambda campaign, now: campaign.note_check(now, error=why)

    def change(campaign: Campaign, now: datetime) -> None:
        campaign.twilio_campaign_sid = sid
        campaign.enter_stage(CampaignStage.CAMPAIGN_REVIEW, now=now)

    return change


def _awaits_email_check(refused: TwilioRefused, campaign: Campaign, *, now: datetime) -> bool:
    """No resource shows it: a public company's brand may be approved, and its mail unanswered."""
    is_open = now < campaign.updated_at + EMAIL_CHECK_WINDOW
    return refused.code == EMAIL_NOT_CONFIRMED and is_open


class _EditingRefused(Exception):
    """Twilio does not let this account edit campaigns; `errors` are why the campaign failed."""

    def __init__(self, errors: tuple[TwilioReportedError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors


def _ensure_campaign(journey: Journey, campaign: Campaign) -> str:
    service_sid, twilio = str(campaign.messaging_service_sid), journey.ports.twilio
    if campaign.exists_at_twilio:
        # Back here, it was rejected: it is edited even if nothing in it changed, since what was
        # wrong may have been the website.
        _edit_in_place(journey, campaign, service_sid)
        return twilio_mapping.CAMPAIGN_PATH_SID
    params = twilio_mapping.campaign_create_params(
        campaign.content, brand_sid=str(campaign.twilio_brand_sid)
    )
    return Journal(journey.ports, journey.claim, campaign.id).ensure(
        Recipe(
            name="campaign",
            make_from=params,
            find=lambda: _sid_of(twilio.find_campaign(service_sid)),
            create=lambda: twilio.create_campaign(service_sid, params).sid,
            update=lambda _: _edit_in_place(journey, campaign, service_sid),
            paid=True,
        )
    )


def _edit_in_place(journey: Journey, campaign: Campaign, service_sid: str) -> None:
    """Looks first: an edit whose answer was lost has put the campaign back under review."""
    twilio = journey.ports.twilio
    held = twilio.find_campaign(service_sid)
    if held is None:
        raise TwilioRefused("update campaign", code=None, status=404)
    is_open = campaign_outcome(held.status).outcome is not Outcome.REJECTED
    if is_open and not editable_differences(campaign.content, held.content):
        return
    journey.ports.gate.pass_through()
    try:
        params = twilio_mapping.campaign_update_params(campaign.content)
        twilio.update_campaign(service_sid, params)
    except TwilioRefused as refused:
        if is_editing_refused(code=refused.code, status=refused.status):
            raise _EditingRefused(held.errors) from None
        raise


def _campaign_review(journey: Journey, campaign: Campaign) -> Change:
    snapshot = journey.ports.twilio.find_campaign(str(campaign.messaging_service_sid))
    return _looked if snapshot is None else as_reported(journey, snapshot)


_STAGES: dict[CampaignStage, Callable[[Journey, Campaign], Change]] = {
    CampaignStage.PROFILE: _profile,
    CampaignStage.BRAND: _brand,
    CampaignStage.BRAND_REVIEW: _brand_review,
    CampaignStage.IDENTITY_CHECK: _identity_check,
    CampaignStage.MESSAGING_SERVICE: _messaging_service,
    CampaignStage.CAMPAIGN: _campaign,
    CampaignStage.CAMPAIGN_REVIEW: _campaign_review,
}


def _enter(stage: CampaignStage) -> Change:
    return lambda campaign, now: campaign.enter_stage(stage, now=now)


def _looked(campaign: Campaign, now: datetime) -> None:
    campaign.note_check(now)
    campaign.last_answer = None


def _rejection(
    journey: Journey, errors: Iterable[TwilioReportedError], stage: CampaignStage
) -> Change:
    reasons = explained(journey.ports, errors)
    return lambda campaign, now: campaign.reject(now, reasons=reasons, stage=stage)


def as_reported(journey: Journey, snapshot: CampaignSnapshot) -> Change:
    is_known = campaign_outcome(snapshot.status).is_known
    told = _decision(journey, snapshot) if is_known else _unknown_word(snapshot)

    def change(campaign: Campaign, now: datetime) -> None:
        campaign.note_check(now)
        told(campaign, now)
        campaign.last_answer = snapshot.fingerprint

    return change


def _decision(journey: Journey, snapshot: CampaignSnapshot) -> Change:
    outcome = campaign_outcome(snapshot.status).outcome
    reasons = explained(journey.ports, snapshot.errors)

    def change(campaign: Campaign, now: datetime) -> None:
        if outcome is Outcome.REJECTED and _is_still(campaign, reasons, snapshot):
            return
        campaign.registry_id = snapshot.registry_id or campaign.registry_id
        if outcome is Outcome.APPROVED:
            campaign.approve(now)
        elif outcome is Outcome.REJECTED:
            campaign.reject(now, reasons=reasons, stage=CampaignStage.CAMPAIGN_REVIEW)
        elif outcome is Outcome.SUSPENDED:
            campaign.suspend(now)
        elif campaign.status is not CampaignStatus.SUBMITTED:
            campaign.resume_review(CampaignStage.CAMPAIGN_REVIEW, now=now)

    return change


def _unknown_word(snapshot: CampaignSnapshot) -> Change:
    """It decides nothing, least of all about what is approved; said again, it is no news."""

    def change(campaign: Campaign, now: datetime) -> None:
        if campaign.last_answer != snapshot.fingerprint:
            log.warning("unknown_campaign_status: %.40s", snapshot.status)

    return change


def _is_still(
    campaign: Campaign, reasons: Sequence[RejectionReason], snapshot: CampaignSnapshot
) -> bool:
    """The rejection that we know; a task for a person stands until Twilio holds what it asks."""
    if campaign.status is not CampaignStatus.REJECTED:
        return False
    if campaign.manual_edit_since is not None:
        return bool(editable_differences(campaign.content, snapshot.content))
    return (
        campaign.stage is CampaignStage.CAMPAIGN_REVIEW
        and tuple(reasons) == campaign.rejection_reasons
    )


def _sid_of(snapshot: CampaignSnapshot | None) -> str | None:
    return None if snapshot is None else snapshot.sid


_NO_TRIES_LEFT = (
    "Your business registration was corrected three times, and no further correction is possible "
    "from here. Contact support, and we will take it up with Twilio."
)
