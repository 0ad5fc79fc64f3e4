"""What only the routes of the phone do: prices in dollars, a page of a search, other numbers."""

import json

import pytest

from contracts.enums import Role
from contracts.errors import Code, conflict, invalid, not_found
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


AUDIO = f"/api/admin/phone/voicemails/{TENANT}/audio"


def test_a_voicemail_is_played_as_sound_and_nothing_else_is_told(gateway):
    answer = gateway.ask("GET", AUDIO, role=Role.ADMIN)
    assert (answer.status_code, answer.content) == (200, b"RIFF")
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert gateway.stage.asked[0].request == {"tenant_id": TENANT, "voicemail_id": TENANT}


def test_a_voicemail_that_is_not_there_is_told_as_json(gateway):
    gateway.stage.answers["get_voicemail_audio"] = not_found("voicemail")
    answer = gateway.ask("GET", AUDIO, role=Role.OWNER)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_a_mistake_in_a_menu_to_try_is_told_by_its_place(gateway):
    menu = {"greeting": "Hi.", "options": [], "fallback": "FORWARD"}
    refusal = invalid("No.", {"menu.fallback": ["Set a number."]})
    gateway.stage.answers["walk_ivr_menu"] = refusal
    path = "/api/admin/phone/ivr-menu/walk"
    answer = gateway.ask("POST", path, role=Role.OWNER, json={"menu": menu, "digits": ["1"]})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["menu.fallback"])
    odd = gateway.ask("POST", path, role=Role.OWNER, json={"digits": ["12"]})
    assert (odd.status_code, list(odd.json()["fields"])) == (400, ["digits.0"])
