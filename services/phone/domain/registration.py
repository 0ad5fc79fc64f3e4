"""Twilio's words about a number's registration, as they come in its event stream."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from contracts.enums import RegistrationStatus

PREFIXES = (
    "com.twilio.messaging.compliance.number-registration.",
    "com.twilio.messaging.compliance.number-deregistration.",
)
STATUSES = {
    "pending_registration": RegistrationStatus.PENDING,
    "registered": RegistrationStatus.REGISTERED,
    "failure": RegistrationStatus.FAILED,
    "unregistered": RegistrationStatus.UNREGISTERED,
}


@dataclass(frozen=True, kw_only=True)
class Told:
    number_sid: str
    status: RegistrationStatus
    at: datetime


def told_by(event: Mapping[str, Any]) -> Told | None:
    """None for what is not about a number, and for what cannot be understood."""
    if not str(event.get("type", "")).startswith(PREFIXES):
        return None
    data = _data_of(event)
    status = STATUSES.get(str(data.get("externalstatus")))
    at = _instant(event.get("time"))
    if status is None or at is None or not data.get("phonenumbersid"):
        return None
    return Told(number_sid=str(data["phonenumbersid"]), status=status, at=at)


def _data_of(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object; some deliveries carry it as JSON text."""
    data = event.get("data")
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except ValueError:
            return {}
    return data if isinstance(data, Mapping) else {}


def _instant(text: object) -> datetime | None:
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
