"""Lets few sign-ins at a time take a worker; the others wait beside the workers, for a while."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from typing import TypeVar

import eventlet
from eventlet.semaphore import Semaphore

from contracts.errors import Code, Kind, ServiceError

T = TypeVar("T")

# Each holds a worker, of which other requests need some, too.
AT_ONCE = 4
MAX_WAITING = 64
MAX_WAIT_SECONDS = 4.0
# `tenants` names a longer time where it means one account or one source.
MAX_PAUSE_SECONDS = 2.0


class SignInQueue:
    def __init__(self) -> None:
        self._places = Semaphore(AT_ONCE)
        self._waiting = 0

    def run(self, attempt: Callable[[], T], refusal_in: Callable[[T], Exception | None]) -> T:
        """Runs `attempt` once it is its turn, and again where `tenants` was busy for a moment.

        Raises RATE_LIMITED when its turn does not come in time.
        """
        give_up_at = time.monotonic() + MAX_WAIT_SECONDS
        if self._waiting >= MAX_WAITING:
            raise busy()
        self._waiting += 1
        try:
            while True:
                result = self._in_turn(attempt, give_up_at)
                pause = _pause_before_another(refusal_in(result))
                if pause is None or time.monotonic() + pause >= give_up_at:
                    return result
                eventlet.sleep(pause)
        finally:
            self._waiting -= 1

    def _in_turn(self, attempt: Callable[[], T], give_up_at: float) -> T:
        if not self._places.acquire(timeout=max(give_up_at - time.monotonic(), 0.001)):
            raise busy()
        try:
            return attempt()
        finally:
            self._places.release()


def _pause_before_another(refusal: Exception | None) -> float | None:
    if not isinstance(refusal, ServiceError) or refusal.kind is not Kind.RATE_LIMITED:
        return None
    seconds = float(refusal.details.get("retry_after_seconds", "inf"))
    if seconds > MAX_PAUSE_SECONDS:
        return None
    # Not all at the same moment.
    return seconds * (0.5 + random.random())  # noqa: S311  spreads load, guards nothing


def busy() -> ServiceError:
    seconds = math.ceil(MAX_WAIT_SECONDS * (0.5 + random.random()))  # noqa: S311  as above
    return ServiceError(
        Kind.RATE_LIMITED,
        Code.TOO_MANY_ATTEMPTS,
        "Many people are signing in right now. Please try again in a moment.",
        {"retry_after_seconds": str(seconds)},
    )
