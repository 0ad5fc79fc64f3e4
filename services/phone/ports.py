"""What the use cases need from the world around them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from services.phone.domain.calls import Step
from services.phone.domain.lines import Capabilities, Line, MessagingService, Number, Standing
from services.phone.domain.menu import Menu
from services.phone.domain.messages import Message, Traffic, Voicemail
from services.phone.domain.orders import AvailableNumber, Order, Wish
from services.phone.domain.setup import PhoneSettings
from services.phone.domain.webhooks import Webhooks


class Clock(Protocol):
    def now(self) -> datetime: ...

    def sleep(self, seconds: float) -> None: ...


class Ids(Protocol):
    def new(self) -> str: ...

    def token(self) -> str:
        """Not to be guessed: it stands in a public address."""
        ...


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


@dataclass(frozen=True, kw_only=True)
class CarrierService:
    inbound_url: str | None
    status_url: str | None


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


class SettingsRows(Protocol):
    def find(self) -> PhoneSettings | None: ...

    def lock(self, *, now: datetime) -> PhoneSettings:
        """Made when missing; other writers of this tenant's line wait for our commit."""
        ...

    def save(self, settings: PhoneSettings, *, now: datetime) -> None: ...


class MenuRows(Protocol):
    def find(self) -> Menu | None: ...

    def save(self, menu: Menu, *, now: datetime) -> None: ...


class NumberRows(Protocol):
    def add(self, number: Number, *, now: datetime) -> None: ...

    def save(self, number: Number, *, now: datetime) -> None: ...

    def all(self) -> tuple[Number, ...]:
        """The primary one first, then the oldest."""
        ...


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A campaign's service, and whether the one who asked may create it at Twilio now."""

    service: MessagingService
    is_ours: bool


class ServiceRows(Protocol):
    def add(self, service: MessagingService, *, now: datetime) -> None: ...

    def find_linked(self, campaign_id: str) -> str | None: ...

    def claim(
        self, campaign_id: str, *, new_id: str, lease: str, now: datetime, until: datetime
    ) -> Claim: ...

    def free(self, service_id: str, *, lease: str, at: datetime) -> None:
        """Lets the next one in at that time."""
        ...

    def link(self, service_id: str, *, twilio_sid: str, now: datetime) -> bool:
        """False when it is linked already."""
        ...


class StandingRows(Protocol):
    def record(self, standing: Standing) -> bool:
        """False when something newer is known already."""
        ...


class NumberRoutes(Protocol):
    """Across all tenants."""

    def owner_of(self, *, twilio_sid: str, phone_number: str) -> str | None: ...

    def ours_of(self, phone_numbers: Collection[str]) -> set[str]:
        """Those that are lines of this system, whoever's."""
        ...

    def add(self, *, twilio_sid: str, phone_number: str) -> bool:
        """False when another tenant was faster."""
        ...

    def remove(self, twilio_sid: str) -> None: ...


class TokenRows(Protocol):
    def get(self, *, proposed: str) -> str:
        """The tenant's own, which is the proposed one when it had none."""
        ...

    def tenant_of(self, token: str) -> str | None:
        """Across all tenants."""
        ...


@dataclass(frozen=True, kw_only=True)
class PendingConnection:
    tenant_id: str
    number_id: str
    attempts: int


class PendingConnectionRows(Protocol):
    """Numbers that wait to be connected; across all tenants."""

    def add(self, number_id: str, *, due_at: datetime) -> None: ...

    def remove(self, number_id: str) -> None: ...

    def claim_due(
        self, *, now: datetime, again_at: datetime, limit: int
    ) -> list[PendingConnection]: ...

    def postpone(self, number_id: str, *, due_at: datetime) -> None: ...


class OrderRows(Protocol):
    def add(self, order: Order, *, now: datetime) -> None: ...

    def find(self, order_id: str) -> Order | None: ...

    def find_open(self) -> Order | None:
        """There is one at most."""
        ...

    def claim(self, order_id: str, *, lease: str, now: datetime, until: datetime) -> bool:
        """Whether the one who asked may buy it at Twilio now."""
        ...

    def free(self, order_id: str, *, lease: str, at: datetime) -> None:
        """Lets the next one in at that time."""
        ...

    def save(self, order: Order, *, now: datetime) -> None:
        """Its state and error; ends the lease."""
        ...


@dataclass(frozen=True, kw_only=True)
class PendingOrder:
    tenant_id: str
    order_id: str
    attempts: int


class PendingOrderRows(Protocol):
    """Orders that are not finished; across all tenants."""

    def add(self, order_id: str, *, due_at: datetime) -> None: ...

    def remove(self, order_id: str) -> None: ...

    def claim_due(self, *, now: datetime, again_at: datetime, limit: int) -> list[PendingOrder]: ...


class MessageRows(Protocol):
    def add(self, message: Message) -> bool:
        """False when a message with this SID is there already."""
        ...

    def lock(
        self, *, twilio_sid: str | None = None, message_id: str | None = None
    ) -> Message | None:
        """By either; other writers wait for our commit."""
        ...

    def save(self, message: Message) -> None:
        """Its SID, status and error; the rest never changes."""
        ...

    def count_sent(self, *, since: datetime) -> int: ...

    def traffic(self) -> Traffic: ...

    def page(self, *, limit: int, offset: int) -> tuple[list[Message], int]:
        """Newest first, and how many there are in all."""
        ...


class OptOutRows(Protocol):
    def add(self, phone_number: str, *, now: datetime) -> None: ...

    def remove(self, phone_number: str) -> None: ...

    def has(self, phone_number: str) -> bool: ...


class CallRows(Protocol):
    def add(self, call_sid: str, *, from_number: str, now: datetime) -> None:
        """Also fine when the call is stored already."""
        ...

    def last_at(self) -> datetime | None: ...


class VoicemailRows(Protocol):
    def add(self, voicemail: Voicemail) -> bool:
        """False when this recording is stored already."""
        ...

    def complete(self, voicemail: Voicemail) -> None:
        """Adds what the first telling lacked and loses nothing."""
        ...

    def find(self, voicemail_id: str) -> Voicemail | None: ...

    def mark(self, voicemail_id: str, *, heard_at: datetime | None) -> None: ...

    def page(self, *, limit: int, offset: int) -> tuple[list[Voicemail], int]:
        """Newest first, and how many there are in all."""
        ...


class Work(Protocol):
    """One transaction. Without a tenant only routes, tokens and what is pending show anything."""

    @property
    def settings(self) -> SettingsRows: ...

    @property
    def menus(self) -> MenuRows: ...

    @property
    def numbers(self) -> NumberRows: ...

    @property
    def services(self) -> ServiceRows: ...

    @property
    def standings(self) -> StandingRows: ...

    @property
    def routes(self) -> NumberRoutes: ...

    @property
    def tokens(self) -> TokenRows: ...

    @property
    def pending_connections(self) -> PendingConnectionRows: ...

    @property
    def orders(self) -> OrderRows: ...

    @property
    def pending_orders(self) -> PendingOrderRows: ...

    @property
    def messages(self) -> MessageRows: ...

    @property
    def opt_outs(self) -> OptOutRows: ...

    @property
    def calls(self) -> CallRows: ...

    @property
    def voicemails(self) -> VoicemailRows: ...

    def overview(self) -> tuple[PhoneSettings | None, Line]:
        """All at once; None for the settings of a tenant that never touched its phone."""
        ...

    def line(self) -> Line: ...

    def emit(self, event: str, data: Mapping[str, Any]) -> None: ...

    def once(
        self,
        operation: str,
        *,
        key: str | None,
        body: Mapping[str, Any],
        action: Callable[[], dict[str, Any]],
    ) -> dict[str, Any]:
        """Runs `action`, or gives the reply that this key had before."""
        ...


UnitOfWork = Callable[[str | None], AbstractContextManager[Work]]


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
    # Whose each address is that was asked about; that never changes, so it is looked up once.
    known_tokens: dict[str, str] = field(default_factory=dict)
