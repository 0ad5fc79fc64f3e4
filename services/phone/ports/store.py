"""What is remembered, an aggregate each, and the transaction over them."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.phone.domain.catch_up import CatchUp
from services.phone.domain.lines import Line, MessagingService, Number, Standing
from services.phone.domain.menu import Menu
from services.phone.domain.messages import Message, Traffic, Voicemail
from services.phone.domain.orders import Order
from services.phone.domain.setup import PhoneSettings


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

    def claim_untidied(self, *, since: datetime, now: datetime, limit: int) -> list[str]:
        """Tenants that were not tidied since then, and now count as tidied; across all."""
        ...


@dataclass(frozen=True, kw_only=True)
class Pending:
    tenant_id: str
    id: str
    attempts: int


class PendingRows(Protocol):
    """What of one kind is begun and not finished; across all tenants."""

    def add(self, id: str, *, due_at: datetime) -> None: ...

    def remove(self, id: str) -> None: ...

    def claim_due(self, *, now: datetime, again_at: datetime, limit: int) -> list[Pending]: ...

    def postpone(self, id: str, *, due_at: datetime) -> None: ...


class CatchUpRows(Protocol):
    """Across all tenants."""

    def add(self, *, number_sid: str, phone_number: str, now: datetime) -> None:
        """Texts and calls of a number that is the tenant's from now on."""
        ...

    def adopt(self, *, now: datetime) -> None:
        """Begins with numbers that a process of an earlier release has assigned."""
        ...

    def claim_due(self, *, now: datetime, again_at: datetime, limit: int) -> list[CatchUp]: ...

    def make_due(self, *, now: datetime) -> None:
        """All but those that wait because Twilio failed, or that somebody reads right now."""
        ...

    def count(self) -> int: ...

    def save(self, reached: CatchUp, *, due_at: datetime) -> None: ...


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
class MessageClaim:
    was_tried: bool


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

    def find_open(self, to: str) -> Message | None:
        """There is one at most."""
        ...

    def claim(
        self, message_id: str, *, lease: str, now: datetime, until: datetime
    ) -> MessageClaim | None:
        """The right to send it at Twilio now; None while another one has it."""
        ...

    def free(self, message_id: str, *, lease: str, at: datetime) -> None:
        """Lets the next one in at that time."""
        ...

    def said_after(self, from_number: str, *, at: datetime) -> list[str]:
        """What this person texted since then, the latest first, as far as it matters."""
        ...

    def has_received(self, to_number: str) -> bool:
        """A text to this line of ours has reached us."""
        ...

    def known(self, twilio_sids: Collection[str]) -> set[str]: ...

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
    def add(self, call_sid: str, *, from_number: str, now: datetime) -> bool:
        """False when the call is stored already."""
        ...

    def last_at(self) -> datetime | None: ...

    def forget(self, *, before: datetime, limit: int) -> int:
        """How many of the oldest went."""
        ...


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
    def pending_connections(self) -> PendingRows: ...

    @property
    def catch_ups(self) -> CatchUpRows: ...

    @property
    def orders(self) -> OrderRows: ...

    @property
    def pending_orders(self) -> PendingRows: ...

    @property
    def pending_messages(self) -> PendingRows: ...

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
