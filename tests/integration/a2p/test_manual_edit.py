"""Where the account may not edit campaigns: a person pastes, and the campaign goes on by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.errors import ServiceError
from services.a2p.domain import twilio_mapping
from services.a2p.use_cases import insight
from tests.integration.a2p.conftest import TENANT

REVIEW_SECONDS = 1_800
EDIT = "POST .*Usa2p/QE.*"


def rejected(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on_for(360)
    fail(world, world.campaign(campaign_id))
    return world.refresh(campaign_id)


def fail(world, campaign, code=30893):
    service = campaign["messaging_service_sid"]
    errors = [{"error_code": code, "fields": ["MESSAGE_SAMPLES"], "description": "Samples."}]
    world.sandbox.control("POST", f"campaigns/{service}", status="FAILED", errors=errors)


def refuse_edits(world, status=403, **fault):
    world.sandbox.fail(EDIT, action="status", status=status, times=1_000, **fault)


def waiting_for_a_person(world, **changes):
    campaign = rejected(world)
    world.change(campaign["id"], description=campaign["description"] + " Anytime.", **changes)
    refuse_edits(world)
    return world.resubmit(campaign["id"])


def paste_in_console(world, campaign_id):
    """What a person does there reaches Twilio past our API."""
    world.sandbox.control("DELETE", "faults")
    with world.ports.unit_of_work(TENANT) as work:
        campaign = work.campaigns.get(campaign_id)
    params = twilio_mapping.campaign_update_params(campaign.content)
    world.ports.twilio.update_campaign(campaign.messaging_service_sid, params)


def edits(world):
    return len(world.sandbox.requests_made("POST", "Usa2p/QE"))


@pytest.mark.parametrize(
    ("status", "more"), [(403, {}), (404, {}), (403, {"code": 20006}), (404, {"code": 20404})]
)
def test_a_refused_edit_becomes_a_task_with_the_text_to_paste(world, status, more):
    campaign = rejected(world)
    text = campaign["description"] + " Anytime."
    world.change(campaign["id"], description=text)
    refuse_edits(world, status, **more)
    waiting = world.resubmit(campaign["id"])
    assert (waiting["status"], waiting["stage"]) == ("REJECTED", "CAMPAIGN")
    assert [reason["code"] for reason in waiting["rejection_reasons"]] == ["30893"]
    task = waiting["manual_task"]
    assert task["values"]["description"] == text
    assert task["values"]["sampleMessages.2"] == campaign["sample_messages"][1]
    assert task["values"]["hasEmbeddedLinks"] in ("Yes", "No")
    assert any(campaign["messaging_service_sid"] in step for step in task["steps"])
    assert "Console" in waiting["trusthub_last_error"]
    assert world.sandbox.requests_made("DELETE", "") == []


def test_the_task_is_of_the_draft_as_it_is_now(world):
    campaign = waiting_for_a_person(world)
    changed = world.change(campaign["id"], description=campaign["description"] + " Or later.")
    assert changed["manual_task"]["values"]["description"].endswith("Or later.")


def test_the_campaign_goes_on_by_itself_once_a_person_has_pasted(world):
    campaign = waiting_for_a_person(world)
    world.go_on_for(2 * 3_600, step=600)
    assert world.campaign(campaign["id"])["manual_task"] is not None
    paste_in_console(world, campaign["id"])
    made = edits(world)
    world.go_on_for(2 * 3_600, step=600)
    approved = world.campaign(campaign["id"])
    assert (approved["status"], approved["manual_task"]) == ("APPROVED", None)
    assert edits(world) == made
    assert world.sandbox.control("GET", "fees")["total_cents"] == 450 + 1500


def test_a_review_that_is_seen_under_way_is_shown_so(world):
    campaign = waiting_for_a_person(world)
    paste_in_console(world, campaign["id"])
    seen = world.refresh(campaign["id"])
    assert (seen["status"], seen["stage"]) == ("SUBMITTED", "CAMPAIGN_REVIEW")
    assert seen["manual_task"] is None


def test_pasted_text_that_is_rejected_too_ends_the_task_with_the_new_reasons(world):
    campaign = waiting_for_a_person(world)
    paste_in_console(world, campaign["id"])
    fail(world, campaign, code=30886)
    again = world.refresh(campaign["id"])
    assert (again["status"], again["stage"]) == ("REJECTED", "CAMPAIGN_REVIEW")
    assert again["manual_task"] is None
    assert [reason["code"] for reason in again["rejection_reasons"]] == ["30886"]


def test_an_account_that_is_granted_editing_meanwhile_resubmits_as_usual(world):
    campaign = waiting_for_a_person(world)
    world.sandbox.control("DELETE", "faults")
    assert world.resubmit(campaign["id"])["stage"] == "CAMPAIGN_REVIEW"
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign["id"])["status"] == "APPROVED"


@pytest.mark.parametrize("code", [20003, 20005])
def test_a_refusal_of_the_whole_account_is_an_error_and_no_task(world, code):
    campaign = rejected(world)
    refuse_edits(world, 403, code=code)
    with pytest.raises(ServiceError):
        world.resubmit(campaign["id"])
    failed = world.campaign(campaign["id"])
    assert (failed["status"], failed["manual_task"]) == ("ERROR", None)


def test_a_campaign_that_twilio_no_longer_has_is_not_paid_for_again(world):
    campaign = rejected(world)
    world.sandbox.fail("GET .*Usa2p/QE.*", action="status", status=404, times=1_000)
    with pytest.raises(ServiceError):
        world.resubmit(campaign["id"])
    failed = world.campaign(campaign["id"])
    assert (failed["status"], failed["manual_task"]) == ("ERROR", None)
    assert len(world.sandbox.requests_made("POST", "Compliance/Usa2p")) == 1


def test_resubmitting_unchanged_text_puts_it_back_under_review(world):
    """What was wrong may have been the website."""
    campaign = rejected(world)
    made = edits(world)
    assert world.resubmit(campaign["id"])["stage"] == "CAMPAIGN_REVIEW"
    assert edits(world) == made + 1
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign["id"])["status"] == "APPROVED"


@pytest.mark.parametrize("fault", ["cut_after", "cut_before"])
def test_an_edit_without_an_answer_is_looked_for_and_not_repeated_blindly(world, fault):
    campaign = rejected(world)
    world.change(campaign["id"], description=campaign["description"] + " Anytime.")
    world.sandbox.fail(EDIT, action=fault, times=1)
    world.resubmit(campaign["id"])
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign["id"])["status"] == "APPROVED"
    page = insight.diff_campaign(world.ports, TENANT, campaign["id"], page=1, page_size=20)
    assert page["items"] == []


def test_a_process_that_dies_after_the_edit_does_not_edit_again(world):
    campaign = rejected(world)
    world.change(campaign["id"], description=campaign["description"] + " Anytime.")

    class Dying:
        def __init__(self, twilio):
            self._twilio = twilio

        def __getattr__(self, name):
            return getattr(self._twilio, name)

        def update_campaign(self, *args):
            self._twilio.update_campaign(*args)
            raise KeyboardInterrupt

    world.ports = replace(world.ports, twilio=Dying(world.ports.twilio))
    with pytest.raises(KeyboardInterrupt):
        world.resubmit(campaign["id"])
    world.restart()
    world.clock.ahead += timedelta(minutes=6)
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign["id"])["status"] == "APPROVED"
    assert edits(world) == 1
