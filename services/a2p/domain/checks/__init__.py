"""The checks before a submission: each rule knows the rejections that it prevents."""

from services.a2p.domain.checks.engine import (
    PROFILE_PREFIX,
    RULES,
    RULES_BY_ID,
    apply_suggestion,
    check_campaign,
)
from services.a2p.domain.findings import Finding, is_ready

__all__ = [
    "PROFILE_PREFIX",
    "RULES",
    "RULES_BY_ID",
    "Finding",
    "apply_suggestion",
    "check_campaign",
    "is_ready",
]
