"""The pages as the gateway serves them: they start under their own policy."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect


def test_the_page_to_sign_in_works_under_its_policy(page: Page) -> None:
    answer = page.goto("/sign-in")
    assert answer is not None
    assert answer.status == 200
    assert "'nonce-" in answer.headers["content-security-policy"]
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_what_a_page_did_not_bring_does_not_run(context: BrowserContext) -> None:
    """Without the fixture `page`: here the browser is meant to complain."""
    page = context.new_page()
    page.goto("/sign-in")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.wasRun = true";
            document.body.append(script);
        }"""
    )
    assert page.evaluate("window.wasRun") is None


def test_an_unknown_address_shows_a_page_that_says_so(page: Page) -> None:
    answer = page.goto("/nowhere")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_second_visit_loads_no_asset_again(page: Page) -> None:
    page.goto("/sign-in")
    page.wait_for_load_state("networkidle")
    page.goto("/sign-in")
    page.wait_for_load_state("networkidle")
    sent = page.evaluate(
        """() => performance.getEntriesByType("resource")
            .filter((entry) => entry.name.includes("/assets/"))
            .map((entry) => entry.transferSize)"""
    )
    assert set(sent) == {0}
