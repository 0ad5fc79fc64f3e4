"""An admin reads how the program does, changes its rules, and gives everybody points once."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looking import assert_accessible, assert_focus_is_kept, take_picture


def test_the_program_is_read_changed_and_run(signed_in: Callable[..., Page]) -> None:
    page = signed_in("owner@clean-machine.test", "/admin/loyalty-insights")
    expect(page.get_by_text("In the last 30 days")).to_be_visible()
    take_picture(page, "loyalty-insights")
    page.get_by_role("button", name="90 days").click()
    expect(page.get_by_text("In the last 90 days")).to_be_visible()
    page.get_by_text("Show as table").click()
    assert_accessible(page)

    page.get_by_role("link", name="Change these rules").click()
    page.get_by_label("Smallest booking total").fill("80")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("Settings saved")).to_be_visible()
    assert_focus_is_kept(page)

    page.get_by_role("button", name="Run Port Recovery").click()
    page.get_by_role("dialog").get_by_role("button", name="Run Port Recovery").click()
    expect(page.get_by_text("Done: ")).to_be_visible()
    assert_focus_is_kept(page)
    assert_accessible(page)

    page.go_back()
    expect(page.get_by_text("at least $80")).to_be_visible()


def test_a_customers_whole_history_is_saved_as_a_table(signed_in: Callable[..., Page]) -> None:
    page = signed_in("owner@clean-machine.test", "/admin/customer-points")
    page.get_by_role("textbox", name="Find a customer").fill("Casey")
    page.get_by_role("button", name="Show points of Casey").first.click()
    with page.expect_download() as saving:
        page.get_by_role("link", name="Download as a table").click()
    table = saving.value.path().read_text(encoding="utf-8-sig")
    assert table.startswith("id,type,points,reason,description,createdAt,balanceAfter")
    assert len(table.splitlines()) > 2
