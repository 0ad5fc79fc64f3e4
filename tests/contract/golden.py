"""The golden examples of `contracts/examples`, one per message of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from marshmallow import Schema

from contracts import catalogue
from contracts.fields import Request

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
# The gateway is asked over HTTP, so it has no messages.
OWNERS = tuple(sorted({service for service, _ in catalogue.RPCS}))


class Message(NamedTuple):
    """One kind of message: whose it is, where its example stands, and its schema."""

    service: str
    group: str
    name: str
    part: str
    schema: type[Schema]

    @property
    def is_request(self) -> bool:
        return issubclass(self.schema, Request) and self.part == "request"

    def __str__(self) -> str:
        return "-".join(filter(None, (self.service, self.name, self.part)))

    def example(self) -> dict[str, Any]:
        entry = examples_of(self.service)[self.group][self.name]
        found: dict[str, Any] = entry[self.part] if self.part else entry
        return found


def examples_of(service: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EXAMPLES / f"{service}.json").read_text())
    return loaded


def messages() -> Iterator[Message]:
    for rpc in catalogue.RPCS.values():
        yield Message(rpc.service, "rpcs", rpc.method, "request", rpc.request)
        yield Message(rpc.service, "rpcs", rpc.method, "reply", rpc.reply)
    for event in catalogue.EVENTS.values():
        yield Message(event.service, "events", event.name, "", event.data)


MESSAGES = tuple(messages())
