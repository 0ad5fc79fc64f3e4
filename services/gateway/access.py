"""Whether a token's user may still use it: believed for minutes, and asked for where in doubt."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from services.gateway.auth import LIFETIME_SECONDS as TOKEN_SECONDS
from services.gateway.auth import Principal, unauthenticated

V = TypeVar("V")

# How long nobody but the gateway is asked. An idle session is noticed no earlier than that.
BELIEVED_SECONDS = 300


class ExpiringDict(Generic[V]):
    """Forgets each value after the same time."""

    def __init__(self, clock: Callable[[], float], seconds: float = BELIEVED_SECONDS) -> None:
        self._clock, self._seconds = clock, seconds
        self._kept: dict[str, tuple[float, V]] = {}

    def put(self, key: str, value: V) -> None:
        now = self._clock()
        # In the order in which they came, so the oldest are in front.
        while self._kept and next(iter(self._kept.values()))[0] <= now:
            del self._kept[next(iter(self._kept))]
        self._kept.pop(key, None)
        self._kept[key] = now + self._seconds, value

    def get(self, key: str) -> V | None:
        until, value = self._kept.get(key, (0.0, None))
        return value if self._clock() < until else None


class Access:
    """The ends of access that this process has heard of, and what `tenants` has confirmed.

    `period()` stands for the time since which this process heard of every end, see
    `Broadcasts.period`. What was confirmed in another period proves nothing: an end may have been
    missed between. `confirm` asks `tenants`, and raises UNAUTHENTICATED or `unavailable`.
    """

    def __init__(
        self,
        *,
        confirm: Callable[..., object],
        period: Callable[[], object | None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._confirm, self.period = confirm, period
        # Longer than any token lasts that was issued under an earlier version.
        self._ended: ExpiringDict[int] = ExpiringDict(clock, TOKEN_SECONDS + BELIEVED_SECONDS)
        self._confirmed: ExpiringDict[object] = ExpiringDict(clock)

    def end(self, user_id: str, version: int) -> None:
        """From now on only tokens of this version or a later one are good."""
        self._ended.put(user_id, max(version, self._ended.get(user_id) or 0))

    def check(self, principal: Principal) -> None:
        """Raises UNAUTHENTICATED, or `unavailable` where nobody can be asked."""
        self.check_not_ended(principal)
        if not self.is_confirmed(_token_key(principal)):
            period = self.period()
            self._confirm(
                user_id=principal.subject,
                access_version=principal.access_version,
                role=principal.role.value,
            )
            self.note_confirmed(_token_key(principal), period)
            self.check_not_ended(principal)

    def check_not_ended(self, principal: Principal) -> None:
        """Also after `tenants` was asked: the end may have come before the reply."""
        if principal.access_version < (self._ended.get(principal.subject) or 0):
            raise unauthenticated()

    def is_confirmed(self, key: str) -> bool:
        period = self.period()
        return period is not None and self._confirmed.get(key) is period

    def note_confirmed(self, key: str, period: object | None) -> None:
        """`period` is that in which `tenants` was asked."""
        if period is not None:
            self._confirmed.put(key, period)


def _token_key(principal: Principal) -> str:
    return f"{principal.subject} {principal.access_version} {principal.role.value}"
