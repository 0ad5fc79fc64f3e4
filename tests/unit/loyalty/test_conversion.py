"""Points and money, for any numbers at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.loyalty.domain.conversion import (
    discount_cents,
    dollars,
    exact_dollars,
    points_that_pay,
    worth_cents,
)

CARTS = st.integers(0, 10_000_000)
VALUES = st.integers(1, 10_000)
POINTS = st.integers(0, 1_000_000)


@given(points=POINTS, cart=CARTS, value=VALUES)
def test_a_discount_is_never_more_than_the_cart_nor_than_the_points_are_worth(
    points: int, cart: int, value: int
) -> None:
    discount = discount_cents(points, cart, value)
    assert 0 <= discount <= min(cart, worth_cents(points, value))


@given(cart=CARTS, value=VALUES)
def test_the_points_that_pay_a_cart_are_the_fewest_that_do(cart: int, value: int) -> None:
    points = points_that_pay(cart, value)
    assert discount_cents(points, cart, value) == cart
    assert points == 0 or discount_cents(points - 1, cart, value) < cart


@given(points=POINTS, cart=CARTS, value=VALUES)
def test_every_point_that_is_taken_brings_a_cent_or_more(
    points: int, cart: int, value: int
) -> None:
    used = min(points, points_that_pay(cart, value))
    assert used == 0 or discount_cents(used, cart, value) > discount_cents(used - 1, cart, value)


@pytest.mark.parametrize(
    ("cents", "short", "exact"),
    [(7_500, "$75", "$75.00"), (805, "$8.05", "$8.05"), (125_000, "$1,250", "$1,250.00")],
)
def test_amounts_read_as_people_write_them(cents: int, short: str, exact: str) -> None:
    assert (dollars(cents), exact_dollars(cents)) == (short, exact)
