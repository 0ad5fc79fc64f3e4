"""The programs behind `make bench` still run; what they measure is looked at by people."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Management

ROOT = Path(__file__).parents[2]


@pytest.mark.broker
@pytest.mark.parametrize("program", ["rpc_round_trip", "port_recovery", "ledger_size"])
def test_a_benchmark_tells_floor_figure_ratio_and_goal(
    management: Management, program: str
) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks", program, "--quick"],
        cwd=ROOT,
        env={**os.environ, "AMQP_URI": management.uri_of("/")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    for word in ("floor", "ratio", "goal"):
        assert word in told.stdout
