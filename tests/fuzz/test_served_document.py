"""Schemathesis asks the running gateway whatever its OpenAPI document allows, as each role."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contracts.demo import PASSWORD
from services.gateway.openapi import document
from tests.e2e.conftest import Caller

pytestmark = pytest.mark.fuzz

SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
SECONDS_PER_ROLE = 240
ROLES = {
    "nobody": None,
    "owner": "owner@shine.test",
    "staff": "staff@shine.test",
    "customer": "casey@clean-machine.test",
    "operator": "operator@servicepro.test",
}
CHECKS = (
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# The first has no end; the second and third are limited per address, which all calls here share.
EXCLUDED = ("/api/events/stream", "/api/auth/login", "/api/auth/token")
# A quiet installation has no reason for these, though a caller must expect them.
UNEXPECTED_STATUSES = ("500", "503")


def strict_document() -> dict[str, Any]:
    """The document as served, but without the failures that must not happen here."""
    strict: dict[str, Any] = json.loads(json.dumps(document()))
    for methods in strict["paths"].values():
        for operation in methods.values():
            for status in UNEXPECTED_STATUSES:
                operation["responses"].pop(status, None)
    return strict


def fuzz(url: str, role: str, email: str | None, folder: Path) -> dict[str, Any]:
    (folder / "openapi.json").write_text(json.dumps(strict_document()))
    report = folder / f"{role}.json"
    headers = []
    if email is not None:
        token = Caller(url, email).call("POST", "/api/auth/token", email=email, password=PASSWORD)[
            "accessToken"
        ]
        headers = ["--header", f"Authorization: Bearer {token}"]
    done = subprocess.run(
        [
            *(str(SCHEMATHESIS), "run", str(folder / "openapi.json"), "--url", url, *headers),
            *("--max-examples", "15", "--phases", "examples,coverage,fuzzing", "--seed", "1"),
            *("--checks", ",".join(CHECKS), "--continue-on-failure", "--workers", "2"),
            *("--report", "json", "--report-json-path", str(report), "--warnings", "off"),
            *(part for path in EXCLUDED for part in ("--exclude-path", path)),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS_PER_ROLE,
        check=False,
    )
    assert report.is_file(), done.stdout[-2000:] + done.stderr[-2000:]
    found: dict[str, Any] = json.loads(report.read_text())
    assert not found["failures"], done.stdout[-4000:]
    return found


def test_every_answer_to_every_role_is_as_documented(installation, tmp_path):
    installation.start()
    for role, email in ROLES.items():
        found = fuzz(installation.url, role, email, tmp_path)
        assert found["complete"], role
        assert found["errors"] == [], role
        tested = found["operations"]
        assert tested["tested"] == tested["selected"] == tested["total"] - len(EXCLUDED), role
        assert found["test_cases"]["generated"] > tested["tested"], role
    assert installation.errors() == []
    assert installation.program.stop() == 0
