"""The traps that a naive integration with Twilio falls into, one test or more for each."""

import logging
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text

from chassis.logs import JsonFormatter
from contracts.errors import ServiceError
from services.a2p.domain import twilio_mapping
from services.a2p.ports import TwilioRefused
from services.a2p.use_cases import drafts, guidance, hints
from services.gateway import timeline
from tests.integration.a2p.conftest import OTHER_TENANT, TENANT
from tests.unit.a2p.domain.builders import a_content, a_profile, a_sole_proprietor

REVIEW_SECONDS = 1_800


def reject(world, campaign, code=30893):
    service = campaign["messaging_service_sid"]
    errors = [{"error_code": code, "fields": ["MESSAGE_SAMPLES"], "description": "Samples."}]
    world.sandbox.control("POST", f"campaigns/{service}", status="FAILED", errors=errors)


def submitted_to_review(world, tenant=TENANT, profile=None):
    campaign_id = world.a_ready_campaign(tenant, profile)
    world.submit(campaign_id, tenant)
    world.go_on_for(360)
    campaign = world.campaign(campaign_id, tenant)
    assert campaign["stage"] == "CAMPAIGN_REVIEW"
    return campaign


def test_trap_1_campaigns_share_twilios_constant_sid_and_are_told_apart_by_their_service(world):
    ours = submitted_to_review(world)
    theirs = submitted_to_review(world, OTHER_TENANT, a_profile(registration_number="841234568"))
    assert ours["twilio_campaign_sid"] == theirs["twilio_campaign_sid"]
    assert ours["messaging_service_sid"] != theirs["messaging_service_sid"]
    reject(world, ours)
    assert world.refresh(ours["id"])["status"] == "REJECTED"
    assert world.refresh(theirs["id"], OTHER_TENANT)["status"] == "SUBMITTED"


def test_trap_2_the_policy_urls_are_sent_read_back_and_required(world):
    campaign = submitted_to_review(world)
    [created] = world.sandbox.requests_made("POST", "Compliance/Usa2p")
    assert created["form"]["PrivacyPolicyUrl"] == [campaign["privacy_policy_url"]]
    assert created["form"]["TermsAndConditionsUrl"] == [campaign["terms_and_conditions_url"]]
    held = world.ports.twilio.find_campaign(campaign["messaging_service_sid"])
    assert held.content["privacy_policy_url"] == campaign["privacy_policy_url"]
    draft = world.a_campaign(privacy_policy_url=None, terms_and_conditions_url=None)
    assert world.campaign(draft)["status"] == "DRAFT"


def test_trap_3_a_rejected_campaign_is_never_deleted_and_made_again(world):
    campaign = submitted_to_review(world)
    reject(world, campaign)
    world.refresh(campaign["id"])
    world.resubmit(campaign["id"])
    world.go_on_for(REVIEW_SECONDS)
    assert world.sandbox.requests_made("DELETE", "") == []
    posts = [r["path"] for r in world.sandbox.requests_made("POST", "Compliance/Usa2p")]
    assert [path.endswith("/Usa2p") for path in posts].count(True) == 1
    with pytest.raises(ServiceError) as refused:
        drafts.delete_campaign(world.ports, TENANT, campaign["id"], key=None)
    assert refused.value.code == "CAMPAIGN_NOT_DELETABLE"


def test_trap_4_an_update_carries_all_seven_fields_and_nothing_that_is_fixed(world):
    campaign = submitted_to_review(world)
    reject(world, campaign)
    world.refresh(campaign["id"])
    world.change(campaign["id"], description=campaign["description"] + " They can opt out anytime.")
    world.resubmit(campaign["id"])
    [update] = world.sandbox.requests_made("POST", "/Usa2p/QE")
    assert set(update["form"]) >= {
        "HasEmbeddedLinks",
        "HasEmbeddedPhone",
        "MessageSamples",
        "MessageFlow",
        "Description",
        "AgeGated",
        "DirectLending",
    }
    assert "UsAppToPersonUsecase" not in update["form"]


def test_trap_4_what_twilio_fixes_at_creation_can_no_longer_be_edited(world):
    campaign = submitted_to_review(world)
    reject(world, campaign)
    world.refresh(campaign["id"])
    with pytest.raises(ServiceError) as refused:
        world.change(campaign["id"], use_case="MARKETING")
    assert refused.value.code == "INVALID_REQUEST"
    assert list(refused.value.fields) == ["use_case"]
    assert "use case" in refused.value.message


def test_trap_5_a_paid_call_that_timed_out_is_found_and_not_repeated(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*BrandRegistrations$", action="cut_after", times=1)
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign_id)["status"] == "APPROVED"
    assert len(world.sandbox.requests_made("POST", "BrandRegistrations")) == 1


def test_trap_6_each_bundle_gets_its_own_policy_and_the_primary_profile(world):
    world.submit(world.a_ready_campaign())
    [profile] = world.sandbox.requests_made("POST", "v1/CustomerProfiles")[:1]
    assert profile["form"]["PolicySid"] == [twilio_mapping.SECONDARY_BUSINESS_PROFILE_POLICY]
    trust = [r for r in world.sandbox.requests_made("POST", "TrustProducts") if "form" in r][0]
    assert trust["form"]["PolicySid"] == [twilio_mapping.A2P_TRUST_PRODUCT_POLICY]
    [customer_profile] = world.sandbox.state["customer_profiles"][-1:]
    path = f"CustomerProfiles/{customer_profile['sid']}/EntityAssignments"
    assigned = [r["form"]["ObjectSid"] for r in world.sandbox.requests_made("POST", path)]
    assert [world.ports.twilio.primary_profile_sid] in assigned
    assert world.ports.twilio.primary_profile_sid != customer_profile["sid"]


def test_trap_6_an_evaluation_that_answers_201_may_still_say_no(world):
    campaign_id = world.a_ready_campaign()
    world.save_profile(TENANT, a_profile(website_url=None))
    world.submit(campaign_id)
    evaluations = world.sandbox.requests_made("POST", "Evaluations")
    assert [evaluation["status"] for evaluation in evaluations] == [201]
    rejected = world.campaign(campaign_id)
    assert (rejected["status"], rejected["stage"]) == ("REJECTED", "PROFILE")
    assert world.sandbox.requests_made("POST", "BrandRegistrations") == []


def test_trap_7_low_volume_is_a_standard_brand_without_secondary_vetting(world):
    world.submit(world.a_ready_campaign())
    [brand] = world.sandbox.requests_made("POST", "BrandRegistrations")
    assert brand["form"]["BrandType"] == ["STANDARD"]
    assert brand["form"]["SkipAutomaticSecVet"] == ["true"]


def test_trap_7_a_company_is_not_offered_a_sole_proprietor_brand(world):
    profile = a_sole_proprietor(legal_name="Shine Studio LLC")
    campaign_id = world.a_ready_campaign(profile=profile, use_case="SOLE_PROPRIETOR")
    assert world.campaign(campaign_id)["status"] == "DRAFT"


def test_trap_8_an_approved_sole_proprietor_waits_for_the_person_to_answer_the_code(world):
    silent = a_sole_proprietor(mobile_phone="+15125550000")
    name = "Dana Reyes Detailing"
    content = {
        "description": f"{name} sends appointment confirmations to customers who booked a visit.",
        "sample_messages": (
            f"{name}: Hi [name], your visit is confirmed for [date]. Reply STOP to opt out.",
            f"{name}: We are on our way and arrive at [time]. Reply STOP to opt out.",
        ),
        "help_message": f"{name}: for help call +15125550142. Reply STOP to opt out.",
        "opt_out_message": f"{name}: you are unsubscribed and will get no more texts.",
    }
    campaign_id = world.a_ready_campaign(profile=silent, use_case="SOLE_PROPRIETOR", **content)
    assert world.campaign(campaign_id)["status"] == "READY_TO_SUBMIT"
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    waiting = world.campaign(campaign_id)
    assert (waiting["status"], waiting["stage"]) == ("SUBMITTED", "IDENTITY_CHECK")
    assert world.sandbox.state["brands"][0]["status"] == "APPROVED"
    assert world.sandbox.state["campaigns"] == []


def test_trap_9_no_campaign_is_sent_before_its_brand_is_approved(world):
    campaign_id = world.a_ready_campaign()
    world.submit(campaign_id)
    world.go_on()
    assert world.campaign(campaign_id)["stage"] == "BRAND_REVIEW"
    assert world.sandbox.requests_made("POST", "Usa2p") == []
    world.go_on_for(360)
    assert len(world.sandbox.requests_made("POST", "Usa2p")) == 1


def a_failed_brand(world):
    """The sandbox fills the deprecated fields, too, with words that help nobody."""
    campaign_id = world.a_ready_campaign(profile=a_profile(registration_number="001234567"))
    world.submit(campaign_id)
    world.go_on_for(REVIEW_SECONDS)
    [brand] = world.sandbox.state["brands"]
    assert (brand["status"], brand["failure_reason"]) == (
        "FAILED",
        "A2P brand registration failed.",
    )
    return campaign_id, brand


def test_trap_10_a_failed_brand_is_told_by_its_errors_and_their_fields(world):
    campaign_id, brand = a_failed_brand(world)
    shown = drafts.get_business_profile(world.ports, TENANT)
    assert [error["code"] for error in shown["brand_errors"]] == [
        str(error["error_code"]) for error in brand["errors"]
    ]
    assert shown["brand_errors"][0]["field"] == "businessProfile.registrationNumber"
    told = world.campaign(campaign_id)["trusthub_last_error"]
    assert told
    assert brand["failure_reason"] not in told


def test_trap_10_the_field_that_twilio_names_goes_before_the_one_a_code_is_usually_about(world):
    campaign_id, brand = a_failed_brand(world)
    errors = [{"error_code": 30795, "fields": ["business_name"], "description": "Mismatch."}]
    world.sandbox.control("POST", f"brands/{brand['sid']}", status="FAILED", errors=errors)
    world.go_on_for(2 * 24 * 3_600, step=3_600)
    [error] = drafts.get_business_profile(world.ports, TENANT)["brand_errors"]
    assert error["field"] == "businessProfile.legalName"


def test_trap_10_a_brand_is_corrected_without_a_body_three_times_and_never_a_fourth(world):
    campaign_id, brand = a_failed_brand(world)
    left = []
    for _ in range(4):
        left.append(drafts.get_business_profile(world.ports, TENANT)["brand_submissions_left"])
        world.resubmit(campaign_id)
        world.go_on_for(REVIEW_SECONDS)
    assert left == [3, 2, 1, 0]
    updates = world.sandbox.requests_made("POST", f"BrandRegistrations/{brand['sid']}")
    assert [update["form"] for update in updates] == [{}, {}, {}]
    stopped = world.campaign(campaign_id)
    assert (stopped["status"], stopped["stage"]) == ("ERROR", "BRAND")
    assert "three times" in stopped["trusthub_last_error"]
    assert len(world.sandbox.state["brands"]) == 1


EVENT = "com.twilio.messaging.compliance.campaign-registration."


def an_event(campaign, type, number=1):
    service = campaign["messaging_service_sid"]
    return {"id": f"EZ{number}", "type": EVENT + type, "messaging_service_sid": service}


def test_trap_11_events_alone_decide_nothing_in_whatever_order_they_come(world):
    campaign = submitted_to_review(world)
    for number, type in enumerate(("campaign-failure", "campaign-approved", "campaign-submitted")):
        for _ in range(2):
            hints.take_twilio_events(world.ports, [an_event(campaign, type, number)])
            world.go_on()
            assert world.campaign(campaign["id"])["status"] == "SUBMITTED"


def test_trap_11_a_failure_without_a_reason_is_explained_by_the_resource(world):
    campaign = submitted_to_review(world)
    reject(world, campaign)
    hints.take_twilio_events(world.ports, [an_event(campaign, "campaign-failure")])
    world.go_on()
    rejected = world.campaign(campaign["id"])
    assert rejected["status"] == "REJECTED"
    assert [reason["code"] for reason in rejected["rejection_reasons"]] == ["30893"]


def test_trap_11_without_any_event_polling_sees_each_outcome(world):
    campaign = submitted_to_review(world)
    reject(world, campaign)
    world.go_on_for(REVIEW_SECONDS)
    assert world.campaign(campaign["id"])["status"] == "REJECTED"
    world.resubmit(campaign["id"])
    world.go_on_for(2 * REVIEW_SECONDS)
    assert world.campaign(campaign["id"])["status"] == "APPROVED"
    # The one resource is fetched; the list has another envelope, which is easily misread.
    asked = world.sandbox.requests_made("GET", "Compliance/Usa2p")
    assert asked
    assert not any(request["path"].endswith("Usa2p") for request in asked)


def test_trap_12_every_call_lands_in_the_account_whose_credentials_are_used(world):
    submitted_to_review(world)
    account = world.ports.twilio.access.account_sid
    addresses = world.sandbox.requests_made("POST", "Addresses")
    assert addresses
    assert all(f"/Accounts/{account}/" in request["path"] for request in addresses)
    client = world.ports.twilio.client()
    assert (client.username, client.account_sid) == (account, account)


def test_trap_13_a_call_without_an_answer_is_cut_off_and_only_delays(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*EndUsers$", action="cut_before", times=1)
    assert world.submit(campaign_id)["status"] == "SUBMITTED"


def test_trap_13_a_list_that_fails_is_understood_although_the_sdk_gives_no_code(world):
    campaign_id = world.a_ready_campaign()
    world.sandbox.fail("POST .*CustomerProfiles$", action="cut_before", times=1)
    world.submit(campaign_id)
    world.sandbox.fail("GET .*CustomerProfiles.*", action="status", status=403, times=1)
    world.go_on_for(60)
    failed = world.campaign(campaign_id)
    assert failed["status"] == "ERROR"
    assert "access to Twilio" in failed["trusthub_last_error"]


def test_trap_13_an_ein_that_twilio_echoes_reaches_neither_the_log_nor_the_caller(world, caplog):
    campaign_id = world.a_ready_campaign(profile=a_profile(registration_number="84-7654321"))
    world.sandbox.fail("POST .*EndUsers$", action="status", status=400, code=20001, times=1)
    with caplog.at_level(logging.DEBUG), pytest.raises(ServiceError) as refused:
        world.submit(campaign_id)
    lines = [JsonFormatter().format(record) for record in caplog.records]
    told = [refused.value.message, str(refused.value.details), *lines]
    assert not any("7654321" in text or "84-765" in text for text in told)


def test_trap_15_an_approved_campaign_alone_is_not_ready_to_send(world):
    campaign = submitted_to_review(world)
    world.go_on_for(REVIEW_SECONDS * 4, step=600)
    told = guidance.get_registration_timeline(world.ports, TENANT, campaign["id"])
    assert told["current_step"] is None
    line = {
        "can_send": False,
        "cannot_send_reason": None,
        "registration_status": "PENDING",
        "whose_move": None,
    }
    whole = timeline.completed(told, {"primary_number": line})
    assert (whole["current_step"], whole["next_mover"]) == ("NUMBER", "CARRIERS")
    assert whole["steps"][-1]["progress"] != "DONE"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"description": "x" * 39}, 21728),
        ({"description": "x" * 4_097}, 21728),
        ({"message_flow": "x" * 2_049}, 21728),
        ({"message_samples": ["One message only, which is too few."]}, 21728),
        ({"us_app_to_person_usecase": "SOMETHING"}, 21719),
    ],
)
def test_trap_15_the_sandbox_refuses_what_twilio_refuses_and_its_documents_do_not_say(
    world, audit, changes, code
):
    campaign = submitted_to_review(world)
    service = world.phone.client.messaging.v1.services.create(friendly_name="Another")
    params = twilio_mapping.campaign_create_params(
        a_content(), brand_sid=campaign["twilio_brand_sid"]
    )
    with pytest.raises(TwilioRefused) as refused:
        world.ports.twilio.create_campaign(service.sid, {**params, **changes})
    assert refused.value.code == code
    if audit is not None:
        # These were sent on purpose; whatever else is sent is held against the documents.
        audit.violations.clear()


def test_trap_15_what_twilio_would_refuse_never_leaves_us(world):
    for changes in ({"description": "x" * 39}, {"sample_messages": ("Only one message here.",)}):
        draft = world.a_ready_campaign(**changes)
        assert world.campaign(draft)["status"] == "DRAFT"


def test_the_registration_number_is_unreadable_in_the_database(world, service_database):
    world.save_profile(TENANT, a_profile(registration_number="84-7654321"))
    world.submit(world.a_campaign())
    engine = create_engine(service_database("a2p").owner_url)
    with engine.begin() as connection:
        connection.execute(text(f"set local app.tenant_id = '{TENANT}'"))
        for table in ("business_profiles", "workflow_steps", "outbox", "submissions", "campaigns"):
            rows = connection.execute(text(f"select t::text from {table} t")).scalars().all()  # noqa: S608
            assert not any("7654321" in row for row in rows), table
    engine.dispose()
    assert drafts.get_business_profile(world.ports, TENANT)["registration_number_last4"] == "4321"
    with world.ports.unit_of_work(TENANT) as work:
        assert work.profiles.find() == replace(a_profile(), registration_number="84-7654321")
