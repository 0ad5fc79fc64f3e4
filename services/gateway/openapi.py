"""The document that is served at /api/openapi.json; `python -m services.gateway.openapi` writes it.

The web app's types are made from it.
"""

from __future__ import annotations

import sys
from typing import Any

import orjson

from services.gateway import description
from services.gateway.service import GatewayService


def document() -> dict[str, Any]:
    return description.of(GatewayService)


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(document(), option=orjson.OPT_INDENT_2))
