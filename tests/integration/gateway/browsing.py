"""Browsers that sign in at a real gateway, with a real `tenants` behind it."""

from __future__ import annotations

import time
import uuid
from http.cookies import SimpleCookie
from typing import Any

import sqlalchemy as sa

from chassis.keys import Keys
from chassis.settings import Settings
from contracts.demo import PASSWORD
from services.tenants import demo
from services.tenants.digests import KeyedDigests
from services.tenants.passwords import Argon2Passwords
from services.tenants.service import TenantsService
from tests.integration.gateway.conftest import NEIGHBOURS, SECRET_KEY, Gateway

OWNER, STAFF, CUSTOMER = "owner@shine.test", "staff@shine.test", "sam@shine.test"
OPERATOR, OTHER_OWNER = "operator@servicepro.test", "owner@clean-machine.test"
OTHERS = tuple(name for name in NEIGHBOURS if name != "tenants")
LOGIN, LOGOUT, ME = "/api/auth/login", "/api/auth/logout", "/api/auth/me"
EVERYWHERE = "/api/auth/logout-everywhere"
CAMPAIGNS = "/api/admin/a2p/campaigns"


class Clock:
    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class OneHash:
    """Real hashes are slow, and all demonstration people have one password."""

    _hash: str | None = None

    def hash(self, password: str) -> str:
        OneHash._hash = OneHash._hash or Argon2Passwords().hash(password)
        return OneHash._hash


class Site:
    """One broker, one `tenants`, and as many gateways as are asked for."""

    def __init__(self, start_gateway, start_service, store, amqp_uri=None) -> None:
        self.amqp_uri = amqp_uri or f"inproc://{uuid.uuid4().hex}"
        self.clock, self.store = Clock(), store
        self._start_gateway, self._start_service = start_gateway, start_service
        digests = KeyedDigests(Keys(SECRET_KEY))
        demo.Loader(store.database, OneHash(), digests).load()
        self.start_tenants()

    def start_tenants(self) -> None:
        self.tenants = self._start_service(
            TenantsService,
            {
                "AMQP_URI": self.amqp_uri,
                "DATABASES": {"tenants": self.store.app_url},
                "SETTINGS": Settings(secret_key=SECRET_KEY, encryption_keys=()),
            },
        )

    def gateway(self, *, neighbours=(), **changed: Any) -> Gateway:
        own = {"amqp_uri": self.amqp_uri, "clock": self.clock, "confirms_access": False}
        return self._start_gateway(neighbours=neighbours, **own | changed)

    def token(self, gateway: Gateway, email: str = OWNER) -> dict[str, str]:
        """A program's, as a header."""
        credentials = {"email": email, "password": PASSWORD}
        told = gateway.ask("POST", "/api/auth/token", json=credentials).json()
        return {"Authorization": f"Bearer {told['accessToken']}"}

    def rows(self, query: str) -> Any:
        with self.store.database.transaction() as connection:
            return connection.execute(sa.text(query))


class Browser:
    """Keeps the cookie, and sends what a browser sends by itself for a page of ours."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.cookie: str | None = None
        self.csrf: str | None = None
        self.device: str | None = None

    def ask(self, method: str, path: str, **options: Any) -> Any:
        cookies = "; ".join(each for each in (self.cookie, self.device) if each is not None)
        sent = {
            "Sec-Fetch-Site": "same-origin",
            "Cookie": cookies or None,
            "X-CSRF-Token": self.csrf,
        }
        sent |= options.pop("headers", {})
        told = {name: value for name, value in sent.items() if value is not None}
        answer = self.gateway.ask(method, path, headers=told, **options)
        if morsel := cookie_of(answer):
            self.cookie = f"{morsel.key}={morsel.value}" if morsel.value else None
        if morsel := cookie_of(answer, is_device=True):
            self.device = f"{morsel.key}={morsel.value}"
        return answer

    def sign_in(self, email: str = OWNER, password: str = PASSWORD, **options: Any) -> Any:
        answer = self.ask("POST", LOGIN, json={"email": email, "password": password}, **options)
        if answer.ok:
            self.csrf = answer.json()["csrfToken"]
        return answer

    def copy(self, gateway: Gateway | None = None) -> Browser:
        """Whoever has stolen all that this one has."""
        thief = Browser(gateway or self.gateway)
        thief.cookie, thief.csrf = self.cookie, self.csrf
        return thief


def cookie_of(answer: Any, *, is_device: bool = False) -> Any:
    set_cookies = answer.raw.headers.getlist("Set-Cookie")
    morsels = [each for told in set_cookies for each in SimpleCookie(told).values()]
    wanted = [each for each in morsels if each.key.endswith("device") is is_device]
    return wanted[0] if wanted else None


def is_cleared(answer: Any) -> bool:
    morsel = cookie_of(answer)
    return morsel is not None and morsel.value == "" and morsel["max-age"] == "0"
