"""Work that a service does by itself, again and again, as a nameko worker with its dependencies."""

from __future__ import annotations

from typing import Any

import eventlet
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint

LONGEST_PAUSE_SECONDS = 30.0


class Background(Entrypoint):
    """`@background(interval=1.0)`: waits `interval` seconds between runs, none after a true result.

    Failures lengthen the pause up to half a minute, so that a dead database is not hammered.
    """

    def __init__(self, interval: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.interval = interval
        self._stop = eventlet.event.Event()
        self._loop: Any = None

    @property
    def is_stopping(self) -> bool:
        """Asked by a long run, which then ends early: the service waits for it."""
        return bool(self._stop.ready())

    def start(self) -> None:
        self._loop = self.container.spawn_managed_thread(self._run)

    def _run(self) -> None:
        started = self.container.config.get("ALL_STARTED")
        if started is not None:
            started.wait()
        pause = self.interval
        while not self._stop.ready():
            try:
                result, failed = self._run_once()
            except ContainerBeingKilled:
                return
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS) if failed else self.interval
            if failed or not result:
                self._stop.wait(pause)

    def _run_once(self) -> tuple[Any, bool]:
        finished = eventlet.event.Event()

        def handle_result(worker_ctx: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            finished.send((result, exc_info is not None))
            return result, exc_info

        self.container.spawn_worker(self, (), {}, handle_result=handle_result)
        outcome: tuple[Any, bool] = finished.wait()
        return outcome

    def stop(self) -> None:
        self._stop.send()
        self._loop.wait()

    def kill(self) -> None:
        self._loop.kill()


background = Background.decorator
