"""When a booking fits: opening hours, half hours, and clocks that go forward and back."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import ServiceError
from services.booking.domain.schedule import (
    SLOT,
    Hours,
    Schedule,
    Window,
    find_starts,
    find_window,
    why_none,
)

NOW = datetime(2025, 3, 3, 14, 0, tzinfo=UTC)
MONDAY = date(2025, 3, 3)
CHICAGO = Schedule("America/Chicago", {day: Hours(time(8), time(18)) for day in range(5)})
ALL_NIGHT = {day: Hours(time(0), time(23, 30)) for day in range(7)}


def window(schedule=CHICAGO, day=MONDAY, at="09:30", minutes=60, now=NOW):
    return find_window(schedule, day, time.fromisoformat(at), minutes=minutes, now=now)


def refusal(**wanted):
    with pytest.raises(ServiceError) as caught:
        window(**wanted)
    [(field, [message])] = caught.value.fields.items()
    return field, message


def test_a_date_and_time_are_the_tenants_own():
    found = window()

    assert found.starts_at == datetime(2025, 3, 3, 15, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2025, 3, 3, 16, 30, tzinfo=UTC)
    assert (found.day, found.at) == (MONDAY, time(9, 30))


def test_today_is_the_tenants_today():
    """At four in the morning UTC it is still Monday in Chicago, and Tuesday in Tokyo."""
    night = datetime(2025, 3, 4, 4, 0, tzinfo=UTC)
    late = Schedule("America/Chicago", ALL_NIGHT)

    assert window(late, at="22:30", minutes=30, now=night).day == MONDAY
    assert refusal(schedule=Schedule("Asia/Tokyo", ALL_NIGHT), now=night)[0] == "date"


@pytest.mark.parametrize("at", ["08:00", "07:30"])
def test_what_has_begun_or_passed_is_refused(at):
    assert refusal(at=at) == ("time", "This time has passed already.")


def test_yesterday_is_refused_and_so_is_the_year_one():
    assert refusal(day=date(2025, 2, 28))[0] == "date"
    assert refusal(day=date.min)[0] == "date"


def test_a_year_ahead_is_taken_and_a_day_more_is_not():
    furthest = MONDAY + timedelta(days=365)

    assert window(day=furthest).day == furthest
    assert refusal(day=furthest + timedelta(days=1))[0] == "date"
    assert refusal(day=date.max)[0] == "date"


@pytest.mark.parametrize("at", ["09:15", "09:30:01", "09:30:00.5"])
def test_bookings_start_at_half_hours(at):
    assert refusal(at=at)[0] == "time"


def test_a_closed_day_is_named():
    assert refusal(day=date(2025, 3, 9)) == ("date", "We are closed on Sundays.")


@pytest.mark.parametrize(("at", "minutes"), [("07:30", 30), ("18:00", 30), ("21:00", 30)])
def test_outside_the_opening_hours_it_says_when_it_is_open(at, minutes):
    refused = refusal(day=date(2025, 3, 4), at=at, minutes=minutes)

    assert refused == ("time", "We are open from 8 AM to 6 PM on this day.")


def test_a_booking_may_end_at_closing_time_and_not_after():
    assert window(at="16:30", minutes=90).ends_at == datetime(2025, 3, 4, 0, 0, tzinfo=UTC)
    assert refusal(at="16:30", minutes=91) == (
        "time",
        "This takes 1 h 31 min, and we close at 6 PM.",
    )
    assert refusal(at="16:30", minutes=120)[1].startswith("This takes 2 h, and")
    assert refusal(at="17:30", minutes=45)[1].startswith("This takes 45 min, and")


def test_a_time_that_the_clocks_leave_out_is_refused():
    night = Schedule("America/Chicago", ALL_NIGHT)
    day = date(2025, 3, 9)

    assert "forward" in refusal(schedule=night, day=day, at="02:30")[1]
    assert window(night, day, "01:30").starts_at == datetime(2025, 3, 9, 7, 30, tzinfo=UTC)
    assert window(night, day, "03:00").starts_at == datetime(2025, 3, 9, 8, 0, tzinfo=UTC)


def test_across_the_left_out_hour_a_booking_keeps_its_length():
    night = Schedule("America/Chicago", ALL_NIGHT)
    found = window(night, date(2025, 3, 9), "01:30", minutes=60)

    assert found.ends_at - found.starts_at == timedelta(hours=1)
    assert len(found.slots) == 2


def test_of_a_time_that_comes_twice_the_first_is_meant():
    night = Schedule("America/Chicago", ALL_NIGHT)
    found = window(night, date(2025, 11, 2), "01:30")

    assert found.starts_at == datetime(2025, 11, 2, 6, 30, tzinfo=UTC)


def test_closing_time_on_a_long_day_is_what_the_clock_shows():
    """A day with 25 hours: from 01:00, the first of two, to 03:00 there are three."""
    short = Schedule("America/Chicago", {6: Hours(time(1), time(3))})

    assert window(short, date(2025, 11, 2), "01:00", minutes=180).slots
    assert refusal(schedule=short, day=date(2025, 11, 2), at="01:00", minutes=181)[0] == "time"


@pytest.mark.parametrize(("minutes", "count"), [(1, 1), (30, 1), (31, 2), (60, 2), (180, 6)])
def test_every_half_hour_that_is_touched_is_taken(minutes, count):
    found = window(minutes=minutes)

    assert len(found.slots) == count
    assert found.slots[0] == found.starts_at


@given(
    zone=st.sampled_from(
        ["America/Chicago", "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe"]
    ),
    days=st.integers(1, 364),
    starts=st.lists(st.integers(0, 45), min_size=2, max_size=2, unique=True),
    minutes=st.integers(1, 60),
)
def test_two_bookings_share_a_slot_exactly_when_they_overlap(zone, days, starts, minutes):
    schedule = Schedule(zone, ALL_NIGHT)
    try:
        first, second = (
            find_window(
                schedule,
                MONDAY + timedelta(days=days),
                time(start // 2, start % 2 * 30),
                minutes=minutes,
                now=NOW,
            )
            for start in starts
        )
    except ServiceError:
        return  # left out by the clocks
    rounded = -(-timedelta(minutes=minutes) // SLOT) * SLOT
    overlap = abs(first.starts_at - second.starts_at) < rounded

    assert bool(set(first.slots) & set(second.slots)) == overlap


def starts(schedule=CHICAGO, day=MONDAY, minutes=60, now=NOW):
    found = find_starts(schedule, day, minutes=minutes, now=now)
    return [f"{one.at:%H:%M}" for one in found]


def reason(schedule=CHICAGO, day=MONDAY, minutes=60, now=NOW):
    return why_none(schedule, day, minutes=minutes, now=now)


def test_a_day_has_the_starts_that_are_still_to_come_and_end_by_closing_time():
    assert starts(minutes=480) == ["08:30", "09:00", "09:30", "10:00"]
    assert starts(day=date(2025, 3, 4), minutes=600) == ["08:00"]
    assert starts(day=date(2025, 3, 4), minutes=601) == []


def test_a_day_with_a_left_out_hour_has_no_start_in_it():
    night = Schedule("America/Chicago", {6: Hours(time(1), time(4))})

    assert starts(night, date(2025, 3, 9), 30) == ["01:00", "01:30", "03:00", "03:30"]


def test_a_day_with_an_hour_that_comes_twice_has_its_starts_once():
    night = Schedule("America/Chicago", {6: Hours(time(1), time(3))})

    assert starts(night, date(2025, 11, 2), 30) == ["01:00", "01:30", "02:00", "02:30"]
    assert starts(night, date(2025, 11, 2), 120) == ["01:00", "01:30"]


@given(
    zone=st.sampled_from(
        ["America/Chicago", "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe"]
    ),
    days=st.integers(-2, 367),
    minutes=st.integers(1, 1500),
    hours=st.lists(st.integers(0, 47), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_a_day_has_exactly_the_starts_that_a_booking_would_get(zone, days, minutes, hours):
    opens, closes = (time(half // 2, half % 2 * 30) for half in hours)
    schedule = Schedule(zone, {day: Hours(opens, closes) for day in range(6)})
    day = MONDAY + timedelta(days=days)
    possible = []
    for half in range(48):
        at = f"{half // 2:02}:{half % 2 * 30:02}"
        with suppress(ServiceError):
            window(schedule, day, at, minutes)
            possible.append(at)

    assert starts(schedule, day, minutes) == possible
    assert reason(schedule, day, minutes)


@pytest.mark.parametrize(
    ("day", "minutes", "expected"),
    [
        (date(2025, 3, 9), 60, "We are closed on Sundays."),
        (date.min, 60, "This day has passed already."),
        (date.max, 60, "Bookings are taken for the next 365 days."),
        (date(2025, 3, 4), 660, "This takes 11 h, and we close at 6 PM."),
        (date(2025, 3, 4), 60, "Nothing is free any more on this day."),
    ],
)
def test_a_day_without_a_start_says_why(day, minutes, expected):
    assert reason(day=day, minutes=minutes) == expected


def test_after_closing_time_nothing_is_free_any_more():
    evening = datetime(2025, 3, 4, 1, 0, tzinfo=UTC)

    assert starts(now=evening) == []
    assert reason(now=evening) == "Nothing is free any more on this day."


def test_a_window_is_compared_by_its_values():
    instant = datetime(2025, 3, 3, 15, 30, tzinfo=UTC)
    one = Window(day=MONDAY, at=time(9, 30), starts_at=instant, ends_at=instant + SLOT)

    assert one == window(minutes=30)
