"""Each command of docker-compose.yml starts as written; only the addresses are this machine's."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from cryptography.fernet import Fernet

from chassis.provision import drop_all
from tests.e2e.conftest import ROOT, Program, free_port

pytestmark = pytest.mark.broker

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: part for name, part in COMPOSE["services"].items() if "build" in part}


@pytest.fixture
def here(tmp_path: Path, rabbitmq: str, admin_url: str) -> Iterator[dict[str, str]]:
    """What differs on this machine."""
    prefix = f"e2e_{uuid.uuid4().hex[:8]}"
    gateway, sandbox = free_port(), free_port()
    yield {
        "SERVICEPRO_HOME": str(tmp_path / "home"),
        "SERVICEPRO_ENV": "dev",
        "SECRET_KEY": uuid.uuid4().hex * 2,
        "ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "AMQP_URI": rabbitmq,
        "DATABASE_URL": admin_url,
        "DATABASE_PREFIX": prefix,
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{gateway}",
        "GATEWAY_ADDRESS": f"127.0.0.1:{gateway}",
        "SANDBOX_ADDRESS": f"127.0.0.1:{sandbox}",
    }
    drop_all(admin_url, prefix)


def test_every_container_starts_and_together_they_are_ready(
    tmp_path: Path, here: dict[str, str]
) -> None:
    programs = {
        name: Program(part["command"], _as_written(part) | here, tmp_path / f"{name}.log")
        for name, part in OURS.items()
    }
    try:
        for program in programs.values():
            program.start()
        ready = f"{here['PUBLIC_BASE_URL']}/api/health/ready"
        programs["gateway"].wait_until(lambda: _says_ready(ready))
        assert {name: program.stop() for name, program in programs.items()} == dict.fromkeys(
            OURS, 0
        )
    finally:
        for program in programs.values():
            program.kill()


def _as_written(part: dict[str, Any]) -> dict[str, str]:
    """Without `${…}`, which compose fills from its own environment."""
    given = {name: str(value) for name, value in part["environment"].items()}
    return {name: value for name, value in given.items() if "${" not in value}


def _says_ready(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.RequestException:
        return False
