"""The pages behind the campaign, as far as their addresses alone tell."""

from __future__ import annotations

from urllib.parse import urlsplit

from sandbox.twilio.reviews import wording
from sandbox.twilio.reviews.campaign_facts import CampaignFacts
from sandbox.twilio.reviews.profile import site_of
from sandbox.twilio.reviews.rules import Rule

PRIVACY_URL = "PRIVACY_POLICY_URL"
TERMS_URL = "TERMS_AND_CONDITIONS_URL"
INTAKE_CODES = frozenset({30933, 30934})


def _urls(facts: CampaignFacts) -> list[str]:
    return [url for url in (facts.privacy_url, facts.terms_url) if url]


def _is_unreachable(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return "." not in host or host.endswith((".invalid", ".local"))


def _is_foreign_site(facts: CampaignFacts) -> bool:
    """A sole proprietor has no registered website to compare with."""
    if not facts.website:
        return False
    reachable = [url for url in _urls(facts) if not _is_unreachable(url)]
    return any(site_of(url) != site_of(facts.website) for url in reachable)


def _is_one_page_for_all(facts: CampaignFacts) -> bool:
    """The home page, or one page for both, is not a policy of its own."""
    urls = _urls(facts)
    has_bare_page = any(urlsplit(url).path in ("", "/") for url in urls)
    return has_bare_page or (len(urls) == 2 and facts.privacy_url == facts.terms_url)


WEBSITE_RULES: tuple[Rule[CampaignFacts], ...] = (
    Rule(
        30933,
        (PRIVACY_URL,),
        lambda facts: not facts.privacy_url,
        "The address of the privacy policy is missing.",
    ),
    Rule(
        30934,
        (TERMS_URL,),
        lambda facts: not facts.terms_url,
        "The address of the terms and conditions is missing.",
    ),
    Rule(
        30891,
        (PRIVACY_URL, TERMS_URL),
        lambda facts: any(_is_unreachable(url) for url in _urls(facts)),
        "The website does not work or cannot be reached by the public.",
    ),
    Rule(
        30892,
        (PRIVACY_URL, TERMS_URL),
        lambda facts: any(url.startswith("http://") for url in _urls(facts)),
        "The pages must be secured by https.",
    ),
    Rule(
        30907,
        (PRIVACY_URL, TERMS_URL),
        _is_foreign_site,
        "The pages are not on the website of the registered brand.",
    ),
    Rule(
        30919,
        (PRIVACY_URL, TERMS_URL),
        _is_one_page_for_all,
        "The website holds too little: privacy policy and terms need pages of their own.",
    ),
    Rule(
        30921,
        ("MESSAGE_FLOW",),
        lambda facts: wording.LOGIN_PAGE.search(facts.flow) is not None,
        "The opt-in page is behind a login; give a public page or screenshots.",
    ),
)
