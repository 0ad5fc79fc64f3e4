"""The `servicepro` command says in a sentence what is wrong, and does nothing then."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import SERVICEPRO, Program, free_port


def servicepro(*arguments: str, home: Path, **settings: str) -> Any:
    environment = {
        "PATH": os.environ["PATH"],
        "SERVICEPRO_HOME": str(home),
        "GATEWAY_ADDRESS": f"127.0.0.1:{free_port()}",
        "SANDBOX_ADDRESS": f"127.0.0.1:{free_port()}",
        **settings,
    }
    return subprocess.run(
        [str(SERVICEPRO), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"GATEWAY_ADDRESS": "8000"}, "GATEWAY_ADDRESS must be a host and a port"),
        ({"AMQP_URI": "http://x"}, "AMQP_URI must be an AMQP address"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must be a PostgreSQL address"),
        ({"SERVICEPRO_EVN": "dev"}, "SERVICEPRO_EVN is not a setting"),
        ({"SERVICEPRO_ENV": "production"}, "SECRET_KEY must be set in production"),
        ({"TWILIO_ACCOUNT_SID": "AC" + "0" * 32}, "TWILIO_AUTH_TOKEN is not"),
    ],
)
def test_a_wrong_setting_is_a_sentence_at_start(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    ended = servicepro("up", home=tmp_path, **settings)
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "what"), [("GATEWAY_ADDRESS", "gateway"), ("SANDBOX_ADDRESS", "Twilio sandbox")]
)
def test_a_taken_port_is_a_sentence_at_start(tmp_path: Path, name: str, what: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        ended = servicepro("up", home=tmp_path, **{name: address})
    assert ended.returncode == 2
    assert f"The address {address} for the {what} is taken" in ended.stderr


def test_a_single_service_without_a_broker_says_what_it_needs(tmp_path: Path) -> None:
    ended = servicepro("run", "a2p", home=tmp_path)
    assert ended.returncode == 2
    assert "needs AMQP_URI and DATABASE_URL" in ended.stderr


def test_dead_letters_are_listed_replayed_and_discarded(tmp_path: Path) -> None:
    home = tmp_path / "home"
    # An installation that has never run has no databases yet, and nothing to show.
    for action in ("list", "replay", "discard"):
        ended = servicepro("dead-letters", action, home=home)
        assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("ask_to_stop", [signal.SIGINT, signal.SIGTERM])
def test_waiting_for_a_database_says_why_and_ends_with_the_first_signal(
    tmp_path: Path, ask_to_stop: signal.Signals
) -> None:
    environment = {
        "SERVICEPRO_HOME": str(tmp_path / "home"),
        "GATEWAY_ADDRESS": f"127.0.0.1:{free_port()}",
        "SANDBOX_ADDRESS": f"127.0.0.1:{free_port()}",
        "DATABASE_URL": f"postgresql://postgres:secret-word@127.0.0.1:{free_port()}/postgres",
    }
    program = Program(["up"], environment, tmp_path / "log")
    program.start()
    try:
        program.wait_until_said("waiting_for_database", times=2)
        assert "onnection refused" in program.output
        assert "secret-word" not in program.output
        assert program.stop(ask_to_stop) == 0
    finally:
        program.kill()
