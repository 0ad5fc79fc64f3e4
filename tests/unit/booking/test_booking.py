"""What may become of a booking."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from contracts.enums import BookingStatus
from contracts.errors import Code, ServiceError
from services.booking.domain.booking import GRACE, Draft, Origin, Redemption, Saga, begin
from services.booking.domain.cart import Cart, Item
from services.booking.domain.schedule import SLOT, Window

NOW = datetime(2025, 3, 3, 14, 0, tzinfo=UTC)
WINDOW = Window(day=date(2025, 3, 3), at=time(8), starts_at=NOW, ends_at=NOW + SLOT)
ITEM = Item(
    service_id="interior",
    name="Interior",
    quantity=1,
    price_cents=150_00,
    duration_minutes=30,
    is_core=True,
)
TAKEN = Redemption(points_used=500, discount_cents=50_00, balance_after=100)


def a_booking(points=500):
    return begin(
        Draft(Cart((ITEM,)), WINDOW, points),
        booking_id="b",
        customer_id="c",
        origin=Origin("key", "hash"),
        now=NOW,
    )


def test_without_points_a_booking_stands_at_once():
    booking = a_booking(points=0)

    assert (booking.saga, booking.status) == (Saga.SETTLED, BookingStatus.CONFIRMED)
    assert booking.total_cents == 150_00


@pytest.mark.parametrize("points", [500, -1])
def test_with_points_nobody_sees_it_before_loyalty_has_answered(points):
    booking = a_booking(points)

    assert (booking.saga, booking.status) == (Saga.PENDING, None)
    assert booking.resumable_until == NOW + GRACE


def test_redeemed_points_lower_the_total():
    booking = a_booking().confirm(TAKEN)

    assert (booking.status, booking.saga) == (BookingStatus.CONFIRMED, Saga.SETTLED)
    assert (booking.total_cents, booking.discount_cents) == (100_00, 50_00)


def test_a_released_booking_gives_its_key_back_and_must_be_told():
    booking = a_booking().release()

    assert (booking.status, booking.origin.key) == (None, None)
    assert booking.must_tell_loyalty


def test_a_cancelled_booking_returns_exactly_what_it_used():
    booking = a_booking().confirm(TAKEN).cancel()

    assert (booking.status, booking.saga) == (BookingStatus.CANCELLED, Saga.RETURNING)
    assert booking.points_returned == 500
    assert booking.settle().cancel() == booking.settle()


def test_without_points_nothing_is_returned():
    booking = a_booking(points=0).cancel()

    assert (booking.saga, booking.points_returned) == (Saga.SETTLED, 0)


def test_completed_and_cancelled_are_final():
    confirmed = a_booking().confirm(TAKEN)

    with pytest.raises(ServiceError) as caught:
        confirmed.complete().cancel()
    assert caught.value.code == Code.BOOKING_NOT_CANCELLABLE
    with pytest.raises(ServiceError) as caught:
        confirmed.cancel().complete()
    assert caught.value.code == Code.BOOKING_NOT_COMPLETABLE
    assert confirmed.complete().complete() == confirmed.complete()


def test_the_first_answer_stays_what_it_was():
    confirmed = a_booking().confirm(TAKEN)

    assert confirmed.cancel().as_confirmed() == confirmed
    assert confirmed.complete().as_confirmed() == confirmed


def test_trying_again_moves_the_end_of_the_grace():
    later = NOW + timedelta(minutes=1)

    assert a_booking().attempt_again(later) == replace(a_booking(), attempted_at=later)
