"""What holds on every page: accessible to everybody, the focus never lost, nothing cut off."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Pictures for the documents are taken where this says; without it, none are.
PICTURES = os.environ.get("PICTURES")

RUN_AXE = """async rules => {
    const { violations } = await axe.run(document, { runOnly: rules });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target} – ${failureSummary}`));
}"""
HAS_SETTLED = "() => document.getAnimations().every(({ playState }) => playState !== 'running')"


def assert_accessible(page: Page) -> None:
    """Nothing against WCAG 2.2 AA or good practice, once nothing moves; no sideways scrolling."""
    page.wait_for_function(HAS_SETTLED)
    page.evaluate(AXE)
    violations = page.evaluate(RUN_AXE, RULES)
    assert violations == [], "\n".join([page.url, *violations])
    wide, seen = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= seen, f"{page.url} is {wide} px wide where {seen} are seen"


def assert_opened_at_its_beginning(page: Page) -> None:
    """Nothing took the focus or scrolled before anybody did anything."""
    taken, scrolled = page.evaluate(
        "() => [document.activeElement !== document.body, window.scrollY]"
    )
    assert (taken, scrolled) == (False, 0), page.url


def assert_focus_is_kept(page: Page) -> None:
    """A keyboard goes on from where it was: the focus has not fallen on the page itself."""
    assert page.evaluate("() => document.activeElement !== document.body"), page.url


def take_picture(page: Page, name: str) -> None:
    if PICTURES is not None:
        page.wait_for_function(HAS_SETTLED)
        page.screenshot(path=Path(PICTURES) / f"{name}.png")
