from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def notes(service_database: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The migrated database of a little service that exists only in these tests."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "packages"))
    return service_database("notes", package="notes_service")
