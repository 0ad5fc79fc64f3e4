import uuid

import pytest

from contracts.demo import CLEAN_MACHINE
from contracts.errors import Code, Kind, ServiceError
from sandbox.twilio.constants import CLEAN_MACHINE_NUMBER_SID, CLEAN_MACHINE_SERVICE_SID
from services.phone.domain.lines import Capabilities
from services.phone.domain.webhooks import webhooks_of
from services.phone.ports import CarrierNumber, CarrierRefused, CarrierUnclear

SID = "PN" + "3" * 32
NUMBER = "+15125550123"
CAMPAIGN = str(uuid.uuid4())
ELSEWHERE = webhooks_of("https://elsewhere.example", "t")


@pytest.fixture
def line(phone, carrier):
    """A connected number and its service, and Twilio telling of it what was set."""
    phone.hears(campaign_id=CAMPAIGN, status="APPROVED")
    sid = phone("ensure_messaging_service", campaign_id=CAMPAIGN)["messaging_service_sid"]
    phone("assign_number", phone_number=NUMBER, twilio_sid=SID)
    tell_what_is_set(carrier, SID, NUMBER)
    return sid


def tell_what_is_set(carrier, sid, phone_number):
    find = carrier.find_number

    def found(number_sid):
        if number_sid != sid:
            return find(number_sid)
        carrier.asked.append("find_number")
        webhooks = carrier.configured[sid]
        return CarrierNumber(
            twilio_sid=sid,
            phone_number=phone_number,
            capabilities=Capabilities(),
            voice_url=webhooks.voice,
            sms_url=webhooks.sms,
            voice_fallback_url=webhooks.voice_fallback,
        )

    carrier.find_number = found


def test_a_line_that_is_as_it_should_be_is_healthy(phone, line):
    check = phone("check_line")

    assert (check["is_healthy"], check["twilio_answered"]) == (True, True)
    (number,) = check["numbers"]
    assert (number["is_owned"], number["has_our_webhooks"], number["is_in_pool"]) == (True,) * 3
    assert number["can_send"] is True
    assert check["services"] == [
        {
            "messaging_service_sid": line,
            "protected": False,
            "exists": True,
            "has_our_webhooks": True,
        }
    ]
    assert (check["last_inbound_at"], check["last_outbound_at"]) == (None, None)


def test_what_drifted_at_twilio_is_seen_and_repaired(phone, carrier, line):
    carrier.configured[SID] = ELSEWHERE
    carrier.webhooks[line] = ELSEWHERE
    carrier.pools.clear()

    check = phone("check_line")
    (number,), (service,) = check["numbers"], check["services"]
    assert check["is_healthy"] is False
    assert (number["has_our_webhooks"], number["is_in_pool"]) == (False, False)
    assert service["has_our_webhooks"] is False

    assert phone("repair_line")["is_healthy"] is True
    assert carrier.pools == {SID: line}


def test_repairing_what_is_right_touches_nothing(phone, carrier, line):
    carrier.asked.clear()

    assert phone("repair_line")["is_healthy"] is True
    assert set(carrier.asked) == {"find_number", "is_in_pool", "read_service"}


def test_a_number_that_left_the_account_is_seen(phone, carrier, line):
    carrier.find_number = lambda sid: None

    check = phone("check_line")

    assert check["is_healthy"] is False
    assert check["numbers"][0]["is_owned"] is False


def test_without_an_answer_nothing_is_claimed(phone, carrier, line):
    carrier.troubles = [CarrierUnclear(is_over=True)] * 2
    carrier.find_number = lambda sid: carrier._begin("find_number")

    check = phone("check_line")
    assert (check["is_healthy"], check["twilio_answered"]) == (False, False)
    assert check["numbers"][0]["has_our_webhooks"] is None
    with pytest.raises(ServiceError) as caught:
        phone("repair_line")
    assert (caught.value.kind, caught.value.code) == (Kind.UNAVAILABLE, Code.PHONE_TWILIO_ERROR)


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [(CarrierRefused(20403), Kind.UPSTREAM), (CarrierUnclear(is_over=True), Kind.UNAVAILABLE)],
)
def test_a_repair_that_fails_is_told_in_our_words(phone, carrier, line, trouble, kind):
    carrier.webhooks[line] = ELSEWHERE
    # Looking goes well, at the number's pool and the service; setting does not.
    carrier.troubles = [None, None, trouble]

    with pytest.raises(ServiceError) as caught:
        phone("repair_line")

    assert (caught.value.kind, caught.value.code) == (kind, Code.PHONE_TWILIO_ERROR)


def test_the_live_line_is_looked_at_and_never_repaired(demo_store, phone, carrier):
    live = CarrierNumber(
        twilio_sid=CLEAN_MACHINE_NUMBER_SID,
        phone_number="+15125550100",
        capabilities=Capabilities(),
        voice_url="https://where.it.always.was/voice",
    )
    carrier.numbers[CLEAN_MACHINE_NUMBER_SID] = live
    carrier.webhooks[CLEAN_MACHINE_SERVICE_SID] = ELSEWHERE

    check = phone("repair_line", CLEAN_MACHINE)

    (number,), (service,) = check["numbers"], check["services"]
    assert (number["is_owned"], number["has_our_webhooks"]) == (True, None)
    assert (service["exists"], service["has_our_webhooks"]) == (True, None)
    assert check["is_healthy"] is True
    assert carrier.webhooks[CLEAN_MACHINE_SERVICE_SID] == ELSEWHERE
    assert carrier.configured == {}


def test_the_last_traffic_and_error_are_told(phone, carrier, line, clock):
    token = carrier.configured[SID].sms.rpartition("/")[2]
    phone("send_test_message", to="+15125550177")
    phone(
        "note_message_status",
        token=token,
        message_sid=carrier.sent[0][3],
        status="undelivered",
        error_code=30003,
    )
    sent_at = clock.now()
    clock.advance(minutes=5)
    told = {"message_sid": "SM1", "from_number": "+15125550177", "to_number": NUMBER, "body": "?"}
    phone("receive_message", token=token, **told)

    check = phone("check_line")

    assert (check["last_outbound_at"], check["last_inbound_at"]) == (sent_at, clock.now())
    assert check["last_error"]["code"] == 30003
    assert "switched off" in check["last_error"]["explanation"]


def test_a_call_is_traffic_once_and_a_later_text_counts_more(phone, carrier, line, clock):
    token = carrier.configured[SID].voice.rpartition("/")[2]
    rang_at = clock.now()
    for status in (None, None, "no-answer"):
        told = {"from_number": "+15125550177", "call_sid": "CA1", "dial_status": status}
        phone("answer_call", token=token, **told)
        clock.advance(minutes=1)
    assert phone("check_line")["last_inbound_at"] == rang_at

    told = {"message_sid": "SM1", "from_number": "+15125550177", "to_number": NUMBER, "body": "?"}
    phone("receive_message", token=token, **told)
    assert phone("check_line")["last_inbound_at"] == clock.now()
    clock.advance(minutes=1)
    phone("answer_call", token=token, from_number="", call_sid="CA2")
    assert phone("check_line")["last_inbound_at"] == clock.now()
    assert phone("check_line", CLEAN_MACHINE)["last_inbound_at"] is None


def test_a_tenant_without_a_line_has_nothing_wrong(phone):
    check = phone("check_line")

    assert (check["is_healthy"], check["numbers"], check["services"]) == (True, [], [])
