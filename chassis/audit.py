"""Runs a service's own audit: whether what it keeps twice agrees."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator

from chassis.opening import opened
from chassis.settings import Settings
from contracts import catalogue


def audited_services() -> list[str]:
    """Those with an `audit.py`, whose `differences(database)` gives sentences."""
    return [
        name
        for name in catalogue.SERVICES
        if importlib.util.find_spec(f"services.{name}.audit") is not None
    ]


def differences(settings: Settings, service: str) -> Iterator[str]:
    """Changes nothing, and may run while the service works."""
    with opened(settings, service, is_read_only=True) as database:
        yield from importlib.import_module(f"services.{service}.audit").differences(database)
