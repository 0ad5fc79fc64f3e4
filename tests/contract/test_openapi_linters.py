"""The OpenAPI document passes the linters that its readers use, Redocly's and Spectral's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chassis.web_build import BuildError, Npm
from services.gateway.openapi import document

FOLDER = Path(__file__).parents[1] / "node"
BINARIES = Path(sys.executable).parent
NEEDS_LINTERS = "needs Node beside this Python and the linters of tests/node"
SECONDS = 60


@pytest.fixture(scope="module")
def linters() -> Path:
    """The folder of the installed linters' commands."""
    try:
        Npm(FOLDER, BINARIES).install()
    except BuildError as error:
        if os.environ.get("REQUIRE_LINTERS") == "1":
            pytest.fail(f"REQUIRE_LINTERS is set: {error}")
        pytest.skip(f"{NEEDS_LINTERS}: {error}")
    return FOLDER / "node_modules" / ".bin"


@pytest.fixture
def openapi_file(tmp_path: Path) -> Path:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document()))
    return path


def output_of(command: Path, *arguments: str) -> Any:
    done = subprocess.run(
        [str(command), *arguments],
        cwd=FOLDER,
        env=os.environ
        | {
            "PATH": f"{BINARIES}{os.pathsep}{os.environ['PATH']}",
            "REDOCLY_TELEMETRY": "off",
            "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
        },
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    try:
        return json.loads(done.stdout)
    except ValueError:
        pytest.fail(f"{command.name}: {done.stdout[-1000:]}{done.stderr[-1000:]}")


def redocly_errors(linters: Path, path: Path) -> list[str]:
    found = output_of(linters / "redocly", "lint", str(path), "--format=json")
    return [each["message"] for each in found["problems"] if each["severity"] == "error"]


def spectral_errors(linters: Path, path: Path) -> list[str]:
    options = ("--ruleset", str(FOLDER / "spectral.json"), "--format", "json")
    found = output_of(linters / "spectral", "lint", str(path), *options, "--quiet")
    return [each["message"] for each in found if each["severity"] == 0]


def test_redocly_finds_no_error(linters: Path, openapi_file: Path) -> None:
    assert redocly_errors(linters, openapi_file) == []


def test_spectral_finds_no_error(linters: Path, openapi_file: Path) -> None:
    assert spectral_errors(linters, openapi_file) == []


def test_a_pattern_of_python_is_an_error_to_spectral(linters: Path, openapi_file: Path) -> None:
    broken = openapi_file.read_text().replace("[0-9]{7,14}$", r"[0-9]{7,14}\\Z")
    assert broken != openapi_file.read_text()
    openapi_file.write_text(broken)
    assert spectral_errors(linters, openapi_file) != []


def test_a_document_without_servers_is_an_error_to_redocly(
    linters: Path, openapi_file: Path
) -> None:
    without = {name: part for name, part in document().items() if name != "servers"}
    openapi_file.write_text(json.dumps(without))
    assert redocly_errors(linters, openapi_file) != []
