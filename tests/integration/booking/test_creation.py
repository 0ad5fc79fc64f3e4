"""Quoting and creating, with points and without."""

import uuid

import pytest

from contracts.demo import (
    CLEAN_MACHINE,
    EXTERIOR_WASH,
    FULL_INTERIOR_DETAIL,
    HEADLIGHT_RESTORATION,
    SHINE_STUDIO,
)
from contracts.errors import Code, Kind, ServiceError
from services.booking.models import bookings, taken_slots
from services.booking.use_cases.quotes import POINTS_UNKNOWN
from tests.integration.booking.conftest import (
    POINTS,
    WANTED,
    WASH,
    assert_books_agree,
    points,
    services,
)


def test_a_booking_without_points_stands_at_once(desk, events):
    booked = desk.book(**services((FULL_INTERIOR_DETAIL, 1), (EXTERIOR_WASH, 2)))

    assert (booked["status"], booked["date"], booked["time"]) == (
        "CONFIRMED",
        "2025-03-04",
        "09:30",
    )
    assert (booked["subtotal_cents"], booked["discount_cents"], booked["total_cents"]) == (
        220_00,
        0,
        220_00,
    )
    assert [item["total_cents"] for item in booked["items"]] == [150_00, 70_00]
    assert booked["loyalty"] is None
    assert [type for type, _ in events()] == ["booking_confirmed_v1"]
    assert len(desk.rows(taken_slots)) == 8


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
    error = desk.refuses(**changes, idempotency_key="key-1")

    assert (error.kind, error.code) == (Kind.INVALID, Code.LOYALTY_REDEMPTION_BLOCKED)
    assert error.details["reason_code"] == reason
    assert desk.shown() == []
    assert desk.rows(taken_slots) == []
    desk.sweep()
    assert desk.rows(bookings) == []
    assert events() == []
    assert_books_agree(desk)


def test_a_full_time_is_refused_and_its_neighbours_are_not(desk):
    desk.book()
    desk.book()

    assert desk.refuses().code == Code.SLOT_TAKEN
    assert desk.refuses(time="12:00").code == Code.SLOT_TAKEN
    with pytest.raises(ServiceError, match="taken"):
        desk("quote_booking", **WANTED | {"time": "08:00"})
    assert desk.book(time="12:30")["time"] == "12:30"
    assert desk.book(**WASH | {"time": "09:00"})["time"] == "09:00"


def test_a_seat_must_be_free_for_the_whole_length(desk):
    desk.book(**WASH | {"time": "09:30"})
    desk.book(**WASH | {"time": "10:30"})
    desk.book()

    assert desk.refuses().code == Code.SLOT_TAKEN


def test_prices_stay_as_they_were_booked(desk, store):
    booked = desk.book()
    with store.database.transaction(CLEAN_MACHINE) as connection:
        connection.exec_driver_sql("update services set price_cents = 1, name = 'Other'")

    [shown] = desk.shown()

    assert shown == booked | {"customer_name": "Casey Rivera"}


def test_what_is_no_longer_offered_is_neither_listed_nor_booked(desk, store):
    with store.database.transaction(CLEAN_MACHINE) as connection:
        connection.exec_driver_sql(
            "update services set is_active = false where name = 'Full Interior Detail'"
        )

    listed = desk("list_services", page_size=3)

    assert FULL_INTERIOR_DETAIL not in [item["id"] for item in listed["items"]]
    assert listed["total"] == 5
    assert desk.refuses().fields == {
        "services": {"0": {"service_id": ["This service is not offered."]}}
    }


def test_another_tenants_service_is_unknown(desk):
    error = desk.refuses(tenant_id=SHINE_STUDIO)

    assert error.kind is Kind.INVALID
    assert "services" in error.fields


def test_a_business_that_nobody_told_of_takes_no_bookings(desk):
    assert desk.refuses(tenant_id=str(uuid.uuid4())).kind is Kind.NOT_FOUND


def test_core_services_are_listed_first(desk):
    listed = desk("list_services")["items"]

    assert [service["is_core"] for service in listed] == [True] * 2 + [False] * 4
    assert (listed[1]["name"], listed[1]["price_cents"], listed[1]["duration_minutes"]) == (
        "Full Interior Detail",
        150_00,
        180,
    )
