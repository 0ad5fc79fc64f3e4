from __future__ import annotations

import pytest

from tests.unit.sandbox.driver import A_DAY, BUSINESS

REJECTIONS = {
    "tax number too short": (30795, {"business": {"business_registration_number": "12-345"}}),
    "tax number never issued": (
        30795,
        {"business": {"business_registration_number": "00-1234567"}},
    ),
    "a social security number": (
        30795,
        {"business": {"business_registration_number": "123-45-6789"}},
    ),
    "state written out": (30701, {"address": {"region": "Texas"}}),
    "odd postal code": (30701, {"address": {"postal_code": "787"}}),
    "far country": (
        30755,
        {"address": {"iso_country": "FR", "region": "IDF", "postal_code": "75001"}},
    ),
    "placeholder name": (30799, {"business": {"business_name": "Test Business LLC"}}),
    "unknown exchange": (
        30793,
        {"messaging": {"company_type": "public", "stock_exchange": "MOON", "stock_ticker": "CLN"}},
    ),
    "odd ticker": (
        30796,
        {
            "messaging": {
                "company_type": "public",
                "stock_exchange": "NYSE",
                "stock_ticker": "not listed",
            }
        },
    ),
    "false government": (30797, {"messaging": {"company_type": "government"}}),
    "false nonprofit": (30798, {"messaging": {"company_type": "non-profit"}}),
    "rejected profile": (30793, {"representative": {"email": "dana@gmail.com"}}),
}


@pytest.mark.parametrize("case", REJECTIONS)
def test_a_brand_is_rejected_with_the_code_of_its_content(driver, case):
    code, change = REJECTIONS[case]
    brand = driver.approved_brand(**change)
    assert brand.status == "FAILED"
    assert [error["error_code"] for error in brand.errors] == [code]
    assert brand.errors[0]["fields"]
    assert brand.identity_status is None


def test_several_reasons_are_told_at_once(driver):
    brand = driver.approved_brand(
        business={"business_registration_number": "1"}, address={"region": "Texas"}
    )
    assert {error["error_code"] for error in brand.errors} == {30795, 30701}


def test_a_company_cannot_be_a_sole_proprietor(driver):
    brand = driver.sole_proprietor_brand(brand_name="Dana Reyes Detailing LLC")
    driver.advance(A_DAY)
    brand = driver.fetch_brand(brand.sid)
    assert (brand.status, brand.errors[0]["error_code"]) == ("FAILED", 30915)


PROFILE_REJECTIONS = {
    "post office box": (18603, {"address": {"street": "PO Box 12"}}),
    "street without number": (18603, {"address": {"street": "Congress Avenue"}}),
    "free mail": (18604, {"representative": {"email": "dana@gmail.com"}}),
    "mail of another domain": (18606, {"representative": {"email": "dana@elsewhere.example.org"}}),
}


@pytest.mark.parametrize("case", PROFILE_REJECTIONS)
def test_a_profile_is_rejected_after_its_review(driver, case):
    code, change = PROFILE_REJECTIONS[case]
    profiles = driver.client.trusthub.v1.customer_profiles
    sid = driver.profile(**change)
    assert profiles(sid).fetch().status == "pending-review"
    driver.advance(20)
    assert profiles(sid).fetch().status == "in-review"
    driver.advance(40)
    rejected = profiles(sid).fetch()
    assert rejected.status == "twilio-rejected"
    assert [error["code"] for error in rejected.errors] == [code]


def test_a_rejected_profile_is_fixed_and_submitted_again(driver):
    profiles = driver.client.trusthub.v1.customer_profiles
    sid = driver.profile(address={"street": "PO Box 12"})
    driver.advance(A_DAY)
    address = driver.client.addresses.list()[0]
    driver.client.addresses(address.sid).update(street="200 Congress Avenue")
    assert driver.client.addresses(address.sid).fetch().city == "Austin"
    assert profiles(sid).update(status="pending-review").status == "pending-review"
    driver.advance(60)
    assert profiles(sid).fetch().status == "twilio-approved"
    assert profiles(sid).fetch().errors is None


def test_a_failed_brand_blocks_nobody(driver):
    assert driver.approved_brand(address={"region": "Texas"}).status == "FAILED"
    assert driver.approved_brand().status == "APPROVED"
    assert BUSINESS["business_registration_number"] == "12-3456789"
