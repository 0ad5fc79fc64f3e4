"""What a check says about a campaign or a business profile."""

from collections.abc import Iterable
from dataclasses import dataclass

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


def is_ready(findings: Iterable[Finding]) -> bool:
    """Ready to submit: warnings may stay, blocking findings may not."""
    return not blocking(findings)
