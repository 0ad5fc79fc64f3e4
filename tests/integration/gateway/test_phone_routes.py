"""What only the routes of the phone do: prices in dollars, a page of a search, other numbers."""

import json

import pytest

from contracts.enums import Role
from contracts.errors import Code, conflict
from tests.integration.gateway.conftest import TENANT


def test_a_number_costs_dollars_outside_and_cents_inside(gateway):
    offers = [{**an_offer(number), "monthly_price_cents": 115} for number in range(25)]
    gateway.stage.answers["search_numbers"] = {
        "items": offers,
        "page": 1,
        "page_size": 25,
        "total": 25,
    }
    path = "/api/admin/phone/available-numbers?areaCode=512&contains=55&page=2&pageSize=10"
    told = gateway.ask("GET", path, role=Role.OWNER).json()
    assert (told["page"], told["pageSize"], told["total"]) == (2, 10, 25)
    assert [item["phoneNumber"] for item in told["items"]] == [
        f"+1512555{n:04}" for n in range(10, 20)
    ]
    assert {item["monthlyPrice"] for item in told["items"]} == {1.15}
    wanted = {"tenant_id": TENANT, "area_code": "512", "contains": "55"}
    assert gateway.stage.asked[0].request == wanted


@pytest.mark.parametrize("offers", [0, 2])
def test_a_number_that_is_gone_is_refused_with_others_to_choose_from(gateway, offers):
    others = [{**an_offer(number), "monthly_price_cents": 115} for number in range(offers)]
    details = {"alternatives": json.dumps(others)} if others else None
    gateway.stage.answers["buy_number"] = conflict(Code.NUMBER_UNAVAILABLE, "Gone.", details)
    body = {"phoneNumber": "+15125550142"}
    answer = gateway.ask("POST", "/api/admin/phone/numbers", role=Role.OWNER, json=body)
    told = answer.json()
    assert (answer.status_code, told["error"], told["code"]) == (409, "Gone.", "NUMBER_UNAVAILABLE")
    assert told["requestId"] == answer.headers["X-Request-Id"]
    assert told["alternatives"] == [
        {
            "phoneNumber": f"+1512555{number:04}",
            "locality": "Austin",
            "region": "TX",
            "monthlyPrice": 1.15,
        }
        for number in range(offers)
    ]


def test_another_refusal_of_a_purchase_has_the_usual_body(gateway):
    gateway.stage.answers["buy_number"] = conflict(Code.PROVISIONING_MANAGED, "Managed.")
    body = {"areaCode": "512"}
    answer = gateway.ask("POST", "/api/admin/phone/numbers", role=Role.OWNER, json=body)
    assert (answer.status_code, set(answer.json())) == (409, {"error", "code", "requestId"})


def an_offer(number):
    can = {"sms": True, "mms": True, "voice": True}
    return {
        "phone_number": f"+1512555{number:04}",
        "locality": "Austin",
        "region": "TX",
        "capabilities": can,
    }
