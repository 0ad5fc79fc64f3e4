"""Each rejection code, caused by one change to a campaign that passes."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.unit.sandbox.driver import A_DAY, APPROVED_CAMPAIGN

FLOW = APPROVED_CAMPAIGN["message_flow"]
DESCRIPTION = APPROVED_CAMPAIGN["description"]
FIRST, SECOND = APPROVED_CAMPAIGN["message_samples"]
NO_STOP = "Clean Machine: Hi [name], your detail is booked for [date] at [time]."

REJECTIONS = {
    "description without the business": (
        30886,
        "USE_CASE_DESCRIPTION",
        {"description": DESCRIPTION.replace("Clean Machine Auto Detail", "We")},
    ),
    "description without recipients": (
        30886,
        "USE_CASE_DESCRIPTION",
        {"description": "Clean Machine Auto Detail sends reminders and offers for bookings."},
    ),
    "description too short to tell": (
        30886,
        "USE_CASE_DESCRIPTION",
        {"description": "Clean Machine Auto Detail: texts for customers."},
    ),
    "description of another use case": (
        30886,
        "USE_CASE_DESCRIPTION",
        {
            "us_app_to_person_usecase": "2FA",
            "message_samples": [
                "Clean Machine: your login code is [code]. Reply STOP to opt out.",
                "Clean Machine: [code] verifies your number. Reply STOP to opt out.",
            ],
        },
    ),
    "samples without the brand": (
        30893,
        "MESSAGE_SAMPLES",
        {"message_samples": [text.replace("Clean Machine: ", "") for text in (FIRST, SECOND)]},
    ),
    "samples that sell under a service use case": (
        30893,
        "MESSAGE_SAMPLES",
        {
            "us_app_to_person_usecase": "ACCOUNT_NOTIFICATION",
            "message_samples": [FIRST, "Clean Machine: 20% off this week! Reply STOP to opt out."],
        },
    ),
    "the same sample twice": (30893, "MESSAGE_SAMPLES", {"message_samples": [FIRST, FIRST]}),
    "a link that is not declared": (
        30893,
        "HAS_EMBEDDED_LINKS",
        {"message_samples": [FIRST, f"{FIRST} https://cleanmachine.example/b"]},
    ),
    "no word of stopping": (
        30887,
        "OPT_OUT_KEYWORDS",
        {
            "message_samples": [NO_STOP, f"{NO_STOP} See you!"],
            "message_flow": FLOW.replace("Reply STOP to opt out or HELP for help. ", ""),
            "opt_in_message": "Clean Machine: You are subscribed to texts.",
            "opt_out_keywords": None,
        },
    ),
    "opt-out reply that confirms nothing": (
        30887,
        "OPT_OUT_MESSAGE",
        {"opt_out_message": "Clean Machine: thank you very much for your message."},
    ),
    "a phone number that is not declared": (
        30889,
        "HAS_EMBEDDED_PHONE",
        {"message_samples": [FIRST, f"{FIRST} Questions? (512) 555-0100"]},
    ),
    "phone declared but not shown": (30889, "MESSAGE_SAMPLES", {"has_embedded_phone": True}),
    "help reply without contact": (
        30890,
        "HELP_MESSAGE",
        {"help_message": "Clean Machine: we are glad to help you."},
    ),
    "help reply with free mail": (
        30881,
        "HELP_MESSAGE",
        {"help_message": "Clean Machine: write to cleanmachine@gmail.com for help."},
    ),
    "a public shortener": (
        30892,
        "MESSAGE_SAMPLES",
        {"message_samples": [FIRST, f"{FIRST} bit.ly/3abc"], "has_embedded_links": True},
    ),
    "a link without https": (
        30892,
        "MESSAGE_FLOW",
        {"message_flow": FLOW.replace("https://cleanmachine.example/book", "http://x.example/b")},
    ),
    "the platform's own name": (
        30894,
        "USE_CASE_DESCRIPTION",
        {"description": f"{DESCRIPTION} Sent by ServicePro."},
    ),
    "alcohol without age gate": (
        30888,
        "AGE_GATED",
        {"description": f"{DESCRIPTION} Also wine tastings."},
    ),
    "age gate that the flow does not describe": (30888, "MESSAGE_FLOW", {"age_gated": True}),
    "lending that is not declared": (
        30895,
        "USE_CASE_DESCRIPTION",
        {"description": f"{DESCRIPTION} We also offer car loans."},
    ),
    "lending declared but not described": (30895, "DIRECT_LENDING", {"direct_lending": True}),
    "affiliate marketing": (
        30882,
        "USE_CASE_DESCRIPTION",
        {"description": f"{DESCRIPTION} Includes affiliate offers."},
    ),
    "cannabis": (
        30883,
        "USE_CASE_DESCRIPTION",
        {"description": f"{DESCRIPTION} Also CBD products."},
    ),
    "phishing": (
        30884,
        "MESSAGE_SAMPLES",
        {"message_samples": [FIRST, "Clean Machine: You have won! Claim your prize. STOP to end."]},
    ),
    "gambling": (
        30885,
        "USE_CASE_DESCRIPTION",
        {"description": f"{DESCRIPTION} And casino nights."},
    ),
    "a category that is not allowed": (
        30897,
        "USE_CASE_DESCRIPTION",
        {"description": f"{DESCRIPTION} And firearms."},
    ),
    "no words of consent": (
        30896,
        "MESSAGE_FLOW",
        {
            "message_flow": FLOW.replace(
                "check an optional box, unchecked by default, agreeing", "go"
            ).replace("opt out", "end")
        },
    ),
    "no frequency": (
        30896,
        "MESSAGE_FLOW",
        {
            "message_flow": FLOW.replace(
                "Message frequency varies, up to 6 messages per month. ", ""
            )
        },
    ),
    "no data rates": (
        30896,
        "MESSAGE_FLOW",
        {"message_flow": FLOW.replace("Message and data rates may apply. ", "")},
    ),
    "consent that does not say text": (
        30551,
        "MESSAGE_FLOW",
        {"message_flow": FLOW.replace("SMS", "messages")},
    ),
    "no page and no place": (
        30909,
        "MESSAGE_FLOW",
        {
            "message_flow": (
                "Customers agree to receive SMS when they book. Message frequency varies. Message"
                " and data rates may apply. See our privacy policy. Reply STOP to end."
            )
        },
    ),
    "no privacy policy in the flow": (
        30908,
        "MESSAGE_FLOW",
        {"message_flow": FLOW.replace("Privacy policy: https://cleanmachine.example/privacy ", "")},
    ),
    "mobile data shared": (
        30908,
        "MESSAGE_FLOW",
        {
            "message_flow": FLOW.replace(
                "Mobile data is never shared with third parties", "We share data with partners"
            )
        },
    ),
    "a box checked beforehand": (
        30925,
        "MESSAGE_FLOW",
        {"message_flow": FLOW.replace("optional box, unchecked by default", "pre-checked box")},
    ),
    "a keyword that the flow does not tell": (
        30917,
        "OPT_IN_KEYWORDS",
        {"opt_in_keywords": ["JOIN"]},
    ),
    "no privacy address": (30933, "PRIVACY_POLICY_URL", {"privacy_policy_url": None}),
    "no terms address": (30934, "TERMS_AND_CONDITIONS_URL", {"terms_and_conditions_url": None}),
    "an unreachable page": (
        30891,
        "PRIVACY_POLICY_URL",
        {"privacy_policy_url": "https://localhost/privacy"},
    ),
    "a page without https": (
        30892,
        "PRIVACY_POLICY_URL",
        {"privacy_policy_url": "http://cleanmachine.example/privacy"},
    ),
    "a page of another site": (
        30907,
        "PRIVACY_POLICY_URL",
        {"privacy_policy_url": "https://elsewhere.example/privacy"},
    ),
    "one page for both": (
        30919,
        "PRIVACY_POLICY_URL",
        {"privacy_policy_url": APPROVED_CAMPAIGN["terms_and_conditions_url"]},
    ),
    "an opt-in page behind a login": (
        30921,
        "MESSAGE_FLOW",
        {"message_flow": FLOW.replace("/book", "/login")},
    ),
}


@pytest.mark.parametrize("case", REJECTIONS)
def test_a_campaign_is_rejected_with_the_code_of_its_content(driver, case):
    code, field, change = REJECTIONS[case]
    campaign = driver.campaign(driver.approved_brand().sid, **change)
    driver.advance(A_DAY)
    failed = driver.fetch_campaign(campaign.messaging_service_sid)
    assert failed.campaign_status == "FAILED"
    found = {error["error_code"]: error for error in failed.errors}
    assert set(found) == {code}
    assert field in found[code]["fields"]
    assert str(code) in found[code]["url"]


def test_another_brand_of_the_account_may_not_be_named(driver):
    driver.approved_brand(
        business={
            "business_name": "Sparkle Dog Wash Inc.",
            "business_registration_number": "98-7654321",
        }
    )
    brand = driver.approved_brand()
    text = f"{DESCRIPTION} Together with Sparkle Dog Wash."
    campaign = driver.campaign(brand.sid, description=text)
    driver.advance(A_DAY)
    failed = driver.fetch_campaign(campaign.messaging_service_sid)
    assert {error["error_code"] for error in failed.errors} == {30894}


def test_several_faults_are_told_at_once_and_each_code_once(driver):
    campaign = driver.campaign(
        driver.approved_brand().sid,
        message_flow="Customers tell us their phone number and then get messages from us.",
    )
    driver.advance(A_DAY)
    failed = driver.fetch_campaign(campaign.messaging_service_sid)
    codes = [error["error_code"] for error in failed.errors]
    assert sorted(codes) == sorted(set(codes))
    assert {30896, 30551, 30909, 30908} <= set(codes)


def test_the_return_keywords_need_no_word_in_the_flow(driver):
    campaign = driver.campaign(driver.approved_brand().sid, opt_in_keywords=["START"])
    driver.advance(A_DAY)
    assert driver.fetch_campaign(campaign.messaging_service_sid).campaign_status == "VERIFIED"


GOOD_FLOWS = {
    "keyword": (
        "Customers text JOIN to 512-555-0100, advertised on a sign at our front desk, and so agree"
        " to receive recurring texts from Clean Machine Auto Detail. Msg frequency varies. Msg &"
        " data rates may apply. STOP to opt out. https://cleanmachine.example/privacy"
    ),
    "paper": (
        "In person: customers sign up on a paper form at our shop and consent to SMS. 2 msgs/month."
        " Message and data rates may apply. Our privacy policy is on the form. The box is never"
        " pre-checked. Reply STOP to cancel."
    ),
}


@pytest.mark.parametrize("case", GOOD_FLOWS)
def test_other_honest_ways_of_consent_are_accepted(driver, case):
    campaign = driver.campaign(driver.approved_brand().sid, message_flow=GOOD_FLOWS[case])
    driver.advance(A_DAY)
    verified = driver.fetch_campaign(campaign.messaging_service_sid)
    assert (verified.campaign_status, verified.errors) == ("VERIFIED", [])


LIMITS = {
    "short description": (21728, {"description": "x" * 39}),
    "long description": (21728, {"description": "x" * 4097}),
    "short flow": (21728, {"message_flow": "x" * 39}),
    "long flow": (21728, {"message_flow": "x" * 2049}),
    "one sample": (21728, {"message_samples": [FIRST]}),
    "six samples": (21728, {"message_samples": [FIRST] * 6}),
    "short sample": (21728, {"message_samples": [FIRST, "too short"]}),
    "long sample": (21728, {"message_samples": [FIRST, "x" * 1025]}),
    "short help": (21728, {"help_message": "HELP"}),
    "long opt-in": (21728, {"opt_in_message": "x" * 321}),
    "many keywords": (21728, {"opt_out_keywords": ["STOP" * 10] * 7}),
    "odd keyword": (20001, {"opt_out_keywords": ["STOP!"]}),
    "no description": (21727, {"description": ""}),
    "no samples": (21727, {"message_samples": []}),
    "odd address": (20001, {"privacy_policy_url": "privacy page"}),
}


@pytest.mark.parametrize("case", LIMITS)
def test_a_campaign_beyond_the_limits_is_refused_at_once_and_costs_nothing(driver, case):
    code, change = LIMITS[case]
    brand = driver.approved_brand()
    before = driver.control("GET", "fees")
    with pytest.raises(TwilioRestException) as refused:
        driver.campaign(brand.sid, **change)
    assert (refused.value.status, refused.value.code) == (400, code)
    assert driver.control("GET", "fees") == before
    assert driver.control("GET", "state")["counts"]["campaigns"] == 0
