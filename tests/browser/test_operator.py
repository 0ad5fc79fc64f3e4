"""A number that the platform owns becomes a tenant's, and the tenant sees it without asking."""

from __future__ import annotations

from collections.abc import Callable

import requests
from playwright.sync_api import Page, expect

from sandbox.twilio import constants
from tests.browser.conftest import Installation
from tests.browser.looking import assert_accessible, assert_focus_is_kept

NUMBER, SHOWN = "+13125555321", "(312) 555-5321"
MANAGED = (
    "Phone provisioning is currently managed for you. We’ll notify you once your line is ready."
)


def buy_for_the_platform(installation: Installation) -> str:
    """As somebody does it in Twilio's Console; gives Twilio's id of the number."""
    account = constants.SANDBOX_ACCOUNT_SID
    bought = requests.post(
        f"{installation.sandbox_url}/api.twilio.com/2010-04-01/Accounts/{account}/"
        "IncomingPhoneNumbers.json",
        data={"PhoneNumber": NUMBER},
        auth=(account, constants.SANDBOX_AUTH_TOKEN),
        timeout=10,
    )
    bought.raise_for_status()
    return str(bought.json()["sid"])


def test_an_operator_assigns_a_number(
    installation: Installation, signed_in: Callable[..., Page]
) -> None:
    operator = signed_in("operator@servicepro.test")
    operator.get_by_role("button", name="Manage line of Shine Studio").click()
    expect(operator.get_by_role("heading", name="Line of Shine Studio")).to_be_focused()
    assert_accessible(operator)
    operator.get_by_role("radio", name="The platform").check()
    operator.get_by_role("button", name="Save provisioning").click()
    expect(operator.get_by_text("Provisioning saved")).to_be_visible()
    assert_focus_is_kept(operator)

    owner = signed_in("owner@shine.test", "/setup-wizard?step=phone-sms")
    expect(owner.get_by_text(MANAGED)).to_be_visible()
    assert_accessible(owner)

    operator.get_by_label("Phone number").fill("555 5321")
    operator.get_by_label("Twilio’s id of the number").fill("not an id")
    operator.get_by_role("button", name="Assign number").click()
    expect(operator.get_by_label("Phone number")).to_be_focused()
    assert_accessible(operator)
    operator.get_by_label("Phone number").fill("+1 (312) 555-5321")
    operator.get_by_label("Twilio’s id of the number").fill(buy_for_the_platform(installation))
    operator.get_by_role("button", name="Assign number").click()
    expect(operator.get_by_text("Number assigned")).to_be_visible()
    expect(operator.get_by_text(SHOWN)).to_be_visible()
    assert_focus_is_kept(operator)

    # The tenant's page has been open all the while: the news comes by itself.
    expect(owner.get_by_text(SHOWN).first).to_be_visible()
    assert_accessible(owner)
