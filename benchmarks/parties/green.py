"""For parties on eventlet; imported before everything else."""

import warnings

with warnings.catch_warnings():
    # eventlet announces its maintenance status at import; docs/decisions/0002 is our answer to it.
    warnings.simplefilter("ignore")
    import eventlet

eventlet.monkey_patch()

import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from typing import Any  # noqa: E402

from eventlet import tpool  # noqa: E402

from benchmarks.parties import talk  # noqa: E402


def converse(handle: talk.Handler) -> None:
    """Waits for the next line in a thread, so that greenthreads go on meanwhile."""
    talk.converse(handle, lambda: str(tpool.execute(talk.read_line)))


def durations(call: Callable[[], object], count: int) -> list[float]:
    """In seconds, one caller."""
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return taken


def paced(
    call: Callable[[Any], object], request: Callable[[int], Any], command: dict[str, Any]
) -> list[float]:
    """In seconds, one caller, with a pause before each call."""
    taken = []
    for _ in range(command["calls"]):
        eventlet.sleep(command["pause"])
        asked = request(command["among"])
        began = time.perf_counter()
        call(asked)
        taken.append(time.perf_counter() - began)
    return taken


def seconds_for(call: Callable[[], object], callers: int, calls: int) -> float:
    """Until `callers` at once have made `calls` each."""

    def make_calls() -> None:
        for _ in range(calls):
            call()

    pool = eventlet.GreenPool(callers)
    began = time.perf_counter()
    for greenlet in [pool.spawn(make_calls) for _ in range(callers)]:
        greenlet.wait()  # raises what the caller met
    return time.perf_counter() - began


def measure(call: Callable[[], object], command: dict[str, int]) -> list[float] | float:
    if "callers" in command:
        return seconds_for(call, command["callers"], command["calls"])
    return durations(call, command["calls"])
