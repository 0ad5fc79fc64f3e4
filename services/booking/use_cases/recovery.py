"""Settling with loyalty what is left to settle, however the one who began it ended."""

from datetime import datetime, timedelta

from contracts.errors import ServiceError
from services.booking.domain.booking import Booking, Saga
from services.booking.ports import Due, Ports
from services.booking.use_cases.creation import release

# Longer than any step here takes: what is taken comes back when its taker was killed.
LEASE = timedelta(seconds=30)
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=5)
REASONS = {
    Saga.RELEASING: "Booking not completed",
    Saga.RETURNING: "Booking canceled",
}


def sweep(ports: Ports) -> bool:
    """Frees all seats that were left behind, since a slow loyalty must not keep them from anybody;
    then settles one booking. True when it did, and there may be more."""
    while (left := _take_due(ports, holds_seat=True)) is not None:
        _free_seat(ports, left)
    due = _take_due(ports, holds_seat=False)
    if due is None:
        return False
    return settle(ports, due.tenant_id, due.booking_id, tries=due.tries)


def _take_due(ports: Ports, *, holds_seat: bool) -> Due | None:
    now = ports.clock.now()
    with ports.unit_of_work(None) as work:
        return work.unsettled.take_due(now=now, until=now + LEASE, holds_seat=holds_seat)


def _free_seat(ports: Ports, left: Due) -> None:
    """Releases a booking whose time to be resumed is over; loyalty comes later."""
    now = ports.clock.now()
    with ports.unit_of_work(left.tenant_id) as work:
        booking = work.bookings.lock(left.booking_id)
        if booking is None or booking.saga is Saga.SETTLED:
            work.unsettled.drop(left.booking_id)
        elif booking.must_tell_loyalty:
            work.unsettled.put(booking.id, due_at=now)
        elif now < booking.resumable_until:
            work.unsettled.put(booking.id, due_at=booking.resumable_until, holds_seat=True)
        else:
            release(work, booking, due_at=now)


def settle(ports: Ports, tenant_id: str, booking_id: str, *, tries: int = 1) -> bool:
    """Whether nothing is left to do now. May run twice at once: loyalty takes each step once."""
    booking = _what_is_left(ports, tenant_id, booking_id)
    if booking is None:
        return True
    try:
        ports.loyalty.reverse(tenant_id, booking_id, reason=REASONS[booking.saga])
    except ServiceError:
        # Whatever the reason, points are never given up: it is tried again until it works.
        again_at = ports.clock.now() + min(FIRST_RETRY * 2 ** min(tries - 1, 10), LONGEST_RETRY)
        _postpone(ports, tenant_id, booking_id, again_at)
        return False
    _finish(ports, tenant_id, booking_id)
    return True


def _what_is_left(ports: Ports, tenant_id: str, booking_id: str) -> Booking | None:
    """The booking, if loyalty must be told of it."""
    with ports.unit_of_work(tenant_id) as work:
        booking = work.bookings.lock(booking_id)
        if booking is None or booking.saga is Saga.SETTLED:
            work.unsettled.drop(booking_id)
            return None
        return booking if booking.must_tell_loyalty else None


def _postpone(ports: Ports, tenant_id: str, booking_id: str, due_at: datetime) -> None:
    with ports.unit_of_work(tenant_id) as work:
        booking = work.bookings.lock(booking_id)
        if booking is not None and booking.must_tell_loyalty:
            work.unsettled.put(booking_id, due_at=due_at)


def _finish(ports: Ports, tenant_id: str, booking_id: str) -> None:
    with ports.unit_of_work(tenant_id) as work:
        booking = work.bookings.lock(booking_id)
        if booking is not None and booking.saga is Saga.RELEASING:
            work.bookings.remove(booking_id)
        elif booking is not None and booking.saga is Saga.RETURNING:
            work.bookings.save(booking.settle())
        work.unsettled.drop(booking_id)
