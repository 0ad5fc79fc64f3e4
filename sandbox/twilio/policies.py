"""TrustHub policies: what a bundle must hold, and which values its fields may take."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.twilio import constants
from sandbox.twilio.wire import Answer, Call, Json, Route, listed, not_found

if TYPE_CHECKING:
    from sandbox.twilio.world import World

BUSINESS_TYPES = (
    "Co-operative",
    "Corporation",
    "Limited Liability Corporation",
    "Non-profit Corporation",
    "Partnership",
    "Sole Proprietorship",
)
INDUSTRIES = (
    "AUTOMOTIVE AGRICULTURE BANKING CONSTRUCTION CONSUMER EDUCATION ELECTRONICS ENERGY ENGINEERING"
    " FAST_MOVING_CONSUMER_GOODS FINANCIAL FINTECH FOOD_AND_BEVERAGE GOVERNMENT HEALTHCARE"
    " HOSPITALITY INSURANCE JEWELRY LEGAL MANUFACTURING MEDIA NOT_FOR_PROFIT OIL_AND_GAS ONLINE"
    " PROFESSIONAL_SERVICES RAW_MATERIALS REAL_ESTATE RELIGION RETAIL TECHNOLOGY"
    " TELECOMMUNICATIONS TRANSPORTATION TRAVEL"
).split()
IDENTITIES = ("direct_customer", "isv_reseller_or_partner")
JOB_POSITIONS = ("Director", "GM", "VP", "CEO", "CFO", "General Counsel", "Other")
# Twilio's own pages spell the last one in more than one way.
COMPANY_TYPES = ("private", "public", "government", "non-profit", "non_profit", "nonprofit")

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
E164 = re.compile(r"\+[1-9]\d{6,14}")
WEB_ADDRESS = re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)+\S*")


def is_one_of(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


def matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


def is_at_most(length: int) -> Callable[[str], bool]:
    return lambda value: len(value) <= length


def is_anything(value: str) -> bool:
    return bool(value)


@dataclass(frozen=True)
class Field:
    name: str
    is_valid: Callable[[str], bool] = is_anything

    @property
    def friendly_name(self) -> str:
        return self.name.replace("_", " ").title()


@dataclass(frozen=True)
class Requirement:
    """Something that must be assigned to the bundle: an end user, a document or a profile."""

    kind: str
    object_type: str
    friendly_name: str
    fields: tuple[Field, ...] = ()
    is_optional: bool = False
    bundle_policies: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        if self.kind != "bundle":
            return self.object_type
        is_primary = self.object_type.startswith("primary")
        return "primary_customer_profile" if is_primary else "customer_profile"


@dataclass(frozen=True)
class Policy:
    sid: str
    friendly_name: str
    requirements: tuple[Requirement, ...]


BUSINESS_INFORMATION = Requirement(
    "end_user",
    "customer_profile_business_information",
    "Business Information",
    (
        Field("business_name"),
        Field("business_identity", is_one_of(*IDENTITIES)),
        Field("business_type", is_one_of(*BUSINESS_TYPES)),
        Field("business_industry", is_one_of(*INDUSTRIES)),
        Field("business_registration_identifier"),
        Field("business_registration_number", is_at_most(21)),
        Field("business_regions_of_operation"),
        Field("website_url", matches(WEB_ADDRESS)),
    ),
)
REPRESENTATIVE_FIELDS = (
    Field("first_name"),
    Field("last_name"),
    Field("email", matches(EMAIL)),
    Field("phone_number", matches(E164)),
    Field("business_title"),
    Field("job_position", is_one_of(*JOB_POSITIONS)),
)
FIRST_REPRESENTATIVE = Requirement(
    "end_user", "authorized_representative_1", "Authorized Representative 1", REPRESENTATIVE_FIELDS
)
SECOND_REPRESENTATIVE = Requirement(
    "end_user",
    "authorized_representative_2",
    "Authorized Representative 2",
    REPRESENTATIVE_FIELDS,
    is_optional=True,
)
ADDRESS = Requirement(
    "document", "customer_profile_address", "Physical Business Address", (Field("address_sids"),)
)
PRIMARY_PROFILE = Requirement(
    "bundle",
    "primary_customer_profile_type_business",
    "Primary Customer Profile Bundle",
    (Field("bundle_sid"),),
    bundle_policies=(constants.PRIMARY_PROFILE_POLICY,),
)
STARTER_INFORMATION = Requirement(
    "end_user",
    "starter_customer_profile_information",
    "Information",
    (
        Field("first_name"),
        Field("last_name"),
        Field("email", matches(EMAIL)),
        Field("phone_number", matches(E164)),
    ),
)
MESSAGING_INFORMATION = Requirement(
    "end_user",
    "us_a2p_messaging_profile_information",
    "A2P Messaging Profile Information",
    (Field("company_type", is_one_of(*COMPANY_TYPES)),),
)
SECONDARY_PROFILE = Requirement(
    "bundle",
    "secondary_customer_profile_type_business",
    "Secondary Customer Profile Proof",
    (Field("bundle_status"),),
    bundle_policies=(constants.SECONDARY_PROFILE_POLICY, constants.PRIMARY_PROFILE_POLICY),
)
SOLE_PROPRIETOR_INFORMATION = Requirement(
    "end_user",
    "sole_proprietor_information",
    "Sole Proprietor Information",
    (Field("brand_name"), Field("mobile_phone_number", matches(E164)), Field("vertical")),
)
STARTER_PROFILE = Requirement(
    "bundle",
    "starter_customer_profile_type_business",
    "Starter Customer Profile(isv customers) Proof",
    (Field("bundle_status"),),
    bundle_policies=(constants.STARTER_PROFILE_POLICY,),
)

POLICIES = {
    policy.sid: policy
    for policy in (
        Policy(
            constants.PRIMARY_PROFILE_POLICY,
            "Primary Customer Profile of type Business",
            (BUSINESS_INFORMATION, FIRST_REPRESENTATIVE, SECOND_REPRESENTATIVE, ADDRESS),
        ),
        Policy(
            constants.SECONDARY_PROFILE_POLICY,
            "Secondary Customer Profile of type Business",
            (
                BUSINESS_INFORMATION,
                FIRST_REPRESENTATIVE,
                SECOND_REPRESENTATIVE,
                ADDRESS,
                PRIMARY_PROFILE,
            ),
        ),
        Policy(
            constants.A2P_TRUST_PRODUCT_POLICY,
            "A2P Messaging: Local - Business",
            (MESSAGING_INFORMATION, SECONDARY_PROFILE),
        ),
        Policy(
            constants.STARTER_PROFILE_POLICY,
            "Starter Customer Profile of type Business",
            (STARTER_INFORMATION, ADDRESS, PRIMARY_PROFILE),
        ),
        Policy(
            constants.SOLE_PROPRIETOR_TRUST_PRODUCT_POLICY,
            "Sole Proprietor TrustProduct",
            (SOLE_PROPRIETOR_INFORMATION, STARTER_PROFILE),
        ),
    )
}
PROFILE_POLICIES = (
    constants.PRIMARY_PROFILE_POLICY,
    constants.SECONDARY_PROFILE_POLICY,
    constants.STARTER_PROFILE_POLICY,
)
TRUST_PRODUCT_POLICIES = (
    constants.A2P_TRUST_PRODUCT_POLICY,
    constants.SOLE_PROPRIETOR_TRUST_PRODUCT_POLICY,
)


def fetch_policy(world: World, call: Call, *, sid: str) -> Answer:
    if sid not in POLICIES:
        raise not_found(call)
    return Answer(200, _shown(POLICIES[sid]))


def list_policies(world: World, call: Call) -> Answer:
    return listed(call, [_shown(policy) for policy in POLICIES.values()], key="results")


def _shown(policy: Policy) -> Json:
    return {
        "sid": policy.sid,
        "friendly_name": policy.friendly_name,
        "requirements": {
            "end_user": [_shown_requirement(each) for each in _of_kind(policy, "end_user")],
            "supporting_trust_products": [],
            "supporting_document": [
                [{"accepted_documents": [_shown_requirement(each)], "type": "document"}]
                for each in _of_kind(policy, "document")
            ],
            "supporting_customer_profiles": [
                _shown_requirement(each) for each in _of_kind(policy, "bundle")
            ],
        },
        "url": f"https://trusthub.twilio.com/v1/Policies/{policy.sid}",
    }


def _of_kind(policy: Policy, kind: str) -> list[Requirement]:
    return [each for each in policy.requirements if each.kind == kind]


def _shown_requirement(requirement: Requirement) -> Json:
    shown: Json = {
        "type": requirement.object_type,
        "name": requirement.friendly_name,
        "requirement_name": requirement.name,
    }
    if requirement.kind != "bundle":
        shown["fields"] = [field.name for field in requirement.fields]
    return shown


ROUTES: list[Route] = [
    ("GET", "/trusthub.twilio.com/v1/Policies", list_policies),
    ("GET", "/trusthub.twilio.com/v1/Policies/<sid>", fetch_policy),
]
