"""Business profiles with one flaw each."""

from typing import Any

from tests.unit.a2p.domain.builders import a_representative, an_address
from tests.unit.a2p.domain.flaw import Flaw


def _profile(rule_id: str, path: str, *, suggests: bool = False, **changes: Any) -> Flaw:
    return Flaw(rule_id, f"businessProfile.{path}", profile=changes, suggests=suggests)


PROFILE_FLAWS = [
    _profile("profile-incomplete", "legalName", legal_name=None),
    _profile("profile-incomplete", "brandType", brand_type=None),
    _profile("profile-incomplete", "address.city", address=an_address(city="  ")),
    _profile(
        "profile-incomplete", "representative.email", representative=a_representative(email=None)
    ),
    Flaw(
        "profile-incomplete", "businessProfile.mobilePhone", profile={"mobile_phone": ""}, sole=True
    ),
    _profile("public-company-stock", "stockTicker", company_type="public", stock_exchange="NYSE"),
    _profile("private-company-stock", "stockTicker", stock_ticker="SHN"),
    _profile(
        "stock-exchange-known",
        "stockExchange",
        company_type="public",
        stock_exchange="MARS",
        stock_ticker="SHN",
    ),
    _profile("ein-format", "registrationNumber", registration_number="12345"),
    _profile("ein-format", "registrationNumber", registration_number="123-45-6789"),
    _profile("ein-format", "registrationNumber", registration_number="000000000"),
    Flaw(
        "sole-proprietor-ein",
        "businessProfile.registrationNumber",
        profile={"registration_number": "123456789"},
        sole=True,
    ),
    Flaw(
        "sole-proprietor-company-name",
        "businessProfile.legalName",
        profile={"legal_name": "Dana Reyes Detailing, LLC"},
        sole=True,
    ),
    Flaw(
        "sole-proprietor-name",
        "businessProfile.legalName",
        profile={"legal_name": "Muddy Paws"},
        sole=True,
    ),
    _profile("profile-known-values", "industry", industry="SPACE_MINING"),
    _profile("legal-name-type", "businessType", business_type="Corporation"),
    _profile("nonprofit-type", "businessType", company_type="non_profit", suggests=True),
    _profile("website-https", "websiteUrl", website_url="http://shinestudio.com", suggests=True),
    _profile("website-https", "websiteUrl", website_url="shinestudio.com", suggests=True),
    _profile("website-https", "websiteUrl", website_url="we have none"),
    _profile("website-own", "websiteUrl", website_url="https://www.facebook.com/shinestudio"),
    _profile("email-format", "brandContactEmail", brand_contact_email="hello at shine"),
    _profile(
        "free-mail",
        "representative.email",
        representative=a_representative(email="dana@gmail.com"),
    ),
    _profile(
        "email-domain",
        "representative.email",
        representative=a_representative(email="dana@elsewhere.com"),
    ),
    _profile(
        "representative-phone",
        "representative.phone",
        representative=a_representative(phone="555-0142"),
    ),
    _profile(
        "representative-phone",
        "representative.phone",
        representative=a_representative(phone="+4420718٣٨٧٥٠"),
    ),
    _profile(
        "phone-spelling",
        "representative.phone",
        representative=a_representative(phone="(512) 555-0142"),
        suggests=True,
    ),
    Flaw(
        "phone-spelling",
        "businessProfile.mobilePhone",
        profile={"mobile_phone": "512-555-0142"},
        sole=True,
        suggests=True,
    ),
    Flaw(
        "mobile-phone",
        "businessProfile.mobilePhone",
        profile={"mobile_phone": "+442071838750"},
        sole=True,
    ),
    _profile(
        "address-region-spelling",
        "address.region",
        address=an_address(region="Texas"),
        suggests=True,
    ),
    _profile("address-region", "address.region", address=an_address(region="Bavaria")),
    _profile("postal-code", "address.postalCode", address=an_address(postal_code="787")),
    _profile("address-country", "address.country", address=an_address(country="DE")),
    _profile("address-region", "address.region", address=an_address(country="CA")),
    _profile("postal-code", "address.postalCode", address=an_address(country="CA")),
    _profile(
        "address-region-spelling",
        "address.region",
        address=an_address(country="CA", region="Ontario", postal_code="M5V 2T6"),
        suggests=True,
    ),
    _profile("postal-code", "address.postalCode", address=an_address(postal_code="７８７０１")),
    _profile("ein-prefix", "registrationNumber", registration_number="07-1234567"),
    _profile(
        "benefit-industry",
        "industry",
        company_type="government",
        business_type="Non-profit Corporation",
        suggests=True,
    ),
    _profile(
        "nonprofit-type",
        "companyType",
        business_type="Non-profit Corporation",
        suggests=True,
    ),
    _profile("address-po-box", "address.street", address=an_address(street="P.O. Box 12")),
    _profile(
        "job-position",
        "representative.jobPosition",
        representative=a_representative(job_position="Chief Shine Officer"),
        suggests=True,
    ),
]
