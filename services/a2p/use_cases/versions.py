"""The version of what a tenant typed: a write that was based on another version is refused.

It follows from the text alone, so that no writer can forget to change it, and status polls and
rechecks leave it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, fields
from typing import Any

from contracts.errors import Code, conflict
from services.a2p.domain.campaign import Campaign, CampaignContent
from services.a2p.domain.profile import BusinessProfile
from services.a2p.ports import Ports

# Of a profile that was never saved.
NO_VERSION = "none"
_EMPTY: tuple[object, ...] = (None, "", ())


def campaign_versions(ports: Ports, campaign: Campaign) -> Sequence[str]:
    """The current version in every form that is accepted, the one to show first."""
    return ports.versions.accepted(_campaign_values(campaign.content))


def profile_versions(ports: Ports, profile: BusinessProfile | None) -> Sequence[str]:
    return [NO_VERSION] if profile is None else ports.versions.accepted(_profile_values(profile))


def require_version(current: Sequence[str], expected: Sequence[str] | None, *, what: str) -> None:
    """None expects nothing: a caller of the previous release, or one that takes any version."""
    if expected is None or any(version in expected for version in current):
        return
    if not expected:
        raise conflict(
            Code.PRECONDITION_REQUIRED,
            f"Say which version of the {what} this change is based on: send the ETag that came "
            "with it as If-Match. Otherwise it could overwrite what somebody else has saved.",
        )
    raise conflict(
        Code.PRECONDITION_FAILED,
        f"The {what} was changed in the meantime, so nothing was saved. Compare both versions, "
        "then save again.",
    )


def _campaign_values(content: CampaignContent) -> Mapping[str, Any]:
    """Without what is empty or as at the start: a field that a later release adds changes nothing
    until it is used.
    """
    written = {
        field.name: getattr(content, field.name)
        for field in fields(content)
        if field.default is MISSING or getattr(content, field.name) != field.default
    }
    return _filled(written)


def _profile_values(profile: BusinessProfile) -> Mapping[str, Any]:
    return _filled(asdict(profile))


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _filled(value) if isinstance(value, Mapping) else value
        for name, value in values.items()
        if value not in _EMPTY
    }
