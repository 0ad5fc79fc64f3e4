"""Writes in a signed-in person's name that another site's page tries to make."""

import pytest

from contracts.demo import PASSWORD, SHINE_STUDIO
from contracts.enums import Role
from tests.integration.gateway.asking import BODIES, ROUTES, THING, path_of
from tests.integration.gateway.browsing import (
    CAMPAIGNS,
    CUSTOMER,
    EVERYWHERE,
    LOGIN,
    LOGOUT,
    ME,
    OPERATOR,
    OTHERS,
    OWNER,
    STAFF,
    Browser,
    Site,
    cookie_of,
)

WRITES = [name for name, route in ROUTES.items() if route.is_write and route.roles]
WHO = {Role.OWNER: OWNER, Role.STAFF: STAFF, Role.CUSTOMER: CUSTOMER, Role.OPERATOR: OPERATOR}
NEWS = {"name": "News"}
PUBLIC = "https://app.example.com"


@pytest.fixture
def site(start_gateway, start_service, service_database):
    return Site(start_gateway, start_service, service_database("tenants"))


@pytest.fixture
def gateway(site):
    return site.gateway(neighbours=OTHERS)


@pytest.fixture
def browser(gateway):
    browser = Browser(gateway)
    assert browser.sign_in().ok
    return browser


def sessions_of(site):
    return site.rows("select id, last_seen_at, ended_at from sessions order by id").all()


def is_refused(answer):
    return (answer.status_code, answer.json().get("code")) == (403, "CSRF_FAILED")


def test_every_write_needs_the_token_of_its_session(site, gateway):
    browsers = {role: Browser(gateway) for role in WHO}
    for role, browser in browsers.items():
        assert browser.sign_in(WHO[role]).ok
    before = sessions_of(site)
    for name in WRITES:
        role = next(role for role in WHO if role in ROUTES[name].roles)
        browser = browsers[role]
        other = next(each for each in browsers.values() if each is not browser)
        wrong = [None, "", "x", browser.csrf[:-1], browser.csrf.upper(), other.csrf, "caf\xe9"]
        for token in wrong:
            headers = {"X-CSRF-Token": token}
            for options in ({"json": BODIES.get(name)}, {}, {"data": "x"}):
                answer = browser.ask(ROUTES[name].method, path_of(name), headers=headers, **options)
                assert is_refused(answer), (name, token)
                assert "Set-Cookie" not in answer.headers
    assert gateway.stage.asked == []
    assert sessions_of(site) == before


def test_every_write_works_with_the_token_of_its_session(gateway):
    browsers = {role: Browser(gateway) for role in WHO}
    for name in WRITES:
        role = next(role for role in WHO if role in ROUTES[name].roles)
        browser = browsers[role]
        if browser.cookie is None:
            assert browser.sign_in(WHO[role]).ok
        # An operator's tenant has to exist.
        path = path_of(name).replace(f"tenants/{THING}", f"tenants/{SHINE_STUDIO}")
        answer = browser.ask(ROUTES[name].method, path, json=BODIES.get(name))
        assert answer.status_code == ROUTES[name].options.get("status", 200), name


FOREIGN = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "a neighbour under the same domain": {"Sec-Fetch-Site": "same-site"},
    "no page at all": {"Sec-Fetch-Site": "none"},
    "an empty word": {"Sec-Fetch-Site": ""},
    "a word of its own": {"Sec-Fetch-Site": "same-origin, cross-site"},
    "another site that names us": {"Sec-Fetch-Site": "cross-site", "Origin": "{own}"},
    "an old browser on another site": {"Origin": "https://evil.example"},
    "an old browser on our host, another port": {"Origin": "http://127.0.0.1:1"},
    "an old browser in a sandbox": {"Origin": "null"},
    "an old browser with an empty origin": {"Origin": ""},
    "a host that begins like ours": {"Origin": "{own}.evil.example"},
    "a host behind our name": {"Origin": "http://127.0.0.1@evil.example"},
    "a port that is none": {"Origin": "http://127.0.0.1:port"},
    "another scheme": {"Origin": "ftp://127.0.0.1"},
    "a path in place of an origin": {"Origin": "/"},
    "another site behind a program's silence": {"Sec-Fetch-Site": "", "Referer": "{own}/"},
}
OURS = {
    "a page of ours": {"Sec-Fetch-Site": "same-origin"},
    "an old browser on a page of ours": {"Origin": "{own}"},
    "a program, which tells nothing": {},
}


def from_page(gateway, headers):
    own = f"http://127.0.0.1:{gateway.port}"
    told = {name: value.replace("{own}", own) for name, value in headers.items()}
    return {"Sec-Fetch-Site": None, **told}


@pytest.mark.parametrize("where", FOREIGN)
def test_a_write_from_elsewhere_is_refused_even_with_the_token(site, browser, where):
    before = sessions_of(site)
    headers = from_page(browser.gateway, FOREIGN[where])
    for path, body in ((CAMPAIGNS, NEWS), (LOGOUT, None), (EVERYWHERE, None)):
        assert is_refused(browser.ask("POST", path, json=body, headers=headers))
    assert browser.gateway.stage.asked == []
    assert sessions_of(site) == before


@pytest.mark.parametrize("where", FOREIGN)
def test_nobody_is_signed_in_from_elsewhere(site, gateway, where):
    answer = Browser(gateway).sign_in(headers=from_page(gateway, FOREIGN[where]))
    assert is_refused(answer)
    assert "Set-Cookie" not in answer.headers
    assert sessions_of(site) == []
    # Not even an attempt is counted: a page elsewhere cannot lock anybody out.
    assert site.rows("select 1 from sign_in_attempts").all() == []


@pytest.mark.parametrize("where", OURS)
def test_pages_of_ours_sign_in_and_write(gateway, where):
    browser, headers = Browser(gateway), from_page(gateway, OURS[where])
    assert browser.sign_in(headers=headers).ok
    assert browser.ask("POST", CAMPAIGNS, json=NEWS, headers=headers).ok


def test_a_program_with_a_cookie_needs_the_token_as_well(site, browser):
    before = sessions_of(site)
    for token in (None, "", "x"):
        headers = {"Sec-Fetch-Site": None, "X-CSRF-Token": token}
        for path, body in ((CAMPAIGNS, NEWS), (LOGOUT, None), (EVERYWHERE, None)):
            assert is_refused(browser.ask("POST", path, json=body, headers=headers))
    assert browser.gateway.stage.asked == []
    assert sessions_of(site) == before


def test_a_form_of_another_site_signs_nobody_in(gateway):
    form = {"email": OWNER, "password": PASSWORD}
    for media in ("text/plain", "application/x-www-form-urlencoded"):
        headers = {"Content-Type": media, "Sec-Fetch-Site": "same-origin"}
        assert gateway.ask("POST", LOGIN, data=form, headers=headers).status_code == 415


def test_only_json_is_taken_from_a_page(browser):
    headers = {"Content-Type": "text/plain"}
    answer = browser.ask("POST", CAMPAIGNS, data='{"name": "News"}', headers=headers)
    assert answer.status_code == 415
    assert browser.gateway.stage.asked == []


def test_the_public_address_is_ours_and_in_production_the_only_one(site):
    production = {"env": "production", "public_base_url": PUBLIC}
    gateway = site.gateway(neighbours=OTHERS, **production)
    for origin in ("http://127.0.0.1:{port}", "http://app.example.com", f"{PUBLIC}:8443"):
        headers = {"Sec-Fetch-Site": None, "Origin": origin.format(port=gateway.port)}
        assert is_refused(Browser(gateway).sign_in(headers=headers))
    for origin in (PUBLIC, f"{PUBLIC}:443", "https://APP.example.com"):
        headers = {"Sec-Fetch-Site": None, "Origin": origin}
        assert Browser(gateway).sign_in(headers=headers).ok


def test_reading_needs_neither(browser):
    """A link in an e-mail leads to a page of somebody who is signed in."""
    headers = {"Sec-Fetch-Site": "cross-site", "X-CSRF-Token": None}
    assert browser.ask("GET", ME, headers=headers).ok


def test_a_forged_write_does_not_keep_a_session_alive(site, browser):
    before = sessions_of(site)
    site.clock.ahead = 360.0
    answer = browser.ask("POST", CAMPAIGNS, json=NEWS, headers={"X-CSRF-Token": None})
    assert is_refused(answer)
    assert "Set-Cookie" not in answer.headers
    assert sessions_of(site) == before


def test_the_token_survives_a_renewal_and_not_a_new_sign_in(site, browser):
    old = browser.csrf
    site.clock.ahead = 360.0
    answer = browser.ask("POST", CAMPAIGNS, json=NEWS)
    assert answer.ok
    assert cookie_of(answer).value
    assert browser.sign_in().ok
    assert browser.csrf != old
    assert is_refused(browser.ask("POST", CAMPAIGNS, json=NEWS, headers={"X-CSRF-Token": old}))


def test_a_bearer_token_needs_none_of_it(gateway):
    credentials = {"email": OWNER, "password": PASSWORD}
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    told = gateway.ask("POST", "/api/auth/token", json=credentials, headers=elsewhere).json()
    bearer = {"Authorization": f"Bearer {told['accessToken']}", **elsewhere}
    assert gateway.ask("POST", CAMPAIGNS, json=NEWS, headers=bearer).ok
