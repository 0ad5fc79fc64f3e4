"""a2p on a real PostgreSQL against the sandbox, with the neighbours and the clock in our hands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from nameko.containers import ServiceContainer

sys.path.insert(0, str(Path(__file__).parents[3]))

from chassis import twilio_http
from chassis.setting_values import Address
from chassis.settings import Settings
from chassis.twilio import access_from, make_client
from sandbox.twilio import constants
from sandbox.twilio.server import SandboxServer
from services.a2p.dependencies import A2pPorts
from services.a2p.ports import NeighbourUnavailable, Ports
from services.a2p.service import A2pService
from services.a2p.use_cases import drafts, polling, registration
from tests.contract.twilio import oai
from tests.unit.a2p.domain.builders import a_content, a_profile

TENANT = "11111111-1111-4111-8111-111111111111"
OTHER_TENANT = "22222222-2222-4222-8222-222222222222"
FERNET_KEY = "Yk0jyEHtC8OQNIT_58lCnNKaEx4SoWAzRQONzBM2Hd8="


class Sandbox:
    """The running sandbox and its control endpoints; time stands still until it is moved."""

    def __init__(self, server: SandboxServer) -> None:
        self._server = server
        self._auth = (constants.SANDBOX_ACCOUNT_SID, constants.SANDBOX_AUTH_TOKEN)

    @property
    def address(self) -> Address:
        host, _, port = self._server.url.removeprefix("http://").rpartition(":")
        return Address(host, int(port))

    def control(self, method: str, path: str, **body: Any) -> Any:
        url = f"{self._server.url}/_control/{path}"
        answer = requests.request(method, url, json=body or None, auth=self._auth, timeout=5)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def fail(self, match: str, **fault: Any) -> None:
        self.control("POST", "faults", match=match, **fault)

    @property
    def state(self) -> dict[str, Any]:
        return self.control("GET", "state")

    def requests_made(self, method: str, path_part: str) -> list[dict[str, Any]]:
        made = self.control("GET", "requests")
        entries = made["requests"] if isinstance(made, dict) else made
        return [r for r in entries if r["method"] == method and path_part in r["path"]]


class FakeClock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def jitter(self) -> float:
        return 0.5


@dataclass
class FakePhone:
    """Makes one messaging service per campaign at the sandbox, unless told to be away."""

    client: Any
    made: dict[str, str]
    is_away: bool = False

    def ensure_messaging_service(self, tenant_id: str, campaign_id: str) -> str:
        if self.is_away:
            raise NeighbourUnavailable("phone")
        if campaign_id not in self.made:
            service = self.client.messaging.v1.services.create(friendly_name=campaign_id)
            self.made[campaign_id] = service.sid
        return self.made[campaign_id]


class FreeGate:
    """Lets everybody through at once; the real one has tests of its own."""

    def pass_through(self) -> None:
        return None


class World:
    """One a2p process: `restart` gives another one on the same database and sandbox."""

    def __init__(self, sandbox: Sandbox, settings: Settings, app_url: str) -> None:
        self.sandbox, self.settings, self._app_url = sandbox, settings, app_url
        self.clock = FakeClock()
        self.phone = FakePhone(make_client(access_from(settings)), {})
        self._providers: list[A2pPorts] = []
        self.ports = self.restart()

    def restart(self) -> Ports:
        if self._providers:
            self._providers[-1].presence.stop()
        config = {
            "AMQP_URI": "inproc://a2p-tests",
            "DATABASES": {"a2p": self._app_url},
            "SETTINGS": self.settings,
        }
        container = ServiceContainer(A2pService, config)
        provider = next(d for d in container.dependencies if isinstance(d, A2pPorts))
        for extension in (provider.database, provider.outbox, provider.rpc_client):
            extension.setup()
        self._providers.append(provider)
        self.container, self.provider = container, provider
        self.ports = replace(
            provider.ports,
            clock=self.clock,
            phone=self.phone,
            gate=FreeGate(),
            patiently=lambda task: task(),
        )
        return self.ports

    def close(self) -> None:
        for provider in self._providers:
            provider.presence.stop()
            provider.database.stop()

    def pass_time(self, seconds: float) -> None:
        """At Twilio and here."""
        self.sandbox.control("POST", "time", advance_seconds=seconds)
        self.clock.ahead += timedelta(seconds=seconds)

    def go_on(self) -> int:
        return polling.work_on_due_tenants(self.ports, limit=50, crew=OneByOne())

    def go_on_for(self, seconds: float, *, step: float = 60.0) -> None:
        for _ in range(int(seconds / step)):
            self.pass_time(step)
            self.go_on()

    def a_ready_campaign(self, tenant: str = TENANT, profile: Any = None, **content: Any) -> str:
        self.save_profile(tenant, profile or a_profile())
        return self.a_campaign(tenant, **content)

    def a_campaign(self, tenant: str = TENANT, **content: Any) -> str:
        values = drafts_values(a_content(**content))
        return drafts.create_campaign(self.ports, tenant, values, key=None)["id"]

    def save_profile(self, tenant: str, profile: Any) -> None:
        with self.ports.unit_of_work(tenant) as work:
            work.profiles.save(profile, now=self.clock.now())

    def submit(self, campaign_id: str, tenant: str = TENANT, key: str | None = None) -> Any:
        return registration.submit_campaign(self.ports, tenant, campaign_id, key=key)

    def resubmit(self, campaign_id: str, tenant: str = TENANT) -> Any:
        return registration.resubmit_campaign(self.ports, tenant, campaign_id, key=None)

    def refresh(self, campaign_id: str, tenant: str = TENANT) -> Any:
        return registration.refresh_status(self.ports, tenant, campaign_id)

    def campaign(self, campaign_id: str, tenant: str = TENANT) -> Any:
        return drafts.get_campaign(self.ports, tenant, campaign_id)

    def change(self, campaign_id: str, tenant: str = TENANT, **changes: Any) -> Any:
        return drafts.update_campaign(self.ports, tenant, campaign_id, changes, key=None)


class OneByOne:
    """A crew of one."""

    def start(self, task: Callable[[], None]) -> None:
        task()

    def wait(self) -> None:
        return None


def drafts_values(content: Any) -> dict[str, Any]:
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v is not None}


@pytest.fixture
def audit() -> Iterator[Any]:
    """Holds every request against Twilio's own documents, where they are at hand."""
    audit = oai.RequestAudit() if oai.are_documents_present() else None
    yield audit
    if audit is not None:
        assert audit.violations == []


@pytest.fixture
def sandbox(audit: Any) -> Iterator[Sandbox]:
    server = SandboxServer(speed=0, on_request=audit)
    server.start()
    yield Sandbox(server)
    server.stop()


@pytest.fixture
def settings(sandbox: Sandbox) -> Settings:
    return Settings(
        secret_key="a secret key of these tests only, long enough",
        encryption_keys=(FERNET_KEY,),
        sandbox_address=sandbox.address,
    )


@pytest.fixture
def world(
    sandbox: Sandbox,
    settings: Settings,
    service_database: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    # How long the one client waits is its own tests' business; here only what comes of it counts.
    monkeypatch.setattr(twilio_http, "FIRST_PAUSE_SECONDS", 0.01)
    store = service_database("a2p")
    world = World(sandbox, settings, store.app_url)
    yield world
    world.close()
