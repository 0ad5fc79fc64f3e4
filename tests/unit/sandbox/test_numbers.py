from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio.constants import (
    CLEAN_MACHINE_NUMBER_SID,
    CLEAN_MACHINE_PHONE_NUMBER,
    CLEAN_MACHINE_SERVICE_NAME,
    CLEAN_MACHINE_SERVICE_SID,
)


def test_the_live_line_of_the_first_tenant_is_there_from_the_start(driver):
    service = driver.client.messaging.v1.services(CLEAN_MACHINE_SERVICE_SID)
    assert service.fetch().friendly_name == CLEAN_MACHINE_SERVICE_NAME
    members = service.phone_numbers.list()
    assert [each.phone_number for each in members] == [CLEAN_MACHINE_PHONE_NUMBER]
    numbers = driver.client.incoming_phone_numbers.list(phone_number=CLEAN_MACHINE_PHONE_NUMBER)
    assert [each.sid for each in numbers] == [CLEAN_MACHINE_NUMBER_SID]


def test_a_number_is_in_one_service_only(driver):
    own = driver.client.messaging.v1.services(CLEAN_MACHINE_SERVICE_SID).phone_numbers
    other = driver.client.messaging.v1.services(driver.service()).phone_numbers
    for pool, code in ((own, 21710), (other, 21712)):
        with pytest.raises(TwilioRestException) as refused:
            pool.create(phone_number_sid=CLEAN_MACHINE_NUMBER_SID)
        assert refused.value.code == code
    own(CLEAN_MACHINE_NUMBER_SID).delete()
    assert own.list() == []
    moved = other.create(phone_number_sid=CLEAN_MACHINE_NUMBER_SID)
    assert other(moved.sid).fetch().phone_number == CLEAN_MACHINE_PHONE_NUMBER


def test_a_number_is_configured_field_by_field(driver):
    number = driver.client.incoming_phone_numbers(CLEAN_MACHINE_NUMBER_SID)
    number.update(voice_url="https://app.example/voice")
    updated = number.update(sms_url="https://app.example/sms", friendly_name="Front desk")
    assert updated.voice_url == "https://app.example/voice"
    assert number.fetch().friendly_name == "Front desk"


def test_a_service_keeps_what_an_update_does_not_name(driver):
    services = driver.client.messaging.v1.services
    service = services.create(
        friendly_name="Tenant", inbound_request_url="https://app.example/in", sticky_sender=False
    )
    services(service.sid).update(use_inbound_webhook_on_number=True)
    fetched = services(service.sid).fetch()
    assert fetched.inbound_request_url == "https://app.example/in"
    assert fetched.use_inbound_webhook_on_number
    assert not fetched.sticky_sender
    assert not fetched.us_app_to_person_registered
    assert [each.sid for each in services.list()] == [service.sid, CLEAN_MACHINE_SERVICE_SID]


def test_what_does_not_exist_is_not_found(driver):
    with pytest.raises(TwilioRestException) as refused:
        driver.client.incoming_phone_numbers("PN" + "0" * 32).fetch()
    assert (refused.value.status, refused.value.code) == (404, 20404)


def test_a_service_refuses_a_validity_out_of_range(driver):
    services = driver.client.messaging.v1.services
    assert services.create(friendly_name="a", validity_period=600).validity_period == 600
    with pytest.raises(TwilioRestException) as refused:
        services.create(friendly_name="b", validity_period=36001)
    assert refused.value.code == 20001


def test_every_answer_carries_a_request_id(driver):
    answer = driver.client.request("GET", "https://messaging.twilio.com/v1/Services")
    assert answer.headers["Twilio-Request-Id"].startswith("RQ")


def test_pages_must_be_of_a_sane_size(driver):
    base = "https://messaging.twilio.com/v1/Services"
    for query in ("PageSize=0", "PageSize=1001", "Page=x"):
        answer = driver.client.request("GET", f"{base}?{query}")
        assert (answer.status_code, "20001" in answer.text) == (400, True)
