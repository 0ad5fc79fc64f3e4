"""Which services are wanted, as an address can say it: `id,id:2`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields
from marshmallow.validate import Regexp

from contracts.booking import MOST_SERVICES, WantedService

DESCRIPTION = (
    "Ids of services, with commas between them; more of one by its quantity behind a colon:"
    f" `id,id:2`. At most {MOST_SERVICES}."
)


ONE = re.compile(r"^[0-9A-Fa-f-]{36}(:[0-9]{1,2})?$")


class WantedServices(fields.List[str]):
    """An array in the description, where `explode: false` stands for the commas."""

    def __init__(self) -> None:
        one = fields.String(validate=Regexp(ONE, error="Not a service."))
        super().__init__(one, required=True, metadata={"description": DESCRIPTION})

    def _deserialize(  # type: ignore[override]  # text comes in, services come out
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[dict[str, Any]]:
        parts = super()._deserialize(value.split(","), attr, data, **kwargs)
        if len(parts) > MOST_SERVICES:
            raise ValidationError(f"At most {MOST_SERVICES} services.")
        return [_wanted(str(part)) for part in parts]


def _wanted(part: str) -> dict[str, Any]:
    service_id, _, quantity = part.partition(":")
    loaded: dict[str, Any] = WantedService().load(
        {"service_id": service_id, "quantity": int(quantity or 1)}
    )
    return loaded
