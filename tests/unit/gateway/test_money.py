"""Dollars outside, cents inside, and nothing lost on the way."""

import json
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields
from marshmallow.validate import Length, Range

from contracts import catalogue
from services.gateway import schemas
from services.gateway.http.reading import parse
from services.gateway.money import MOST_DOLLARS, Dollars, cents_of, dollars_of
from services.gateway.naming import is_money

amounts = st.integers(min_value=-(10**14), max_value=10**14)


@given(amounts)
def test_cents_come_back_as_they_went(cents):
    assert cents_of(dollars_of(cents)) == cents


@given(amounts)
def test_written_as_json_they_have_two_decimals_at_most(cents):
    for write in (json.dumps, lambda value: orjson.dumps(value).decode()):
        text = write(dollars_of(cents))
        assert Decimal(text) == Decimal(cents) / 100
        assert cents_of(parse(text.encode())) == cents


@given(amounts)
def test_an_amount_written_by_hand_is_read_to_the_cent(cents):
    assert cents_of(parse(f"{Decimal(cents) / 100:f}".encode())) == cents


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_is_an_exact_amount_or_refused(number):
    try:
        cents = cents_of(number)
    except ValueError:
        return
    assert Decimal(cents) / 100 == Decimal(str(number))


@pytest.mark.parametrize("number", [0.1 + 0.2, 12.345, 0.001, 1e-9, 100000.005, 1e-320])
def test_what_has_more_than_two_decimals_is_not_rounded(number):
    with pytest.raises(ValueError, match="two decimals"):
        cents_of(number)


@pytest.mark.parametrize("number", [1e300, -1e13, 10**400, MOST_DOLLARS + 1, float("nan")])
def test_what_is_no_sane_amount_is_refused(number):
    with pytest.raises(ValueError, match="amount of dollars"):
        cents_of(number)


@pytest.mark.parametrize(
    ("number", "cents"),
    [(75, 7500), (75.0, 7500), (0.1, 10), (-0.0, 0), (1.15, 115)],
)
def test_the_same_amount_may_be_written_in_several_ways(number, cents):
    assert cents_of(number) == cents


@pytest.mark.parametrize("value", ["12.50", True, False, [], {}, None])
def test_only_a_number_is_an_amount(value):
    with pytest.raises(ValidationError):
        schemas.LoyaltySettingsInput().load({"pointValue": value})


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("pointValue", 0, "Must be $0.01 to $100.00."),
        ("pointValue", 100.01, "Must be $0.01 to $100.00."),
        ("pointValue", 0.105, "Dollars have at most two decimals."),
        ("minCartTotal", -0.01, "Must be $0.00 to $10,000,000.00."),
        ("minCartTotal", 1e11, "Must be $0.00 to $10,000,000.00."),
        ("minCartTotal", 1e13, "Not an amount of dollars."),
        ("minCartTotal", "75", "Not an amount of dollars."),
    ],
)
def test_limits_are_told_in_dollars(field, value, sentence):
    with pytest.raises(ValidationError) as refused:
        schemas.LoyaltySettingsInput().load({field: value})
    assert refused.value.messages == {field: [sentence]}


def test_what_is_left_out_takes_the_contracts_default():
    assert schemas.LoyaltySettingsInput().load({"minCartTotal": 75.5}) == {
        "min_cart_total_cents": 7550,
        "require_core_service": False,
        "guardrail_message": None,
        "point_value_cents": 10,
    }


def test_nothing_stays_nothing():
    assert schemas.LoyaltySettings().dump({"min_cart_total_cents": None}) == {"minCartTotal": None}


def test_a_rule_that_is_not_about_amounts_cannot_be_told_in_dollars():
    with pytest.raises(TypeError):
        Dollars.like(fields.Integer(validate=Length(1)))


def contract_fields(schema):
    for name, field in schema._declared_fields.items():
        yield name, field
        while isinstance(field, fields.List):
            field = field.inner
        if isinstance(field, fields.Nested):
            yield from contract_fields(field.nested)


def test_whatever_a_contract_counts_in_cents_is_named_so_and_whole():
    found = [
        (name, field)
        for rpc in catalogue.RPCS.values()
        for schema in (rpc.request, rpc.reply)
        for name, field in contract_fields(schema)
        if is_money(name)
    ]
    assert found
    assert all(type(field) is fields.Integer for _, field in found)
    assert all(isinstance(rule, Range) for _, field in found for rule in field.validators)
