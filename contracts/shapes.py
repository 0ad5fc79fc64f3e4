"""What a catalogue entry says."""

from dataclasses import dataclass
from enum import Enum

from marshmallow import Schema


class CallKind(Enum):
    """How long a caller waits, in seconds."""

    READ = 3.0
    WRITE = 5.0
    SUBMIT = 12.0

    @property
    def deadline_seconds(self) -> float:
        return float(self.value)


@dataclass(frozen=True)
class RpcContract:
    service: str
    method: str
    kind: CallKind
    request: type[Schema]
    reply: type[Schema]

    @property
    def key(self) -> tuple[str, str]:
        return self.service, self.method


@dataclass(frozen=True)
class EventContract:
    service: str
    name: str
    data: type[Schema]

    @property
    def key(self) -> tuple[str, str]:
        return self.service, self.name
