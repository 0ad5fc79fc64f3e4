"""What guides a person through the form: findings of what is not saved, and the way ahead."""

import pytest

from contracts.a2p_guidance import RegistrationFormReply, RegistrationTimelineReply
from contracts.errors import ServiceError
from services.a2p.use_cases import drafts, guidance
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT
from tests.unit.a2p.domain.builders import a_profile


def check(world, campaign_id, tenant=TENANT, **changes):
    page = guidance.check_changes(world.ports, tenant, campaign_id, changes, page=1, page_size=100)
    return page["items"]


def saved(world, campaign_id):
    return drafts.check(world.ports, TENANT, campaign_id, page=1, page_size=100)["items"]


def timeline(world, campaign_id=None, tenant=TENANT):
    told = guidance.get_registration_timeline(world.ports, tenant, campaign_id)
    schema = RegistrationTimelineReply()
    schema.load(schema.dump(told))
    return told


def test_what_is_typed_is_judged_as_if_it_were_saved_and_nothing_is_saved(world):
    campaign_id = world.a_ready_campaign()
    before = world.campaign(campaign_id)
    typed = {"description": "Short.", "sample_messages": ["Hi https://bit.ly/x"]}
    found = check(world, campaign_id, **typed)
    assert {each["field"] for each in found if each["severity"] == "BLOCKING"} >= {
        "description",
        "sampleMessages",
    }
    assert world.campaign(campaign_id) == before
    world.change(campaign_id, **typed)
    assert saved(world, campaign_id) == found


def test_a_suggested_value_fits_the_field_that_it_is_for(world):
    campaign_id = world.a_ready_campaign()
    [found] = [
        each
        for each in check(world, campaign_id, privacy_policy_url="http://shinestudio.com/privacy")
        if each["suggested_value"] is not None
    ]
    assert found["field"] == "privacyPolicyUrl"
    assert check(world, campaign_id, privacy_policy_url=found["suggested_value"]) == []


def test_another_tenants_campaign_is_not_there_to_be_checked(world):
    campaign_id = world.a_ready_campaign()
    with pytest.raises(ServiceError, match="no such"):
        check(world, campaign_id, OTHER_TENANT, description="Short.")


def profile_values(**changes):
    return drafts_values_of(a_profile()) | changes


def drafts_values_of(profile):
    nested = {name: vars(getattr(profile, name)) for name in ("address", "representative")}
    plain = {name: getattr(profile, name) for name in profile.__dataclass_fields__}
    told = {name: value or "" for name, value in (plain | nested).items()}
    return told | {
        "social_media_urls": [],
        **{name: {k: v or "" for k, v in values.items()} for name, values in nested.items()},
    }


def check_profile(world, **changes):
    values = profile_values(**changes)
    page = guidance.check_business_profile(world.ports, TENANT, values, page=1, page_size=100)
    return {each["field"]: each["rule_id"] for each in page["items"]}


def test_a_profile_is_judged_before_it_is_saved_too(world):
    assert check_profile(world) == {}
    found = check_profile(world, registration_number="12-34", website_url="shinestudio.com")
    assert found == {
        "businessProfile.registrationNumber": "ein-format",
        "businessProfile.websiteUrl": "website-https",
    }
    with world.ports.unit_of_work(TENANT) as work:
        assert work.profiles.find() is None


def test_a_number_that_is_left_out_is_the_one_that_is_stored(world):
    world.save_profile(TENANT, a_profile())
    assert check_profile(world, registration_number=None) == {}


def test_the_form_is_told_as_promised():
    told = guidance.get_registration_form()
    RegistrationFormReply().load(RegistrationFormReply().dump(told))
    limits = {each["field"]: each for each in told["inputs"]}
    assert (limits["messageFlow"]["min_length"], limits["messageFlow"]["max_length"]) == (40, 2048)


def test_the_timeline_goes_from_an_empty_profile_to_the_approval(world):
    assert timeline(world)["next_move"] == "Complete your business profile."
    campaign_id = world.a_ready_campaign()
    assert timeline(world)["campaign_id"] == campaign_id
    world.submit(campaign_id)
    world.go_on_for(360)
    told = timeline(world, campaign_id)
    assert (told["current_step"], told["next_mover"]) == ("CAMPAIGN", "CARRIERS")
    world.go_on_for(7_200, step=600)
    told = timeline(world, campaign_id)
    assert told["current_step"] is None
    times = [(step["started_at"], step["finished_at"]) for step in told["steps"]]
    assert times == sorted(times)
    assert all(started <= finished for started, finished in times)


def test_a_deleted_draft_leaves_no_timeline_behind(world):
    campaign_id = world.a_ready_campaign()
    world.change(campaign_id, description="Short.")
    drafts.delete_campaign(world.ports, TENANT, campaign_id, key=None)
    assert timeline(world)["campaign_id"] is None
    with world.ports.unit_of_work(TENANT) as work:
        assert work.campaigns.standings(campaign_id) == []
