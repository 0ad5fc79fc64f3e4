"""Nothing typed is lost: one test for each way of losing it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    APIRequestContext,
    BrowserContext,
    Page,
    Route,
    expect,
)

from contracts import demo
from tests.browser.looking import assert_accessible, assert_focus_is_kept, take_picture

OWNER, OTHER = "owner@clean-machine.test", "owner@shine.test"
CAMPAIGNS = "/api/admin/a2p/campaigns"
TEXT = "Clean Machine texts customers who asked for it when they booked."
SAVED = "All changes saved"
SAVED_OR_FRESH = re.compile(f"^({SAVED}|Saves as you type)$")
DESCRIPTION = "Campaign description"
CONFLICT = "Changed in two places"
ONE_CAMPAIGN = re.compile(rf"{CAMPAIGNS}/[0-9a-f-]+$")


class Campaign:
    """One draft of the tenant's, beside the browser: by program, with a token."""

    def __init__(self, http: APIRequestContext, headers: dict[str, str]) -> None:
        self._http, self._headers = http, headers
        made = http.post(CAMPAIGNS, data={"name": "Follow-ups"}, headers=headers)
        self.id: str = made.json()["id"]
        self.page = f"/settings/a2p?campaign={self.id}"
        self._path = f"{CAMPAIGNS}/{self.id}"

    @property
    def stored(self) -> dict[str, Any]:
        found: dict[str, Any] = self._http.get(self._path, headers=self._headers).json()
        return found

    def change(self, **changes: Any) -> None:
        headers = self._headers | {"If-Match": "*"}
        assert self._http.patch(self._path, data=changes, headers=headers).ok

    def delete(self) -> None:
        self._http.delete(self._path, headers=self._headers)


@pytest.fixture
def campaign(new_context: Callable[[], BrowserContext]) -> Iterator[Campaign]:
    http = new_context().request
    login = {"email": OWNER, "password": demo.PASSWORD}
    token = http.post("/api/auth/token", data=login).json()["accessToken"]
    campaign = Campaign(http, {"Authorization": f"Bearer {token}"})
    yield campaign
    campaign.delete()


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture
def page(context: BrowserContext, campaign: Campaign) -> Page:
    """Opened where the campaign is written. What is offline complains on the console, rightly."""
    page = context.new_page()
    page.goto(f"/sign-in?next={campaign.page}")
    sign_in(page, OWNER)
    expect(description(page)).to_be_visible()
    return page


def description(page: Page) -> Any:
    return page.get_by_label(DESCRIPTION, exact=True)


def state(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def held_saves(page: Page) -> list[Route]:
    """The first save is on its way until a test lets it through; later ones go as usual."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "PATCH" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(ONE_CAMPAIGN, hold)
    return held


def test_typing_saves_itself_and_says_so(page: Page, campaign: Campaign) -> None:
    state(page, "Saves as you type")
    description(page).fill(TEXT)
    state(page, SAVED)
    assert campaign.stored["description"] == TEXT
    assert_accessible(page)
    take_picture(page, "draft-saved")


def test_a_reload_in_the_middle_of_typing(page: Page, campaign: Campaign) -> None:
    page.route(ONE_CAMPAIGN, lambda r: r.abort() if r.request.method == "PATCH" else r.continue_())
    description(page).press_sequentially(TEXT)
    page.reload()
    expect(description(page)).to_have_value(TEXT)
    page.unroute(ONE_CAMPAIGN)
    # By the reloaded page, or by the one before as it left.
    state(page, SAVED_OR_FRESH)
    assert campaign.stored["description"] == TEXT


def test_a_session_that_ended_leads_back_to_the_text(
    page: Page, context: BrowserContext, campaign: Campaign
) -> None:
    context.clear_cookies()
    description(page).fill(TEXT)
    page.wait_for_url("**/sign-in?next=*")
    state(page, "You’ll be right back where you were.")
    sign_in(page, OWNER)
    page.wait_for_url(f"**{campaign.page}")
    expect(description(page)).to_have_value(TEXT)
    state(page, SAVED)
    assert campaign.stored["description"] == TEXT


def test_a_link_followed_offline_keeps_the_page(
    page: Page, context: BrowserContext, campaign: Campaign
) -> None:
    context.set_offline(True)
    description(page).fill(TEXT)
    for link in ("Loyalty insights", "Your business"):
        burger = page.get_by_role("button", name="Open the menu")
        if link == "Loyalty insights" and burger.is_visible():
            burger.click()
        page.get_by_role("link", name=link).click()
        state(page, "You’re offline, so this page stays open.")
        expect(description(page)).to_have_value(TEXT)
        assert page.url.endswith(campaign.page)
    assert_accessible(page)
    take_picture(page, "draft-offline")


def test_what_is_typed_offline_is_saved_once_the_connection_is_back(
    page: Page, context: BrowserContext, campaign: Campaign
) -> None:
    context.set_offline(True)
    description(page).fill(TEXT)
    state(page, re.compile("^Not saved: you’re offline"))
    assert campaign.stored["description"] == ""
    context.set_offline(False)
    state(page, SAVED)
    assert campaign.stored["description"] == TEXT


def test_a_tab_that_is_closed_offline_is_taken_over_by_the_next(
    page: Page, context: BrowserContext, campaign: Campaign
) -> None:
    context.set_offline(True)
    description(page).fill(TEXT)
    state(page, re.compile("^Not saved: you’re offline"))
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(campaign.page)
    expect(description(again)).to_have_value(TEXT)
    state(again, SAVED)
    assert campaign.stored["description"] == TEXT


def test_a_tab_that_is_closed_while_it_saves(
    page: Page, context: BrowserContext, campaign: Campaign
) -> None:
    description(page).fill(TEXT)
    # Nobody waits for the pause in the typing, nor for the answer.
    page.close(run_before_unload=True)
    again = context.new_page()
    again.goto(campaign.page)
    expect(description(again)).to_have_value(TEXT)
    expect(again.get_by_role("dialog")).to_have_count(0)
    state(again, SAVED_OR_FRESH)
    assert campaign.stored["description"] == TEXT


def test_on_a_slow_network_all_that_is_typed_meanwhile_follows(
    page: Page, campaign: Campaign
) -> None:
    held = held_saves(page)
    description(page).fill(TEXT)
    state(page, "Saving…")
    page.get_by_label("Campaign name", exact=True).fill("Slow follow-ups")
    description(page).press_sequentially(" And more.")
    # One at a time, in the order of typing.
    state(page, "Saving…")
    assert campaign.stored["description"] == ""
    held[0].continue_()
    state(page, SAVED)
    stored = campaign.stored
    assert (stored["name"], stored["description"]) == ("Slow follow-ups", f"{TEXT} And more.")


def test_a_server_that_fails_is_tried_again(page: Page, campaign: Campaign) -> None:
    failure = {"error": "Down.", "code": "INTERNAL_ERROR", "requestId": "r"}
    tries: list[str] = []

    def fail(route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        tries.append(route.request.headers["idempotency-key"])
        route.fulfill(status=500, content_type="application/json", body=json.dumps(failure))

    page.route(ONE_CAMPAIGN, fail)
    description(page).fill(TEXT)
    state(page, re.compile("^Not saved: the server isn’t answering"))
    expect(description(page)).to_have_value(TEXT)
    page.unroute(ONE_CAMPAIGN)
    state(page, SAVED)
    assert campaign.stored["description"] == TEXT
    assert len(set(tries)) == 1, "the same intent each time"


THEIR_TEXT = "The other tab’s words."


def conflicting(page: Page, context: BrowserContext, campaign: Campaign) -> Page:
    """The second tab, whose text was written on top of what the first has replaced meanwhile."""
    other = context.new_page()
    other.goto(campaign.page)
    expect(description(other)).to_be_visible()
    held = held_saves(other)
    description(other).fill(THEIR_TEXT)
    state(other, "Saving…")
    description(page).fill(TEXT)
    state(page, SAVED)
    held[0].continue_()
    expect(other.get_by_role("dialog", name=CONFLICT)).to_be_visible()
    return other


@pytest.mark.parametrize(
    ("way", "saved"),
    [
        ("Keep mine", THEIR_TEXT),
        ("Take theirs", TEXT),
        ("Write both into one", f"{TEXT}\n{THEIR_TEXT}"),
    ],
)
def test_of_two_tabs_the_second_chooses(
    page: Page, context: BrowserContext, campaign: Campaign, way: str, saved: str
) -> None:
    other = conflicting(page, context, campaign)
    dialog = other.get_by_role("dialog", name=CONFLICT)
    mine = dialog.get_by_role("region", name=f"{DESCRIPTION}: yours")
    theirs = dialog.get_by_role("region", name=f"{DESCRIPTION}: saved elsewhere")
    expect(mine).to_contain_text(THEIR_TEXT)
    expect(theirs).to_contain_text(TEXT)
    dialog.get_by_role("radio", name=way).check()
    assert_accessible(other)
    take_picture(other, "draft-conflict")
    dialog.get_by_role("button", name="Save these").click()
    state(other, SAVED)
    assert campaign.stored["description"] == saved
    assert_focus_is_kept(other)


def test_escape_decides_nothing_and_loses_nothing(
    page: Page, context: BrowserContext, campaign: Campaign
) -> None:
    other = conflicting(page, context, campaign)
    assert_focus_is_kept(other)
    other.keyboard.press("Escape")
    expect(other.get_by_role("dialog")).to_have_count(0)
    expect(description(other)).to_have_value(THEIR_TEXT)
    state(other, "Not saved: this was changed elsewhere, too")
    assert campaign.stored["description"] == TEXT
    assert_accessible(other)
    other.get_by_role("button", name="Compare versions").click()
    expect(other.get_by_role("dialog", name=CONFLICT)).to_be_visible()


def test_two_tabs_that_write_different_fields_keep_both(
    page: Page, context: BrowserContext, campaign: Campaign
) -> None:
    campaign.change(name="Renamed elsewhere")
    description(page).fill(TEXT)
    state(page, SAVED)
    stored = campaign.stored
    assert (stored["name"], stored["description"]) == ("Renamed elsewhere", TEXT)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_another_user_of_the_same_browser_never_sees_it(
    page: Page, context: BrowserContext, campaign: Campaign
) -> None:
    context.set_offline(True)
    description(page).fill(TEXT)
    state(page, re.compile("^Not saved: you’re offline"))
    page.close()
    context.set_offline(False)
    context.clear_cookies()
    theirs = context.new_page()
    theirs.goto(f"/sign-in?next={campaign.page}")
    sign_in(theirs, OTHER)
    state(theirs, re.compile("^(This no longer exists.|No campaign yet)$"))
    expect(theirs.get_by_text(TEXT)).to_have_count(0)
    context.clear_cookies()
    theirs.goto(f"/sign-in?next={campaign.page}")
    sign_in(theirs, OWNER)
    expect(description(theirs)).to_have_value(TEXT)
    state(theirs, SAVED)


def test_a_registration_number_stays_out_of_the_browsers_storage(
    page: Page, context: BrowserContext
) -> None:
    page.goto("/settings/a2p?section=business")
    number = page.get_by_label("Registration number", exact=True)
    expect(number).to_be_visible()
    context.set_offline(True)
    number.fill("74-7654321")
    page.get_by_label("City", exact=True).fill("Houston")
    state(page, re.compile("^Not saved: you’re offline"))
    kept = page.evaluate("() => JSON.stringify({ ...localStorage, ...sessionStorage })")
    assert "Houston" in kept
    assert "7654321" not in kept
    # So the browser asks before it is lost.
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.accept()
