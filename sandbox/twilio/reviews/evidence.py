"""What a reviewer can see of a bundle: the content of whatever is assigned to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World


def assigned_sids(world: World, bundle_sid: str) -> list[str]:
    assignments = world.table("entity_assignments").values()
    return [each["object_sid"] for each in assignments if each["_bundle_sid"] == bundle_sid]


def end_users_of(world: World, object_sids: list[str]) -> dict[str, Json]:
    """Attributes by end user type."""
    users = world.table("end_users")
    assigned = [users[sid] for sid in object_sids if sid in users]
    return {user["type"]: user["attributes"] for user in assigned}


def addresses_of(world: World, object_sids: list[str]) -> list[Json]:
    """The addresses that the assigned documents name."""
    documents = world.table("supporting_documents")
    addresses = world.table("addresses")
    named = [documents[sid]["attributes"] for sid in object_sids if sid in documents]
    sids = [attributes.get("address_sids", "") for attributes in named]
    return [addresses[sid] for sid in sids if sid in addresses]


def bundle_attributes(world: World, bundle_sid: str) -> Json:
    """The attributes of all end users of a bundle, the representatives' left out."""
    merged: Json = {}
    for kind, attributes in end_users_of(world, assigned_sids(world, bundle_sid)).items():
        if not kind.startswith("authorized_representative"):
            merged |= attributes
    return merged
