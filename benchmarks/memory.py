"""What each service's process occupies after a few hundred calls, on RabbitMQ and PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from benchmarks import report
from benchmarks.installation import Http, command, settings
from benchmarks.load import OWNER, onboard, read_everything
from benchmarks.processes import program
from benchmarks.vhost import vhost
from chassis import embedded_postgres
from contracts import catalogue

MIB = 1024 * 1024
GOAL_MIB = 90
# Those that hold the Twilio SDK.
GOALS_MIB = {"a2p": 130, "phone": 130}
CALLERS, READS_EACH = 8, 8
QUICK_READS_EACH = 1


def run(*, quick: bool = False) -> None:
    with vhost() as uri, _server() as (home, database_url), ExitStack() as stack:
        environment = settings(
            home, AMQP_URI=uri, DATABASE_URL=database_url, SANDBOX_SPEED="600", MAX_WORKERS="10"
        )
        running = {
            name: psutil.Process(
                stack.enter_context(program(*command("run", name), environment=environment)).pid
            )
            for name in ("sandbox", *catalogue.SERVICES)
        }
        http = Http(environment["GATEWAY_ADDRESS"])
        http.wait_until_healthy()
        before = {name: process.memory_info().rss for name, process in running.items()}
        _load(http, environment["GATEWAY_ADDRESS"], QUICK_READS_EACH if quick else READS_EACH)
        http.close()
        _tell(running, before)


@contextmanager
def _server() -> Iterator[tuple[Path, str]]:
    """A home and a PostgreSQL server for this run."""
    home = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield home, embedded_postgres.start(home / "postgres", durable=False)
    finally:
        embedded_postgres.stop(home / "postgres")
        shutil.rmtree(home)


def _load(http: Http, address: str, reads: int) -> None:
    """One campaign from profile to approval, then reads by several callers at once."""
    http.sign_in(OWNER)
    campaign_id = onboard(http)

    def read(caller: int) -> None:
        mine = Http(address)
        mine.sign_in(OWNER)
        for _ in range(reads):
            read_everything(mine, campaign_id)
        mine.close()

    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(read, range(CALLERS)))


def _tell(running: dict[str, psutil.Process], before: dict[str, int]) -> None:
    report.heading("Memory of a service's process after load")
    for name, process in running.items():
        told = process.memory_full_info()
        note = f"at start {before[name] / MIB:.0f}, its own alone {told.uss / MIB:.0f}"
        if name != "sandbox":  # only a demonstration has one
            goal = GOALS_MIB.get(name, GOAL_MIB)
            note += f"; goal ≤ {goal} {report.verdict(told.rss <= goal * MIB)}"
        report.line(name, f"{told.rss / MIB:.0f} MiB", note)
