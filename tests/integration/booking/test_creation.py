"""Quoting and creating, with points and without."""

import uuid

import pytest

from contracts.demo import (
    CASEY,
    CLEAN_MACHINE,
    EXTERIOR_WASH,
    FULL_INTERIOR_DETAIL,
    HEADLIGHT_RESTORATION,
    SAM,
    SHINE_STUDIO,
)
from contracts.errors import Code, Kind, ServiceError
from services.booking.domain.booking import GRACE
from services.booking.models import bookings, taken_slots, unsettled_bookings
from services.booking.use_cases import recovery
from services.booking.use_cases.quotes import POINTS_UNKNOWN
from services.booking.use_cases.recovery import LEASE
from tests.integration.booking.conftest import POINTS, WANTED, assert_books_agree


def services(*wanted):
    return {"services": [{"service_id": id, "quantity": n} for id, n in wanted]}


def points(requested):
    return {"loyalty": {"use_points": True, "points_requested": requested}}


WASH = services((EXTERIOR_WASH, 1))
KEYED = POINTS | {"idempotency_key": "key-1"}


def refused(desk, method="book", **request):
    with pytest.raises(ServiceError) as caught:
        getattr(desk, method)(**request)
    return caught.value


def test_a_booking_without_points_stands_at_once(desk, events):
    booked = desk.book(**services((FULL_INTERIOR_DETAIL, 1), (EXTERIOR_WASH, 2)))

    assert (booked["status"], booked["date"], booked["time"]) == ("CONFIRMED", *WHEN)
    assert (booked["subtotal_cents"], booked["discount_cents"], booked["total_cents"]) == (
        220_00,
        0,
        220_00,
    )
    assert [item["total_cents"] for item in booked["items"]] == [150_00, 70_00]
    assert booked["loyalty"] is None
    assert [type for type, _ in events()] == ["booking_confirmed_v1"]
    assert len(desk.rows(taken_slots)) == 8


WHEN = ("2025-03-04", "09:30")


@pytest.mark.parametrize(
    "loyalty",
    [None, {"use_points": False, "points_requested": 500}, {"use_points": True}],
)
def test_loyalty_is_left_alone_when_no_points_are_asked(desk, loyalty):
    desk.loyalty.down = True

    quoted = desk("quote_booking", **WANTED, loyalty=loyalty)
    booked = desk.book(loyalty=loyalty)

    assert (quoted["loyalty"], booked["loyalty"]) == (None, None)
    assert not [step for step in desk.killer.passed if "redeem" in step or "check" in step]


def test_a_booking_with_points_costs_less_by_what_they_are_worth(desk, events):
    booked = desk.book(**POINTS)

    assert booked["status"] == "CONFIRMED"
    assert (booked["discount_cents"], booked["points_used"], booked["total_cents"]) == (
        50_00,
        500,
        100_00,
    )
    assert booked["loyalty"] == {
        "use_points": True,
        "points_requested": 500,
        "points_used": 500,
        "discount_cents": 50_00,
        "points_returned": 0,
    }
    [row] = desk.rows(bookings)
    taken = {"points_used": 500, "discount_cents": 50_00, "balance_after": 500}
    assert row.metadata == {"loyalty": taken}
    [(_, told)] = events()
    assert (told["points_used"], told["discount_cents"]) == (500, 50_00)
    assert_books_agree(desk)


def test_the_same_request_without_a_key_is_another_booking(desk):
    assert desk.book()["id"] != desk.book()["id"]


def test_a_quote_says_what_creating_would_cost_and_changes_nothing(desk):
    quoted = desk("quote_booking", **WANTED, **POINTS)

    assert (quoted["subtotal_cents"], quoted["total_cents"]) == (150_00, 100_00)
    assert quoted["loyalty"]["points_balance"] == 1_000
    assert quoted["loyalty"]["can_redeem"] is True
    assert desk.rows(bookings) == []
    assert desk.ledger.held == {}


def test_a_quote_with_points_that_cannot_be_used_says_why(desk):
    quoted = desk("quote_booking", **WANTED | WASH, **POINTS)

    assert quoted["total_cents"] == 35_00
    assert quoted["loyalty"]["reason_code"] == "MIN_TOTAL_NOT_MET"
    assert quoted["loyalty"]["message"]


def test_a_quote_stands_while_loyalty_does_not_answer(desk):
    desk.loyalty.down = True

    quoted = desk("quote_booking", **WANTED, **POINTS)

    assert (quoted["total_cents"], quoted["points_used"]) == (150_00, 0)
    assert quoted["loyalty"]["can_redeem"] is False
    assert quoted["loyalty"]["message"] == POINTS_UNKNOWN


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (points(1_001), "INSUFFICIENT_POINTS"),
        (points(-5), "INVALID_AMOUNT"),
        (WASH | points(100), "MIN_TOTAL_NOT_MET"),
        (services((HEADLIGHT_RESTORATION, 2)) | points(100), "NO_CORE_SERVICE"),
    ],
)
def test_a_guardrail_leaves_no_booking_and_no_seat_taken(desk, events, changes, reason):
    error = refused(desk, **changes, idempotency_key="key-1")

    assert (error.kind, error.code) == (Kind.INVALID, Code.LOYALTY_REDEMPTION_BLOCKED)
    assert error.details["reason_code"] == reason
    assert desk.shown() == []
    assert desk.rows(taken_slots) == []
    desk.sweep()
    assert desk.rows(bookings) == []
    assert events() == []
    assert_books_agree(desk)


def test_a_refused_key_may_be_tried_again_with_another_wish(desk):
    refused(desk, **points(1_001), idempotency_key="key-1")

    assert desk.book(**KEYED)["points_used"] == 500
    desk.sweep()
    assert_books_agree(desk)


def test_loyalty_out_of_reach_keeps_the_booking_for_its_key(desk):
    desk.loyalty.down = True
    error = refused(desk, **KEYED)
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
    refused(desk, **KEYED)
    refused(desk, **KEYED)

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
        refused(desk, **KEYED)
    else:
        desk.book(**KEYED)

    error = refused(desk, **KEYED | WASH)

    assert (error.kind, error.code) == (Kind.CONFLICT, Code.IDEMPOTENCY_KEY_REUSED)


def test_two_customers_may_use_the_same_key(desk):
    first = desk.book(idempotency_key="key-1")
    second = desk.book(idempotency_key="key-1", customer_id=SAM)

    assert first["id"] != second["id"]


@pytest.mark.parametrize("lossy", [False, True])
def test_what_nobody_resumes_is_taken_back_and_never_confirmed(desk, events, lossy):
    desk.loyalty.lossy, desk.loyalty.down = lossy, not lossy
    refused(desk, **KEYED)
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
    refused(desk, **KEYED)
    [pending] = desk.rows(bookings)
    desk.loyalty.lossy = False
    desk.clock.advance(minutes=5)
    desk.sweep()

    assert desk.book(**KEYED)["id"] != pending.id
    assert_books_agree(desk)


def test_resuming_gives_the_sweep_a_new_grace_to_wait_for(desk):
    desk.loyalty.down = True
    refused(desk, **KEYED)
    desk.clock.advance(seconds=100)
    refused(desk, **KEYED)
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

    assert refused(desk, **KEYED).kind is Kind.UNAVAILABLE
    assert desk.rows(bookings) == []
    assert_books_agree(desk)


def test_a_request_that_reaches_loyalty_too_late_takes_nothing(desk):
    real = desk.loyalty.redeem

    def late(tenant_id, booking):
        desk.clock.advance(minutes=5)
        desk.sweep()
        return real(tenant_id, booking)

    desk.loyalty.redeem = late

    assert refused(desk, **KEYED).kind is Kind.UNAVAILABLE
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


def test_a_full_time_is_refused_and_its_neighbours_are_not(desk):
    desk.book()
    desk.book()

    assert refused(desk).code == Code.SLOT_TAKEN
    assert refused(desk, time="12:00").code == Code.SLOT_TAKEN
    with pytest.raises(ServiceError, match="taken"):
        desk("quote_booking", **WANTED | {"time": "08:00"})
    assert desk.book(time="12:30")["time"] == "12:30"
    assert desk.book(**WASH | {"time": "09:00"})["time"] == "09:00"


def test_a_seat_must_be_free_for_the_whole_length(desk):
    desk.book(**WASH | {"time": "09:30"})
    desk.book(**WASH | {"time": "10:30"})
    desk.book()

    assert refused(desk).code == Code.SLOT_TAKEN


def test_prices_stay_as_they_were_booked(desk, store):
    booked = desk.book()
    with store.database.transaction(CLEAN_MACHINE) as connection:
        connection.exec_driver_sql("update services set price_cents = 1, name = 'Other'")

    [shown] = desk.shown()

    assert shown == booked


def test_what_is_no_longer_offered_is_neither_listed_nor_booked(desk, store):
    with store.database.transaction(CLEAN_MACHINE) as connection:
        connection.exec_driver_sql(
            "update services set is_active = false where name = 'Full Interior Detail'"
        )

    listed = desk("list_services", page_size=3)

    assert FULL_INTERIOR_DETAIL not in [item["id"] for item in listed["items"]]
    assert listed["total"] == 5
    assert refused(desk).fields == {
        "services": {"0": {"service_id": ["This service is not offered."]}}
    }


def test_another_tenants_service_is_unknown(desk):
    error = refused(desk, tenant_id=SHINE_STUDIO)

    assert error.kind is Kind.INVALID
    assert "services" in error.fields


def test_a_business_that_nobody_told_of_takes_no_bookings(desk):
    assert refused(desk, tenant_id=str(uuid.uuid4())).kind is Kind.NOT_FOUND


def test_core_services_are_listed_first(desk):
    listed = desk("list_services")["items"]

    assert [service["is_core"] for service in listed] == [True] * 2 + [False] * 4
    assert (listed[1]["name"], listed[1]["price_cents"], listed[1]["duration_minutes"]) == (
        "Full Interior Detail",
        150_00,
        180,
    )


def test_unsettled_work_is_written_with_the_booking(desk):
    desk.loyalty.down = True
    refused(desk, **KEYED)

    [row] = desk.rows(unsettled_bookings)
    assert row.due_at == desk.clock.now() + GRACE


def test_an_attempt_overtaken_by_a_refusal_takes_nothing_when_it_arrives(desk):
    real, on_its_way = desk.loyalty.redeem, []

    def delayed(tenant_id, booking):
        desk.loyalty.redeem = real
        on_its_way.append(booking)
        raise ServiceError(Kind.UNAVAILABLE, Code.SERVICE_UNAVAILABLE, "Too late.", {})

    desk.loyalty.redeem = delayed
    refused(desk, **KEYED)
    desk.ledger.balances[CASEY] = 100
    assert refused(desk, **KEYED).code == Code.LOYALTY_REDEMPTION_BLOCKED
    desk.sweep()
    desk.ledger.balances[CASEY] = 1_000

    with pytest.raises(ServiceError) as caught:
        real(CLEAN_MACHINE, *on_its_way)

    assert caught.value.code == Code.REDEMPTION_REVERSED
    assert_books_agree(desk)


def test_what_one_process_settles_no_other_takes_until_its_lease_is_over(desk):
    desk.loyalty.down = True
    refused(desk, **KEYED)
    desk.clock.advance(minutes=5)

    def take():
        now = desk.clock.now()
        with desk.ports.unit_of_work(None) as work:
            return work.unsettled.take_due(now=now, until=now + LEASE)

    assert take().tries == 1
    assert take() is None
    desk.clock.advance(seconds=LEASE.total_seconds())
    assert take().tries == 2


def test_what_is_resumed_after_the_sweep_took_it_is_left_to_its_customer(desk):
    desk.loyalty.down = True
    refused(desk, **KEYED)
    desk.clock.advance(minutes=5)
    refused(desk, **KEYED)
    [pending] = desk.rows(bookings)

    assert recovery.settle(desk.ports, CLEAN_MACHINE, pending.id)

    [unsettled] = desk.rows(unsettled_bookings)
    assert unsettled.due_at == desk.clock.now() + GRACE
    desk.loyalty.down = False
    assert desk.book(**KEYED)["id"] == pending.id
