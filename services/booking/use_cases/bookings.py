"""Bookings that stand: shown, cancelled, completed."""

from typing import Any

from contracts.errors import invalid, not_found
from services.booking.domain.booking import Booking
from services.booking.ports import Ports, Which, Work
from services.booking.use_cases import recovery, views
from services.booking.use_cases.views import Reply


def list_customer_bookings(
    ports: Ports, *, tenant_id: str, customer_id: str, page: int, page_size: int
) -> Reply:
    own = Which(customer_id=customer_id)
    with ports.unit_of_work(tenant_id) as work:
        shown, total = work.bookings.page(own, limit=page_size, offset=(page - 1) * page_size)
    items = [views.booking(booking) for booking in shown]
    return {"items": items, "page": page, "page_size": page_size, "total": total}


def list_bookings(
    ports: Ports, *, tenant_id: str, page: int, page_size: int, **which: Any
) -> Reply:
    """For staff, who see whose they are."""
    wanted = Which(**which)
    if wanted.from_date and wanted.to_date and wanted.from_date > wanted.to_date:
        message = "The last day is before the first."
        raise invalid(message, {"to_date": [message]})
    with ports.unit_of_work(tenant_id) as work:
        shown, total = work.bookings.page(wanted, limit=page_size, offset=(page - 1) * page_size)
        names = work.customers.names({booking.customer_id for booking in shown})
    items = [
        views.booking(booking) | {"customer_name": names.get(booking.customer_id)}
        for booking in shown
    ]
    return {"items": items, "page": page, "page_size": page_size, "total": total}


def cancel_booking(ports: Ports, request: dict[str, Any]) -> Reply:
    """Cancelled first, for good; then its points go back, here or, if that fails, by the sweep."""
    tenant_id, booking_id = request["tenant_id"], request["booking_id"]
    with ports.unit_of_work(tenant_id) as work:

        def cancel() -> Reply:
            customer_id = request["customer_id"]
            booking = _visible(work, booking_id, customer_id=customer_id)
            now = ports.clock.now()
            cancelled = booking.cancel_by_customer(now) if customer_id else booking.cancel()
            if cancelled != booking:
                work.bookings.save(cancelled)
                work.seats.free(booking_id)
                if cancelled.must_tell_loyalty:
                    # Left to us for a moment before the sweep may take it.
                    work.unsettled.put(booking_id, due_at=now + recovery.FIRST_RETRY)
                work.emit("booking_cancelled_v1", views.event(cancelled))
            return views.booking(cancelled)

        # Customers choose their keys without knowing of each other.
        whose = f"cancel_booking:{request['customer_id'] or 'staff'}"
        reply = _once(work, whose, request, cancel)
    if reply["points_used"]:
        recovery.settle(ports, tenant_id, booking_id)
    return reply


def complete_booking(ports: Ports, request: dict[str, Any]) -> Reply:
    with ports.unit_of_work(request["tenant_id"]) as work:

        def complete() -> Reply:
            booking = _visible(work, request["booking_id"], customer_id=None)
            completed = booking.complete()
            if completed != booking:
                work.bookings.save(completed)
                work.emit("booking_completed_v1", views.event(completed))
            return views.booking(completed)

        return _once(work, "complete_booking", request, complete)


def _visible(work: Work, booking_id: str, *, customer_id: str | None) -> Booking:
    """Another customer's booking is not there, and neither is one that was never confirmed."""
    booking = work.bookings.lock(booking_id)
    is_theirs = booking is not None and customer_id in (None, booking.customer_id)
    if booking is None or booking.status is None or not is_theirs:
        raise not_found("booking")
    return booking


def _once(work: Work, operation: str, request: dict[str, Any], action: Any) -> Reply:
    return work.once(operation, key=request["idempotency_key"], body=request, action=action)
