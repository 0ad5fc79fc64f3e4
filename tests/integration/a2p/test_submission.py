"""Block C §6: submission, failure, refresh, resubmission — against the sandbox."""

import pytest
from sqlalchemy import select

from chassis.tables import outbox
from contracts.errors import Kind, ServiceError
from services.a2p.use_cases import drafts
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT
from tests.unit.a2p.domain.builders import a_profile

REVIEW_SECONDS = 1_800  # more than every review of the sandbox together


def events(world, tenant=TENANT):
    with world.ports.unit_of_work.database.transaction() as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
    return [(row.type, row.data) for row in rows if str(row.tenant_id) == tenant]


def changes(world, tenant=TENANT):
    return [
        (data["status"], data["stage"])
        for type, data in events(world, tenant)
        if type == "campaign_status_changed_v1"
    ]


def test_a_submission_ends_approved_with_all_its_sids(world):
    campaign_id = world.a_ready_campaign()
    submitted = world.submit(campaign_id)
    assert (submitted["status"], submitted["stage"]) == ("SUBMITTED", "BRAND_REVIEW")
    assert submitted["trusthub_status"] == "submitted"
    assert submitted["twilio_brand_sid"].startswith("BN")
    assert submitted["submitted_at"] is not None
    assert submitted["trusthub_last_error"] is None
    world.go_on_for(REVIEW_SECONDS)
    approved = world.campaign(campaign_id)
    assert (approved["status"], approved["stage"]) == ("APPROVED", None)
    assert approved["trusthub_status"] == "approved"
    assert approved["twilio_campaign_sid"].startswith("QE")
    assert approved["messaging_service_sid"].startswith("MG")
    assert approved["approved_at"] is not None
    assert approved["trusthub_last_checked_at"] is not None


def test_every_change_is_told_once(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    assert changes(world) == [
        ("READY_TO_SUBMIT", None),
        ("SUBMITTED", "PROFILE"),
        ("SUBMITTED", "BRAND"),
        ("SUBMITTED", "BRAND_REVIEW"),
        ("SUBMITTED", "IDENTITY_CHECK"),
        ("SUBMITTED", "MESSAGING_SERVICE"),
        ("SUBMITTED", "CAMPAIGN"),
        ("SUBMITTED", "CAMPAIGN_REVIEW"),
        ("APPROVED", None),
    ]
    brands = [d for type, d in events(world) if type == "brand_status_changed_v1"]
    assert [brand["status"] for brand in brands] == ["PENDING", "APPROVED"]
    assert [type for type, _ in events(world)].count("campaign_submitted_v1") == 1


def test_the_platforms_profile_vouches_for_the_tenants(world):
    world.submit(world.a_ready_campaign())
    parts = world.sandbox.requests_made("POST", "EntityAssignments")
    assigned = [part["form"]["ObjectSid"] for part in parts]
    assert any(world.ports.twilio.primary_profile_sid in str(sid) for sid in assigned)


def test_a_definite_refusal_is_recorded_and_raised_in_our_words(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*CustomerProfiles$", action="status", status=400, code=20001, times=1)
    with pytest.raises(ServiceError) as refused:
        world.submit(campaign_id)
    assert (refused.value.kind, refused.value.code) == (Kind.UPSTREAM, "A2P_TWILIO_ERROR")
    failed = world.campaign(campaign_id)
    assert (failed["status"], failed["trusthub_status"]) == ("ERROR", "error")
    assert failed["stage"] == "PROFILE"
    assert failed["trusthub_last_error"] == refused.value.message
    assert "20001" not in failed["trusthub_last_error"]


def test_an_error_is_resubmitted_from_where_it_stopped(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*BrandRegistrations$", action="status", status=400, times=1)
    with pytest.raises(ServiceError):
        world.submit(campaign_id)
    profiles = len(world.sandbox.requests_made("POST", "/CustomerProfiles"))
    resubmitted = world.resubmit(campaign_id)
    assert (resubmitted["status"], resubmitted["stage"]) == ("SUBMITTED", "BRAND_REVIEW")
    assert resubmitted["trusthub_last_error"] is None
    assert len(world.sandbox.requests_made("POST", "/CustomerProfiles")) == profiles
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"


def test_a_rejected_campaign_is_edited_and_resubmitted_in_place(world):
    # Not among our checks, so that the rejection comes from the carriers.
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on_for(360)
    service = world.campaign(campaign_id)["messaging_service_sid"]
    errors = [{"error_code": 30893, "fields": ["MESSAGE_SAMPLES"], "description": "Samples."}]
    world.sandbox.control("POST", f"campaigns/{service}", status="FAILED", errors=errors)
    world.go_on_for(REVIEW_SECONDS)
    rejected = world.campaign(campaign_id)
    assert (rejected["status"], rejected["stage"]) == ("REJECTED", "CAMPAIGN_REVIEW")
    assert rejected["rejected_at"] is not None
    [reason] = rejected["rejection_reasons"]
    assert (reason["code"], reason["field"]) == ("30893", "sampleMessages")
    assert reason["can_resubmit"]
    assert "30893" not in reason["message"]
    assert rejected["trusthub_last_error"] == reason["message"]

    samples = [f"{text} See you soon." for text in rejected["sample_messages"]]
    world.change(campaign_id, sample_messages=samples)
    again = world.resubmit(campaign_id)
    assert (again["status"], again["stage"]) == ("SUBMITTED", "CAMPAIGN_REVIEW")
    world.go_on_for(REVIEW_SECONDS)
    approved = world.campaign(campaign_id)
    assert approved["status"] == "APPROVED"
    assert approved["rejection_reasons"] == []
    assert len(world.sandbox.state["campaigns"]) == 1
    assert world.sandbox.requests_made("DELETE", "") == []


def test_history_keeps_each_attempt_with_its_content_and_outcome(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*BrandRegistrations$", action="status", status=400, times=1)
    with pytest.raises(ServiceError):
        world.submit(campaign_id)
    world.change(campaign_id, name="Second try")
    world.resubmit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    page = drafts.list_submissions(world.ports, TENANT, campaign_id, page=1, page_size=20)
    told = [(item["attempt"], item["outcome"], item["content"]["name"]) for item in page["items"]]
    assert told == [(2, "APPROVED", "Second try"), (1, "ERROR", "Appointment texts")]
    assert all(item["finished_at"] for item in page["items"])


def test_a_refresh_asks_twilio_for_the_campaign_of_its_service(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on_for(360)
    submitted = world.campaign(campaign_id)
    assert submitted["stage"] == "CAMPAIGN_REVIEW"
    world.pass_time(REVIEW_SECONDS)
    refreshed = world.refresh(campaign_id)
    assert refreshed["status"] == "APPROVED"
    assert refreshed["trusthub_last_checked_at"] > submitted["trusthub_last_checked_at"]
    path = f"/Services/{submitted['messaging_service_sid']}/Compliance/Usa2p/QE"
    assert world.sandbox.requests_made("GET", path)


def test_a_refresh_before_any_submission_is_a_conflict(world):
    campaign_id = world.a_ready_campaign()
    with pytest.raises(ServiceError) as refused:
        world.refresh(campaign_id)
    assert refused.value.code == "CAMPAIGN_NOT_SUBMITTED"


def test_a_draft_with_blocking_findings_cannot_be_submitted(world):
    campaign_id = world.a_ready_campaign(description="Too short.")
    assert world.campaign(campaign_id)["status"] == "DRAFT"
    with pytest.raises(ServiceError) as refused:
        world.submit(campaign_id)
    assert refused.value.code == "CAMPAIGN_NOT_READY"
    assert world.sandbox.requests_made("POST", "") == []


def test_only_a_rejected_or_failed_campaign_is_resubmitted(world):
    campaign_id = world.a_ready_campaign()
    with pytest.raises(ServiceError) as refused:
        world.resubmit(campaign_id)
    assert refused.value.code == "CAMPAIGN_NOT_RESUBMITTABLE"


def test_what_only_support_can_lift_is_not_resubmitted(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on_for(360)
    service = world.campaign(campaign_id)["messaging_service_sid"]
    errors = [{"error_code": 30884, "fields": ["DESCRIPTION"], "description": "Phishing."}]
    world.sandbox.control("POST", f"campaigns/{service}", status="FAILED", errors=errors)
    world.refresh(campaign_id)
    with pytest.raises(ServiceError) as refused:
        world.resubmit(campaign_id)
    assert refused.value.code == "CAMPAIGN_NOT_RESUBMITTABLE"


def test_a_repeated_submit_with_the_same_key_submits_once(world):
    campaign_id = world.a_ready_campaign()
    first = world.submit(campaign_id, key="k-1")
    second = world.submit(campaign_id, key="k-1")
    assert second["submitted_at"] == first["submitted_at"]
    page = drafts.list_submissions(world.ports, TENANT, campaign_id, page=1, page_size=20)
    assert page["total"] == 1
    assert len(world.sandbox.state["brands"]) == 1


def test_a_second_campaign_of_a_tenant_uses_its_brand(world):
    first, second = world.a_ready_campaign(), world.a_campaign(name="Offers")
    world.submit(first)
    world.submit(second)
    world.go_on_for(REVIEW_SECONDS)
    campaigns = [world.campaign(first), world.campaign(second)]
    assert [campaign["status"] for campaign in campaigns] == ["APPROVED", "APPROVED"]
    assert len({campaign["twilio_brand_sid"] for campaign in campaigns}) == 1
    assert len({campaign["messaging_service_sid"] for campaign in campaigns}) == 2
    assert [campaign["is_primary"] for campaign in campaigns] == [True, False]


def test_a_standard_brand_is_vetted_and_a_low_volume_one_is_not(world):
    for tenant, brand_type, number in (
        (TENANT, "STANDARD", "841234567"),
        (OTHER_TENANT, "LOW_VOLUME_STANDARD", "841234568"),
    ):
        profile = a_profile(registration_number=number)
        profile = type(profile)(
            **{**vars(profile), "brand_type": type(profile.brand_type)(brand_type)}
        )
        world.submit(world.a_ready_campaign(tenant, profile), tenant)
    forms = [r["form"] for r in world.sandbox.requests_made("POST", "BrandRegistrations")]
    assert [form.get("BrandType") for form in forms] == [["STANDARD"], ["STANDARD"]]
    assert [form.get("SkipAutomaticSecVet") for form in forms] == [None, ["true"]]


def test_a_brand_that_twilio_rejects_rejects_its_campaign_with_fields_to_fix(world):
    campaign_id = world.a_ready_campaign(profile=a_profile(registration_number="001234567"))
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    rejected = world.campaign(campaign_id)
    assert (rejected["status"], rejected["stage"]) == ("REJECTED", "BRAND_REVIEW")
    assert "30795" in [reason["code"] for reason in rejected["rejection_reasons"]]
    profile = drafts.get_business_profile(world.ports, TENANT)
    assert profile["brand_status"] == "FAILED"
    assert profile["brand_errors"][0]["fix"]
    assert world.sandbox.state["campaigns"] == []


def test_a_failed_brand_is_corrected_upstream_and_resubmitted_not_made_again(world):
    campaign_id = world.a_ready_campaign(profile=a_profile(registration_number="001234567"))
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    world.save_profile(TENANT, a_profile())
    world.resubmit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"
    assert len(world.sandbox.state["brands"]) == 1
    assert drafts.get_business_profile(world.ports, TENANT)["brand_submissions_left"] == 2


def test_an_evaluation_that_is_not_compliant_rejects_before_anything_is_paid(world):
    profile = a_profile()
    campaign_id = world.a_ready_campaign(profile=profile)
    world.save_profile(TENANT, type(profile)(**{**vars(profile), "industry": None}))
    world.submit(campaign_id)
    rejected = world.campaign(campaign_id)
    assert (rejected["status"], rejected["stage"]) == ("REJECTED", "PROFILE")
    assert rejected["rejection_reasons"][0]["field"] == "businessProfile.industry"
    assert world.sandbox.state["brands"] == []
