from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PACKAGES = Path(__file__).parent / "packages"


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes `notes_service` importable, a little service that exists only in these tests."""
    monkeypatch.syspath_prepend(str(PACKAGES))
    return PACKAGES


@pytest.fixture
def notes(service_database: Callable[..., Any], packages: Path) -> Any:
    """The migrated, empty database of `notes_service`."""
    return service_database("notes", package="notes_service")
