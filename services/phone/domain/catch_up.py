"""What Twilio received for a number while nobody of ours answered, fetched from its lists."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

# Twilio's lists and clocks may be behind; what is fetched twice is stored once.
OVERLAP = timedelta(minutes=15)
SHORTEST_PERIOD = timedelta(minutes=1)
# Of all lists together.
REQUESTS_PER_SECOND = 10
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=30)
MOST_DOUBLINGS = 6


class Kind(StrEnum):
    TEXTS = "TEXTS"
    CALLS = "CALLS"


def period_for(lists: int) -> timedelta:
    """How often each list is read: often where there are few, and never more than Twilio likes."""
    return max(SHORTEST_PERIOD, timedelta(seconds=lists / REQUESTS_PER_SECOND))


@dataclass(frozen=True, kw_only=True)
class CatchUp:
    """Everything from `starts_at` to `done_until` is stored; what came before is not the tenant's.

    The list is read from its newest entry back. Where that takes more than one run, `next_page`
    says where to go on, and `begun_at` what will be done then.
    """

    tenant_id: str
    number_sid: str
    phone_number: str
    kind: Kind
    starts_at: datetime
    done_until: datetime
    begun_at: datetime | None = None
    next_page: str | None = None
    attempts: int = 0

    @property
    def since(self) -> datetime:
        # Twilio's times have no fractions of a second.
        return max(self.done_until - OVERLAP, self.starts_at).replace(microsecond=0)

    def read_up_to(self, next_page: str | None, *, now: datetime) -> "CatchUp":
        """After a page; None for the next one: this was the last."""
        begun_at = self.begun_at or now
        if next_page is None:
            return replace(self, done_until=begun_at, begun_at=None, next_page=None)
        return replace(self, begun_at=begun_at, next_page=next_page)

    def from_the_start(self) -> "CatchUp":
        """The place in the list is forgotten: Twilio may no longer know it."""
        return replace(self, begun_at=None, next_page=None)

    def pause(self) -> timedelta:
        """After a failure."""
        doublings = min(max(self.attempts - 1, 0), MOST_DOUBLINGS)
        return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
