"""The processes that a program measures: started, asked, and ended whatever happens."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

ANSWER_SECONDS = 60.0
STOP_SECONDS = 12.0


class PartyFailed(Exception):
    """A process ended, or did not answer in time; the message ends with what it wrote."""


class Party:
    """A process that answers one JSON line on stdout to each on stdin; see `benchmarks.parties`."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._name = f"{module} {arguments[0] if arguments else ''}".strip()
        self._said = tempfile.TemporaryFile()
        self._process = subprocess.Popen(  # noqa: S603  our own modules
            [sys.executable, "-m", f"benchmarks.parties.{module}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )
        try:
            self._answer()
        except BaseException:
            self.stop()
            raise

    def ask(self, **command: Any) -> Any:
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        out = self._process.stdout
        assert out is not None  # noqa: S101
        # One line a command: once something is there, the rest of the line is on its way.
        ready, _, _ = select.select([out], [], [], ANSWER_SECONDS)
        answer = out.readline() if ready else b""
        if not answer:
            self._said.seek(0)
            said = self._said.read().decode(errors="replace")[-2000:]
            raise PartyFailed(f"{self._name} gave no answer. {said}")
        return json.loads(answer)

    def stop(self) -> None:
        """The end of its stdin tells it to go."""
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdin.close()
        end(self._process)
        self._process.stdout.close()
        self._said.close()


@contextmanager
def parties(**wanted: tuple[str, ...]) -> Iterator[dict[str, Party]]:
    """Started in the order given, stopped in the reverse one."""
    started: dict[str, Party] = {}
    try:
        for name, command in wanted.items():
            started[name] = Party(*command)
        yield started
    finally:
        for party in reversed(started.values()):
            party.stop()


@contextmanager
def program(*command: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """One of our own commands, with its log thrown away and no settings but these."""
    process = subprocess.Popen(  # noqa: S603  our own commands
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
