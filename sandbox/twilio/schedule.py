"""What is to be done once its virtual time has come; kept with the records over a restart."""

from __future__ import annotations

import heapq
import secrets
from collections.abc import Callable
from typing import Any

from sandbox.twilio.wire import Json


def _ignore() -> None:
    """Nobody works on the schedule yet."""


class Schedule:
    """Work by time. What is taken stays on record until it is finished: a crash repeats it."""

    def __init__(self) -> None:
        self.on_added: Callable[[], None] = _ignore
        self._items: dict[str, Json] = {}
        self._heap: list[tuple[float, int, str]] = []
        self._order = 0

    def take_over(self, items: dict[str, Json]) -> None:
        """From now on the work is kept in `items`, and what is in there is to be done."""
        self._items = items
        self._heap = [(item["at"], item["order"], key) for key, item in items.items()]
        heapq.heapify(self._heap)
        self._order = max((item["order"] for item in items.values()), default=0)

    def add(self, at: float, kind: str, **what: Any) -> None:
        self._order += 1
        key = secrets.token_hex(8)
        self._items[key] = {"key": key, "at": at, "order": self._order, "kind": kind, **what}
        heapq.heappush(self._heap, (at, self._order, key))
        self.on_added()

    def next_at(self) -> float | None:
        return self._heap[0][0] if self._heap else None

    def take_due(self, now: float) -> list[Json]:
        """In the order of their times; of equal times, the one added first."""
        due = []
        while self._heap and self._heap[0][0] <= now:
            _, _, key = heapq.heappop(self._heap)
            if key in self._items:
                due.append(self._items[key])
        return due

    def finish(self, item: Json) -> None:
        self._items.pop(item["key"], None)

    def put_off(self, item: Json, *, until: float) -> None:
        """Unless all was forgotten in the meantime."""
        if item["key"] not in self._items:
            return
        item["at"] = until
        heapq.heappush(self._heap, (until, item["order"], item["key"]))
        self.on_added()
