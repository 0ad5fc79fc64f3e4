"""What a person pastes into Twilio's Console where the account may not edit campaigns by API."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.a2p.domain.campaign import Campaign, CampaignContent
from services.a2p.domain.text import plain

# Editing by API is granted account by account; without it Twilio answers one of these.
_NOT_ENABLED_STATUSES = frozenset({403, 404})
# These say that the account as a whole is refused, which no Console edit cures.
_NO_ACCESS_CODES = frozenset({20003, 20005})


@dataclass(frozen=True)
class ManualTask:
    """`values` holds the text to paste by field; samples are numbered."""

    title: str
    steps: tuple[str, ...]
    values: dict[str, str]


def is_editing_refused(*, code: int | None, status: int | None) -> bool:
    return status in _NOT_ENABLED_STATUSES and code not in _NO_ACCESS_CODES


def manual_task_of(campaign: Campaign) -> ManualTask | None:
    """Always of the draft as it is now: a later change of it changes what is to be pasted."""
    if campaign.manual_edit_since is None:
        return None
    steps = (step.format(service=campaign.messaging_service_sid) for step in _STEPS)
    return ManualTask(_TITLE, tuple(steps), dict(_values(campaign.content)))


def _values(content: CampaignContent) -> Iterator[tuple[str, str]]:
    yield "description", plain(content.description)
    yield "messageFlow", plain(content.message_flow)
    for number, sample in enumerate(content.sample_messages, start=1):
        yield f"sampleMessages.{number}", plain(sample)
    yield "privacyPolicyUrl", plain(content.privacy_policy_url)
    yield "termsAndConditionsUrl", plain(content.terms_and_conditions_url)
    yield "hasEmbeddedLinks", _yes_no(content.has_embedded_links)
    yield "hasEmbeddedPhone", _yes_no(content.has_embedded_phone)
    yield "ageGated", _yes_no(content.age_gated)
    yield "directLending", _yes_no(content.direct_lending)


def _yes_no(flag: bool) -> str:
    return "Yes" if flag else "No"


_TITLE = "Paste the corrected campaign in Twilio’s Console"
_STEPS = (
    "Sign in to Twilio’s Console, or ask whoever manages the account to do so.",
    "Open Messaging, Regulatory Compliance, Campaigns, and there the failed campaign of the "
    "messaging service {service}.",
    "Choose to edit the campaign. Do not delete it: the paid review would be lost.",
    "Replace each field by the text given here, and submit the campaign there.",
    "That is all. We see that the review has started, and the campaign goes on here by itself.",
)
