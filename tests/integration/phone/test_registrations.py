"""Whether carriers know a number: what events tell, and what deliveries prove for a while."""

import json

import pytest

from contracts.demo import CLEAN_MACHINE
from contracts.errors import Code, ServiceError

CUSTOMER, OURS = "+15125550177", "+15125550123"
SID = "PN" + "3" * 32
CAMPAIGN = "33333333-3333-4333-8333-333333333333"


@pytest.fixture
def line(phone):
    """An approved campaign with its service, and a number in its pool."""
    phone.hears(campaign_id=CAMPAIGN, status="APPROVED")
    phone("ensure_messaging_service", campaign_id=CAMPAIGN)
    phone("assign_number", phone_number=OURS, twilio_sid=SID)


@pytest.fixture
def token(line, carrier):
    return carrier.configured[SID].sms.rpartition("/")[2]


def send(phone):
    return phone("send_test_message", to=CUSTOMER)


def report(phone, token, message_sid, status, **values):
    phone("note_message_status", token=token, message_sid=message_sid, status=status, **values)


def test_deliveries_teach_whether_the_number_is_registered(phone, line, carrier, token, clock):
    send(phone)
    report(phone, token, carrier.sent[0][3], "undelivered", error_code=30034)
    number = phone("get_config")["primary_number"]
    assert (number["registration_status"], number["can_send"]) == ("PENDING", False)

    clock.advance(minutes=1)
    told = {"phonenumbersid": SID, "externalstatus": "registered"}
    event = {
        "id": "EV1",
        "type": "com.twilio.messaging.compliance.number-registration.successful",
        "time": clock.now().isoformat(),
        "data": told,
    }
    assert phone("note_twilio_events", events=[event, {"type": "another"}]) == {"taken": 1}
    number = phone("get_config")["primary_number"]
    assert (number["registration_status"], number["can_send"]) == ("REGISTERED", True)


def registered_at(moment, data=None):
    told = {"phonenumbersid": SID, "externalstatus": "registered"}
    type = "com.twilio.messaging.compliance.number-registration.successful"
    return {"type": type, "time": moment.isoformat(), "data": data or told}


def test_a_doubt_that_a_delivery_cast_lapses(phone, line, carrier, token, clock, events):
    send(phone)
    report(phone, token, carrier.sent[0][3], "undelivered", error_code=30035)
    with pytest.raises(ServiceError) as refused:
        send(phone)
    assert refused.value.code == Code.CANNOT_SEND
    assert phone("check_line")["numbers"][0]["registration_status"] == "PENDING"

    clock.advance(hours=3)
    number = phone("get_config")["primary_number"]
    assert (number["registration_status"], number["can_send"]) == ("UNREGISTERED", True)
    send(phone)
    assert len(carrier.sent) == 2
    told = [data for name, data in events() if name == "number_registration_changed_v1"]
    assert [data["registration_status"] for data in told] == ["PENDING"]


def test_an_event_outranks_what_a_delivery_showed_whenever_it_was(
    phone, line, carrier, token, clock
):
    send(phone)
    before = clock.now()
    clock.advance(minutes=5)
    report(phone, token, carrier.sent[0][3], "undelivered", error_code=30034)

    phone("note_twilio_events", events=[registered_at(before)])
    assert phone("get_config")["primary_number"]["registration_status"] == "REGISTERED"


def test_a_text_that_left_before_the_registration_casts_no_doubt_on_it(
    phone, line, carrier, token, clock
):
    send(phone)
    clock.advance(minutes=5)
    phone("note_twilio_events", events=[registered_at(clock.now())])

    report(phone, token, carrier.sent[0][3], "undelivered", error_code=30034)
    assert phone("get_config")["primary_number"]["registration_status"] == "REGISTERED"


def test_an_event_may_carry_its_data_as_text(phone, line, clock):
    data = json.dumps({"phonenumbersid": SID, "externalstatus": "registered"})
    broken = registered_at(clock.now(), data="{not json")

    phone("note_twilio_events", events=[broken, registered_at(clock.now(), data=data)])
    assert phone("get_config")["primary_number"]["registration_status"] == "REGISTERED"


def test_an_older_event_about_a_number_is_dropped(phone, line, clock, events):
    def event(kind, status, minutes):
        clock.advance(minutes=minutes)
        return {
            "type": f"com.twilio.messaging.compliance.number-registration.{kind}",
            "time": clock.now().isoformat(),
            "data": {"phonenumbersid": SID, "externalstatus": status},
        }

    newer = event("successful", "registered", 5)
    older = event("pending", "pending_registration", -3)
    for each in (newer, older, newer):
        phone("note_twilio_events", events=[each])

    assert phone("get_config")["primary_number"]["registration_status"] == "REGISTERED"
    assert [name for name, _ in events()].count("number_registration_changed_v1") == 1


def test_a_campaign_that_was_deleted_is_forgotten(phone, line, clock):
    clock.advance(seconds=1)
    phone.hears(campaign_id=CAMPAIGN, status="READY_TO_SUBMIT", is_primary=False)
    number = phone("get_config")["primary_number"]
    assert number["cannot_send_reason"].startswith("Register a texting campaign first")

    other = "44444444-4444-4444-8444-444444444444"
    phone.hears(campaign_id=other, status="DRAFT")
    assert "Finish" in phone("get_config")["primary_number"]["cannot_send_reason"]


def test_events_about_the_live_number_or_a_strange_one_change_nothing(demo_store, phone):
    told = [
        {
            "type": "com.twilio.messaging.compliance.number-registration.failed",
            "time": "2025-03-01T12:00:00Z",
            "data": {"phonenumbersid": sid, "externalstatus": "failure"},
        }
        for sid in ("PN5a4db0c50000000000000000000000cc", "PN" + "0" * 32)
    ]

    phone("note_twilio_events", events=told)

    number = phone("get_config", CLEAN_MACHINE)["primary_number"]
    assert (number["registration_status"], number["can_send"]) == ("EXTERNAL", True)
