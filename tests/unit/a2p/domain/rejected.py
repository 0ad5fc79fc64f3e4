"""What carriers turned down, by the words of their reasons; and how people try to get round it."""

from typing import Any, NamedTuple

from tests.unit.a2p.domain.builders import a_content, a_representative

_GOOD = a_content()
_FLOW = _GOOD.message_flow or ""
_FIRST, _SECOND = _GOOD.sample_messages
_STOP = "Reply STOP to opt out."


class Rejected(NamedTuple):
    """`code` is the one that carriers gave, or would give."""

    code: int
    rule_id: str
    content: dict[str, Any] = {}
    profile: dict[str, Any] = {}


def samples(*texts: str) -> dict[str, Any]:
    return {"sample_messages": texts}


def linked(link: str) -> dict[str, Any]:
    return samples(f"Shine Studio: [name], book at {link} today. {_STOP}", _SECOND) | {
        "has_embedded_links": True
    }


def flow(text: str) -> dict[str, Any]:
    return {"message_flow": text}


REJECTED: dict[str, Rejected] = {
    "consent is only that they gave their number": Rejected(
        30896,
        "consent-wording",
        flow(
            "Customers give us their phone number at https://shinestudio.com/book when they book, "
            "and then we text them. Message frequency varies. Message and data rates may apply."
        ),
    ),
    "a box that is on from the start": Rejected(
        30925, "consent-box-prechecked", flow(_FLOW + " The box is already ticked for convenience.")
    ),
    "signed up by booking": Rejected(
        30896,
        "consent-automatic",
        flow(_FLOW + " Everyone who books is automatically enrolled in our text program."),
    ),
    "texts or no service": Rejected(
        30896,
        "consent-forced",
        flow(_FLOW + " Customers must agree to receive texts in order to book an appointment."),
    ),
    "a list that was bought": Rejected(
        30885, "consent-bought", flow(_FLOW + " Some come from purchased lead lists.")
    ),
    "numbers go to partners": Rejected(
        30908,
        "consent-shared",
        flow(_FLOW + " We may share mobile numbers with our marketing partners."),
    ),
    "consent that never says texts": Rejected(
        30551,
        "consent-names-texts",
        flow(
            "On our web form https://shinestudio.com/book customers tick a box: “I agree to be "
            "contacted by Shine Studio.” Frequency varies and rates may apply."
        ),
    ),
    "texts and calls in one consent": Rejected(
        30556,
        "consent-bundled",
        flow(_FLOW + " The box says: I agree to receive calls and text messages."),
    ),
    "no place where they opt in": Rejected(
        30909,
        "consent-method",
        flow("Customers agree to receive texts. Msg frequency varies. Msg and data rates apply."),
    ),
    "no frequency": Rejected(
        30909, "message-frequency", flow(_FLOW.replace("Message frequency varies. ", ""))
    ),
    "no rates": Rejected(
        30909, "message-rates", flow(_FLOW.replace("Message and data rates may apply. ", ""))
    ),
    "the sender is nowhere in the samples": Rejected(
        30893,
        "sample-brand-name",
        samples(f"Hi [name], you are booked for [date]. {_STOP}", "Your car is ready, [name]!"),
    ),
    "no way out in the samples": Rejected(
        30887,
        "samples-stop",
        samples("Shine Studio: booked for [date].", "Shine Studio: your car is ready, [name]."),
    ),
    "a shortener": Rejected(30892, "link-shortener", linked("https://bit.ly/3xYz")),
    "a shortener in capitals": Rejected(30892, "link-shortener", linked("HTTPS://BIT.LY/3xYz")),
    "a shortener with a port": Rejected(30892, "link-shortener", linked("bit.ly:443/3xYz")),
    "a shortener behind a user": Rejected(
        30892, "link-shortener", linked("https://shinestudio.com@bit.ly/3xYz")
    ),
    "a shortener with an invisible letter": Rejected(
        30892, "link-shortener", linked("b\u200bit.ly/3xYz")
    ),
    "a shortener in wide letters": Rejected(
        30892, "link-shortener", linked("https://ｂｉｔ．ｌｙ/3xYz")
    ),
    "a shortener with another point": Rejected(30892, "link-shortener", linked("bit。ly/3xYz")),
    "an insecure link": Rejected(30892, "insecure-link", linked("http://shinestudio.com/b")),
    "a link that is not declared": Rejected(
        30893,
        "links-flag-mismatch",
        linked("https://shinestudio.com/b") | {"has_embedded_links": False},
    ),
    "a number that is not declared": Rejected(
        30889,
        "phone-flag-mismatch",
        samples(f"Shine Studio: call (512) 555-0142, [name]. {_STOP}", _SECOND),
    ),
    "a number with long dashes": Rejected(
        30889,
        "phone-flag-mismatch",
        samples(f"Shine Studio: call 512–555–0142, [name]. {_STOP}", _SECOND),
    ),
    "a number with blanks around its dashes": Rejected(
        30889,
        "phone-flag-mismatch",
        samples(f"Shine Studio: call (512) 555 - 0142, [name]. {_STOP}", _SECOND),
    ),
    "loans that are not declared": Rejected(
        30895,
        "lending-flag",
        samples(f"Shine Studio: your auto loan is approved, [name]. {_STOP}", _SECOND),
    ),
    "wine without an age gate": Rejected(
        30888,
        "age-gate",
        samples(f"Shine Studio: wine night on [date]. {_STOP}", _SECOND),
    ),
    "promotions as customer care": Rejected(
        30893,
        "use-case-marketing",
        samples(_FIRST, "Shine Studio: 25% off all details this week, [name]!"),
    ),
    "hemp": Rejected(
        30883, "prohibited-cannabis", samples(_FIRST, "Shine Studio: hemp gummies are back!")
    ),
    "betting": Rejected(
        30897, "prohibited-gambling", samples(_FIRST, "Shine Studio: sports betting tips for you.")
    ),
    "debt relief": Rejected(
        30885, "prohibited-finance", samples(_FIRST, "Shine Studio: ask for debt settlement.")
    ),
    "other people's offers": Rejected(
        30882,
        "prohibited-affiliate",
        {"description": f"{_GOOD.description} We also send offers from our partners."},
    ),
    "no privacy policy": Rejected(30933, "privacy-policy-url", {"privacy_policy_url": ""}),
    "a privacy policy on nobody's site": Rejected(
        30933, "privacy-policy-url", {"privacy_policy_url": "https://example.com/privacy"}
    ),
    "a privacy policy on a machine of one's own": Rejected(
        30933, "privacy-policy-url", {"privacy_policy_url": "https://127.0.0.1/privacy"}
    ),
    "terms with a password in the address": Rejected(
        30934, "terms-url", {"terms_and_conditions_url": "https://me:secret@shinestudio.com/t"}
    ),
    "terms at a port that cannot be": Rejected(
        30934, "terms-url", {"terms_and_conditions_url": "https://shinestudio.com:99999/t"}
    ),
    "one page for both, spelled in two ways": Rejected(
        30934,
        "policy-urls-same",
        {
            "privacy_policy_url": "https://shinestudio.com/Legal/",
            "terms_and_conditions_url": "https://www.SHINESTUDIO.com:443/legal#terms",
        },
    ),
    "the platform's name": Rejected(
        30894, "platform-name", samples(_FIRST, "ServicePro: your car at Shine Studio is ready.")
    ),
    "a description of nobody": Rejected(
        30886,
        "description-brand-name",
        {"description": "This campaign sends appointment reminders to customers who booked."},
    ),
    "STOP that joins": Rejected(
        30887,
        "keywords-overlap",
        {
            "opt_in_keywords": ("stop",),
            "opt_in_message": f"Shine Studio: you joined. Reply HELP for help. {_STOP}",
        },
    ),
    "opt-out keywords without STOP": Rejected(
        30887, "opt-out-keywords-default", {"opt_out_keywords": ("END", "Quit")}
    ),
    "a keyword of two words": Rejected(
        30887, "keywords-alphanumeric", {"opt_out_keywords": ("STOP", "STOP NOW")}
    ),
    "a keyword in wide letters": Rejected(
        30887, "keywords-alphanumeric", {"opt_out_keywords": ("STOP", "ＥＮＤ")}
    ),
    "help that helps nobody": Rejected(
        30890, "help-contact", {"help_message": "Shine Studio: we are happy to help you."}
    ),
    "a charity that is a company": Rejected(30900, "use-case-charity", {"use_case": "CHARITY"}),
    "an EIN of zeros": Rejected(30795, "ein-format", {}, {"registration_number": "00-0000000"}),
    "a social security number": Rejected(
        30795, "ein-format", {}, {"registration_number": "123-45-6789"}
    ),
    "an EIN in wide digits": Rejected(
        30795, "ein-format", {}, {"registration_number": "１２-３４５６７８９"}
    ),
    "an EIN that the IRS never gave": Rejected(
        30795, "ein-prefix", {}, {"registration_number": "89-1234567"}
    ),
    "free mail in capitals": Rejected(
        18604, "free-mail", {}, {"representative": a_representative(email="DANA@GMAIL.COM")}
    ),
    "free mail of another country": Rejected(
        18606, "free-mail", {}, {"representative": a_representative(email="d@yahoo.co.uk")}
    ),
    "mail of another domain": Rejected(
        18606, "email-domain", {}, {"representative": a_representative(email="d@agency.com")}
    ),
    "a ticker of a private company": Rejected(
        30796, "private-company-stock", {}, {"stock_ticker": "SHNE"}
    ),
    "a company as a government": Rejected(
        30797,
        "benefit-industry",
        {},
        {"company_type": "government", "business_type": "Non-profit Corporation"},
    ),
}
