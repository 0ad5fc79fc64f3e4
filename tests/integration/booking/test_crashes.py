"""The process is killed at each step in turn; whoever comes next makes the books agree."""

import contextlib
import random

import pytest

from contracts.errors import ServiceError
from tests.integration.booking.conftest import KEYED, POINTS, assert_books_agree, points
from tests.integration.booking.fakes import Killed

TOO_MANY = KEYED | points(1_001)
# Two transactions of three steps and a call of two between them.
STEPS_OF_CREATE = range(1, 9)
# A refusal has no end of the call.
STEPS_OF_REFUSAL = range(1, 8)
# Cancelling, then what is left, the call and its end: three transactions and a call.
STEPS_OF_CANCEL = range(1, 12)
# Of a booking that was left behind: taking it, releasing it, finding no other, and then taking it
# again, what is left, the call and its end: six transactions and a call.
STEPS_OF_SWEEP = range(1, 21)
# Of a cancelled one: finding none left behind, and then the same.
STEPS_OF_RETURN = range(1, 15)


def killed(desk, step, action):
    """Runs `action` up to a step; the step must be one that it passes."""
    desk.killer.rest()
    desk.killer.at = step
    with pytest.raises(Killed):
        action()
    desk.killer.rest()


def leave_a_pending_booking(desk):
    desk.loyalty.lossy = True
    with pytest.raises(ServiceError):
        desk.book(**KEYED)
    desk.loyalty.lossy = False


@pytest.mark.parametrize("step", STEPS_OF_CREATE)
def test_a_creation_killed_at_any_step_is_resumed_by_its_key(desk, step):
    killed(desk, step, lambda: desk.book(**KEYED))

    booked = desk.book(**KEYED)

    assert (booked["status"], booked["points_used"]) == ("CONFIRMED", 500)
    assert len(desk.shown()) == 1
    desk.sweep()
    assert_books_agree(desk)


@pytest.mark.parametrize("step", STEPS_OF_CREATE)
def test_a_creation_killed_at_any_step_is_settled_by_the_sweep(desk, events, step):
    killed(desk, step, lambda: desk.book(**KEYED))

    desk.clock.advance(minutes=5)
    desk.sweep()

    was_committed = step == max(STEPS_OF_CREATE)
    assert len(desk.shown()) == was_committed
    assert len(events()) == was_committed
    assert_books_agree(desk)


@pytest.mark.parametrize("step", STEPS_OF_REFUSAL)
def test_a_refusal_killed_at_any_step_leaves_nothing(desk, step):
    killed(desk, step, lambda: desk.book(**TOO_MANY))

    desk.clock.advance(minutes=5)
    desk.sweep()

    assert desk.shown() == []
    assert_books_agree(desk)


@pytest.mark.parametrize("step", STEPS_OF_CREATE)
def test_a_resumption_killed_at_any_step_may_be_resumed_again(desk, step):
    leave_a_pending_booking(desk)

    killed(desk, step, lambda: desk.book(**KEYED))

    assert desk.book(**KEYED)["points_used"] == 500
    desk.sweep()
    assert_books_agree(desk)


@pytest.mark.parametrize("again", [True, False], ids=["asked again", "swept"])
@pytest.mark.parametrize("step", STEPS_OF_CANCEL)
def test_a_cancellation_killed_at_any_step_returns_the_points_once(desk, events, step, again):
    booked = desk.book(**POINTS)

    killed(desk, step, lambda: desk.cancel(booked["id"]))
    if again:
        assert desk.cancel(booked["id"])["loyalty"]["points_returned"] == 500
    desk.sweep()

    is_cancelled = again or step > 2
    assert [shown["status"] for shown in desk.shown()] == [
        "CANCELLED" if is_cancelled else "CONFIRMED"
    ]
    assert [type for type, _ in events()].count("booking_cancelled_v1") == is_cancelled
    assert_books_agree(desk)


@pytest.mark.parametrize("step", STEPS_OF_SWEEP)
def test_a_sweep_killed_at_any_step_is_finished_by_the_next(desk, step):
    leave_a_pending_booking(desk)
    desk.clock.advance(minutes=5)

    killed(desk, step, lambda: desk.sweep(rounds=1))
    desk.sweep()

    assert desk.shown() == []
    assert_books_agree(desk)


@pytest.mark.parametrize("step", STEPS_OF_RETURN)
def test_a_sweep_killed_at_any_step_returns_the_points_of_a_cancellation_once(desk, step):
    booked = desk.book(**POINTS)
    desk.loyalty.down = True
    desk.cancel(booked["id"])
    desk.loyalty.down = False
    desk.clock.advance(minutes=5)

    killed(desk, step, lambda: desk.sweep(rounds=1))
    desk.sweep()

    assert_books_agree(desk)


@pytest.mark.parametrize("step", STEPS_OF_SWEEP)
def test_a_key_retried_amid_a_killed_sweep_makes_one_booking(desk, step):
    leave_a_pending_booking(desk)
    desk.clock.advance(minutes=5)

    killed(desk, step, lambda: desk.sweep(rounds=1))
    booked = desk.book(**KEYED)
    desk.sweep()

    assert [shown["id"] for shown in desk.shown()] == [booked["id"]]
    assert_books_agree(desk)


def test_the_steps_above_are_all_there_are(desk):
    def steps_of(action):
        desk.killer.rest()
        action()
        return len(desk.killer.passed)

    assert steps_of(lambda: desk.book(**KEYED)) == max(STEPS_OF_CREATE)
    booked = desk.shown()[0]
    assert steps_of(lambda: desk.cancel(booked["id"])) == max(STEPS_OF_CANCEL)
    desk.loyalty.lossy = True
    with pytest.raises(ServiceError):
        desk.book(**POINTS)
    desk.loyalty.lossy = False
    desk.clock.advance(minutes=5)
    # A last look finds nothing more: two transactions.
    assert steps_of(lambda: desk.sweep(rounds=1)) == max(STEPS_OF_SWEEP) + 6
    booked = desk.book(**POINTS)
    desk.loyalty.down = True
    desk.cancel(booked["id"])
    desk.loyalty.down = False
    desk.clock.advance(minutes=5)
    assert steps_of(lambda: desk.sweep(rounds=1)) == max(STEPS_OF_RETURN) + 6


def do_something(desk, chance, known):
    """One thing that people, staff or time do, as likely as not while loyalty is away."""
    desk.loyalty.down, desk.loyalty.lossy = chance.random() < 0.2, chance.random() < 0.2
    choice = chance.random()
    if choice < 0.45:
        asked = {"use_points": True, "points_requested": chance.randint(-1, 700)}
        wish = {"date": f"2025-03-{chance.randint(4, 7):02}", "loyalty": asked}
        known.add(desk.book(**wish, idempotency_key=f"key-{chance.randint(1, 5)}")["id"])
    elif choice < 0.65 and known:
        desk.cancel(chance.choice(sorted(known)))
    elif choice < 0.75 and known:
        desk("complete_booking", booking_id=chance.choice(sorted(known)))
    else:
        desk.clock.advance(seconds=chance.randint(1, 200))
        desk.sweep(rounds=1)


@pytest.mark.parametrize("seed", range(8))
def test_the_books_agree_after_any_mixture_of_crashes_and_outages(desk, seed):
    chance, known = random.Random(seed), set()  # noqa: S311  chance, not a secret
    for _ in range(60):
        desk.killer.rest()
        desk.killer.at = chance.choice([None, chance.randint(1, 11)])
        with contextlib.suppress(ServiceError, Killed):
            do_something(desk, chance, known)
        assert min(desk.ledger.balances.values()) >= 0
    desk.killer.rest()
    desk.loyalty.down = desk.loyalty.lossy = False
    desk.clock.advance(minutes=5)
    desk.sweep()

    assert known
    assert known <= {shown["id"] for shown in desk.shown(page_size=100)}
    assert_books_agree(desk)
