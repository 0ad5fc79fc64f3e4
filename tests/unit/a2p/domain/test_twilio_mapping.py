"""What is sent to Twilio, and what its words mean."""

import pytest

from contracts.enums import BrandStatus, BrandType
from services.a2p.domain import twilio_mapping as mapping
from services.a2p.domain.diff import Difference, differences
from services.a2p.domain.twilio_words import (
    Outcome,
    brand_is_usable,
    brand_status,
    bundle_outcome,
    campaign_outcome,
)
from tests.unit.a2p.domain.builders import (
    a_content,
    a_profile,
    a_representative,
    a_sole_proprietor,
    an_address,
)

BUNDLES = {"customer_profile_sid": "BU1", "trust_product_sid": "BU2"}
SEVEN = {
    "description",
    "message_flow",
    "message_samples",
    "has_embedded_links",
    "has_embedded_phone",
    "age_gated",
    "direct_lending",
}


def test_business_information_is_what_trusthub_asks_for() -> None:
    profile = a_profile(social_media_urls=("https://x.com/a", "https://y.com/b"))
    assert mapping.business_information(profile) == {
        "business_name": "Shine Studio LLC",
        "business_identity": "direct_customer",
        "business_type": "Limited Liability Corporation",
        "business_industry": "AUTOMOTIVE",
        "business_registration_identifier": "EIN",
        "business_registration_number": "123456789",
        "business_regions_of_operation": "USA_AND_CANADA",
        "website_url": "https://shinestudio.com",
        "social_media_profile_urls": "https://x.com/a, https://y.com/b",
    }


def test_the_representative_comes_with_title_and_position() -> None:
    assert mapping.authorized_representative(a_profile()) == {
        "first_name": "Dana",
        "last_name": "Reyes",
        "email": "dana@shinestudio.com",
        "phone_number": "+15125550142",
        "business_title": "Owner",
        "job_position": "CEO",
    }


def test_what_people_write_is_repaired_on_its_way() -> None:
    profile = a_profile(
        registration_number="98-7654321",
        representative=a_representative(phone="(512) 555-0142"),
        address=an_address(region="texas"),
    )
    sent = mapping.business_information(profile)
    assert sent["business_registration_number"] == "987654321"
    assert mapping.authorized_representative(profile)["phone_number"] == "+15125550142"
    assert mapping.address_params(profile)["region"] == "TX"


def test_a_number_that_is_no_ein_is_sent_as_written() -> None:
    profile = a_profile(registration_identifier="VAT", registration_number="GB 123-4")
    assert mapping.business_information(profile)["business_registration_number"] == "GB 123-4"


def test_a_private_company_sends_no_stock_data_not_even_empty() -> None:
    profile = a_profile(stock_exchange="NONE", stock_ticker="")
    assert mapping.messaging_profile_information(profile) == {
        "company_type": "private",
        "brand_contact_email": "hello@shinestudio.com",
    }


def test_a_public_company_sends_its_stock_data() -> None:
    profile = a_profile(company_type="public", stock_exchange="nyse", stock_ticker="shn")
    sent = mapping.messaging_profile_information(profile)
    assert (sent["stock_exchange"], sent["stock_ticker"]) == ("NYSE", "SHN")


def test_a_nonprofit_is_spelled_for_the_wire_in_one_place() -> None:
    sent = mapping.messaging_profile_information(a_profile(company_type="non_profit"))
    assert sent["company_type"] == mapping.COMPANY_TYPE_ON_THE_WIRE["nonprofit"] == "non-profit"


def test_a_sole_proprietor_has_end_users_of_other_types() -> None:
    profile = a_sole_proprietor()
    assert mapping.customer_profile_end_users(profile) == {
        "starter_customer_profile_information": {
            "first_name": "Dana",
            "last_name": "Reyes",
            "email": "dana.reyes@gmail.com",
            "phone_number": "+15125550142",
        }
    }
    assert mapping.trust_product_end_users(profile) == {
        "sole_proprietor_information": {
            "brand_name": "Dana Reyes Detailing",
            "mobile_phone_number": "+15125550142",
            "vertical": "PROFESSIONAL",
        }
    }


def test_a_company_has_business_representative_and_messaging_profile() -> None:
    assert list(mapping.customer_profile_end_users(a_profile())) == [
        "customer_profile_business_information",
        "authorized_representative_1",
    ]
    assert list(mapping.trust_product_end_users(a_profile())) == [
        "us_a2p_messaging_profile_information"
    ]


def test_policies_are_twilios_constants_and_not_swapped() -> None:
    business = mapping.policies_of(BrandType.LOW_VOLUME_STANDARD)
    assert business == mapping.policies_of(BrandType.STANDARD)
    assert business.customer_profile == "RNdfbf3fae0e1107f8aded0e7cead80bf5"
    assert business.trust_product == "RNb0d4771c2c98518d916a3d4cd70a8f8b"
    sole = mapping.policies_of(BrandType.SOLE_PROPRIETOR)
    assert sole.customer_profile == "RN806dd6cd175f314e1f96a9727ee271f4"
    assert sole.trust_product == "RN670d5d2e282a6130ae063b234b6019c8"


def test_an_address_is_sent_as_the_sdk_names_it() -> None:
    profile = a_profile(address=an_address(region="tx", country=None, street2="Suite 4"))
    assert mapping.address_params(profile) == {
        "customer_name": "Shine Studio LLC",
        "street": "500 Congress Ave",
        "street_secondary": "Suite 4",
        "city": "Austin",
        "region": "TX",
        "postal_code": "78701",
        "iso_country": "US",
    }
    assert mapping.address_document("AD1") == {"address_sids": "AD1"}


@pytest.mark.parametrize(
    ("brand_type", "sent", "skips"),
    [
        (BrandType.STANDARD, "STANDARD", None),
        (BrandType.LOW_VOLUME_STANDARD, "STANDARD", True),
        (BrandType.SOLE_PROPRIETOR, "SOLE_PROPRIETOR", None),
    ],
)
def test_trap_7_low_volume_is_a_standard_brand_without_secondary_vetting(
    brand_type: BrandType, sent: str, skips: bool | None
) -> None:
    params = mapping.brand_params(brand_type, **BUNDLES)
    assert (params["brand_type"], params.get("skip_automatic_sec_vet")) == (sent, skips)
    assert "mock" not in params
    assert mapping.brand_params(brand_type, **BUNDLES, mock=True)["mock"] is True


def test_trap_4_an_update_always_carries_all_seven_fields_and_both_pages() -> None:
    params = mapping.campaign_update_params(a_content())
    assert set(params) == SEVEN | {"privacy_policy_url", "terms_and_conditions_url"}


def test_a_creation_adds_what_is_fixed_from_then_on() -> None:
    params = mapping.campaign_create_params(a_content(), brand_sid="BN1")
    assert params["brand_registration_sid"] == "BN1"
    assert params["us_app_to_person_usecase"] == "CUSTOMER_CARE"
    assert set(params) >= SEVEN
    assert params["help_message"] == a_content().help_message
    assert "opt_in_keywords" not in params
    assert "opt_out_message" not in params


@pytest.mark.parametrize(
    ("word", "outcome", "known"),
    [
        ("PENDING", Outcome.PENDING, True),
        ("IN_PROGRESS", Outcome.PENDING, True),
        ("VERIFIED", Outcome.APPROVED, True),
        ("success", Outcome.APPROVED, True),
        ("FAILED", Outcome.REJECTED, True),
        ("SUSPENDED", Outcome.SUSPENDED, True),
        ("QUANTUM_REVIEW", Outcome.PENDING, False),
        (None, Outcome.PENDING, False),
    ],
)
def test_campaign_words_have_outcomes_and_unknown_ones_wait(
    word: str | None, outcome: Outcome, known: bool
) -> None:
    reported = campaign_outcome(word)
    assert (reported.outcome, reported.is_known) == (outcome, known)
    assert reported.raw == (word or "")


def test_bundle_words_have_outcomes() -> None:
    assert bundle_outcome("twilio-approved").outcome is Outcome.APPROVED
    assert bundle_outcome("twilio-rejected").outcome is Outcome.REJECTED
    assert bundle_outcome("in-review").outcome is Outcome.PENDING


@pytest.mark.parametrize(
    ("word", "status", "known"),
    [
        ("APPROVED", BrandStatus.APPROVED, True),
        ("in_review", BrandStatus.IN_REVIEW, True),
        ("registered", BrandStatus.APPROVED, True),
        ("registration_failed", BrandStatus.FAILED, True),
        ("NOT_STARTED", BrandStatus.PENDING, False),
        ("NEW_WORD", BrandStatus.PENDING, False),
    ],
)
def test_brand_words_are_ours_and_unknown_ones_wait(
    word: str, status: BrandStatus, known: bool
) -> None:
    reported = brand_status(word)
    assert (reported.status, reported.is_known, reported.raw) == (status, known, word)


def test_trap_8_an_approved_sole_proprietor_is_not_usable_before_the_code_is_answered() -> None:
    approved = BrandStatus.APPROVED
    sole, standard = BrandType.SOLE_PROPRIETOR, BrandType.STANDARD
    assert not brand_is_usable(approved, brand_type=sole, identity_status="UNVERIFIED")
    assert brand_is_usable(approved, brand_type=sole, identity_status="VERIFIED")
    assert brand_is_usable(approved, brand_type=standard, identity_status=None)
    assert not brand_is_usable(BrandStatus.PENDING, brand_type=standard, identity_status="VERIFIED")


def test_what_twilio_holds_after_a_creation_differs_in_nothing() -> None:
    content = a_content()
    held = mapping.campaign_create_params(content, brand_sid="BN1")
    assert (
        differences(content, {**held, "opt_out_keywords": ["STOP"], "opt_in_message": None}) == []
    )


def test_differences_name_the_field_and_both_sides() -> None:
    held = mapping.campaign_update_params(a_content(description="Old text.", age_gated=True))
    found = differences(a_content(), held)
    assert found == [
        Difference("description", a_content().description, "Old text."),
        Difference("ageGated", False, True),
    ]
