"""A real browser on the real web app; `python -m tests.browser` runs these tests alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from contracts import demo

ROOT = Path(__file__).parents[2]
SERVICEPRO = Path(sys.executable).parent / "servicepro"
NEEDS_BROWSER = "needs Chromium; CHROMIUM may name where it is"
START_SECONDS = 90
STOP_SECONDS = 20
# Generous for a machine that does other things as well; what is there is seen at once.
PATIENCE_MILLISECONDS = 20_000

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@dataclass(frozen=True)
class Look:
    """How somebody sees the pages: on a desk by day, on a phone by night."""

    name: str
    width: int
    height: int
    color_scheme: str


LOOKS = (Look("desk", 1280, 900, "light"), Look("phone", 360, 740, "dark"))


@dataclass(frozen=True)
class Installation:
    url: str
    sandbox_url: str
    home: Path


@pytest.fixture(scope="session", params=LOOKS, ids=lambda look: look.name)
def look(request: pytest.FixtureRequest) -> Look:
    return request.param


@pytest.fixture(scope="session")
def installation(look: Look, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """With demo data, in a home of its own for each look: what one has done, the other has not."""
    assert (ROOT / "web" / "dist" / "index.html").is_file(), "`make web` builds the pages"
    home = tmp_path_factory.mktemp(look.name) / "home"
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
        yield Installation(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{sandbox_port}", home)
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
def new_context(
    browser: Browser, look: Look, installation: Installation
) -> Iterator[Callable[[], BrowserContext]]:
    """A browser of its own for each who visits: nobody shares another's cookies."""
    contexts: list[BrowserContext] = []

    def open_one() -> BrowserContext:
        contexts.append(open_context(browser, look, installation))
        return contexts[-1]

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def new_page(new_context: Callable[[], BrowserContext]) -> Iterator[Callable[[], Page]]:
    """Pages that must not complain: neither by an exception nor on the console."""
    complaints: list[str] = []

    def open_one() -> Page:
        page = new_context().new_page()
        collect_complaints(page, complaints)
        return page

    yield open_one
    assert complaints == []


@pytest.fixture
def context(new_context: Callable[[], BrowserContext]) -> BrowserContext:
    return new_context()


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    return new_page()


@pytest.fixture
def signed_in(new_page: Callable[[], Page]) -> Callable[..., Page]:
    """`signed_in("owner@shine.test", "/settings/a2p")`: by the form, as a person does it."""

    def sign_in(email: str, path: str = "/") -> Page:
        page = new_page()
        page.goto(f"/sign-in?next={path}")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(demo.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return sign_in


def open_context(browser: Browser, look: Look, installation: Installation) -> BrowserContext:
    context = browser.new_context(
        base_url=installation.url,
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.color_scheme,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    return context


def collect_complaints(page: Page, complaints: list[str]) -> None:
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.extend(_complaint(said)))


def _complaint(said: ConsoleMessage) -> list[str]:
    """That an answer was not 2xx is no complaint: some of these tests are about refusals."""
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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="every page in every state as well: minutes more"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--thorough"):
        return
    left_out = [item for item in items if item.get_closest_marker("thorough")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    missing = [report for report in skipped if NEEDS_BROWSER in str(report.longrepr)]
    if missing:
        terminalreporter.write_line(f"{len(missing)} tests were skipped: each {NEEDS_BROWSER}.")
