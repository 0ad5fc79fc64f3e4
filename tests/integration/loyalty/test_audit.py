"""The audit finds what does not agree, and says nothing when all does."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import NullPool

from contracts.demo import CLEAN_MACHINE, SAM, SHINE_STUDIO
from services.loyalty.audit import differences

BOOKING = "00000000-0000-4000-8000-00000000b001"
SECOND_REDEMPTION = """
    insert into ledger (tenant_id, customer_id, seq, type, points, balance_after, reason, metadata,
                        idempotency_key, day, created_at)
    select tenant_id, customer_id, 5, type, -1, 399, reason, metadata, 'again', day, created_at
      from ledger where seq = 2
"""


@pytest.fixture
def busy(loyalty: Any) -> Any:
    """Two tenants, some of it folded into the daily totals and some not."""
    loyalty.earns(500)
    loyalty.earns(300, SAM, tenant_id=SHINE_STUDIO)
    loyalty.redeems(200, BOOKING)
    loyalty.folds()
    loyalty("reverse_redemption", booking_id=BOOKING, reason="Booking Cancelled")
    loyalty.redeems(100)
    return loyalty


@pytest.fixture
def plant(store: Any) -> Any:
    """Past all guards: as the owner, without triggers."""
    engine = sa.create_engine(store.owner_url, poolclass=NullPool)

    def run(statement: str) -> None:
        with engine.begin() as connection:
            setting = "select set_config('app.tenant_id', %s, true)"
            connection.exec_driver_sql(setting, (CLEAN_MACHINE,))
            connection.exec_driver_sql("alter table ledger disable trigger user")
            connection.exec_driver_sql(statement)
            connection.exec_driver_sql("alter table ledger enable trigger user")

    return run


def test_a_system_at_work_has_no_differences(busy: Any) -> None:
    assert list(differences(busy.database)) == []
    busy.folds()
    assert list(differences(busy.database)) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("update accounts set balance = balance + 1", "has a balance of 401 after 4 entries"),
        (
            "update accounts set balance = 0, last_seq = 0",
            "has a balance of 0 after 0 entries, but the ledger's 4 entries add up to 400",
        ),
        (
            "update ledger set balance_after = balance_after + 1 where seq = 2",
            "entry 2 of customer .* says that it left 301 points",
        ),
        (
            "update ledger set points = points + 1, balance_after = balance_after + 1"
            " where seq = 4",
            "has a balance of 400 after 4 entries, but the ledger's 4 entries add up to 401",
        ),
        ("delete from ledger_keys where seq = 1", "entry 1 of customer .* and the key earn:"),
        (
            SECOND_REDEMPTION,
            f"booking {BOOKING} redeemed 2 times",
        ),
        (
            "update ledger set points = 199 where reverses_seq is not null",
            "gives back 199 points, but entry 2 took 200",
        ),
        (
            "update daily_totals set redeemed = redeemed + 1",
            "are of 4 entries and 399 points in sum, but the ledger has 4 entries and 400",
        ),
        (
            "update daily_totals set earned = earned - 7, adjusted = adjusted + 7",
            "earned, redeemed, reversed and adjusted are not shared out alike",
        ),
        ("delete from outbox where folded_at is null", "the totals of .* are of 2 entries"),
        (
            "update daily_totals set holders = holders + 1",
            "with 2 customers, but the balances of 1 customers add up to 400",
        ),
    ],
)
def test_a_planted_difference_is_found(
    busy: Any, plant: Any, statement: str, expected: str
) -> None:
    plant(statement)
    found = list(differences(busy.database))
    assert any(re.search(expected, sentence) for sentence in found), found
    assert all(sentence.startswith(f"Tenant {CLEAN_MACHINE}: ") for sentence in found)
