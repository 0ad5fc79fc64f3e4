import uuid
from contextlib import suppress

import pytest
from marshmallow import ValidationError

from contracts.demo import CLEAN_MACHINE, SHINE_STUDIO
from contracts.errors import Code, Kind, ServiceError
from sandbox.twilio.constants import CLEAN_MACHINE_SERVICE_SID
from services.phone.ports import CarrierRefused, CarrierUnclear


class Crash(BaseException):
    """The process ends here."""


CUT_OFF, CRASH = CarrierUnclear(is_over=False), Crash()
CUSTOMER = "+15125550177"
OURS = "+15125550123"
SID = "PN" + "3" * 32
CAMPAIGN = str(uuid.uuid4())


@pytest.fixture
def line(phone):
    """An approved campaign with its service, and a number in its pool."""
    phone.hears(campaign_id=CAMPAIGN, status="APPROVED")
    phone("ensure_messaging_service", campaign_id=CAMPAIGN)
    phone("assign_number", phone_number=OURS, twilio_sid=SID)


@pytest.fixture
def token(line, carrier):
    return carrier.configured[SID].sms.rpartition("/")[2]


def receive(phone, token, body="Hi", sid="SM1", **told):
    known = {"from_number": CUSTOMER, "to_number": OURS, "message_sid": sid, "body": body}
    return phone("receive_message", token=token, **(known | told))


def send(phone, tenant_id=SHINE_STUDIO, **values):
    return phone("send_test_message", tenant_id, **({"to": CUSTOMER} | values))


def refusal_of(phone, *args, **values):
    with pytest.raises(ServiceError) as caught:
        send(phone, *args, **values)
    return caught.value


def report(phone, token, message_sid, status, **values):
    phone("note_message_status", token=token, message_sid=message_sid, status=status, **values)


def only_message(phone):
    (message,) = phone("list_messages")["items"]
    return message


def test_a_text_told_twice_is_stored_once(phone, token, events):
    for _ in range(2):
        assert "<Message" not in receive(phone, token)["twiml"]

    message = only_message(phone)
    assert (message["direction"], message["status"]) == ("INBOUND", "RECEIVED")
    assert (message["from_number"], message["body"]) == (CUSTOMER, "Hi")
    told = [data for name, data in events() if name == "message_received_v1"]
    assert told == [{"message_id": message["id"], "intent": "TEXT", "is_caught_up": False}]
    assert phone("list_messages", CLEAN_MACHINE)["total"] == 0


def test_who_says_stop_gets_nothing_until_start(phone, token):
    receive(phone, token, "Stop", "SM1")
    assert "START" in refusal_of(phone).message

    receive(phone, token, "start", "SM2")
    assert send(phone)["status"] == "SENDING"


def test_a_stop_told_again_after_start_does_not_count_again(phone, token):
    for body, sid in (("STOP", "SM1"), ("START", "SM2"), ("STOP", "SM1")):
        receive(phone, token, body, sid)

    assert send(phone)["status"] == "SENDING"


def test_a_stop_is_for_one_business_only(demo_store, phone, token):
    receive(phone, token, "STOP")

    assert send(phone, CLEAN_MACHINE)["status"] == "SENDING"


def test_what_twilio_made_of_a_text_comes_first(phone, token):
    receive(phone, token, "No more please", opt_out_type="STOP")

    assert refusal_of(phone).code == Code.CANNOT_SEND


def test_a_test_message_goes_out_through_the_service(phone, line, carrier):
    message = send(phone)

    ((service_sid, to, callback, _),) = carrier.sent
    assert service_sid == phone("get_config")["messaging_service_sid"]
    assert (to, message["to_number"], message["from_number"]) == (CUSTOMER, CUSTOMER, OURS)
    assert callback.endswith(f"?message={message['id']}")
    assert (message["status"], message["explanation"]) == ("SENDING", None)


def test_the_live_line_sends_through_its_own_service(demo_store, phone, carrier):
    send(phone, CLEAN_MACHINE)

    assert carrier.sent[0][0] == CLEAN_MACHINE_SERVICE_SID


@pytest.mark.parametrize("status", ["SUBMITTED", "REJECTED", "SUSPENDED"])
def test_nothing_leaves_while_the_campaign_is_not_approved(phone, line, carrier, clock, status):
    clock.advance(seconds=1)
    phone.hears(campaign_id=CAMPAIGN, status=status)

    refusal = refusal_of(phone)

    assert (refusal.kind, refusal.code) == (Kind.CONFLICT, Code.CANNOT_SEND)
    assert "campaign" in refusal.message
    assert carrier.sent == []
    assert phone("list_messages")["total"] == 0


def test_nothing_leaves_without_a_number(phone, carrier):
    assert refusal_of(phone).message == "You have no number to send from yet."


def test_a_repeated_key_sends_once(phone, line, carrier):
    first = send(phone, idempotency_key="k")

    assert send(phone, idempotency_key="k") == first
    assert len(carrier.sent) == 1


def test_after_a_refusal_the_text_is_failed_with_the_reason(phone, line, carrier):
    carrier.troubles = [CarrierRefused(21610)]

    message = send(phone, idempotency_key="k")

    assert (message["status"], message["error_code"]) == ("FAILED", 21610)
    assert "STOP" in message["explanation"]
    assert send(phone, idempotency_key="k") == message
    assert "STOP" in refusal_of(phone).message


def test_a_text_cut_off_midway_is_settled_by_its_report(phone, line, carrier, token):
    """Twilio took it, we never heard; its report names our message."""
    carrier.troubles = [(CUT_OFF,)]

    message = send(phone, idempotency_key="k")
    assert message["status"] == "UNCERTAIN"
    assert send(phone, idempotency_key="k") == message
    assert len(carrier.sent) == 1

    report(phone, token, carrier.sent[0][3], "delivered", message_id=message["id"])
    assert only_message(phone)["status"] == "DELIVERED"


@pytest.mark.parametrize("trouble", [CUT_OFF, (CUT_OFF,), CRASH, (CRASH,)])
@pytest.mark.parametrize("comes_back", [True, False], ids=["repeated", "left alone"])
def test_a_text_cut_off_midway_is_looked_for_before_it_is_sent_again(
    phone, line, carrier, clock, trouble, comes_back
):
    carrier.troubles = [trouble]
    with suppress(Crash):
        send(phone, idempotency_key="k")

    clock.advance(seconds=61)
    if comes_back:
        send(phone, idempotency_key="k")
    else:
        phone.sweeps()

    message = only_message(phone)
    assert (message["status"], message["explanation"]) == ("SENDING", None)
    assert len(carrier.sent) == 1
    assert stored_sid(phone, message) == carrier.sent[0][3]


def test_a_text_is_not_taken_for_another_one_like_it(phone, line, carrier, clock):
    """To the same person, in the same words, through the same service: only one of them is ours."""
    first = send(phone)
    carrier.troubles = [CUT_OFF]
    second = send(phone)
    clock.advance(seconds=61)
    phone.sweeps()

    assert len(carrier.sent) == 2
    sids = [stored_sid(phone, message) for message in (first, second)]
    assert sids == [sent[3] for sent in carrier.sent]


def test_whoever_asks_while_a_text_is_open_gets_the_same_text(phone, line, carrier):
    carrier.troubles = [(CUT_OFF,)]
    open_one = send(phone, idempotency_key="k")

    assert send(phone, idempotency_key="another") == open_one
    assert send(phone)["id"] == open_one["id"]
    assert len(carrier.sent) == 1


def test_a_text_that_could_not_leave_in_time_is_given_up(phone, line, carrier, clock, token):
    carrier.troubles = [CUT_OFF]
    message = send(phone, idempotency_key="k")
    clock.advance(minutes=11)
    phone.sweeps()

    given_up = only_message(phone)
    assert (given_up["status"], given_up["error_code"]) == ("FAILED", None)
    assert given_up["explanation"] == "This text never left. Send it again."
    assert carrier.sent == []
    # Should it have left all the same, its report says so.
    report(phone, token, "SM" + "9" * 32, "delivered", message_id=message["id"])
    assert only_message(phone)["status"] == "DELIVERED"


def test_a_text_is_not_sent_after_a_stop_that_came_in_between(phone, line, carrier, clock, token):
    carrier.troubles = [CUT_OFF]
    send(phone, idempotency_key="k")
    receive(phone, token, "STOP")
    clock.advance(seconds=61)

    assert send(phone, idempotency_key="k")["status"] == "FAILED"
    assert carrier.sent == []


def test_a_text_whose_process_ended_is_shown_as_uncertain(phone, line, carrier, clock):
    carrier.troubles = [(CRASH,)]
    with pytest.raises(Crash):
        send(phone)

    assert only_message(phone)["status"] == "SENDING"
    clock.advance(minutes=3)
    assert only_message(phone)["status"] == "UNCERTAIN"


def stored_sid(phone, message):
    with phone.ports.unit_of_work(SHINE_STUDIO) as work:
        return work.messages.lock(message_id=message["id"]).twilio_sid


def test_a_report_faster_than_the_answer_is_kept(phone, line, carrier, token):
    carrier.on_send = lambda callback, sid: report(
        phone, token, sid, "delivered", message_id=callback.partition("=")[2]
    )

    assert send(phone)["status"] == "DELIVERED"


def test_delivery_is_followed_and_never_goes_back(phone, line, carrier, token, events):
    send(phone)
    sid = carrier.sent[0][3]

    for status in ("queued", "sent", "delivered", "sent", "delivered", "a-new-word"):
        report(phone, token, sid, status)

    assert only_message(phone)["status"] == "DELIVERED"
    told = [data["status"] for name, data in events() if name == "message_status_changed_v1"]
    assert told == ["SENDING", "SENT", "DELIVERED"]


@pytest.mark.parametrize("code", [30034, 30035, 30007, 39999])
def test_a_text_that_did_not_arrive_is_explained(phone, line, carrier, token, code):
    send(phone)

    report(phone, token, carrier.sent[0][3], "undelivered", error_code=code)

    message = only_message(phone)
    assert (message["status"], message["error_code"]) == ("UNDELIVERED", code)
    assert message["explanation"]


def test_a_report_under_another_tenants_address_settles_nothing(phone, line, carrier):
    message = send(phone)
    other = str(uuid.uuid4())
    phone("ensure_messaging_service", other, campaign_id=str(uuid.uuid4()))
    strange_token = list(carrier.webhooks.values())[-1].status.rpartition("/")[2]

    report(phone, strange_token, carrier.sent[0][3], "failed", message_id=message["id"])

    assert only_message(phone)["status"] == "SENDING"


@pytest.mark.parametrize("message_id", ["not-a-uuid", "' or 1=1", str(uuid.uuid4())])
def test_a_report_about_no_message_of_ours_is_taken_calmly(phone, token, message_id):
    report(phone, token, "SM" + "0" * 32, "delivered", message_id=message_id)

    assert phone("list_messages")["total"] == 0


def test_test_messages_are_limited_by_the_hour(phone, line, clock):
    for _ in range(20):
        send(phone)

    assert refusal_of(phone).kind == Kind.RATE_LIMITED
    clock.advance(minutes=61)
    assert send(phone)["status"] == "SENDING"


def test_the_first_body_of_a_text_is_the_one_that_counts(phone, token):
    receive(phone, token, "Hi", "SM1")
    receive(phone, token, "STOP", "SM1")

    assert only_message(phone)["body"] == "Hi"
    assert send(phone)["status"] == "SENDING"


def test_a_code_that_cannot_be_one_is_refused(phone, line, carrier, token):
    send(phone)
    with pytest.raises(ValidationError):
        report(phone, token, carrier.sent[0][3], "failed", error_code=2**31)
    assert only_message(phone)["status"] == "SENDING"
