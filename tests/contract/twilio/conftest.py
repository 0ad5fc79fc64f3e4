"""Twilio's OpenAPI documents: not part of this repository, so every test here may be skipped."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# `oai.py` is imported by name; under importlib mode the root is not on the path by itself.
sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.contract.twilio import oai


@pytest.fixture(autouse=True, scope="session")
def _documents() -> None:
    oai.skip_without_documents()
