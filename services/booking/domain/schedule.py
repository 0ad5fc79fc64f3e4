"""When a tenant works, in its own time zone, and which stretches of time a booking takes."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.errors import ServiceError, invalid

SLOT = timedelta(minutes=30)
FURTHEST = timedelta(days=365)
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True)
class Hours:
    opens: time
    closes: time


@dataclass(frozen=True)
class Schedule:
    """`hours` by weekday, Monday is 0; a day that is missing is closed."""

    time_zone: str
    hours: Mapping[int, Hours]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, kw_only=True)
class Window:
    """From start to end; `day` and `at` are what the tenant's own clock shows at the start."""

    day: date
    at: time
    starts_at: datetime
    ends_at: datetime

    @property
    def slots(self) -> tuple[datetime, ...]:
        """The start of each half hour that is touched, so a slot is never shared."""
        count = -((self.starts_at - self.ends_at) // SLOT)
        return tuple(self.starts_at + SLOT * n for n in range(count))


def find_window(schedule: Schedule, day: date, at: time, *, minutes: int, now: datetime) -> Window:
    """Refuses what is past, too far ahead, off the half hour or outside the opening hours."""
    _refuse_far_days(day, today=now.astimezone(schedule.zone).date())
    if at.minute % 30 or at.second or at.microsecond:
        raise _refused("time", "Bookings start on the hour or at half past.")
    starts_at = _instant(day, at, schedule.zone)
    if starts_at <= now:
        raise _refused("time", "This time has passed already.")
    window = _window(day, at, starts_at, minutes)
    _refuse_closed(schedule, window)
    return window


def find_starts(schedule: Schedule, day: date, *, minutes: int, now: datetime) -> Iterator[Window]:
    """What this day has for something so long, by the very rules that a booking is held to."""
    hours = schedule.hours.get(day.weekday())
    if hours is None:
        return
    for at in _half_hours(hours):
        with suppress(ServiceError):
            yield find_window(schedule, day, at, minutes=minutes, now=now)


def why_none(schedule: Schedule, day: date, *, minutes: int, now: datetime) -> str:
    """For the customer, of a day without a start that is free."""
    hours = schedule.hours.get(day.weekday(), Hours(time.min, time.max))
    try:
        _refuse_far_days(day, today=now.astimezone(schedule.zone).date())
        opening = datetime.combine(day, hours.opens, tzinfo=schedule.zone).astimezone(UTC)
        _refuse_closed(schedule, _window(day, hours.opens, opening, minutes))
    except ServiceError as refusal:
        return refusal.message
    return "Nothing is free any more on this day."


def _window(day: date, at: time, starts_at: datetime, minutes: int) -> Window:
    ends_at = starts_at + timedelta(minutes=minutes)
    return Window(day=day, at=at, starts_at=starts_at, ends_at=ends_at)


def _half_hours(hours: Hours) -> Iterator[time]:
    first, last = (at.hour * 2 + at.minute // 30 for at in (hours.opens, hours.closes))
    return (time(half // 2, half % 2 * 30) for half in range(first, last))


def _refuse_far_days(day: date, *, today: date) -> None:
    if day < today:
        raise _refused("date", "This day has passed already.")
    if day > today + FURTHEST:
        raise _refused("date", f"Bookings are taken for the next {FURTHEST.days} days.")


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Where clocks go back an hour comes twice, and the first is meant; where they go forward
    an hour is missing, and nothing can start in it."""
    local = datetime.combine(day, at, tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise _refused("time", "The clocks go forward on this day, and this time is left out.")
    return instant


def _refuse_closed(schedule: Schedule, window: Window) -> None:
    hours = schedule.hours.get(window.day.weekday())
    if hours is None:
        raise _refused("date", f"We are closed on {DAYS[window.day.weekday()]}.")
    closing = datetime.combine(window.day, hours.closes, tzinfo=schedule.zone).astimezone(UTC)
    if window.at < hours.opens or window.starts_at >= closing:
        opens, closes = _clock(hours.opens), _clock(hours.closes)
        raise _refused("time", f"We are open from {opens} to {closes} on this day.")
    if window.ends_at > closing:
        closes = _clock(hours.closes)
        raise _refused("time", f"This takes {_length(window)}, and we close at {closes}.")


def _clock(at: time) -> str:
    """As customers say it: 9 AM, 5:30 PM."""
    hour, half = at.hour % 12 or 12, "AM" if at.hour < 12 else "PM"
    return f"{hour}:{at:%M} {half}" if at.minute else f"{hour} {half}"


def _length(window: Window) -> str:
    hours, minutes = divmod((window.ends_at - window.starts_at) // timedelta(minutes=1), 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(part for part in parts if part)


def _refused(field: str, message: str) -> ServiceError:
    return invalid(message, {field: [message]})
