"""How people agreed: the message flow, word by word."""

from __future__ import annotations

import re

from sandbox.twilio.reviews import wording
from sandbox.twilio.reviews.campaign_facts import CampaignFacts
from sandbox.twilio.reviews.rules import Rule

FLOW = "MESSAGE_FLOW"


def _lacks(pattern: re.Pattern[str], facts: CampaignFacts) -> bool:
    return pattern.search(facts.flow) is None


def _cannot_be_verified(facts: CampaignFacts) -> bool:
    evidence = (wording.SITE, wording.PLACE, wording.KEYWORD_OPT_IN)
    return all(_lacks(pattern, facts) for pattern in evidence)


def _shares_data(facts: CampaignFacts) -> bool:
    shares = wording.DATA_SHARED.search(facts.flow) is not None
    return shares and wording.NOT_SHARED.search(facts.flow) is None


def _is_pre_checked(facts: CampaignFacts) -> bool:
    is_checked = wording.PRE_CHECKED.search(facts.flow) is not None
    return is_checked and wording.NOT_PRE_CHECKED.search(facts.flow) is None


def _hides_keyword(facts: CampaignFacts) -> bool:
    own_keywords = set(facts.opt_in_keywords) - wording.RETURN_KEYWORDS
    return bool(own_keywords) and _lacks(wording.KEYWORD_OPT_IN, facts)


CONSENT_RULES: tuple[Rule[CampaignFacts], ...] = (
    Rule(
        30896,
        (FLOW,),
        lambda facts: _lacks(wording.CONSENT, facts),
        "The message flow does not say how people give their consent.",
    ),
    Rule(
        30896,
        (FLOW,),
        lambda facts: _lacks(wording.FREQUENCY, facts),
        "The message flow does not state how often messages are sent.",
    ),
    Rule(
        30896,
        (FLOW,),
        lambda facts: _lacks(wording.DATA_RATES, facts),
        "The message flow does not say that message and data rates may apply.",
    ),
    Rule(
        30551,
        (FLOW,),
        lambda facts: _lacks(wording.SAYS_TEXT, facts),
        "The consent does not say that the messages are text messages.",
    ),
    Rule(
        30909,
        (FLOW,),
        _cannot_be_verified,
        "The call to action cannot be verified: no address, page or place of consent is given.",
    ),
    Rule(
        30908,
        (FLOW, "PRIVACY_POLICY_URL"),
        lambda facts: _lacks(wording.PRIVACY, facts),
        "The message flow does not point to a privacy policy.",
    ),
    Rule(
        30908,
        (FLOW, "PRIVACY_POLICY_URL"),
        _shares_data,
        "Mobile data must not be shared with third parties for marketing.",
    ),
    Rule(30925, (FLOW,), _is_pre_checked, "The consent box must not be checked beforehand."),
    Rule(
        30917,
        (FLOW, "OPT_IN_KEYWORDS"),
        _hides_keyword,
        "People can opt in by keyword, but the message flow does not say so.",
    ),
)
