"""A real gateway on a free port, and neighbours that answer what a test says."""

import dataclasses
import socket
import time
import types
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from marshmallow import Schema, fields
from marshmallow.validate import OneOf
from nameko.containers import ServiceContainer

from chassis import context
from chassis.dependencies import CallContext
from chassis.keys import Keys
from chassis.rpc import rpc
from chassis.settings import Settings
from contracts import catalogue
from contracts.enums import Role
from contracts.fields import Binary, Id, UtcDateTime
from services.gateway.auth import Principal, Tokens
from services.gateway.http import GatewayServer
from services.gateway.service import GatewayService

SECRET_KEY = "a secret key of the gateway's tests only"
TENANT = "11111111-1111-4111-8111-111111111111"
SETTINGS = {"secret_key": SECRET_KEY, "encryption_keys": (), "web_dist": Path("no-web")}
NEIGHBOURS = tuple(sorted(catalogue.CALLS["gateway"]))


def sample(schema: type[Schema] | Schema) -> dict[str, Any]:
    """A valid value of a reply schema."""
    instance = schema() if isinstance(schema, type) else schema
    return {name: _sample_of(member) for name, member in instance.fields.items()}


def _sample_of(member: Any) -> Any:
    if choices := [rule for rule in member.validators if isinstance(rule, OneOf)]:
        return choices[0].choices[0]
    if isinstance(member, fields.List):
        return [_sample_of(member.inner)]
    if isinstance(member, fields.Nested):
        return sample(member.schema)
    samples: dict[type, Any] = {
        Id: str(uuid.uuid4()),
        UtcDateTime: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        fields.Boolean: True,
        fields.Integer: 1,
        fields.Date: date(2026, 1, 2),
        fields.Dict: {},
        Binary: b"RIFF",
    }
    return samples.get(type(member), "US")


@dataclass
class Asked:
    service: str
    method: str
    request: dict[str, Any]
    context: context.CallContext


@dataclass
class Stage:
    """What the neighbours answer, and what they were asked; by default a valid sample."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    confirmed: list[Asked] = field(default_factory=list)

    def play(self, service: str, method: str, request: dict[str, Any]) -> Any:
        # Whether a token is still good; a test that cares looks at `confirmed`.
        asked = self.confirmed if method == "confirm_access" else self.asked
        asked.append(Asked(service, method, request, context.current()))
        answer = self.answers.get(method)
        if answer is None:
            return sample(catalogue.RPCS[service, method].reply)
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer


def neighbour(stage: Stage, name: str) -> type:
    members: dict[str, Any] = {"name": name, "call_context": CallContext()}
    for service, method in catalogue.RPCS:
        if service == name:
            members[method] = rpc(_player(stage, service, method))
    return type(f"{name.title()}Fake", (), members)


def _player(stage: Stage, service: str, method: str) -> Callable[..., Any]:
    def play(self: Any, request: dict[str, Any]) -> Any:
        return stage.play(service, method, request)

    play.__name__ = method
    return play


@dataclass
class Gateway:
    port: int
    stage: Stage
    container: Any

    def ask(self, method: str, path: str, *, role: Role | None = None, **options: Any) -> Any:
        headers = options.pop("headers", {})
        if role is not None:
            headers = {"Authorization": f"Bearer {token(role)}", **headers}
        url = f"http://127.0.0.1:{self.port}{path}"
        return requests.request(method, url, headers=headers, timeout=10, **options)

    def raw(self, data: bytes) -> bytes:
        """Everything that comes back on a connection of its own."""
        with self.connect() as connection:
            connection.sendall(data)
            return received(connection)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)


def received(connection: socket.socket) -> bytes:
    found = b""
    while data := connection.recv(65536):
        found += data
    return found


def actor_of(role: Role) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, role)


def token(role: Role, tenant: str = TENANT) -> str:
    tenant_id = None if role is Role.OPERATOR else tenant
    return Tokens(Keys(SECRET_KEY)).issue(Principal(str(actor_of(role)), tenant_id, role))


@contextmanager
def gateways() -> Iterator[Callable[..., Gateway]]:
    """A function that starts one with its neighbours; whatever it started stops at the end."""
    containers: list[Any] = []

    def start(
        *,
        neighbours: tuple[str, ...] = NEIGHBOURS,
        deadline: float | None = None,
        max_workers: int = 10,
        amqp_uri: str | None = None,
        clock: Callable[[], float] = time.time,
        confirms_access: bool = True,
        **settings: Any,
    ) -> Gateway:
        config = {
            "AMQP_URI": amqp_uri or f"inproc://{uuid.uuid4().hex}",
            "WEB_SERVER_ADDRESS": "127.0.0.1:0",
            "SETTINGS": Settings(**{**SETTINGS, **settings}),
            "RPC_CONTRACTS": _contracts(deadline),
            "CLOCK": clock,
            "max_workers": max_workers,
        }
        stage = Stage()
        services = [neighbour(stage, name) for name in neighbours]
        started = [ServiceContainer(service, config) for service in (*services, GatewayService)]
        for container in started:
            containers.insert(0, container)
            container.start()
        server = started[-1].shared_extensions[GatewayServer]
        if confirms_access and "tenants" not in neighbours:
            server.callers._access._confirm = lambda **told: None
        port = server.port
        return Gateway(port, stage, started[-1])

    try:
        yield start
    finally:
        for container in containers:
            container.stop()


@pytest.fixture
def start_gateway() -> Iterator[Callable[..., Gateway]]:
    """`start_gateway(neighbours=…, deadline=…, max_workers=…, …)`, stopped after the test."""
    with gateways() as start:
        yield start


def _contracts(deadline: float | None) -> dict[Any, Any]:
    if deadline is None:
        return catalogue.RPCS
    kind = types.SimpleNamespace(deadline_seconds=deadline)
    return {key: dataclasses.replace(rpc_, kind=kind) for key, rpc_ in catalogue.RPCS.items()}


@pytest.fixture(scope="module")
def shared_gateway() -> Iterator[Gateway]:
    with gateways() as start:
        yield start()


@pytest.fixture
def gateway(shared_gateway: Gateway) -> Gateway:
    """Of all tests of a file, since it keeps nothing; only what its neighbours play is new."""
    shared_gateway.stage.answers.clear()
    shared_gateway.stage.asked.clear()
    return shared_gateway
