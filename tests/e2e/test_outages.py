"""A service starts without its broker or its database, says so, and recovers when they return."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import eventlet
import pytest
from eventlet.green import socket
from sqlalchemy import make_url

from chassis.provision import drop_all
from chassis.rpc import RpcClient
from contracts import demo
from contracts.errors import Kind, ServiceError
from tests.e2e.conftest import Program, free_port

pytestmark = pytest.mark.broker


class Line:
    """A port that leads to a server while it is up, and to nobody while it is cut."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self.port = free_port()
        self._connect = connect
        self._listener: Any = None
        self._open: list[Any] = []

    def up(self) -> None:
        self._listener = eventlet.listen(("127.0.0.1", self.port), reuse_port=False)
        self._accepting = eventlet.spawn(self._accept, self._listener)

    def cut(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            self._accepting.kill()
            listener.close()
        for end in self._open:
            _shut(end)
        self._open = []

    def _accept(self, listener: Any) -> None:
        while True:
            near, _ = listener.accept()
            far = self._connect()
            self._open += [near, far]
            eventlet.spawn_n(_join, near, far)


def _join(near: Any, far: Any) -> None:
    """Shut first, closed last: no greenlet may wait on a socket that is closed under it."""
    pumps = [eventlet.spawn(_pump, near, far), eventlet.spawn(_pump, far, near)]
    for pump in pumps:
        pump.wait()
    near.close()
    far.close()


def _pump(source: Any, sink: Any) -> None:
    try:
        while chunk := source.recv(65_536):
            sink.sendall(chunk)
    except OSError:
        pass
    _shut(source)
    _shut(sink)


def _shut(end: Any) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


@pytest.fixture
def broker_line(rabbitmq: str) -> Iterator[Line]:
    parts = urlsplit(rabbitmq)
    line = Line(lambda: socket.create_connection((parts.hostname, parts.port)))
    yield line
    line.cut()


@pytest.fixture
def database_line(admin_url: str) -> Iterator[Line]:
    line = Line(lambda: _connect_database(admin_url))
    yield line
    line.cut()


def _connect_database(admin_url: str) -> Any:
    directory = parse_qs(urlsplit(admin_url).query).get("host", [None])[0]
    url = make_url(admin_url)
    if directory is None:
        return socket.create_connection((url.host or "127.0.0.1", url.port or 5432))
    line = socket.socket(socket.AF_UNIX)
    line.connect(f"{directory}/.s.PGSQL.5432")
    return line


@pytest.fixture
def tenants(
    tmp_path: Path, rabbitmq: str, admin_url: str, broker_line: Line, database_line: Line
) -> Iterator[Program]:
    prefix = f"e2e_{uuid.uuid4().hex[:8]}"
    user = make_url(admin_url).username or "postgres"
    port = urlsplit(rabbitmq).port
    environment = {
        "SERVICEPRO_HOME": str(tmp_path / "home"),
        "AMQP_URI": rabbitmq.replace(f":{port}/", f":{broker_line.port}/"),
        "DATABASE_URL": f"postgresql://{user}@127.0.0.1:{database_line.port}/postgres",
        "DATABASE_PREFIX": prefix,
    }
    program = Program(["run", "tenants"], environment, tmp_path / "tenants.log")
    yield program
    program.kill()
    drop_all(admin_url, prefix)


def ask(rabbitmq: str) -> Any:
    client = RpcClient(rabbitmq)
    try:
        return client.call("tenants", "get_tenant", {"tenant_id": demo.CLEAN_MACHINE})["name"]
    except ServiceError as refused:
        return refused.kind
    finally:
        client.close()


def test_a_service_waits_for_database_and_broker_and_survives_losing_them(
    tenants: Program, rabbitmq: str, broker_line: Line, database_line: Line
) -> None:
    tenants.start()
    tenants.wait_until_said("waiting_for_database")
    database_line.up()
    tenants.wait_until_said("waiting_for_broker")
    assert ask(rabbitmq) is Kind.UNAVAILABLE
    broker_line.up()
    tenants.wait_until(lambda: ask(rabbitmq) == "Clean Machine")

    database_line.cut()
    assert ask(rabbitmq) is Kind.UNAVAILABLE
    database_line.up()
    tenants.wait_until(lambda: ask(rabbitmq) == "Clean Machine")

    broker_line.cut()
    tenants.wait_until(lambda: ask(rabbitmq) is Kind.UNAVAILABLE)
    broker_line.up()
    tenants.wait_until(lambda: ask(rabbitmq) == "Clean Machine")
    assert tenants.stop() == 0
