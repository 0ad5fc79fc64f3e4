"""Who a request is from, with everybody asked replaced: what is believed, and for how long."""

from datetime import UTC, datetime

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from chassis.keys import Keys
from contracts.enums import Role
from contracts.errors import ServiceError, unavailable
from services.gateway.access import BELIEVED_SECONDS, Access, ExpiringDict
from services.gateway.auth import Principal, Tokens, unauthenticated
from services.gateway.callers import Callers
from services.gateway.cookies import Cookies
from services.gateway.csrf import CsrfGuard

KEYS = Keys("a secret of the unit tests, long enough")
USER = {"id": "u-1", "tenant_id": "t-1", "role": "owner", "access_version": 2}
START = 1_800_000_000.0


class World:
    """The clock, the broadcasts and `tenants`."""

    def __init__(self):
        self.now, self.period = START, object()
        self.renewals, self.answer = [], None
        self.confirmed, self.refusal = [], None
        self.headers = {}
        self.callers = Callers(
            Tokens(KEYS, clock=lambda: self.now),
            Cookies(KEYS, clock=lambda: self.now),
            CsrfGuard(KEYS, "https://app.example.com", trusts_host=False),
            access=Access(confirm=self.confirm, period=lambda: self.period, clock=lambda: self.now),
            renew=self.renew,
            clock=lambda: self.now,
        )

    def renew(self, **told):
        self.renewals.append(told)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer or self.session()

    def confirm(self, **told):
        self.confirmed.append(told)
        if self.refusal is not None:
            raise self.refusal

    def session(self, ends_in=1800.0, **user):
        ends_at = datetime.fromtimestamp(self.now + ends_in, UTC)
        return {"session_id": "s-1", "user": USER | user, "ends_at": ends_at}

    def opened(self, **told):
        headers = {}
        opened = self.session(**told) | {"secret": "k-1", "device": None}
        self.callers.begin(opened, headers, asked_at=self.now, period=self.period)
        return headers["Set-Cookie"][0].partition(";")[0]

    def principal(self, cookie):
        self.headers = {}
        request = Request(EnvironBuilder(headers={"Cookie": cookie}).get_environ())
        return self.callers.principal(request, self.headers, is_write=False)


@pytest.fixture
def world():
    return World()


def is_nobody(world, cookie):
    with pytest.raises(ServiceError) as refused:
        world.principal(cookie)
    return refused.value.code == "UNAUTHENTICATED"


def test_a_fresh_cookie_is_believed_and_nobody_is_asked(world):
    cookie = world.opened()
    assert world.principal(cookie) == Principal("u-1", "t-1", Role.OWNER, "s-1", 2)
    assert world.principal(cookie).authenticated_by == "session"
    assert (world.renewals, world.headers) == ([], {})


def test_it_is_believed_until_its_time_and_then_asked_for_once(world):
    cookie = world.opened()
    world.now += BELIEVED_SECONDS - 0.001
    world.principal(cookie)
    assert world.renewals == []
    world.now += 0.001
    for _ in range(3):
        assert world.principal(cookie).subject == "u-1"
        assert world.headers["Set-Cookie"][0].startswith("__Host-sid=ey")
    assert world.renewals == [{"session_id": "s-1", "secret": "k-1"}]


def test_it_is_never_believed_longer_than_its_session_lasts(world):
    cookie = world.opened(ends_in=60.0)
    world.now, world.answer = world.now + 60.0, unauthenticated()
    assert is_nobody(world, cookie)


def test_after_a_break_what_was_confirmed_before_is_asked_for(world):
    cookie = world.opened()
    world.period = object()
    world.principal(cookie)
    assert len(world.renewals) == 1
    renewed = world.headers["Set-Cookie"][0].partition(";")[0]
    world.principal(renewed)
    assert len(world.renewals) == 1


def test_while_we_cannot_listen_everything_is_asked_for(world):
    cookie = world.opened()
    world.period = None
    for _ in range(2):
        world.principal(cookie)
    assert len(world.renewals) == 2


def test_an_ended_session_is_nobodys_and_what_else_the_browser_holds_stays(world):
    cookie = world.opened()
    world.callers.forget("s-1")
    assert is_nobody(world, cookie)
    assert (world.headers, world.renewals) == ({}, [])


def test_a_session_that_ends_while_it_is_renewed_is_nobodys(world):
    cookie = world.opened()
    world.now += BELIEVED_SECONDS
    renew = world.callers._renew

    def ended_meanwhile(**told):
        world.callers.forget("s-1")
        return renew(**told)

    world.callers._renew = ended_meanwhile
    assert is_nobody(world, cookie)


def test_a_renewal_does_not_outlive_the_end_of_its_session(world):
    cookie = world.opened()
    world.now += BELIEVED_SECONDS
    world.principal(cookie)
    world.callers.forget("s-1")
    assert is_nobody(world, cookie)
    assert is_nobody(world, world.opened())


def test_a_refused_renewal_clears_the_cookie_and_a_failed_one_does_not(world):
    cookie = world.opened()
    world.now += BELIEVED_SECONDS
    world.answer = unavailable("tenants")
    with pytest.raises(ServiceError, match="SERVICE_UNAVAILABLE"):
        world.principal(cookie)
    assert world.headers == {}
    world.answer = unauthenticated()
    assert is_nobody(world, cookie)
    assert "Max-Age=0" in world.headers["Set-Cookie"][0]


def test_a_renewal_for_one_secret_is_not_given_to_another(world):
    cookie = world.opened()
    other = Cookies(KEYS, clock=lambda: world.now)
    world.now += BELIEVED_SECONDS
    world.principal(cookie)
    session = other.read(cookie.partition("=")[2])
    stolen = type(session)(session.id, "k-2", session.principal, START, START + 1)
    world.answer = unauthenticated()
    assert is_nobody(world, other.write(stolen, START).partition(";")[0])
    assert world.renewals[-1]["secret"] == "k-2"


def test_a_changed_user_is_told_of_by_a_renewal(world):
    cookie = world.opened()
    world.now += BELIEVED_SECONDS
    world.answer = world.session(role="staff")
    assert world.principal(cookie).role is Role.STAFF


OWNER = Principal("u-1", "t-1", Role.OWNER, access_version=2)


def bearer(world, person=OWNER):
    proof = f"Bearer {Tokens(KEYS, clock=lambda: world.now).issue(person)}"
    request = Request(EnvironBuilder(headers={"Authorization": proof}).get_environ())
    return lambda: world.callers.principal(request, {}, is_write=False)


def test_a_token_is_asked_for_once_in_five_minutes(world, monkeypatch):
    monkeypatch.setattr("jwt.api_jwt.datetime", frozen_at(START))
    ask = bearer(world)
    for _ in range(3):
        assert ask() == OWNER
    assert world.confirmed == [{"user_id": "u-1", "access_version": 2, "role": "owner"}]
    world.now += BELIEVED_SECONDS
    ask()
    assert len(world.confirmed) == 2


def test_a_token_is_asked_for_again_after_a_break(world, monkeypatch):
    monkeypatch.setattr("jwt.api_jwt.datetime", frozen_at(START))
    ask = bearer(world)
    ask()
    world.period = object()
    ask()
    assert len(world.confirmed) == 2
    world.period = None
    ask()
    ask()
    assert len(world.confirmed) == 4


def test_a_token_that_nobody_can_confirm_is_not_believed(world, monkeypatch):
    monkeypatch.setattr("jwt.api_jwt.datetime", frozen_at(START))
    world.refusal = unavailable("tenants")
    with pytest.raises(ServiceError, match="SERVICE_UNAVAILABLE"):
        bearer(world)()


def test_the_end_of_access_ends_tokens_and_cookies_at_once(world, monkeypatch):
    monkeypatch.setattr("jwt.api_jwt.datetime", frozen_at(START))
    cookie, ask = world.opened(), bearer(world)
    ask()
    world.callers.end_access("u-1", 3)
    with pytest.raises(ServiceError, match="UNAUTHENTICATED"):
        ask()
    assert is_nobody(world, cookie)
    assert (len(world.confirmed), world.renewals) == (1, [])
    later = Principal("u-1", "t-1", Role.OWNER, access_version=3)
    assert bearer(world, later)() == later
    # Told of late, an earlier end changes nothing.
    world.callers.end_access("u-1", 2)
    assert is_nobody(world, cookie)


def test_an_end_that_comes_before_the_reply_counts(world, monkeypatch):
    monkeypatch.setattr("jwt.api_jwt.datetime", frozen_at(START))
    ask = bearer(world)
    world.callers._access._confirm = lambda **told: world.callers.end_access("u-1", 3)
    with pytest.raises(ServiceError, match="UNAUTHENTICATED"):
        ask()


def frozen_at(moment):
    class Frozen(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.fromtimestamp(moment, tz)

    return Frozen


def test_what_is_fleeting_goes_and_takes_no_room():
    now = [0.0]
    kept = ExpiringDict(lambda: now[0])
    for number in range(100):
        now[0] = float(number * 10)
        kept.put(str(number), number)
    assert kept.get("99") == 99
    assert kept.get("50") is None
    assert len(kept._kept) <= BELIEVED_SECONDS / 10
