"""Tokens and sessions end within five seconds in every gateway, whatever ends them."""

import time

import eventlet
import pytest
import sqlalchemy as sa

from contracts.demo import SHINE_STUDIO
from services.tenants.models import staff_users
from tests.integration.gateway.browsing import (
    CAMPAIGNS,
    EVERYWHERE,
    ME,
    OTHERS,
    OWNER,
    STAFF,
    Browser,
    Site,
)
from tests.integration.gateway.frozen_proxy import FrozenProxy
from tests.integration.gateway.listening import Listening

LIMIT_SECONDS = 5.0
IS_OWNER = staff_users.c.email == OWNER
CHANGES = {
    "demoted": sa.update(staff_users).where(IS_OWNER).values(role="staff"),
    "another password": sa.update(staff_users).where(IS_OWNER).values(password_hash="another"),
    "removed": sa.delete(staff_users).where(IS_OWNER),
}


@pytest.fixture
def site(start_gateway, start_service, service_database, amqp_uri):
    return Site(start_gateway, start_service, service_database("tenants"), amqp_uri)


@pytest.fixture
def pair(site):
    return site.gateway(neighbours=OTHERS), site.gateway()


class Program:
    def __init__(self, gateway, proof):
        self.gateway, self.proof = gateway, proof

    def ask(self, method, path, **options):
        return self.gateway.ask(method, path, headers=self.proof, **options)


@pytest.fixture
def callers(site, pair):
    """A browser's and a program's proof, each at each gateway, all of them already confirmed."""
    browser, proof = Browser(pair[0]), site.token(pair[0])
    assert browser.sign_in().ok
    found = [*(browser.copy(gateway) for gateway in pair), *(Program(g, proof) for g in pair)]
    for caller in found:
        assert caller.ask("GET", ME).ok
        assert caller.ask("GET", CAMPAIGNS).ok
    return found


def change(site, statement):
    with site.store.database.transaction(SHINE_STUDIO) as connection:
        assert connection.execute(statement).rowcount == 1


def until(claim):
    started = time.monotonic()
    with eventlet.Timeout(LIMIT_SECONDS, AssertionError("this took too long")):
        while not claim():
            eventlet.sleep(0.05)
    return time.monotonic() - started


def are_nobody(callers):
    return all(caller.ask("GET", ME).status_code == 401 for caller in callers)


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_every_proof_ends_in_every_gateway(site, callers, statement):
    change(site, statement)
    until(lambda: are_nobody(callers))
    for caller in callers:
        assert caller.ask("POST", CAMPAIGNS, json={"name": "News"}).status_code == 401


def test_signing_out_everywhere_ends_tokens_too(callers, pair):
    assert callers[0].ask("POST", EVERYWHERE).status_code == 204
    assert are_nobody([callers[0], callers[2]])
    until(lambda: are_nobody(callers))


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_open_streams_end_too(site, pair, callers, statement):
    proofs = [{"Cookie": callers[0].cookie}, callers[2].proof]
    streams = [Listening(gateway, proof) for gateway in pair for proof in proofs]
    change(site, statement)
    started = time.monotonic()
    for stream in streams:
        while stream.next_chunk(LIMIT_SECONDS) is not None:
            pass
    assert time.monotonic() - started < LIMIT_SECONDS


def test_nobody_else_is_signed_out(site, pair, callers):
    colleague, program = Browser(pair[0]), Program(pair[0], site.token(pair[0], STAFF))
    assert colleague.sign_in(STAFF).ok
    change(site, CHANGES["removed"])
    until(lambda: are_nobody(callers))
    assert colleague.ask("GET", ME).ok
    assert program.ask("GET", ME).ok


def test_whoever_is_demoted_signs_in_again_with_the_new_role(site, pair, callers):
    change(site, CHANGES["demoted"])
    until(lambda: are_nobody(callers))
    again = Browser(pair[1])
    assert again.sign_in().json()["user"]["role"] == "staff"
    assert again.ask("GET", ME).ok
    assert again.ask("GET", CAMPAIGNS).status_code == 403


def test_while_tenants_is_away_confirmed_tokens_go_on_and_others_wait(site, pair, callers):
    newer = site.token(pair[0])
    site.tenants.stop()
    assert all(caller.ask("GET", CAMPAIGNS).ok for caller in (callers[0], callers[2]))
    assert Program(pair[0], newer).ask("GET", CAMPAIGNS).ok
    unconfirmed = Program(site.gateway(), newer)
    assert unconfirmed.ask("GET", CAMPAIGNS).status_code == 503


@pytest.fixture
def cut_off(start_gateway, start_service, service_database, rabbitmq):
    """A site, and a gateway whose way to the broker goes through a proxy."""
    site = Site(start_gateway, start_service, service_database("tenants"), rabbitmq)
    here, proxy = site.gateway(neighbours=OTHERS), FrozenProxy(rabbitmq)
    there = site.gateway(amqp_uri=proxy.amqp_uri)
    yield site, here, there, proxy
    proxy.thaw()
    eventlet.sleep(0)
    proxy.close()


@pytest.mark.parametrize("way", ["freeze", "cut"])
def test_without_a_broker_no_older_token_is_believed(cut_off, way):
    site, here, there, proxy = cut_off
    browser, program = Browser(here), Program(there, site.token(here))
    assert browser.sign_in().ok
    copied = browser.copy(there)
    assert copied.ask("GET", CAMPAIGNS).ok
    assert program.ask("GET", CAMPAIGNS).ok
    stream = Listening(there, program.proof)
    getattr(proxy, way)()
    change(site, CHANGES["demoted"])
    started = time.monotonic()
    while stream.next_chunk(LIMIT_SECONDS) is not None:
        pass
    assert time.monotonic() - started < LIMIT_SECONDS
    eventlet.sleep(max(0.0, started + LIMIT_SECONDS - time.monotonic()))
    for caller in (copied, program):
        assert caller.ask("GET", CAMPAIGNS).status_code == 503
    if way == "freeze":
        proxy.thaw()
        with eventlet.Timeout(20):
            while not are_nobody([copied, program]):
                eventlet.sleep(0.2)
