"""What a check says about a campaign or a business profile."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from contracts.enums import Severity

Suggested = str | bool | list[str] | None


@dataclass(frozen=True)
class Finding:
    """`suggested_value`, where there is one, replaces the field's value as it is."""

    rule_id: str
    severity: Severity
    field: str
    message: str
    suggestion: str
    suggested_value: Suggested = None
    twilio_codes: tuple[int, ...] = ()
    # A rejection of this very campaign named a code that this rule prevents.
    because_rejected: bool = False

    @property
    def is_blocking(self) -> bool:
        return self.severity is Severity.BLOCKING


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.is_blocking]


def as_held(findings: Iterable[Finding], fixed: Collection[str]) -> list[Finding]:
    """Nobody can change what Twilio holds fixed: that stops no resubmission, and is told last."""
    told = [_held(finding) if finding.field in fixed else finding for finding in findings]
    return sorted(told, key=lambda finding: not finding.is_blocking)


def _held(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.WARNING, suggestion=_HELD_FIXED, suggested_value=None)


_HELD_FIXED = (
    "Twilio holds this field fixed as it was registered. Change what does not fit with it, or "
    "contact support."
)


def is_ready(findings: Iterable[Finding]) -> bool:
    """Ready to submit: warnings may stay, blocking findings may not."""
    return not blocking(findings)
