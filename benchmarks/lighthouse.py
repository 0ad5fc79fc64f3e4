"""Each page of the web app by Lighthouse, as on a phone: a slow network and a slow processor."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.pages import CUSTOMER, OPERATOR, OWNER, PAGES, TENANT, installation
from benchmarks.processes import PartyFailed, parties
from chassis.web_build import Npm

FOLDER = Path(__file__).parent / "node"
LIGHTHOUSE = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
BINARIES = Path(sys.executable).parent
ROUNDS, QUICK_ROUNDS, QUICK_PAGES = 3, 1, 1
RUN_SECONDS = 180.0
# By category, out of 100.
GOALS = {"performance": 90, "accessibility": 100, "best-practices": 100}
MILLISECONDS = 1000.0
CHROMIUM_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)


def run(*, quick: bool = False) -> None:
    Npm(FOLDER, BINARIES).install()
    rounds = QUICK_ROUNDS if quick else ROUNDS
    pages = PAGES[:QUICK_PAGES] if quick else PAGES
    with installation() as address, parties(browser=("browser", f"http://{address}")) as started:
        browser = started["browser"]
        for email in (OWNER, TENANT, CUSTOMER, OPERATOR):
            browser.ask(do="sign_in", email=email)
        report.heading("Lighthouse, mobile (performance, accessibility, best practices)")
        for visitor, path in pages:
            cookie = browser.ask(do="cookie", email=visitor) if visitor else None
            _tell(path, [_visit(f"http://{address}{path}", cookie) for _ in range(rounds)])


def _visit(url: str, cookie: str | None) -> dict[str, Any]:
    """What it found in one visit, with nothing cached."""
    with tempfile.TemporaryDirectory() as folder:
        headers, found = Path(folder) / "headers.json", Path(folder) / "found.json"
        # In a file: a command line is for everybody on the machine to read.
        headers.write_text(json.dumps({"Cookie": cookie} if cookie else {}))
        command = [
            *(str(BINARIES / "node"), str(LIGHTHOUSE), url, "--quiet"),
            *("--output=json", f"--output-path={found}", f"--extra-headers={headers}"),
            f"--only-categories={','.join(GOALS)}",
            "--no-enable-error-reporting",
            f"--chrome-flags={CHROMIUM_FLAGS}",
        ]
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
        done = subprocess.run(  # noqa: S603  our own pinned program
            command,
            env=os.environ | {"CHROME_PATH": chromium},
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
        )
        if done.returncode:
            raise PartyFailed(f"Lighthouse failed on {url}. {done.stderr[-2000:]}")
        told: dict[str, Any] = json.loads(found.read_text())
        return told


def _tell(path: str, visits: list[dict[str, Any]]) -> None:
    scores = {
        name: statistics.median(round(visit["categories"][name]["score"] * 100) for visit in visits)
        for name in GOALS
    }
    figure = ", ".join(f"{score:.0f}" for score in scores.values())
    paint = _median(visits, "largest-contentful-paint") / MILLISECONDS
    blocked = _median(visits, "total-blocking-time")
    is_reached = all(scores[name] >= goal for name, goal in GOALS.items())
    goal = ", ".join(str(goal) for goal in GOALS.values())
    shift = _median(visits, "cumulative-layout-shift")
    told = f"paint {paint:.1f} s, blocked {blocked:.0f} ms, shift {shift:.3f}"
    note = f"{told}; goal ≥ {goal}"
    report.line(path, figure, f"{note} {report.verdict(is_reached)}")
    for name in ("accessibility", "best-practices"):
        for title in _failed(visits[0], name):
            report.line("", f"{name}: {title}")


def _median(visits: list[dict[str, Any]], audit: str) -> float:
    return statistics.median(visit["audits"][audit]["numericValue"] for visit in visits)


def _failed(visit: dict[str, Any], category: str) -> list[str]:
    counting = [ref["id"] for ref in visit["categories"][category]["auditRefs"] if ref["weight"]]
    audits = [visit["audits"][name] for name in counting]
    return [audit["title"] for audit in audits if audit["score"] not in (None, 1)]
