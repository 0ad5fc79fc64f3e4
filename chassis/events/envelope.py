"""The envelope that every event travels in, and its check on arrival."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from chassis.incoming import UnreadableMessage, read_json
from contracts.fields import Id, UtcDateTime, text
from contracts.shapes import EventContract

MAX_WORD_LENGTH = 200


class Envelope(Schema):
    class Meta:
        unknown = EXCLUDE

    event_id = Id(required=True)
    tenant_id = Id(required=True)
    type = text(required=True, minimum=1, maximum=MAX_WORD_LENGTH)
    occurred_at = UtcDateTime(required=True)
    correlation_id = text(required=True, maximum=MAX_WORD_LENGTH)
    data = fields.Dict(required=True)


_envelope = Envelope()


def read_envelope(message: Any, contract: EventContract) -> dict[str, Any]:
    """The envelope as JSON holds it. Raises UnreadableMessage where it is none of this event's."""
    document = read_json(message)
    envelope = _loaded(_envelope, document, "envelope")
    if envelope["type"] != contract.name:
        raise UnreadableMessage("unknown event type")
    _loaded(contract.data(), envelope["data"], "data")
    ids = {name: envelope[name] for name in ("event_id", "tenant_id")}
    return {name: document[name] for name in envelope} | ids


def _loaded(schema: Schema, document: Any, part: str) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(document)
    except ValidationError as exc:
        # Which field is wrong: names of ours, never what the message calls them.
        wrong = [name for name in schema.fields if name in exc.messages_dict]
        raise UnreadableMessage(".".join([part, *wrong[:1]])) from None
    return loaded
