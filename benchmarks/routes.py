"""Routes of one gateway, asked in turn by one caller, each on a connection that stays open."""

from __future__ import annotations

import http.client
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import report
from benchmarks.installation import CALL_SECONDS, Http, command, settings
from benchmarks.processes import program
from benchmarks.vhost import vhost
from chassis import embedded_postgres
from contracts import catalogue

ROUNDS, CALLS = 9, 100
QUICK_ROUNDS, QUICK_CALLS = 2, 5
# One service asked, one row read, nothing put together.
PLAIN = "/api/admin/phone/config"


@dataclass(frozen=True, kw_only=True)
class Question:
    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


class WrongAnswer(Exception):
    """A figure of anything but successes would mean nothing."""


@contextmanager
def deployed() -> Iterator[dict[str, str]]:
    """Its settings. Each service is a process of its own, on RabbitMQ and a PostgreSQL that
    flushes to disk as usual."""
    home = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        database_url = embedded_postgres.start(home / "postgres")
        with vhost() as uri, ExitStack() as stack:
            environment = settings(
                home, AMQP_URI=uri, DATABASE_URL=database_url, SANDBOX_SPEED="600"
            )
            for name in ("sandbox", *catalogue.SERVICES):
                stack.enter_context(program(*command("run", name), environment=environment))
            http = Http(environment["GATEWAY_ADDRESS"])
            http.wait_until_healthy()
            http.close()
            yield environment
    finally:
        embedded_postgres.stop(home / "postgres")
        shutil.rmtree(home)


def medians(
    address: str, questions: Mapping[str, Callable[[], Question]], *, quick: bool
) -> dict[str, list[float]]:
    """Each route's median per round, taken in turn, so that a busy moment hits all of them."""
    rounds, calls = (QUICK_ROUNDS, QUICK_CALLS) if quick else (ROUNDS, CALLS)
    found: dict[str, list[float]] = {name: [] for name in questions}
    connection = http.client.HTTPConnection(address, timeout=CALL_SECONDS)
    for number in range(rounds + 1):
        for name, next_question in questions.items():
            # Written, and where it must be signed, before the clock starts.
            asked = [next_question() for _ in range(calls)]
            middle = statistics.median(_seconds(connection, each) for each in asked)
            if number:  # the first round warms connections and code
                found[name].append(middle)
    connection.close()
    return found


def _seconds(connection: http.client.HTTPConnection, question: Question) -> float:
    began = time.perf_counter()
    connection.request(question.method, question.path, question.body, dict(question.headers))
    answer = connection.getresponse()
    body = answer.read()
    taken = time.perf_counter() - began
    if answer.status >= 300:
        raise WrongAnswer(f"{question.method} {question.path}: {answer.status} {body[:200]!r}")
    return taken


def tell(title: str, found: dict[str, list[float]], *, goal: float) -> None:
    """The first is the floor."""
    (floor, floors), *others = found.items()
    report.heading(title)
    report.line(f"floor: {floor}", report.milliseconds(floors))
    for name, figures in others:
        ratio = report.ratio_of(figures, floors)
        report.line(name, report.milliseconds(figures))
        report.line(
            "  ratio", str(ratio), f"goal ≤ {goal} × {report.verdict(ratio.middle <= goal)}"
        )
