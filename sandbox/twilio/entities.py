"""TrustHub end users and supporting documents: the pieces that bundles are made of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sandbox.twilio.wire import Answer, ApiError, Call, Json, Route, find, listed, public

if TYPE_CHECKING:
    from sandbox.twilio.world import World


@dataclass(frozen=True)
class Kind:
    table: str
    prefix: str
    path: str
    is_document: bool = False


END_USER = Kind("end_users", "IT", "/v1/EndUsers")
DOCUMENT = Kind("supporting_documents", "RD", "/v1/SupportingDocuments", is_document=True)


def create_entity(world: World, call: Call, *, kind: Kind) -> Answer:
    now = world.iso_now()
    sid = world.new_sid(kind.prefix)
    record: Json = {
        "sid": sid,
        "account_sid": world.account_sid,
        "friendly_name": call.require("FriendlyName"),
        "type": call.require("Type"),
        "attributes": _attributes(call) or {},
        "date_created": now,
        "date_updated": now,
        "url": f"https://trusthub.twilio.com{kind.path}/{sid}",
    }
    if kind.is_document:
        record |= {"status": "DRAFT", "mime_type": None}
    world.table(kind.table)[sid] = record
    return Answer(201, public(record))


def fetch_entity(world: World, call: Call, *, sid: str, kind: Kind) -> Answer:
    return Answer(200, public(find(world, call, kind.table, sid)))


def update_entity(world: World, call: Call, *, sid: str, kind: Kind) -> Answer:
    """Attributes are replaced whole: what the caller leaves out is gone."""
    record = find(world, call, kind.table, sid)
    attributes = _attributes(call)
    record["friendly_name"] = call.text("FriendlyName") or record["friendly_name"]
    if attributes is not None:
        record["attributes"] = attributes
    record["date_updated"] = world.iso_now()
    return Answer(200, public(record))


def list_entities(world: World, call: Call, *, kind: Kind) -> Answer:
    return listed(call, [public(each) for each in world.newest_first(kind.table)], key="results")


def _attributes(call: Call) -> Json | None:
    text = call.text("Attributes")
    if text is None:
        return None
    try:
        attributes = json.loads(text)
    except ValueError as error:
        raise ApiError(400, 20001, "Attributes must be a JSON object.") from error
    if not isinstance(attributes, dict):
        raise ApiError(400, 20001, "Attributes must be a JSON object.")
    return attributes


def _routes(kind: Kind) -> list[Route]:
    base = f"/trusthub.twilio.com{kind.path}"
    return [
        ("POST", base, partial(create_entity, kind=kind)),
        ("GET", base, partial(list_entities, kind=kind)),
        ("GET", f"{base}/<sid>", partial(fetch_entity, kind=kind)),
        ("POST", f"{base}/<sid>", partial(update_entity, kind=kind)),
    ]


ROUTES: list[Route] = [*_routes(END_USER), *_routes(DOCUMENT)]
