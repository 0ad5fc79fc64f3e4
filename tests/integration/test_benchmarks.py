"""The programs behind `make bench` still run; what they measure is looked at by people."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Management

ROOT = Path(__file__).parents[2]


@pytest.mark.broker
def test_a_benchmark_tells_floor_figure_ratio_and_goal(management: Management) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks", "rpc_round_trip", "--quick"],
        cwd=ROOT,
        env={**os.environ, "AMQP_URI": management.uri_of("/")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    for word in ("floor", "our client", "ratio", "goal"):
        assert word in told.stdout
