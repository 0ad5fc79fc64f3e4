"""ServicePro as someone would run it: its command, its settings, a home of its own, and HTTP."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from contracts import demo

HEALTHY_SECONDS = 60.0
POLL_SECONDS = 0.05
CALL_SECONDS = 15.0


def command(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "chassis.cli", *arguments)


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def settings(home: Path, **more: str) -> dict[str, str]:
    """Nothing of the caller's own environment, so that figures compare."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "SERVICEPRO_HOME": str(home),
        "GATEWAY_ADDRESS": free_address(),
        "SANDBOX_ADDRESS": free_address(),
        "LOG_LEVEL": "ERROR",
        **more,
    }


class Http:
    """A client of one gateway, signed in as a demo owner once it is healthy."""

    def __init__(self, address: str) -> None:
        self._base = f"http://{address}/api"
        self._session = requests.Session()
        self._session.trust_env = False

    def wait_until_healthy(self) -> None:
        give_up_at = time.monotonic() + HEALTHY_SECONDS
        while not self._is_healthy():
            if time.monotonic() > give_up_at:
                raise TimeoutError("the gateway did not become healthy in time")
            time.sleep(POLL_SECONDS)

    def _is_healthy(self) -> bool:
        try:
            return self._session.get(f"{self._base}/health/ready", timeout=5).ok
        except requests.RequestException:
            return False

    def sign_in(self, email: str) -> str:
        """The token, for whoever asks by other means."""
        credentials = {"email": email, "password": demo.PASSWORD}
        token = str(self.call("POST", "auth/token", credentials)["accessToken"])
        self._session.headers["Authorization"] = f"Bearer {token}"
        return token

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Any:
        answer = self._session.request(
            method, f"{self._base}/{path}", json=body, headers=headers, timeout=CALL_SECONDS
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def close(self) -> None:
        self._session.close()


def seconds_until(wait: Callable[[], None]) -> float:
    began = time.perf_counter()
    wait()
    return time.perf_counter() - began
