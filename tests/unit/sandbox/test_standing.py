"""An account in trouble, limits of rate, and addresses that are never called."""

from __future__ import annotations

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio.constants import SANDBOX_AUTH_TOKEN
from sandbox.twilio.webhooks import is_loopback, send_form, sign


@pytest.mark.parametrize(
    ("status", "told"),
    [("suspended", (403, 20005)), ("denied", (403, 20006)), ("closed", (401, 20003))],
)
def test_an_account_not_in_good_standing_gets_nothing_done(driver, status, told):
    driver.control("POST", "account", status=status)
    with pytest.raises(TwilioRestException) as refused:
        driver.service("wanted")
    assert (refused.value.status, refused.value.code) == told
    driver.control("POST", "account", status="active")
    driver.service("wanted")
    with pytest.raises(requests.HTTPError):
        driver.control("POST", "account", status="happy")


def test_too_many_requests_say_when_to_come_back(driver):
    url = "https://messaging.twilio.com/v1/Services"
    driver.fault("GET .*/Services$", "status", status=429, times=2)
    answer = driver.client.request("GET", url)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert '"code": 20429' in answer.text
    driver.control("DELETE", "faults")
    driver.fault("GET .*/Services$", "status", status=503, retry_after=2.5)
    answer = driver.client.request("GET", url)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2.5")
    assert "Retry-After" not in driver.client.request("GET", url).headers


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("http://127.0.0.1:8000/x", True),
        ("http://localhost/x", True),
        ("http://[::1]:80/x", True),
        ("https://user:pass@127.0.0.2/x", True),
        ("http://127.0.0.1.example.com/x", False),
        ("http://127.0.0.1@example.com/x", False),
        ("http://10.0.0.1/x", False),
        ("http://0.0.0.0/x", False),
        ("https://app.example/x", False),
        ("http://[::1/x", False),
        ("nonsense", False),
    ],
)
def test_only_this_machine_is_ever_called(url, is_ours):
    assert is_loopback(url) is is_ours
    if not is_ours:
        assert "refused" in send_form(SANDBOX_AUTH_TOKEN, url, {}).problem


def test_the_signature_is_the_one_of_twilios_documentation():
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    url = "https://example.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, form) == "L/OH5YylLD5NRKLltdqwSvS0BnU="
