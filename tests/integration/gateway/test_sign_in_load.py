"""Many who sign in at once wait or are told when to come again; nobody else waits for them."""

import statistics
import time

import eventlet
import pytest

from contracts.demo import PASSWORD
from tests.integration.gateway.browsing import (
    CAMPAIGNS,
    LOGIN,
    OTHERS,
    OWNER,
    STAFF,
    Browser,
    Site,
    cookie_of,
)

AT_ONCE = 100
MAX_P99_SECONDS = 0.5


@pytest.fixture
def gateway(start_gateway, start_service, service_database):
    site = Site(start_gateway, start_service, service_database("tenants"))
    return site.gateway(neighbours=OTHERS)


def attempt(gateway, address, password):
    body = {"email": OWNER, "password": password}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return gateway.ask("POST", address, json=body, headers=headers)


@pytest.mark.parametrize("address", [LOGIN, "/api/auth/token"])
def test_a_hundred_who_sign_in_at_once_are_let_in_or_told_when_to_come_again(gateway, address):
    browser = Browser(gateway)
    assert browser.sign_in(STAFF).ok
    pile = [eventlet.spawn(attempt, gateway, address, PASSWORD) for _ in range(AT_ONCE)]
    took = []
    while not all(each.dead for each in pile):
        started = time.monotonic()
        assert browser.ask("GET", CAMPAIGNS).status_code == 403
        took.append(time.monotonic() - started)
        eventlet.sleep(0.02)
    answers = [each.wait() for each in pile]
    assert {answer.status_code for answer in answers} <= {200, 429}
    assert sum(answer.ok for answer in answers) >= 4
    for answer in answers:
        assert answer.ok or 1 <= int(answer.headers["Retry-After"]) <= 10
    assert statistics.quantiles(took, n=100)[98] < MAX_P99_SECONDS
    assert attempt(gateway, address, PASSWORD).ok


def test_others_guesses_do_not_lock_a_browser_out_that_signed_in_before(gateway):
    browser, stranger = Browser(gateway), Browser(gateway)
    assert browser.sign_in().ok
    morsel = browser.device
    assert morsel.startswith("__Host-device=")
    browser.cookie = None
    for _ in range(10):
        assert stranger.sign_in(password="wrong").status_code == 401
    assert stranger.sign_in().status_code == 429
    assert browser.sign_in().ok


def test_fifty_failures_behind_one_address_let_the_others_in(gateway):
    for number in range(52):
        Browser(gateway).sign_in(f"guess{number}@shine.test", "wrong")
    for email in (OWNER, STAFF):
        assert Browser(gateway).sign_in(email).ok


@pytest.mark.parametrize("device", ["", "x", "~", "a" * 5000, '"quoted"', "é"])
def test_a_garbled_device_cookie_does_not_keep_anybody_out(gateway, device):
    browser = Browser(gateway)
    headers = {"Cookie": f"__Host-device={device}".encode("latin-1")}
    assert browser.sign_in(headers=headers).ok


def test_the_device_cookie_is_kept_from_pages_and_lasts(gateway):
    answer = Browser(gateway).sign_in()
    morsel = cookie_of(answer, is_device=True)
    assert (morsel["httponly"], morsel["secure"], morsel["samesite"]) == (True, True, "Lax")
    assert (morsel["path"], int(morsel["max-age"])) == ("/", 365 * 24 * 3600)
