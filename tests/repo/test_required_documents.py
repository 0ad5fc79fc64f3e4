"""A run that requires Twilio's documents fails where they are absent."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("required", "outcome", "code"), [("", "1 skipped", 0), ("1", "1 error", 1)]
)
def test_their_absence_is_a_failure_only_where_they_are_required(
    tmp_path: Path, required: str, outcome: str, code: int
) -> None:
    test = "tests/contract/twilio/test_oai.py::test_a_complete_request_is_accepted"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "ignore", test],
        cwd=ROOT,
        env=os.environ | {"TWILIO_OAI_DIR": str(tmp_path), "REQUIRE_TWILIO_DOCUMENTS": required},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in done.stdout
    assert done.returncode == code
