"""A customer pays partly with points, with a refusal on the way, and may change its mind."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looking import assert_accessible, assert_focus_is_kept, take_picture

GUARDRAIL = "your booking total must be at least $"


def test_a_booking_is_paid_partly_with_points(signed_in: Callable[..., Page]) -> None:
    page = signed_in("casey@clean-machine.test")
    expect(page.get_by_role("heading", name="My Rewards")).to_be_visible()
    before = _points(page)
    assert_accessible(page)
    take_picture(page, "rewards")

    page.get_by_role("link", name="Book a service and use my points").click()
    _book_with_points(page)
    page.get_by_role("link", name="See my bookings").click()
    expect(page.get_by_text("Full Interior Detail").first).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="My Rewards").click()
    assert _points(page) == before - 300


def _book_with_points(page: Page) -> None:
    page.get_by_role("checkbox", name=re.compile("Headlight Restoration")).check()
    _choose_a_time(page)
    page.get_by_role("switch", name="Apply points to this booking").check()
    expect(page.get_by_text(GUARDRAIL).first).to_be_visible()
    assert_accessible(page)
    take_picture(page, "booking-refused")

    # What was chosen is still there; one more service, and the points count.
    page.get_by_role("checkbox", name=re.compile("Full Interior Detail")).check()
    expect(page.get_by_text(GUARDRAIL)).to_have_count(0)
    page.get_by_role("radio", name="Choose how many").press("Space")
    page.get_by_label("Points to use").fill("300")
    expect(page.get_by_text("Estimated discount")).to_be_visible()
    assert_accessible(page)
    take_picture(page, "booking")
    page.get_by_role("button", name=re.compile(r"^Book for \$")).dblclick()
    expect(page.get_by_role("heading", name="You’re booked")).to_be_focused()
    assert_accessible(page)


def _choose_a_time(page: Page) -> None:
    """On another day than today, which late in the day has no time left for more services."""
    page.get_by_role("radio", name=re.compile(r", \d+ times$")).last.press("Space")
    page.get_by_role("radio", name=re.compile(r"^\d+:\d\d [AP]M")).first.press("Space")


def test_a_cancelled_booking_gives_its_points_back(signed_in: Callable[..., Page]) -> None:
    page = signed_in("casey@clean-machine.test", "/booking")
    page.get_by_role("checkbox", name=re.compile("Full Exterior Detail")).check()
    _choose_a_time(page)
    page.get_by_role("button", name=re.compile(r"^Book for \$")).click()
    expect(page.get_by_role("heading", name="You’re booked")).to_be_focused()
    page.get_by_role("link", name="See my bookings").click()
    page.get_by_role("button", name=re.compile("^Cancel")).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name=re.compile("^Cancel booking")).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Canceled").first).to_be_visible()
    assert_focus_is_kept(page)


def _points(page: Page) -> int:
    told = page.get_by_text(re.compile(r"You have [\d,]+ points? available")).inner_text()
    return int(re.sub(r"\D", "", told.partition("(")[0]))
