"""From our profile and campaign to the parameters of Twilio's API, as its Python SDK names them."""

from dataclasses import dataclass
from typing import Any

from contracts.enums import BrandType
from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.profile import (
    DEFAULT_REGION_OF_OPERATION,
    DEFAULT_REGISTRATION_IDENTIFIER,
    BusinessProfile,
    Representative,
    business_type_word,
    company_type_word,
    digits_of,
    e164,
)
from services.a2p.domain.text import plain

Params = dict[str, Any]

# The policies of TrustHub: the same SIDs in every Twilio account. Public code often swaps them;
# a start-up check can fetch each and compare its friendly name.
SECONDARY_BUSINESS_PROFILE_POLICY = "RNdfbf3fae0e1107f8aded0e7cead80bf5"
A2P_TRUST_PRODUCT_POLICY = "RNb0d4771c2c98518d916a3d4cd70a8f8b"
STARTER_PROFILE_POLICY = "RN806dd6cd175f314e1f96a9727ee271f4"
SOLE_PROPRIETOR_TRUST_PRODUCT_POLICY = "RN670d5d2e282a6130ae063b234b6019c8"
# The path of a campaign inside its messaging service: this constant for every campaign there is,
# so never an identity. Ours is account and messaging service.
CAMPAIGN_PATH_SID = "QE2c6890da8086d771620e9b13fadeba0b"
# Without this header value the answers leave out the two policy URLs.
CAMPAIGN_API_VERSION = "v1.2"

BUSINESS_INFORMATION = "customer_profile_business_information"
AUTHORIZED_REPRESENTATIVE = "authorized_representative_1"
MESSAGING_PROFILE = "us_a2p_messaging_profile_information"
STARTER_INFORMATION = "starter_customer_profile_information"
SOLE_PROPRIETOR_INFORMATION = "sole_proprietor_information"
ADDRESS_DOCUMENT = "customer_profile_address"
# Tenants are customers of the platform; `isv_reseller_or_partner` is the platform's own identity.
_TENANT_IDENTITY = "direct_customer"
# Twilio's page for government and nonprofit bodies writes `non_profit`; working integrations send
# `non-profit`. Until an Evaluation settles it, this is the only place that spells the word.
COMPANY_TYPE_ON_THE_WIRE = {
    "private": "private",
    "public": "public",
    "government": "government",
    "nonprofit": "non-profit",
}


@dataclass(frozen=True)
class Policies:
    """Which rules of TrustHub the two bundles of a brand are held against."""

    customer_profile: str
    trust_product: str


def policies_of(brand_type: BrandType) -> Policies:
    if brand_type is BrandType.SOLE_PROPRIETOR:
        return Policies(STARTER_PROFILE_POLICY, SOLE_PROPRIETOR_TRUST_PRODUCT_POLICY)
    return Policies(SECONDARY_BUSINESS_PROFILE_POLICY, A2P_TRUST_PRODUCT_POLICY)


def business_information(profile: BusinessProfile) -> Params:
    """No address here: it travels as a supporting document."""
    return _given(
        business_name=profile.legal_name,
        business_identity=_TENANT_IDENTITY,
        business_type=business_type_word(profile.business_type),
        business_industry=plain(profile.industry).upper(),
        business_registration_identifier=plain(profile.registration_identifier)
        or DEFAULT_REGISTRATION_IDENTIFIER,
        business_registration_number=_registration_number(profile),
        business_regions_of_operation=plain(profile.regions_of_operation)
        or DEFAULT_REGION_OF_OPERATION,
        website_url=profile.website_url,
        social_media_profile_urls=", ".join(profile.social_media_urls),
    )


def authorized_representative(profile: BusinessProfile) -> Params:
    person = profile.representative
    return _given(
        **_person(person),
        business_title=plain(person.title) or person.job_position,
        job_position=person.job_position,
    )


def messaging_profile_information(profile: BusinessProfile) -> Params:
    """Stock data only for a public company: sent empty for another, they cause a rejection."""
    word = company_type_word(profile.company_type)
    values = {
        "company_type": COMPANY_TYPE_ON_THE_WIRE.get(word, plain(profile.company_type)),
        "brand_contact_email": profile.brand_contact_email,
    }
    if profile.is_public_company:
        values["stock_exchange"] = plain(profile.stock_exchange).upper()
        values["stock_ticker"] = plain(profile.stock_ticker).upper()
    return _given(**values)


def starter_information(profile: BusinessProfile) -> Params:
    return _given(**_person(profile.representative))


def sole_proprietor_information(profile: BusinessProfile) -> Params:
    """Exactly the three attributes that Twilio evaluates; names and e-mail belong elsewhere."""
    return _given(
        brand_name=profile.legal_name,
        mobile_phone_number=e164(profile.mobile_phone) or profile.mobile_phone,
        vertical=profile.vertical,
    )


def customer_profile_end_users(profile: BusinessProfile) -> dict[str, Params]:
    """Attributes by end-user type, of what the customer profile consists of."""
    if profile.is_sole_proprietor:
        return {STARTER_INFORMATION: starter_information(profile)}
    return {
        BUSINESS_INFORMATION: business_information(profile),
        AUTHORIZED_REPRESENTATIVE: authorized_representative(profile),
    }


def trust_product_end_users(profile: BusinessProfile) -> dict[str, Params]:
    """Attributes by end-user type, of what the A2P trust product consists of."""
    if profile.is_sole_proprietor:
        return {SOLE_PROPRIETOR_INFORMATION: sole_proprietor_information(profile)}
    return {MESSAGING_PROFILE: messaging_profile_information(profile)}


def address_params(profile: BusinessProfile) -> Params:
    address = profile.address
    return _given(
        customer_name=profile.legal_name,
        street=address.street,
        street_secondary=address.street2,
        city=address.city,
        region=address.region_code or plain(address.region),
        postal_code=address.postal_code,
        iso_country=address.country_code,
    )


def address_document(address_sid: str) -> Params:
    """A plain string, whatever the plural suggests."""
    return {"address_sids": address_sid}


def brand_params(
    brand_type: BrandType, *, customer_profile_sid: str, trust_product_sid: str, mock: bool = False
) -> Params:
    """Low volume is no brand type of Twilio's: it is a standard brand without secondary vetting."""
    params: Params = {
        "customer_profile_bundle_sid": customer_profile_sid,
        "a2p_profile_bundle_sid": trust_product_sid,
        "brand_type": _brand_type_on_the_wire(brand_type),
    }
    if brand_type is BrandType.LOW_VOLUME_STANDARD:
        params["skip_automatic_sec_vet"] = True
    if mock:
        params["mock"] = True
    return params


def campaign_create_params(content: CampaignContent, *, brand_sid: str) -> Params:
    """What is empty is left out: Twilio then fills in its standard keywords and replies."""
    optional = {
        "opt_in_keywords": _words(content.opt_in_keywords),
        "opt_in_message": plain(content.opt_in_message),
        "opt_out_keywords": _words(content.opt_out_keywords),
        "opt_out_message": plain(content.opt_out_message),
        "help_keywords": _words(content.help_keywords),
        "help_message": plain(content.help_message),
    }
    return {
        "brand_registration_sid": brand_sid,
        "us_app_to_person_usecase": plain(content.use_case).upper(),
        "subscriber_opt_in": content.subscriber_opt_in,
        **campaign_update_params(content),
        **{name: value for name, value in optional.items() if value},
    }


def _words(keywords: tuple[str, ...]) -> list[str]:
    return [plain(word) for word in keywords]


def campaign_update_params(content: CampaignContent) -> Params:
    """Always all seven: an update writes the whole resource, and a missing one is refused."""
    return {
        "description": plain(content.description),
        "message_flow": plain(content.message_flow),
        "message_samples": [plain(sample) for sample in content.sample_messages],
        "has_embedded_links": content.has_embedded_links,
        "has_embedded_phone": content.has_embedded_phone,
        "age_gated": content.age_gated,
        "direct_lending": content.direct_lending,
        **_given(
            privacy_policy_url=content.privacy_policy_url,
            terms_and_conditions_url=content.terms_and_conditions_url,
        ),
    }


def _brand_type_on_the_wire(brand_type: BrandType) -> str:
    if brand_type is BrandType.SOLE_PROPRIETOR:
        return "SOLE_PROPRIETOR"
    return "STANDARD"


def _registration_number(profile: BusinessProfile) -> str:
    """An EIN as nine digits, without the hyphen that people write."""
    if profile.identifies_by_ein:
        return digits_of(profile.registration_number)
    return plain(profile.registration_number)


def _person(person: Representative) -> dict[str, str | None]:
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "phone_number": e164(person.phone) or person.phone,
    }


def _given(**values: str | None) -> Params:
    """Without the empty ones: TrustHub takes an empty attribute for a wrong one."""
    return {name: plain(value) for name, value in values.items() if plain(value)}
