"""The one place where points become money and money becomes points.

A point is worth a whole number of cents, `point_value_cents`. A discount is never more than the
cart. The last point may bring less than its full worth, when the cart is no multiple of it (an
11th point of 10 cents for a cart of $1.05), so that points can pay a cart to the end; a point that
would bring no cent at all is never taken.
"""

DEFAULT_POINT_VALUE_CENTS = 10


def worth_cents(points: int, point_value_cents: int) -> int:
    return points * point_value_cents


def points_that_pay(cart_cents: int, point_value_cents: int) -> int:
    """The fewest points that pay the whole cart."""
    return -(-cart_cents // point_value_cents)


def discount_cents(points: int, cart_cents: int, point_value_cents: int) -> int:
    return min(worth_cents(points, point_value_cents), cart_cents)


def dollars(cents: int) -> str:
    """For reading: $75, $8.50, $1,250."""
    whole, rest = divmod(cents, 100)
    return f"${whole:,}.{rest:02d}" if rest else f"${whole:,}"


def exact_dollars(cents: int) -> str:
    """For an amount that is still missing: $8.00."""
    return f"${cents // 100:,}.{cents % 100:02d}"
