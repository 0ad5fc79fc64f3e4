"""May these points be used on this cart, and what is a customer told if not?"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.enums import RedemptionBlock
from services.loyalty.domain.guardrails import (
    Guardrails,
    RedemptionCheck,
    RedemptionContext,
    check_redemption,
)
from services.loyalty.domain.messages import fix_of, message_of

STRICT = Guardrails(min_cart_total_cents=7_500, require_core_service=True)
RULES = (
    "To use your points, your booking total must be at least $75 and include a qualifying service."
)


def check(guardrails: Guardrails = STRICT, *, balance: int = 500, **asked: Any) -> RedemptionCheck:
    values = {"cart_total_cents": 10_000, "has_core_service": True, "requested_points": 100}
    context = RedemptionContext(tenant_id="t", customer_id="c", **(values | asked))
    return check_redemption(context, guardrails, balance)


BROKEN = {"requested_points": 501, "cart_total_cents": 6_700, "has_core_service": False}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (BROKEN | {"requested_points": 0}, RedemptionBlock.INVALID_AMOUNT),
        (BROKEN | {"requested_points": -1}, RedemptionBlock.INVALID_AMOUNT),
        (BROKEN, RedemptionBlock.INSUFFICIENT_POINTS),
        (BROKEN | {"requested_points": 500}, RedemptionBlock.MIN_TOTAL_NOT_MET),
        (
            BROKEN | {"requested_points": 500, "cart_total_cents": 7_500},
            RedemptionBlock.NO_CORE_SERVICE,
        ),
        ({}, None),
    ],
)
def test_the_first_obstacle_is_told_in_the_agreed_order(
    asked: dict[str, Any], reason: RedemptionBlock | None
) -> None:
    assert check(**asked).reason_code == reason


@pytest.mark.parametrize(("cart", "met"), [(7_499, False), (7_500, True)])
def test_the_minimum_itself_is_enough(cart: int, met: bool) -> None:
    assert check(cart_total_cents=cart).can_redeem is met


def test_rules_that_are_not_set_block_nobody() -> None:
    answer = check(Guardrails(), cart_total_cents=100, has_core_service=False)
    assert (answer.can_redeem, answer.allowed_points, answer.discount_cents) == (True, 10, 100)


def test_a_free_cart_needs_no_points() -> None:
    answer = check(Guardrails(), cart_total_cents=0)
    assert answer.reason_code == RedemptionBlock.INVALID_AMOUNT
    assert message_of(answer) == "There is nothing to pay on this booking, so it needs no points."
    assert fix_of(answer) is None


@given(
    requested=st.integers(-10, 2_000),
    balance=st.integers(0, 1_000),
    cart=st.integers(0, 50_000),
    minimum=st.none() | st.integers(0, 50_000),
    requires_core=st.booleans(),
    has_core=st.booleans(),
    value=st.integers(1, 500),
)
def test_what_is_allowed_is_asked_for_owned_and_needed(
    *,
    requested: int,
    balance: int,
    cart: int,
    minimum: int | None,
    requires_core: bool,
    has_core: bool,
    value: int,
) -> None:
    rules = Guardrails(
        min_cart_total_cents=minimum, require_core_service=requires_core, point_value_cents=value
    )
    answer = check(
        rules,
        balance=balance,
        requested_points=requested,
        cart_total_cents=cart,
        has_core_service=has_core,
    )
    assert 0 <= answer.allowed_points <= max(0, min(requested, balance))
    assert 0 <= answer.discount_cents <= cart
    assert answer.can_redeem == (answer.allowed_points > 0) == (message_of(answer) is None)
    assert answer.can_redeem == (answer.discount_cents > 0)


@pytest.mark.parametrize(
    ("asked", "message", "fix"),
    [
        (
            {"cart_total_cents": 6_700},
            f"{RULES} Add $8.00 more to your booking.",
            "Add $8.00 more to your booking.",
        ),
        (
            {"cart_total_cents": 6_700, "has_core_service": False},
            f"{RULES} Add $8.00 more, with a qualifying service among it.",
            "Add $8.00 more, with a qualifying service among it.",
        ),
        (
            {"has_core_service": False},
            f"{RULES} Add a qualifying service to your booking.",
            "Add a qualifying service to your booking.",
        ),
        (
            {"requested_points": 1_200},
            "You have 500 points available. Use 500 points or fewer.",
            "Use 500 points or fewer.",
        ),
        (
            {"balance": 1, "requested_points": 2},
            "You have 1 point available. Use 1 point.",
            "Use 1 point.",
        ),
        ({"balance": 0}, "You have no points to use yet.", None),
        (
            {"requested_points": 0},
            "Choose how many points you would like to use: 1 or more.",
            "Choose 1 point or more.",
        ),
        ({}, None, None),
    ],
)
def test_customers_are_told_what_would_help(
    asked: dict[str, Any], message: str | None, fix: str | None
) -> None:
    answer = check(**asked)
    assert (message_of(answer), fix_of(answer)) == (message, fix)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (
            Guardrails(min_cart_total_cents=7_550),
            "To use your points, your booking total must be at least $75.50.",
        ),
        (
            Guardrails(require_core_service=True),
            "To use your points, your booking must include a qualifying service.",
        ),
    ],
)
def test_a_single_rule_is_told_alone(rules: Guardrails, sentence: str) -> None:
    answer = check(rules, cart_total_cents=100, has_core_service=False, requested_points=1)
    assert str(message_of(answer)).startswith(sentence)


@pytest.mark.parametrize(
    ("asked", "is_own"),
    [
        ({"cart_total_cents": 100}, True),
        ({"has_core_service": False}, True),
        ({"requested_points": 0}, False),
        ({"requested_points": 501}, False),
    ],
)
def test_the_tenants_own_words_are_about_its_own_rules(asked: dict[str, Any], is_own: bool) -> None:
    rules = Guardrails(
        min_cart_total_cents=7_500, require_core_service=True, guardrail_message="Ask us!"
    )
    assert (message_of(check(rules, **asked)) == "Ask us!") is is_own
