"""Creating a booking: the saga with loyalty, in steps that each can be the last one.

1. One transaction stores the booking with its seat, and that it has something to settle.
2. Loyalty takes the points, under the booking's own id, with no transaction open.
3. One transaction confirms it and tells of it.

Whoever repeats the request with the same key goes on at 2. What nobody resumes is taken back by
`recovery.sweep`, and never confirmed: its customer was told that it did not work, and has left.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from contracts.errors import Code, Kind, ServiceError, conflict, unavailable
from services.booking.domain.booking import Booking, Draft, Origin, Redemption, begin
from services.booking.ports import Ports, Work
from services.booking.use_cases import views
from services.booking.use_cases.quotes import draft_of, find_seat
from services.booking.use_cases.views import Reply


def create_booking(ports: Ports, request: Mapping[str, Any]) -> Reply:
    tenant_id = request["tenant_id"]
    booking = _store(ports, request)
    if not booking.is_pending:
        return views.booking(booking.as_confirmed())
    try:
        redemption = ports.loyalty.redeem(tenant_id, booking)
    except ServiceError as error:
        if error.kind is Kind.UNAVAILABLE:
            raise
        return _give_up(ports, tenant_id, booking, error)
    return _confirm(ports, tenant_id, booking, redemption)


def _store(ports: Ports, request: Mapping[str, Any]) -> Booking:
    """A new booking on its seat, or the one that this key has made before."""
    now, customer_id = ports.clock.now(), request["customer_id"]
    body = {name: value for name, value in request.items() if name != "idempotency_key"}
    origin = Origin(request["idempotency_key"], ports.fingerprints.of(body))
    with ports.unit_of_work(request["tenant_id"]) as work:
        schedule = work.schedules.lock()
        if origin.key is not None:
            earlier = work.bookings.lock_by_key(customer_id, origin.key)
            if earlier is not None:
                return _resume(work, earlier, ports.fingerprints.accepted(body), now=now)
        draft = draft_of(work, schedule, request, now=now)
        seat = _seat_for(work, customer_id, draft, now=now)
        booking = begin(
            draft,
            booking_id=ports.ids.new(),
            customer_id=customer_id,
            origin=origin,
            now=now,
        )
        work.bookings.add(booking)
        work.seats.take(booking.id, seat, booking.window.slots)
        if booking.is_pending:
            work.unsettled.put(booking.id, due_at=booking.resumable_until, holds_seat=True)
        else:
            work.emit("booking_confirmed_v1", views.event(booking))
        return booking


def _resume(work: Work, earlier: Booking, accepted: Sequence[str], *, now: datetime) -> Booking:
    if earlier.origin.body_hash not in accepted:
        raise conflict(
            Code.IDEMPOTENCY_KEY_REUSED,
            "This idempotency key was used before with a different request.",
        )
    if not earlier.is_pending:
        return earlier
    resumed = earlier.attempt_again(now)
    # The sweep comes at the time of the attempt before, sees this one and waits for it too.
    work.bookings.save(resumed)
    return resumed


def _seat_for(work: Work, customer_id: str, draft: Draft, *, now: datetime) -> int:
    """Whoever got no answer may ask anew, perhaps without points: where only an own attempt is in
    the way it is given up, even while it is still on its way to loyalty."""
    slots = draft.window.slots
    seat = work.seats.find_free(slots, customer_id=None)
    if seat is not None:
        return seat
    for left_behind in work.bookings.lock_pending(customer_id, slots):
        release(work, left_behind, due_at=now)
    return find_seat(work, draft, customer_id=customer_id)


def _confirm(ports: Ports, tenant_id: str, booking: Booking, redemption: Redemption) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        stored = work.bookings.lock(booking.id)
        if stored is not None and stored.is_pending:
            stored = stored.confirm(redemption)
            work.bookings.save(stored)
            work.unsettled.drop(stored.id)
            work.emit("booking_confirmed_v1", views.event(stored))
    if stored is None or stored.status is None:
        # We took longer than its grace, and the sweep is giving the points back.
        raise unavailable("booking")
    return views.booking(stored.as_confirmed())


def _give_up(ports: Ports, tenant_id: str, booking: Booking, refusal: ServiceError) -> Reply:
    """Frees the seat at once. That loyalty took nothing is made certain by the sweep: an earlier
    attempt under the same id may still be on its way there."""
    with ports.unit_of_work(tenant_id) as work:
        stored = work.bookings.lock(booking.id)
        if stored is not None and stored.is_pending:
            release(work, stored, due_at=ports.clock.now())
    if stored is not None and stored.status is not None:
        # A twin of this request was not refused.
        return views.booking(stored.as_confirmed())
    if refusal.code == Code.REDEMPTION_REVERSED:
        # The sweep was faster: to the customer this attempt is simply one that did not work.
        raise unavailable("booking")
    raise refusal


def release(work: Work, booking: Booking, *, due_at: datetime) -> None:
    work.bookings.save(booking.release())
    work.seats.free(booking.id)
    work.unsettled.put(booking.id, due_at=due_at)
