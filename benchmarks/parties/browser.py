"""Chromium before one installation: what a page costs to open, and how soon a press shows.

A process of its own, not under eventlet: `python -m benchmarks.parties.browser <URL>`.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    ViewportSize,
    sync_playwright,
)

from benchmarks.parties import talk
from contracts import demo

VIEW = ViewportSize(width=1280, height=900)
# Generous: how long it takes is what is asked.
PATIENCE_MILLISECONDS = 60_000

NOTE = """() => {
    window.figures = { lcp: 0, cls: 0 };
    const watch = (type, note) =>
        new PerformanceObserver((list) => list.getEntries().forEach(note))
            .observe({ type, buffered: true });
    watch("largest-contentful-paint", (entry) => { figures.lcp = entry.startTime; });
    watch("layout-shift", (entry) => { if (!entry.hadRecentInput) figures.cls += entry.value; });
}"""
# The heading is there, and for a while nothing has come that could be painted.
IS_QUIET = """() => {
    const ends = performance.getEntriesByType("resource").map((entry) => entry.responseEnd);
    return document.querySelector("h1") !== null
        && performance.now() - Math.max(figures.lcp, ...ends) > 800;
}"""
TELL = """() => {
    const loaded = (end) => performance.getEntriesByType("resource")
        .filter((entry) => new URL(entry.name).pathname.endsWith(end))
        .reduce((sum, entry) => sum + entry.encodedBodySize, 0);
    return { ...figures, js: loaded(".js"), css: loaded(".css") };
}"""
# From the press to the frame that shows what was waited for.
WATCH = """(shows) => {
    addEventListener("click", ({ timeStamp }) => {
        const look = (_, observer) => {
            if (document.querySelector(shows) === null) return;
            observer?.disconnect();
            requestAnimationFrame(() => setTimeout(() => {
                window.shownAfter = performance.now() - timeStamp;
            }));
        };
        new MutationObserver(look).observe(document.body,
            { subtree: true, childList: true, attributes: true });
    }, { capture: true, once: true });
}"""


class Visitor:
    """Each visit with an empty cache, as somebody's first."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._signed_in: dict[str | None, StorageState | None] = {None: None}

    def sign_in(self, email: str) -> None:
        context = self._context(None)
        page = self._open(context, "/sign-in")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(demo.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        self._signed_in[email] = context.storage_state()
        context.close()

    def visit(self, email: str | None, path: str) -> dict[str, float]:
        context = self._context(email)
        figures: dict[str, float] = self._open(context, path).evaluate(TELL)
        context.close()
        return figures

    def press(self, email: str, path: str, before: list[str], button: str, shows: str) -> float:
        """Milliseconds until `shows` is to be seen; `before` is pressed first."""
        context = self._context(email)
        page = self._open(context, path)
        for selector in before:
            page.locator(selector).first.click()
        # So that what comes by itself, such as a quote, has come.
        page.locator(f"{button}:not([aria-disabled=true])").first.hover()
        page.wait_for_function(IS_QUIET)
        page.evaluate(WATCH, shows)
        page.locator(button).first.click()
        page.wait_for_function("() => window.shownAfter !== undefined")
        taken: float = page.evaluate("() => window.shownAfter")
        context.close()
        return taken

    def cookie(self, email: str) -> str:
        """For a program that opens the page by itself."""
        state = self._signed_in[email] or {}
        return "; ".join(f"{each['name']}={each['value']}" for each in state["cookies"])

    def _context(self, email: str | None) -> BrowserContext:
        context = self._browser.new_context(
            base_url=self._url, viewport=VIEW, storage_state=self._signed_in[email]
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.add_init_script(f"({NOTE})()")
        return context

    def _open(self, context: BrowserContext, path: str) -> Page:
        page = context.new_page()
        page.goto(path)
        page.wait_for_function(IS_QUIET)
        return page


def main(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--disable-gpu", "--disable-quic"],
        )
        visitor = Visitor(browser, url)

        def handle(command: dict[str, Any]) -> Any:
            return getattr(visitor, command.pop("do"))(**command)

        talk.converse(handle)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
