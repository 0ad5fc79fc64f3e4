"""Where a registration stands, since when, and who has to move."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.enums import CampaignStage, CampaignStatus, Mover, Progress, RegistrationStep
from services.a2p.domain.timeline import Facts, Standing, next_move, steps_of
from tests.unit.a2p.domain.builders import NOW, a_campaign, a_reason

SUBMITTED, REJECTED = CampaignStatus.SUBMITTED, CampaignStatus.REJECTED
DONE, CURRENT, UPCOMING, STOPPED = (
    Progress.DONE,
    Progress.CURRENT,
    Progress.UPCOMING,
    Progress.STOPPED,
)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def facts(campaign: Any = None, *standings: tuple[int, Any, Any], **more: Any) -> Facts:
    told = tuple(Standing(NOW + minutes(at), status, stage) for at, status, stage in standings)
    return Facts(campaign=campaign, standings=told, **({"is_profile_complete": True} | more))


def progress(of: Facts) -> list[Progress]:
    return [step.progress for step in steps_of(of)]


def submitted(stage: CampaignStage, **more: Any) -> Any:
    return a_campaign(status=SUBMITTED, stage=stage, **more)


@pytest.mark.parametrize(
    ("stage", "expected", "mover"),
    [
        (CampaignStage.PROFILE, [CURRENT, UPCOMING, UPCOMING], Mover.US),
        (CampaignStage.BRAND, [DONE, CURRENT, UPCOMING], Mover.US),
        (CampaignStage.BRAND_REVIEW, [DONE, CURRENT, UPCOMING], Mover.CARRIERS),
        (CampaignStage.MESSAGING_SERVICE, [DONE, DONE, CURRENT], Mover.US),
        (CampaignStage.CAMPAIGN, [DONE, DONE, CURRENT], Mover.US),
        (CampaignStage.CAMPAIGN_REVIEW, [DONE, DONE, CURRENT], Mover.CARRIERS),
    ],
)
def test_each_stage_has_its_place_and_its_mover(
    stage: CampaignStage, expected: list[Progress], mover: Mover
) -> None:
    of = facts(submitted(stage))
    assert progress(of) == expected
    move = next_move(of)
    assert move is not None
    assert move[0] is mover


def test_a_person_who_is_awaited_moves_next_whatever_the_carriers_do() -> None:
    for stage in (CampaignStage.BRAND_REVIEW, CampaignStage.IDENTITY_CHECK):
        of = facts(submitted(stage), awaited="Reply to the text.")
        assert next_move(of) == (Mover.TENANT, "Reply to the text.")


def test_before_a_submission_the_tenant_is_led_from_one_thing_to_the_next() -> None:
    draft, ready = a_campaign(), a_campaign(status=CampaignStatus.READY_TO_SUBMIT)
    told = [
        next_move(facts(draft, is_profile_complete=False)),
        next_move(facts(None)),
        next_move(facts(draft)),
        next_move(facts(ready)),
    ]
    assert {move[0] for move in told if move} == {Mover.TENANT}
    sentences = [move[1] for move in told if move]
    for sentence, word in zip(
        sentences, ("profile", "Describe", "findings", "Submit"), strict=True
    ):
        assert word in sentence


def test_a_second_campaign_begins_after_the_registration_that_is_there() -> None:
    assert progress(facts(a_campaign(), is_brand_usable=True)) == [DONE, DONE, CURRENT]


def test_a_rejection_stops_the_step_and_says_whose_turn_it_is() -> None:
    mine = a_campaign(status=REJECTED)
    assert progress(facts(mine)) == [DONE, DONE, STOPPED]
    assert next_move(facts(mine)) == (Mover.TENANT, mine.trusthub_last_error)
    reasons = (a_reason(can_resubmit=False),)
    lost = a_campaign(status=REJECTED, rejection_reasons=reasons)
    move = next_move(facts(lost))
    assert move is not None
    assert move[0] is Mover.SUPPORT
    brand = a_campaign(status=REJECTED, stage=CampaignStage.BRAND_REVIEW)
    assert progress(facts(brand)) == [DONE, STOPPED, UPCOMING]


def test_a_suspended_campaign_waits_for_support() -> None:
    of = facts(a_campaign(status=CampaignStatus.SUSPENDED))
    assert progress(of) == [DONE, DONE, STOPPED]
    move = next_move(of)
    assert move is not None
    assert move[0] is Mover.SUPPORT


def test_after_the_approval_there_is_nothing_left_here() -> None:
    of = facts(a_campaign(status=CampaignStatus.APPROVED))
    assert progress(of) == [DONE, DONE, DONE]
    assert next_move(of) is None
    assert [step.expected_wait for step in steps_of(of)] == [None] * 3


def test_each_step_tells_when_it_began_and_when_it_was_left() -> None:
    of = facts(
        submitted(CampaignStage.CAMPAIGN_REVIEW),
        (0, SUBMITTED, CampaignStage.PROFILE),
        (1, SUBMITTED, CampaignStage.BRAND),
        (2, SUBMITTED, CampaignStage.BRAND_REVIEW),
        (30, SUBMITTED, CampaignStage.MESSAGING_SERVICE),
        (31, SUBMITTED, CampaignStage.CAMPAIGN_REVIEW),
    )
    assert [(step.started_at, step.finished_at) for step in steps_of(of)] == [
        (NOW, NOW + minutes(1)),
        (NOW + minutes(1), NOW + minutes(30)),
        (NOW + minutes(30), None),
    ]


def test_a_correction_begins_its_step_anew_and_keeps_what_was_before() -> None:
    of = facts(
        submitted(CampaignStage.BRAND_REVIEW),
        (0, SUBMITTED, CampaignStage.PROFILE),
        (1, SUBMITTED, CampaignStage.BRAND),
        (9, REJECTED, CampaignStage.BRAND_REVIEW),
        (60, SUBMITTED, CampaignStage.BRAND),
    )
    business, brand, campaign = steps_of(of)
    assert (business.started_at, business.finished_at) == (NOW, NOW + minutes(1))
    assert (brand.started_at, brand.finished_at) == (NOW + minutes(60), None)
    assert campaign.started_at is None


def test_what_is_not_done_has_a_wait_that_is_a_range() -> None:
    for step in steps_of(facts(a_campaign())):
        assert step.expected_wait is not None
        assert step.expected_wait.at_least < step.expected_wait.at_most
        assert step.step in RegistrationStep
