"""From `servicepro up` to healthy: with an empty home, and again with the same one."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from benchmarks import report
from benchmarks.installation import Http, command, settings
from benchmarks.processes import program

GOAL_SECONDS = 10.0
ROUNDS = 3


def run(*, quick: bool = False) -> None:
    firsts, seconds = [], []
    for _ in range(1 if quick else ROUNDS):
        home = Path(tempfile.mkdtemp(prefix="bench-"))
        try:
            firsts.append(_start(home))
            seconds.append(_start(home))
        finally:
            shutil.rmtree(home)
    report.heading("From `servicepro up` to healthy, everything embedded")
    for what, taken in (("empty home", firsts), ("existing home", seconds)):
        spread = f"{min(taken):.1f} – {max(taken):.1f} s"
        goal = f"goal < {GOAL_SECONDS:.0f} s {report.verdict(max(taken) < GOAL_SECONDS)}"
        report.line(what, spread, goal)


def _start(home: Path) -> float:
    environment = settings(home)
    http = Http(environment["GATEWAY_ADDRESS"])
    began = time.perf_counter()
    with program(*command("up"), environment=environment):
        http.wait_until_healthy()
        taken = time.perf_counter() - began
    http.close()
    return taken
