"""When something is free: what is shown is what a booking gets, and what is not is refused."""

import pytest

from contracts.demo import (
    EXTERIOR_WASH,
    FULL_INTERIOR_DETAIL,
    HEADLIGHT_RESTORATION,
    SHINE_STUDIO,
)
from contracts.errors import Code, Kind, ServiceError
from tests.integration.booking.conftest import WASH, points, services

TUESDAY = "2025-03-04"
NOBODY = "00000000-0000-4000-8000-00000000dead"


@pytest.fixture
def free(desk):
    def times(date=TUESDAY, **changes):
        return desk("list_free_times", **{"date": date, **WASH} | changes)

    return times


def times_of(reply):
    return [item["time"] for item in reply["items"]]


def all_day(first, last):
    halves = [f"{hour:02}:{minute}" for hour in range(24) for minute in ("00", "30")]
    return halves[halves.index(first) : halves.index(last) + 1]


def test_an_empty_day_is_free_from_opening_until_it_would_last_past_closing(free):
    reply = free(**services((FULL_INTERIOR_DETAIL, 1), (EXTERIOR_WASH, 2)))

    assert times_of(reply) == all_day("08:00", "14:00")
    assert reply["duration_minutes"] == 240
    assert (reply["date"], reply["time_zone"]) == (TUESDAY, "America/Chicago")
    assert reply["items"][0]["starts_at"].isoformat() == "2025-03-04T14:00:00+00:00"
    assert reply["message"] is None


def test_today_begins_with_what_is_still_to_come(free):
    assert times_of(free("2025-03-03"))[0] == "08:30"


@pytest.mark.usefixtures("one_seat")
def test_a_booking_takes_every_start_that_would_run_into_it(desk, free):
    desk.book(date=TUESDAY, time="12:00", **services((HEADLIGHT_RESTORATION, 1)))

    wanted = services((HEADLIGHT_RESTORATION, 1))
    assert times_of(free(**wanted)) == all_day("08:00", "11:00") + all_day("13:00", "17:00")
    assert times_of(free()) == all_day("08:00", "11:30") + all_day("13:00", "17:30")


def test_one_of_two_seats_is_enough_and_both_halves_must_be_the_same_one(desk, free):
    desk.book(date=TUESDAY, time="08:00", **services((HEADLIGHT_RESTORATION, 1)))
    desk.book(date=TUESDAY, time="08:30", **services((HEADLIGHT_RESTORATION, 1)))

    # From 08:00 the second seat is free for half an hour, from 09:00 the first one.
    assert times_of(free()) == ["08:00", *all_day("09:00", "17:30")]
    assert times_of(free(**services((EXTERIOR_WASH, 2))))[0] == "09:00"


@pytest.mark.usefixtures("one_seat")
def test_a_cancelled_booking_gives_its_time_back(desk, free):
    booking = desk.book(date=TUESDAY, time="08:00", **WASH)
    assert "08:00" not in times_of(free())
    desk.cancel(booking["id"])
    assert times_of(free())[0] == "08:00"


@pytest.mark.usefixtures("one_seat")
def test_a_booking_whose_points_are_on_their_way_holds_its_time(desk, free):
    desk.loyalty.down = True
    with pytest.raises(ServiceError):
        desk.book(date=TUESDAY, time="08:00", **points(500))
    assert times_of(free())[0] == "11:00"
    desk.loyalty.down = False
    desk.sweep()
    assert times_of(free())[0] == "08:00"


@pytest.mark.usefixtures("one_seat")
def test_what_is_shown_is_booked_and_what_is_not_is_refused(desk, free):
    """Asked again after each booking, until the day is full."""
    wanted = services((EXTERIOR_WASH, 3))
    desk.book(date=TUESDAY, time="10:00", **wanted)
    while shown := times_of(free(**wanted)):
        for time in set(all_day("08:00", "16:30")) - set(shown):
            with pytest.raises(ServiceError) as refused:
                desk("quote_booking", customer_id=NOBODY, date=TUESDAY, time=time, **wanted)
            assert refused.value.code == Code.SLOT_TAKEN
        desk.book(date=TUESDAY, time=shown[-1], **wanted)
    assert free(**wanted)["message"] == "Nothing is free any more on this day."
    assert times_of(free()) != []


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("2025-03-09", "We are closed on Sundays."),
        ("2025-03-02", "This day has passed already."),
        ("2026-03-04", "Bookings are taken for the next 365 days."),
        ("0001-01-01", "This day has passed already."),
        ("9999-12-31", "Bookings are taken for the next 365 days."),
    ],
)
def test_a_day_without_any_says_why(free, date, message):
    reply = free(date)
    assert (reply["date"], reply["items"], reply["message"]) == (date, [], message)


def test_what_takes_longer_than_a_day_says_so(free):
    reply = free(**services((FULL_INTERIOR_DETAIL, 20)))
    assert (reply["items"], reply["duration_minutes"]) == ([], 3_600)
    assert reply["message"] == "This takes 60 h, and we close at 6 PM."


def test_a_service_of_another_tenant_or_named_twice_is_refused_by_its_place(free):
    for wanted in (
        services((EXTERIOR_WASH, 1), (NOBODY, 1)),
        WASH | {"services": WASH["services"] * 2},
    ):
        with pytest.raises(ServiceError) as refused:
            free(**wanted)
        assert list(refused.value.fields) == ["services"]
    with pytest.raises(ServiceError) as refused:
        free(tenant_id=SHINE_STUDIO)
    assert refused.value.kind is Kind.INVALID


def test_a_tenant_that_nobody_knows_has_no_times(free):
    with pytest.raises(ServiceError) as refused:
        free(tenant_id=NOBODY)
    assert refused.value.kind is Kind.NOT_FOUND
