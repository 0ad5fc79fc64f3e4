"""A rejection opens the checks that prevent it, and Twilio's mind may change."""

import logging

import pytest

from services.a2p.use_cases import drafts
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT
from tests.unit.a2p.domain.builders import a_profile

REVIEW_SECONDS = 1_800
DAY = 24 * 3_600


def in_review(world, tenant=TENANT, profile=None):
    campaign_id = world.a_ready_campaign(tenant, profile)
    world.submit(campaign_id, tenant)
    world.go_on_for(360)
    return world.campaign(campaign_id, tenant)


def reject(world, campaign, code, tenant=TENANT):
    errors = [{"error_code": code, "fields": [], "description": "No."}]
    path = f"campaigns/{campaign['messaging_service_sid']}"
    world.sandbox.control("POST", path, status="FAILED", errors=errors)
    return world.refresh(campaign["id"], tenant)


def findings(world, campaign):
    page = drafts.check(world.ports, TENANT, campaign["id"], page=1, page_size=100)
    return [(item["rule_id"], item["because_rejected"]) for item in page["items"]]


def a_failed_brand(world):
    campaign_id = world.a_ready_campaign(profile=a_profile(registration_number="001234567"))
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    rejected = world.campaign(campaign_id)
    assert (rejected["status"], rejected["stage"]) == ("REJECTED", "BRAND_REVIEW")
    return rejected


def test_a_rejection_names_the_rules_that_prevent_it(world):
    [reason] = reject(world, in_review(world), 30892)["rejection_reasons"]
    assert any("link" in rule_id for rule_id in reason["rule_ids"])


def test_the_findings_that_a_rejection_was_about_come_first(world):
    campaign = reject(world, in_review(world), 30892)
    samples = [f"{campaign['sample_messages'][0]} https://bit.ly/x", "Too short."]
    world.change(campaign["id"], description="Short.", sample_messages=samples)
    found = findings(world, campaign)
    taught = [is_taught for _, is_taught in found]
    assert taught == sorted(taught, reverse=True)
    assert taught[0]
    assert not taught[-1]
    [reason] = world.campaign(campaign["id"])["rejection_reasons"]
    assert {rule_id for rule_id, is_taught in found if is_taught} <= set(reason["rule_ids"])


def test_nothing_is_taught_before_a_rejection(world):
    campaign_id = world.a_ready_campaign(description="Short.")
    assert not any(is_taught for _, is_taught in findings(world, {"id": campaign_id}))


def test_an_unknown_code_is_shown_with_twilios_words_and_logged_once(world, caplog):
    ours = in_review(world)
    other = a_profile(registration_number="841234568")
    theirs = in_review(world, OTHER_TENANT, other)
    with caplog.at_level(logging.WARNING):
        [reason] = reject(world, ours, 39999)["rejection_reasons"]
        world.restart()
        reject(world, theirs, 39999, OTHER_TENANT)
    assert "“No.”" in reason["message"]
    assert reason["rule_ids"] == []
    logged = [r for r in caplog.records if r.getMessage() == "unknown_twilio_code"]
    assert len(logged) == 1
    assert "No." not in str(vars(logged[0]))
    assert "39999" in str(vars(logged[0]))


def test_a_rejected_brand_is_looked_at_once_a_day(world):
    a_failed_brand(world)
    path = "BrandRegistrations/BN"
    before = len(world.sandbox.requests_made("GET", path))
    world.go_on_for(3 * DAY, step=3_600)
    assert 2 <= len(world.sandbox.requests_made("GET", path)) - before <= 4


def test_a_brand_whose_rejection_support_lifts_goes_on_by_itself(world):
    campaign = a_failed_brand(world)
    brand = campaign["twilio_brand_sid"]
    world.sandbox.control("POST", f"brands/{brand}", status="APPROVED", identity_status="VERIFIED")
    world.go_on_for(2 * DAY, step=3_600)
    assert world.campaign(campaign["id"])["status"] == "APPROVED"
    assert len(world.sandbox.state["brands"]) == 1
    profile = drafts.get_business_profile(world.ports, TENANT)
    assert (profile["brand_errors"], profile["brand_submissions_left"]) == ([], 3)


def test_a_lifted_brand_does_not_pay_for_a_draft_that_would_be_rejected(world):
    campaign = a_failed_brand(world)
    world.change(campaign["id"], description="Short.")
    brand = campaign["twilio_brand_sid"]
    world.sandbox.control("POST", f"brands/{brand}", status="APPROVED", identity_status="VERIFIED")
    world.go_on_for(2 * DAY, step=3_600)
    assert world.campaign(campaign["id"])["status"] == "REJECTED"
    assert world.sandbox.state["campaigns"] == []


@pytest.mark.parametrize("word", ["VERIFIED", "IN_PROGRESS"])
def test_a_campaign_whose_rejection_is_lifted_is_seen_within_a_day(world, word):
    campaign = reject(world, in_review(world), 30884)
    path = f"campaigns/{campaign['messaging_service_sid']}"
    world.sandbox.control("POST", path, status=word)
    world.go_on_for(2 * DAY, step=3_600)
    expected = {"VERIFIED": "APPROVED", "IN_PROGRESS": "SUBMITTED"}[word]
    assert world.campaign(campaign["id"])["status"] == expected
