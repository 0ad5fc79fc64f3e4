"""Why reviewers reject a campaign: the whole table, read in the order of its groups."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.twilio.reviews.campaign_consent import CONSENT_RULES
from sandbox.twilio.reviews.campaign_content import CONTENT_RULES
from sandbox.twilio.reviews.campaign_facts import CampaignFacts
from sandbox.twilio.reviews.campaign_website import INTAKE_CODES, WEBSITE_RULES
from sandbox.twilio.reviews.rules import Rule, review
from sandbox.twilio.wire import Json

RULES: tuple[Rule[CampaignFacts], ...] = (*CONTENT_RULES, *CONSENT_RULES, *WEBSITE_RULES)


def review_campaign(facts: CampaignFacts) -> list[Json]:
    return review(facts, RULES)


def fails_intake(findings: Iterable[Json]) -> bool:
    """Whether a machine refuses it before a person looks."""
    return any(finding["error_code"] in INTAKE_CODES for finding in findings)
