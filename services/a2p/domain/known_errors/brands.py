"""Brands: what the registry and its identity checks report about the business."""

from services.a2p.domain.known_errors.entry import About, Subject

_P = "businessProfile."
_on = About(Subject.BRAND)

ENTRIES = (
    _on.tenant(
        30701,
        None,
        "Some of your business details were not accepted.",
        "Correct the details that are named here; a US state is written with two letters.",
    ),
    _on.support(
        30702,
        "The registry no longer holds your business.",
        "Contact support: your business has to be registered again.",
    ),
    _on.support(
        30703,
        "Your business is already registered, perhaps through another provider.",
        "Contact support: the existing registration must be reused or released.",
    ),
    _on.support(
        30712,
        "No more businesses can be registered at the moment.",
        "There is nothing to change. Contact support: our limit has to be raised.",
    ),
    _on.tenant(
        30714,
        None,
        "The verification token of your organization was not accepted.",
        "Get a new Campaign Verify token for exactly this organization.",
    ),
    _on.support(
        30729,
        "Businesses from this country cannot register.",
        "Contact support if the country is not right.",
        field=f"{_P}address.country",
    ),
    _on.support(
        30734,
        "Registration as a sole proprietor is not switched on.",
        "There is nothing to change. Contact support: we have to enable it.",
    ),
    _on.tenant(
        30747,
        f"{_P}address.street",
        "This address has been used for too many registrations.",
        "Enter another address of your business.",
    ),
    _on.tenant(
        30748,
        f"{_P}representative.phone",
        "This phone number has been used for too many registrations.",
        "Enter another phone number.",
    ),
    _on.tenant(
        30749,
        f"{_P}representative.email",
        "This e-mail address has been used for too many registrations.",
        "Enter another e-mail address.",
    ),
    _on.tenant(
        30750,
        f"{_P}mobilePhone",
        "This mobile number has been used for too many registrations.",
        "Enter another mobile number of yours.",
    ),
    _on.tenant(
        30751,
        f"{_P}mobilePhone",
        "This mobile number cannot receive the verification code.",
        "Enter a US or Canadian mobile number from a carrier, not an internet number.",
    ),
    _on.tenant(
        30752,
        f"{_P}mobilePhone",
        "The verification code was wrong or came too late.",
        "Have the code sent again and reply to that text within 24 hours.",
    ),
    _on.tenant(
        30753,
        f"{_P}representative.email",
        "The e-mail address was not accepted.",
        "Enter an address that exists and that you read.",
    ),
    _on.tenant(
        30754,
        f"{_P}address.street",
        "The postal address was not accepted.",
        "Write it as the postal service does.",
    ),
    _on.support(
        30755,
        "Numbers from this country cannot be registered.",
        "Contact support if the country is not right.",
        field=f"{_P}address.country",
    ),
    _on.tenant(
        30756,
        f"{_P}representative.firstName",
        "The names do not look like real names.",
        "Enter first and last name as in official documents.",
    ),
    _on.tenant(
        30757,
        f"{_P}registrationNumber",
        "The business number is missing.",
        "Enter your EIN.",
    ),
    _on.tenant(
        30758,
        f"{_P}registrationIdentifier",
        "The kind of business number is missing.",
        "Choose EIN, or the kind of number that your country issues.",
    ),
    _on.support(
        30790,
        "The registration stopped because of an internal problem.",
        "There is nothing to change. Contact support: we take it up with Twilio.",
    ),
    _on.wait(
        30791,
        "The registration was interrupted for a moment.",
        "There is nothing to change. Try again in a minute.",
    ),
    _on.support(
        30792,
        "The registration stopped without a stated reason.",
        "There is nothing to change. Contact support: we take it up with Twilio.",
    ),
    _on.tenant(
        30793,
        f"{_P}stockExchange",
        "The business profile or its stock exchange was not accepted.",
        "Choose a stock exchange from the list, or mark the company as private.",
    ),
    _on.tenant(
        30794,
        None,
        "The registration was not accepted.",
        "Compare all business details with your official records.",
    ),
    _on.tenant(
        30795,
        f"{_P}registrationNumber",
        "The EIN does not belong to this legal name.",
        "Copy both exactly from your IRS letter. A Social Security number is not accepted.",
    ),
    _on.tenant(
        30796,
        f"{_P}stockTicker",
        "The stock ticker or exchange does not belong to this company.",
        "Correct both, or mark the company as private.",
    ),
    _on.tenant(
        30797,
        f"{_P}companyType",
        "The registry does not know this business as a government body.",
        "Choose another company type.",
    ),
    _on.tenant(
        30798,
        f"{_P}companyType",
        "No nonprofit status under 501(c) was found.",
        "Choose another company type, or enter the nonprofit’s own EIN.",
    ),
    _on.tenant(
        30799,
        f"{_P}legalName",
        "Your business details could not be verified.",
        "Check legal name, EIN, address and company type together against the IRS letter.",
    ),
    _on.tenant(
        30801,
        f"{_P}address.street",
        "Your address could not be verified.",
        "Enter the address that your official records show.",
    ),
    _on.support(
        30898,
        "This EIN is already used by too many registrations.",
        "Contact support: an existing registration has to be reused.",
        field=f"{_P}registrationNumber",
    ),
    _on.support(
        30903,
        "This business cannot register as a sole proprietor.",
        "Contact support: with an EIN, or LLC or Inc. in the name, it registers as a company.",
        field="businessProfile.brandType",
    ),
    _on.support(
        30915,
        "This business cannot register as a sole proprietor.",
        "Contact support: with an EIN, or LLC or Inc. in the name, it registers as a company.",
        field="businessProfile.brandType",
    ),
    _on.tenant(
        30914,
        f"{_P}legalName",
        "The registered name is not the name of the person.",
        "Use your own first and last name.",
    ),
    _on.tenant(
        21721,
        None,
        "The political verification is missing.",
        "Get a Campaign Verify token for your organization.",
    ),
    _on.tenant(
        21722,
        None,
        "The political verification was not accepted.",
        "Get a new Campaign Verify token for exactly this organization.",
    ),
    _on.tenant(
        21723,
        None,
        "The political verification has expired or was used before.",
        "Get a new Campaign Verify token.",
    ),
    _on.support(
        21724,
        "The free tries to correct your registration are used up.",
        "Contact support before anything else is changed.",
    ),
    _on.wait(
        21725,
        "Your registration is being reviewed and cannot be corrected right now.",
        "Wait for the outcome of the review.",
        can_resubmit=False,
    ),
    _on.support(
        21726,
        "This kind of registration is no longer offered.",
        "Contact support to register as a company or as a sole proprietor.",
    ),
    _on.support(
        21731,
        "Your registration is suspended.",
        "Contact support to have it reinstated.",
    ),
    _on.tenant(
        21736,
        f"{_P}brandContactEmail",
        "The contact e-mail address has not confirmed the registration.",
        "Open the confirmation e-mail at that address within seven days.",
    ),
    _on.support(
        21737,
        "The contact e-mail address for the confirmation is missing from your registration.",
        "Contact support: the registration is approved and cannot be changed from here.",
        field=f"{_P}brandContactEmail",
    ),
)
