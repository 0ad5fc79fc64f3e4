from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio.constants import (
    A2P_TRUST_PRODUCT_POLICY,
    SANDBOX_PRIMARY_PROFILE_SID,
    SECONDARY_PROFILE_POLICY,
)
from tests.unit.sandbox.driver import ADDRESS, BUSINESS, REPRESENTATIVE


def evaluate(driver, profile_sid, policy=SECONDARY_PROFILE_POLICY):
    profile = driver.client.trusthub.v1.customer_profiles(profile_sid)
    return profile.customer_profiles_evaluations.create(policy_sid=policy)


def failed(evaluation):
    return {each["requirement_name"]: each for each in evaluation.results if not each["passed"]}


def test_the_primary_profile_is_there_and_approved(driver):
    profile = driver.client.trusthub.v1.customer_profiles(SANDBOX_PRIMARY_PROFILE_SID).fetch()
    assert profile.status == "twilio-approved"


def test_an_empty_profile_is_noncompliant_in_every_requirement(driver):
    profile = driver.draft_profile()
    evaluation = evaluate(driver, profile.sid)
    assert evaluation.status == "noncompliant"
    results = failed(evaluation)
    assert {name: each["error_code"] for name, each in results.items()} == {
        "customer_profile_business_information": 22214,
        "authorized_representative_1": 22214,
        "customer_profile_address": 22216,
        "primary_customer_profile": 22218,
    }
    fields = results["authorized_representative_1"]["invalid"]
    assert {field["object_field"] for field in fields} == set(REPRESENTATIVE)


def test_a_profile_without_the_primary_one_is_noncompliant(driver):
    user = driver.end_user("customer_profile_business_information", BUSINESS)
    person = driver.end_user("authorized_representative_1", REPRESENTATIVE)
    profile = driver.draft_profile(user.sid, person.sid, driver.document(ADDRESS).sid)
    assert set(failed(evaluate(driver, profile.sid))) == {"primary_customer_profile"}
    assignments = driver.client.trusthub.v1.customer_profiles(profile.sid)
    assignments.customer_profiles_entity_assignments.create(object_sid=SANDBOX_PRIMARY_PROFILE_SID)
    evaluation = evaluate(driver, profile.sid)
    assert evaluation.status == "compliant"
    assert all(each["valid"] and not each["invalid"] for each in evaluation.results)


BAD_VALUES = {
    "business_type": "GmbH",
    "business_industry": "CAR WASH",
    "business_identity": "friend",
    "website_url": "cleanmachine",
    "business_name": "",
}


@pytest.mark.parametrize("field", BAD_VALUES)
def test_a_bad_value_is_named_by_its_field(driver, field):
    user = driver.end_user(
        "customer_profile_business_information", BUSINESS | {field: BAD_VALUES[field]}
    )
    result = failed(evaluate(driver, driver.draft_profile(user.sid).sid))
    invalid = result["customer_profile_business_information"]["invalid"]
    assert [(each["object_field"], each["error_code"]) for each in invalid] == [(field, 22215)]
    assert invalid[0]["failure_reason"]
    assert invalid[0]["friendly_name"]


def test_a_private_company_must_not_mention_stock(driver):
    profile_sid = driver.profile()
    with pytest.raises(TwilioRestException) as refused:
        driver.trust_product(
            profile_sid, messaging={"company_type": "private", "stock_ticker": "", "x": "y"}
        )
    assert refused.value.status == 400


def test_a_noncompliant_profile_is_not_taken_for_review(driver):
    profile = driver.draft_profile()
    profiles = driver.client.trusthub.v1.customer_profiles
    with pytest.raises(TwilioRestException) as refused:
        profiles(profile.sid).update(status="pending-review")
    assert (refused.value.status, refused.value.code) == (400, 20001)
    assert profiles(profile.sid).fetch().status == "draft"


def test_a_trust_product_may_be_submitted_before_its_profile_is_approved(driver):
    products = driver.client.trusthub.v1.trust_products
    sid = driver.trust_product(driver.profile())
    assert products(sid).fetch().status == "pending-review"
    driver.advance(60)
    assert products(sid).fetch().status == "twilio-approved"


def test_a_policy_of_the_other_kind_is_refused(driver):
    with pytest.raises(TwilioRestException) as refused:
        driver.draft_profile(policy=A2P_TRUST_PRODUCT_POLICY)
    assert refused.value.code == 20001


def test_policies_tell_their_requirements(driver):
    policy = driver.client.trusthub.v1.policies(SECONDARY_PROFILE_POLICY).fetch()
    kinds = {each["type"] for each in policy.requirements["end_user"]}
    assert "customer_profile_business_information" in kinds


def test_profiles_are_listed_by_name_policy_and_status(driver):
    profiles = driver.client.trusthub.v1.customer_profiles
    sid = driver.profile()
    profiles(sid).update(friendly_name="tenant 7")
    assert [each.sid for each in profiles.list(friendly_name="tenant 7")] == [sid]
    assert [each.sid for each in profiles.list(status="pending-review")] == [sid]
    assert len(profiles.list(policy_sid=SECONDARY_PROFILE_POLICY)) == 1
    assert profiles.list(friendly_name="tenant 8") == []


def test_attributes_are_replaced_whole(driver):
    user = driver.end_user("authorized_representative_1", REPRESENTATIVE)
    users = driver.client.trusthub.v1.end_users
    users(user.sid).update(attributes={"first_name": "Sam"})
    assert users(user.sid).fetch().attributes == {"first_name": "Sam"}


def test_the_same_object_is_assigned_once(driver):
    user = driver.end_user("authorized_representative_1", REPRESENTATIVE)
    profile = driver.draft_profile(user.sid)
    context = driver.client.trusthub.v1.customer_profiles(profile.sid)
    assignments = context.customer_profiles_entity_assignments
    with pytest.raises(TwilioRestException) as refused:
        assignments.create(object_sid=user.sid)
    assert (refused.value.status, refused.value.code) == (409, 20409)
    assert [each.object_sid for each in assignments.list()] == [user.sid]


def test_long_lists_come_in_pages(driver):
    for number in range(7):
        driver.end_user(f"type {number}", {})
    users = driver.client.trusthub.v1.end_users
    assert [each.type for each in users.list(page_size=3)] == [
        f"type {number}" for number in reversed(range(7))
    ]
    for _ in range(4):
        driver.document(ADDRESS)
    assert len(driver.client.addresses.list(page_size=3)) == 4


def test_a_swapped_bundle_is_refused(driver):
    profile_sid = driver.profile()
    product_sid = driver.trust_product(profile_sid)
    with pytest.raises(TwilioRestException) as refused:
        driver.client.messaging.v1.brand_registrations.create(
            customer_profile_bundle_sid=product_sid, a2p_profile_bundle_sid=profile_sid
        )
    assert refused.value.code == 20001
    assert driver.control("GET", "fees")["total_cents"] == 0


def test_evaluations_are_kept_with_their_bundle(driver):
    first, second = driver.draft_profile(), driver.draft_profile()
    evaluation = evaluate(driver, first.sid)
    profiles = driver.client.trusthub.v1.customer_profiles
    kept = profiles(first.sid).customer_profiles_evaluations
    assert [each.sid for each in kept.list()] == [evaluation.sid]
    assert kept(evaluation.sid).fetch().status == "noncompliant"
    assert profiles(second.sid).customer_profiles_evaluations.list() == []
    with pytest.raises(TwilioRestException) as refused:
        profiles(second.sid).customer_profiles_evaluations(evaluation.sid).fetch()
    assert refused.value.code == 20404


def test_a_bundle_under_review_does_not_change_its_status(driver):
    profiles = driver.client.trusthub.v1.customer_profiles
    sid = driver.profile()
    for status, code in (("draft", 20409), ("pending-review", 20409), ("twilio-approved", 20001)):
        with pytest.raises(TwilioRestException) as refused:
            profiles(sid).update(status=status)
        assert refused.value.code == code


def test_a_rejected_bundle_can_go_back_to_draft(driver):
    profiles = driver.client.trusthub.v1.customer_profiles
    sid = driver.profile(address={"street": "PO Box 12"})
    driver.advance(60)
    assert profiles(sid).update(status="draft").status == "draft"
    assert profiles(sid).fetch().errors is None


def test_attributes_must_be_a_json_object(driver):
    url = "https://trusthub.twilio.com/v1/EndUsers"
    for text in ("{", "[]"):
        form = {"FriendlyName": "x", "Type": "y", "Attributes": text}
        answer = driver.client.request("POST", url, data=form)
        assert (answer.status_code, "20001" in answer.text) == (400, True)


def test_a_missing_parameter_is_named(driver):
    answer = driver.client.request("POST", "https://trusthub.twilio.com/v1/EndUsers", data={})
    assert answer.status_code == 400
    assert "FriendlyName" in answer.text
