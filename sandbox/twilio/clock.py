"""Virtual time: wall time, faster or slower, that can be moved forward by hand."""

from __future__ import annotations

import time
from collections.abc import Callable


class VirtualClock:
    """Virtual seconds since the epoch; a speed of 0 stands still until it is advanced."""

    def __init__(self, *, speed: float = 1.0, wall: Callable[[], float] = time.time) -> None:
        self._wall = wall
        self._speed = speed
        self._wall_anchor = wall()
        self._virtual_anchor = self._wall_anchor

    @property
    def speed(self) -> float:
        return self._speed

    def now(self) -> float:
        return self._virtual_anchor + (self._wall() - self._wall_anchor) * self._speed

    def wall(self) -> float:
        return self._wall()

    def advance(self, seconds: float) -> None:
        self._virtual_anchor += seconds

    def set_speed(self, speed: float) -> None:
        """Time already gone keeps the speed that it went by at."""
        self._virtual_anchor = self.now()
        self._wall_anchor = self._wall()
        self._speed = speed

    def dump(self) -> dict[str, float]:
        return {"wall": self._wall_anchor, "virtual": self._virtual_anchor, "speed": self._speed}

    def restore(self, dumped: dict[str, float]) -> None:
        """Take up an earlier clock: the time while nobody ran counts at the earlier speed."""
        wanted_speed = self._speed
        self._wall_anchor = dumped["wall"]
        self._virtual_anchor = dumped["virtual"]
        self._speed = dumped["speed"]
        self.set_speed(wanted_speed)
