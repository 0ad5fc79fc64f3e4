"""What Twilio holds of a campaign, compared with our draft of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.a2p.domain.campaign import CREATE_ONLY, CampaignContent
from services.a2p.domain.text import plain

# Twilio's attribute → ours and its HTTP name, in form order.
_COMPARED = (
    ("us_app_to_person_usecase", "use_case", "useCase"),
    ("description", "description", "description"),
    ("message_flow", "message_flow", "messageFlow"),
    ("message_samples", "sample_messages", "sampleMessages"),
    ("has_embedded_links", "has_embedded_links", "hasEmbeddedLinks"),
    ("has_embedded_phone", "has_embedded_phone", "hasEmbeddedPhone"),
    ("age_gated", "age_gated", "ageGated"),
    ("direct_lending", "direct_lending", "directLending"),
    ("subscriber_opt_in", "subscriber_opt_in", "subscriberOptIn"),
    ("opt_in_keywords", "opt_in_keywords", "optInKeywords"),
    ("opt_in_message", "opt_in_message", "optInMessage"),
    ("opt_out_keywords", "opt_out_keywords", "optOutKeywords"),
    ("opt_out_message", "opt_out_message", "optOutMessage"),
    ("help_keywords", "help_keywords", "helpKeywords"),
    ("help_message", "help_message", "helpMessage"),
    ("privacy_policy_url", "privacy_policy_url", "privacyPolicyUrl"),
    ("terms_and_conditions_url", "terms_and_conditions_url", "termsAndConditionsUrl"),
)
# Left empty by us, these are filled in by Twilio with its standard texts: no difference to report.
_FILLED_IN = frozenset(
    (
        "opt_in_keywords",
        "opt_in_message",
        "opt_out_keywords",
        "opt_out_message",
        "help_keywords",
        "help_message",
    )  # fmt: skip
)


@dataclass(frozen=True)
class Difference:
    field: str
    ours: Any
    twilio: Any


def differences(content: CampaignContent, held: Mapping[str, Any]) -> list[Difference]:
    """Field by field; what Twilio's answer leaves out is not compared."""
    return [
        Difference(field, ours, theirs)
        for twilio_name, our_name, field in _COMPARED
        if twilio_name in held
        for ours, theirs in [(_value(getattr(content, our_name)), _value(held[twilio_name]))]
        if ours != theirs and (ours or our_name not in _FILLED_IN)
    ]


def editable_differences(content: CampaignContent, held: Mapping[str, Any]) -> list[Difference]:
    """Those that an edit in place settles; the rest Twilio fixed when the campaign was made."""
    fixed = {field for _, our_name, field in _COMPARED if our_name in CREATE_ONLY}
    return [each for each in differences(content, held) if each.field not in fixed]


def _value(value: Any) -> Any:
    """Comparable across a JSON trip: lists for tuples, "" for None, no blanks at the ends."""
    if isinstance(value, list | tuple):
        return [plain(str(item)) for item in value]
    if isinstance(value, bool):
        return value
    return plain(value)
