"""A real browser on the real web app; `python -m tests.browser` runs these tests alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SERVICEPRO = Path(sys.executable).parent / "servicepro"
NEEDS_BROWSER = "needs Chromium; CHROMIUM may name where it is"
START_SECONDS = 90
STOP_SECONDS = 20


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of an installation with demo data, in a home of its own."""
    assert (ROOT / "web" / "dist" / "index.html").is_file(), "`make web` builds the pages"
    home = tmp_path_factory.mktemp("browser") / "home"
    port, sandbox_port = _free_port(), _free_port()
    settings = {
        "SERVICEPRO_HOME": str(home),
        "GATEWAY_ADDRESS": f"127.0.0.1:{port}",
        "SANDBOX_ADDRESS": f"127.0.0.1:{sandbox_port}",
        "SANDBOX_SPEED": "120",
    }
    # Only our own settings: those of the machine that runs the tests do not count.
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    log = home.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(SERVICEPRO), "up"],
            env=inherited | settings,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER is set, and this test {NEEDS_BROWSER}")
        pytest.skip(NEEDS_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, base_url: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=base_url)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not complain: neither by an exception nor on the console."""
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.extend(_complaint(said)))
    yield page
    assert complaints == []


def _complaint(said: ConsoleMessage) -> list[str]:
    """That an answer was not 2xx is no complaint: pages ask who is signed in, and nobody may be."""
    is_answer = said.text.startswith("Failed to load resource: the server responded with")
    return [f"{said.type}: {said.text}"] if said.type == "error" and not is_answer else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while "Stop with Ctrl-C" not in log.read_text():
        assert process.poll() is None, f"ended by itself:\n{log.read_text()[-4000:]}"
        assert time.monotonic() < give_up_at, f"waited in vain:\n{log.read_text()[-4000:]}"
        time.sleep(0.1)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    missing = [report for report in skipped if NEEDS_BROWSER in str(report.longrepr)]
    if missing:
        terminalreporter.write_line(f"{len(missing)} tests were skipped: each {NEEDS_BROWSER}.")
