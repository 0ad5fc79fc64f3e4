"""A tenant's phone numbers, the messaging services they send through, and campaigns' standing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.enums import CampaignStatus, RegistrationStatus


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    sms: bool = True
    mms: bool = True
    voice: bool = True


@dataclass(frozen=True, kw_only=True)
class Number:
    id: str
    phone_number: str
    twilio_sid: str
    is_primary: bool
    is_protected: bool = False
    registration_status: RegistrationStatus = RegistrationStatus.UNREGISTERED
    # When Twilio last said so.
    registered_at: datetime | None = None
    # Until then a text that carriers turned away as unregistered counts for more than that word.
    doubted_until: datetime | None = None
    capabilities: Capabilities = Capabilities()
    # The messaging service whose sender pool it is in, as far as we put it there.
    messaging_service_sid: str | None = None
    # The address at which Twilio reports its calls, as far as we set it there.
    voice_url: str | None = None
    # What answers its calls while we do not, as far as we set it there.
    voice_fallback_url: str | None = None
    # Twilio's code of the last refusal; None once it went well.
    twilio_error: int | None = None

    @property
    def is_connected(self) -> bool:
        """Calls reach us, or whoever has always answered a protected line."""
        return self.is_protected or self.voice_url is not None

    def as_of(self, now: datetime) -> "Number":
        """To be shown and judged, never to be stored: a doubt lapses by itself."""
        if self.doubted_until is None or now >= self.doubted_until:
            return self
        return replace(self, registration_status=RegistrationStatus.PENDING)


@dataclass(frozen=True, kw_only=True)
class MessagingService:
    """One per campaign; a protected one has no campaign and was there before this system."""

    id: str
    campaign_id: str | None
    twilio_sid: str | None = None
    is_protected: bool = False
    linked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the registration side last told of a campaign."""

    campaign_id: str
    status: CampaignStatus
    is_primary: bool
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class Line:
    """Everything that decides what a tenant can do with its numbers."""

    numbers: tuple[Number, ...] = ()
    services: tuple[MessagingService, ...] = ()
    standings: tuple[Standing, ...] = ()

    def as_of(self, now: datetime) -> "Line":
        return replace(self, numbers=tuple(number.as_of(now) for number in self.numbers))

    @property
    def primary_number(self) -> Number | None:
        return next((number for number in self.numbers if number.is_primary), None)

    def number(self, number_id: str) -> Number | None:
        return next((number for number in self.numbers if number.id == number_id), None)

    @property
    def primary_campaign(self) -> Standing | None:
        """The latest word wins, should events have named two."""
        return max(
            (standing for standing in self.standings if standing.is_primary),
            key=lambda standing: standing.occurred_at,
            default=None,
        )

    @property
    def shown_service(self) -> MessagingService | None:
        """A live service that was here before us stays the tenant's own, whatever it registers."""
        linked = [service for service in self.services if service.twilio_sid]
        kept = [service for service in linked if service.is_protected]
        return next(iter(kept or self._of_primary_campaign(linked) or linked), None)

    def pool_for(self, number: Number) -> str | None:
        """The service that the number should join, or None while there is nothing to join."""
        if number.is_protected or not number.is_primary:
            return None
        linked = [service for service in self.services if service.twilio_sid]
        services = [each for each in self._of_primary_campaign(linked) if not each.is_protected]
        return services[0].twilio_sid if services else None

    def _of_primary_campaign(self, services: Iterable[MessagingService]) -> list[MessagingService]:
        primary = self.primary_campaign
        if primary is None:
            return []
        return [service for service in services if service.campaign_id == primary.campaign_id]
