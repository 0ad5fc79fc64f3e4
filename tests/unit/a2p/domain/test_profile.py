"""What a brand needs to know of a business."""

import pytest

from contracts.enums import BrandType
from services.a2p.domain.naming import has_company_form, names_business, without_company_form
from services.a2p.domain.profile import (
    BusinessProfile,
    business_type_word,
    company_type_word,
    is_company_email,
    missing_fields,
)
from tests.unit.a2p.domain.builders import a_profile, a_representative, a_sole_proprietor


def test_a_complete_profile_misses_nothing() -> None:
    assert missing_fields(a_profile()) == []
    assert missing_fields(a_sole_proprietor()) == []


def test_an_empty_profile_misses_what_a_company_needs_and_its_kind() -> None:
    missing = missing_fields(BusinessProfile())
    assert missing[0] == "brandType"
    assert {"legalName", "registrationNumber", "address.street"} <= set(missing)
    assert "representative.jobPosition" in missing
    assert "mobilePhone" not in missing


def test_a_sole_proprietor_owes_no_ein_but_a_mobile_number() -> None:
    missing = missing_fields(BusinessProfile(brand_type=BrandType.SOLE_PROPRIETOR))
    assert {"mobilePhone", "vertical"} <= set(missing)
    assert not {"registrationNumber", "websiteUrl", "companyType"} & set(missing)


def test_a_public_company_owes_its_stock_data_and_a_contact() -> None:
    profile = a_profile(company_type="public", brand_contact_email=None)
    assert missing_fields(profile) == ["stockExchange", "stockTicker", "brandContactEmail"]


def test_the_registration_number_is_in_no_repr() -> None:
    profile = a_profile(registration_number="98-7654321")
    assert "7654321" not in repr(profile)
    assert profile.registration_number_last4 == "4321"
    assert a_profile(registration_number=None).registration_number_last4 is None


@pytest.mark.parametrize("spelling", ["nonprofit", "non-profit", "non_profit", "NON PROFIT"])
def test_a_nonprofit_is_known_in_every_spelling(spelling: str) -> None:
    assert company_type_word(spelling) == "nonprofit"


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("LLC", "Limited Liability Corporation"),
        ("limited liability corporation", "Limited Liability Corporation"),
        ("Nonprofit", "Non-profit Corporation"),
        ("Co-operative", "Co-operative"),
        ("Circus", "Circus"),
        (None, ""),
    ],
)
def test_a_business_type_is_understood_as_people_write_it(written: str | None, word: str) -> None:
    assert business_type_word(written) == word


@pytest.mark.parametrize(
    ("email", "website", "is_own"),
    [
        ("dana@shinestudio.com", "https://www.shinestudio.com/about", True),
        ("dana@mail.shinestudio.com", "https://shinestudio.com", True),
        ("dana@gmail.com", "https://gmail.com", False),
        ("dana@notshinestudio.com", "https://shinestudio.com", False),
        ("", "https://shinestudio.com", False),
        ("dana@shinestudio.com", "", False),
    ],
)
def test_a_company_email_is_on_the_websites_domain(email: str, website: str, is_own: bool) -> None:
    assert is_company_email(email, website) is is_own
    profile = a_profile(website_url=website, representative=a_representative(email=email))
    assert profile.has_company_domain_email is is_own


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Shine Studio, LLC", "Shine Studio"),
        ("Shine Studio L.L.C.", "Shine Studio"),
        ("Acme Co., Inc.", "Acme"),
        ("Incognito Salon", "Incognito Salon"),
        ("Patel Dentistry PLLC", "Patel Dentistry"),
    ],
)
def test_customers_do_not_say_the_company_form(name: str, spoken: str) -> None:
    assert without_company_form(name) == spoken
    assert has_company_form(name) == (name != spoken)


@pytest.mark.parametrize(
    ("legal_name", "text"),
    [
        ("Shine Studio LLC", "shine studio: your car is ready"),
        ("Shine Studio LLC", "Your friends at Shine"),
        ("O'Brien & Sons Plumbing", "OBrien and Sons: on the way"),
        ("Sparkle Mobile Detailing Inc", "Thanks from sparkle!"),
        ("Austin Barber Company Group", "ABCG: see you at 5"),
        ("J & M Auto Detail LLC", "J&M: your car is ready"),
        ("The Cleaning Company LLC", "The Cleaning Company is on the way"),
        ("Johnson Holdings LLC", "ShineStudio: your car is ready"),
    ],
)
def test_a_text_names_the_business_in_many_ways(legal_name: str, text: str) -> None:
    assert names_business(text, profile=a_profile(legal_name=legal_name))


@pytest.mark.parametrize(
    ("legal_name", "text"),
    [
        ("Shine Studio LLC", "Your car is ready at the studio"),
        ("Clean Machine LLC", "Your car is clean and ready"),
        ("The Cleaning Company LLC", "Your cleaning is booked"),
        ("Sparkle Mobile Detailing Inc", "Your mobile detailing is booked"),
        ("Shine Studio LLC", "ServicePro: your car is ready"),
    ],
)
def test_everyday_words_do_not_name_the_business(legal_name: str, text: str) -> None:
    assert not names_business(text, profile=a_profile(legal_name=legal_name))


def test_a_trade_name_counts_once_the_description_introduces_it() -> None:
    profile = a_profile(legal_name="Johnson Holdings LLC", website_url="https://jh.com")
    text = "Fresh Cuts: see you at 5"
    assert not names_business(text, profile=profile)
    description = "Johnson Holdings LLC (doing business as Fresh Cuts Salon) texts clients."
    assert names_business(text, profile=profile, description=description)
