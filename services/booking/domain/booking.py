"""A booking and its way through the saga with loyalty.

    PENDING ──redeemed──► CONFIRMED ──► COMPLETED
       │                     └─► CANCELLED: RETURNING ──reversed──► SETTLED
       └─refused or left behind─► RELEASING ──reversed──► gone

Only what has a status is ever shown. A booking in PENDING or RELEASING has none.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.enums import BookingStatus
from contracts.errors import Code, conflict
from services.booking.domain.cart import Cart
from services.booking.domain.schedule import Window

# How long the same key may resume. Well above the deadline of any one attempt.
GRACE = timedelta(minutes=2)


class Saga(StrEnum):
    """What is still to be settled with loyalty."""

    PENDING = "PENDING"
    RELEASING = "RELEASING"
    RETURNING = "RETURNING"
    SETTLED = "SETTLED"


@dataclass(frozen=True)
class Draft:
    """What a customer wants, found to be possible."""

    cart: Cart
    window: Window
    points_requested: int

    @property
    def asks_for_points(self) -> bool:
        """Fewer than none are asked for too: loyalty refuses them, with its reason."""
        return self.points_requested != 0


@dataclass(frozen=True)
class Redemption:
    """What loyalty took and what it is worth."""

    points_used: int
    discount_cents: int
    balance_after: int


@dataclass(frozen=True)
class Origin:
    """Which request made the booking, so that its repeat is known; no key, no repeat."""

    key: str | None
    body_hash: str


@dataclass(frozen=True, kw_only=True)
class Booking:
    id: str
    customer_id: str
    window: Window
    cart: Cart
    points_requested: int
    origin: Origin
    created_at: datetime
    attempted_at: datetime
    saga: Saga
    status: BookingStatus | None
    redemption: Redemption | None = None

    @property
    def discount_cents(self) -> int:
        return self.redemption.discount_cents if self.redemption else 0

    @property
    def points_used(self) -> int:
        return self.redemption.points_used if self.redemption else 0

    @property
    def total_cents(self) -> int:
        return self.cart.subtotal_cents - self.discount_cents

    @property
    def points_returned(self) -> int:
        return self.points_used if self.status is BookingStatus.CANCELLED else 0

    @property
    def is_pending(self) -> bool:
        return self.saga is Saga.PENDING

    @property
    def must_tell_loyalty(self) -> bool:
        """That this booking uses no points, or none any more."""
        return self.saga in (Saga.RELEASING, Saga.RETURNING)

    @property
    def resumable_until(self) -> datetime:
        return self.attempted_at + GRACE

    def attempt_again(self, now: datetime) -> "Booking":
        return replace(self, attempted_at=now)

    def confirm(self, redemption: Redemption) -> "Booking":
        return replace(
            self, saga=Saga.SETTLED, status=BookingStatus.CONFIRMED, redemption=redemption
        )

    def release(self) -> "Booking":
        """Nobody will see it; its key is free to be tried again, as another booking."""
        return replace(self, saga=Saga.RELEASING, origin=replace(self.origin, key=None))

    def cancel(self) -> "Booking":
        if self.status is BookingStatus.CANCELLED:
            return self
        if self.status is BookingStatus.COMPLETED:
            raise conflict(
                Code.BOOKING_NOT_CANCELLABLE,
                "This booking has been completed and cannot be canceled any more.",
            )
        saga = Saga.RETURNING if self.points_used else Saga.SETTLED
        return replace(self, saga=saga, status=BookingStatus.CANCELLED)

    def cancel_by_customer(self, now: datetime) -> "Booking":
        """Once it has begun only staff can: otherwise points would come back after the visit."""
        if self.status is BookingStatus.CONFIRMED and self.window.starts_at <= now:
            raise conflict(
                Code.BOOKING_NOT_CANCELLABLE,
                "This booking has begun, so only the business can cancel it now.",
            )
        return self.cancel()

    def complete(self) -> "Booking":
        """A completed one stays as it is."""
        if self.status is BookingStatus.CANCELLED:
            raise conflict(Code.BOOKING_NOT_COMPLETABLE, "This booking has been canceled.")
        return replace(self, status=BookingStatus.COMPLETED)

    def settle(self) -> "Booking":
        return replace(self, saga=Saga.SETTLED)

    def as_confirmed(self) -> "Booking":
        """As its customer was first told of it, whatever has become of it since."""
        return replace(self, saga=Saga.SETTLED, status=BookingStatus.CONFIRMED)


def begin(
    draft: Draft, *, booking_id: str, customer_id: str, origin: Origin, now: datetime
) -> Booking:
    """Without points there is nothing to settle, and the booking stands at once."""
    return Booking(
        id=booking_id,
        customer_id=customer_id,
        window=draft.window,
        cart=draft.cart,
        points_requested=draft.points_requested,
        origin=origin,
        created_at=now,
        attempted_at=now,
        saga=Saga.PENDING if draft.asks_for_points else Saga.SETTLED,
        status=None if draft.asks_for_points else BookingStatus.CONFIRMED,
    )
