"""A loyalty that takes its time takes nobody's seat."""

import pytest

from contracts.demo import CASEY, CLEAN_MACHINE, SAM, SHINE_STUDIO
from contracts.errors import ServiceError
from services.booking.models import bookings, taken_slots, unsettled_bookings
from services.booking.use_cases import recovery
from tests.integration.booking.conftest import POINTS, WANTED, assert_books_agree, services

SIGNATURE_DETAIL = "00000000-0000-4000-8000-00000000b201"
WISHES = {
    CLEAN_MACHINE: WANTED | POINTS,
    SHINE_STUDIO: WANTED | POINTS | services((SIGNATURE_DETAIL, 1)) | {"customer_id": SAM},
}


@pytest.fixture
def left_behind(desk):
    desk.loyalty.down = True
    for tenant_id, wish in WISHES.items():
        with pytest.raises(ServiceError):
            desk("create_booking", tenant_id, **wish)
    desk.loyalty.down = False
    desk.clock.advance(minutes=5)


def seats_taken(desk):
    return [row for tenant_id in WISHES for row in desk.rows(taken_slots, tenant_id)]


@pytest.mark.usefixtures("left_behind")
def test_all_tenants_seats_are_free_before_loyalty_is_asked_anything(desk):
    seen = []
    desk.loyalty.meanwhile = lambda: seen.append(seats_taken(desk))

    desk.sweep()

    assert seen == [[], []]
    assert [desk.rows(bookings, tenant_id) for tenant_id in WISHES] == [[], []]
    assert_books_agree(desk)


@pytest.mark.usefixtures("left_behind")
def test_what_is_left_behind_meanwhile_waits_for_one_call_at_most(desk):
    def leave_another_behind():
        desk.loyalty.meanwhile = lambda: None
        desk.loyalty.down = True
        with pytest.raises(ServiceError):
            desk.book(**POINTS, customer_id=CASEY)
        desk.loyalty.down = False
        desk.clock.advance(minutes=5)

    seen = []
    desk.loyalty.meanwhile = leave_another_behind
    assert recovery.sweep(desk.ports)
    assert seats_taken(desk) != []
    desk.loyalty.meanwhile = lambda: seen.append(seats_taken(desk))
    assert recovery.sweep(desk.ports)
    assert seen == [[]]


def test_what_the_release_before_wrote_is_looked_at_before_it_is_believed(desk, store):
    """It knew of no seats, so all that it left says that it holds one."""
    booked, kept = desk.book(**POINTS), desk.book(time="12:30")
    desk.loyalty.down = True
    desk.cancel(booked["id"])
    desk.loyalty.down = False
    with store.database.transaction(CLEAN_MACHINE) as connection:
        connection.execute(unsettled_bookings.update().values(holds_seat=True))
        values = {"tenant_id": CLEAN_MACHINE, "booking_id": kept["id"], "tries": 0}
        row = values | {"due_at": desk.clock.now(), "holds_seat": True}
        connection.execute(unsettled_bookings.insert().values(row))

    desk.clock.advance(minutes=5)
    desk.sweep()
    assert_books_agree(desk)
