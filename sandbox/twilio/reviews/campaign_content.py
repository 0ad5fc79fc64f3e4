"""What the campaign says: its description, its samples and its automatic replies."""

from __future__ import annotations

import re

from sandbox.twilio.reviews import wording
from sandbox.twilio.reviews.campaign_facts import CampaignFacts, name_words
from sandbox.twilio.reviews.rules import Rule

DESCRIPTION = "USE_CASE_DESCRIPTION"
SAMPLES = "MESSAGE_SAMPLES"
FLOW = "MESSAGE_FLOW"
FEWEST_DESCRIPTION_WORDS = 10


def mentions(text: str, name: str) -> bool:
    """Whether the text holds these words in a row, whatever stands between the words."""
    return bool(name) and f" {name} " in f" {name_words(text)} "


def _omits_business(facts: CampaignFacts) -> bool:
    return not mentions(facts.description, name_words(facts.business_name))


def _is_vague(facts: CampaignFacts) -> bool:
    return len(facts.description.split()) < FEWEST_DESCRIPTION_WORDS


def _misses_use_case(facts: CampaignFacts, text: str) -> bool:
    expected = wording.EXPECTED_WORDS.get(facts.use_case)
    return expected is not None and expected.search(text) is None


def _samples_omit_brand(facts: CampaignFacts) -> bool:
    """The first two words of the name are enough for a text message."""
    short = " ".join(name_words(facts.business_name).split()[:2])
    return not any(mentions(sample, short) for sample in facts.samples)


def _samples_contradict(facts: CampaignFacts) -> bool:
    if _misses_use_case(facts, facts.all_samples):
        return True
    is_service = facts.use_case in wording.SERVICE_ONLY
    return is_service and wording.PROMOTION.search(facts.all_samples) is not None


def _has_undeclared_link(facts: CampaignFacts) -> bool:
    return not facts.has_links and wording.LINK.search(facts.all_samples) is not None


def _misdeclares_phone(facts: CampaignFacts) -> bool:
    return facts.has_phone != (wording.PHONE.search(facts.all_samples) is not None)


def _has_no_stop(facts: CampaignFacts) -> bool:
    texts = f"{facts.flow} {facts.messages}"
    return "stop" not in facts.opt_out_keywords and wording.STOP.search(texts) is None


def _opt_out_is_silent(facts: CampaignFacts) -> bool:
    reply = facts.opt_out_message
    return bool(reply) and wording.OPT_OUT_CONFIRMED.search(reply) is None


def _help_has_no_contact(facts: CampaignFacts) -> bool:
    ways = (wording.PHONE, wording.EMAIL, wording.SITE)
    reply = facts.help_message
    return bool(reply) and not any(way.search(reply) for way in ways)


def _has_bad_link(facts: CampaignFacts) -> bool:
    texts = f"{facts.flow} {facts.messages}"
    return any(each.search(texts) for each in (wording.SHORTENER, wording.INSECURE_LINK))


def _speaks_for_another(facts: CampaignFacts) -> bool:
    return any(mentions(facts.everything, name) for name in facts.other_names)


def _hides_adult_goods(facts: CampaignFacts) -> bool:
    is_adult = wording.ADULT_GOODS.search(facts.subject_matter) is not None
    return is_adult and not facts.is_age_gated


def _has_no_age_gate(facts: CampaignFacts) -> bool:
    return facts.is_age_gated and wording.AGE.search(facts.flow) is None


def _lends_unevenly(facts: CampaignFacts) -> bool:
    """The flag and the description must say the same."""
    if facts.is_direct_lending:
        return wording.LENDING.search(facts.description) is None
    return wording.LENDING.search(facts.subject_matter) is not None


def _about(pattern: re.Pattern[str], facts: CampaignFacts) -> bool:
    return pattern.search(facts.subject_matter) is not None


CONTENT_RULES: tuple[Rule[CampaignFacts], ...] = (
    Rule(
        30886,
        (DESCRIPTION,),
        _omits_business,
        "The description does not name the registered business.",
    ),
    Rule(
        30886,
        (DESCRIPTION,),
        lambda facts: wording.RECIPIENT.search(facts.description) is None,
        "The description does not say who receives the messages.",
    ),
    Rule(30886, (DESCRIPTION,), _is_vague, "The description is too short to tell the purpose."),
    Rule(
        30886,
        (DESCRIPTION,),
        lambda facts: _misses_use_case(facts, facts.description),
        "The description does not fit the chosen use case.",
    ),
    Rule(30893, (SAMPLES,), _samples_omit_brand, "No sample message names the brand."),
    Rule(30893, (SAMPLES,), _samples_contradict, "The sample messages do not fit the use case."),
    Rule(
        30893,
        (SAMPLES,),
        lambda facts: len(set(facts.samples)) < len(facts.samples),
        "The same sample message is given more than once.",
    ),
    Rule(
        30893,
        (SAMPLES, "HAS_EMBEDDED_LINKS"),
        _has_undeclared_link,
        "The sample messages hold links that the campaign does not declare.",
    ),
    Rule(
        30887,
        (SAMPLES, "OPT_OUT_KEYWORDS"),
        _has_no_stop,
        "Nothing tells the recipient to reply STOP.",
    ),
    Rule(
        30887,
        ("OPT_OUT_MESSAGE",),
        _opt_out_is_silent,
        "The opt-out reply does not confirm that messages end.",
    ),
    Rule(
        30889,
        (SAMPLES, "HAS_EMBEDDED_PHONE"),
        _misdeclares_phone,
        "The sample messages and the embedded phone flag do not agree.",
    ),
    Rule(
        30890,
        ("HELP_MESSAGE",),
        _help_has_no_contact,
        "The HELP reply gives no phone number, e-mail address or website.",
    ),
    Rule(
        30881,
        ("HELP_MESSAGE",),
        lambda facts: wording.PUBLIC_EMAIL.search(facts.help_message) is not None,
        "The support e-mail address is not one of the company's own domain.",
    ),
    Rule(
        30892,
        (SAMPLES, FLOW),
        _has_bad_link,
        "A link uses a public shortener or is not secured by https.",
    ),
    Rule(
        30894,
        (DESCRIPTION, SAMPLES, FLOW),
        _speaks_for_another,
        "The texts name another company than the registered brand.",
    ),
    Rule(
        30888,
        ("AGE_GATED",),
        _hides_adult_goods,
        "Content for adults needs an age gate.",
    ),
    Rule(30888, (FLOW,), _has_no_age_gate, "The message flow does not describe the age gate."),
    Rule(
        30895,
        (DESCRIPTION, "DIRECT_LENDING"),
        _lends_unevenly,
        "Lending must be declared and written in the description, or be absent from both.",
    ),
    Rule(
        30882,
        (DESCRIPTION,),
        lambda facts: _about(wording.AFFILIATE, facts),
        "Affiliate marketing for third parties is not allowed.",
    ),
    Rule(
        30883,
        (DESCRIPTION,),
        lambda facts: _about(wording.CANNABIS, facts),
        "Messages about cannabis are not allowed.",
    ),
    Rule(
        30884,
        (SAMPLES,),
        lambda facts: _about(wording.PHISHING, facts),
        "The content looks like spam or phishing.",
    ),
    Rule(
        30885,
        (DESCRIPTION,),
        lambda facts: _about(wording.HIGH_RISK, facts),
        "Gambling and high-risk financial content are not allowed.",
    ),
    Rule(
        30897,
        (DESCRIPTION,),
        lambda facts: _about(wording.DISALLOWED, facts),
        "The content is of a category that is not allowed.",
    ),
)
