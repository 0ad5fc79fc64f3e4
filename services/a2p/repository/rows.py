"""How stored lists become what the domain holds."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from services.a2p.domain.campaign import CampaignContent
from services.a2p.domain.rejection import RejectionReason

CONTENT = tuple(field.name for field in fields(CampaignContent))


def frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def reasons(stored: list[dict[str, Any]]) -> tuple[RejectionReason, ...]:
    return tuple(RejectionReason(**reason) for reason in stored)
