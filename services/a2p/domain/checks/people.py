"""The people and places in the profile: how the registry reaches and verifies them."""

import re
from collections.abc import Iterator

from contracts.a2p_words import JOB_POSITIONS
from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Issue, Rule, when
from services.a2p.domain.profile import (
    REGIONS_OF,
    BusinessProfile,
    e164,
    is_company_email,
    is_free_mail,
)
from services.a2p.domain.text import emails_in, listed, plain

_E164 = re.compile(r"\+[1-9][0-9]{9,14}")
_PO_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b|\bpost office box\b", re.IGNORECASE)


def _emails(profile: BusinessProfile) -> dict[str, str]:
    emails = {
        "representative.email": plain(profile.representative.email),
        "brandContactEmail": plain(profile.brand_contact_email),
    }
    return {path: email for path, email in emails.items() if email}


def _email_format(case: Case) -> Iterator[Issue]:
    for path, email in _emails(case.profile).items():
        if emails_in(email) != [email]:
            yield Issue(
                "This is not an e-mail address.",
                "Enter it in full, such as name@yourbusiness.com.",
                field=f"businessProfile.{path}",
            )


def _free_mail(case: Case) -> Iterator[Issue]:
    for path, email in _emails(case.profile).items():
        if is_free_mail(email) and not case.profile.is_sole_proprietor:
            yield Issue(
                "A free e-mail address does not show that this person works for the business.",
                "Use an address on your own website’s domain.",
                field=f"businessProfile.{path}",
            )


def _email_domain(case: Case) -> Iterator[Issue]:
    website = plain(case.profile.website_url)
    for path, email in _emails(case.profile).items():
        judged = website and not is_free_mail(email) and not case.profile.is_sole_proprietor
        if judged and not is_company_email(email, website):
            yield Issue(
                "This e-mail address is not on your website’s domain.",
                "Use an address on the domain that you gave as your website.",
                field=f"businessProfile.{path}",
            )


def _unusable(number: str) -> bool:
    return bool(number) and not _E164.fullmatch(number) and e164(number) is None


def _representative_phone(case: Case) -> Iterator[Issue]:
    return when(
        _unusable(plain(case.profile.representative.phone)),
        "This is not a complete phone number.",
        "Write it with country and area code, such as +15125550100.",
    )


def _mobile_phone(case: Case) -> Iterator[Issue]:
    number = plain(case.profile.mobile_phone)
    return when(
        number and case.profile.is_sole_proprietor and e164(number) is None,
        "The mobile phone number is not a US or Canadian one.",
        "Enter a US or Canadian mobile number: the code is sent to it.",
    )


def _phone_spelling(case: Case) -> Iterator[Issue]:
    """Only a warning: what can be repaired is repaired on its way to Twilio."""
    profile = case.profile
    numbers = {"representative.phone": plain(profile.representative.phone)}
    if profile.is_sole_proprietor:
        numbers["mobilePhone"] = plain(profile.mobile_phone)
    for path, number in numbers.items():
        if number and not _E164.fullmatch(number) and e164(number):
            yield Issue(
                "This phone number is not in the international form.",
                "Write it with country and area code, as suggested.",
                e164(number),
                f"businessProfile.{path}",
            )


def _country(case: Case) -> Iterator[Issue]:
    return when(
        case.profile.address.country_code not in REGIONS_OF,
        "Businesses of this country cannot be registered for texting.",
        "Enter your US or Canadian address, with US or CA as the country.",
    )


def _region(case: Case) -> Iterator[Issue]:
    address = case.profile.address
    kind = {"US": "US state", "CA": "Canadian province"}.get(address.country_code)
    return when(
        kind and plain(address.region) and address.region_code is None,
        f"This is not a {kind}.",
        "Write its two letters as in a postal address, such as TX.",
    )


def _region_spelling(case: Case) -> Iterator[Issue]:
    """Only a warning: what can be repaired is repaired on its way to Twilio."""
    code = case.profile.address.region_code
    return when(
        code and plain(case.profile.address.region) != code,
        "The state is not given by its two letters.",
        "Write it as in a postal address, such as TX.",
        code,
    )


_POSTAL_CODES = {
    "US": (r"[0-9]{5}(?:-[0-9]{4})?", "US ZIP code", "Enter five digits, or five and four."),
    "CA": (
        r"[A-Za-z][0-9][A-Za-z] ?[0-9][A-Za-z][0-9]",
        "Canadian postal code",
        "Enter letters and digits in turn, such as M5V 2T6.",
    ),
}


def _postal_code(case: Case) -> Iterator[Issue]:
    code, country = plain(case.profile.address.postal_code), case.profile.address.country_code
    if code and country in _POSTAL_CODES:
        shape, name, suggestion = _POSTAL_CODES[country]
        wrong = not re.fullmatch(shape, code)
        yield from when(wrong, f"This is not a {name}.", suggestion)


def _po_box(case: Case) -> Iterator[Issue]:
    address = case.profile.address
    return when(
        _PO_BOX.search(f"{plain(address.street)} {plain(address.street2)}"),
        "A P.O. box cannot be verified as a business address.",
        "Enter the street address from your IRS letter or state registration.",
    )


def _job_position(case: Case) -> Iterator[Issue]:
    position = plain(case.profile.representative.job_position)
    return when(
        position and not case.profile.is_sole_proprietor and position not in JOB_POSITIONS,
        "This position is not one that Twilio lists.",
        f"Choose from {listed(JOB_POSITIONS)}; the exact title goes into the title field.",
        "Other",
    )


_P = "businessProfile."
_REP = f"{_P}representative."
RULES = (
    Rule("email-format", BLOCKING, f"{_REP}email", (30701, 30753), _email_format),
    Rule("free-mail", WARNING, f"{_REP}email", (18604, 18606, 30881), _free_mail),
    Rule("email-domain", WARNING, f"{_REP}email", (18606, 30881), _email_domain),
    Rule("representative-phone", BLOCKING, f"{_REP}phone", (18604, 30701), _representative_phone),
    Rule("mobile-phone", BLOCKING, f"{_P}mobilePhone", (30701, 30751), _mobile_phone),
    Rule("phone-spelling", WARNING, f"{_REP}phone", (18604, 30701, 30751), _phone_spelling),
    Rule("address-country", BLOCKING, f"{_P}address.country", (30729, 30755), _country),
    Rule("address-region-spelling", WARNING, f"{_P}address.region", (30701,), _region_spelling),
    Rule("address-region", BLOCKING, f"{_P}address.region", (30701, 30754), _region),
    Rule("postal-code", BLOCKING, f"{_P}address.postalCode", (18603, 30701, 30754), _postal_code),
    Rule("address-po-box", WARNING, f"{_P}address.street", (18603, 30754), _po_box),
    Rule("job-position", WARNING, f"{_REP}jobPosition", (18604, 22216), _job_position),
)
