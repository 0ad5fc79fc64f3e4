"""What an event of Twilio's stream is about. It says where to look, never what is the case."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

_OURS = (
    "com.twilio.messaging.compliance.brand-registration.",
    "com.twilio.messaging.compliance.campaign-registration.",
)
_LONGEST = 100


@dataclass(frozen=True)
class Hint:
    """`campaign_sid` is the CM… that only events know; the REST path has a constant instead."""

    event_id: str
    account_sid: str | None
    brand_sid: str | None
    messaging_service_sid: str | None
    campaign_sid: str | None

    @property
    def sids(self) -> tuple[str, ...]:
        """By which its tenant can be found."""
        return tuple(sid for sid in (self.messaging_service_sid, self.brand_sid) if sid)


def hint_of(event: Mapping[str, object]) -> Hint | None:
    """Of a CloudEvent as it came, or with its data spelt out; None for what is not ours."""
    inner = _data_of(event)
    event_id, type_ = _text(event.get("id")), _text(event.get("type"))
    if event_id is None or type_ is None or not type_.startswith(_OURS):
        return None

    def told(name: str) -> str | None:
        return _text(event.get(name)) or _text(inner.get(name.replace("_", "")))

    return Hint(
        event_id=event_id,
        account_sid=told("account_sid"),
        brand_sid=told("brand_sid"),
        messaging_service_sid=told("messaging_service_sid"),
        campaign_sid=told("campaign_sid"),
    )


def _data_of(event: Mapping[str, object]) -> Mapping[str, object]:
    """An object; some deliveries carry it as JSON text."""
    data = event.get("data")
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except ValueError:
            return {}
    return data if isinstance(data, Mapping) else {}


def _text(value: object) -> str | None:
    """Short text without what a database refuses; everything else is as good as nothing."""
    if not isinstance(value, str) or not value.isprintable():
        return None
    return value if 0 < len(value) <= _LONGEST else None
