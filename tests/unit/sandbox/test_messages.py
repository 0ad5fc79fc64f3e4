"""Sending: what is refused, what arrives, what the carriers stop, and how it is reported."""

from __future__ import annotations

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio.constants import (
    CLEAN_MACHINE_NUMBER_SID,
    CLEAN_MACHINE_PHONE_NUMBER,
    CLEAN_MACHINE_SERVICE_SID,
    NUMBER_REGISTERED_SECONDS,
)
from tests.unit.sandbox.driver import A_DAY

PERSON = "+15125550142"
TEXT = "Clean Machine: your detail is booked. Reply STOP to opt out."


def send(driver, **asked):
    values = {"to": PERSON, "body": TEXT, "messaging_service_sid": CLEAN_MACHINE_SERVICE_SID}
    given = {name: value for name, value in (values | asked).items() if value is not None}
    return driver.client.messages.create(**given)


def end_of(driver, message):
    driver.pass_time(10)
    fetched = driver.client.messages(message.sid).fetch()
    return fetched.status, fetched.error_code


def refused_code(driver, **asked):
    with pytest.raises(TwilioRestException) as refused:
        send(driver, **asked)
    return refused.value.code


def approved_service(driver, **content):
    campaign = driver.campaign(driver.approved_brand().sid, **content)
    driver.advance(A_DAY)
    return campaign.messaging_service_sid


def test_a_message_is_accepted_queued_sent_and_delivered(driver, receiver):
    message = send(driver, status_callback=f"{receiver.url}/status?message=1")
    assert (message.status, message.from_, message.date_sent) == ("accepted", None, None)
    driver.pass_time(1)
    fetched = driver.client.messages(message.sid).fetch()
    assert (fetched.status, fetched.from_) == ("queued", CLEAN_MACHINE_PHONE_NUMBER)
    driver.pass_time(1)
    assert driver.client.messages(message.sid).fetch().status == "sent"
    driver.pass_time(3)
    assert driver.client.messages(message.sid).fetch().date_sent is not None
    assert [each.form["MessageStatus"] for each in receiver.taken] == [
        "queued",
        "sent",
        "delivered",
    ]
    assert all(each.is_signed for each in receiver.taken)
    form = receiver.taken[-1].form
    assert (form["MessageSid"], form["SmsSid"]) == (message.sid, message.sid)
    assert (form["To"], form["MessagingServiceSid"]) == (PERSON, CLEAN_MACHINE_SERVICE_SID)
    assert "ErrorCode" not in form


def test_messages_are_listed_by_either_end(driver):
    first, second = send(driver), send(driver, to="+15125550143")
    assert [each.sid for each in driver.client.messages.list()] == [second.sid, first.sid]
    assert [each.sid for each in driver.client.messages.list(to=PERSON)] == [first.sid]
    assert len(driver.client.messages.list(from_=CLEAN_MACHINE_PHONE_NUMBER)) == 2


def test_without_a_callback_of_its_own_the_service_is_told(driver, receiver):
    service = driver.client.messaging.v1.services(CLEAN_MACHINE_SERVICE_SID)
    service.update(status_callback=f"{receiver.url}/service")
    send(driver)
    driver.pass_time(10)
    assert len(receiver.at("/service")) == 3


def test_a_number_without_a_campaign_may_not_send(driver, receiver):
    number = driver.buy()
    message = send(
        driver,
        messaging_service_sid=None,
        from_=number.phone_number,
        status_callback=f"{receiver.url}/status",
    )
    assert message.status == "queued"
    assert end_of(driver, message) == ("undelivered", 30034)
    last = receiver.taken[-1].form
    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", "30034")
    assert driver.registration(number.sid) == "unregistered"


def test_a_number_registers_some_time_after_it_joined_an_approved_campaign(driver):
    service, number = approved_service(driver), driver.buy()
    driver.pool(service).create(phone_number_sid=number.sid)
    assert driver.registration(number.sid) == "pending_registration"
    early = send(driver, messaging_service_sid=service)
    driver.advance(NUMBER_REGISTERED_SECONDS)
    assert driver.registration(number.sid) == "registered"
    late = send(driver, messaging_service_sid=service)
    assert end_of(driver, early) == ("undelivered", 30035)
    assert end_of(driver, late) == ("delivered", None)
    driver.pool(service)(number.sid).delete()
    assert driver.registration(number.sid) == "unregistered"


def test_a_number_in_the_pool_waits_for_the_campaign(driver):
    campaign, number = driver.campaign(driver.approved_brand().sid), driver.buy()
    driver.pool(campaign.messaging_service_sid).create(phone_number_sid=number.sid)
    assert driver.registration(number.sid) == "unregistered"
    driver.advance(630)
    assert driver.registration(number.sid) == "pending_registration"
    driver.advance(NUMBER_REGISTERED_SECONDS)
    assert driver.registration(number.sid) == "registered"
    driver.control("POST", f"numbers/{number.sid}", registration="failure")
    assert driver.registration(number.sid) == "failure"
    failed = send(driver, messaging_service_sid=campaign.messaging_service_sid)
    assert end_of(driver, failed) == ("undelivered", 30034)
    with pytest.raises(requests.HTTPError):
        driver.control("POST", f"numbers/{number.sid}", registration="happy")


def test_a_suspended_campaign_stops_its_messages(driver):
    service, number = approved_service(driver), driver.buy()
    driver.pool(service).create(phone_number_sid=number.sid)
    driver.advance(NUMBER_REGISTERED_SECONDS)
    driver.control("POST", f"campaigns/{service}", status="SUSPENDED")
    message = send(driver, messaging_service_sid=service)
    assert end_of(driver, message) == ("undelivered", 30033)
    driver.control("POST", f"campaigns/{service}", status="VERIFIED")
    assert driver.registration(number.sid) == "pending_registration"


def test_a_sole_proprietors_second_number_never_registers(driver):
    brand = driver.sole_proprietor_brand()
    driver.advance(A_DAY)
    use_case = {"us_app_to_person_usecase": "SOLE_PROPRIETOR"}
    service = driver.campaign(brand.sid, **use_case).messaging_service_sid
    driver.control("POST", f"campaigns/{service}", status="VERIFIED")
    first, second = driver.buy(), driver.buy()
    for number in (first, second):
        driver.pool(service).create(phone_number_sid=number.sid)
        driver.advance(1)
    driver.advance(NUMBER_REGISTERED_SECONDS)
    assert driver.registration(first.sid) == "registered"
    assert driver.registration(second.sid) == "failure"


def test_content_and_recipient_decide_too(driver):
    for body, error in (
        ("Act now for free money at bit.ly/x", 30007),
        ("See https://cleanmachine.example/offers", None),
    ):
        assert end_of(driver, send(driver, body=body))[1] == error
    assert end_of(driver, send(driver, to="+15125550006")) == ("undelivered", 30006)


def test_the_sender_is_one_the_person_knows_or_one_from_their_area(driver):
    driver.client.messaging.v1.services(CLEAN_MACHINE_SERVICE_SID)
    near = driver.buy(area_code="212")
    driver.pool(CLEAN_MACHINE_SERVICE_SID).create(phone_number_sid=near.sid)
    for to, sender in (
        ("+12125550142", near.phone_number),
        (PERSON, CLEAN_MACHINE_PHONE_NUMBER),
        ("+13125550142", CLEAN_MACHINE_PHONE_NUMBER),
    ):
        message = send(driver, to=to)
        driver.advance(1)
        assert driver.client.messages(message.sid).fetch().from_ == sender
    driver.control("POST", "texts", **{"from": PERSON, "to": near.phone_number, "body": "hi"})
    message = send(driver)
    driver.advance(1)
    assert driver.client.messages(message.sid).fetch().from_ == near.phone_number


REFUSED = {
    21211: {"to": "5125550142"},
    21266: {"to": CLEAN_MACHINE_PHONE_NUMBER},
    21602: {"body": ""},
    21603: {"messaging_service_sid": None},
    21604: {"to": ""},
    21606: {"messaging_service_sid": None, "from_": "+15125559999"},
    21617: {"body": "x" * 1601},
    21701: {"messaging_service_sid": "MG" + "0" * 32},
    21705: {"messaging_service_sid": "MG1"},
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_message_is_refused_at_once_with(driver, code):
    assert refused_code(driver, **REFUSED[code]) == code
    assert driver.client.messages.list() == []


def test_an_empty_pool_sends_nothing(driver):
    driver.pool(CLEAN_MACHINE_SERVICE_SID)(CLEAN_MACHINE_NUMBER_SID).delete()
    assert refused_code(driver) == 21704


def test_a_report_that_is_not_taken_comes_again_a_few_times(driver, receiver):
    receiver.answers["/status"] = [503, 503, ""]
    send(driver, status_callback=f"{receiver.url}/status")
    for _ in range(20):
        driver.pass_time(5)
    statuses = [each.form["MessageStatus"] for each in receiver.taken]
    assert sorted(statuses) == ["delivered", "queued", "queued", "sent", "sent"]
    queued = [each for each in receiver.taken if each.form["MessageStatus"] == "queued"]
    assert len({each.headers["I-Twilio-Idempotency-Token"] for each in queued}) == 1


def test_reports_are_given_up_and_never_sent_to_strangers(driver, receiver):
    receiver.answers["/status"] = [500]
    send(driver, status_callback=f"{receiver.url}/status")
    for _ in range(40):
        driver.pass_time(10)
    assert len(receiver.taken) == 12
    send(driver, status_callback="https://app.example/status")
    driver.pass_time(10)
    told = driver.control("GET", "deliveries")
    assert told["waiting"] == []
    refused = [each["problem"] for each in told["deliveries"] if "app.example" in each["url"]]
    assert refused == ["refused: not a loopback address"] * 3
