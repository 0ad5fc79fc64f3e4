"""Histories by page, adjustments, settings."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from contracts.demo import CASEY, SAM, SHINE_STUDIO
from contracts.errors import Code, Kind, ServiceError


def test_a_customer_sees_balance_worth_rules_and_the_last_three(loyalty: Any) -> None:
    for points in (100, 200, 300, 400):
        loyalty.earns(points)
    loyalty("put_loyalty_settings", min_cart_total_cents=7_500, point_value_cents=5)
    rewards = loyalty("get_rewards", customer_id=CASEY)
    assert (rewards["points_balance"], rewards["approximate_value_cents"]) == (1_000, 5_000)
    assert (rewards["min_cart_total_cents"], rewards["point_value_cents"]) == (7_500, 5)
    assert [entry["points"] for entry in rewards["recent_transactions"]] == [400, 300, 200]


def test_whoever_never_had_points_has_none(loyalty: Any) -> None:
    rewards = loyalty("get_rewards", customer_id=CASEY)
    assert (rewards["points_balance"], rewards["recent_transactions"]) == (0, [])
    page = loyalty("list_transactions", customer_id=CASEY, must_be_known=False)
    assert (page["items"], page["total"]) == ([], 0)


def test_a_history_is_told_by_page_newest_first(loyalty: Any) -> None:
    for points in range(1, 8):
        loyalty.earns(points)
    pages = [
        loyalty("list_transactions", customer_id=CASEY, page=page, page_size=3)
        for page in (1, 2, 3, 4)
    ]
    points = [[entry["points"] for entry in page["items"]] for page in pages]
    assert points == [[7, 6, 5], [4, 3, 2], [1], []]
    assert {page["total"] for page in pages} == {7}


def test_an_adjustment_keeps_its_reason(loyalty: Any) -> None:
    loyalty.knows(CASEY)
    entry = loyalty("adjust_points", customer_id=CASEY, points=50, reason=" Goodwill ")
    assert (entry["type"], entry["points"], entry["balance_after"]) == ("ADJUST", 50, 50)
    assert entry["reason"] == "Goodwill"
    assert loyalty.entries() == [entry]
    assert [type_ for type_, _ in loyalty.events()] == ["points_adjusted_v1"]


def test_a_blank_reason_is_refused(loyalty: Any) -> None:
    loyalty.knows(CASEY)
    with pytest.raises(ServiceError) as refused:
        loyalty("adjust_points", customer_id=CASEY, points=50, reason="  ")
    assert list(refused.value.fields) == ["reason"]
    assert loyalty.entries() == []


def test_an_adjustment_below_zero_is_refused_and_changes_nothing(loyalty: Any) -> None:
    loyalty.knows(CASEY)
    loyalty.earns(100)
    request = {"customer_id": CASEY, "reason": "Mistake", "idempotency_key": "k"}
    with pytest.raises(ServiceError) as refused:
        loyalty("adjust_points", points=-101, **request)
    assert (refused.value.kind, refused.value.code) == (Kind.CONFLICT, Code.INSUFFICIENT_POINTS)
    assert (loyalty.balance(), len(loyalty.entries())) == (100, 1)
    # The refusal is not stored: the same key may be tried again.
    assert loyalty("adjust_points", points=-100, **request)["balance_after"] == 0


@pytest.mark.parametrize(
    ("balance", "message"),
    [
        (1_500, "This customer has 1,500 points, so at most 1,500 can be taken away."),
        (1, "This customer has 1 point, so at most 1 can be taken away."),
        (0, "This customer has no points, so none can be taken away."),
    ],
)
def test_a_refused_adjustment_says_how_much_can_be_taken(
    loyalty: Any, balance: int, message: str
) -> None:
    loyalty.knows(CASEY)
    if balance:
        loyalty.earns(balance)
    with pytest.raises(ServiceError) as refused:
        loyalty("adjust_points", customer_id=CASEY, points=-balance - 1, reason="Mistake")
    assert refused.value.message == message


def test_a_repeated_adjustment_is_the_first_one(loyalty: Any) -> None:
    loyalty.knows(CASEY)
    request = {"customer_id": CASEY, "reason": "Sorry", "idempotency_key": "k"}
    first = loyalty("adjust_points", points=10, **request)
    assert loyalty("adjust_points", points=10, **request) == first
    with pytest.raises(ServiceError) as refused:
        loyalty("adjust_points", points=11, **request)
    assert refused.value.code == Code.IDEMPOTENCY_KEY_REUSED
    assert loyalty.balance() == 10


def test_without_a_key_each_adjustment_is_a_new_one(loyalty: Any) -> None:
    loyalty.knows(CASEY)
    for _ in range(2):
        loyalty("adjust_points", customer_id=CASEY, points=10, reason="Sorry")
    assert loyalty.balance() == 20


METHODS = ["adjust_points", "list_transactions", "get_customer_account"]


@pytest.mark.parametrize("method", METHODS)
def test_another_tenants_customer_does_not_exist(loyalty: Any, method: str) -> None:
    loyalty.knows(SAM, tenant_id=SHINE_STUDIO)
    loyalty.earns(100, SAM, tenant_id=SHINE_STUDIO)
    request = {"points": -10, "reason": "Mistake"} if method == "adjust_points" else {}
    for stranger in (SAM, str(uuid.uuid4())):
        with pytest.raises(ServiceError) as refused:
            loyalty(method, customer_id=stranger, **request)
        assert refused.value.kind == Kind.NOT_FOUND
    assert loyalty.balance(SAM, SHINE_STUDIO) == 100
    assert loyalty.rows("accounts") == []


def test_settings_are_the_tenants_own_and_replaced_as_a_whole(loyalty: Any) -> None:
    defaults = {
        "min_cart_total_cents": None,
        "require_core_service": False,
        "guardrail_message": None,
        "point_value_cents": 10,
    }
    untouched, saved = {"is_configured": False}, {"is_configured": True}
    assert loyalty("get_loyalty_settings") == defaults | untouched
    own = {
        "min_cart_total_cents": 7_500,
        "require_core_service": True,
        "guardrail_message": "Ask us!",
        "point_value_cents": 20,
    }
    assert loyalty("put_loyalty_settings", **own) == own | saved
    assert loyalty("get_loyalty_settings") == own | saved
    assert loyalty("get_loyalty_settings", SHINE_STUDIO) == defaults | untouched
    assert loyalty("put_loyalty_settings", guardrail_message="  ") == defaults | saved
    assert loyalty("get_loyalty_settings") == defaults | saved


def test_a_time_zone_is_nothing_that_anybody_has_saved(loyalty: Any) -> None:
    with loyalty.ports.unit_of_work(SHINE_STUDIO) as work:
        work.settings.note_time_zone("America/New_York")
    assert loyalty("get_loyalty_settings", SHINE_STUDIO)["is_configured"] is False


def test_staff_see_a_customers_account(loyalty: Any) -> None:
    loyalty.knows(CASEY, SAM)
    for points in (100, 200, 300, 400):
        loyalty.earns(points)
    account = loyalty("get_customer_account", customer_id=CASEY)
    assert [entry["points"] for entry in account.pop("recent_transactions")] == [400, 300, 200]
    assert account == {
        "customer_id": CASEY,
        "name": "Customer 0",
        "points_balance": 1_000,
        "approximate_value_cents": 10_000,
    }
    empty = loyalty("get_customer_account", customer_id=SAM)
    assert (empty["points_balance"], empty["recent_transactions"]) == (0, [])


def test_whoever_has_points_has_an_account_before_the_name_is_heard(loyalty: Any) -> None:
    loyalty.earns(100)
    account = loyalty("get_customer_account", customer_id=CASEY)
    assert (account["name"], account["points_balance"]) == (None, 100)


def test_changed_settings_leave_the_time_zone_alone(loyalty: Any) -> None:
    with loyalty.ports.unit_of_work(SHINE_STUDIO) as work:
        work.settings.note_time_zone("America/New_York")
    loyalty("put_loyalty_settings", SHINE_STUDIO, point_value_cents=20)
    (row,) = loyalty.rows("loyalty_settings", SHINE_STUDIO)
    assert (row.time_zone, row.point_value_cents) == ("America/New_York", 20)
