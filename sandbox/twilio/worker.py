"""Does what is due: wakes when virtual time reaches it, and when time is moved."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import eventlet
from eventlet.semaphore import Semaphore

from sandbox.twilio.deliveries import deliver
from sandbox.twilio.news import tell_news
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

KEPT_DELIVERIES = 10_000
LONGEST_WAIT_SECONDS = 3600.0
SETTLE_POLL_SECONDS = 0.005


class Worker:
    """One greenthread that watches the schedule, and one for each lane with deliveries to make."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.log: deque[Json] = deque(maxlen=KEPT_DELIVERIES)
        self._lanes: dict[str, deque[Json]] = {}
        self._signal = Semaphore(0)
        self._threads: set[Any] = set()

    def start(self) -> None:
        self._world.schedule.on_added = self.wake
        self._spawn(self._run)

    def stop(self) -> None:
        for thread in list(self._threads):
            thread.kill()
        self._threads.clear()
        self._lanes.clear()

    def wake(self) -> None:
        if self._signal.locked():
            self._signal.release()

    def settle(self, timeout_seconds: float) -> bool:
        """Wait until all that is due by now was tried; False where that took too long."""
        self.wake()
        with eventlet.Timeout(timeout_seconds, False):
            while self._is_busy():
                eventlet.sleep(SETTLE_POLL_SECONDS)
        return not self._is_busy()

    def _is_busy(self) -> bool:
        next_at = self._world.schedule.next_at()
        is_due = next_at is not None and next_at <= self._world.clock.now()
        return is_due or bool(self._lanes)

    def _run(self) -> None:
        while True:
            self._take_up(self._world.schedule.take_due(self._world.clock.now()))
            self._signal.acquire(timeout=self._wait_seconds())

    def _wait_seconds(self) -> float | None:
        """Wall seconds; None where nothing comes by itself, as when time stands still."""
        clock, next_at = self._world.clock, self._world.schedule.next_at()
        if next_at is None:
            return None
        ahead = next_at - clock.now()
        if ahead <= 0:
            return 0.0
        return min(ahead / clock.speed, LONGEST_WAIT_SECONDS) if clock.speed else None

    def _take_up(self, due: list[Json]) -> None:
        news = [item for item in due if item["kind"] == "news"]
        for item in news:
            tell_news(self._world, item)
            self._world.schedule.finish(item)
        if news:
            self._world.save()
        for item in due:
            if item["kind"] == "deliver":
                self._line_up(item)

    def _line_up(self, item: Json) -> None:
        lane = self._lanes.get(item["lane"])
        if lane is not None:
            lane.append(item)
            return
        self._lanes[item["lane"]] = deque([item])
        self._spawn(self._work_off, item["lane"])

    def _work_off(self, name: str) -> None:
        lane = self._lanes[name]
        while lane:
            self.log.append(deliver(self._world, lane.popleft()))
        # Nothing yields between the last look and this, so no delivery is left behind.
        del self._lanes[name]
        self._world.save()

    def _spawn(self, work: Any, *arguments: Any) -> None:
        thread = eventlet.spawn(work, *arguments)
        self._threads.add(thread)
        thread.link(self._forget)

    def _forget(self, thread: Any) -> None:
        self._threads.discard(thread)
