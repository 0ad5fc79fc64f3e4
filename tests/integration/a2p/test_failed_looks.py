"""What is handed over stays so: a look that fails changes nothing, and says that it failed."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.errors import Kind, ServiceError
from services.a2p.use_cases import drafts, guidance
from tests.integration.a2p.conftest import TENANT

REVIEW_SECONDS = 1_800
LOOK = "GET .*(Usa2p/QE|BrandRegistrations/BN).*"
TROUBLES = [
    {"action": "status", "status": 401},
    {"action": "status", "status": 403},
    {"action": "status", "status": 500},
    {"action": "cut_before"},
]


def submitted(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    return campaign_id


def in_campaign_review(world):
    campaign_id = submitted(world)
    world.go_on_for(360)
    assert world.campaign(campaign_id)["stage"] == "CAMPAIGN_REVIEW"
    return campaign_id


def force(world, campaign_id, status):
    service = world.campaign(campaign_id)["messaging_service_sid"]
    world.sandbox.control("POST", f"campaigns/{service}", status=status)


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("reach", [submitted, in_campaign_review])
def test_a_review_outlasts_any_number_of_failed_looks(world, reach, trouble):
    campaign_id = reach(world)
    before = world.campaign(campaign_id)
    world.sandbox.fail(LOOK, times=1_000, **trouble)
    world.go_on_for(6 * 3_600, step=1_200)
    waiting = world.campaign(campaign_id)
    assert (waiting["status"], waiting["stage"]) == ("SUBMITTED", before["stage"])
    assert waiting["trusthub_last_checked_at"] == before["trusthub_last_checked_at"]
    assert "Twilio" in waiting["trusthub_last_error"]
    told = guidance.get_registration_timeline(world.ports, TENANT, campaign_id)
    assert (told["next_mover"], told["next_move"]) == ("US", waiting["trusthub_last_error"])

    world.sandbox.control("DELETE", "faults")
    world.go_on_for(2 * REVIEW_SECONDS)
    approved = world.campaign(campaign_id)
    assert (approved["status"], approved["trusthub_last_error"]) == ("APPROVED", None)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_refresh_that_twilio_does_not_answer_says_so(world, trouble):
    campaign_id = in_campaign_review(world)
    before = world.campaign(campaign_id)
    world.clock.ahead += timedelta(minutes=1)
    world.sandbox.fail(LOOK, times=1_000, **trouble)
    with pytest.raises(ServiceError) as refused:
        world.refresh(campaign_id)
    assert (refused.value.kind, refused.value.code) == (Kind.UPSTREAM, "A2P_TWILIO_ERROR")
    after = world.campaign(campaign_id)
    assert after["trusthub_last_checked_at"] == before["trusthub_last_checked_at"]
    assert after["status"] == "SUBMITTED"
    assert after["trusthub_last_error"]

    world.sandbox.control("DELETE", "faults")
    assert world.refresh(campaign_id)["trusthub_last_error"] is None


def test_a_refresh_that_hears_nothing_while_its_caller_waits_says_so(world):
    campaign_id = in_campaign_review(world)
    world.ports = replace(world.ports, patiently=lambda task: None)
    with pytest.raises(ServiceError) as refused:
        world.refresh(campaign_id)
    assert (refused.value.kind, refused.value.code) == (Kind.UPSTREAM, "A2P_TWILIO_ERROR")


def test_a_refresh_that_gets_on_is_no_failure_however_long_it_takes(world):
    campaign_id = in_campaign_review(world)

    def leave_half_way(task):
        with world.ports.unit_of_work(TENANT) as work:
            campaign = work.campaigns.get_locked(campaign_id)
            campaign.approve(world.clock.now())
            work.campaigns.save(campaign)

    world.ports = replace(world.ports, patiently=leave_half_way)
    assert world.refresh(campaign_id)["status"] == "APPROVED"


def test_a_submission_whose_first_look_is_refused_has_been_handed_over(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail(LOOK, action="status", status=403, times=1)
    handed_over = world.submit(campaign_id)
    assert (handed_over["status"], handed_over["stage"]) == ("SUBMITTED", "BRAND_REVIEW")


def test_an_error_at_twilios_own_campaign_is_looked_at(world):
    campaign_id = in_campaign_review(world)
    with world.ports.unit_of_work(TENANT) as work:
        campaign = work.campaigns.get_locked(campaign_id)
        campaign.fail(world.clock.now(), message="An edit was refused.")
        work.campaigns.save(campaign)
        work.due.want(at=world.clock.now())
    force(world, campaign_id, "IN_PROGRESS")
    world.go_on()
    assert world.campaign(campaign_id)["status"] == "SUBMITTED"
    force(world, campaign_id, "VERIFIED")
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"


class OtherWords:
    """Twilio, with a status that nobody has heard of."""

    def __init__(self, twilio):
        self._twilio = twilio

    def __getattr__(self, name):
        return getattr(self._twilio, name)

    def find_campaign(self, service_sid):
        return replace(self._twilio.find_campaign(service_sid), status="RENEWING")


def test_an_unknown_word_changes_nothing_and_is_logged_once(world, caplog):
    campaign_id = in_campaign_review(world)
    force(world, campaign_id, "VERIFIED")
    assert world.refresh(campaign_id)["status"] == "APPROVED"
    world.ports = replace(world.ports, twilio=OtherWords(world.ports.twilio))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert world.refresh(campaign_id)["status"] == "APPROVED"
    told = [each.getMessage() for each in caplog.records if "RENEWING" in each.getMessage()]
    assert told == ["unknown_campaign_status: RENEWING"]


def force_brand(world, campaign_id, status):
    sid = world.campaign(campaign_id)["twilio_brand_sid"]
    world.sandbox.control("POST", f"brands/{sid}", status=status)


def test_a_brand_that_is_reinstated_lets_its_campaign_go_on(world):
    campaign_id = submitted(world)
    force_brand(world, campaign_id, "SUSPENDED")
    world.go_on_for(600)
    assert world.campaign(campaign_id)["status"] == "SUSPENDED"
    force_brand(world, campaign_id, "APPROVED")
    world.refresh(campaign_id)
    world.go_on_for(2 * REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"


def test_a_campaign_that_comes_before_its_brand_goes_back_to_wait_for_it(world):
    campaign_id = submitted(world)
    world.sandbox.fail("POST .*Usa2p$", action="status", status=400, code=21717, times=1)
    world.go_on_for(360)
    waiting = world.campaign(campaign_id)
    assert (waiting["status"], waiting["stage"]) == ("SUBMITTED", "BRAND_REVIEW")
    world.go_on_for(2 * REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"


def attempts(world, campaign_id):
    return drafts.list_submissions(world.ports, TENANT, campaign_id, page=1, page_size=9)["total"]


def test_a_refused_submission_is_tried_again_under_the_same_key(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*CustomerProfiles$", action="status", status=400, times=2)
    for _ in range(2):
        with pytest.raises(ServiceError) as refused:
            world.submit(campaign_id, key="k-1")
        assert refused.value.code == "A2P_TWILIO_ERROR"
    again = world.submit(campaign_id, key="k-1")
    assert (again["status"], again["stage"]) == ("SUBMITTED", "BRAND_REVIEW")
    assert attempts(world, campaign_id) == 3
    assert world.submit(campaign_id, key="k-1")["status"] == "SUBMITTED"
    assert attempts(world, campaign_id) == 3
    assert len(world.sandbox.state["brands"]) == 1
