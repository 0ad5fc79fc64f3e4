"""Texts from people to our numbers."""

from __future__ import annotations

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio.constants import (
    CLEAN_MACHINE_NUMBER_SID,
    CLEAN_MACHINE_PHONE_NUMBER,
    CLEAN_MACHINE_SERVICE_SID,
)

PERSON = "+15125550142"
ANSWER = "<Response><Message><Body>See you</Body></Message><Message>soon.</Message></Response>"


@pytest.fixture
def service(driver, receiver):
    service = driver.client.messaging.v1.services(CLEAN_MACHINE_SERVICE_SID)
    service.update(
        inbound_request_url=f"{receiver.url}/service", fallback_url=f"{receiver.url}/fallback"
    )
    return service


def text(driver, body, *, to=CLEAN_MACHINE_PHONE_NUMBER):
    return driver.control("POST", "texts", **{"from": PERSON, "to": to, "body": body})


def send(driver):
    return driver.client.messages.create(
        to=PERSON, body="Your car is ready.", messaging_service_sid=CLEAN_MACHINE_SERVICE_SID
    )


def test_the_service_is_told_of_a_text(driver, receiver, service):
    sent = text(driver, "Is it ready?")
    asked = receiver.at("/service")[0]
    assert asked.is_signed
    assert (asked.form["From"], asked.form["To"]) == (PERSON, CLEAN_MACHINE_PHONE_NUMBER)
    assert (asked.form["Body"], asked.form["SmsStatus"]) == ("Is it ready?", "received")
    assert asked.form["MessageSid"] == asked.form["SmsSid"] == sent["message_sid"]
    assert asked.form["MessagingServiceSid"] == CLEAN_MACHINE_SERVICE_SID
    assert (sent["automatic_reply"], sent["replies"], sent["is_dropped"]) == (None, [], False)
    stored = driver.client.messages(sent["message_sid"]).fetch()
    assert (stored.direction, stored.status, stored.from_) == ("inbound", "received", PERSON)


def test_the_flag_decides_whether_the_numbers_address_is_asked(driver, receiver, service):
    number = driver.client.incoming_phone_numbers(CLEAN_MACHINE_NUMBER_SID)
    number.update(sms_url=f"{receiver.url}/number", sms_method="GET")
    service.update(use_inbound_webhook_on_number=True)
    text(driver, "hi there")
    assert [each.path for each in receiver.taken] == ["/number"]
    assert receiver.taken[0].is_signed
    driver.pool(CLEAN_MACHINE_SERVICE_SID)(CLEAN_MACHINE_NUMBER_SID).delete()
    text(driver, "hi")
    assert "MessagingServiceSid" not in receiver.taken[1].form


def test_a_text_that_nobody_wants_is_dropped(driver):
    assert text(driver, "hello?")["is_dropped"]


def test_the_fallback_of_the_service_is_asked(driver, receiver, service):
    receiver.answers = {"/service": [404], "/fallback": [ANSWER]}
    sent = text(driver, "hi")
    assert [each["body"] for each in sent["replies"]] == ["See you", "soon."]
    reply = driver.client.messages(sent["replies"][0]["message_sid"]).fetch()
    assert (reply.direction, reply.to) == ("outbound-reply", PERSON)


def test_stop_is_answered_by_twilio_told_to_us_and_blocks_the_rest(driver, receiver, service):
    receiver.answers["/service"] = [ANSWER]
    sent = text(driver, " stop ")
    assert "unsubscribed" in sent["automatic_reply"]
    assert [each["is_sent"] for each in sent["replies"]] == [False, False]
    assert receiver.at("/service")[0].form["Body"] == " stop "
    assert receiver.at("/service")[0].is_signed
    assert len(driver.client.messages.list()) == 1
    with pytest.raises(TwilioRestException) as refused:
        send(driver)
    assert (refused.value.status, refused.value.code) == (400, 21610)
    assert driver.control("GET", "state")["opt_outs"][0]["person"] == PERSON
    assert "re-subscribed" in text(driver, "START")["automatic_reply"]
    assert send(driver).status == "accepted"


def test_help_and_yes_are_words_only_when_they_mean_it(driver, service):
    assert "STOP" in text(driver, "help")["automatic_reply"]
    assert text(driver, "yes")["automatic_reply"] is None
    text(driver, "QUIT")
    assert "re-subscribed" in text(driver, "yes")["automatic_reply"]
    assert text(driver, "please stop it")["automatic_reply"] is None


def test_an_opt_out_is_from_the_whole_service_and_from_no_other(driver, service):
    text(driver, "STOP")
    other = driver.buy()
    single = driver.client.messages.create(to=PERSON, body="hi", from_=other.phone_number)
    assert single.status == "queued"
    driver.pool(CLEAN_MACHINE_SERVICE_SID).create(phone_number_sid=other.sid)
    with pytest.raises(TwilioRestException):
        driver.client.messages.create(to=PERSON, body="hi", from_=other.phone_number)


def test_a_text_must_make_sense(driver):
    for asked in (
        {"from": PERSON, "to": CLEAN_MACHINE_PHONE_NUMBER},
        {"from": PERSON, "to": "+15125559999", "body": "hi"},
        {"from": PERSON, "to": CLEAN_MACHINE_PHONE_NUMBER, "body": "hi", "media": 1},
    ):
        with pytest.raises(requests.HTTPError):
            driver.control("POST", "texts", **asked)
