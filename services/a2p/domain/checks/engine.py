"""Runs the rules, and lets through only suggestions that work."""

from dataclasses import fields, replace
from typing import Any

from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.checks import (
    business,
    consent,
    flags,
    lengths,
    links,
    people,
    policies,
    prohibited,
    replies,
    samples,
    use_cases,
    wording,
)
from services.a2p.domain.checks.rule import Case, Rule
from services.a2p.domain.findings import Finding
from services.a2p.domain.profile import BusinessProfile, snake_case

RULES: tuple[Rule, ...] = (
    *lengths.RULES,
    *samples.RULES,
    *wording.RULES,
    *flags.RULES,
    *links.RULES,
    *consent.RULES,
    *replies.RULES,
    *policies.RULES,
    *use_cases.RULES,
    *prohibited.RULES,
    *business.RULES,
    *people.RULES,
)
LENGTH_RULES = (*lengths.RULES, *(rule for rule in RULES if rule.id == "keywords-length"))
# Above what any set of texts within Twilio's limits can reach.
READABLE_LENGTH = 8192
RULES_BY_ID = {rule.id: rule for rule in RULES}
PROFILE_PREFIX = "businessProfile."
_FIELD_ORDER = [field.name for field in fields(CampaignContent)]


def check_campaign(
    content: CampaignContent,
    profile: BusinessProfile | None,
    *,
    use_cases: frozenset[str] | None = None,
) -> list[Finding]:
    """Blocking findings first, then in the order of the form; campaign before profile."""
    case = Case(content, profile or BusinessProfile(), use_cases)
    found = run_rules(case)
    already_blocking = {_key(finding) for finding in found if finding.is_blocking}
    vetted = [_vetted(finding, case, already_blocking) for finding in found]
    return sorted(vetted, key=_position)


def apply_suggestion(
    content: CampaignContent, profile: BusinessProfile, finding: Finding
) -> tuple[CampaignContent, BusinessProfile]:
    """Both, with the finding's suggested value put into its field."""
    if finding.suggested_value is None:
        return content, profile
    value: Any = finding.suggested_value
    value = tuple(value) if isinstance(value, list) else value
    if finding.field.startswith(PROFILE_PREFIX):
        return content, _with_value(profile, finding.field.removeprefix(PROFILE_PREFIX), value)
    return _with_value(content, finding.field, value), profile


def run_rules(case: Case) -> list[Finding]:
    """Findings as the rules make them, in the order of the table, suggestions still untried."""
    rules = RULES if _is_readable(case) else LENGTH_RULES
    return [
        Finding(
            rule_id=rule.id,
            severity=rule.severity,
            field=issue.field or rule.field,
            message=issue.message,
            suggestion=issue.suggestion,
            suggested_value=issue.suggested,
            twilio_codes=rule.codes,
        )
        for rule in rules
        for issue in rule.check(case)
    ]


def _is_readable(case: Case) -> bool:
    """A text far over its limit is blocked for that alone; reading it all would only cost time."""
    content = case.content
    keywords = (*content.opt_in_keywords, *content.opt_out_keywords, *content.help_keywords)
    texts = (*case.written.values(), " ".join(keywords))
    return all(len(text) <= READABLE_LENGTH for text in texts)


def _vetted(finding: Finding, case: Case, already_blocking: set[tuple[str, str]]) -> Finding:
    """Without its suggested value unless that settles the finding and blocks nothing new."""
    if finding.suggested_value is None:
        return finding
    content, profile = apply_suggestion(case.content, case.profile, finding)
    after = run_rules(Case(content, profile, case.use_cases))
    settled = _key(finding) not in {_key(other) for other in after}
    harmless = {_key(other) for other in after if other.is_blocking} <= already_blocking
    return finding if settled and harmless else replace(finding, suggested_value=None)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule_id, finding.field


def _position(finding: Finding) -> tuple[bool, bool, int]:
    of_profile = finding.field.startswith(PROFILE_PREFIX)
    place = 0 if of_profile else _FIELD_ORDER.index(snake_case(finding.field))
    return not finding.is_blocking, of_profile, place


def _with_value(target: Any, path: str, value: Any) -> Any:
    """A copy with one value replaced, however deep its path leads."""
    name, _, rest = path.partition(".")
    attribute = snake_case(name)
    new = _with_value(getattr(target, attribute), rest, value) if rest else value
    return replace(target, **{attribute: new})
