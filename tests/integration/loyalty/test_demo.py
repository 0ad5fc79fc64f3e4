"""The demo data tell a story that adds up, and leave alone what people changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.settings import Settings
from contracts.demo import (
    CASEY,
    CLEAN_MACHINE,
    COMING_BOOKING,
    CUSTOMERS,
    SAM,
    SHINE_STUDIO,
)
from services.loyalty import demo
from services.loyalty.audit import differences

SETTINGS = Settings(secret_key="the key of these tests", encryption_keys=())


@pytest.fixture
def told(loyalty: Any) -> Any:
    demo.load(loyalty.database, SETTINGS)
    return loyalty


def test_a_quarter_of_history_adds_up(told: Any) -> None:
    assert list(differences(told.database)) == []
    told.folds()
    for tenant in (CLEAN_MACHINE, SHINE_STUDIO):
        items = told("get_timeseries", tenant, days=90)["items"]
        summary = told("get_loyalty_summary", tenant)
        assert sum(item["earned"] for item in items) == summary["total_points_earned"] > 1_000
        assert sum(item["redeemed"] for item in items) == summary["total_points_redeemed"] > 0
        assert all(customer["name"] for customer in summary["top_customers"])
    assert (told.balance(CASEY) > 0, told.balance(SAM, SHINE_STUDIO) > 0) == (True, True)
    kinds = {entry["type"] for entry in told.entries(CASEY)}
    assert kinds == {"EARN", "REDEEM"}


def test_the_coming_booking_has_its_redemption(told: Any) -> None:
    newest = told.rows(f"ledger where customer_id = '{CASEY}' order by seq desc")[0]
    coming = COMING_BOOKING
    assert (newest.type, newest.idempotency_key) == ("REDEEM", f"redeem:{coming.booking_id}")
    assert (newest.points, newest.balance_after) == (-coming.points, coming.balance_after)
    assert newest.metadata["discount_cents"] == coming.discount_cents
    assert abs(newest.created_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_cancelled_coming_booking_gives_its_points_back(told: Any) -> None:
    booking_id = COMING_BOOKING.booking_id
    returned = told("reverse_redemption", booking_id=booking_id, reason="Booking canceled")
    assert returned["points_returned"] == COMING_BOOKING.points


def test_whoever_has_points_is_a_customer_of_that_business(told: Any) -> None:
    for tenant, customers in CUSTOMERS.items():
        names = {str(row.customer_id): row.name for row in told.rows("members", tenant)}
        assert names == customers
        assert {str(row.customer_id) for row in told.rows("accounts", tenant)} == set(customers)


def test_demo_data_loaded_again_change_nothing(told: Any) -> None:
    told("put_loyalty_settings", point_value_cents=25)
    told.redeems(100)
    before = told.rows("ledger"), told.rows("members"), told.rows("loyalty_settings")
    demo.load(told.database, SETTINGS)
    after = told.rows("ledger"), told.rows("members"), told.rows("loyalty_settings")
    assert after == before


def test_a_load_that_was_cut_short_is_completed(loyalty: Any, monkeypatch: Any) -> None:
    whole = demo.PointsLedger.post
    left = iter(range(5))

    def post(ledger: Any, entry: Any) -> Any:
        if next(left, None) is None:
            raise ConnectionError
        return whole(ledger, entry)

    monkeypatch.setattr(demo.PointsLedger, "post", post)
    with pytest.raises(ConnectionError):
        demo.load(loyalty.database, SETTINGS)
    monkeypatch.undo()
    demo.load(loyalty.database, SETTINGS)
    assert loyalty.balance() > 0
    assert {row.seq for row in loyalty.rows("ledger")} >= {1, 2, 3}
    assert list(differences(loyalty.database)) == []


def test_demo_customers_are_there_for_port_recovery(told: Any) -> None:
    before = told.balance()
    told("start_port_recovery")
    while told.ports.due_runs.credit_next(at_most=1_000):
        pass
    assert told.balance() == before + 500
