"""When to look again, and what it costs."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.enums import BrandType
from services.a2p.domain.money import due_now_cents, fees_before_submission, tries_left
from services.a2p.domain.schedule import CODE_REPLY_WINDOW, LONGEST, SHORTEST, next_check, time_left
from tests.unit.a2p.domain.builders import NOW


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(0), timedelta(seconds=2)),
        (timedelta(seconds=8), timedelta(seconds=2)),
        (timedelta(minutes=4), timedelta(minutes=1)),
        (timedelta(hours=1), timedelta(minutes=15)),
        (timedelta(days=9), timedelta(minutes=15)),
    ],
)
def test_the_wait_grows_with_the_age(age: timedelta, wait: timedelta) -> None:
    assert next_check(NOW, NOW - age) == NOW + wait


def test_failures_in_a_row_double_the_wait_up_to_a_cap() -> None:
    waits = [next_check(NOW, NOW, attempt) - NOW for attempt in (1, 2, 3, 99)]
    assert waits == [timedelta(seconds=s) for s in (4, 8, 16, 900)]


@given(
    age=st.timedeltas(timedelta(hours=-1), timedelta(days=90)),
    attempt=st.integers(0, 10_000),
    jitter=st.floats(0, 1),
)
def test_a_wait_is_never_outside_its_bounds(age: timedelta, attempt: int, jitter: float) -> None:
    wait = next_check(NOW, NOW - age, attempt, jitter) - NOW
    assert SHORTEST * 0.79 <= wait <= LONGEST * 1.21


def test_a_window_counts_down_to_nothing() -> None:
    opened = NOW - timedelta(hours=20)
    assert time_left(NOW, opened, CODE_REPLY_WINDOW) == timedelta(hours=4)
    assert time_left(NOW + timedelta(days=1), opened, CODE_REPLY_WINDOW) == timedelta(0)


def test_a_first_submission_costs_brand_and_review() -> None:
    fees = fees_before_submission(
        BrandType.LOW_VOLUME_STANDARD, brand_exists=False, campaign_exists=False
    )
    assert due_now_cents(fees) == 450 + 1500
    assert all(fee.is_approximate for fee in fees)


def test_what_has_been_paid_is_not_asked_again() -> None:
    standard = BrandType.STANDARD
    second = fees_before_submission(standard, brand_exists=True, campaign_exists=False)
    assert due_now_cents(second) == 1500
    again = fees_before_submission(standard, brand_exists=True, campaign_exists=True)
    assert again == []


@pytest.mark.parametrize(("used", "left"), [(0, 3), (2, 1), (3, 0), (7, 0)])
def test_a_failed_brand_can_be_corrected_three_times(used: int, left: int) -> None:
    assert tries_left(used) == left
