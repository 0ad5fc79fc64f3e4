"""Campaigns with one flaw each."""

from tests.unit.a2p.domain.builders import a_content
from tests.unit.a2p.domain.flaw import Flaw

_GOOD = a_content()
_FLOW = _GOOD.message_flow or ""
_FIRST, _SECOND = _GOOD.sample_messages
_JOIN = "Customers text SHINE to (512) 555-0142 to join. " + _FLOW


def _flow(rule_id: str, text: str, *, suggests: bool = False) -> Flaw:
    return Flaw(rule_id, "messageFlow", {"message_flow": text}, suggests=suggests)


def _without(*parts: str) -> str:
    text = _FLOW
    for part in parts:
        assert part in text, part
        text = text.replace(part, "")
    return text


def _samples(rule_id: str, *samples: str, suggests: bool = False) -> Flaw:
    return Flaw(rule_id, "sampleMessages", {"sample_messages": samples}, suggests=suggests)


def _description(rule_id: str, text: str, *, suggests: bool = False) -> Flaw:
    return Flaw(rule_id, "description", {"description": text}, suggests=suggests)


CONTENT_FLAWS = [
    Flaw(
        "lending-mentioned",
        "directLending",
        {
            "sample_messages": (
                _FIRST,
                "Shine Studio: [name], your mortgage approval came in, says the seller.",
            )
        },
    ),
    _description("description-length", "Shine Studio texts customers."),
    _description("description-length", ""),
    _description("description-length", "Shine Studio LLC texts reminders to customers. " * 90),
    _flow("message-flow-length", ""),
    _flow("message-flow-length", _FLOW + " More." * 400),
    _samples("samples-count", _FIRST),
    _samples("samples-count"),
    _samples("samples-count", *(f"{_FIRST} ({n})" for n in range(6)), suggests=True),
    _samples("sample-length", _FIRST, "Shine Studio: hi!"),
    _samples("sample-length", _FIRST, "Shine Studio: see you soon. " * 40),
    _samples("sample-length", _FIRST, _SECOND, "  ", suggests=True),
    _samples("samples-identical", _FIRST, _FIRST.upper(), _SECOND, suggests=True),
    _samples(
        "sample-brand-name",
        "Hi [name], you are booked for [date]. Reply STOP to opt out.",
        "Your car is clean and ready for pick-up. Thank you!",
        suggests=True,
    ),
    _samples("sample-brand-each", _FIRST, "Your car is ready, thank you!", suggests=True),
    _samples("samples-stop", _SECOND, "Shine Studio: stop by our shop today!", suggests=True),
    _samples(
        "sample-variables",
        "Shine Studio: you are booked for Monday at nine. Reply STOP to opt out.",
        "Shine Studio: your car is ready for pick-up. Thank you!",
    ),
    _samples("placeholder-text", _FIRST, "Shine Studio: this is a test message, ignore it."),
    _samples("placeholder-text", _FIRST, "[Business Name]: your car is ready for pick-up."),
    _description(
        "placeholder-text", "Shine Studio LLC texts customers [insert purpose here] soon."
    ),
    _flow("placeholder-text", _FLOW + " Lorem ipsum dolor sit amet."),
    _samples("platform-name", _FIRST, "ServicePro: your car at Shine Studio is ready."),
    _samples("spam-wording", _FIRST, "Shine Studio: ACT NOW!!! FREE MONEY WAITING HERE TODAY"),
    _samples("sample-asks-secrets", _FIRST, "Shine Studio: reply with your credit card number."),
    _description(
        "description-brand-name",
        "We send appointment reminders and confirmations to customers who booked with us.",
        suggests=True,
    ),
    _description(
        "description-legal-name",
        "Shine sends appointment reminders and confirmations to customers who booked with us.",
        suggests=True,
    ),
    _description(
        "description-ascii",
        "Shine Studio LLC sends “reminders” to customers who booked — and nothing else.",
        suggests=True,
    ),
    _description(
        "description-audience", "Shine Studio LLC sends reminders of booked appointments."
    ),
    _description(
        "description-purpose", "Shine Studio LLC sends texts to its own customers, always."
    ),
    Flaw(
        "links-flag-mismatch",
        "hasEmbeddedLinks",
        {"sample_messages": (_FIRST, "Shine Studio: details at https://shinestudio.com/x")},
        suggests=True,
    ),
    Flaw(
        "links-flag-mismatch",
        "hasEmbeddedLinks",
        {"sample_messages": (_FIRST, "Shine Studio: details at shinestudio.com, see you!")},
        suggests=True,
    ),
    Flaw("links-flag-mismatch", "hasEmbeddedLinks", {"has_embedded_links": True}, suggests=True),
    Flaw(
        "phone-flag-mismatch",
        "hasEmbeddedPhone",
        {"sample_messages": (_FIRST, "Shine Studio: questions? Call (512) 555-0142 any time.")},
        suggests=True,
    ),
    Flaw("phone-flag-mismatch", "hasEmbeddedPhone", {"has_embedded_phone": True}, suggests=True),
    Flaw(
        "lending-flag",
        "directLending",
        {"sample_messages": (_FIRST, "Shine Studio: your auto loan application was received.")},
        suggests=True,
    ),
    Flaw("lending-flag-unneeded", "directLending", {"direct_lending": True}, suggests=True),
    Flaw(
        "age-gate",
        "ageGated",
        {"sample_messages": (_FIRST, "Shine Studio: free beer while you wait this Friday!")},
        suggests=True,
    ),
    Flaw("age-gate-unneeded", "ageGated", {"age_gated": True}, suggests=True),
    Flaw("subscriber-opt-in", "subscriberOptIn", {"subscriber_opt_in": False}, suggests=True),
    _samples("link-shortener", _FIRST, "Shine Studio: book your next visit at https://bit.ly/3xYz"),
    _samples("link-shortener", _FIRST, "Shine Studio: book your next visit at tinyurl.com/abcd"),
    Flaw("link-shortener", "privacyPolicyUrl", {"privacy_policy_url": "https://rb.gy/abc"}),
    Flaw(
        "insecure-link",
        "sampleMessages",
        {
            "sample_messages": (_FIRST, "Shine Studio: see http://shinestudio.com/after for care."),
            "has_embedded_links": True,
        },
        suggests=True,
    ),
    Flaw(
        "link-domain",
        "sampleMessages",
        {"sample_messages": (_FIRST, "Shine Studio: see https://elsewhere.com/after for care.")},
    ),
    _flow(
        "consent-wording",
        "We collect mobile numbers on our website form at https://shinestudio.com and then send "
        "text messages. Message frequency varies. Message and data rates may apply.",
    ),
    _flow(
        "consent-wording",
        "Customers give a number on our website form at https://shinestudio.com and get text "
        "messages. Consent is not a condition of purchase. Frequency varies, rates may apply.",
    ),
    _flow(
        "consent-names-texts",
        "Customers agree on our website form at https://shinestudio.com/book to be contacted by us "
        "about their bookings. Frequency varies. Carrier charges may apply.",
    ),
    _flow(
        "consent-method",
        "Customers agree to receive text messages from us. Message frequency varies. Message and "
        "data rates may apply. Reply STOP to opt out.",
    ),
    _flow(
        "consent-web-link",
        "Customers tick a box on our website to agree to texts. Message frequency varies. Message "
        "and data rates may apply.",
    ),
    _flow("message-frequency", _without("Message frequency varies. "), suggests=True),
    _flow("message-rates", _without("Message and data rates may apply. "), suggests=True),
    _flow("flow-stop", _without("Reply STOP to opt out or HELP for help. "), suggests=True),
    _flow("flow-help", _without(" or HELP for help"), suggests=True),
    _flow("consent-box-prechecked", _FLOW.replace("unchecked box", "box checked by default")),
    _flow("consent-box-prechecked", _FLOW.replace("unchecked box", "pre-checked box")),
    _flow("consent-automatic", _FLOW + " All past customers are automatically enrolled."),
    _flow("consent-forced", _FLOW + " Customers must agree to texts in order to book a service."),
    _flow(
        "consent-not-condition", _without("Consent is not a condition of purchase. "), suggests=True
    ),
    _flow("consent-bundled", _FLOW + " They agree to receive calls, emails and texts from us."),
    _flow("consent-bought", _FLOW + " We also text numbers from purchased lists."),
    _flow("consent-shared", _FLOW + " We may share your number with our marketing partners."),
    _flow(
        "mobile-data-sharing",
        _without("Mobile numbers are not shared with third parties for marketing. "),
        suggests=True,
    ),
    _flow(
        "privacy-link-in-flow",
        _without("Privacy policy: https://shinestudio.com/privacy "),
        suggests=True,
    ),
    _flow("terms-link-in-flow", _without(" Terms: https://shinestudio.com/terms"), suggests=True),
    Flaw(
        "keywords-alphanumeric",
        "optOutKeywords",
        {"opt_out_keywords": ("STOP", "OPT-OUT")},
        suggests=True,
    ),
    Flaw(
        "keywords-length",
        "helpKeywords",
        {"help_keywords": ("HELP", *(f"H{n}" + "X" * 30 for n in range(9)))},
    ),
    Flaw(
        "keywords-overlap",
        "helpKeywords",
        {"opt_out_keywords": ("STOP",), "help_keywords": ("HELP", "stop")},
    ),
    Flaw(
        "opt-out-keywords-default", "optOutKeywords", {"opt_out_keywords": ("QUIT",)}, suggests=True
    ),
    Flaw("help-keywords-default", "helpKeywords", {"help_keywords": ("INFO",)}, suggests=True),
    Flaw("opt-in-keywords-missing", "optInKeywords", {"message_flow": _JOIN}, suggests=True),
    Flaw("opt-in-message-missing", "optInMessage", {"message_flow": _JOIN}, suggests=True),
    Flaw(
        "opt-in-message-content",
        "optInMessage",
        {"opt_in_message": "Thanks for joining our list of texts!"},
        suggests=True,
    ),
    Flaw("opt-in-message-length", "optInMessage", {"opt_in_message": "Thanks!"}),
    Flaw("opt-out-message-length", "optOutMessage", {"opt_out_message": "Bye." * 100}),
    Flaw("help-message-length", "helpMessage", {"help_message": "Call 5125550142"}),
    Flaw("help-message-missing", "helpMessage", {"help_message": None}, suggests=True),
    Flaw(
        "help-contact",
        "helpMessage",
        {"help_message": "Shine Studio: We are here to help you. Reply STOP to opt out."},
        suggests=True,
    ),
    Flaw(
        "help-brand",
        "helpMessage",
        {"help_message": "Need help? Call (512) 555-0142."},
        suggests=True,
    ),
    Flaw(
        "opt-out-brand",
        "optOutMessage",
        {"opt_out_message": "You are unsubscribed now."},
        suggests=True,
    ),
    Flaw(
        "opt-out-confirmation",
        "optOutMessage",
        {"opt_out_message": "Shine Studio: thank you and goodbye!"},
        suggests=True,
    ),
    Flaw("privacy-policy-url", "privacyPolicyUrl", {"privacy_policy_url": None}),
    Flaw(
        "privacy-policy-url",
        "privacyPolicyUrl",
        {"privacy_policy_url": "http://shinestudio.com/privacy"},
        suggests=True,
    ),
    Flaw(
        "terms-url",
        "termsAndConditionsUrl",
        {"terms_and_conditions_url": "shinestudio.com/terms"},
        suggests=True,
    ),
    Flaw("terms-url", "termsAndConditionsUrl", {"terms_and_conditions_url": "see website"}),
    Flaw(
        "policy-urls-same",
        "termsAndConditionsUrl",
        {"terms_and_conditions_url": "https://shinestudio.com/privacy"},
    ),
    Flaw("privacy-domain", "privacyPolicyUrl", {"privacy_policy_url": "https://other.com/privacy"}),
    Flaw(
        "terms-domain", "termsAndConditionsUrl", {"terms_and_conditions_url": "https://other.com/t"}
    ),
    Flaw("use-case-known", "useCase", {"use_case": None}),
    Flaw("use-case-known", "useCase", {"use_case": "REMINDERS"}),
    Flaw("use-case-post-approval", "useCase", {"use_case": "PROXY"}),
    Flaw("use-case-sole-proprietor", "useCase", {"use_case": "SOLE_PROPRIETOR"}, suggests=True),
    Flaw("use-case-sole-proprietor", "useCase", {"use_case": "MIXED"}, sole=True, suggests=True),
    Flaw(
        "use-case-marketing",
        "useCase",
        {"sample_messages": (_FIRST, "Shine Studio: 20% off all waxes this week only!")},
        suggests=True,
    ),
    _description(
        "description-marketing",
        "Shine Studio LLC sends promotions and discounts to customers who signed up for texts.",
    ),
    Flaw("use-case-2fa", "useCase", {"use_case": "2FA"}, suggests=True),
    Flaw(
        "use-case-codes",
        "useCase",
        {"sample_messages": (_FIRST, "Shine Studio: your verification code is [code].")},
    ),
    Flaw("use-case-evidence", "useCase", {"use_case": "CHARITY"}),
    Flaw("use-case-charity", "useCase", {"use_case": "CHARITY"}, suggests=True),
    Flaw(
        "use-case-institution",
        "useCase",
        {"use_case": "K12_EDUCATION"},
        {"industry": "AUTOMOTIVE"},
    ),
    Flaw("use-case-institution", "useCase", {"use_case": "POLITICAL"}),
    _samples("lookalike-letters", _FIRST, "Shine Studiо: your car is ready, [name]."),
    _samples("prohibited-cannabis", _FIRST, "Shine Studio: CBD gummies are back in the lobby."),
    _description(
        "prohibited-gambling", "Shine Studio LLC texts customers about its casino nights."
    ),
    _samples("prohibited-finance", _FIRST, "Shine Studio: debt relief is one call away."),
    _description(
        "prohibited-affiliate",
        "Shine Studio LLC texts customers updates and affiliate offers of other companies.",
    ),
    _samples("prohibited-adult", _FIRST, "Shine Studio: adult entertainment every Friday night."),
]
