"""A tenant's points in sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class Totals:
    """`redeemed` is what customers used, without what came back; never negative."""

    earned: int
    redeemed: int
    adjusted: int

    @property
    def outstanding(self) -> int:
        return self.earned - self.redeemed + self.adjusted


@dataclass(frozen=True)
class Day:
    date: date
    earned: int
    redeemed: int


def each_day(last: date, days: int, known: Mapping[date, Day]) -> list[Day]:
    """`days` days up to `last`, oldest first; those on which nothing happened too."""
    first = last - timedelta(days=days - 1)
    wanted = (first + timedelta(days=number) for number in range(days))
    return [known.get(day, Day(day, 0, 0)) for day in wanted]
