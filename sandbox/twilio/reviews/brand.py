"""Why the registry refuses a brand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.twilio import lifecycles
from sandbox.twilio.reviews.evidence import addresses_of, assigned_sids, bundle_attributes
from sandbox.twilio.reviews.rules import Rule, review
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

EXCHANGES = (
    "NONE NASDAQ NYSE AMEX AMX ASX B3 BME BSE FRA ICEX JPX JSE KRX LON NSE OMX SEHK SGX SSE STO"
    " SWX SZSE TSX TWSE VSE OTHER"
).split()
# The tax office never issued these first two digits.
UNISSUED_TAX_PREFIXES = ("00", "07", "08", "09")
PLACEHOLDER_NAMES = ("test", "test business", "my business", "business name", "asdf", "none", "n/a")
COMPANY_SUFFIX = re.compile(
    r"[\s,]+(llc|l\.l\.c\.|inc|incorporated|corp|corporation|ltd|limited|co|company|llp|pllc"
    r"|p\.?c|p\.?a)\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class BrandFacts:
    """What the registry is sent: the content of both bundles, and what it already holds."""

    brand_type: str
    is_mock: bool
    legal_name: str
    business_type: str
    industry: str
    tax_number: str
    website: str
    company_type: str
    stock_exchange: str
    stock_ticker: str
    mobile_phone: str
    contact_email: str
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    postal_codes: tuple[str, ...]
    bundle_statuses: tuple[str, ...]
    other_tax_numbers: frozenset[str]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def without_suffix(name: str) -> str:
    """The name as customers say it: "Clean Machine, LLC" is "Clean Machine"."""
    return COMPANY_SUFFIX.sub("", name.strip())


def _has_wrong_tax_number(facts: BrandFacts) -> bool:
    if facts.brand_type == "SOLE_PROPRIETOR":
        return False
    is_social_security = re.fullmatch(r"\d{3}-\d{2}-\d{4}", facts.tax_number) is not None
    number = digits(facts.tax_number)
    return is_social_security or len(number) != 9 or number.startswith(UNISSUED_TAX_PREFIXES)


def _is_duplicate(facts: BrandFacts) -> bool:
    return not facts.is_mock and digits(facts.tax_number) in facts.other_tax_numbers


def _has_bad_region(facts: BrandFacts) -> bool:
    is_american = facts.countries == ("US",) * len(facts.countries)
    return is_american and any(not re.fullmatch(r"[A-Z]{2}", each) for each in facts.regions)


def _has_bad_postal_code(facts: BrandFacts) -> bool:
    is_american = facts.countries == ("US",) * len(facts.countries)
    return is_american and any(
        not re.fullmatch(r"\d{5}(-\d{4})?", each) for each in facts.postal_codes
    )


def _has_bad_stock(facts: BrandFacts) -> bool:
    if facts.company_type != "public" or facts.stock_exchange not in EXCHANGES:
        return False
    has_ticker = re.fullmatch(r"[A-Z]{1,5}([.-][A-Z]{1,2})?", facts.stock_ticker) is not None
    return facts.stock_exchange == "NONE" or not has_ticker


def _is_false_government(facts: BrandFacts) -> bool:
    return facts.company_type == "government" and facts.industry != "GOVERNMENT"


def _is_false_nonprofit(facts: BrandFacts) -> bool:
    claims = facts.company_type.replace("-", "").replace("_", "") == "nonprofit"
    return claims and facts.business_type != "Non-profit Corporation"


def _is_company(facts: BrandFacts) -> bool:
    return COMPANY_SUFFIX.search(facts.legal_name) is not None


RULES: tuple[Rule[BrandFacts], ...] = (
    Rule(
        30701,
        ("region",),
        _has_bad_region,
        "The state must be written with its two capital letters.",
    ),
    Rule(
        30701,
        ("postal_code",),
        _has_bad_postal_code,
        "The postal code must have five or nine digits.",
    ),
    Rule(
        30703,
        ("business_registration_number",),
        _is_duplicate,
        "A brand with this registration number is already registered.",
    ),
    Rule(
        30755,
        ("country",),
        lambda facts: any(country not in ("US", "CA") for country in facts.countries),
        "Businesses of this country cannot be registered.",
    ),
    Rule(
        30793,
        ("stock_exchange",),
        lambda facts: facts.company_type == "public" and facts.stock_exchange not in EXCHANGES,
        "The stock exchange is not one that the registry knows.",
    ),
    Rule(
        30793,
        ("customer_profile_bundle_sid", "a2p_profile_bundle_sid"),
        lambda facts: any(each in ("draft", "twilio-rejected") for each in facts.bundle_statuses),
        "A bundle of this brand was not submitted or is rejected.",
    ),
    Rule(
        30795,
        ("business_registration_number", "business_name"),
        _has_wrong_tax_number,
        "The tax number does not belong to the legal name: copy both from the IRS letter.",
    ),
    Rule(
        30796,
        ("stock_ticker", "stock_exchange"),
        _has_bad_stock,
        "The stock symbol is not listed at this exchange.",
    ),
    Rule(
        30797,
        ("company_type", "business_industry"),
        _is_false_government,
        "The business could not be confirmed as a government entity.",
    ),
    Rule(
        30798,
        ("company_type", "business_type"),
        _is_false_nonprofit,
        "No tax exemption was found for this business.",
    ),
    Rule(
        30799,
        ("business_name",),
        lambda facts: without_suffix(facts.legal_name).lower() in PLACEHOLDER_NAMES,
        "The details of the business could not be verified.",
    ),
    Rule(
        30915,
        ("brand_name",),
        lambda facts: facts.brand_type == "SOLE_PROPRIETOR" and _is_company(facts),
        "A company with its own tax number cannot be a sole proprietor.",
    ),
)


def review_brand(facts: BrandFacts) -> list[Json]:
    return review(facts, RULES)


def brand_facts(world: World, brand: Json) -> BrandFacts:
    profile_sid = brand["customer_profile_bundle_sid"]
    product_sid = brand["a2p_profile_bundle_sid"]
    given = bundle_attributes(world, profile_sid) | bundle_attributes(world, product_sid)
    addresses = addresses_of(world, assigned_sids(world, profile_sid))
    return BrandFacts(
        brand_type=brand["brand_type"],
        is_mock=brand["mock"],
        legal_name=given.get("business_name") or given.get("brand_name") or "",
        business_type=given.get("business_type", ""),
        industry=given.get("business_industry", ""),
        tax_number=given.get("business_registration_number", ""),
        website=given.get("website_url", ""),
        company_type=given.get("company_type", ""),
        stock_exchange=given.get("stock_exchange", ""),
        stock_ticker=given.get("stock_ticker", ""),
        mobile_phone=given.get("mobile_phone_number", ""),
        contact_email=given.get("brand_contact_email", ""),
        countries=tuple(address["iso_country"] for address in addresses),
        regions=tuple(address["region"] for address in addresses),
        postal_codes=tuple(address["postal_code"] for address in addresses),
        bundle_statuses=_bundle_statuses(world, profile_sid, product_sid),
        other_tax_numbers=_other_tax_numbers(world, brand["sid"]),
    )


def _bundle_statuses(world: World, profile_sid: str, product_sid: str) -> tuple[str, ...]:
    """As they will be once decided: the registry does not act before that."""
    bundles = (
        world.table("customer_profiles")[profile_sid],
        world.table("trust_products")[product_sid],
    )
    return tuple(lifecycles.bundle_status(each, now=float("inf")) for each in bundles)


def _other_tax_numbers(world: World, brand_sid: str) -> frozenset[str]:
    """Of the brands that hold their registration: a failed or mock one blocks nobody."""
    return frozenset(
        digits(other["_tax_number"])
        for other in world.table("brands").values()
        if other["sid"] != brand_sid
        and not other["mock"]
        and not other["_findings"]
        and digits(other["_tax_number"])
    )
