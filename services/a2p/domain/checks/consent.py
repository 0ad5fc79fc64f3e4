"""The description of how customers opt in: what reviewers read most closely."""

import re
from collections.abc import Callable, Iterator

from services.a2p.domain.checks.consent_words import (
    AGREEMENT,
    AUTOMATIC,
    BOUGHT,
    BUNDLED,
    FORCED,
    FREQUENCY,
    KEPT,
    METHOD,
    NOT_A_CONDITION,
    NOT_AN_AGREEMENT,
    PRECHECKED,
    RATES,
    SHARING,
    TEXT_TO_JOIN,
    TEXTS,
    WEB,
)
from services.a2p.domain.checks.rule import BLOCKING, WARNING, Case, Check, Issue, Rule, when
from services.a2p.domain.checks.samples import says_stop
from services.a2p.domain.negation import affirmed, denials
from services.a2p.domain.text import links_in, with_sentence
from services.a2p.domain.wordings import Wording

FREQUENCY_SENTENCE = "Message frequency varies."
RATES_SENTENCE = "Message and data rates may apply."


def _says_agreement(case: Case) -> bool:
    asked = NOT_AN_AGREEMENT.without(case.flow)
    return bool(AGREEMENT.search(asked) or TEXT_TO_JOIN.search(asked))


def _consent_wording(case: Case) -> Iterator[Issue]:
    return when(
        case.flow and not _says_agreement(case),
        "The opt-in description does not say how customers agree to be texted.",
        "Quote the consent: “I agree to receive text messages from …”.",
    )


def _names_texts(case: Case) -> Iterator[Issue]:
    return when(
        case.flow and not TEXTS.search(case.flow),
        "The opt-in description never mentions text messages.",
        "Say that customers agree to text messages (SMS), not just to be contacted.",
    )


def _method(case: Case) -> Iterator[Issue]:
    told = METHOD.search(case.flow) or links_in(case.flow) or TEXT_TO_JOIN.search(case.flow)
    return when(
        case.flow and not told,
        "The opt-in description does not say where customers opt in.",
        "Name each place: a web form with its link, a paper form, a phone call, a keyword.",
    )


def _web_form_link(case: Case) -> Iterator[Issue]:
    return when(
        WEB.search(affirmed(case.flow)) and not links_in(case.flow),
        "Customers opt in online, but the opt-in description has no link to that page.",
        "Add the full link, or a link to a screenshot if the page needs a sign-in.",
    )


def _frequency(case: Case) -> Iterator[Issue]:
    return when(
        case.flow and not FREQUENCY.search(case.flow),
        "The opt-in description does not say how often messages come.",
        f"Add “{FREQUENCY_SENTENCE}”, or a number such as up to 4 messages a month.",
        with_sentence(case.flow, FREQUENCY_SENTENCE),
    )


def _rates(case: Case) -> Iterator[Issue]:
    return when(
        case.flow and not RATES.search(case.flow),
        "The opt-in description does not say that message and data rates may apply.",
        f"Add “{RATES_SENTENCE}”",
        with_sentence(case.flow, RATES_SENTENCE),
    )


def _stop_in_flow(case: Case) -> Iterator[Issue]:
    sentence = "Reply STOP to opt out."
    return when(
        case.flow and not says_stop(case.flow),
        "The opt-in description does not say how to stop the messages.",
        f"Add “{sentence}”",
        with_sentence(case.flow, sentence),
    )


def _help_in_flow(case: Case) -> Iterator[Issue]:
    sentence = "Reply HELP for help."
    return when(
        case.flow and not re.search(r"\bHELP\b|\b(?:reply|text|send)\s+[\"“']?help\b", case.flow),
        "The opt-in description does not say how to get help.",
        f"Add “{sentence}”",
        with_sentence(case.flow, sentence),
    )


def _refused(wording: Wording, message: str, suggestion: str) -> Check:
    """A check that the opt-in description does not admit to something."""

    def check(case: Case) -> Iterator[Issue]:
        return when(wording.search(affirmed(case.flow)), message, suggestion)

    return check


def _condition(case: Case) -> Iterator[Issue]:
    sentence = "Consent is not a condition of purchase."
    return when(
        case.flow and not NOT_A_CONDITION.search(case.flow) and not FORCED.search(case.flow),
        "The opt-in description does not say that consent is optional.",
        f"Add “{sentence}”",
        with_sentence(case.flow, sentence),
    )


def _says_not_shared(text: str) -> bool:
    return any(KEPT.search(denial) for denial in denials(text))


def _data_sharing(case: Case) -> Iterator[Issue]:
    sentence = "Mobile numbers are not shared with third parties for marketing."
    return when(
        case.flow and not _says_not_shared(case.flow) and not SHARING.search(affirmed(case.flow)),
        "The opt-in description does not say that mobile numbers stay with you.",
        f"Add “{sentence}”, and say the same in your privacy policy.",
        with_sentence(case.flow, sentence),
    )


def _mentions(pattern: str, message: str, url: Callable[[Case], str | None], name: str) -> Check:
    """A check that the opt-in description points to a policy page."""
    words = re.compile(pattern, re.IGNORECASE)

    def check(case: Case) -> Iterator[Issue]:
        page = (url(case) or "").strip()
        sentence = f"{name}: {page}"
        return when(
            case.flow and not words.search(case.flow) and (not page or page not in case.flow),
            message,
            f"Add a sentence with the link to your {name.lower()}.",
            with_sentence(case.flow, sentence) if page else None,
        )

    return check


_FLOW = "messageFlow"
RULES = (
    Rule("consent-wording", BLOCKING, _FLOW, (30896, 30924), _consent_wording),
    Rule("consent-names-texts", BLOCKING, _FLOW, (30551, 30896, 30924), _names_texts),
    Rule("consent-method", BLOCKING, _FLOW, (30896, 30909, 30917), _method),
    Rule("consent-web-link", WARNING, _FLOW, (30543, 30891, 30909, 30917), _web_form_link),
    Rule("message-frequency", BLOCKING, _FLOW, (30896, 30909, 30924), _frequency),
    Rule("message-rates", BLOCKING, _FLOW, (30896, 30909, 30924), _rates),
    Rule("flow-stop", WARNING, _FLOW, (30887, 30896), _stop_in_flow),
    Rule("flow-help", WARNING, _FLOW, (30890, 30896), _help_in_flow),
    Rule(
        "consent-box-prechecked",
        BLOCKING,
        _FLOW,
        (30925,),
        _refused(
            PRECHECKED,
            "The consent box is checked before the customer touches it.",
            "Leave the box unchecked, and say so here.",
        ),
    ),
    Rule(
        "consent-automatic",
        BLOCKING,
        _FLOW,
        (30896, 30924),
        _refused(
            AUTOMATIC,
            "Customers are signed up automatically; carriers accept only those who agree.",
            "Ask each customer, and describe how.",
        ),
    ),
    Rule(
        "consent-forced",
        WARNING,
        _FLOW,
        (30896, 30924),
        _refused(
            FORCED,
            "Customers have to accept texts to be served; consent must be their free choice.",
            "Make consent optional, and say so here.",
        ),
    ),
    Rule("consent-not-condition", WARNING, _FLOW, (30896, 30924), _condition),
    Rule(
        "consent-bundled",
        WARNING,
        _FLOW,
        (30556, 30548),
        _refused(
            BUNDLED,
            "One consent covers texts together with calls or e-mail.",
            "Ask for consent to texts on its own, with a box of its own.",
        ),
    ),
    Rule(
        "consent-bought",
        BLOCKING,
        _FLOW,
        (30885, 30896, 30897),
        _refused(
            BOUGHT,
            "Numbers that were bought or passed on by others may not be texted.",
            "Text only customers who gave you their number and consent themselves.",
        ),
    ),
    Rule(
        "consent-shared",
        BLOCKING,
        _FLOW,
        (30882, 30908),
        _refused(
            SHARING,
            "The text says that numbers are shared with other companies.",
            "Stop sharing them, and say that mobile numbers are not shared for marketing.",
        ),
    ),
    Rule("mobile-data-sharing", WARNING, _FLOW, (30908,), _data_sharing),
    Rule(
        "privacy-link-in-flow",
        WARNING,
        _FLOW,
        (30908, 30933),
        _mentions(
            r"\bprivacy\b",
            "The opt-in description does not mention your privacy policy.",
            lambda case: case.content.privacy_policy_url,
            "Privacy policy",
        ),
    ),
    Rule(
        "terms-link-in-flow",
        WARNING,
        _FLOW,
        (30882, 30934),
        _mentions(
            r"\bterms\b|\bt&cs?\b",
            "The opt-in description does not mention your terms and conditions.",
            lambda case: case.content.terms_and_conditions_url,
            "Terms and conditions",
        ),
    ),
)
