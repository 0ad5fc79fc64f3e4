"""From Twilio's codes to reasons in plain words, and from codes to the rules that prevent them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.a2p.domain.checks import RULES
from services.a2p.domain.findings import Finding
from services.a2p.domain.known_errors import KNOWN_ERRORS, Fixer, KnownError, Subject
from services.a2p.domain.rejection import RejectionReason, may_resubmit, summary

__all__ = [
    "KNOWN_ERRORS",
    "Fixer",
    "KnownError",
    "RejectionReason",
    "Subject",
    "TwilioReportedError",
    "explain",
    "is_known",
    "may_resubmit",
    "rules_for_code",
    "summary",
]

# Twilio's words in `errors[].fields[]` and in evaluations, in our field names. The list is open:
# an unlisted word falls back on the field that the code is usually about.
FIELD_NAMES = {
    "MESSAGE_FLOW": "messageFlow",
    "USE_CASE_DESCRIPTION": "description",
    "DESCRIPTION": "description",
    "CAMPAIGN_DESCRIPTION": "description",
    "SAMPLES": "sampleMessages",
    "MESSAGE_SAMPLES": "sampleMessages",
    "SAMPLE_MESSAGES": "sampleMessages",
    "USE_CASE": "useCase",
    "US_APP_TO_PERSON_USECASE": "useCase",
    "PRIVACY_POLICY_URL": "privacyPolicyUrl",
    "TERMS_AND_CONDITIONS_URL": "termsAndConditionsUrl",
    "OPT_IN_KEYWORDS": "optInKeywords",
    "OPT_IN_MESSAGE": "optInMessage",
    "OPT_OUT_KEYWORDS": "optOutKeywords",
    "OPT_OUT_MESSAGE": "optOutMessage",
    "HELP_KEYWORDS": "helpKeywords",
    "HELP_MESSAGE": "helpMessage",
    "HAS_EMBEDDED_LINKS": "hasEmbeddedLinks",
    "HAS_EMBEDDED_PHONE": "hasEmbeddedPhone",
    "AGE_GATED": "ageGated",
    "DIRECT_LENDING": "directLending",
    "BUSINESS_NAME": "businessProfile.legalName",
    "LEGAL_NAME": "businessProfile.legalName",
    "BRAND_NAME": "businessProfile.legalName",
    "BUSINESS_TYPE": "businessProfile.businessType",
    "BUSINESS_INDUSTRY": "businessProfile.industry",
    "BUSINESS_REGISTRATION_NUMBER": "businessProfile.registrationNumber",
    "TAX_ID": "businessProfile.registrationNumber",
    "EIN": "businessProfile.registrationNumber",
    "BUSINESS_REGISTRATION_IDENTIFIER": "businessProfile.registrationIdentifier",
    "BUSINESS_REGIONS_OF_OPERATION": "businessProfile.regionsOfOperation",
    "WEBSITE": "businessProfile.websiteUrl",
    "WEBSITE_URL": "businessProfile.websiteUrl",
    "COMPANY_TYPE": "businessProfile.companyType",
    "STOCK_EXCHANGE": "businessProfile.stockExchange",
    "STOCK_TICKER": "businessProfile.stockTicker",
    "STOCK_SYMBOL": "businessProfile.stockTicker",
    "BRAND_CONTACT_EMAIL": "businessProfile.brandContactEmail",
    "ADDRESS": "businessProfile.address.street",
    "STREET": "businessProfile.address.street",
    "CITY": "businessProfile.address.city",
    "REGION": "businessProfile.address.region",
    "STATE": "businessProfile.address.region",
    "POSTAL_CODE": "businessProfile.address.postalCode",
    "COUNTRY": "businessProfile.address.country",
    "FIRST_NAME": "businessProfile.representative.firstName",
    "LAST_NAME": "businessProfile.representative.lastName",
    "EMAIL": "businessProfile.representative.email",
    "PHONE": "businessProfile.representative.phone",
    "PHONE_NUMBER": "businessProfile.representative.phone",
    "BUSINESS_TITLE": "businessProfile.representative.title",
    "JOB_POSITION": "businessProfile.representative.jobPosition",
    "MOBILE_PHONE": "businessProfile.mobilePhone",
    "MOBILE_PHONE_NUMBER": "businessProfile.mobilePhone",
    "VERTICAL": "businessProfile.vertical",
}
_GENERIC_FIX = (
    "Compare this part of your registration with the explanation, correct it and submit again. "
    "Contact support if it is not clear what to change."
)
# Twilio's texts echo what was submitted. A reason is stored and shown, so an EIN or a phone number
# must not travel in it.
_LONG_NUMBER = re.compile(r"(?<!/)\+?\(?\d(?:[ ().-]{0,2}\d){6,}")


@dataclass(frozen=True)
class TwilioReportedError:
    """One entry of Twilio's `errors[]`, as it came."""

    code: int
    fields: tuple[str, ...] = ()
    description: str | None = None
    url: str | None = None


def explain(errors: Iterable[TwilioReportedError]) -> list[RejectionReason]:
    """Each reason once, in Twilio's order."""
    return list(dict.fromkeys(_reason(error) for error in errors))


def is_known(code: int) -> bool:
    return code in KNOWN_ERRORS


def rules_for_code(code: int) -> tuple[str, ...]:
    """Ids of the rules that prevent this rejection, in the order of the table."""
    return tuple(rule.id for rule in RULES if code in rule.codes)


def taught_by(findings: Iterable[Finding], reasons: Iterable[RejectionReason]) -> list[Finding]:
    """The findings of the rules that would have prevented these rejections, first and marked."""
    rule_ids = {rule_id for reason in reasons for rule_id in rules_for_code(reason.code)}
    marked = [replace(each, because_rejected=each.rule_id in rule_ids) for each in findings]
    return sorted(marked, key=lambda finding: not finding.because_rejected)


def field_of(words: Iterable[str]) -> str | None:
    """Our name of the first field that Twilio names and we know."""
    known = (FIELD_NAMES.get(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", w).upper()) for w in words)
    return next((name for name in known if name), None)


def _reason(error: TwilioReportedError) -> RejectionReason:
    entry = KNOWN_ERRORS.get(error.code)
    if entry is None:
        return _unknown(error)
    other = entry.when_named
    is_named = other is not None and other.field in {word.upper() for word in error.fields}
    told = other if other is not None and is_named else entry
    return RejectionReason(
        code=error.code,
        field=field_of(error.fields) or entry.field,
        message=told.message,
        fix=told.fix,
        can_resubmit=entry.can_resubmit or is_named,
    )


def _unknown(error: TwilioReportedError) -> RejectionReason:
    said = _LONG_NUMBER.sub("…", (error.description or "").strip()).rstrip(".")
    explanation = f" Twilio’s explanation: “{said}.”" if said else ""
    url = error.url or f"https://www.twilio.com/docs/errors/{error.code}"
    return RejectionReason(
        code=error.code,
        field=field_of(error.fields),
        message=f"The reviewers did not accept a part of this registration.{explanation}",
        fix=f"{_GENERIC_FIX} More: {url}",
        can_resubmit=True,
        is_known=False,
    )
