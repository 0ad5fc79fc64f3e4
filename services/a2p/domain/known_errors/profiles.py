"""Business profiles: what Twilio's evaluation and its review of the business report."""

from services.a2p.domain.known_errors.entry import About, Subject

_P = "businessProfile."
_on = About(Subject.PROFILE)

ENTRIES = (
    _on.tenant(
        18601,
        f"{_P}websiteUrl",
        "The review could not connect your business name with your website.",
        "Show the legal name on the website, for example in the footer, or correct the address.",
    ),
    _on.tenant(
        18602,
        f"{_P}registrationNumber",
        "Your business number could not be verified.",
        "Compare the EIN and the legal name with your IRS letter, letter by letter.",
    ),
    _on.tenant(
        18603,
        f"{_P}address.street",
        "Your business address could not be found.",
        "Write it as the postal service does; its ZIP code lookup shows the exact form.",
    ),
    _on.tenant(
        18604,
        f"{_P}representative.email",
        "Your representative could not be verified.",
        "Name an officer of the business, with a company e-mail address and a direct phone number.",
    ),
    _on.tenant(
        18605,
        f"{_P}representative.email",
        "Your second representative could not be verified.",
        "Name an officer of the business, with a company e-mail address and a direct phone number.",
    ),
    _on.tenant(
        18606,
        f"{_P}representative.email",
        "The e-mail address is not on your website’s domain.",
        "Use an address on your own domain, or correct the website.",
    ),
    _on.tenant(
        22214,
        None,
        "A part of your business profile is missing.",
        "Complete the business profile and submit again.",
    ),
    _on.tenant(
        22215,
        None,
        "A detail of your business profile is missing.",
        "Complete the field that is named here.",
    ),
    _on.tenant(
        22216,
        None,
        "A detail of your business profile is not one that is accepted.",
        "Correct the field that is named here.",
    ),
    _on.tenant(
        22217,
        None,
        "A document for your business profile is missing.",
        "Complete the address of your business and submit again.",
    ),
    _on.tenant(
        22218,
        None,
        "Two details of your business profile do not agree.",
        "Compare the name, the number and the address with your official records.",
    ),
    _on.tenant(
        22219,
        f"{_P}address.street",
        "The address of your business is missing or not accepted.",
        "Enter the full street address with city, state and ZIP code.",
    ),
)
