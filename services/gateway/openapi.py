"""The document that is kept in the repository and served at /api/openapi.json."""

from __future__ import annotations

from typing import Any

from services.gateway import description
from services.gateway.service import GatewayService


def document() -> dict[str, Any]:
    return description.of(GatewayService)
