"""What a business is told adds up, at once and for ever."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contracts.demo import CASEY, CLEAN_MACHINE, SAM, SHINE_STUDIO
from contracts.enums import TransactionType
from services.loyalty.audit import differences

BOOKING = "00000000-0000-4000-8000-00000000b001"
TODAY = datetime.now(UTC).date()


@pytest.fixture(params=["all in the tail", "all in the totals", "half and half"])
def folded(request: Any) -> str:
    way: str = request.param
    return way


def fold(loyalty: Any, way: str) -> None:
    if way != "all in the tail":
        loyalty.folds(at_most=4 if way == "half and half" else 1_000)


def test_a_summary_adds_up_however_much_is_folded(loyalty: Any, folded: str) -> None:
    loyalty.knows(CASEY, SAM)
    loyalty.earns(1_000)
    loyalty.earns(200, SAM)
    loyalty.redeems(300, BOOKING)
    loyalty.redeems(100)
    loyalty("reverse_redemption", booking_id=BOOKING, reason="Cancelled")
    loyalty("adjust_points", customer_id=SAM, points=-200, reason="Mistake")
    loyalty("adjust_points", customer_id=CASEY, points=5, reason="Sorry")
    fold(loyalty, folded)
    summary = loyalty("get_loyalty_summary")
    as_of = summary.pop("as_of")
    assert summary == {
        "total_customers_with_points": 1,
        "total_points_outstanding": 905,
        "total_points_redeemed": 100,
        "total_points_earned": 1_200,
        "total_points_adjusted": -195,
        "top_customers": [{"customer_id": CASEY, "name": "Customer 0", "points": 905}],
        "points_earned_last_30_days": 1_200,
        "points_redeemed_last_30_days": 100,
        "outstanding_liability_cents": 9_050,
    }
    assert abs(as_of - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_tenant_without_points_has_a_summary_of_zeros(loyalty: Any) -> None:
    loyalty.earns(100, SAM, tenant_id=SHINE_STUDIO)
    summary = loyalty("get_loyalty_summary")
    del summary["as_of"]
    assert summary.pop("top_customers") == []
    assert set(summary.values()) == {0}


def test_the_five_richest_are_told_with_their_names(loyalty: Any) -> None:
    customers = [str(uuid.uuid4()) for _ in range(7)]
    loyalty.knows(*customers[1:])
    for number, customer in enumerate(customers):
        loyalty.earns(700 - 100 * number, customer)
    top = loyalty("get_loyalty_summary")["top_customers"]
    assert [customer["points"] for customer in top] == [700, 600, 500, 400, 300]
    assert [customer["name"] for customer in top] == [None] + [f"Customer {n}" for n in range(4)]


def test_an_admin_sees_her_own_change_at_once(loyalty: Any) -> None:
    loyalty.knows(CASEY)
    loyalty("adjust_points", customer_id=CASEY, points=50, reason="Sorry")
    assert loyalty("get_loyalty_summary")["total_points_adjusted"] == 50
    loyalty.folds()
    loyalty("adjust_points", customer_id=CASEY, points=-20, reason="Too much")
    assert loyalty("get_loyalty_summary")["total_points_adjusted"] == 30


def test_the_last_30_days_are_today_and_29_before(loyalty: Any, folded: str) -> None:
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    for days_ago in (31, 30, 29, 1):
        loyalty.earns(days_ago, at=noon - timedelta(days=days_ago))
    fold(loyalty, folded)
    assert loyalty("get_loyalty_summary")["points_earned_last_30_days"] == 30


def test_a_series_has_every_day_and_ends_today(loyalty: Any, folded: str) -> None:
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    loyalty.earns(500, at=noon - timedelta(days=3))
    loyalty.earns(400, at=noon - timedelta(days=2))
    loyalty.redeems(100)
    fold(loyalty, folded)
    items = loyalty("get_timeseries", days=3)["items"]
    assert [(item["date"], item["earned"], item["redeemed"]) for item in items] == [
        (TODAY - timedelta(days=2), 400, 0),
        (TODAY - timedelta(days=1), 0, 0),
        (TODAY, 0, 100),
    ]


def test_a_returned_redemption_leaves_its_own_day_not_today(loyalty: Any, folded: str) -> None:
    """So that no day's redeemed is ever negative."""
    earlier = datetime.now(UTC) - timedelta(days=2)
    loyalty.earns(500, at=earlier)
    loyalty.earns(
        -300,
        type=TransactionType.REDEEM,
        key=f"redeem:{BOOKING}",
        booking_id=BOOKING,
        at=earlier,
    )
    loyalty("reverse_redemption", booking_id=BOOKING, reason="Cancelled")
    fold(loyalty, folded)
    items = loyalty("get_timeseries", days=3)["items"]
    assert [item["redeemed"] for item in items] == [0, 0, 0]
    assert list(differences(loyalty.database)) == []


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_reports_count_in_the_tenants_own_days(loyalty: Any, folded: str, zone: str) -> None:
    """A day and an hour lie between the two, so of both at least one has not the date of UTC."""
    with loyalty.ports.unit_of_work(CLEAN_MACHINE) as work:
        work.settings.note_time_zone(zone)
    now = datetime.now(ZoneInfo(zone))
    first_of_30 = now.replace(hour=0, minute=30) - timedelta(days=29)
    for points, at in ((1, first_of_30 - timedelta(hours=1)), (10, first_of_30), (100, None)):
        loyalty.earns(points, at=at)
    fold(loyalty, folded)
    items = loyalty("get_timeseries", days=1)["items"]
    assert items == [{"date": now.date(), "earned": 100, "redeemed": 0}]
    assert loyalty("get_loyalty_summary")["points_earned_last_30_days"] == 110


def test_a_day_is_the_tenants_own(loyalty: Any) -> None:
    with loyalty.ports.unit_of_work(SHINE_STUDIO) as work:
        work.settings.note_time_zone("America/New_York")
    late_evening = datetime(2026, 3, 5, 3, 30, tzinfo=UTC)
    loyalty.earns(100, SAM, tenant_id=SHINE_STUDIO, at=late_evening)
    loyalty.earns(100, at=late_evening)
    days = [loyalty.rows("ledger", tenant)[0].day for tenant in (SHINE_STUDIO, CLEAN_MACHINE)]
    assert days == [date(2026, 3, 4), date(2026, 3, 5)]
