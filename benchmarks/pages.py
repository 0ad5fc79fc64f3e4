"""Each page of the web app in Chromium on loopback: painted, still, light, and quick to answer."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import report
from benchmarks.installation import Http, command, settings
from benchmarks.load import draft
from benchmarks.processes import Party, parties, program

OWNER, CUSTOMER = "owner@clean-machine.test", "casey@clean-machine.test"
TENANT, OPERATOR = "owner@shine.test", "operator@servicepro.test"
MILLISECONDS, KIB = 1000.0, 1024
ROUNDS = 5
LCP_SECONDS, SHIFT, SHOWN_MILLISECONDS = 1.0, 0.02, 100.0

PAGES: tuple[tuple[str | None, str], ...] = (
    (None, "/sign-in"),
    (OWNER, "/setup-wizard"),
    (TENANT, "/settings/a2p"),
    (OWNER, "/admin/phone"),
    (OWNER, "/admin/ivr-config"),
    (OWNER, "/admin/bookings"),
    (OWNER, "/admin/loyalty-insights"),
    (OWNER, "/admin/customer-points"),
    (OWNER, "/admin/settings/loyalty"),
    (OPERATOR, "/operator"),
    (CUSTOMER, "/portal/rewards"),
    (CUSTOMER, "/booking"),
    (CUSTOMER, "/portal/bookings"),
)
BUSY_BUTTON = "button[data-loading], button[aria-busy=true]"
# What is pressed, and what shows that it was: who, where, what first, the press, what it shows.
ACTIONS = {
    "save settings → spinner": (
        OWNER,
        "/admin/settings/loyalty",
        [],
        "button[type=submit]",
        BUSY_BUTTON,
    ),
    "range of days → chart": (
        OWNER,
        "/admin/loyalty-insights",
        [],
        "button[aria-pressed=false]",
        "button[aria-pressed=true]:first-of-type",
    ),
    "use points → price under way": (
        CUSTOMER,
        "/booking",
        ["main input[type=checkbox]", "label:has(input[name=time])"],
        "input[role=switch]",
        BUSY_BUTTON,
    ),
    # The last one: a campaign is submitted only once.
    "submit campaign → spinner": (
        TENANT,
        "/settings/a2p",
        ["button:has-text('Submit to Twilio')"],
        "dialog button:has-text('Submit to Twilio')",
        BUSY_BUTTON,
    ),
}


def run(*, quick: bool = False) -> None:
    rounds = 1 if quick else ROUNDS
    with installation() as address, parties(browser=("browser", f"http://{address}")) as started:
        browser = started["browser"]
        for email in (OWNER, TENANT, CUSTOMER, OPERATOR):
            browser.ask(do="sign_in", email=email)
        report.heading("Opening each page, nothing cached (paint; shift; JavaScript and CSS sent)")
        for visitor, path in PAGES:
            visits = [browser.ask(do="visit", email=visitor, path=path) for _ in range(rounds)]
            _tell_visits(path, visits)
        report.heading("From a press to what shows it")
        for name in ACTIONS:
            _tell_presses(browser, name, 1 if name.startswith("submit") else rounds)


@contextmanager
def installation() -> Iterator[str]:
    """With demo data, and a campaign that is ready to be submitted."""
    home = Path(tempfile.mkdtemp(prefix="bench-"))
    environment = settings(home)
    address = environment["GATEWAY_ADDRESS"]
    try:
        with program(*command("up"), environment=environment):
            http = Http(address)
            http.wait_until_healthy()
            http.sign_in(TENANT)
            draft(http)
            http.close()
            yield address
    finally:
        shutil.rmtree(home)


def _tell_visits(path: str, visits: list[dict[str, float]]) -> None:
    painted = [visit["lcp"] / MILLISECONDS for visit in visits]
    middle, shift = statistics.median(painted), max(visit["cls"] for visit in visits)
    script, style = visits[0]["js"] / KIB, visits[0]["css"] / KIB
    figure = f"{middle:.2f} s ({min(painted):.2f} – {max(painted):.2f}); {shift:.3f}"
    is_reached = middle <= LCP_SECONDS and shift <= SHIFT
    note = f"{script:.0f} + {style:.1f} KiB; goal ≤ {LCP_SECONDS:.1f} s, ≤ {SHIFT}"
    report.line(path, figure, f"{note} {report.verdict(is_reached)}")


def _tell_presses(browser: Party, name: str, rounds: int) -> None:
    email, path, before, button, shows = ACTIONS[name]
    taken = [
        browser.ask(do="press", email=email, path=path, before=before, button=button, shows=shows)
        for _ in range(rounds)
    ]
    middle = statistics.median(taken)
    figure = f"{middle:.0f} ms ({min(taken):.0f} – {max(taken):.0f})"
    goal = f"goal ≤ {SHOWN_MILLISECONDS:.0f} ms {report.verdict(middle <= SHOWN_MILLISECONDS)}"
    report.line(name, figure, goal)
