"""Queries, and the transaction they share."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Database
from chassis.work import RecordEvent, TenantWork
from contracts.enums import BookingStatus
from services.booking.domain.booking import Booking, Origin, Redemption, Saga
from services.booking.domain.cart import Cart, Item, OfferedService
from services.booking.domain.schedule import Hours, Schedule, Window
from services.booking.models import (
    bookings,
    customers,
    known_tenants,
    opening_hours,
    schedules,
    seats,
    services,
    taken_slots,
    unsettled_bookings,
)
from services.booking.ports import Due, Which

# Nobody's: without a tenant only the routing table is read, and it holds all tenants.
NOBODY = "00000000-0000-0000-0000-000000000000"
OFFERED_COLUMNS = [
    services.c[name] for name in ("id", "name", "price_cents", "duration_minutes", "is_core")
]


class Rows:
    def __init__(self, connection: sa.Connection, tenant_id: str) -> None:
        self._connection = connection
        self._tenant_id = tenant_id

    def _ours(self, table: sa.Table) -> sa.ColumnElement[bool]:
        return table.c.tenant_id == self._tenant_id

    def _add(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            values = [{"tenant_id": self._tenant_id, **row} for row in rows]
            self._connection.execute(sa.insert(table), values)

    def _page(
        self, query: sa.Select[Any], *, limit: int, offset: int
    ) -> tuple[Sequence[sa.Row[Any]], int]:
        """One page of an ordered query, and how many rows it has in all."""
        counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
        rows = self._connection.execute(query.limit(limit).offset(offset)).all()
        return rows, self._connection.execute(counted).scalar_one()


class ScheduleRows(Rows):
    def find(self) -> Schedule | None:
        return self._read(sa.select(schedules).where(self._ours(schedules)))

    def lock(self) -> Schedule | None:
        """Not against foreign keys that point here: those never wait."""
        ours = sa.select(schedules).where(self._ours(schedules))
        return self._read(ours.with_for_update(key_share=True))

    def add(self, schedule: Schedule, *, capacity: int) -> None:
        tenant = insert(known_tenants).values(tenant_id=self._tenant_id)
        self._connection.execute(tenant.on_conflict_do_nothing())
        row = insert(schedules).values(tenant_id=self._tenant_id, time_zone=schedule.time_zone)
        if self._connection.execute(row.on_conflict_do_nothing()).rowcount == 0:
            zone = sa.update(schedules).where(self._ours(schedules))
            self._connection.execute(zone.values(time_zone=schedule.time_zone))
            return
        hours = [{"weekday": day, **asdict(hours)} for day, hours in schedule.hours.items()]
        self._add(opening_hours, hours)
        self._add(seats, [{"seat": seat} for seat in range(1, capacity + 1)])

    def _read(self, query: sa.Select[Any]) -> Schedule | None:
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        open_days = sa.select(opening_hours).where(self._ours(opening_hours))
        hours = {
            day.weekday: Hours(day.opens, day.closes) for day in self._connection.execute(open_days)
        }
        return Schedule(row.time_zone, hours)


class ServiceRows(Rows):
    def offered(self, ids: Collection[str]) -> Mapping[str, OfferedService]:
        query = self._offered().where(services.c.id.in_(ids))
        rows = self._connection.execute(query).mappings()
        return {row["id"]: OfferedService(**row) for row in rows}

    def page(self, *, limit: int, offset: int) -> tuple[Sequence[OfferedService], int]:
        in_order = self._offered().order_by(
            services.c.is_core.desc(), services.c.name, services.c.id
        )
        rows, total = self._page(in_order, limit=limit, offset=offset)
        return [OfferedService(**row._mapping) for row in rows], total

    def add(self, service: OfferedService, *, is_active: bool = True) -> None:
        self._add(services, [{**asdict(service), "is_active": is_active}])

    def _offered(self) -> sa.Select[Any]:
        return sa.select(*OFFERED_COLUMNS).where(self._ours(services), services.c.is_active)


class SeatRows(Rows):
    def find_free(self, slots: Sequence[datetime], *, customer_id: str | None) -> int | None:
        wanted = taken_slots.c.starts_at.in_(slots)
        taken = (
            sa.select(taken_slots.c.seat)
            .where(self._ours(taken_slots), wanted, self._is_in_the_way_of(customer_id))
            .scalar_subquery()
        )
        free = sa.select(sa.func.min(seats.c.seat)).where(
            self._ours(seats), seats.c.seat.not_in(taken)
        )
        seat: int | None = self._connection.execute(free).scalar_one()
        return seat

    def taken(
        self, first: datetime, last: datetime, *, customer_id: str | None
    ) -> Collection[Set[datetime]]:
        between = taken_slots.c.starts_at.between(first, last)
        slots = sa.select(taken_slots.c.seat, taken_slots.c.starts_at).where(
            self._ours(taken_slots), between, self._is_in_the_way_of(customer_id)
        )
        every = sa.select(seats.c.seat).where(self._ours(seats))
        by_seat: dict[int, set[datetime]] = {
            seat: set() for seat in self._connection.execute(every).scalars()
        }
        for row in self._connection.execute(slots):
            by_seat[row.seat].add(row.starts_at)
        return by_seat.values()

    def take(self, booking_id: str, seat: int, slots: Sequence[datetime]) -> None:
        rows = [{"starts_at": slot, "seat": seat, "booking_id": booking_id} for slot in slots]
        self._add(taken_slots, rows)

    def free(self, booking_id: str) -> None:
        theirs = (self._ours(taken_slots), taken_slots.c.booking_id == booking_id)
        self._connection.execute(sa.delete(taken_slots).where(*theirs))

    def _is_in_the_way_of(self, customer_id: str | None) -> sa.ColumnElement[bool]:
        own = (bookings.c.customer_id == customer_id, bookings.c.saga == Saga.PENDING)
        left_behind = sa.select(bookings.c.id).where(self._ours(bookings), *own)
        return taken_slots.c.booking_id.not_in(left_behind)


class BookingRows(Rows):
    def add(self, booking: Booking) -> None:
        self._add(bookings, [_row_of(booking)])

    def lock(self, booking_id: str) -> Booking | None:
        return self._lock(bookings.c.id == booking_id)

    def lock_by_key(self, customer_id: str, key: str) -> Booking | None:
        return self._lock(bookings.c.customer_id == customer_id, bookings.c.idempotency_key == key)

    def lock_pending(self, customer_id: str, slots: Sequence[datetime]) -> Sequence[Booking]:
        held = sa.select(taken_slots.c.booking_id).where(
            self._ours(taken_slots), taken_slots.c.starts_at.in_(slots)
        )
        rows = self._locked(
            bookings.c.customer_id == customer_id,
            bookings.c.saga == Saga.PENDING,
            bookings.c.id.in_(held),
        )
        return [_booking(row) for row in rows]

    def save(self, booking: Booking) -> None:
        this = (self._ours(bookings), bookings.c.id == booking.id)
        self._connection.execute(sa.update(bookings).where(*this).values(**_row_of(booking)))

    def remove(self, booking_id: str) -> None:
        this = (self._ours(bookings), bookings.c.id == booking_id)
        self._connection.execute(sa.delete(bookings).where(*this))

    def page(self, which: Which, *, limit: int, offset: int) -> tuple[Sequence[Booking], int]:
        shown = sa.select(bookings).where(self._ours(bookings), bookings.c.status.is_not(None))
        asked = (
            (bookings.c.customer_id.__eq__, which.customer_id),
            (bookings.c.status.__eq__, which.status),
            (bookings.c.day.__ge__, which.from_date),
            (bookings.c.day.__le__, which.to_date),
        )
        shown = shown.where(*(compares(value) for compares, value in asked if value is not None))
        latest_first = shown.order_by(bookings.c.starts_at.desc(), bookings.c.id.desc())
        rows, total = self._page(latest_first, limit=limit, offset=offset)
        return [_booking(row) for row in rows], total

    def _lock(self, *conditions: sa.ColumnElement[bool]) -> Booking | None:
        row = self._locked(*conditions).one_or_none()
        return None if row is None else _booking(row)

    def _locked(self, *conditions: sa.ColumnElement[bool]) -> sa.CursorResult[Any]:
        query = sa.select(bookings).where(self._ours(bookings), *conditions)
        return self._connection.execute(query.with_for_update(key_share=True))


class CustomerRows(Rows):
    def note(self, customer_id: str, name: str, *, told_at: datetime) -> None:
        row = insert(customers).values(
            tenant_id=self._tenant_id, customer_id=customer_id, name=name, told_at=told_at
        )
        newer = row.on_conflict_do_update(
            index_elements=["tenant_id", "customer_id"],
            set_={"name": name, "told_at": told_at},
            where=customers.c.told_at < told_at,
        )
        self._connection.execute(newer)

    def names(self, ids: Collection[str]) -> Mapping[str, str]:
        theirs = sa.select(customers.c.customer_id, customers.c.name).where(
            self._ours(customers), customers.c.customer_id.in_(ids)
        )
        return {row.customer_id: row.name for row in self._connection.execute(theirs)}


class UnsettledRows(Rows):
    def put(self, booking_id: str, *, due_at: datetime, holds_seat: bool = False) -> None:
        values = {"due_at": due_at, "holds_seat": holds_seat}
        row = insert(unsettled_bookings).values(
            tenant_id=self._tenant_id, booking_id=booking_id, tries=0, **values
        )
        moved = row.on_conflict_do_update(index_elements=["tenant_id", "booking_id"], set_=values)
        self._connection.execute(moved)

    def drop(self, booking_id: str) -> None:
        table = unsettled_bookings
        this = (self._ours(table), table.c.booking_id == booking_id)
        self._connection.execute(sa.delete(table).where(*this))

    def take_due(self, *, now: datetime, until: datetime, holds_seat: bool) -> Due | None:
        table = unsettled_bookings
        due = (
            sa.select(table.c.tenant_id, table.c.booking_id)
            .where(table.c.due_at <= now, table.c.holds_seat == holds_seat)
            .order_by(table.c.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
            .cte()
        )
        take = (
            sa.update(table)
            .where(table.c.tenant_id == due.c.tenant_id, table.c.booking_id == due.c.booking_id)
            .values(due_at=until, tries=table.c.tries + 1)
            .returning(table.c.tenant_id, table.c.booking_id, table.c.tries)
        )
        row = self._connection.execute(take).one_or_none()
        return None if row is None else Due(*row)


class DatabaseWork(TenantWork):
    """The repositories of one transaction."""

    def __init__(
        self, connection: sa.Connection, tenant_id: str, record_event: RecordEvent
    ) -> None:
        super().__init__(connection, tenant_id, record_event)
        self.schedules = ScheduleRows(connection, tenant_id)
        self.services = ServiceRows(connection, tenant_id)
        self.seats = SeatRows(connection, tenant_id)
        self.bookings = BookingRows(connection, tenant_id)
        self.customers = CustomerRows(connection, tenant_id)
        self.unsettled = UnsettledRows(connection, tenant_id)


def unit_of_work(
    database: Database, record_event: RecordEvent
) -> Callable[[str | None], AbstractContextManager[DatabaseWork]]:
    @contextmanager
    def begin(tenant_id: str | None) -> Iterator[DatabaseWork]:
        with database.transaction(tenant_id) as connection:
            yield DatabaseWork(connection, tenant_id or NOBODY, record_event)

    return begin


def _row_of(booking: Booking) -> dict[str, Any]:
    window = booking.window
    return {
        "id": booking.id,
        "customer_id": booking.customer_id,
        "saga": booking.saga,
        "status": booking.status,
        "day": window.day,
        "at": window.at,
        "starts_at": window.starts_at,
        "ends_at": window.ends_at,
        "items": [asdict(item) for item in booking.cart.items],
        "subtotal_cents": booking.cart.subtotal_cents,
        "discount_cents": booking.discount_cents,
        "total_cents": booking.total_cents,
        "points_requested": booking.points_requested,
        "points_used": booking.points_used,
        "metadata": {"loyalty": asdict(booking.redemption)} if booking.redemption else {},
        "idempotency_key": booking.origin.key,
        "body_hash": booking.origin.body_hash,
        "created_at": booking.created_at,
        "attempted_at": booking.attempted_at,
    }


def _booking(row: sa.Row[Any]) -> Booking:
    taken = row.metadata.get("loyalty")
    return Booking(
        id=row.id,
        customer_id=row.customer_id,
        window=Window(day=row.day, at=row.at, starts_at=row.starts_at, ends_at=row.ends_at),
        cart=Cart(tuple(Item(**item) for item in row.items)),
        points_requested=row.points_requested,
        origin=Origin(row.idempotency_key, row.body_hash),
        created_at=row.created_at,
        attempted_at=row.attempted_at,
        saga=Saga(row.saga),
        status=BookingStatus(row.status) if row.status else None,
        redemption=Redemption(**taken) if taken else None,
    )
