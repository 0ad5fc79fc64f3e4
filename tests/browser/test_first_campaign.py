"""Here for the first time, a tenant gets a campaign approved, with a rejection on the way."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import assert_accessible, assert_focus_is_kept, take_picture

# At the sandbox's speed a review of days takes seconds; a busy machine takes its time all the same.
REVIEW_MILLISECONDS = 90_000

COMPANY = {
    "Legal name": "Shine Studio LLC",
    "Registration number": "84-1234567",
    "Website": "https://shinestudio.com",
    "Street": "12 Elm Street",
    "City": "Austin",
    "ZIP code": "78701",
    "First name": "Dana",
    "Last name": "Reyes",
    "E-mail": "dana@shinestudio.com",
    "Phone": "+15125550123",
    "Title": "Owner",
}
CHOICES = {
    "Business type": "Limited Liability Corporation",
    "Company type": "Private company",
    "Industry": "Automotive",
    "State": "Texas",
    "Position": "CEO",
}
CAMPAIGN = {
    "Campaign description": "Shine Studio LLC sends appointment confirmations and reminders to"
    " customers who asked for them when they booked a detailing service.",
    "How customers opt in": "Customers opt in at https://shinestudio.com/book: an unchecked box"
    " below the form says I agree to receive text messages from Shine Studio about my appointments."
    " Up to 4 messages a month. Message and data rates may apply. Reply STOP to opt out, HELP for"
    " help. Consent is not a condition of purchase. Privacy policy: https://shinestudio.com/privacy."
    " Terms: https://shinestudio.com/terms. Mobile numbers are never shared for marketing.",
    "Sample 1": "Shine Studio: Hi [name], your detailing is confirmed for [date], [time]."
    " Reply STOP to opt out.",
    "Sample 2": "Shine Studio: See you tomorrow at [time]. Reply HELP for help or STOP to opt out.",
    "Opt-out message": "Shine Studio: you are unsubscribed and will get no more messages.",
    "Help message": "Shine Studio: call +15125550123 or write to hello@shinestudio.com."
    " Reply STOP to opt out.",
    "Privacy policy": "https://shinestudio.com/privacy",
    # The same page for both: what makes the carriers refuse it.
    "Terms and conditions": "https://shinestudio.com/privacy",
}


def test_a_first_campaign_is_rejected_mended_and_approved(signed_in: Callable[..., Page]) -> None:
    page = signed_in("owner@shine.test")
    _describe_the_business(page)
    _draft_the_campaign(page)
    _submit(page)
    _read_the_rejection_and_mend_it(page)
    _resubmit(page)
    _expect_status(page, "Approved")
    assert_accessible(page)
    take_picture(page, "a2p-approved")


def _describe_the_business(page: Page) -> None:
    page.get_by_role("link", name="Fill in business profile").click()
    expect(page.get_by_role("heading", name="Business details")).to_be_visible()
    for label, text in COMPANY.items():
        _field(page, label).fill(text)
    for label, choice in CHOICES.items():
        page.get_by_role("combobox", name=label).select_option(choice)
    page.get_by_role("button", name="Save business").click()
    expect(page.get_by_text("Business saved")).to_be_visible()
    assert_focus_is_kept(page)
    assert_accessible(page)


def _draft_the_campaign(page: Page) -> None:
    page.get_by_role("link", name="Campaigns", exact=True).click()
    page.get_by_role("button", name="New campaign").click()
    page.get_by_label("Campaign name").fill("Appointment texts")
    page.get_by_role("button", name="Create campaign").click()
    _expect_status(page, "Draft")
    for action in ("Submit to Twilio", "Refresh Status", "Resubmit with Fixes"):
        expect(page.get_by_role("button", name=action)).to_be_disabled()
    page.get_by_role("combobox", name="Use case").select_option("Customer care")
    page.get_by_role("button", name="Add a sample").click()
    for label, text in CAMPAIGN.items():
        _field(page, label).fill(text)
    # The checks come along as one types; the draft saves itself.
    expect(page.get_by_text(re.compile("nothing is left to fix", re.IGNORECASE))).to_be_visible()
    assert_accessible(page)
    take_picture(page, "a2p-assistant")
    page.get_by_role("button", name="Save draft").click()
    _expect_status(page, "Ready")
    assert_focus_is_kept(page)


def _submit(page: Page) -> None:
    page.get_by_role("button", name="Submit to Twilio").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("region", name="What it costs")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Submit to Twilio").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Campaign submitted to Twilio. Status: Submitted")).to_be_visible()
    assert_focus_is_kept(page)


def _resubmit(page: Page) -> None:
    """With one click: nothing is due for a correction."""
    page.get_by_role("button", name="Resubmit with Fixes").click()
    expect(page.get_by_text("Campaign submitted to Twilio. Status: Submitted").last).to_be_visible()
    assert_focus_is_kept(page)


def _read_the_rejection_and_mend_it(page: Page) -> None:
    _expect_status(page, "Rejected")
    assert_accessible(page)
    take_picture(page, "a2p-rejected")
    page.get_by_role("link", name="Go to “Terms and conditions”").first.click()
    terms = _field(page, "Terms and conditions")
    expect(terms).to_be_focused()
    terms.fill("https://shinestudio.com/terms")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()


def _expect_status(page: Page, words: str) -> None:
    heading = page.get_by_role("heading", level=2).filter(has_text=words)
    expect(heading).to_be_visible(timeout=REVIEW_MILLISECONDS)


def _field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label)
