"""A browser's stream lives as long as its session, and no longer."""

import pytest

from contracts.demo import SHINE_STUDIO
from services.gateway.http import streams
from tests.integration.gateway.browsing import LOGOUT, OTHERS, Browser, Site
from tests.integration.gateway.listening import Listening, tell

ROUTED = {"mode": "VOICEMAIL"}
STILL_HERE = b": still here\n\n"


@pytest.fixture
def site(start_gateway, start_service, service_database, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.1)
    return Site(start_gateway, start_service, service_database("tenants"))


@pytest.fixture
def browser(site):
    browser = Browser(site.gateway(neighbours=OTHERS))
    assert browser.sign_in().ok
    return browser


@pytest.fixture
def listening(browser):
    return Listening(browser.gateway, {"Cookie": browser.cookie})


def hears(listening, gateway):
    event_id = tell(gateway, "phone", "routing_changed_v1", ROUTED, tenant=SHINE_STUDIO)
    return any(event_id.encode() in chunk for chunk in iter(listening.next_chunk, None))


def test_a_cookie_opens_a_stream_without_any_header(browser, listening):
    assert hears(listening, browser.gateway)


def test_signing_out_ends_the_streams_of_the_session(browser, listening):
    assert browser.ask("POST", LOGOUT).status_code == 204
    assert set(iter(listening.next_chunk, None)) <= {STILL_HERE}


def test_a_stream_goes_on_when_its_cookie_has_to_be_renewed(site, browser, listening):
    site.clock.ahead += 20 * 60
    for _ in range(3):
        assert listening.next_chunk() == STILL_HERE
    assert hears(listening, browser.gateway)


def test_a_stream_goes_on_while_nobody_can_be_asked(site, browser, listening):
    site.tenants.stop()
    site.clock.ahead += 20 * 60
    for _ in range(3):
        assert listening.next_chunk() == STILL_HERE
    assert hears(listening, browser.gateway)
