"""Real processes, over HTTP; only Twilio is played, by the sandbox."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import eventlet
import pytest
import requests

ROOT = Path(__file__).parents[2]
SERVICEPRO = Path(sys.executable).parent / "servicepro"
START_SECONDS = 60
STOP_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """A `servicepro` command of its own, with its output kept."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        self._arguments, self._environment, self.log = arguments, environment, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # Only our own settings: those of the machine that runs the tests do not count.
        inherited = {k: os.environ[k] for k in ("PATH", "HOME", "LANG") if k in os.environ}
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [str(SERVICEPRO), *self._arguments],
                env=inherited | self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_until_said(self, text: str, *, times: int = 1) -> None:
        self.wait_until(lambda: self.output.count(text) >= times)

    def wait_until(self, claim: Callable[[], Any], seconds: float = START_SECONDS) -> None:
        with eventlet.Timeout(seconds, AssertionError(f"waited in vain:\n{self.output[-4000:]}")):
            while not claim():
                assert self._process is not None
                assert self._process.poll() is None, f"ended by itself:\n{self.output[-4000:]}"
                eventlet.sleep(0.1)

    def stop(self, how: int = signal.SIGTERM) -> int:
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(how)
        with eventlet.Timeout(STOP_SECONDS, AssertionError(f"{self._arguments} did not stop")):
            while self._process.poll() is None:
                eventlet.sleep(0.05)
        return int(self._process.returncode)

    def kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.stop(signal.SIGKILL)


class Installation:
    """What `make run` starts, in a home of its own."""

    def __init__(self, home: Path, **settings: str) -> None:
        port, sandbox_port = free_port(), free_port()
        self.home = home
        self.url = f"http://127.0.0.1:{port}"
        self.sandbox_url = f"http://127.0.0.1:{sandbox_port}"
        environment = {
            "SERVICEPRO_HOME": str(home),
            "GATEWAY_ADDRESS": f"127.0.0.1:{port}",
            "SANDBOX_ADDRESS": f"127.0.0.1:{sandbox_port}",
            **settings,
        }
        self.program = Program(["up"], environment, home.with_suffix(".log"))
        self.starts = 0

    def start(self) -> None:
        self.starts += 1
        self.program.start()
        self.program.wait_until_said("Stop with Ctrl-C", times=self.starts)

    def errors(self) -> list[str]:
        lines = [line for line in self.program.output.splitlines() if line.startswith("{")]
        return [line for line in lines if json.loads(line)["level"] in ("error", "critical")]


class Caller:
    """A signed-in person with a program of her own."""

    def __init__(self, url: str, email: str) -> None:
        self._url, self._session = url, requests.Session()
        token = self.call("POST", "/api/auth/token", email=email, password="demo-password")
        self._session.headers["Authorization"] = f"Bearer {token['accessToken']}"

    def call(self, method: str, path: str, **body: Any) -> Any:
        answer = self.answer(method, path, **body)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def answer(
        self, method: str, path: str, headers: dict[str, str] | None = None, **body: Any
    ) -> requests.Response:
        return self._session.request(
            method, f"{self._url}{path}", json=body or None, headers=headers, timeout=20
        )


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path / "home", SANDBOX_SPEED="120")
    yield installation
    installation.program.kill()
