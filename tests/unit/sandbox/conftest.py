"""A sandbox whose clock stands still, the SDK pointed at it, and somebody to be called back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# `driver.py` is imported by name; under importlib mode the root is not on the path by itself.
sys.path.insert(0, str(Path(__file__).parents[3]))

from sandbox.twilio.server import SandboxServer
from tests.unit.sandbox.driver import Driver
from tests.unit.sandbox.receiver import Receiver


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    server = SandboxServer("127.0.0.1:0", speed=0)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def driver(server: SandboxServer) -> Driver:
    return Driver(server.url)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.start()
    yield receiver
    receiver.stop()
