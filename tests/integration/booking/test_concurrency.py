"""Many at once, on real locks: greenlets that meet inside the database."""

import uuid

import eventlet
import pytest
import sqlalchemy as sa

from contracts.demo import CLEAN_MACHINE, FULL_INTERIOR_DETAIL
from contracts.errors import Code, Kind, ServiceError
from services.booking.models import bookings, taken_slots
from services.booking.use_cases import recovery
from tests.integration.booking.conftest import KEYED, POINTS, assert_books_agree, points

AT_ONCE = 8


def at_once(*actions):
    """What each gave: an answer, or the error that it raised."""

    def attempt(action):
        try:
            return action()
        except ServiceError as error:
            return error

    return [wait.wait() for wait in [eventlet.spawn(attempt, action) for action in actions]]


def answers_of(outcomes):
    return [outcome for outcome in outcomes if not isinstance(outcome, ServiceError)]


@pytest.mark.parametrize("loyalty", [{}, POINTS], ids=["without points", "with points"])
def test_the_last_seat_goes_to_exactly_one(desk, loyalty):
    crowd = [str(uuid.uuid4()) for _ in range(AT_ONCE)]
    desk.ledger.balances |= dict.fromkeys(crowd, 1_000)
    desk.book()

    outcomes = at_once(*[lambda who=who: desk.book(**loyalty, customer_id=who) for who in crowd])

    assert len(answers_of(outcomes)) == 1
    errors = [outcome.code for outcome in outcomes if isinstance(outcome, ServiceError)]
    assert errors == [Code.SLOT_TAKEN] * (AT_ONCE - 1)
    assert len(desk.shown()) == 2


@pytest.mark.usefixtures("one_seat")
def test_a_customer_who_asks_with_many_keys_at_once_gets_one_booking(desk):
    keys = [{"idempotency_key": f"key-{number}"} for number in range(AT_ONCE)]

    outcomes = at_once(*[lambda key=key: desk.book(**POINTS, **key) for key in keys])

    [booked] = answers_of(outcomes)
    desk.sweep()
    assert [shown["id"] for shown in desk.shown()] == [booked["id"]]
    assert_books_agree(desk)


def test_overlapping_bookings_share_no_seat(desk):
    times = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30"]

    outcomes = at_once(*[lambda time=time: desk.book(time=time) for time in times])

    rows = desk.rows(taken_slots)
    assert len({(row.starts_at, row.seat) for row in rows}) == len(rows)
    assert len(rows) == 6 * len(answers_of(outcomes))
    assert answers_of(outcomes)


@pytest.mark.parametrize("loyalty", [{}, POINTS], ids=["without points", "with points"])
def test_one_key_at_once_makes_one_booking(desk, events, loyalty):
    outcomes = at_once(*[lambda: desk.book(**loyalty, idempotency_key="key-1")] * AT_ONCE)

    assert [outcome == outcomes[0] for outcome in outcomes] == [True] * AT_ONCE
    assert len(desk.rows(bookings)) == 1
    assert [type for type, _ in events()] == ["booking_confirmed_v1"]
    assert_books_agree(desk)


def test_cancelling_at_once_returns_the_points_once(desk, events):
    booked = desk.book(**POINTS)

    outcomes = at_once(*[lambda: desk.cancel(booked["id"])] * AT_ONCE)

    assert [outcome == outcomes[0] for outcome in outcomes] == [True] * AT_ONCE
    assert [type for type, _ in events()].count("booking_cancelled_v1") == 1
    desk.sweep()
    assert_books_agree(desk)


def test_cancelling_and_completing_at_once_has_one_winner(desk):
    booked = desk.book(**POINTS)

    outcomes = at_once(
        lambda: desk.cancel(booked["id"]),
        lambda: desk("complete_booking", booking_id=booked["id"]),
    )

    [error] = [outcome for outcome in outcomes if isinstance(outcome, ServiceError)]
    assert error.kind is Kind.CONFLICT
    desk.sweep()
    assert_books_agree(desk)


def test_several_sweeps_at_once_settle_everything_once(desk):
    desk.loyalty.lossy = True
    for hour in ("08:30", "11:30"):
        for _ in range(2):
            with pytest.raises(ServiceError):
                desk.book(**points(100), time=hour)
    desk.loyalty.lossy = False
    desk.clock.advance(minutes=5)

    def sweep_until_done():
        while recovery.sweep(desk.ports):
            pass

    at_once(*[sweep_until_done] * 4)

    assert desk.ledger.calls.count("reverse") == 4
    assert_books_agree(desk)


def test_resuming_while_the_sweep_takes_back_ends_in_one_of_the_two(desk):
    desk.loyalty.lossy = True
    with pytest.raises(ServiceError):
        desk.book(**KEYED)
    desk.loyalty.lossy = False
    desk.clock.advance(minutes=5)

    at_once(lambda: desk.book(**KEYED), lambda: recovery.sweep(desk.ports))

    desk.clock.advance(minutes=5)
    desk.sweep()
    assert_books_agree(desk)


def test_the_database_itself_refuses_a_seat_twice_and_a_seat_too_many(desk, store):
    booked = desk.book()
    [slot, *_] = desk.rows(taken_slots)
    taken = {"tenant_id": CLEAN_MACHINE, "starts_at": slot.starts_at, "booking_id": booked["id"]}

    for seat in (1, 3):
        with (
            pytest.raises(sa.exc.IntegrityError),
            store.database.transaction(CLEAN_MACHINE) as connection,
        ):
            connection.execute(sa.insert(taken_slots).values(**taken, seat=seat))


def test_the_database_itself_refuses_a_discount_above_the_cart(desk, store):
    desk.book()

    with (
        pytest.raises(sa.exc.IntegrityError),
        store.database.transaction(CLEAN_MACHINE) as connection,
    ):
        connection.exec_driver_sql("update bookings set discount_cents = 15001, total_cents = -1")


def test_a_long_cart_takes_one_seat_from_end_to_end(desk):
    desk.book(services=[{"service_id": FULL_INTERIOR_DETAIL, "quantity": 2}])

    rows = desk.rows(taken_slots)

    assert {row.seat for row in rows} == {1}
    assert len({row.starts_at for row in rows}) == 12
