"""What is refused before anything is hashed or stored."""

import itertools
from datetime import UTC, datetime

import pytest

from chassis.keys import Keys
from contracts.errors import Kind, ServiceError
from services.tenants.digests import KeyedDigests
from services.tenants.use_cases import UseCases

TENANT = "00000000-0000-4000-8000-000000000001"


class Untouched:
    """A port that no refused request reaches."""

    def __call__(self, tenant_id):
        raise AssertionError("a transaction was opened")

    def hash(self, password):
        raise AssertionError("a password was hashed")


class Now:
    def now(self):
        return datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


class Counted:
    def __init__(self):
        self._numbers = itertools.count(1)

    def new(self):
        return f"00000000-0000-4000-9000-{next(self._numbers):012d}"


@pytest.fixture
def use_cases():
    return UseCases(
        unit_of_work=Untouched(),
        passwords=Untouched(),
        digests=KeyedDigests(Keys("a secret key")),
        clock=Now(),
        ids=Counted(),
    )


def a_tenant(**changes):
    return {
        "name": "Shine Studio",
        "time_zone": "America/New_York",
        "owner_name": "Omar",
        "owner_email": "owner@shine.test",
        "owner_password": "correct horse battery",
    } | changes


def a_customer(**changes):
    return {
        "tenant_id": TENANT,
        "name": "Sam",
        "email": "sam@shine.test",
        "phone": None,
        "password": None,
        "idempotency_key": None,
    } | changes


@pytest.mark.parametrize(
    "time_zone",
    [
        "Mars/Olympus_Mons",
        "America",
        "",
        "../../etc/passwd",
        "/etc/localtime",
        "localtime",
        "Factory",
        "posix/America/Chicago",
        "america/chicag\0o",
    ],
)
def test_a_tenant_needs_a_time_zone_that_exists(use_cases, time_zone):
    with pytest.raises(ServiceError) as refused:
        use_cases.create_tenant(a_tenant(time_zone=time_zone))
    assert refused.value.kind is Kind.INVALID
    assert list(refused.value.fields) == ["time_zone"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "   "),
        ("name", "Shine\0Studio"),
        ("owner_name", "\t"),
        ("owner_email", "a" * 250 + "@shine.test"),
    ],
)
def test_a_tenant_that_cannot_be_stored_is_refused_by_field(use_cases, field, value):
    with pytest.raises(ServiceError) as refused:
        use_cases.create_tenant(a_tenant(**{field: value}))
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("phone", "555-0100"),
        ("phone", ""),
        ("phone", "+1512555010012345"),
        ("phone", "+1512555\u0661\u0661\u0661\u0661"),
    ],
)
def test_a_customer_that_cannot_be_stored_is_refused_by_field(use_cases, field, value):
    with pytest.raises(ServiceError) as refused:
        use_cases.register_customer(a_customer(**{field: value}))
    assert list(refused.value.fields) == [field]


def test_a_change_of_a_customer_is_checked_like_a_new_one(use_cases):
    request = {"tenant_id": TENANT, "customer_id": TENANT, "idempotency_key": None}
    for change in ({"name": "\n"}, {"phone": "call me"}):
        with pytest.raises(ServiceError) as refused:
            use_cases.update_customer(request | change)
        assert list(refused.value.fields) == list(change)
