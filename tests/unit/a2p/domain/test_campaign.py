"""What may happen to a campaign, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.enums import CampaignStage, CampaignStatus, TrusthubStatus
from contracts.errors import Code, Kind, ServiceError
from services.a2p.domain.campaign import (
    CREATE_ONLY,
    EDITABLE,
    TRANSITIONS,
    Campaign,
    create_only_changes,
)
from services.a2p.domain.checks import check_campaign
from services.a2p.domain.findings import Finding
from tests.unit.a2p.domain.builders import NOW, a_campaign, a_content, a_profile, a_reason

LATER = NOW + timedelta(hours=3)
_SENT = [s for s in CampaignStatus if s not in ("DRAFT", "READY_TO_SUBMIT")]


def _blocking_findings() -> list[Finding]:
    return check_campaign(a_content(message_flow=None), a_profile())


def _refused(action: Callable[[], object]) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        action()
    assert caught.value.kind is Kind.CONFLICT
    assert caught.value.message.endswith((".", "?"))
    return caught.value


def test_a_draft_without_blocking_findings_becomes_ready_and_back() -> None:
    campaign = a_campaign()
    campaign.settle_readiness([])
    assert campaign.status is CampaignStatus.READY_TO_SUBMIT
    campaign.settle_readiness(_blocking_findings())
    assert campaign.status is CampaignStatus.DRAFT


@pytest.mark.parametrize("status", _SENT)
def test_readiness_is_not_derived_after_a_submission(status: CampaignStatus) -> None:
    campaign = a_campaign(status=status)
    campaign.settle_readiness([])
    assert campaign.status is status


def test_submitting_a_ready_campaign_starts_at_the_profile() -> None:
    campaign = a_campaign(status=CampaignStatus.READY_TO_SUBMIT)
    campaign.submit(LATER)
    assert (campaign.status, campaign.stage) == (CampaignStatus.SUBMITTED, CampaignStage.PROFILE)
    assert campaign.submitted_at == LATER


@pytest.mark.parametrize("status", [s for s in CampaignStatus if s != "READY_TO_SUBMIT"])
def test_submitting_any_other_campaign_is_refused(status: CampaignStatus) -> None:
    campaign = a_campaign(status=status)
    before = replace(campaign)
    assert _refused(lambda: campaign.submit(LATER)).code == Code.CAMPAIGN_NOT_READY
    assert campaign == before


@pytest.mark.parametrize("status", CampaignStatus)
def test_a_campaign_is_editable_exactly_where_the_api_says_so(status: CampaignStatus) -> None:
    campaign = a_campaign(status=status)
    content = replace(campaign.content, description="Another description.")
    if status in EDITABLE:
        campaign.edit(content, now=LATER)
        assert (campaign.content, campaign.status) == (content, status)
        return
    refusal = _refused(lambda: campaign.edit(content, now=LATER))
    assert refusal.code == Code.CAMPAIGN_NOT_EDITABLE
    assert campaign.content == a_content()


def test_what_twilio_fixes_at_creation_is_refused_by_name() -> None:
    campaign = a_campaign(status=CampaignStatus.REJECTED)
    content = replace(campaign.content, use_case="MIXED", help_message="Shine Studio: call us.")
    with pytest.raises(ServiceError) as refused:
        campaign.edit(content, now=LATER)
    refusal = refused.value
    assert (refusal.kind, refusal.code) == (Kind.INVALID, Code.INVALID_REQUEST)
    assert list(refusal.fields) == ["use_case", "help_message"]
    assert "use case and help message" in refusal.message
    assert campaign.content == a_content()


def test_a_campaign_that_never_reached_twilio_may_change_wholly() -> None:
    campaign = a_campaign(status=CampaignStatus.REJECTED, stage=CampaignStage.BRAND_REVIEW)
    campaign.edit(replace(campaign.content, use_case="MIXED"), now=LATER)
    assert campaign.content.use_case == "MIXED"


def test_create_only_changes_are_told_from_changes_in_place() -> None:
    before = a_content()
    in_place = replace(
        before,
        name="Other",
        description="d",
        message_flow="f",
        sample_messages=("a", "b"),
        has_embedded_links=True,
        has_embedded_phone=True,
        age_gated=True,
        direct_lending=True,
        privacy_policy_url="p",
        terms_and_conditions_url="t",
    )
    assert create_only_changes(before, in_place) == []
    everything = replace(
        in_place,
        use_case="MIXED",
        subscriber_opt_in=False,
        opt_in_keywords=("A",),
        opt_in_message="x",
        opt_out_keywords=("B",),
        opt_out_message="y",
        help_keywords=("C",),
        help_message="z",
    )
    assert set(create_only_changes(before, everything)) == set(CREATE_ONLY)


@pytest.mark.parametrize("status", CampaignStatus)
def test_only_a_rejected_or_failed_campaign_can_be_resubmitted(status: CampaignStatus) -> None:
    campaign = a_campaign(status=status)
    before = replace(campaign)
    if status in (CampaignStatus.REJECTED, CampaignStatus.ERROR):
        campaign.resubmit(LATER)
        assert campaign.status is CampaignStatus.SUBMITTED
        return
    assert _refused(lambda: campaign.resubmit(LATER)).code == Code.CAMPAIGN_NOT_RESUBMITTABLE
    assert campaign == before


def test_a_resubmission_keeps_the_first_date_and_clears_the_errors() -> None:
    campaign = a_campaign(status=CampaignStatus.REJECTED)
    campaign.resubmit(LATER)
    assert campaign.submitted_at == NOW
    assert campaign.rejected_at == NOW
    assert campaign.rejection_reasons == ()
    assert campaign.trusthub_last_error is None


@pytest.mark.parametrize(
    ("stopped", "resumes"),
    [
        (CampaignStage.PROFILE, CampaignStage.PROFILE),
        (CampaignStage.BRAND_REVIEW, CampaignStage.BRAND),
        (CampaignStage.MESSAGING_SERVICE, CampaignStage.MESSAGING_SERVICE),
        (CampaignStage.CAMPAIGN_REVIEW, CampaignStage.CAMPAIGN),
        (None, CampaignStage.PROFILE),
    ],
)
def test_a_resubmission_repeats_the_step_that_went_wrong(
    stopped: CampaignStage | None, resumes: CampaignStage
) -> None:
    campaign = a_campaign(status=CampaignStatus.ERROR, stage=stopped)
    campaign.resubmit(LATER)
    assert campaign.stage is resumes


def test_what_only_support_can_lift_is_not_resubmitted() -> None:
    reasons = (a_reason(), a_reason(code=30883, can_resubmit=False))
    campaign = a_campaign(status=CampaignStatus.REJECTED, rejection_reasons=reasons)
    refusal = _refused(lambda: campaign.resubmit(LATER))
    assert refusal.code == Code.CAMPAIGN_NOT_RESUBMITTABLE
    assert "support" in refusal.message


def test_a_resubmission_bound_to_fail_is_refused_with_what_is_wrong() -> None:
    campaign = a_campaign(status=CampaignStatus.REJECTED)
    refusal = _refused(lambda: campaign.resubmit(LATER, findings=_blocking_findings()))
    assert refusal.code == Code.CAMPAIGN_NOT_RESUBMITTABLE
    assert "how customers opt in is missing" in refusal.message
    assert campaign.status is CampaignStatus.REJECTED


def test_an_approval_clears_the_errors_and_keeps_the_history() -> None:
    campaign = a_campaign(status=CampaignStatus.REJECTED)
    campaign.approve(LATER)
    assert (campaign.status, campaign.stage) == (CampaignStatus.APPROVED, None)
    assert (campaign.approved_at, campaign.rejected_at) == (LATER, NOW)
    assert campaign.rejection_reasons == ()
    assert campaign.trusthub_last_error is None


def test_an_approval_heard_twice_keeps_its_time() -> None:
    campaign = a_campaign(status=CampaignStatus.SUBMITTED)
    campaign.approve(NOW)
    campaign.approve(LATER)
    assert campaign.approved_at == NOW


def test_a_failed_brand_rejects_its_campaign_at_the_brand_review() -> None:
    campaign = a_campaign(status=CampaignStatus.SUBMITTED)
    campaign.reject(LATER, reasons=[a_reason()], stage=CampaignStage.BRAND_REVIEW)
    assert (campaign.status, campaign.stage) == (
        CampaignStatus.REJECTED,
        CampaignStage.BRAND_REVIEW,
    )
    assert campaign.rejected_at == LATER
    assert campaign.trusthub_last_error == a_reason().message


def test_a_rejection_without_a_reason_still_says_something() -> None:
    campaign = a_campaign(status=CampaignStatus.SUBMITTED)
    campaign.reject(LATER, reasons=[], stage=CampaignStage.CAMPAIGN_REVIEW)
    assert "without giving a reason" in (campaign.trusthub_last_error or "")


def test_a_failure_keeps_the_stage_it_happened_in() -> None:
    campaign = a_campaign(status=CampaignStatus.SUBMITTED, stage=CampaignStage.BRAND)
    campaign.fail(LATER, message="Twilio did not answer.")
    assert (campaign.status, campaign.stage) == (CampaignStatus.ERROR, CampaignStage.BRAND)
    assert campaign.trusthub_last_error == "Twilio did not answer."


def test_a_look_that_worked_keeps_the_last_error_of_a_rejection() -> None:
    campaign = a_campaign(status=CampaignStatus.REJECTED)
    campaign.note_check(LATER)
    assert campaign.trusthub_last_error == "The opt-in description is not complete."


def test_a_failed_look_leaves_an_approved_campaign_approved() -> None:
    campaign = a_campaign(status=CampaignStatus.APPROVED)
    campaign.note_check(LATER, error="Twilio did not answer.")
    assert campaign.status is CampaignStatus.APPROVED
    assert campaign.trusthub_last_checked_at == LATER


def test_an_edit_in_the_console_reopens_the_review() -> None:
    campaign = a_campaign(status=CampaignStatus.REJECTED)
    campaign.resume_review(CampaignStage.CAMPAIGN_REVIEW, now=LATER)
    assert (campaign.status, campaign.stage) == (
        CampaignStatus.SUBMITTED,
        CampaignStage.CAMPAIGN_REVIEW,
    )


def test_a_suspension_says_what_it_means() -> None:
    campaign = a_campaign(status=CampaignStatus.APPROVED)
    campaign.suspend(LATER)
    assert campaign.status is CampaignStatus.SUSPENDED
    assert "suspended" in (campaign.trusthub_last_error or "")


@pytest.mark.parametrize("status", CampaignStatus)
def test_only_what_was_never_submitted_can_be_deleted_and_not_refreshed(
    status: CampaignStatus,
) -> None:
    campaign = a_campaign(status=status)
    if status in _SENT:
        campaign.require_refreshable()
        assert _refused(campaign.require_deletable).code == Code.CAMPAIGN_NOT_DELETABLE
        return
    campaign.require_deletable()
    assert _refused(campaign.require_refreshable).code == Code.CAMPAIGN_NOT_SUBMITTED


@pytest.mark.parametrize("status", [CampaignStatus.DRAFT, CampaignStatus.READY_TO_SUBMIT])
def test_what_was_never_submitted_has_no_outcome(status: CampaignStatus) -> None:
    campaign = a_campaign(status=status)
    for outcome in (
        lambda: campaign.approve(LATER),
        lambda: campaign.fail(LATER, message="x"),
        lambda: campaign.suspend(LATER),
        lambda: campaign.reject(LATER, reasons=[], stage=CampaignStage.BRAND_REVIEW),
        lambda: campaign.enter_stage(CampaignStage.BRAND, now=LATER),
    ):
        assert _refused(outcome).code == Code.CAMPAIGN_NOT_SUBMITTED
    assert campaign == a_campaign(status=status)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (CampaignStatus.DRAFT, TrusthubStatus.DRAFT),
        (CampaignStatus.READY_TO_SUBMIT, TrusthubStatus.DRAFT),
        (CampaignStatus.SUBMITTED, TrusthubStatus.SUBMITTED),
        (CampaignStatus.APPROVED, TrusthubStatus.APPROVED),
        (CampaignStatus.REJECTED, TrusthubStatus.REJECTED),
        (CampaignStatus.ERROR, TrusthubStatus.ERROR),
        (CampaignStatus.SUSPENDED, TrusthubStatus.SUSPENDED),
    ],
)
def test_the_trusthub_status_follows_the_status(
    status: CampaignStatus, word: TrusthubStatus
) -> None:
    assert a_campaign(status=status).trusthub_status is word


_ACTIONS: list[Callable[[Campaign], None]] = [
    lambda c: c.settle_readiness([]),
    lambda c: c.settle_readiness(_NOT_READY),
    lambda c: c.edit(replace(c.content, description="Other."), now=LATER),
    lambda c: c.submit(LATER),
    lambda c: c.resubmit(LATER),
    lambda c: c.enter_stage(CampaignStage.CAMPAIGN_REVIEW, now=LATER),
    lambda c: c.resume_review(CampaignStage.CAMPAIGN_REVIEW, now=LATER),
    lambda c: c.approve(LATER),
    lambda c: c.reject(LATER, reasons=[a_reason()], stage=CampaignStage.CAMPAIGN_REVIEW),
    lambda c: c.fail(LATER, message="Twilio did not answer."),
    lambda c: c.suspend(LATER),
    lambda c: c.note_check(LATER),
]
_NOT_READY = _blocking_findings()


@settings(max_examples=200, deadline=None)
@given(actions=st.lists(st.sampled_from(_ACTIONS), max_size=14))
def test_no_order_of_events_leaves_the_allowed_transitions(
    actions: list[Callable[[Campaign], None]],
) -> None:
    campaign = a_campaign()
    for action in actions:
        before = replace(campaign)
        try:
            action(campaign)
        except ServiceError:
            assert campaign == before
        assert campaign.status in TRANSITIONS[before.status] | {before.status}
        _assert_consistent(campaign)


def _assert_consistent(campaign: Campaign) -> None:
    assert campaign.was_submitted == (campaign.status in _SENT)
    if campaign.status is CampaignStatus.APPROVED:
        assert campaign.approved_at
        assert campaign.stage is None
    if campaign.status is CampaignStatus.REJECTED:
        assert campaign.rejected_at
        assert campaign.trusthub_last_error
    if campaign.status in (CampaignStatus.SUBMITTED, CampaignStatus.REJECTED):
        assert campaign.stage
