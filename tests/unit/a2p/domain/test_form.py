"""What a form is told of its fields is what requests take and checks demand."""

from dataclasses import replace
from typing import Any

import pytest
from marshmallow import Schema, fields
from marshmallow.validate import Length

from contracts import a2p
from contracts.enums import BrandType
from services.a2p.domain.campaign import CREATE_ONLY
from services.a2p.domain.checks import check_campaign
from services.a2p.domain.form import BRAND_KINDS, FIELDS, FormField
from services.a2p.domain.known_errors import KNOWN_ERRORS
from services.a2p.domain.profile import (
    BusinessProfile,
    camel_case,
    missing_fields,
    snake_case,
)
from services.a2p.domain.reasons import FIELD_NAMES
from tests.unit.a2p.domain.builders import a_content, a_profile, a_sole_proprietor

PROFILE = "businessProfile."
PATHS = {each.field for each in FIELDS}


def written(schema: type[Schema], prefix: str = "") -> dict[str, fields.Field[Any]]:
    found: dict[str, fields.Field[Any]] = {}
    for name, field in schema().fields.items():
        path = f"{prefix}{camel_case(name)}"
        if isinstance(field, fields.Nested):
            found |= written(field.nested, f"{path}.")  # type: ignore[arg-type]
        else:
            found[path] = field
    return found


WRITTEN = written(a2p.CampaignFields) | {
    f"{PROFILE}{path}": field
    for path, field in written(a2p.PutBusinessProfileRequest).items()
    if path not in ("tenantId", "idempotencyKey", "expectedVersions")
}


def longest(field: fields.Field[Any]) -> int:
    inner = field.inner if isinstance(field, fields.List) else field
    return max(v.max for v in inner.validators if isinstance(v, Length) and v.max)


def test_the_form_has_exactly_the_fields_that_a_tenant_may_write() -> None:
    assert set(WRITTEN) == PATHS
    assert len(PATHS) == len(FIELDS)


@pytest.mark.parametrize("each", [f for f in FIELDS if f.length], ids=lambda f: f.field)
def test_a_request_takes_whatever_the_form_allows(each: FormField) -> None:
    assert each.length is not None
    assert each.length[1] <= longest(WRITTEN[each.field])


@pytest.mark.parametrize("field", ["description", "messageFlow", "optInMessage", "helpMessage"])
def test_the_checks_object_beyond_the_limits_of_the_form(field: str) -> None:
    [entry] = [each for each in FIELDS if each.field == field]
    assert entry.length is not None
    low, high = entry.length
    for size, is_fine in ((low - 1, False), (low, True), (high, True), (high + 1, False)):
        content = a_content(**{snake_case(field): "x" * size})
        ids = {found.rule_id for found in check_campaign(content, a_profile())}
        assert (not any(each.endswith("-length") for each in ids)) is is_fine, size


@pytest.mark.parametrize("brand_type", BrandType)
def test_what_the_form_requires_is_what_the_checks_miss_in_an_empty_form(
    brand_type: BrandType,
) -> None:
    required = {each.field for each in FIELDS if brand_type in each.required_of}
    empty = BusinessProfile(brand_type=brand_type)
    assert {path for path in required if path.startswith(PROFILE)} == {
        f"{PROFILE}{path}" for path in missing_fields(empty)
    }
    profile = a_sole_proprietor() if brand_type is BrandType.SOLE_PROPRIETOR else a_profile()
    blank = replace(a_content(), **dict.fromkeys(_texts(required), None), sample_messages=())
    blocked = {f.field for f in check_campaign(blank, profile) if f.is_blocking}
    assert {path for path in required if not path.startswith(PROFILE)} - {"name"} <= blocked


def _texts(required: set[str]) -> list[str]:
    skipped = ("name", "sampleMessages")
    return [snake_case(p) for p in required if not p.startswith(PROFILE) and p not in skipped]


def test_every_offered_word_is_taken_without_a_warning() -> None:
    """Of the fields whose words Twilio lists."""
    for each in FIELDS:
        path = each.field.removeprefix(PROFILE)
        if not each.choices or "." in path:
            continue
        for choice in each.choices:
            profile = replace(a_profile(), **{snake_case(path): choice.value})
            found = check_campaign(a_content(), profile)
            known = [f for f in found if f.rule_id == "profile-known-values"]
            assert known == [], choice


def test_an_unlisted_word_is_warned_of() -> None:
    for path in ("registration_identifier", "regions_of_operation", "industry"):
        found = check_campaign(a_content(), a_profile(**{path: "Something else"}))
        [warning] = [f for f in found if f.rule_id == "profile-known-values"]
        assert warning.field == f"{PROFILE}{camel_case(path)}"
        assert not warning.is_blocking


def test_reasons_and_findings_name_fields_of_the_form() -> None:
    """So that a page can lead from each to its field."""
    named = {entry.field for entry in KNOWN_ERRORS.values() if entry.field}
    assert named | set(FIELD_NAMES.values()) <= PATHS


def test_what_cannot_be_changed_later_is_marked() -> None:
    fixed = {snake_case(each.field) for each in FIELDS if each.is_fixed_once_registered}
    assert fixed == set(CREATE_ONLY)


def test_each_kind_of_registration_is_offered_with_its_price() -> None:
    assert {kind.brand_type for kind in BRAND_KINDS} == set(BrandType)
    assert all(kind.fee_cents > 0 for kind in BRAND_KINDS)
