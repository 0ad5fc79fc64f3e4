"""Whether a bundle holds what its policy asks for, requirement by requirement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sandbox.twilio import lifecycles
from sandbox.twilio.policies import POLICIES, Field, Requirement
from sandbox.twilio.wire import Json

if TYPE_CHECKING:
    from sandbox.twilio.world import World

END_USER_MISSING = 22214
END_USER_FIELD = 22215
DOCUMENT_MISSING = 22216
DOCUMENT_FIELD = 22217
BUNDLE_MISSING = 22218
ADDRESS_MISSING = 22219

MISSING_CODES = {
    "end_user": END_USER_MISSING,
    "document": DOCUMENT_MISSING,
    "bundle": BUNDLE_MISSING,
}
STOCK_FIELDS = ("stock_exchange", "stock_ticker")


def evaluate(world: World, *, policy_sid: str, object_sids: Iterable[str]) -> list[Json]:
    """The results of an evaluation; compliant means that every one passed."""
    assigned = [_resolve(world, sid) for sid in object_sids]
    results = []
    for requirement in POLICIES[policy_sid].requirements:
        found = [each for each in assigned if each and _satisfies(requirement, each)]
        if found or not requirement.is_optional:
            results.append(_result(world, requirement, found[-1] if found else None))
    return results


def is_compliant(results: Iterable[Json]) -> bool:
    return all(result["passed"] for result in results)


def _resolve(world: World, sid: str) -> Json | None:
    for table in ("end_users", "supporting_documents", "customer_profiles", "trust_products"):
        if sid in world.table(table):
            return world.table(table)[sid]
    return None


def _satisfies(requirement: Requirement, entity: Json) -> bool:
    if requirement.kind == "bundle":
        return entity.get("policy_sid") in requirement.bundle_policies
    return bool(entity.get("type") == requirement.object_type)


def _result(world: World, requirement: Requirement, entity: Json | None) -> Json:
    invalid = [_invalid_field(each, requirement) for each in requirement.fields]
    valid: list[Json] = []
    if entity is not None:
        invalid, valid = _checked_fields(world, requirement, entity)
    code = None if entity is not None else MISSING_CODES[requirement.kind]
    reason = f"A {requirement.friendly_name} is missing. Please add one to the bundle."
    return {
        "friendly_name": requirement.friendly_name,
        "object_type": requirement.object_type,
        "passed": entity is not None and not invalid,
        "failure_reason": reason if entity is None else None,
        "error_code": code,
        "valid": valid,
        "invalid": invalid,
        "requirement_friendly_name": requirement.friendly_name,
        "requirement_name": requirement.name,
    }


def _checked_fields(
    world: World, requirement: Requirement, entity: Json
) -> tuple[list[Json], list[Json]]:
    if requirement.kind == "bundle":
        return _checked_bundle(world, requirement, entity)
    attributes = entity["attributes"]
    fields = [*requirement.fields, *_stock_fields(requirement, attributes)]
    invalid = [
        _invalid_field(field, requirement, given=attributes.get(field.name))
        for field in fields
        if not _is_valid(world, field, attributes.get(field.name))
    ]
    refused = {each["object_field"] for each in invalid}
    return invalid, [_valid_field(field) for field in fields if field.name not in refused]


def _checked_bundle(
    world: World, requirement: Requirement, entity: Json
) -> tuple[list[Json], list[Json]]:
    field = requirement.fields[0]
    status = lifecycles.bundle_status(entity, now=world.clock.now())
    if status in ("draft", "twilio-rejected"):
        return [_invalid_field(field, requirement, given=status)], []
    return [], [_valid_field(field)]


def _stock_fields(requirement: Requirement, attributes: Json) -> list[Field]:
    """A public company must name its stock; anybody else must not mention one, not even empty."""
    if "company_type" not in {field.name for field in requirement.fields}:
        return []
    if attributes.get("company_type") == "public":
        return [Field(name) for name in STOCK_FIELDS]
    return [Field(name, lambda _: False) for name in STOCK_FIELDS if name in attributes]


def _is_valid(world: World, field: Field, value: object) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    if field.name == "address_sids":
        return value in world.table("addresses")
    return field.is_valid(value)


def _invalid_field(field: Field, requirement: Requirement, *, given: object = None) -> Json:
    code = END_USER_FIELD if requirement.kind == "end_user" else DOCUMENT_FIELD
    if field.name == "address_sids":
        code = ADDRESS_MISSING
    if requirement.kind == "bundle":
        code = BUNDLE_MISSING
    problem = "missing" if given in (None, "") else "not valid"
    reason = f"The {field.friendly_name} is {problem} on the {requirement.friendly_name}."
    return {
        "object_field": field.name,
        "friendly_name": field.friendly_name,
        "failure_reason": reason,
        "error_code": code,
        "passed": False,
    }


def _valid_field(field: Field) -> Json:
    return {
        "object_field": field.name,
        "friendly_name": field.friendly_name,
        "failure_reason": None,
        "error_code": None,
        "passed": True,
    }
