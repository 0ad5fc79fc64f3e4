"""What only the routes of the phone do: prices in dollars, and a page of a search."""

from contracts.enums import Role
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


def an_offer(number):
    can = {"sms": True, "mms": True, "voice": True}
    return {
        "phone_number": f"+1512555{number:04}",
        "locality": "Austin",
        "region": "TX",
        "capabilities": can,
    }
