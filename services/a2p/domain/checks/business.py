"""The company behind the campaign, as the registry will compare it with official records."""

import re
from collections.abc import Iterator

from contracts.a2p_words import (
    BUSINESS_TYPES,
    COMPANY_TYPES,
    INDUSTRIES,
    REGIONS_OF_OPERATION,
    REGISTRATION_IDENTIFIERS,
    STOCK_EXCHANGES,
)
from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Issue, Rule, when
from services.a2p.domain.naming import has_company_form, words_of
from services.a2p.domain.profile import (
    BusinessProfile,
    business_type_word,
    company_type_word,
    has_unused_ein_prefix,
    is_ein,
    missing_fields,
    missing_stock_fields,
)
from services.a2p.domain.text import host_of, is_web_address, listed, plain, same_site, with_https

_NAMES = {
    "brandType": "kind of registration",
    "legalName": "legal name",
    "businessType": "business type",
    "industry": "industry",
    "registrationNumber": "EIN",
    "registrationIdentifier": "kind of registration number",
    "regionsOfOperation": "region of operation",
    "websiteUrl": "website",
    "companyType": "company type",
    "vertical": "line of business",
    "mobilePhone": "mobile phone number",
    "address.street": "street address",
    "address.city": "city",
    "address.region": "state",
    "address.postalCode": "ZIP code",
    "representative.firstName": "representative’s first name",
    "representative.lastName": "representative’s last name",
    "representative.email": "representative’s e-mail address",
    "representative.phone": "representative’s phone number",
    "representative.title": "representative’s title",
    "representative.jobPosition": "representative’s position",
    "stockExchange": "stock exchange",
    "stockTicker": "stock ticker",
    "brandContactEmail": "contact e-mail address",
}
# Pages on such hosts say nothing about who runs the business.
_SOCIAL_HOSTS = (
    "facebook.com", "instagram.com", "linktr.ee", "yelp.com", "linkedin.com", "x.com",
    "twitter.com",
    "tiktok.com", "youtube.com", "nextdoor.com", "google.com", "g.page", "business.site",
)  # fmt: skip
_LIMITED = "Limited Liability Corporation"
_NONPROFIT_CORPORATION = "Non-profit Corporation"
# The industries under which each of them is found; the first is the usual one.
_PUBLIC_BENEFIT = {
    "government": ("GOVERNMENT", "EDUCATION"),
    "nonprofit": ("NOT_FOR_PROFIT", "EDUCATION", "RELIGION", "HEALTHCARE"),
}


def _missing(case: Case) -> Iterator[Issue]:
    stock = set(missing_stock_fields(case.profile))
    for path in missing_fields(case.profile):
        if path not in stock:
            yield Issue(
                f"The {_NAMES[path]} is missing from your business profile.",
                "Complete the business profile.",
                field=f"businessProfile.{path}",
            )


def _public_company(case: Case) -> Iterator[Issue]:
    for path in missing_stock_fields(case.profile):
        yield Issue(
            f"A public company needs a {_NAMES[path]}.",
            "Complete it, or mark the company as private.",
            field=f"businessProfile.{path}",
        )


def _private_company_stock(case: Case) -> Iterator[Issue]:
    profile = case.profile
    exchange = plain(profile.stock_exchange).upper()
    listed_company = plain(profile.stock_ticker) or exchange not in ("", "NONE")
    return when(
        listed_company and profile.company_type and not profile.is_public_company,
        "Only public companies have a stock ticker or exchange.",
        "Clear both, or mark the company as public.",
    )


def _exchange_known(case: Case) -> Iterator[Issue]:
    exchange = plain(case.profile.stock_exchange).upper()
    return when(
        exchange and exchange not in STOCK_EXCHANGES,
        "This stock exchange is not on the registry’s list.",
        "Choose it from the list, or choose OTHER.",
    )


def _ein_format(case: Case) -> Iterator[Issue]:
    profile = case.profile
    return when(
        _gives_ein(profile) and not is_ein(plain(profile.registration_number)),
        "The EIN does not have nine digits, as every EIN does.",
        "Copy it from your IRS letter (CP 575 or 147C). A Social Security number is not accepted.",
    )


def _gives_ein(profile: BusinessProfile) -> bool:
    is_company = profile.identifies_by_ein and not profile.is_sole_proprietor
    return bool(is_company and plain(profile.registration_number))


def _ein_prefix(case: Case) -> Iterator[Issue]:
    """Only a warning: the IRS takes new prefixes into use."""
    profile, number = case.profile, plain(case.profile.registration_number)
    return when(
        _gives_ein(profile) and is_ein(number) and has_unused_ein_prefix(number),
        "No EIN that we know of begins with these two digits.",
        "Compare it with your IRS letter (CP 575 or 147C).",
    )


def _sole_proprietor_ein(case: Case) -> Iterator[Issue]:
    profile = case.profile
    return when(
        profile.is_sole_proprietor and plain(profile.registration_number),
        "A business with an EIN cannot register as a sole proprietor.",
        "Register as a low-volume standard brand, or clear the EIN if you have none.",
    )


def _sole_proprietor_company(case: Case) -> Iterator[Issue]:
    return when(
        case.profile.is_sole_proprietor and has_company_form(plain(case.profile.legal_name)),
        "A company such as an LLC or Inc. cannot register as a sole proprietor.",
        "Register as a low-volume standard brand with your EIN.",
    )


def _sole_proprietor_name(case: Case) -> Iterator[Issue]:
    profile = case.profile
    person = {word.lower() for word in words_of(plain(profile.representative.last_name))}
    name = {word.lower() for word in words_of(plain(profile.legal_name))}
    return when(
        profile.is_sole_proprietor and person and name and not person & name,
        "A sole proprietor’s registered name is usually the person’s own name.",
        "Use your own name unless your trade name is registered.",
    )


def _known_words(case: Case) -> Iterator[Issue]:
    profile = case.profile
    for path, value, allowed in (
        ("businessType", business_type_word(profile.business_type), BUSINESS_TYPES),
        ("industry", plain(profile.industry).upper(), INDUSTRIES),
        ("companyType", company_type_word(profile.company_type), COMPANY_TYPES),
        ("registrationIdentifier", _identifier(profile), REGISTRATION_IDENTIFIERS),
        ("regionsOfOperation", plain(profile.regions_of_operation).upper(), REGIONS_OF_OPERATION),
    ):
        if value and not profile.is_sole_proprietor and value not in allowed:
            yield Issue(
                f"This {_NAMES[path]} is not one that Twilio lists.",
                f"Twilio lists {listed(allowed)}."
                if len(allowed) < 10
                else "Choose from the list.",
                field=f"businessProfile.{path}",
            )


def _identifier(profile: BusinessProfile) -> str:
    word = plain(profile.registration_identifier)
    return "Other" if word.lower() == "other" else word.upper()


def _type_against_name(case: Case) -> Iterator[Issue]:
    name = plain(case.profile.legal_name)
    company = re.search(r"\bp?\.?l\.?l\.?c\b", name, re.IGNORECASE)
    return when(
        name
        and not case.profile.is_sole_proprietor
        and bool(company) != (business_type_word(case.profile.business_type) == _LIMITED)
        and (company or business_type_word(case.profile.business_type) == _LIMITED)
        and business_type_word(case.profile.business_type) in BUSINESS_TYPES,
        "The legal name and the business type do not agree.",
        "Write the name exactly as in your IRS letter, with LLC or Inc. where it has it.",
    )


def _nonprofit(case: Case) -> Iterator[Issue]:
    kind = company_type_word(case.profile.company_type)
    business_type = business_type_word(case.profile.business_type)
    if kind in _PUBLIC_BENEFIT and business_type not in ("", _NONPROFIT_CORPORATION):
        yield Issue(
            "Government bodies and nonprofits register as a non-profit corporation.",
            "Change the business type, or mark the company as private.",
            _NONPROFIT_CORPORATION,
        )
    elif kind not in ("", *_PUBLIC_BENEFIT) and business_type == _NONPROFIT_CORPORATION:
        yield Issue(
            "A non-profit corporation is a nonprofit or a government body, not a company.",
            "Change the company type, or the business type if you are a company.",
            "nonprofit",
            "businessProfile.companyType",
        )


def _benefit_industry(case: Case) -> Iterator[Issue]:
    kind = company_type_word(case.profile.company_type)
    usual, industry = _PUBLIC_BENEFIT.get(kind, ()), plain(case.profile.industry).upper()
    return when(
        usual and industry and industry not in usual and not case.profile.is_sole_proprietor,
        "The industry does not go with a government body or a nonprofit.",
        "Choose the suggested industry, or another company type.",
        usual[0] if usual else None,
    )


def _website(case: Case) -> Iterator[Issue]:
    url = plain(case.profile.website_url)
    if not url or url.lower().startswith("https://") and is_web_address(url):
        return
    secure = with_https(url) if "://" in url else f"https://{url}"
    yield Issue(
        "The website is not a full https address.",
        "Enter it as customers reach it, beginning with https://.",
        secure if is_web_address(secure) else None,
    )


def _website_own(case: Case) -> Iterator[Issue]:
    host = host_of(plain(case.profile.website_url))
    return when(
        host and any(same_site(host, social) for social in _SOCIAL_HOSTS),
        "A social page stands in for a website; reviewers often do not accept it.",
        "Enter a website of your own with your legal name, policy and terms on it.",
    )


_P = "businessProfile."
RULES = (
    Rule("profile-incomplete", BLOCKING, f"{_P}legalName", (22214, 22215, 30701, 30757), _missing),
    Rule(
        "public-company-stock",
        BLOCKING,
        f"{_P}stockTicker",
        (21736, 21737, 30793, 30796, 30900),
        _public_company,
    ),
    Rule(
        "private-company-stock",
        BLOCKING,
        f"{_P}stockTicker",
        (30793, 30796),
        _private_company_stock,
    ),
    Rule("stock-exchange-known", BLOCKING, f"{_P}stockExchange", (30793, 30796), _exchange_known),
    Rule(
        "ein-format",
        BLOCKING,
        f"{_P}registrationNumber",
        (18602, 30757, 30795, 30799),
        _ein_format,
    ),
    Rule("ein-prefix", WARNING, f"{_P}registrationNumber", (18602, 30795), _ein_prefix),
    Rule(
        "sole-proprietor-ein",
        BLOCKING,
        f"{_P}registrationNumber",
        (30903, 30915),
        _sole_proprietor_ein,
    ),
    Rule(
        "sole-proprietor-company-name",
        BLOCKING,
        f"{_P}legalName",
        (30903, 30915),
        _sole_proprietor_company,
    ),
    Rule("sole-proprietor-name", WARNING, f"{_P}legalName", (30914,), _sole_proprietor_name),
    Rule("profile-known-values", WARNING, f"{_P}industry", (22216, 30701), _known_words),
    Rule("legal-name-type", WARNING, f"{_P}businessType", (30795, 30799), _type_against_name),
    Rule("nonprofit-type", WARNING, f"{_P}businessType", (30797, 30798), _nonprofit),
    Rule("benefit-industry", WARNING, f"{_P}industry", (30797, 30798), _benefit_industry),
    Rule("website-https", BLOCKING, f"{_P}websiteUrl", (18601, 30891, 30907), _website),
    Rule("website-own", WARNING, f"{_P}websiteUrl", (18601, 30891, 30907, 30919), _website_own),
)
