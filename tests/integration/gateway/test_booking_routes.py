"""What only the routes of bookings do: the token's customer, and the refusal of points."""

from datetime import date, time

import pytest

from contracts.enums import Role
from contracts.errors import Kind, ServiceError
from tests.integration.gateway.asking import CUSTOMER, THING, a_role_for, ask
from tests.integration.gateway.conftest import TENANT


def test_a_booking_says_what_is_wanted(gateway):
    answer = ask(gateway, "create_booking", Role.CUSTOMER, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 201
    assert gateway.stage.asked[0].request == {
        "tenant_id": TENANT,
        "idempotency_key": "k",
        "customer_id": CUSTOMER,
        "services": [{"service_id": THING, "quantity": 2}],
        "date": date(2026, 3, 2),
        "time": time(9, 30),
        "loyalty": {"use_points": True, "points_requested": 100},
    }


REASONS = ("INVALID_AMOUNT", "INSUFFICIENT_POINTS", "MIN_TOTAL_NOT_MET", "NO_CORE_SERVICE")


@pytest.mark.parametrize("reason", REASONS)
def test_points_that_cannot_be_used_are_refused_in_the_pinned_form(gateway, reason):
    details = {"reason_code": reason, "fix": "Add $8.00 more.", "balance": "120"}
    sentence = "To use your points, your booking total must be at least $75."
    gateway.stage.answers["create_booking"] = ServiceError(
        Kind.INVALID, "LOYALTY_REDEMPTION_BLOCKED", sentence, details
    )
    answer = ask(gateway, "create_booking", Role.CUSTOMER)
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "LOYALTY_REDEMPTION_BLOCKED",
        "code": "LOYALTY_REDEMPTION_BLOCKED",
        "reasonCode": reason,
        "message": sentence,
        "fix": "Add $8.00 more.",
        "requestId": answer.headers["X-Request-Id"],
    }


@pytest.mark.parametrize(
    ("name", "customer_id"),
    [("cancel_booking", CUSTOMER), ("cancel_any_booking", None)],
)
def test_staff_cancel_for_anybody_and_customers_for_themselves(gateway, name, customer_id):
    assert ask(gateway, name, a_role_for(name)).ok
    assert gateway.stage.asked[0].method == "cancel_booking"
    assert gateway.stage.asked[0].request["customer_id"] == customer_id
