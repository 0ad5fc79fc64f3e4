"""Filters of lists by date: `Name=`, `Name<=` and `Name>=`, in GMT, by the day or the second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sandbox.twilio.wire import ApiError, Call, Json

DAY = timedelta(days=1)
# Of what is compared with a span that begins at `first` and ends before `last`.
BEFORE, ON_OR_BEFORE, ON_OR_AFTER = "before", "on or before", "on or after"


@dataclass(frozen=True)
class DateFilter:
    """`key` holds the wall time of a record, or None, which no filter lets through."""

    name: str
    key: str
    below: str
    above: str


def date_filters(call: Call, filters: Sequence[DateFilter]) -> Callable[[Json], bool]:
    checks = [check for each in filters for check in _checks(call, each)]
    return lambda record: all(check(record) for check in checks)


def _checks(call: Call, asked: DateFilter) -> list[Callable[[Json], bool]]:
    """The sign belongs to the name: `DateSent>=2026-12-01` names `DateSent>`."""
    conditions = {"": "on", "<": asked.below, ">": asked.above}
    return [
        _check(asked.key, condition, *_span(call.query[asked.name + sign]))
        for sign, condition in conditions.items()
        if call.query.get(asked.name + sign)
    ]


def _check(key: str, condition: str, first: float, last: float) -> Callable[[Json], bool]:
    def holds(record: Json) -> bool:
        at = record[key]
        if at is None:
            return False
        # Twilio's dates have no fractions of a second.
        at = float(int(at))
        tests = {
            "on": first <= at < last,
            BEFORE: at < first,
            ON_OR_BEFORE: at < last,
            ON_OR_AFTER: at >= first,
        }
        return tests[condition]

    return holds


def _span(text: str) -> tuple[float, float]:
    """Begin and end of the day or the second that is named."""
    for form, length in (("%Y-%m-%d", DAY), ("%Y-%m-%dT%H:%M:%SZ", timedelta(seconds=1))):
        try:
            first = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return first.timestamp(), (first + length).timestamp()
    raise ApiError(400, 20001, f"{text} is no date such as 2026-12-01.")
