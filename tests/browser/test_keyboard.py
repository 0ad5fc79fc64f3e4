"""Every flow by keyboard alone: each stop is seen, and no action loses the focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from contracts.enums import CampaignStatus, Role
from tests.browser.conftest import Installation, Look, collect_complaints, open_context
from tests.browser.keyboard import Keyboard
from tests.browser.played import WHO_IS_THIS, Stage
from tests.browser.scenes import (
    POINTS_OF_SAM,
    SIGN_IN,
    booking_to_come,
    call_begun,
    call_ended,
    campaign_in,
    line_that_sends,
    nobody_signed_in,
    numbers_to_choose,
    points_to_use,
)

pytestmark = pytest.mark.thorough

DESCRIPTION = "Shine Studio texts customers who booked a detail and asked to be reminded of it."
Opened = Callable[..., tuple[Stage, Keyboard]]


@pytest.fixture(scope="module")
def visitor(browser: Browser, look: Look, installation: Installation) -> Iterator[BrowserContext]:
    context = open_context(browser, look, installation)
    yield context
    context.close()


@pytest.fixture
def opened(visitor: BrowserContext) -> Iterator[Opened]:
    """`opened("/booking", Role.CUSTOMER, …)`: a page before the played API, and its keyboard."""
    complaints: list[str] = []
    stages: list[Stage] = []

    def open_one(
        address: str, role: Role = Role.OWNER, *arrangements: Callable[[Stage], None]
    ) -> tuple[Stage, Keyboard]:
        page = visitor.new_page()
        collect_complaints(page, complaints)
        stages.append(Stage(page, role))
        for arrange in arrangements:
            arrange(stages[-1])
        page.goto(address)
        return stages[-1], Keyboard(page)

    yield open_one
    for stage in stages:
        stage.close()
    assert complaints == []


def _heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_signing_in(opened: Opened) -> None:
    stage, keyboard = opened(f"{SIGN_IN}?next=/settings/a2p", Role.OWNER, nobody_signed_in)
    keyboard.write("E-mail", "owner@shine.test")
    keyboard.write("Password", "a password")
    del stage.refusals[WHO_IS_THIS]
    stage.page.keyboard.press("Enter")
    _heading(stage.page, "A2P registration")


def test_skipping_to_the_page(opened: Opened) -> None:
    stage, keyboard = opened("/settings/a2p")
    _heading(stage.page, "A2P registration")
    keyboard.tab_to(stage.page.get_by_role("link", name="Skip to the page"))
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_role("main")).to_be_focused()
    stage.page.keyboard.press("Tab")
    assert stage.page.evaluate("() => document.activeElement.closest('main') !== null")


def test_going_to_another_page(opened: Opened, look: Look) -> None:
    stage, keyboard = opened("/setup-wizard")
    if look.width < 600:
        keyboard.press("Open the menu")
    keyboard.tab_to(stage.page.get_by_role("link", name="Loyalty settings"))
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_role("heading", level=1, name="Loyalty settings")).to_be_focused()


def test_drafting_mending_and_submitting_a_campaign(opened: Opened) -> None:
    stage, keyboard = opened("/settings/a2p", Role.OWNER, campaign_in(CampaignStatus.DRAFT))
    keyboard.press("New campaign")
    stage.page.keyboard.insert_text("Appointment texts")
    stage.page.keyboard.press("Enter")
    keyboard.sees("Campaign created")
    (finding,) = stage.replies["a2p", "check_changes"]["items"]
    stage.tell("a2p", "check_changes", items=[{**finding, "suggested_value": DESCRIPTION}])
    keyboard.write("Campaign description", "Reminders.")
    keyboard.press("Use suggestion for Campaign description")
    expect(stage.page.get_by_label("Campaign description", exact=True)).to_be_focused()
    campaign_in(CampaignStatus.READY_TO_SUBMIT)(stage)
    stage.tell("a2p", "update_campaign", **stage.replies["a2p", "get_campaign"])
    keyboard.press("Save draft")
    keyboard.sees("Draft saved")
    keyboard.press("Submit to Twilio")
    keyboard.sees("What can’t be undone")
    campaign_in(CampaignStatus.SUBMITTED)(stage)
    keyboard.tab_to(stage.page.get_by_role("dialog").get_by_role("button", name="Submit to Twilio"))
    stage.page.keyboard.press("Enter")
    keyboard.sees("Campaign submitted to Twilio. Status: Submitted")


def test_resubmitting_at_no_cost(opened: Opened) -> None:
    stage, keyboard = opened("/settings/a2p")
    stage.tell("a2p", "get_submission_costs", fees=[], irreversible_steps=[])
    keyboard.press("Resubmit with Fixes")
    keyboard.sees("Campaign submitted to Twilio. Status:")


def test_buying_a_number(opened: Opened) -> None:
    stage, keyboard = opened("/admin/phone", Role.OWNER, numbers_to_choose)
    keyboard.press("Add a number")
    keyboard.press("Search numbers")
    keyboard.sees("1 number to choose from")
    keyboard.press("Choose (512) 555-0142")
    keyboard.press("Buy for")
    keyboard.sees("Bought: (512) 555-0142")


def test_editing_the_menu_and_walking_it(opened: Opened) -> None:
    stage, keyboard = opened("/admin/ivr-config", Role.OWNER, call_begun)
    keyboard.press("Add a key")
    keyboard.press("Undo changes")
    keyboard.write("Greeting", "Hello, this is Shine Studio.")
    keyboard.press("Save menu")
    keyboard.sees("Menu saved")
    keyboard.tab_to(stage.page.get_by_role("group", name="Keypad").get_by_role("button").nth(1))
    call_ended(stage)
    stage.page.keyboard.press("Enter")
    keyboard.sees("We are open from nine to five")


def test_sending_a_test_message(opened: Opened) -> None:
    _, keyboard = opened("/admin/phone", Role.OWNER, line_that_sends)
    keyboard.write("Mobile number", "(512) 555-0110")
    keyboard.press("Send test message")
    keyboard.sees("Test message to (512) 555-0110")


def test_changing_when_points_can_be_used(opened: Opened) -> None:
    stage, keyboard = opened("/admin/settings/loyalty")
    keyboard.write("Smallest booking total", "80")
    keyboard.tab_to(stage.page.get_by_role("switch", name="Only with a core service"))
    stage.page.keyboard.press("Space")
    keyboard.press("Save settings")
    keyboard.sees("Settings saved")


def test_running_port_recovery(opened: Opened) -> None:
    stage, keyboard = opened("/admin/settings/loyalty")
    keyboard.press("Run Port Recovery")
    dialog = stage.page.get_by_role("dialog")
    keyboard.tab_to(dialog.get_by_role("button", name="Run Port Recovery"))
    stage.page.keyboard.press("Enter")
    keyboard.sees("Port Recovery started")


def test_adjusting_points(opened: Opened) -> None:
    _, keyboard = opened(POINTS_OF_SAM)
    keyboard.write("Points", "-50")
    keyboard.write("Reason", "Credited twice by mistake")
    keyboard.press("Adjust points")
    keyboard.sees("Points adjusted")


def test_booking_with_points(opened: Opened) -> None:
    stage, keyboard = opened("/booking", Role.CUSTOMER, points_to_use)
    keyboard.tab_to(stage.page.get_by_role("checkbox", name="Full Interior Detail"))
    stage.page.keyboard.press("Space")
    keyboard.tab_to(stage.page.get_by_role("radio", name="9:30 AM"))
    stage.page.keyboard.press("Space")
    keyboard.tab_to(stage.page.get_by_role("switch", name="Apply points to this booking"))
    stage.page.keyboard.press("Space")
    keyboard.sees("Estimated discount")
    # While the price is worked out, it cannot be booked.
    book = stage.page.get_by_role("button", name="Book for")
    expect(book).to_have_attribute("aria-busy", "false")
    keyboard.tab_to(book)
    stage.page.keyboard.press("Enter")
    keyboard.sees("You’re booked")
    keyboard.tab_to(stage.page.get_by_role("link", name="Skip to the page"))
    stage.page.keyboard.press("Enter")
    expect(stage.page.get_by_role("main")).to_be_focused()
    keyboard.sees("You’re booked")


def test_canceling_a_booking(opened: Opened) -> None:
    stage, keyboard = opened("/portal/bookings", Role.CUSTOMER, booking_to_come)
    keyboard.press("Cancel booking")
    dialog = stage.page.get_by_role("dialog")
    keyboard.tab_to(dialog.get_by_role("button", name="Cancel booking"))
    stage.page.keyboard.press("Enter")
    keyboard.sees("is canceled.")


def test_assigning_a_number(opened: Opened) -> None:
    stage, keyboard = opened("/operator", Role.OPERATOR)
    keyboard.press("Manage line of Shine Studio")
    keyboard.sees("Line of Shine Studio")
    keyboard.write("Phone number", "+1 (312) 555-0107")
    keyboard.write("Twilio’s id of the number", "PN" + "0" * 32)
    keyboard.press("Assign number")
    keyboard.sees("Number assigned")
