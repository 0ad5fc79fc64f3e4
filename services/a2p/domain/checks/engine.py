"""Runs the rules, and lets through only suggestions that work."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
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
from services.a2p.domain.checks.reading import Reading, reading_of
from services.a2p.domain.checks.rule import Case, Issue, Rule
from services.a2p.domain.checks.watching import watch
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
# They see texts whole, however long.
_LENGTH_RULES = frozenset(rule.id for rule in lengths.RULES)
# What is read again while suggestions are tried, in characters. A common campaign needs a third.
MAX_CHARACTERS_TRIED = 18_000
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
    reading = reading_of(case)
    outcomes = [_outcome(rule, reading) for rule in RULES]
    found = sorted(_findings(outcomes), key=_position)
    return list(_vetted(found, case, outcomes))


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
    reading = reading_of(case)
    return _findings(_outcome(rule, reading) for rule in RULES)


@dataclass(frozen=True)
class _Outcome:
    """What a rule found, and which fields it read for that."""

    rule: Rule
    findings: tuple[Finding, ...]
    fields_read: frozenset[str]


def _outcome(rule: Rule, reading: Reading) -> _Outcome:
    is_cut = reading.cut and rule.id not in _LENGTH_RULES
    case, read = reading.part if is_cut else reading.whole, set[str]()
    watched = Case(watch(case.content, read), watch(case.profile, read), case.use_cases)
    findings = tuple(_finding(rule, issue) for issue in rule.check(watched))
    if is_cut and read & reading.cut:
        findings = tuple(_of_a_part(findings, reading.cut))
    return _Outcome(rule, findings, frozenset(read))


def _finding(rule: Rule, issue: Issue) -> Finding:
    return Finding(
        rule_id=rule.id,
        severity=rule.severity,
        field=issue.field or rule.field,
        message=issue.message,
        suggestion=issue.suggestion,
        suggested_value=issue.suggested,
        twilio_codes=rule.codes,
    )


def _of_a_part(findings: Iterable[Finding], cut: frozenset[str]) -> Iterator[Finding]:
    """A text that is cut is blocked for its length; what it lacks may stand in the rest."""
    for finding in findings:
        if _attribute(finding.field) not in cut:
            yield replace(finding, suggested_value=None)


def _findings(outcomes: Iterable[_Outcome]) -> list[Finding]:
    return [finding for outcome in outcomes for finding in outcome.findings]


def _vetted(
    found: Sequence[Finding], case: Case, outcomes: Sequence[_Outcome]
) -> Iterator[Finding]:
    """Each without its suggested value unless trying that shows that it is of use."""
    already_blocking = {_key(finding) for finding in found if finding.is_blocking}
    left = MAX_CHARACTERS_TRIED
    for finding in found:
        if finding.suggested_value is None:
            yield finding
            continue
        cost = len(str(finding.suggested_value))
        useful = cost <= left and _is_useful(finding, case, outcomes, already_blocking)
        left -= cost if cost <= left else 0
        yield finding if useful else replace(finding, suggested_value=None)


def _is_useful(
    finding: Finding,
    case: Case,
    outcomes: Sequence[_Outcome],
    already_blocking: set[tuple[str, str]],
) -> bool:
    """The suggested value settles the finding and blocks nothing new."""
    content, profile = apply_suggestion(case.content, case.profile, finding)
    tried = Case(content, profile, case.use_cases)
    after = _found_after(tried, outcomes, changed=_attribute(finding.field))
    settled = _key(finding) not in {_key(other) for other in after}
    return settled and {_key(other) for other in after if other.is_blocking} <= already_blocking


def _found_after(tried: Case, outcomes: Sequence[_Outcome], *, changed: str) -> list[Finding]:
    """A rule that has not read the changed field finds what it found before."""
    reading = reading_of(tried)
    return _findings(
        _outcome(each.rule, reading) if changed in each.fields_read else each for each in outcomes
    )


def _attribute(field: str) -> str:
    """The attribute of the content or the profile that holds this field of the form."""
    return snake_case(field.removeprefix(PROFILE_PREFIX).partition(".")[0])


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
