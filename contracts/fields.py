"""Field types and schema bases shared by all messages."""

import base64
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields
from marshmallow.validate import Length, OneOf, Range


class Request(Schema):
    """What a caller sends: unknown fields are refused, so that a misspelt one is never ignored."""

    class Meta:
        unknown = RAISE


class Reply(Schema):
    """What comes back, and what events carry: unknown fields are ignored, so owners may add."""

    class Meta:
        unknown = EXCLUDE


class Id(fields.String):
    """A UUID in its canonical text form; stays text inside, so that ids compare and log plainly."""

    default_error_messages = {"invalid_uuid": "Not a valid id."}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return str(uuid.UUID(text))
        except ValueError:
            raise self.make_error("invalid_uuid") from None


class Binary(fields.Field[bytes]):
    """Bytes inside, base64 on the wire."""

    default_error_messages = {"invalid": "Not base64."}

    def _serialize(
        self, value: bytes | str | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        return base64.b64encode(value).decode() if isinstance(value, bytes) else value

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bytes:
        try:
            return base64.b64decode(value, validate=True)
        except (TypeError, ValueError):
            raise self.make_error("invalid") from None


class Flag(fields.Boolean):
    """True or false and nothing else: `"yes"` or `1` in a request is a mistake, not an answer."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class UtcDateTime(fields.AwareDateTime):
    """An instant: UTC, ISO 8601, written with Z."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", default_timezone=UTC, **kwargs)

    def _serialize(
        self, value: datetime | str | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        if value is None or isinstance(value, str):
            return value  # a stored reply that is given again is text already
        if value.tzinfo is None:
            raise ValidationError("An instant needs a time zone.", attr or "")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class TenantRequest(Request):
    """A call on behalf of one tenant; the gateway fills the id from the caller's token."""

    tenant_id = Id(required=True)


class WriteRequest(TenantRequest):
    """A repeat with the same key and body gives the first answer instead of a second effect."""

    idempotency_key = fields.String(load_default=None, allow_none=True, validate=Length(1, 200))


class PageRequest(TenantRequest):
    page = fields.Integer(load_default=1, validate=Range(1, 1_000_000))
    page_size = fields.Integer(load_default=20, validate=Range(1, 100))


class Empty(Reply):
    """Nothing to tell."""


class Nothing(Request):
    """Nothing to ask with."""


def page_of(item: type[Schema], name: str) -> type[Schema]:
    """The reply schema of a list: items, page, page_size, total."""
    members: dict[str, Any] = {
        "items": fields.List(fields.Nested(item), required=True),
        "page": fields.Integer(required=True),
        "page_size": fields.Integer(required=True),
        "total": fields.Integer(required=True),
    }
    return type(name, (Reply,), members)


def text(*, maximum: int = 200, minimum: int = 0, **kwargs: Any) -> fields.String:
    return fields.String(validate=[Length(min=minimum, max=maximum), _storable], **kwargs)


# PostgreSQL's text holds every character but NUL, and UTF-8 has no lone surrogates.
_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")


def _storable(value: str) -> None:
    if _NOT_STORABLE.search(value):
        raise ValidationError("Contains a character that cannot be stored.")


def texts(*, most: int = 20, maximum: int = 200, **kwargs: Any) -> fields.List[Any]:
    return fields.List(text(maximum=maximum), validate=Length(max=most), **kwargs)


def one_of(words: type[StrEnum], **kwargs: Any) -> fields.String:
    """One word of a closed list."""
    return fields.String(validate=OneOf([word.value for word in words]), **kwargs)
