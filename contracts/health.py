"""Every service answers how it is."""

from marshmallow import fields

from contracts.fields import Nothing, Reply
from contracts.shapes import CallKind, RpcContract


class HealthReply(Reply):
    service = fields.String(required=True)
    database = fields.Boolean(required=True, allow_none=True)


def health_of(service: str) -> RpcContract:
    return RpcContract(service, "health", CallKind.READ, Nothing, HealthReply)
