"""What staff see: whose bookings there are, by status and by days."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.demo import CASEY, CLEAN_MACHINE, CUSTOMERS, SHINE_STUDIO
from contracts.errors import ServiceError
from services.booking.use_cases import customers
from tests.integration.booking.conftest import WASH

TOLD_AT = datetime(2025, 3, 1, tzinfo=UTC)
NEW = "00000000-0000-4000-8000-00000000ca5e"


@pytest.fixture
def hear(desk):
    def told(name, customer_id=NEW, *, tenant_id=CLEAN_MACHINE, days=0):
        told_at = TOLD_AT + timedelta(days=days)
        customers.note_customer(desk.ports, tenant_id, customer_id, name, told_at=told_at)

    return told


@pytest.fixture
def week(desk):
    """A wash on each day of a week, the first completed and the second cancelled."""
    days = [f"2025-03-{day:02}" for day in range(4, 9)]
    booked = [desk.book(date=day, time="10:00", **WASH) for day in days]
    desk("complete_booking", booking_id=booked[0]["id"])
    desk.cancel(booked[1]["id"])
    return days


def names_of(desk):
    return [item["customer_name"] for item in desk.shown()]


def test_staff_see_whose_a_booking_is(desk, hear):
    desk.book(customer_id=NEW, **WASH)
    assert names_of(desk) == [None]
    hear("Kim")
    assert names_of(desk) == ["Kim"]


def test_the_latest_news_of_a_name_holds_in_whatever_order_they_come(desk, hear):
    desk.book(customer_id=NEW, **WASH)
    hear("Kim Later", days=2)
    hear("Kim", days=1)
    assert names_of(desk) == ["Kim Later"]


def test_a_name_is_known_to_its_tenant_alone(desk, hear):
    desk.book(customer_id=NEW, **WASH)
    hear("Kim", tenant_id=SHINE_STUDIO)
    assert names_of(desk) == [None]


def test_demo_customers_have_their_names_from_the_start(desk):
    desk.book(**WASH)
    assert names_of(desk) == ["Casey Rivera"]
    assert desk.rows_of_customers(SHINE_STUDIO) == CUSTOMERS[SHINE_STUDIO]


def test_a_customer_is_not_told_a_name(desk):
    desk.book(**WASH)
    [own] = desk("list_customer_bookings", customer_id=CASEY)["items"]
    assert "customer_name" not in own


@pytest.mark.parametrize(
    ("asked", "positions"),
    [
        ({}, [4, 3, 2, 1, 0]),
        ({"status": "CONFIRMED"}, [4, 3, 2]),
        ({"status": "CANCELLED"}, [1]),
        ({"from_date": "2025-03-06"}, [4, 3, 2]),
        ({"to_date": "2025-03-06"}, [2, 1, 0]),
        ({"from_date": "2025-03-05", "to_date": "2025-03-05"}, [1]),
        ({"from_date": "2025-03-04", "to_date": "2025-03-06", "status": "COMPLETED"}, [0]),
        ({"from_date": "0001-01-01", "to_date": "9999-12-31", "page_size": 2}, [4, 3]),
        ({"from_date": "2025-04-01"}, []),
    ],
)
def test_bookings_are_found_by_status_and_days(desk, week, asked, positions):
    page = desk("list_bookings", **asked)
    assert [item["date"] for item in page["items"]] == [week[at] for at in positions]
    if "page_size" not in asked:
        assert page["total"] == len(positions)
    else:
        assert page["total"] == 5


def test_days_that_end_before_they_begin_are_refused(desk):
    with pytest.raises(ServiceError) as refused:
        desk("list_bookings", from_date="2025-03-05", to_date="2025-03-04")
    assert refused.value.fields == {"to_date": ["The last day is before the first."]}
