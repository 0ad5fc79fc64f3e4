"""Searching, buying and giving back numbers."""

from __future__ import annotations

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio.constants import NUMBER_MONTHLY_FEE
from sandbox.twilio.inventory import matches, stock_of


def found(driver, **asked):
    local = driver.client.available_phone_numbers("US").local
    return [each.phone_number for each in local.list(**asked)]


def refusal_of(action):
    with pytest.raises(TwilioRestException) as refused:
        action()
    return refused.value.status, refused.value.code


def test_the_same_numbers_are_for_sale_whoever_asks(driver):
    first = found(driver, area_code="512", limit=10)
    assert first == found(driver, area_code="512", limit=10) == list(stock_of("512")[:10])
    assert len(found(driver, area_code="512")) == 40
    assert {number[2:5] for number in found(driver, limit=20)} > {"512", "212"}


def test_an_offer_says_where_it_is_from_and_what_it_can(driver):
    local = driver.client.available_phone_numbers("US").local
    offer = local.list(area_code="512", limit=1)[0]
    assert (offer.locality, offer.region, offer.iso_country) == ("Austin", "TX", "US")
    assert offer.capabilities == {"voice": True, "SMS": True, "MMS": True, "fax": False}


def test_a_search_can_ask_for_digits_capabilities_and_no_address(driver):
    number = stock_of("512")[3]
    assert found(driver, contains=number[-4:]) == [number]
    assert number in found(driver, area_code="512", contains=f"512555{number[-4]}***")
    with_pictures = found(driver, area_code="512", mms_enabled=True)
    without = found(driver, area_code="512", mms_enabled=False)
    assert len(with_pictures) + len(without) == 40
    assert without
    free = found(driver, area_code="512", exclude_all_address_required=True)
    assert len(free) == 36
    assert found(driver, in_locality="austin", area_code="737", limit=1)
    assert found(driver, area_code="512", in_region="CA") == []


@pytest.mark.parametrize(
    ("pattern", "is_found"),
    [
        ("5551234", True),
        ("512555", True),
        ("^1512", True),
        ("^512", True),
        ("+1512", True),
        ("^555", False),
        ("1234$", True),
        ("123$", False),
        ("512%34", True),
        ("555****", True),
        ("JJJ", True),
        ("5559", False),
    ],
)
def test_a_pattern_is_found_as_twilio_finds_it(pattern, is_found):
    assert matches("+15125551234", pattern) is is_found


def test_area_codes_that_are_none_or_sold_out_are_told_apart(driver):
    query = "https://api.twilio.com/2010-04-01/Accounts/{}/AvailablePhoneNumbers/US/Local.json"
    url = query.format(driver.client.account_sid)
    answer = driver.client.request("GET", url, params={"AreaCode": "99"})
    assert (answer.status_code, '"code": 21451' in answer.text) == (400, True)
    answer = driver.client.request("GET", url, params={"Contains": "!"})
    assert (answer.status_code, '"code": 20001' in answer.text) == (400, True)
    assert found(driver, area_code="907") == []
    assert refusal_of(lambda: driver.buy(area_code="199")) == (400, 21451)
    assert refusal_of(lambda: driver.buy(area_code="907")) == (400, 21452)


def test_a_bought_number_is_configured_paid_once_and_not_for_sale_any_more(driver):
    wanted = stock_of("512")[1]
    number = driver.buy(
        phone_number=wanted, friendly_name="line", voice_url="http://127.0.0.1/v", sms_url=""
    )
    assert (number.phone_number, number.friendly_name) == (wanted, "line")
    assert (number.voice_url, number.sms_url) == ("http://127.0.0.1/v", None)
    driver.client.incoming_phone_numbers(number.sid).update(friendly_name="renamed")
    fees = driver.control("GET", "fees")
    assert fees["total_cents"] == NUMBER_MONTHLY_FEE
    assert fees["fees"][0]["sid"] == number.sid
    assert wanted not in found(driver, area_code="512")
    assert refusal_of(lambda: driver.buy(phone_number=wanted)) == (400, 21422)
    assert driver.buy(area_code="512").friendly_name.startswith("(512) 555-")


def test_what_cannot_be_bought_says_why(driver):
    assert refusal_of(lambda: driver.buy(phone_number="5125551234")) == (400, 21421)
    assert refusal_of(lambda: driver.buy(phone_number="+15125550100")) == (400, 21422)
    assert refusal_of(lambda: driver.buy(friendly_name="x")) == (400, 21401)
    asks_address = stock_of("512")[9]
    assert refusal_of(lambda: driver.buy(phone_number=asks_address)) == (400, 21631)
    assert driver.buy(phone_number=asks_address, address_sid="AD" + "0" * 32).sid
    for code in (21404, 22300):
        driver.fault("POST .*/IncomingPhoneNumbers.json$", "status", status=400, code=code)
        assert refusal_of(driver.buy) == (400, code)
    assert driver.control("GET", "fees")["total_cents"] == NUMBER_MONTHLY_FEE


def test_a_purchase_can_lose_the_race(driver):
    wanted = found(driver, area_code="512", limit=1)[0]
    driver.control("POST", "purchases", lose_next=1)
    assert refusal_of(lambda: driver.buy(phone_number=wanted)) == (400, 21422)
    assert wanted not in found(driver, area_code="512")
    assert driver.control("GET", "fees")["total_cents"] == 0
    assert driver.buy(area_code="512").sid
    other = found(driver, area_code="512", limit=1)[0]
    driver.control("POST", "purchases", take=other)
    assert refusal_of(lambda: driver.buy(phone_number=other)) == (400, 21422)
    with pytest.raises(requests.HTTPError):
        driver.control("POST", "purchases", lose_next=-1)


def test_a_released_number_is_gone_for_good(driver):
    number = driver.buy()
    service = driver.service()
    driver.pool(service).create(phone_number_sid=number.sid)
    assert driver.client.incoming_phone_numbers(number.sid).delete()
    assert driver.pool(service).list() == []
    assert refusal_of(driver.client.incoming_phone_numbers(number.sid).fetch) == (404, 20404)
    assert number.phone_number not in found(driver, area_code="512")
