"""A campaign and the states it may pass through; how a submission proceeds is for the use cases."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from contracts.enums import CampaignStage, CampaignStatus, TrusthubStatus
from contracts.errors import Code, ServiceError, conflict, invalid
from services.a2p.domain.campaign_words import (
    ALREADY_SUBMITTED,
    EDIT_BY_HAND,
    LOOK_FAILURES,
    NO_REASON_GIVEN,
    NO_USE,
    NOT_EDITABLE,
    NOT_READY,
    NOT_RESUBMITTABLE,
    SUSPENDED_BY_CARRIERS,
)
from services.a2p.domain.findings import Finding, blocking, is_ready
from services.a2p.domain.rejection import RejectionReason, may_resubmit, summary
from services.a2p.domain.schedule import SUSPENSION_WINDOW
from services.a2p.domain.text import listed

_DRAFT, _READY = CampaignStatus.DRAFT, CampaignStatus.READY_TO_SUBMIT
_SUBMITTED, _APPROVED = CampaignStatus.SUBMITTED, CampaignStatus.APPROVED
_REJECTED, _ERROR, _SUSPENDED = (
    CampaignStatus.REJECTED,
    CampaignStatus.ERROR,
    CampaignStatus.SUSPENDED,
)
EDITABLE = frozenset({_DRAFT, _READY, _REJECTED, _ERROR})
_AFTER_SUBMISSION = frozenset({_SUBMITTED, _APPROVED, _REJECTED, _ERROR, _SUSPENDED})
# Once submitted, Twilio decides, and it may change its mind: an approval can be withdrawn, a
# rejection lifted by support or by an edit in its Console. Only a failure of our own making
# (ERROR) never overrides a decision.
TRANSITIONS: dict[CampaignStatus, frozenset[CampaignStatus]] = {
    _DRAFT: frozenset({_READY}),
    _READY: frozenset({_DRAFT, _SUBMITTED}),
    _SUBMITTED: frozenset({_APPROVED, _REJECTED, _ERROR, _SUSPENDED}),
    _APPROVED: frozenset({_SUBMITTED, _REJECTED, _SUSPENDED}),
    _REJECTED: frozenset({_SUBMITTED, _APPROVED, _SUSPENDED}),
    _ERROR: frozenset({_SUBMITTED, _APPROVED, _REJECTED, _SUSPENDED}),
    _SUSPENDED: frozenset({_SUBMITTED, _APPROVED, _REJECTED}),
}
# A corrected submission repeats the step whose outcome was bad, not the wait for that outcome.
_RESUMES_AT = {
    None: CampaignStage.PROFILE,
    CampaignStage.BRAND_REVIEW: CampaignStage.BRAND,
    CampaignStage.CAMPAIGN_REVIEW: CampaignStage.CAMPAIGN,
}
# Twilio has what it needs; all there is to do is to look.
_REVIEWS = frozenset(
    {CampaignStage.BRAND_REVIEW, CampaignStage.IDENTITY_CHECK, CampaignStage.CAMPAIGN_REVIEW}
)
_TRUSTHUB = {
    _DRAFT: TrusthubStatus.DRAFT,
    _READY: TrusthubStatus.DRAFT,
    _SUBMITTED: TrusthubStatus.SUBMITTED,
    _APPROVED: TrusthubStatus.APPROVED,
    _REJECTED: TrusthubStatus.REJECTED,
    _SUSPENDED: TrusthubStatus.SUSPENDED,
    _ERROR: TrusthubStatus.ERROR,
}


@dataclass(frozen=True)
class CampaignContent:
    """The part that a tenant writes. A draft may be almost empty: only the name is owed."""

    name: str
    use_case: str | None = None
    description: str | None = None
    message_flow: str | None = None
    sample_messages: tuple[str, ...] = ()
    has_embedded_links: bool = False
    has_embedded_phone: bool = False
    age_gated: bool = False
    direct_lending: bool = False
    # Carriers expect every subscriber to have agreed; a draft starts from that.
    subscriber_opt_in: bool = True
    opt_in_keywords: tuple[str, ...] = ()
    opt_in_message: str | None = None
    opt_out_keywords: tuple[str, ...] = ()
    opt_out_message: str | None = None
    help_keywords: tuple[str, ...] = ()
    help_message: str | None = None
    privacy_policy_url: str | None = None
    terms_and_conditions_url: str | None = None


# What Twilio's campaign update cannot carry: it takes seven fields and the two URLs, nothing else.
# To change one of these the campaign must be deleted and vetted again, at the vetting fee.
CREATE_ONLY = {
    "use_case": "use case",
    "subscriber_opt_in": "subscriber opt-in",
    "opt_in_keywords": "opt-in keywords",
    "opt_in_message": "opt-in message",
    "opt_out_keywords": "opt-out keywords",
    "opt_out_message": "opt-out message",
    "help_keywords": "help keywords",
    "help_message": "help message",
}


def create_only_changes(before: CampaignContent, after: CampaignContent) -> list[str]:
    """Names of the changed fields that Twilio fixes at creation, in form order."""
    return [
        field.name
        for field in fields(CampaignContent)
        if field.name in CREATE_ONLY and getattr(before, field.name) != getattr(after, field.name)
    ]


@dataclass
class Campaign:
    id: str
    tenant_id: str
    content: CampaignContent
    created_at: datetime
    updated_at: datetime
    is_primary: bool = False
    status: CampaignStatus = CampaignStatus.DRAFT
    stage: CampaignStage | None = None
    twilio_brand_sid: str | None = None
    # The QE… of the REST path: one constant for every campaign there is, so never an identity. The
    # messaging service is: it carries exactly one campaign.
    twilio_campaign_sid: str | None = None
    messaging_service_sid: str | None = None
    # The carriers' registry's own id, known once it has one.
    registry_id: str | None = None
    trusthub_last_checked_at: datetime | None = None
    trusthub_last_error: str | None = None
    rejection_reasons: tuple[RejectionReason, ...] = ()
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    rejected_at: datetime | None = None
    suspended_at: datetime | None = None
    # Since when a person has to edit it in Twilio's Console, because we may not.
    manual_edit_since: datetime | None = None
    # A hash of what Twilio said at the last look; None when another answer is to be expected.
    last_answer: str | None = None
    # Looks at Twilio in a row that had no answer, and a time before which none is of use.
    failed_looks: int = 0
    wait_until: datetime | None = None
    # The profile changed after the checks that decided the readiness.
    is_recheck_due: bool = False
    version: int = 1

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def was_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def exists_at_twilio(self) -> bool:
        """Known by its id, or by having been reviewed: a campaign is created just before that."""
        reviewed = self.stage is CampaignStage.CAMPAIGN_REVIEW or self.approved_at is not None
        return self.twilio_campaign_sid is not None or reviewed

    @property
    def fixed_fields(self) -> list[str]:
        """Of its content, what an edit may not touch: Twilio holds it as it was created."""
        return list(CREATE_ONLY) if self.exists_at_twilio else []

    @property
    def is_rejected_with_its_brand(self) -> bool:
        return self.status is _REJECTED and self.stage is CampaignStage.BRAND_REVIEW

    @property
    def is_under_review(self) -> bool:
        return self.status is _SUBMITTED and self.stage in _REVIEWS

    @property
    def is_suspended_with_its_brand(self) -> bool:
        return self.status is _SUSPENDED and not self.exists_at_twilio

    @property
    def deletion_at(self) -> datetime | None:
        """When carriers delete a suspended campaign for good."""
        if self.suspended_at is None or not self.exists_at_twilio:
            return None
        return self.suspended_at + SUSPENSION_WINDOW

    @property
    def trusthub_status(self) -> TrusthubStatus:
        return _TRUSTHUB[self.status]

    def edit(self, content: CampaignContent, *, now: datetime) -> None:
        """Leaves a rejected or failed campaign in that state: only a new submission changes it."""
        if not self.is_editable:
            raise conflict(Code.CAMPAIGN_NOT_EDITABLE, NOT_EDITABLE[self.status])
        fixed = create_only_changes(self.content, content) if self.exists_at_twilio else []
        if fixed:
            raise _fixed_at_twilio(fixed)
        self.content = content
        self.updated_at = now

    def changes_readiness(self, findings: Sequence[Finding]) -> bool:
        is_open = self.status in (_DRAFT, _READY)
        return is_open and is_ready(findings) is not (self.status is _READY)

    def settle_readiness(self, findings: Sequence[Finding]) -> None:
        """Derives READY_TO_SUBMIT from the checks; has no effect once submitted."""
        self.is_recheck_due = False
        if self.status in (_DRAFT, _READY):
            self._move_to(_READY if is_ready(findings) else _DRAFT)

    def submit(self, now: datetime) -> None:
        if self.status is not _READY:
            raise conflict(Code.CAMPAIGN_NOT_READY, NOT_READY.get(self.status, ALREADY_SUBMITTED))
        self._start(now, CampaignStage.PROFILE)

    def resubmit(self, now: datetime, *, findings: Sequence[Finding] = ()) -> None:
        """Refuses what is bound to fail again: each try costs days, and a brand has few."""
        refusal = self._why_not_resubmittable(findings)
        if refusal:
            raise conflict(Code.CAMPAIGN_NOT_RESUBMITTABLE, refusal)
        self._start(now, _RESUMES_AT.get(self.stage, self.stage or CampaignStage.PROFILE))

    def enter_stage(self, stage: CampaignStage, *, now: datetime) -> None:
        """Any stage, also an earlier one: a corrected brand sends its campaign back."""
        if self.status is not _SUBMITTED:
            raise conflict(Code.CAMPAIGN_NOT_SUBMITTED, "This campaign is not being submitted.")
        self.stage = stage
        self.trusthub_last_error = None
        self.last_answer = None
        self.failed_looks = 0
        self.updated_at = now

    def resume_review(self, stage: CampaignStage, *, now: datetime) -> None:
        """Twilio reviews again without our asking, as after an edit in its Console."""
        self._require_submission()
        self._move_to(_SUBMITTED)
        self._clear_errors()
        self.stage = stage
        self.updated_at = now

    def approve(self, now: datetime) -> None:
        """Keeps `rejected_at` as history; a repeated approval keeps the first time."""
        self._require_submission()
        if self.status is not _APPROVED or self.approved_at is None:
            self.approved_at = now
        self._move_to(_APPROVED)
        self._clear_errors()
        self.stage = None
        self.updated_at = now

    def reject(
        self, now: datetime, *, reasons: Sequence[RejectionReason], stage: CampaignStage
    ) -> None:
        """Also how a failed brand ends its campaign, with the stage BRAND_REVIEW."""
        self._require_submission()
        if self.status is not _REJECTED or self.rejected_at is None:
            self.rejected_at = now
        self._move_to(_REJECTED)
        self.stage = stage
        self.manual_edit_since = None
        self.rejection_reasons = tuple(reasons)
        self.trusthub_last_error = summary(reasons) or NO_REASON_GIVEN
        self.updated_at = now

    def ask_for_manual_edit(self, now: datetime, *, reasons: Sequence[RejectionReason]) -> None:
        """It is still rejected, for the same reasons: the correction has not reached Twilio."""
        self.reject(now, reasons=reasons, stage=CampaignStage.CAMPAIGN)
        self.manual_edit_since = now
        self.trusthub_last_error = EDIT_BY_HAND

    def fail(self, now: datetime, *, message: str) -> None:
        """Stops a submission for a technical reason, at the stage it had reached."""
        self._require_submission()
        self._move_to(_ERROR)
        self.trusthub_last_error = message
        self.updated_at = now

    def suspend(self, now: datetime, *, message: str | None = None) -> None:
        self._require_submission()
        if self.status is not _SUSPENDED or self.suspended_at is None:
            self.suspended_at = now
        self._move_to(_SUSPENDED)
        self.trusthub_last_error = message or SUSPENDED_BY_CARRIERS
        self.stage = None
        self.updated_at = now

    def note_check(self, now: datetime, *, error: str | None = None) -> None:
        """A look at Twilio, and what it said, where a person should read that."""
        self.trusthub_last_checked_at = now
        if error is not None:
            self.trusthub_last_error = error

    def note_failed_look(self, *, message: str | None = None) -> None:
        """No news and no look: what was last known stands, and what else there is to read."""
        self.failed_looks += 1
        self.wait_until = None
        self.trusthub_last_error = self.trusthub_last_error or message

    def note_good_look(self) -> None:
        self.failed_looks = 0
        self.wait_until = None
        if self.trusthub_last_error in LOOK_FAILURES:
            self.trusthub_last_error = None

    def require_refreshable(self) -> None:
        if not self.can_refresh:
            raise conflict(
                Code.CAMPAIGN_NOT_SUBMITTED,
                "This campaign has not been submitted yet, so there is no status to refresh.",
            )

    def require_deletable(self) -> None:
        """Never after a submission: deleting a paid campaign stops its messages for good."""
        if not self.deletable:
            raise conflict(
                Code.CAMPAIGN_NOT_DELETABLE,
                "This campaign has been submitted, so it stays on record and cannot be deleted.",
            )

    @property
    def can_refresh(self) -> bool:
        return self.was_submitted

    @property
    def deletable(self) -> bool:
        return not self.was_submitted

    def _start(self, now: datetime, stage: CampaignStage) -> None:
        self._move_to(_SUBMITTED)
        self._clear_errors()
        self.stage = stage
        self.last_answer = None
        self.failed_looks = 0
        self.submitted_at = self.submitted_at or now
        self.updated_at = now

    def _why_not_resubmittable(self, findings: Sequence[Finding]) -> str | None:
        if self.status not in (_REJECTED, _ERROR):
            return NOT_RESUBMITTABLE[self.status]
        if not may_resubmit(self.rejection_reasons):
            return NO_USE
        obstacles = blocking(findings)
        if obstacles:
            return _obstacles_sentence(obstacles)
        return None

    def _require_submission(self) -> None:
        if not self.was_submitted or self.status not in _AFTER_SUBMISSION:
            raise conflict(Code.CAMPAIGN_NOT_SUBMITTED, "This campaign has not been submitted yet.")

    def _move_to(self, status: CampaignStatus) -> None:
        if status is not self.status and status not in TRANSITIONS[self.status]:
            raise conflict(
                Code.CAMPAIGN_BUSY,
                "This campaign has changed in the meantime. Reload the page to see where it "
                "stands.",
            )
        if status is not _SUSPENDED:
            self.suspended_at = None
        if status is not _REJECTED:
            self.manual_edit_since = None
        self.status = status

    def _clear_errors(self) -> None:
        self.rejection_reasons = ()
        self.trusthub_last_error = None


def _fixed_at_twilio(changed: list[str]) -> ServiceError:
    names = listed(CREATE_ONLY[name] for name in changed)
    return invalid(
        f"Carriers already hold this campaign, and its {names} can no longer be changed there. "
        "Undo that change and save the rest, or contact support to register a new campaign.",
        {name: ["This can no longer be changed."] for name in changed},
    )


def _obstacles_sentence(obstacles: Sequence[Finding]) -> str:
    shown = " ".join(dict.fromkeys(finding.message for finding in obstacles[:3]))
    more = len(obstacles) - 3
    rest = f" {more} more to resolve." if more > 0 else ""
    return f"Resubmitting now would be rejected again. Resolve this first: {shown}{rest}"
