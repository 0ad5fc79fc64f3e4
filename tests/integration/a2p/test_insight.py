"""What a tenant may look up before it acts: differences, costs and use cases."""

from datetime import timedelta

import pytest

from contracts.errors import Kind, ServiceError
from services.a2p.use_cases import drafts, insight
from tests.integration.a2p.conftest import TENANT
from tests.unit.a2p.domain.builders import a_profile, a_sole_proprietor

REVIEW_SECONDS = 1_800


def diff(world, campaign_id):
    page = insight.diff_campaign(world.ports, TENANT, campaign_id, page=1, page_size=20)
    return {item["field"]: (item["ours"], item["twilio"]) for item in page["items"]}


def costs(world, campaign_id):
    return insight.get_submission_costs(world.ports, TENANT, campaign_id)


def use_cases(world):
    return insight.list_use_cases(world.ports, TENANT, page=1, page_size=100)


def codes(page):
    return {item["code"] for item in page["items"]}


def approved(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    return world.campaign(campaign_id)


def rejected(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on_for(360)
    service = world.campaign(campaign_id)["messaging_service_sid"]
    errors = [{"error_code": 30893, "fields": ["MESSAGE_SAMPLES"], "description": "Samples."}]
    world.sandbox.control("POST", f"campaigns/{service}", status="FAILED", errors=errors)
    return world.refresh(campaign_id)


def test_what_twilio_holds_of_an_approved_campaign_equals_ours(world):
    assert diff(world, approved(world)["id"]) == {}


def test_a_draft_that_was_edited_differs_in_the_edited_fields_only(world):
    campaign = rejected(world)
    text, url = campaign["description"] + " Anytime.", "https://shinestudio.com/privacy-policy"
    world.change(campaign["id"], description=text, privacy_policy_url=url)
    assert diff(world, campaign["id"]) == {
        "description": (text, campaign["description"]),
        # Only an answer in version v1.2 has it.
        "privacyPolicyUrl": (url, campaign["privacy_policy_url"]),
    }


def test_there_is_nothing_to_compare_before_the_campaign_is_at_twilio(world):
    campaign_id = world.a_ready_campaign()
    with pytest.raises(ServiceError) as refused:
        diff(world, campaign_id)
    assert refused.value.code == "CAMPAIGN_NOT_SUBMITTED"
    world.submit(campaign_id)
    with pytest.raises(ServiceError):
        diff(world, campaign_id)


@pytest.mark.parametrize("fault", [{"action": "cut_before"}, {"action": "status", "status": 500}])
def test_a_silent_twilio_is_told_as_its_failure_not_ours(world, fault):
    campaign = approved(world)
    world.sandbox.fail("GET .*Usa2p.*", times=10, **fault)
    with pytest.raises(ServiceError) as refused:
        diff(world, campaign["id"])
    assert (refused.value.kind, refused.value.code) == (Kind.UPSTREAM, "A2P_TWILIO_ERROR")


def test_the_costs_told_before_a_submission_are_what_twilio_then_charges(world):
    campaign_id = world.a_ready_campaign()
    told = costs(world, campaign_id)
    assert told["is_approximate"]
    assert told["is_irreversible"]
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    assert told["due_now_cents"] == world.sandbox.control("GET", "fees")["total_cents"]
    assert told["monthly_cents"] > 0


def test_a_correction_costs_nothing_and_uses_no_try_of_the_brand(world):
    told = costs(world, rejected(world)["id"])
    assert (told["due_now_cents"], told["monthly_cents"], told["fees"]) == (0, 0, [])
    assert not told["is_irreversible"]
    assert told["brand_submissions_left"] == 3


def test_correcting_a_failed_brand_is_announced_as_using_up_a_try(world):
    campaign_id = world.a_ready_campaign(profile=a_profile(registration_number="001234567"))
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    told = costs(world, campaign_id)
    assert told["is_irreversible"]
    assert "free corrections" in told["irreversible_steps"][0]
    assert told["due_now_cents"] == 1500


def test_before_there_is_a_brand_the_usual_use_cases_are_offered(world):
    world.save_profile(TENANT, a_profile())
    page = use_cases(world)
    assert not page["is_specific_to_brand"]
    assert {"CUSTOMER_CARE", "MARKETING", "CHARITY"} <= codes(page)
    assert "SOLE_PROPRIETOR" not in codes(page)
    world.save_profile(TENANT, a_sole_proprietor())
    assert codes(use_cases(world)) == {"SOLE_PROPRIETOR"}
    assert world.sandbox.requests_made("GET", "Usecases") == []


def test_an_approved_brands_use_cases_are_asked_of_twilio_once_a_day(world):
    approved(world)
    first, again = use_cases(world), use_cases(world)
    assert first["is_specific_to_brand"]
    assert "CHARITY" not in codes(first)
    assert again == first
    assert len(world.sandbox.requests_made("GET", "Usecases")) == 1
    world.clock.ahead += timedelta(hours=25)
    assert use_cases(world)["fetched_at"] > first["fetched_at"]


def test_an_older_list_serves_while_twilio_is_silent(world):
    approved(world)
    first = use_cases(world)
    world.clock.ahead += timedelta(hours=25)
    world.sandbox.fail("GET .*Usecases.*", action="cut_before", times=10)
    assert use_cases(world) == first


def test_checks_know_which_use_cases_the_brand_may_have(world):
    approved(world)
    charity = {"use_case": "CHARITY", "name": "Donations"}
    before = drafts.check(world.ports, TENANT, world.a_campaign(**charity), page=1, page_size=100)
    use_cases(world)
    after = drafts.check(world.ports, TENANT, world.a_campaign(**charity), page=1, page_size=100)
    rule_ids = [{item["rule_id"] for item in found["items"]} for found in (before, after)]
    assert ["use-case-offered" in ids for ids in rule_ids] == [False, True]
