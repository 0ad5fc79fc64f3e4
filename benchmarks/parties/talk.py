"""The child's end of the conversation with the program that started it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

Handler = Callable[[dict[str, Any]], Any]

# What a call carries, so that every kind of client moves about the same bytes.
REQUEST = {"tenant_id": "11111111-1111-4111-8111-111111111111"}
REPLY = {
    "id": "11111111-1111-4111-8111-111111111111",
    "name": "Clean Machine",
    "time_zone": "America/Chicago",
    "is_root": True,
    "created_at": "2024-01-01T00:00:00Z",
}


def read_line() -> str:
    return sys.stdin.readline()


def converse(handle: Handler, read: Callable[[], str] = read_line) -> None:
    """Says that it is ready, then answers until told to go."""
    tell(None)
    while line := read():
        tell(handle(json.loads(line)))


def tell(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
