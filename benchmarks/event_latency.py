"""From a commit to a stock nameko subscriber, in front of a raw confirmed publish → consume."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import report
from benchmarks.processes import Party, parties
from benchmarks.vhost import vhost
from chassis import embedded_postgres
from chassis.migrations import migrate
from chassis.provision import provision

GOAL = 3.0
ROUNDS, EVENTS = 9, 40
QUICK_ROUNDS, QUICK_EVENTS = 2, 3
PAUSE_SECONDS = 0.02  # one event at a time: latency, not throughput


def run(*, quick: bool = False) -> None:
    rounds, events = (QUICK_ROUNDS, QUICK_EVENTS) if quick else (ROUNDS, EVENTS)
    with (
        vhost() as uri,
        _outbox_database() as database_url,
        parties(
            consumer=("raw", "consumer", uri),
            publisher=("raw", "publisher", uri),
            writer=("ours", "writer", uri, database_url),
            subscriber=("stock", "subscriber", uri),
        ) as started,
    ):
        pairs = {
            "raw": (started["publisher"], started["consumer"]),
            "ours": (started["writer"], started["subscriber"]),
        }
        _tell(_medians(pairs, rounds, events))


@contextmanager
def _outbox_database() -> Iterator[str]:
    """A database with an outbox table, on a server of its own that flushes to disk as usual."""
    directory = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        admin_url = embedded_postgres.start(directory / "data")
        urls = provision(
            admin_url,
            service="writer",
            prefix="bench",
            secret_key="of this run only",  # noqa: S106
        )
        migrate("benchmarks.writer", urls.owner_url)
        yield urls.app_url
    finally:
        embedded_postgres.stop(directory / "data")
        shutil.rmtree(directory)


def _medians(
    pairs: dict[str, tuple[Party, Party]], rounds: int, events: int
) -> dict[str, list[float]]:
    medians: dict[str, list[float]] = {name: [] for name in pairs}
    for number in range(rounds + 1):
        for name, (sender, receiver) in pairs.items():
            numbers = list(range(number * events, (number + 1) * events))
            median = statistics.median(_latencies(sender, receiver, numbers))
            if number:  # the first round warms connections and code
                medians[name].append(median)
    return medians


def _latencies(sender: Party, receiver: Party, numbers: list[int]) -> list[float]:
    """By the machine's one monotonic clock, read in two processes."""
    # A last event, not counted, is under way when the others have long arrived.
    sent = sender.ask(numbers=numbers, pause=PAUSE_SECONDS)
    sender.ask(numbers=[-1], pause=PAUSE_SECONDS * 5)
    arrived = receiver.ask()
    return [arrived[number] - sent[number] for number in map(str, numbers)]


def _tell(medians: dict[str, list[float]]) -> None:
    ratio = report.ratio_of(medians["ours"], medians["raw"])
    report.heading("Event, from commit to a stock nameko handler, p50")
    report.line("floor: raw confirmed publish → consume", report.milliseconds(medians["raw"]))
    report.line("commit → handler", report.milliseconds(medians["ours"]))
    report.line("  ratio", str(ratio), f"goal ≤ {GOAL} × {report.verdict(ratio.middle <= GOAL)}")
