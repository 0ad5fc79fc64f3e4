"""What only the routes of bookings do: the token's customer, and the refusal of points."""

from datetime import UTC, date, datetime, time

import pytest

from contracts.enums import Role
from contracts.errors import Kind, ServiceError
from tests.integration.gateway.asking import BODIES, CUSTOMER, THING, a_role_for, ask
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


@pytest.mark.parametrize("answer", ["yes", "false", 1, 0])
@pytest.mark.parametrize("operation", ["quote_booking", "create_booking"])
def test_whether_points_are_used_is_true_or_false_and_nothing_like_it(gateway, operation, answer):
    body = BODIES[operation] | {"loyalty": {"usePoints": answer, "pointsRequested": 100}}
    refused = ask(gateway, operation, Role.CUSTOMER, json=body)
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["loyalty.usePoints"])
    assert gateway.stage.asked == []


@pytest.mark.parametrize(
    ("services", "quantities"),
    [(THING, [1]), (f"{THING}:20", [20]), (f"{THING}:3,{CUSTOMER}", [3, 1])],
)
def test_free_times_are_asked_for_by_services(gateway, services, quantities):
    params = {"date": "2026-03-08", "services": services}
    assert ask(gateway, "list_free_times", Role.CUSTOMER, params=params).ok
    request = gateway.stage.asked[0].request
    assert (request["customer_id"], request["date"]) == (CUSTOMER, date(2026, 3, 8))
    assert [one["quantity"] for one in request["services"]] == quantities
    assert request["services"][0]["service_id"] == THING


@pytest.mark.parametrize(
    "services",
    ["", ",", f"{THING},", f"{THING}:", f"{THING}:0", f"{THING}:21", f"{THING}:-1", "wash"]
    + [f"{THING}:1.5", f"{THING}:٣", f"{THING}:1:1", f"{THING} ", ",".join([THING] * 21)],
)
def test_services_that_are_not_named_properly_are_refused(gateway, services):
    params = {"date": "2026-03-08", "services": services}
    answer = ask(gateway, "list_free_times", Role.CUSTOMER, params=params)
    assert answer.status_code == 400
    assert {name.partition(".")[0] for name in answer.json()["fields"]} == {"services"}
    assert gateway.stage.asked == []


def test_free_times_are_one_page_unless_pages_are_asked_for(gateway):
    times = [
        {"time": f"{hour:02}:00", "starts_at": datetime(2026, 3, 2, hour, tzinfo=UTC)}
        for hour in range(24)
    ]
    free = {"date": "2026-03-02", "time_zone": "UTC", "duration_minutes": 60, "message": None}
    gateway.stage.answers["list_free_times"] = free | {"items": times}
    paging = ("page", "pageSize", "total")

    whole = ask(gateway, "list_free_times", Role.CUSTOMER).json()
    assert [whole[name] for name in paging] == [1, 24, 24]
    assert (len(whole["items"]), whole["durationMinutes"]) == (24, 60)
    part = ask(gateway, "list_free_times", Role.CUSTOMER, params={"page": 3, "pageSize": 10}).json()
    assert [part[name] for name in paging] == [3, 10, 24]
    assert [one["time"] for one in part["items"]] == ["20:00", "21:00", "22:00", "23:00"]


@pytest.mark.parametrize("day", ["", "2026-02-30", "tomorrow", "2026-03-08T00:00:00"])
def test_a_day_that_does_not_exist_is_refused(gateway, day):
    answer = ask(gateway, "list_free_times", Role.CUSTOMER, params={"date": day})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["date"])


def test_bookings_are_asked_for_by_status_and_days(gateway):
    params = {"status": "CONFIRMED", "from": "2026-03-01", "to": "2026-03-31"}
    answer = ask(gateway, "list_bookings", Role.STAFF, params=params)
    assert "customerName" in answer.json()["items"][0]
    request = gateway.stage.asked[0].request
    assert request["status"] == "CONFIRMED"
    assert (request["from_date"], request["to_date"]) == (date(2026, 3, 1), date(2026, 3, 31))
    for name, value in (("status", "PENDING"), ("from", "soon"), ("to", "2026-02-29")):
        refused = ask(gateway, "list_bookings", Role.STAFF, params={name: value})
        assert (refused.status_code, list(refused.json()["fields"])) == (400, [name])


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
