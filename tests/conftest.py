"""First of all: patched after `requests` is imported, HTTPS recurses to death under eventlet."""

import warnings

with warnings.catch_warnings():
    # eventlet announces its maintenance status at import; docs/decisions/0002 is our answer to it.
    warnings.simplefilter("ignore")
    import eventlet

eventlet.monkey_patch()

import os
import shutil
import socket
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import requests
from nameko.containers import ServiceContainer

from chassis import broker, embedded_postgres

# Never under eventlet: see tests/suite.py.
collect_ignore = ["browser"]

MANAGEMENT_PORT = 15672
NEEDS_BROKER = "needs RabbitMQ with its management API"


class Management:
    """RabbitMQ's management API, which makes and removes a vhost for the run."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self.user = parts.username or "guest"
        self._auth = (self.user, parts.password or "guest")
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 5672
        self._base = f"http://{self._host}:{MANAGEMENT_PORT}/api"

    def call(self, method: str, path: str, **json: Any) -> requests.Response:
        return requests.request(
            method, f"{self._base}/{path}", json=json or None, auth=self._auth, timeout=5
        )

    def answers(self) -> bool:
        """Both the broker and its management API."""
        try:
            socket.create_connection((self._host, self._port), timeout=5).close()
            return self.call("GET", "overview").ok
        except (OSError, requests.RequestException):
            return False

    def uri_of(self, vhost: str) -> str:
        user, password = (quote(part, safe="") for part in self._auth)
        return f"amqp://{user}:{password}@{self._host}:{self._port}/{quote(vhost, safe='')}"


@pytest.fixture(scope="session")
def management() -> Management:
    management = Management(os.environ.get("AMQP_URI", "amqp://guest:guest@127.0.0.1:5672//"))
    if not management.answers():
        if os.environ.get("REQUIRE_BROKER") == "1":
            pytest.fail(f"REQUIRE_BROKER is set, and this test {NEEDS_BROKER}")
        pytest.skip(NEEDS_BROKER)
    return management


@pytest.fixture
def rabbitmq(management: Management) -> Iterator[str]:
    """The URI of a vhost that this test alone uses."""
    vhost = f"test-{uuid.uuid4().hex[:12]}"
    management.call("PUT", f"vhosts/{vhost}").raise_for_status()
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    path = f"permissions/{vhost}/{management.user}"
    management.call("PUT", path, **everything).raise_for_status()
    yield management.uri_of(vhost)
    management.call("DELETE", f"vhosts/{vhost}")


@pytest.fixture(params=["inproc", pytest.param("rabbitmq", marks=pytest.mark.broker)])
def amqp_uri(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both brokers in turn: what passes on one must pass on the other."""
    if request.param == "rabbitmq":
        yield request.getfixturevalue("rabbitmq")
    else:
        name = uuid.uuid4().hex
        yield f"inproc://{name}"
        broker.forget(name)


@pytest.fixture(scope="session")
def admin_url() -> Iterator[str]:
    """`DATABASE_URL` when set, else a server of our own that lives as long as the session."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    directory = Path(tempfile.mkdtemp(prefix="pg-"))
    yield embedded_postgres.start(directory / "data", durable=False)
    embedded_postgres.stop(directory / "data")
    shutil.rmtree(directory)


@pytest.fixture
def start_service() -> Iterator[Callable[..., ServiceContainer]]:
    """Starts a nameko service with a config; whatever was started stops at the end."""
    containers: list[ServiceContainer] = []

    def start(service: type, config: dict[str, Any]) -> ServiceContainer:
        container = ServiceContainer(service, config)
        containers.append(container)
        container.start()
        return container

    yield start
    for container in containers:
        container.stop()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    missing = [report for report in skipped if NEEDS_BROKER in str(report.longrepr)]
    if missing:
        terminalreporter.write_line(f"{len(missing)} tests were skipped: each {NEEDS_BROKER}.")
