"""What there is to book, what it would cost, and whether it fits; nothing here changes anything."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from contracts.errors import Code, Kind, ServiceError, conflict, not_found
from services.booking.domain.booking import Draft
from services.booking.domain.cart import Cart, Wanted, fill_cart
from services.booking.domain.schedule import (
    Schedule,
    Window,
    find_starts,
    find_window,
    why_none,
)
from services.booking.ports import PointsCheck, Ports, Work
from services.booking.use_cases import views
from services.booking.use_cases.views import Reply

POINTS_UNKNOWN = (
    "Your points cannot be checked right now. You can book without them, or try again shortly."
)


def list_services(ports: Ports, *, tenant_id: str, page: int, page_size: int) -> Reply:
    with ports.unit_of_work(tenant_id) as work:
        offered, total = work.services.page(limit=page_size, offset=(page - 1) * page_size)
    items = [
        {
            "id": service.id,
            "name": service.name,
            "price_cents": service.price_cents,
            "duration_minutes": service.duration_minutes,
            "is_core": service.is_core,
        }
        for service in offered
    ]
    return {"items": items, "page": page, "page_size": page_size, "total": total}


def list_free_times(ports: Ports, request: Mapping[str, Any]) -> Reply:
    """What a booking of these services could start at, as long as nobody takes it."""
    day, now = request["date"], ports.clock.now()
    with ports.unit_of_work(request["tenant_id"]) as work:
        schedule = work.schedules.find()
        if schedule is None:
            raise not_found("business")
        minutes = _cart_of(work, request).duration_minutes
        windows = list(find_starts(schedule, day, minutes=minutes, now=now))
        free = _free(work, windows, customer_id=request["customer_id"])
    return {
        "date": day.isoformat(),
        "time_zone": schedule.time_zone,
        "duration_minutes": minutes,
        "items": [{"time": f"{one.at:%H:%M}", "starts_at": one.starts_at} for one in free],
        "message": None if free else why_none(schedule, day, minutes=minutes, now=now),
    }


def quote_booking(ports: Ports, request: Mapping[str, Any]) -> Reply:
    with ports.unit_of_work(request["tenant_id"]) as work:
        draft = draft_of(work, work.schedules.find(), request, now=ports.clock.now())
        find_seat(work, draft, customer_id=request["customer_id"])
    quote = views.priced(draft.cart, draft.window)
    if not draft.asks_for_points:
        return quote | {"loyalty": None}
    check = _check_points(ports, request, draft)
    return quote | {
        "discount_cents": check.discount_cents if check else 0,
        "points_used": check.allowed_points if check else 0,
        "total_cents": draft.cart.subtotal_cents - (check.discount_cents if check else 0),
        "loyalty": _points(draft, check),
    }


def draft_of(
    work: Work, schedule: Schedule | None, request: Mapping[str, Any], *, now: datetime
) -> Draft:
    """Raises what is wrong with the request, by field."""
    if schedule is None:
        raise not_found("business")
    cart = _cart_of(work, request)
    window = find_window(
        schedule, request["date"], request["time"], minutes=cart.duration_minutes, now=now
    )
    return Draft(cart, window, _points_wanted(request["loyalty"]))


def find_seat(work: Work, draft: Draft, *, customer_id: str) -> int:
    seat = work.seats.find_free(draft.window.slots, customer_id=customer_id)
    if seat is None:
        raise conflict(Code.SLOT_TAKEN, "This time has just been taken. Please choose another one.")
    return seat


def _cart_of(work: Work, request: Mapping[str, Any]) -> Cart:
    wanted = [Wanted(one["service_id"], one["quantity"]) for one in request["services"]]
    return fill_cart(wanted, work.services.offered({one.service_id for one in wanted}))


def _free(work: Work, windows: Sequence[Window], *, customer_id: str | None) -> list[Window]:
    """Those for whose whole length one seat is free."""
    if not windows:
        return []
    first, last = windows[0].slots[0], windows[-1].slots[-1]
    taken = work.seats.taken(first, last, customer_id=customer_id)
    return [one for one in windows if any(seat.isdisjoint(one.slots) for seat in taken)]


def _points_wanted(loyalty: Mapping[str, Any] | None) -> int:
    """0 is none: loyalty is then left alone, and booking works without it."""
    if loyalty is None or not loyalty["use_points"]:
        return 0
    return int(loyalty["points_requested"])


def _check_points(ports: Ports, request: Mapping[str, Any], draft: Draft) -> PointsCheck | None:
    """None when loyalty does not answer: the rest of the quote stands without it."""
    try:
        return ports.loyalty.check(
            request["tenant_id"], request["customer_id"], draft.cart, points=draft.points_requested
        )
    except ServiceError as error:
        if error.kind is Kind.UNAVAILABLE:
            return None
        raise


def _points(draft: Draft, check: PointsCheck | None) -> Reply:
    return {
        "use_points": True,
        "points_requested": draft.points_requested,
        "can_redeem": check.can_redeem if check else False,
        "points_used": check.allowed_points if check else 0,
        "discount_cents": check.discount_cents if check else 0,
        "points_balance": check.balance if check else None,
        "most_points": check.most_points if check else None,
        "reason_code": check.reason_code if check else None,
        "message": check.message if check else POINTS_UNKNOWN,
        "fix": check.fix if check else None,
    }
