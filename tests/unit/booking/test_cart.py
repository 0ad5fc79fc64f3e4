"""What is booked and what it costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from contracts.booking import CreateBookingRequest
from contracts.demo import CASEY, CLEAN_MACHINE
from contracts.errors import ServiceError
from services.booking.domain.cart import OfferedService, Wanted, fill_cart


def a_service(service_id="wash", cents=35_00, minutes=30, is_core=False):
    return OfferedService(
        id=service_id,
        name=service_id.title(),
        price_cents=cents,
        duration_minutes=minutes,
        is_core=is_core,
    )


OFFERED = {
    "wash": a_service(),
    "interior": a_service("interior", 150_00, 180, is_core=True),
}


def a_request(**changes):
    return {
        "tenant_id": CLEAN_MACHINE,
        "customer_id": CASEY,
        "services": [{"service_id": CASEY}],
        "date": "2025-03-04",
        "time": "09:30",
        **changes,
    }


def test_a_cart_adds_prices_and_lengths_by_quantity():
    cart = fill_cart([Wanted("wash", 3), Wanted("interior", 1)], OFFERED)

    assert (cart.subtotal_cents, cart.duration_minutes) == (255_00, 270)
    assert [item.name for item in cart.items] == ["Wash", "Interior"]


def test_one_core_service_makes_a_core_cart():
    assert fill_cart([Wanted("wash", 1), Wanted("interior", 1)], OFFERED).has_core_service
    assert not fill_cart([Wanted("wash", 20)], OFFERED).has_core_service


def test_each_wrong_service_is_named_by_its_place():
    with pytest.raises(ServiceError) as caught:
        fill_cart([Wanted("wash", 1), Wanted("wax", 1), Wanted("wash", 2)], OFFERED)

    assert caught.value.fields == {
        "services": {
            "1": {"service_id": ["This service is not offered."]},
            "2": {"service_id": ["Name each service once, with its quantity."]},
        }
    }


@given(st.integers(0, 1_000_000), st.integers(1, 20))
def test_money_stays_whole(cents, quantity):
    cart = fill_cart([Wanted("wash", quantity)], {"wash": a_service(cents=cents)})

    assert cart.subtotal_cents == cents * quantity
    assert isinstance(cart.subtotal_cents, int)


def wanted(quantity):
    return {"services": [{"service_id": CASEY, "quantity": quantity}]}


@pytest.mark.parametrize(
    "wrong",
    [
        wanted(0),
        wanted(21),
        wanted(1.5),
        wanted("2"),
        wanted(True),
        {"services": []},
        {"services": [{"service_id": CASEY}] * 21},
        {"services": [{"service_id": "wash"}]},
        {"date": "2025-02-30"},
        {"date": None},
        {"time": "24:00"},
        {"time": "9.30"},
        {"loyalty": {"use_points": True, "points_requested": 1.5}},
        {"loyalty": {"use_points": True, "points_requested": 10**10}},
        {"loyalty": {"points_requested": 5}},
        {"total": 1},
    ],
)
def test_the_contract_refuses_what_is_no_booking(wrong):
    with pytest.raises(ValidationError):
        CreateBookingRequest().load(a_request(**wrong))


def test_the_contract_takes_one_to_twenty_of_a_service():
    for quantity in (1, 20):
        loaded = CreateBookingRequest().load(a_request(**wanted(quantity)))
        assert loaded["services"][0]["quantity"] == quantity
