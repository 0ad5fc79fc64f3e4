from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio.constants import CAMPAIGN_SID
from tests.unit.sandbox.driver import A_DAY, APPROVED_CAMPAIGN, REJECTED_CAMPAIGN


def codes(resource):
    return {error["error_code"] for error in resource.errors}


def test_a_low_volume_brand_and_a_well_written_campaign_are_approved(driver):
    brand = driver.brand()
    assert brand.status == "PENDING"
    assert brand.identity_status is None

    driver.advance(180)
    brand = driver.fetch_brand(brand.sid)
    assert (brand.status, brand.identity_status, brand.errors) == ("APPROVED", "VERIFIED", [])
    assert brand.tcr_id.startswith("B")

    campaign = driver.campaign(brand.sid)
    assert (campaign.sid, campaign.campaign_status) == (CAMPAIGN_SID, "PENDING")
    driver.advance(30)
    campaign = driver.fetch_campaign(campaign.messaging_service_sid)
    assert campaign.campaign_status == "IN_PROGRESS"
    driver.advance(600)
    campaign = driver.fetch_campaign(campaign.messaging_service_sid)
    assert (campaign.campaign_status, campaign.errors) == ("VERIFIED", [])
    assert campaign.campaign_id.startswith("C")
    service = driver.client.messaging.v1.services(campaign.messaging_service_sid).fetch()
    assert service.us_app_to_person_registered


def test_a_standard_brand_passes_through_secondary_vetting(driver):
    profile_sid = driver.profile()
    brand = driver.client.messaging.v1.brand_registrations.create(
        customer_profile_bundle_sid=profile_sid,
        a2p_profile_bundle_sid=driver.trust_product(profile_sid),
        brand_type="STANDARD",
    )
    driver.advance(60)
    assert driver.fetch_brand(brand.sid).status == "IN_REVIEW"
    driver.advance(120)
    brand = driver.fetch_brand(brand.sid)
    assert brand.status == "APPROVED"
    assert 50 <= brand.brand_score <= 99


def test_a_rejected_campaign_is_edited_in_place_and_verified(driver):
    brand = driver.approved_brand()
    service_sid = driver.campaign(brand.sid, **REJECTED_CAMPAIGN).messaging_service_sid
    driver.advance(A_DAY)
    rejected = driver.fetch_campaign(service_sid)
    assert rejected.campaign_status == "FAILED"
    assert codes(rejected) >= {30886, 30893, 30892, 30896, 30551, 30909, 30908}
    assert all(error["fields"] and error["description"] for error in rejected.errors)

    edited = driver.edit_campaign(service_sid)
    assert (edited.sid, edited.campaign_status, edited.errors) == (CAMPAIGN_SID, "IN_PROGRESS", [])
    assert edited.date_updated == rejected.date_updated
    assert edited.description == APPROVED_CAMPAIGN["description"]
    driver.advance(600)
    assert driver.fetch_campaign(service_sid).campaign_status == "VERIFIED"


def test_editing_keeps_what_can_only_be_set_at_creation(driver):
    brand = driver.approved_brand()
    service_sid = driver.campaign(brand.sid, **REJECTED_CAMPAIGN).messaging_service_sid
    driver.advance(A_DAY)
    edited = driver.edit_campaign(service_sid)
    assert edited.help_message == APPROVED_CAMPAIGN["help_message"]
    assert edited.us_app_to_person_usecase == "MIXED"


def test_only_a_failed_campaign_can_be_edited(driver):
    campaign = driver.campaign(driver.approved_brand().sid)
    with pytest.raises(TwilioRestException) as refused:
        driver.edit_campaign(campaign.messaging_service_sid)
    assert (refused.value.status, refused.value.code) == (409, 20409)


def test_a_final_rejection_cannot_be_edited(driver):
    text = "Clean Machine Auto Detail sends customers offers of its cannabis dispensary nearby."
    campaign = driver.campaign(driver.approved_brand().sid, description=text)
    driver.advance(A_DAY)
    assert 30883 in codes(driver.fetch_campaign(campaign.messaging_service_sid))
    with pytest.raises(TwilioRestException) as refused:
        driver.edit_campaign(campaign.messaging_service_sid)
    assert refused.value.code == 20409


def test_a_campaign_waits_for_an_approved_brand(driver):
    brand = driver.brand()
    with pytest.raises(TwilioRestException) as refused:
        driver.campaign(brand.sid)
    assert (refused.value.status, refused.value.code) == (400, 21717)


def test_a_messaging_service_holds_one_campaign(driver):
    brand = driver.approved_brand()
    service_sid = driver.campaign(brand.sid).messaging_service_sid
    with pytest.raises(TwilioRestException) as refused:
        driver.campaign(brand.sid, service_sid)
    assert (refused.value.status, refused.value.code) == (409, 20409)
    driver.campaigns(service_sid)(CAMPAIGN_SID).delete()
    assert driver.campaigns(service_sid).list() == []
    assert driver.campaign(brand.sid, service_sid).campaign_status == "PENDING"


def test_the_policy_urls_are_shown_to_version_1_2_only(driver):
    campaign = driver.campaign(driver.approved_brand().sid)
    service_sid = campaign.messaging_service_sid
    path = f"/messaging.twilio.com/v1/Services/{service_sid}/Compliance/Usa2p/{CAMPAIGN_SID}"
    plain = driver.client.request("GET", f"https:/{path}").text
    assert "privacy_policy_url" not in plain
    assert "terms_and_conditions_url" not in plain
    newer = driver.fetch_campaign(service_sid, x_twilio_api_version="v1.2")
    assert newer.privacy_policy_url == APPROVED_CAMPAIGN["privacy_policy_url"]
    assert newer.terms_and_conditions_url == APPROVED_CAMPAIGN["terms_and_conditions_url"]


def test_a_campaign_without_policy_urls_fails_almost_at_once(driver):
    campaign = driver.campaign(
        driver.approved_brand().sid, privacy_policy_url=None, terms_and_conditions_url=None
    )
    driver.advance(2)
    failed = driver.fetch_campaign(campaign.messaging_service_sid)
    assert (failed.campaign_status, codes(failed)) == ("FAILED", {30933, 30934})


def test_omitted_replies_are_filled_with_defaults(driver):
    campaign = driver.campaign(
        driver.approved_brand().sid, opt_out_message=None, help_message=None, opt_out_keywords=None
    )
    assert "STOPALL" in campaign.opt_out_keywords
    assert campaign.help_message.startswith("Reply STOP")


def test_a_failed_brand_is_fixed_upstream_and_resubmitted(driver):
    brand = driver.brand(business={"business_registration_number": "00-1234567"})
    driver.advance(A_DAY)
    failed = driver.fetch_brand(brand.sid)
    assert (failed.status, codes(failed)) == ("FAILED", {30795})

    users = driver.client.trusthub.v1.end_users
    user = next(each for each in users.list() if "business_name" in each.attributes)
    fixed = user.attributes | {"business_registration_number": "12-3456789"}
    users(user.sid).update(attributes=fixed)
    brands = driver.client.messaging.v1.brand_registrations
    assert brands(brand.sid).update().status == "PENDING"
    assert driver.fetch_brand(brand.sid).errors == []
    driver.advance(180)
    assert driver.fetch_brand(brand.sid).status == "APPROVED"


def test_a_brand_has_three_free_updates_and_only_while_failed(driver):
    brand = driver.brand(business={"business_registration_number": "00-1234567"})
    brands = driver.client.messaging.v1.brand_registrations
    with pytest.raises(TwilioRestException) as too_early:
        brands(brand.sid).update()
    assert (too_early.value.status, too_early.value.code) == (400, 21725)
    for _ in range(3):
        driver.advance(A_DAY)
        brands(brand.sid).update()
    driver.advance(A_DAY)
    with pytest.raises(TwilioRestException) as too_often:
        brands(brand.sid).update()
    assert (too_often.value.status, too_often.value.code) == (400, 21724)


def test_a_second_brand_of_one_business_is_a_paid_failure(driver):
    first = driver.approved_brand()
    second = driver.approved_brand()
    assert first.status == "APPROVED"
    assert (second.status, codes(second)) == ("FAILED", {30703})
    assert driver.control("GET", "fees")["total_cents"] == 900


def test_fees_are_counted_once_per_brand_and_campaign(driver):
    brand = driver.approved_brand()
    service_sid = driver.campaign(brand.sid, **REJECTED_CAMPAIGN).messaging_service_sid
    driver.advance(A_DAY)
    driver.edit_campaign(service_sid)
    fees = driver.control("GET", "fees")
    assert [(fee["kind"], fee["cents"]) for fee in fees["fees"]] == [
        ("brand", 450),
        ("campaign_vetting", 1500),
    ]
    assert fees["fees"][0]["sid"] == brand.sid
    assert fees["fees"][1]["sid"].startswith("CM")


def test_a_mock_brand_and_its_campaign_are_free(driver):
    profile_sid = driver.profile()
    brand = driver.client.messaging.v1.brand_registrations.create(
        customer_profile_bundle_sid=profile_sid,
        a2p_profile_bundle_sid=driver.trust_product(profile_sid),
        mock=True,
    )
    driver.advance(A_DAY)
    assert driver.campaign(brand.sid).mock
    assert driver.control("GET", "fees")["total_cents"] == 0


def test_use_cases_depend_on_the_brand(driver):
    brand = driver.approved_brand()
    service = driver.client.messaging.v1.services(driver.service())
    use_cases = service.us_app_to_person_usecases.fetch(brand_registration_sid=brand.sid)
    offered = {each["code"] for each in use_cases.us_app_to_person_usecases}
    assert {"MIXED", "MARKETING", "LOW_VOLUME"} <= offered
    assert not {"CHARITY", "SOLE_PROPRIETOR"} & offered
    assert len(service.us_app_to_person_usecases.fetch().us_app_to_person_usecases) == 20
    for use_case, code in (("CHARITY", 21720), ("NONSENSE", 21719)):
        with pytest.raises(TwilioRestException) as refused:
            driver.campaign(brand.sid, us_app_to_person_usecase=use_case)
        assert refused.value.code == code


def test_a_sole_proprietor_is_approved_before_the_person_answers_the_code(driver):
    brand = driver.sole_proprietor_brand()
    driver.advance(180)
    waiting = driver.fetch_brand(brand.sid)
    assert (waiting.status, waiting.identity_status) == ("APPROVED", "UNVERIFIED")
    with pytest.raises(TwilioRestException) as refused:
        driver.campaign(brand.sid, us_app_to_person_usecase="SOLE_PROPRIETOR")
    assert refused.value.code == 21717
    otp = driver.client.messaging.v1.brand_registrations(brand.sid).brand_registration_otps.create()
    assert otp.brand_registration_sid == brand.sid
    driver.advance(120)
    assert driver.fetch_brand(brand.sid).identity_status == "VERIFIED"
    driver.campaign(brand.sid, us_app_to_person_usecase="SOLE_PROPRIETOR")
    with pytest.raises(TwilioRestException) as refused:
        driver.campaign(brand.sid, us_app_to_person_usecase="SOLE_PROPRIETOR")
    assert refused.value.code == 21732


def test_a_sole_proprietor_with_a_silent_mobile_stays_unverified(driver):
    brand = driver.sole_proprietor_brand(mobile="+15125550000")
    driver.advance(A_DAY)
    assert driver.fetch_brand(brand.sid).identity_status == "UNVERIFIED"
    driver.control("POST", f"brands/{brand.sid}", identity_status="VERIFIED")
    assert driver.fetch_brand(brand.sid).identity_status == "VERIFIED"


def test_a_nonprofit_may_register_a_charity_campaign(driver):
    brand = driver.approved_brand(
        business={"business_type": "Non-profit Corporation", "business_industry": "NOT_FOR_PROFIT"},
        messaging={"company_type": "non-profit"},
    )
    assert brand.tax_exempt_status == "501c3"
    campaign = driver.campaign(brand.sid, us_app_to_person_usecase="CHARITY")
    assert campaign.campaign_status == "PENDING"


def test_a_low_volume_campaign_has_the_low_limits(driver):
    brand = driver.approved_brand()
    campaign = driver.campaign(brand.sid, us_app_to_person_usecase="LOW_VOLUME")
    assert campaign.rate_limits is None
    driver.advance(A_DAY)
    verified = driver.fetch_campaign(campaign.messaging_service_sid)
    assert verified.rate_limits["tmobile"]["brand_tier"] == "LOW"


def test_a_campaign_has_one_sid_and_no_other(driver):
    service_sid = driver.campaign(driver.approved_brand().sid).messaging_service_sid
    with pytest.raises(TwilioRestException) as refused:
        driver.campaigns(service_sid)("QE" + "0" * 32).fetch()
    assert refused.value.code == 20404
    with pytest.raises(TwilioRestException) as refused:
        driver.fetch_campaign(driver.service())
    assert refused.value.code == 20404
