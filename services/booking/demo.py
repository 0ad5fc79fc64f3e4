"""Two catalogues, opening hours, a quarter of past bookings and a coming one; dev only."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from chassis.database import Database
from chassis.settings import Settings
from contracts.demo import (
    CASEY,
    CLEAN_MACHINE,
    COMING_BOOKING,
    CUSTOMERS,
    EXTERIOR_WASH,
    FULL_INTERIOR_DETAIL,
    HEADLIGHT_RESTORATION,
    SAM,
    SHINE_STUDIO,
    PaidWithPoints,
)
from services.booking.domain.booking import Booking, Draft, Origin, Redemption, begin
from services.booking.domain.cart import OfferedService, Wanted, fill_cart
from services.booking.domain.schedule import Hours, Schedule, find_window
from services.booking.ports import Work
from services.booking.repository import unit_of_work

WEEKS = 13
# When tenants made them: any later news of them is newer.
MEMBERS_SINCE = datetime(2025, 1, 6, 15, 0, tzinfo=UTC)
WEEKDAYS = Hours(time(8), time(18))
SATURDAY = Hours(time(9), time(15))
OPEN = {day: WEEKDAYS for day in range(5)} | {5: SATURDAY}
_SHINE = "00000000-0000-4000-8000-00000000b2"
_CLEAN = "00000000-0000-4000-8000-00000000b1"


@dataclass(frozen=True)
class Business:
    """`regular` comes each week on `weekday` at ten, takes the services in turn, and pays for the
    next visit as `coming` says."""

    time_zone: str
    capacity: int
    services: Sequence[OfferedService]
    regular: str
    weekday: int
    coming: PaidWithPoints | None = None


def _service(
    service_id: str, name: str, dollars: int, minutes: int, *, core: bool = False
) -> OfferedService:
    return OfferedService(
        id=service_id,
        name=name,
        price_cents=dollars * 100,
        duration_minutes=minutes,
        is_core=core,
    )


BUSINESSES = {
    CLEAN_MACHINE: Business(
        time_zone="America/Chicago",
        capacity=2,
        services=(
            _service(FULL_INTERIOR_DETAIL, "Full Interior Detail", 150, 180, core=True),
            _service(HEADLIGHT_RESTORATION, "Headlight Restoration", 60, 60),
            _service(EXTERIOR_WASH, "Exterior Wash", 35, 30),
            _service(f"{_CLEAN}04", "Full Exterior Detail", 120, 150, core=True),
            _service(f"{_CLEAN}05", "Engine Bay Cleaning", 55, 45),
            _service(f"{_CLEAN}06", "Pet Hair Removal", 40, 30),
        ),
        regular=CASEY,
        weekday=1,
        coming=COMING_BOOKING,
    ),
    SHINE_STUDIO: Business(
        time_zone="America/New_York",
        capacity=1,
        services=(
            _service(f"{_SHINE}01", "Signature Full Detail", 220, 240, core=True),
            _service(f"{_SHINE}02", "Interior Deep Clean", 140, 150, core=True),
            _service(f"{_SHINE}03", "Express Wash", 30, 30),
            _service(f"{_SHINE}04", "Headlight Restoration", 65, 60),
            _service(f"{_SHINE}05", "Leather Conditioning", 80, 60),
        ),
        regular=SAM,
        weekday=3,
    ),
}


def load(database: Database, settings: Settings) -> None:
    """Does nothing for a tenant that offers something: each comes whole, in one transaction."""
    start = unit_of_work(database, _record_nothing)
    now = datetime.now(UTC)
    for tenant_id, business in BUSINESSES.items():
        try:
            with start(tenant_id) as work:
                if not _is_loaded(work):
                    _add(work, business, now=now)
                # Not with the rest: what is there already may come from before names were kept.
                for customer_id, name in CUSTOMERS[tenant_id].items():
                    work.customers.note(customer_id, name, told_at=MEMBERS_SINCE)
        except sa.exc.IntegrityError:
            # A process that started at the same time was faster.
            with start(tenant_id) as work:
                if not _is_loaded(work):
                    raise


def _is_loaded(work: Work) -> bool:
    return work.services.page(limit=1, offset=0)[1] > 0


def _add(work: Work, business: Business, *, now: datetime) -> None:
    schedule = Schedule(business.time_zone, OPEN)
    work.schedules.add(schedule, capacity=business.capacity)
    for service in business.services:
        work.services.add(service)
    for booking in _bookings(business, schedule, now=now):
        work.bookings.add(booking)
        work.seats.take(booking.id, 1, booking.window.slots)


def _bookings(business: Business, schedule: Schedule, *, now: datetime) -> Iterator[Booking]:
    """Past ones without points: the points that loyalty says were used were on none of these."""
    today = now.astimezone(schedule.zone).date()
    coming = today + timedelta(days=(business.weekday - today.weekday() - 1) % 7 + 1)
    next_one = _booking(business, schedule, coming, 0, booked_at=now)
    yield _paid_with_points(next_one, business.coming) if business.coming else next_one
    for week in range(2, WEEKS + 1):
        day = coming - timedelta(weeks=week)
        booked_at = datetime.combine(day, time(10), tzinfo=schedule.zone) - timedelta(days=3)
        yield _booking(business, schedule, day, week, booked_at=booked_at).complete()


def _paid_with_points(booking: Booking, paid: PaidWithPoints) -> Booking:
    asked = replace(booking, id=paid.booking_id, points_requested=paid.points)
    return asked.confirm(Redemption(paid.points, paid.discount_cents, paid.balance_after))


def _booking(
    business: Business, schedule: Schedule, day: date, week: int, *, booked_at: datetime
) -> Booking:
    service = business.services[week % len(business.services)]
    cart = fill_cart([Wanted(service.id, 1)], {service.id: service})
    window = find_window(schedule, day, time(10), minutes=cart.duration_minutes, now=booked_at)
    booking_id = str(uuid.uuid5(uuid.UUID(service.id), f"{day}"))
    return begin(
        Draft(cart, window, 0),
        booking_id=booking_id,
        customer_id=business.regular,
        origin=Origin(None, "demo"),
        now=booked_at,
    )


def _record_nothing(*_: object, **__: object) -> None:
    """Nothing happened that anybody would have to hear of."""
