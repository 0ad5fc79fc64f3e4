"""The one place where dollars become cents: callers know dollars, services count whole cents."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

from marshmallow import ValidationError, fields
from marshmallow.validate import Range

# Beyond this a JSON number does not hold each cent any more; contracts allow far less.
MOST_DOLLARS = 10**12
CENTS_PER_DOLLAR = 100


def dollars_of(cents: int) -> float:
    """The float nearest to the amount, which every JSON writer prints with two decimals at most."""
    return cents / CENTS_PER_DOLLAR


def cents_of(dollars: int | float) -> int:
    """Exactly, or ValueError: what has more than two decimals is a mistake and is not rounded."""
    if not -MOST_DOLLARS <= dollars <= MOST_DOLLARS:
        raise ValueError("Not an amount of dollars.")
    cents = Decimal(str(dollars)) * CENTS_PER_DOLLAR
    if cents != cents.to_integral_value():
        raise ValueError("Dollars have at most two decimals.")
    return int(cents)


class Dollars(fields.Number[int]):
    """A field of a contract that counts cents, as callers see it."""

    num_type = int
    default_error_messages = {"invalid": "Not an amount of dollars."}

    @classmethod
    def like(cls, cents: fields.Field[Any]) -> Self:
        return cls(
            required=cents.required,
            allow_none=cents.allow_none,
            load_default=cents.load_default,
            validate=[_in_dollars(rule) for rule in cents.validators],
            metadata={"description": "Dollars, with at most two decimals."},
        )

    def _serialize(  # type: ignore[override]  # an int inside, a float outside
        self, value: int | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> float | None:
        return None if value is None else dollars_of(value)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        try:
            return cents_of(value)
        except ValueError as refused:
            raise ValidationError(str(refused)) from refused


def _in_dollars(rule: Any) -> Any:
    """The same limits, told in the caller's unit."""
    if not isinstance(rule, Range):
        raise TypeError(f"{rule} says nothing about dollars")
    limits = f"${rule.min / CENTS_PER_DOLLAR:,.2f} to ${rule.max / CENTS_PER_DOLLAR:,.2f}"
    return Range(rule.min, rule.max, error=f"Must be {limits}.")
