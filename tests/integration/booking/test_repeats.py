"""Asking again: after an answer, after none, and while the sweep is at it."""

import pytest

from contracts.demo import (
    CASEY,
    CLEAN_MACHINE,
    SAM,
)
from contracts.errors import Code, Kind, ServiceError
from services.booking.domain.booking import GRACE
from services.booking.models import bookings, taken_slots, unsettled_bookings
from services.booking.use_cases import recovery
from services.booking.use_cases.recovery import LEASE
from tests.integration.booking.conftest import (
    KEYED,
    WASH,
    assert_books_agree,
    points,
)
from tests.integration.booking.fakes import Killed

# The first transaction of a sweep, committed.
TAKEN = 3


def test_a_refused_key_may_be_tried_again_with_another_wish(desk):
    desk.refuses(**points(1_001), idempotency_key="key-1")

    assert desk.book(**KEYED)["points_used"] == 500
    desk.sweep()
    assert_books_agree(desk)


def test_loyalty_out_of_reach_keeps_the_booking_for_its_key(desk):
    desk.loyalty.down = True
    error = desk.refuses(**KEYED)
    assert (error.kind, error.code) == (Kind.UNAVAILABLE, Code.SERVICE_UNAVAILABLE)
    assert desk.shown() == []
    assert desk("list_customer_bookings", customer_id=CASEY)["total"] == 0
    [pending] = desk.rows(bookings)

    desk.loyalty.down = False
    booked = desk.book(**KEYED)

    assert booked["id"] == pending.id
    assert_books_agree(desk)


def test_a_lost_answer_takes_the_points_once(desk):
    desk.loyalty.lossy = True
    desk.refuses(**KEYED)
    desk.refuses(**KEYED)

    desk.loyalty.lossy = False
    desk.book(**KEYED)

    assert desk.ledger.calls == ["redeem"] * 3
    assert_books_agree(desk)


def test_a_repeat_gives_the_first_answer_whatever_has_happened_since(desk):
    first = desk.book(**KEYED)
    desk.cancel(first["id"])

    assert desk.book(**KEYED) == first
    assert len(desk.rows(bookings)) == 1


@pytest.mark.parametrize("lossy", [False, True])
def test_a_key_is_refused_with_another_body(desk, lossy):
    if lossy:
        desk.loyalty.lossy = True
        desk.refuses(**KEYED)
    else:
        desk.book(**KEYED)

    error = desk.refuses(**KEYED | WASH)

    assert (error.kind, error.code) == (Kind.CONFLICT, Code.IDEMPOTENCY_KEY_REUSED)


def test_two_customers_may_use_the_same_key(desk):
    first = desk.book(idempotency_key="key-1")
    second = desk.book(idempotency_key="key-1", customer_id=SAM)

    assert first["id"] != second["id"]


@pytest.mark.parametrize("lossy", [False, True])
def test_what_nobody_resumes_is_taken_back_and_never_confirmed(desk, events, lossy):
    desk.loyalty.lossy, desk.loyalty.down = lossy, not lossy
    desk.refuses(**KEYED)
    desk.loyalty.lossy = desk.loyalty.down = False

    desk.clock.advance(seconds=GRACE.total_seconds() - 1)
    desk.sweep(rounds=1)
    assert len(desk.rows(taken_slots)) == 6
    desk.sweep()

    assert desk.rows(bookings) == []
    assert events() == []
    assert_books_agree(desk)


def test_a_key_whose_booking_was_taken_back_makes_a_new_one(desk):
    desk.loyalty.lossy = True
    desk.refuses(**KEYED)
    [pending] = desk.rows(bookings)
    desk.loyalty.lossy = False
    desk.clock.advance(minutes=5)
    desk.sweep()

    assert desk.book(**KEYED)["id"] != pending.id
    assert_books_agree(desk)


def test_resuming_gives_the_sweep_a_new_grace_to_wait_for(desk):
    desk.loyalty.down = True
    desk.refuses(**KEYED)
    desk.clock.advance(seconds=100)
    desk.refuses(**KEYED)
    desk.clock.advance(seconds=100)
    desk.sweep(rounds=1)

    desk.loyalty.down = False
    assert desk.book(**KEYED)["status"] == "CONFIRMED"


def test_a_worker_slower_than_its_grace_finds_its_booking_taken_back(desk):
    def the_sweep_is_faster():
        desk.loyalty.meanwhile = lambda: None
        desk.clock.advance(minutes=5)
        desk.sweep()

    desk.loyalty.meanwhile = the_sweep_is_faster

    assert desk.refuses(**KEYED).kind is Kind.UNAVAILABLE
    assert desk.rows(bookings) == []
    assert_books_agree(desk)


def test_a_request_that_reaches_loyalty_too_late_takes_nothing(desk):
    real = desk.loyalty.redeem

    def late(tenant_id, booking):
        desk.clock.advance(minutes=5)
        desk.sweep()
        return real(tenant_id, booking)

    desk.loyalty.redeem = late

    assert desk.refuses(**KEYED).kind is Kind.UNAVAILABLE
    assert_books_agree(desk)


def test_a_twin_that_is_refused_answers_with_the_booking_of_the_other(desk):
    real, answers = desk.loyalty.redeem, []

    def refused_while_the_twin_succeeds(tenant_id, booking):
        desk.loyalty.redeem = real
        answers.append(desk.book(**KEYED))
        raise ServiceError(Kind.INVALID, Code.LOYALTY_REDEMPTION_BLOCKED, "No.", {})

    desk.loyalty.redeem = refused_while_the_twin_succeeds

    assert [desk.book(**KEYED)] == answers
    assert_books_agree(desk)


def test_unsettled_work_is_written_with_the_booking(desk):
    desk.loyalty.down = True
    desk.refuses(**KEYED)

    [row] = desk.rows(unsettled_bookings)
    assert row.due_at == desk.clock.now() + GRACE


def test_an_attempt_overtaken_by_a_refusal_takes_nothing_when_it_arrives(desk):
    real, on_its_way = desk.loyalty.redeem, []

    def delayed(tenant_id, booking):
        desk.loyalty.redeem = real
        on_its_way.append(booking)
        raise ServiceError(Kind.UNAVAILABLE, Code.SERVICE_UNAVAILABLE, "Too late.", {})

    desk.loyalty.redeem = delayed
    desk.refuses(**KEYED)
    desk.ledger.balances[CASEY] = 100
    assert desk.refuses(**KEYED).code == Code.LOYALTY_REDEMPTION_BLOCKED
    desk.sweep()
    desk.ledger.balances[CASEY] = 1_000

    with pytest.raises(ServiceError) as caught:
        real(CLEAN_MACHINE, *on_its_way)

    assert caught.value.code == Code.REDEMPTION_REVERSED
    assert_books_agree(desk)


def test_what_one_process_settles_no_other_takes_until_its_lease_is_over(desk):
    desk.loyalty.down = True
    desk.refuses(**KEYED)
    desk.clock.advance(minutes=5)

    def take():
        now = desk.clock.now()
        with desk.ports.unit_of_work(None) as work:
            return work.unsettled.take_due(now=now, until=now + LEASE, holds_seat=True)

    assert take().tries == 1
    assert take() is None
    desk.clock.advance(seconds=LEASE.total_seconds())
    assert take().tries == 2


def test_what_is_resumed_after_the_sweep_took_it_is_left_to_its_customer(desk):
    desk.loyalty.down = True
    desk.refuses(**KEYED)
    desk.clock.advance(minutes=5)
    desk.killer.rest()
    desk.killer.at = TAKEN
    with pytest.raises(Killed):
        recovery.sweep(desk.ports)
    desk.killer.rest()
    desk.refuses(**KEYED)
    [pending] = desk.rows(bookings)
    resumed_at = desk.clock.now()
    desk.clock.advance(seconds=LEASE.total_seconds())

    assert not recovery.sweep(desk.ports)

    [unsettled] = desk.rows(unsettled_bookings)
    assert unsettled.due_at == resumed_at + GRACE
    desk.loyalty.down = False
    assert desk.book(**KEYED)["id"] == pending.id
