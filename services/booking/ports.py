"""What the use cases need from the world around them."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from services.booking.domain.booking import Booking, Redemption
from services.booking.domain.cart import Cart, OfferedService
from services.booking.domain.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class PointsCheck:
    """What loyalty would do now."""

    can_redeem: bool
    allowed_points: int
    discount_cents: int
    balance: int
    most_points: int
    reason_code: str | None
    message: str | None
    fix: str | None


@dataclass(frozen=True)
class Due:
    """A booking that has something left to settle; `tries` counts this one."""

    tenant_id: str
    booking_id: str
    tries: int


@dataclass(frozen=True, kw_only=True)
class Which:
    """Bookings that are asked for; None is any. Days are the tenant's, both included."""

    customer_id: str | None = None
    status: str | None = None
    from_date: date | None = None
    to_date: date | None = None


class Loyalty(Protocol):
    """Never called while a transaction is open.

    Each raises a ServiceError of kind UNAVAILABLE when nobody knows whether it happened; any other
    kind is a refusal, and nothing happened.
    """

    def check(
        self, tenant_id: str, customer_id: str, cart: Cart, *, points: int
    ) -> PointsCheck: ...

    def redeem(self, tenant_id: str, booking: Booking) -> Redemption:
        """The booking's id is the key: however often it is asked, points are taken once."""
        ...

    def reverse(self, tenant_id: str, booking_id: str, *, reason: str) -> None:
        """Gives back what was taken, once; where nothing was, nothing can be taken any more."""
        ...


class Schedules(Protocol):
    def find(self) -> Schedule | None: ...

    def lock(self) -> Schedule | None:
        """One booking is placed at a time: others of this tenant wait for our commit."""
        ...

    def add(self, schedule: Schedule, *, capacity: int) -> None:
        """For a tenant that is there already only the time zone changes."""
        ...


class Services(Protocol):
    def offered(self, ids: Collection[str]) -> Mapping[str, OfferedService]: ...

    def page(self, *, limit: int, offset: int) -> tuple[Sequence[OfferedService], int]:
        """What can be booked, core services first."""
        ...

    def add(self, service: OfferedService, *, is_active: bool = True) -> None: ...


class Seats(Protocol):
    """For a customer who is named, what own pending bookings hold is free: it can be let go."""

    def find_free(self, slots: Sequence[datetime], *, customer_id: str | None) -> int | None:
        """The first seat that is free in all of them."""
        ...

    def taken(
        self, first: datetime, last: datetime, *, customer_id: str | None
    ) -> Collection[Set[datetime]]:
        """Of each seat the slots that are taken between these two, both included."""
        ...

    def take(self, booking_id: str, seat: int, slots: Sequence[datetime]) -> None: ...

    def free(self, booking_id: str) -> None: ...


class Bookings(Protocol):
    def add(self, booking: Booking) -> None: ...

    def lock(self, booking_id: str) -> Booking | None:
        """None also for another tenant's booking; other writers wait for our commit."""
        ...

    def lock_by_key(self, customer_id: str, key: str) -> Booking | None: ...

    def lock_pending(self, customer_id: str, slots: Sequence[datetime]) -> Sequence[Booking]:
        """The customer's own that hold any of these slots."""
        ...

    def save(self, booking: Booking) -> None: ...

    def remove(self, booking_id: str) -> None: ...

    def page(self, which: Which, *, limit: int, offset: int) -> tuple[Sequence[Booking], int]:
        """What may be shown, latest start first."""
        ...


class Customers(Protocol):
    """By name, as tenants tells of them."""

    def note(self, customer_id: str, name: str, *, told_at: datetime) -> None:
        """Older news than what is known changes nothing."""
        ...

    def names(self, ids: Collection[str]) -> Mapping[str, str]:
        """Of those that are known."""
        ...


class Unsettled(Protocol):
    """Bookings that have something left to settle; usable without knowing a tenant."""

    def put(self, booking_id: str, *, due_at: datetime, holds_seat: bool = False) -> None:
        """Or moves it to another time."""
        ...

    def drop(self, booking_id: str) -> None: ...

    def take_due(self, *, now: datetime, until: datetime, holds_seat: bool) -> Due | None:
        """One that nobody else has taken; it is due again at `until`, should its taker die."""
        ...


class Work(Protocol):
    """One transaction. Without a tenant only `unsettled` shows anything."""

    @property
    def schedules(self) -> Schedules: ...

    @property
    def services(self) -> Services: ...

    @property
    def seats(self) -> Seats: ...

    @property
    def bookings(self) -> Bookings: ...

    @property
    def customers(self) -> Customers: ...

    @property
    def unsettled(self) -> Unsettled: ...

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


class Clock(Protocol):
    def now(self) -> datetime: ...


class Ids(Protocol):
    def new(self) -> str: ...


class Fingerprints(Protocol):
    """Recognizes a request that is repeated. Keyed: nobody can guess the request from it."""

    def of(self, values: Mapping[str, Any]) -> str: ...

    def accepted(self, values: Mapping[str, Any]) -> Sequence[str]:
        """Every form in which these values may be stored: by older keys and releases, too."""
        ...


@dataclass(frozen=True, kw_only=True)
class Ports:
    unit_of_work: UnitOfWork
    loyalty: Loyalty
    clock: Clock
    ids: Ids
    fingerprints: Fingerprints
