"""What is asked of Twilio."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from services.phone.domain.lines import Capabilities
from services.phone.domain.orders import AvailableNumber, Wish
from services.phone.domain.webhooks import Webhooks

Entry = TypeVar("Entry")


class CarrierRefused(Exception):
    """Twilio said no and did nothing."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class CarrierUnclear(Exception):
    """Nobody knows yet whether it was done; `is_over` when it will not be done later either."""

    def __init__(self, *, is_over: bool) -> None:
        super().__init__(is_over)
        self.is_over = is_over


@dataclass(frozen=True, kw_only=True)
class CarrierNumber:
    twilio_sid: str
    phone_number: str
    capabilities: Capabilities
    voice_url: str | None = None
    sms_url: str | None = None
    voice_fallback_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class CarrierService:
    inbound_url: str | None
    status_url: str | None


@dataclass(frozen=True, kw_only=True)
class CarrierMessage:
    twilio_sid: str
    service_sid: str | None
    body: str
    status: str
    error_code: int | None


@dataclass(frozen=True, kw_only=True)
class ReceivedText:
    twilio_sid: str
    from_number: str
    body: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReceivedCall:
    twilio_sid: str
    from_number: str
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReceivedPage(Generic[Entry]):
    """Newest first; `next_page` leads to older ones, None to no more."""

    entries: Sequence[Entry]
    next_page: str | None


@dataclass(frozen=True, kw_only=True)
class Recording:
    content: bytes = field(repr=False)
    media_type: str


class Carrier(Protocol):
    """Twilio. Everything may raise CarrierRefused or CarrierUnclear."""

    def find_service(self, name: str) -> str | None:
        """The SID of the oldest service with this name."""
        ...

    def create_service(self, name: str, webhooks: Webhooks) -> str: ...

    def read_service(self, service_sid: str) -> CarrierService | None: ...

    def configure_service(self, service_sid: str, webhooks: Webhooks) -> None: ...

    def is_in_pool(self, service_sid: str, number_sid: str) -> bool: ...

    def join_pool(self, service_sid: str, number_sid: str) -> None:
        """Also fine when the number is in this pool already."""
        ...

    def send_message(
        self, service_sid: str, *, to: str, body: str, status_callback: str
    ) -> str: ...

    def find_sent(self, *, to: str, since: datetime) -> list[CarrierMessage]:
        """The oldest first."""
        ...

    def list_texts(
        self, *, to: str, since: datetime, page: str | None
    ) -> ReceivedPage[ReceivedText]:
        """What came in since then, that second included; a page is what an earlier one led to."""
        ...

    def list_calls(
        self, *, to: str, since: datetime, page: str | None
    ) -> ReceivedPage[ReceivedCall]:
        """As `list_texts`."""
        ...

    def configure_number(self, number_sid: str, webhooks: Webhooks) -> None: ...

    def search_numbers(
        self, *, area_code: str | None, contains: str | None, limit: int
    ) -> list[AvailableNumber]: ...

    def find_bought(self, name: str) -> CarrierNumber | None:
        """The oldest number with this name."""
        ...

    def buy_number(self, name: str, wish: Wish, webhooks: Webhooks) -> CarrierNumber:
        """Costs money, so it is never repeated without looking first."""
        ...

    def find_number(self, number_sid: str) -> CarrierNumber | None: ...

    def fetch_recording(self, recording_sid: str) -> Recording | None:
        """None for one that was deleted."""
        ...
