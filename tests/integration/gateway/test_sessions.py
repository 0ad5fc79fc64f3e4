"""Signed in with a browser, seen from outside: the cookie, its renewal, and its end."""

import base64
import json
import time
from ipaddress import ip_network

import eventlet
import jwt
import pytest

from contracts.demo import PASSWORD, SHINE_STUDIO
from contracts.enums import Role
from contracts.errors import not_found
from tests.integration.gateway.asking import THING
from tests.integration.gateway.browsing import (
    CAMPAIGNS,
    CUSTOMER,
    EVERYWHERE,
    LOGOUT,
    ME,
    OPERATOR,
    OTHER_OWNER,
    OTHERS,
    OWNER,
    STAFF,
    Browser,
    Site,
    cookie_of,
    is_cleared,
)
from tests.integration.gateway.conftest import SECRET_KEY, token

MINUTES = 60.0


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


def status_and_code(answer):
    return answer.status_code, answer.json().get("code")


def is_nobody(answer):
    return status_and_code(answer) == (401, "UNAUTHENTICATED")


def until(claim, seconds=8.0):
    with eventlet.Timeout(seconds):
        while not claim():
            eventlet.sleep(0.02)


def test_signing_in_tells_who_it_is_and_keeps_the_token_out_of_the_page(gateway):
    answer = Browser(gateway).sign_in()
    assert answer.json().keys() == {"user", "csrfToken"}
    user = answer.json()["user"]
    assert user.keys() == {"id", "email", "name", "role", "tenantId", "tenantName", "timeZone"}
    assert (user["email"], user["tenantId"]) == (OWNER, SHINE_STUDIO)
    assert answer.headers["Cache-Control"] == "no-store"
    morsel = cookie_of(answer)
    assert morsel.key == "__Host-sid"
    assert (morsel["httponly"], morsel["secure"]) == (True, True)
    assert (morsel["samesite"], morsel["path"], morsel["domain"]) == ("Lax", "/", "")
    assert morsel.value not in answer.text


def test_the_cookie_for_plain_http_has_another_name_and_no_secure(site):
    morsel = cookie_of(Browser(site.gateway(cookie_insecure=True)).sign_in())
    assert morsel.key == "sid"
    assert (morsel["httponly"], morsel["secure"], morsel["samesite"]) == (True, "", "Lax")


@pytest.mark.parametrize(("email", "stays"), [(OWNER, False), (OPERATOR, False), (CUSTOMER, True)])
def test_only_customers_stay_signed_in_when_the_browser_is_closed(gateway, email, stays):
    max_age = cookie_of(Browser(gateway).sign_in(email))["max-age"]
    assert max_age == "" if not stays else 29.9 < int(max_age) / 86_400 <= 30


def test_the_token_in_the_cookie_is_believed_for_less_than_a_quarter_of_an_hour(browser):
    claims = jwt.decode(browser.cookie.partition("=")[2], options={"verify_signature": False})
    assert 0 < claims["exp"] - time.time() <= 15 * MINUTES


def test_a_page_that_is_loaded_again_can_go_on(browser):
    reloaded = browser.copy()
    reloaded.csrf = reloaded.ask("GET", ME).json()["csrfToken"]
    assert reloaded.csrf == browser.csrf
    assert reloaded.ask("POST", CAMPAIGNS, json={"name": "News"}).ok


def test_with_a_bearer_token_there_is_no_csrf_token(gateway):
    credentials = {"email": OWNER, "password": PASSWORD}
    told = gateway.ask("POST", "/api/auth/token", json=credentials)
    assert "Set-Cookie" not in told.headers
    bearer = {"Authorization": f"Bearer {told.json()['accessToken']}"}
    me = gateway.ask("GET", ME, headers=bearer)
    assert me.json()["user"]["email"] == OWNER
    assert me.json()["csrfToken"] is None


def test_the_tenant_is_the_sessions_and_anothers_things_are_not_found(browser):
    browser.gateway.stage.answers["get_campaign"] = not_found("campaign")
    answer = browser.ask("GET", f"{CAMPAIGNS}/{THING}")
    assert status_and_code(answer) == (404, "NOT_FOUND")
    [asked] = browser.gateway.stage.asked
    assert asked.request["tenant_id"] == SHINE_STUDIO
    assert asked.context.actor_id == browser.ask("GET", ME).json()["user"]["id"]


def test_a_role_reaches_with_a_cookie_what_it_reaches_with_a_token(gateway):
    staff = Browser(gateway)
    staff.sign_in(STAFF)
    assert status_and_code(staff.ask("GET", CAMPAIGNS)) == (403, "FORBIDDEN")


def altered(value):
    head, claims, signature = value.split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    told["role"], told["exp"] = "operator", told["exp"] + 9_999
    forged = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    return f"{head}.{forged}.{signature}"


def test_a_forged_or_garbled_cookie_is_nobody_and_is_cleared(browser):
    name, _, value = browser.cookie.partition("=")
    claims = jwt.decode(value, options={"verify_signature": False})
    bearer = token(Role.OWNER)
    forged = {
        "nothing": "",
        "no token": "x",
        "too long": "x" * 5000,
        "altered": altered(value),
        "cut": value[:-3],
        "no algorithm": jwt.encode(claims, "", algorithm="none"),
        "another key": jwt.encode(claims, "x" * 40),
        "another algorithm": jwt.encode(claims, SECRET_KEY * 2, algorithm="HS512"),
        "a program's": bearer,
        "no session": jwt.encode(claims | {"sid": None}, SECRET_KEY),
        "no expiry": jwt.encode({k: v for k, v in claims.items() if k != "exp"}, SECRET_KEY),
        "twice": f"{value}; {name}={value}",
        "twice, others": f"{value}; {name}=x",
    }
    for what, instead in forged.items():
        thief = browser.copy()
        thief.cookie = f"{name}={instead}"
        answer = thief.ask("GET", ME)
        assert is_nobody(answer), what
        assert is_cleared(answer), what
        assert "tenant" not in answer.text
    assert browser.ask("GET", ME).ok


def test_a_session_cookie_is_no_bearer_token(browser):
    bearer = {"Authorization": f"Bearer {browser.cookie.partition('=')[2]}"}
    assert is_nobody(browser.gateway.ask("GET", ME, headers=bearer))


def test_cookie_and_bearer_together_are_refused_whoever_they_name(browser):
    for authorization in (f"Bearer {token(Role.OWNER)}", "Bearer x", "Basic eDp5"):
        both = {"Authorization": authorization}
        for method, path in (("GET", CAMPAIGNS), ("POST", CAMPAIGNS), ("POST", LOGOUT)):
            answer = browser.ask(method, path, headers=both)
            assert status_and_code(answer) == (400, "INVALID_REQUEST")
    assert browser.gateway.stage.asked == []
    assert browser.sign_in(headers={"Authorization": "Bearer x"}).status_code == 400
    assert browser.ask("GET", ME).ok


def test_somebody_elses_cookies_beside_a_bearer_token_do_not_matter(site, gateway):
    headers = {"Cookie": "theme=dark", **site.token(gateway)}
    assert gateway.ask("GET", CAMPAIGNS, headers=headers).ok


def test_a_cookie_past_its_time_is_renewed_without_a_word(site, browser):
    old = browser.copy()
    site.clock.ahead = 6 * MINUTES
    answer = browser.ask("GET", ME)
    assert answer.ok
    assert browser.cookie != old.cookie
    assert cookie_of(answer)["httponly"] is True
    assert "Set-Cookie" not in browser.ask("GET", ME).headers
    # Requests that were under way with the old one are not turned away.
    assert old.ask("GET", ME).ok
    assert old.ask("POST", CAMPAIGNS, json={"name": "News"}).ok


def test_renewals_at_the_same_moment_sign_nobody_out(site, browser):
    site.clock.ahead = 6 * MINUTES
    tabs = [browser.copy() for _ in range(8)]
    answers = [eventlet.spawn(tab.ask, "GET", ME) for tab in tabs]
    assert [answer.wait().status_code for answer in answers] == [200] * 8
    assert [tab.ask("GET", ME).status_code for tab in tabs] == [200] * 8


def test_a_renewed_cookie_goes_with_errors_too(site, browser):
    browser.gateway.stage.answers["get_campaign"] = not_found("campaign")
    site.clock.ahead = 6 * MINUTES
    answer = browser.ask("GET", f"{CAMPAIGNS}/{THING}")
    assert answer.status_code == 404
    assert cookie_of(answer).value


def test_while_tenants_is_away_nobody_is_signed_out(site, browser):
    site.tenants.stop()
    assert browser.ask("GET", CAMPAIGNS).ok
    site.clock.ahead = 6 * MINUTES
    answer = browser.ask("GET", CAMPAIGNS)
    assert status_and_code(answer) == (503, "SERVICE_UNAVAILABLE")
    assert "Set-Cookie" not in answer.headers
    site.start_tenants()
    assert browser.ask("GET", CAMPAIGNS).ok


def test_a_session_that_nobody_used_is_over_and_its_cookie_cleared(site, browser):
    site.rows("update sessions set last_seen_at = last_seen_at - interval '31 minutes'")
    site.clock.ahead = 6 * MINUTES
    answer = browser.ask("GET", ME)
    assert is_nobody(answer)
    assert is_cleared(answer)


def test_whoever_is_no_longer_there_is_not_renewed(site, browser):
    site.rows("update sessions set role = 'staff'")
    site.clock.ahead = 6 * MINUTES
    assert is_nobody(browser.ask("GET", ME))


def test_after_signing_out_a_copied_cookie_is_nobodys(site, browser):
    thief, other = browser.copy(), Browser(browser.gateway)
    other.sign_in()
    answer = browser.ask("POST", LOGOUT)
    assert answer.status_code == 204
    assert is_cleared(answer)
    assert is_nobody(thief.ask("GET", ME))
    assert is_nobody(thief.ask("POST", CAMPAIGNS, json={"name": "News"}))
    # When the gateway remembers no more, `tenants` does.
    site.clock.ahead = 11 * MINUTES
    assert is_nobody(thief.ask("GET", ME))
    assert other.ask("GET", ME).ok
    assert browser.gateway.stage.asked == []


def test_signing_out_that_fails_says_so_and_leaves_one_signed_in(site, browser):
    site.tenants.stop()
    answer = browser.ask("POST", LOGOUT)
    assert answer.status_code == 503
    assert "Set-Cookie" not in answer.headers
    assert browser.ask("GET", CAMPAIGNS).ok


def test_a_program_cannot_sign_out_but_ends_its_users_sessions(site, browser):
    credentials = {"email": OWNER, "password": PASSWORD}
    told = browser.gateway.ask("POST", "/api/auth/token", json=credentials).json()
    bearer = {"Authorization": f"Bearer {told['accessToken']}"}
    assert browser.gateway.ask("POST", LOGOUT, headers=bearer).status_code == 400
    assert browser.ask("GET", ME).ok
    ended = browser.gateway.ask("POST", EVERYWHERE, headers=bearer)
    assert (ended.status_code, "Set-Cookie" in ended.headers) == (204, False)
    assert is_nobody(browser.ask("GET", ME))


def test_signing_out_everywhere_ends_ones_own_sessions_only(gateway, browser):
    elsewhere, colleague = Browser(gateway), Browser(gateway)
    elsewhere.sign_in()
    colleague.sign_in(STAFF)
    answer = browser.ask("POST", EVERYWHERE)
    assert answer.status_code == 204
    assert is_cleared(answer)
    assert is_nobody(elsewhere.ask("GET", ME))
    assert colleague.ask("GET", ME).ok


def test_signing_out_is_known_in_every_process(
    start_gateway, start_service, service_database, amqp_uri
):
    site = Site(start_gateway, start_service, service_database("tenants"), amqp_uri)
    here, there = site.gateway(neighbours=OTHERS), site.gateway()
    browser = Browser(here)
    browser.sign_in()
    thief = browser.copy(there)
    assert thief.ask("GET", CAMPAIGNS).ok
    assert browser.ask("POST", LOGOUT).status_code == 204
    until(lambda: is_nobody(thief.ask("GET", CAMPAIGNS)))


def test_a_process_that_was_not_there_believes_no_older_cookie(site, browser):
    thief = browser.copy()
    browser.ask("POST", LOGOUT)
    thief.gateway = site.gateway()
    assert is_nobody(thief.ask("GET", CAMPAIGNS))
    still_in = Browser(browser.gateway)
    still_in.sign_in()
    still_in.gateway = site.gateway()
    answer = still_in.ask("GET", CAMPAIGNS)
    assert answer.ok
    assert cookie_of(answer).value


def test_signing_in_again_ends_the_session_until_then(site, browser):
    before = browser.copy()
    assert browser.sign_in(CUSTOMER).ok
    assert is_nobody(before.ask("GET", ME))
    site.clock.ahead = 11 * MINUTES
    assert is_nobody(before.ask("GET", ME))
    assert browser.ask("GET", ME).json()["user"]["email"] == CUSTOMER


def test_a_planted_cookie_does_not_become_the_victims(gateway):
    attacker = Browser(gateway)
    attacker.sign_in(OTHER_OWNER)
    victim = attacker.copy()
    assert victim.sign_in(OWNER).ok
    assert victim.cookie != attacker.cookie
    assert is_nobody(attacker.ask("GET", ME))
    assert victim.ask("GET", ME).json()["user"]["email"] == OWNER


def test_a_garbled_cookie_does_not_keep_anybody_from_signing_in(gateway):
    browser = Browser(gateway)
    browser.cookie = "__Host-sid=garbled"
    assert browser.sign_in().ok
    assert browser.ask("GET", ME).ok


def test_a_refused_sign_in_says_little_and_changes_nothing(site, browser):
    before = browser.copy()
    wrong = browser.sign_in(password="wrong")
    unknown = browser.sign_in("nobody@shine.test")
    for answer in (wrong, unknown):
        assert status_and_code(answer) == (401, "INVALID_CREDENTIALS")
        assert "Set-Cookie" not in answer.headers
    told = [{**answer.json(), "requestId": ""} for answer in (wrong, unknown)]
    assert told[0] == told[1]
    assert before.ask("GET", ME).ok
    assert len(site.rows("select 1 from sessions").all()) == 1


def test_too_many_attempts_wait_with_the_right_password_too(gateway):
    for _ in range(10):
        assert Browser(gateway).sign_in(password="wrong").status_code == 401
    answer = Browser(gateway).sign_in()
    assert status_and_code(answer) == (429, "TOO_MANY_ATTEMPTS")
    assert 0 < int(answer.headers["Retry-After"]) <= 900


def test_behind_a_trusted_proxy_attempts_are_counted_by_caller(site):
    proxies = {"trusted_proxies": (ip_network("127.0.0.0/8"),)}
    trusting, wary = site.gateway(**proxies), site.gateway()
    for gateway in (trusting, wary):
        for number in range(3):
            told = {"X-Forwarded-For": f"1.2.3.4, 198.51.100.{number}"}
            Browser(gateway).sign_in(password="wrong", headers=told)
    counts = site.rows("select attempts from sign_in_attempts order by attempts").scalars().all()
    # Three callers through the proxy; the same number as one where it is not trusted; one e-mail.
    # A caller is counted twice: what is forgiven at a success, and in all.
    assert counts == sorted(2 * [1, 1, 1, 3] + [6])
