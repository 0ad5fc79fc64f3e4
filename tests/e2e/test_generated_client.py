"""A client generated from the OpenAPI document by a stock generator makes a call of each area."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from services.gateway.description_texts import AREAS
from services.gateway.openapi import document

FOLDER = Path(__file__).parent / "generated_client"
BINARIES = Path(sys.executable).parent
SECONDS = 120


def generate(folder: Path) -> str:
    """Writes the package `servicepro_client` into the folder and returns what was printed."""
    (folder / "openapi.json").write_text(json.dumps(document()))
    done = subprocess.run(
        [
            str(BINARIES / "openapi-python-client"),
            "generate",
            *("--path", str(folder / "openapi.json")),
            *("--output-path", str(folder / "servicepro_client")),
            *("--config", str(FOLDER / "config.yaml")),
            *("--meta", "none"),
        ],
        env=os.environ | {"PATH": f"{BINARIES}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return done.stdout


def test_a_generated_client_makes_a_call_of_each_area(installation, tmp_path):
    installation.start()
    printed = generate(tmp_path)
    assert "WARNING" not in printed, printed
    done = subprocess.run(
        [sys.executable, str(FOLDER / "calls.py"), installation.url],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answers = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert answers.keys() == AREAS.keys()
    assert answers["Campaigns"] == "DRAFT"
    assert answers["Live updates"] == "200 text/event-stream; charset=utf-8"
    assert answers["Twilio"] == "403"
    assert installation.program.stop() == 0
