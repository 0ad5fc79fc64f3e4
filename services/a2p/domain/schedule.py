"""When to look at Twilio again: soon after a step, rarely once a review has taken days."""

from datetime import datetime, timedelta

SHORTEST = timedelta(seconds=2)
LONGEST = timedelta(minutes=15)
# A look costs a quarter of the age at most, so an outcome is seen within 125 % of its own time.
AGE_SHARE = 4
SPREAD = 0.2
# Windows that Twilio gives a person, and what it does when one passes.
CODE_REPLY_WINDOW = timedelta(hours=24)  # the texted code of a sole proprietor expires
EMAIL_CHECK_WINDOW = timedelta(days=7)  # the contact e-mail of a public company expires
SUSPENSION_WINDOW = timedelta(days=30)  # a suspended campaign is deleted
_MOST_DOUBLINGS = 16


def next_check(now: datetime, since: datetime, attempt: int = 0, jitter: float = 0.5) -> datetime:
    """When to look next at something that has been waiting `since` then.

    `attempt` counts failed looks in a row, each doubling the wait; `jitter`, 0 to 1, spreads the
    checks of many tenants by a fifth to either side.
    """
    wait = max(_by_age(now - since), _by_failures(attempt))
    return now + wait * (1 - SPREAD + 2 * SPREAD * min(max(jitter, 0.0), 1.0))


def next_routine_check(now: datetime, pause: timedelta, jitter: float) -> datetime:
    """Of what is decided and seldom changes."""
    return now + pause * (1 - SPREAD + 2 * SPREAD * jitter)


def time_left(now: datetime, since: datetime, window: timedelta) -> timedelta:
    """Of a window that opened `since` then; never negative."""
    return max(timedelta(0), since + window - now)


def _by_age(age: timedelta) -> timedelta:
    return min(LONGEST, max(SHORTEST, age / AGE_SHARE))


def _by_failures(attempt: int) -> timedelta:
    doublings = min(max(attempt, 0), _MOST_DOUBLINGS)
    return min(LONGEST, SHORTEST * (1 << doublings))
