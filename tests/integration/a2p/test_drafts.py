"""Drafts beside what is registered already: what may still change, and who hears of it."""

from dataclasses import asdict, replace

import pytest
from sqlalchemy import select, text

from chassis.tables import outbox
from contracts.enums import BrandType
from contracts.errors import ServiceError
from services.a2p.use_cases import drafts, guidance
from tests.integration.a2p.conftest import TENANT
from tests.unit.a2p.domain.builders import a_profile, an_address

REVIEW_SECONDS = 1_800


def changes(world):
    with world.ports.unit_of_work.database.transaction() as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
    return [row.data for row in rows if row.type == "campaign_status_changed_v1"]


def put(world, profile):
    return drafts.put_business_profile(world.ports, TENANT, asdict(profile), key=None)


def rejected(world, **content):
    campaign_id = world.a_ready_campaign(**content)
    world.submit(campaign_id)
    world.go_on_for(360)
    service = world.campaign(campaign_id)["messaging_service_sid"]
    errors = [{"error_code": 30893, "fields": ["MESSAGE_SAMPLES"], "description": "Samples."}]
    world.sandbox.control("POST", f"campaigns/{service}", status="FAILED", errors=errors)
    return world.refresh(campaign_id)


def test_a_finding_in_a_fixed_field_stops_no_resubmission(world):
    campaign = rejected(world)
    flow = "Customers text SHINE to (512) 555-0142 to join. " + campaign["message_flow"]
    told = guidance.check_changes(
        world.ports, TENANT, campaign["id"], {"message_flow": flow}, page=1, page_size=50
    )
    world.change(campaign["id"], message_flow=flow)
    found = drafts.check(world.ports, TENANT, campaign["id"], page=1, page_size=50)
    for findings in (told["items"], found["items"]):
        [keywords] = [each for each in findings if each["field"] == "optInKeywords"]
        assert keywords["severity"] == "WARNING"
        assert keywords["suggested_value"] is None
        assert "fixed" in keywords["suggestion"]
    assert world.resubmit(campaign["id"])["status"] == "SUBMITTED"


def test_the_next_campaign_is_told_to_be_the_primary_one(world):
    first, second = world.a_ready_campaign(), world.a_campaign(name="Offers")
    before = len(changes(world))
    drafts.delete_campaign(world.ports, TENANT, first, key=None)
    told = [(each["campaign_id"], each["is_primary"]) for each in changes(world)[before:]]
    assert told == [(first, False), (second, True)]
    assert world.campaign(second)["is_primary"]


def test_a_campaign_that_is_not_the_primary_one_goes_quietly(world):
    world.a_ready_campaign()
    second = world.a_campaign(name="Offers")
    before = len(changes(world))
    drafts.delete_campaign(world.ports, TENANT, second, key=None)
    assert len(changes(world)) == before


def test_a_registered_business_does_not_become_another_kind(world):
    campaign_id = world.a_ready_campaign(profile=a_profile(registration_number="001234567"))
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["stage"] == "BRAND_REVIEW"
    corrected = a_profile(registration_number="841234567")
    with pytest.raises(ServiceError) as refused:
        put(world, replace(corrected, brand_type=BrandType.STANDARD))
    assert refused.value.code == "PROFILE_LOCKED"
    assert "ontact support" in refused.value.message
    assert put(world, corrected)["registration_number_last4"] == "4567"


def versions(world):
    with world.ports.unit_of_work.database.transaction(TENANT) as connection:
        rows = connection.execute(text("select id::text, version from campaigns")).all()
    return {row.id: row.version for row in rows}


def test_saving_the_profile_leaves_alone_what_it_does_not_concern(world):
    campaign = rejected(world)
    ready = world.a_campaign(name="Offers")
    before = versions(world)
    with world.ports.unit_of_work(TENANT) as work:
        brand = work.brands.get()
        work.brands.save(replace(brand, status="FAILED"), now=world.clock.now())
    put(world, a_profile(website_url=None))
    after = versions(world)
    assert world.campaign(ready)["status"] == "DRAFT"
    assert after[campaign["id"]] == before[campaign["id"]]
    assert after[ready] == before[ready] + 1
    put(world, a_profile(website_url=None))
    assert versions(world) == after


def test_an_address_in_another_country_is_a_new_one_in_the_same_document(world):
    campaign_id = world.a_ready_campaign(profile=a_profile(registration_number="001234567"))
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    toronto = an_address(city="Toronto", region="Ontario", postal_code="M5V 2T6", country="CA")
    world.save_profile(TENANT, a_profile(address=toronto))
    world.resubmit(campaign_id)
    made = world.sandbox.requests_made("POST", "/Addresses.json")
    told = [(each["form"]["IsoCountry"], each["form"]["Region"]) for each in made]
    assert told == [(["US"], ["TX"]), (["CA"], ["ON"])]
    made, changed = world.sandbox.requests_made("POST", "/SupportingDocuments")
    assert "/RD" in changed["path"]
    assert changed["form"]["Attributes"] != made["form"]["Attributes"]
