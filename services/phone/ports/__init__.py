"""What the use cases need from the world around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.phone.domain.calls import Step
from services.phone.domain.webhooks import Webhooks
from services.phone.ports.carrier import (
    Carrier,
    CarrierMessage,
    CarrierNumber,
    CarrierRefused,
    CarrierService,
    CarrierUnclear,
    ReceivedCall,
    ReceivedPage,
    ReceivedText,
    Recording,
)
from services.phone.ports.store import Claim, MessageClaim, Pending, UnitOfWork, Work

__all__ = [
    "Carrier",
    "CarrierMessage",
    "CarrierNumber",
    "CarrierRefused",
    "CarrierService",
    "CarrierUnclear",
    "Claim",
    "Clock",
    "Ids",
    "Markup",
    "MessageClaim",
    "Pending",
    "Ports",
    "ReceivedCall",
    "ReceivedPage",
    "ReceivedText",
    "Recording",
    "UnitOfWork",
    "Work",
]


class Clock(Protocol):
    def now(self) -> datetime: ...

    def sleep(self, seconds: float) -> None: ...


class Ids(Protocol):
    def new(self) -> str: ...

    def token(self) -> str:
        """Not to be guessed: it stands in a public address."""
        ...


class Markup(Protocol):
    """What Twilio's telephones follow."""

    def voice(self, steps: Sequence[Step], webhooks: Webhooks) -> str: ...

    def no_reply(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Ports:
    unit_of_work: UnitOfWork
    carrier: Carrier
    markup: Markup
    clock: Clock
    ids: Ids
    public_base_url: str
    voice_fallback_url: str
    # Whose each address is that was asked about; that never changes, so it is looked up once.
    known_tokens: dict[str, str] = field(default_factory=dict)
    # What this process has begun with once.
    begun: set[str] = field(default_factory=set)
